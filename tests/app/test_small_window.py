"""The smallest window there is, 960 × 600: what is needed is seen, whole and readable."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from sr_studio.app.dialogs.keys_sheet import KeysSheet
from sr_studio.app.evaluate.note_list import NoteList
from sr_studio.app.theme import apply_theme
from sr_studio.app.training.page import TrainingPage
from sr_studio.app.upscale.inspector import Inspector
from sr_studio.app.viewer.nameplates import shortened
from sr_studio.app.viewer.pyramid import build
from sr_studio.app.viewer.version import Version
from sr_studio.app.window import MainWindow
from sr_studio.comparison.parts import Box
from tests.app.conftest import LONG_MS
from tests.support.runs import write_run

SMALLEST = 960, 600


def wholly_seen(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()


def test_the_scale_is_seen_without_scrolling(window: MainWindow, qtbot: QtBot) -> None:
    inspector: Inspector = window.page.inspector  # type: ignore[union-attr]
    window.resize(*SMALLEST)
    qtbot.waitUntil(lambda: wholly_seen(inspector.scale_box), timeout=LONG_MS)
    low = inspector.methods._list.height()
    window.resize(1280, 900)
    qtbot.waitUntil(lambda: inspector.methods._list.height() > low, timeout=LONG_MS)


def test_the_sheet_of_keys_is_no_higher_than_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(*SMALLEST)
    window.desk.keys()
    sheet = window.desk.shown
    assert isinstance(sheet, KeysSheet)
    assert sheet.height() < window.height()
    assert "Save the comparison" in [label.text() for label in sheet.findChildren(QLabel)]


def test_a_run_without_pictures_says_so_and_its_axes_can_be_read(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = window.go("train")
    assert isinstance(page, TrainingPage)
    window.resize(*SMALLEST)
    run = write_run(tmp_path / "plain", recipe="srresnet-mse")
    for picture in run.previews.iterdir():
        picture.unlink()
    page.attach(run.path)
    qtbot.waitUntil(lambda: "best" in page.view.state.text(), timeout=LONG_MS)
    assert page.view.hint.isVisible()
    assert not page.view.viewer.isVisible()
    bar = page.runs.list.horizontalScrollBar()
    assert bar.maximum() == 0 or not bar.isVisible()
    chart = page.view.curves.right
    chart.zoom(900, 9500)
    qtbot.waitUntil(lambda: chart.plot.height() > 60, timeout=LONG_MS)
    # The numbers come with the next drawing of the axes.
    for name in ("left", "bottom"):
        axis = chart.plot.getPlotItem().getAxis(name)
        qtbot.waitUntil(partial(numbers_apart, axis), timeout=LONG_MS)


def numbers_apart(axis: object) -> bool:
    """Whether no number at an axis touches another."""
    from PySide6.QtGui import QImage, QPainter

    image = QImage(1200, 900, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    _, _, texts = axis.generateDrawSpecs(painter)  # type: ignore[attr-defined]
    painter.end()
    places = [rect.toAlignedRect() for rect, _, _ in texts]
    return bool(places) and not any(
        (one & other) != QRect() for n, one in enumerate(places) for other in places[n + 1 :]
    )


def test_a_note_is_as_high_as_its_lines(window: MainWindow, qtbot: QtBot) -> None:
    notes = NoteList(window.context)
    qtbot.addWidget(notes)
    notes.show_notes([("this is not a picture; known formats are PNG, JPEG and others", True)])
    notes.resize(600, notes.height())
    notes.show()
    wide = notes.height()
    notes.resize(150, notes.height())
    qtbot.waitUntil(lambda: notes.height() > wide, timeout=LONG_MS)
    assert notes.verticalScrollBar().maximum() == 0


def test_a_name_is_worth_more_than_a_size() -> None:
    pixels = np.zeros((9, 12, 3), np.uint8)
    version = Version("Photo ×4", build(pixels))
    assert shortened(version, lambda text: len(text) < 40) == "Photo ×4   12 × 9"
    assert shortened(version, lambda text: len(text) < 12) == "Photo ×4"


def test_a_part_is_as_much_enlarged_as_the_whole_would_be() -> None:
    part = Version("part", build(np.zeros((10, 20, 3), np.uint8)), area=Box(0.25, 0.2, 0.5, 0.4))
    assert part.columns == 80


@pytest.mark.parametrize("font", ["", "DejaVu Sans"])
def test_nothing_is_cut_at_the_right_of_the_inspector(
    window: MainWindow, qapp: QApplication, font: str, qtbot: QtBot
) -> None:
    """DejaVu Sans is a tenth wider than most: what Qt takes where nothing else is installed."""
    usual = qapp.font()
    if font and font not in QFontDatabase.families():
        pytest.skip(f"{font} is not installed (Debian's fonts-dejavu-core has it)")
    qapp.setFont(QFont(font or usual.family(), 10))
    try:
        apply_theme(window.context.theme, qapp)
        inspector: Inspector = window.page.inspector  # type: ignore[union-attr]
        inspector.more_options.fold.setChecked(True)
        window.resize(1280, 720)
        area = inspector.findChildren(QScrollArea)[0]
        qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0, timeout=LONG_MS)
        QApplication.processEvents()
        assert not area.horizontalScrollBar().isVisible()
        inside = area.widget()
        assert inside is not None
        assert cut_off(inside, area.viewport()) == []
        assert cut_off(inspector, inspector) == []
    finally:
        qapp.setFont(usual)
        apply_theme(window.context.theme, qapp)


def cut_off(inside: QWidget, room: QWidget) -> list[str]:
    """What reaches beyond the right edge of its room, or is narrower than its text."""
    found = []
    for widget in inside.findChildren(QWidget):
        if not widget.isVisible():
            continue
        right = widget.mapTo(room.window(), widget.rect().topRight()).x()
        if right > room.mapTo(room.window(), room.rect().topRight()).x():
            found.append(f"{type(widget).__name__} {widget.accessibleName()} ends at {right}")
        needed = widget.minimumSizeHint().width()
        if isinstance(widget, QAbstractButton) and widget.width() < needed:
            found.append(f"{widget.text()!r} has {widget.width()} pixels")
    return found
