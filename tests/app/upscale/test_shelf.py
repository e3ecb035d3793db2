"""What is kept for the viewer is what lies on the disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS, close_window, drop
from tests.app.upscale.test_batch import finished, opened, page_of


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


def test_what_was_made_of_an_original_that_is_gone_is_looked_at_and_saved(
    make_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "in").mkdir()
    path = painted(tmp_path / "in" / "a.png", "#ff0000", 24)
    window = make_window()
    page = opened(window, [path], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    close_window(window)
    path.unlink()

    window = make_window()
    page = page_of(window)
    (entry,) = page.worklist.entries
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    assert page.stage.result is entry.newest and page.stage.original is None
    assert page.stage._screen.currentWidget() is page.stage.viewer
    assert not page.previews.can_try
    page.previews.begin()
    assert not page.previews.trying
    page.perform("file.save")
    qtbot.waitUntil(lambda: not entry.unsaved, timeout=LONG_MS)
    assert [one.name for one in path.parent.iterdir()] == ["a_x4_bicubic.png"]
