"""Whoever drops pictures and starts at once gets all of them, though none has been read yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS, drop, save_picture
from tests.app.upscale.test_batch import finished, page_of

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(warm_window: MainWindow) -> Iterator[MainWindow]:
    page = page_of(warm_window)
    place(page, "auto")
    yield warm_window
    page.context.settings.set("upscale.at_once", False)
    page.worklist.remove(list(page.worklist.entries))


def place(page: UpscalePage, name: str) -> None:
    box = page.inspector.output._place
    box.setCurrentIndex(box.findData(name))


def pictures(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    return [save_picture(folder / f"{n:02}.png", 20, 16, seed=n) for n in range(count)]


def dropped(window: MainWindow, files: list[Path]) -> UpscalePage:
    """The page with these pictures, none of which has been read."""
    page = page_of(window)
    assert drop(window, files)
    assert page.worklist.count(EntryState.READING) == len(files)
    return page


def made(folder: Path, method: str = "bicubic") -> int:
    return len(list(folder.glob(f"*_x4_{method}.png")))


def test_thirty_are_dropped_and_started_in_one_breath(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    files = pictures(tmp_path / "in", 29)
    files.append(tmp_path / "in" / "broken.png")
    files[-1].write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    page = dropped(window, files)
    assert "30" in page.inspector.button.text()
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    assert page._meant.under_way() == 30 and "30" in page.unfinished()
    # What was set when it was asked counts, and asking twice makes nothing twice.
    page.inspector.methods.choose("nearest")
    assert not page.can("job.start")
    page.perform("job.start")
    finished(page, qtbot)
    assert (
        page.worklist.count(EntryState.DONE) == 29 and page.worklist.count(EntryState.FAILED) == 1
    )
    assert made(tmp_path / "in") == 29
    assert [len(entry.results) for entry in page.worklist.entries] == [1] * 29 + [0]


def test_what_is_cancelled_or_removed_before_it_was_read_is_not_made(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = dropped(window, pictures(tmp_path / "in", 5))
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    first, second, *rest = page.worklist.entries
    page.queue.make_current(first)
    page.perform("job.cancel")
    assert not page.can("job.cancel") and page.can("job.retry")
    page.queue.make_current(second)
    page.perform("job.remove")
    finished(page, qtbot)
    qtbot.waitUntil(lambda: first.state is EntryState.READY, timeout=LONG_MS)
    assert page.worklist.entries == [first, *rest]
    assert page.worklist.count(EntryState.DONE) == 3 == made(tmp_path / "in")


def test_only_the_selected_and_again_do_not_wait_to_be_read_either(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    files = pictures(tmp_path / "in", 2)
    late = tmp_path / "in" / "late.png"
    late.write_bytes(b"")
    page = dropped(window, [*files, late])
    page.queue.make_current(page.worklist.entries[1])
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    finished(page, qtbot)
    broken = page.worklist.entries[2]
    qtbot.waitUntil(lambda: broken.state is EntryState.FAILED, timeout=LONG_MS)
    assert made(tmp_path / "in") == 0  # a single one is kept in the window
    assert [len(entry.results) for entry in page.worklist.entries] == [0, 1, 0]
    save_picture(late, 20, 16)
    page.queue.make_current(broken)
    page.perform("job.retry")
    finished(page, qtbot)
    assert broken.state is EntryState.DONE and not broken.error


def test_a_file_that_was_broken_and_is_dropped_again_is_read_again(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    late = tmp_path / "late.png"
    late.write_bytes(b"")
    page = dropped(window, [late])
    (entry,) = page.worklist.entries
    qtbot.waitUntil(lambda: entry.unreadable, timeout=LONG_MS)
    save_picture(late, 20, 16)
    assert drop(window, [late])
    qtbot.waitUntil(lambda: entry.state is EntryState.READY, timeout=LONG_MS)
    assert page.worklist.entries == [entry]


def test_as_soon_as_they_are_dropped(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    page_of(window).context.settings.set("upscale.at_once", True)
    files = pictures(tmp_path / "in", 3)
    page = dropped(window, files)
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 3 == made(tmp_path / "in")
    drop(window, files)  # they are there already, and made
    assert page._meant.under_way() == 0


def test_a_paused_queue_makes_what_is_asked_for_and_goes_on_by_the_button(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = dropped(window, pictures(tmp_path / "in", 6))
    page.perform("job.start")
    qtbot.waitUntil(lambda: page.worklist.count(EntryState.DONE) > 0, timeout=LONG_MS)
    page.worklist.runner.pause(True)  # while one is being made
    asked = page.worklist.entries[-2:]
    for one in asked:  # one after the other, before the first is begun
        page.queue.make_current(one)
        page.perform("job.start_selected")
    qtbot.waitUntil(lambda: all(one.state is EntryState.DONE for one in asked), timeout=LONG_MS)
    held = page.worklist.count(EntryState.WAITING)
    assert held > 0 and held + page.worklist.count(EntryState.DONE) == 6
    qtbot.waitUntil(lambda: page.inspector.button.text() == "Go on", timeout=LONG_MS)
    qtbot.mouseClick(page.inspector.button, Qt.MouseButton.LeftButton)
    assert not page.worklist.runner.paused
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 6 == made(tmp_path / "in")
