"""What is kept for the viewer is what lies on the disk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS, drop
from tests.app.upscale.test_batch import finished, opened


def colour_of(page: UpscalePage, version: int) -> str:
    versions = page.stage.versions()
    if len(versions) <= version:
        return ""
    return QColor(versions[version].pyramid.whole().pixel(5, 5)).name()


def painted(path: Path, colour: str, side: int) -> Path:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return path


def test_a_picture_that_another_program_changes_is_compared_as_it_is_now(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    red, blue, green = "#ff0000", "#0000ff", "#00ff00"
    path = painted(tmp_path / "a.png", red, 24)
    page = opened(cleared_window, [path], qtbot)
    (entry,) = page.worklist.entries
    qtbot.waitUntil(lambda: colour_of(page, 0) == red, timeout=LONG_MS)
    painted(path, blue, 36)
    page.perform("job.start")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: colour_of(page, 0) == colour_of(page, 1) == blue, timeout=LONG_MS)
    qtbot.waitUntil(lambda: entry.size == (36, 36), timeout=LONG_MS)
    painted(path, green, 36)
    assert drop(cleared_window, [path])
    qtbot.waitUntil(lambda: colour_of(page, 0) == green, timeout=LONG_MS)
    assert page.worklist.entries == [entry]
