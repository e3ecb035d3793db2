"""Many pictures at once, by keyboard: save all, pause, only this one, close and come back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import EstimateAnswer
from sr_studio.upscaling.request import Estimate
from tests.app.conftest import LONG_MS, close_window, drop, save_picture

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
MakeWindow = Callable[..., MainWindow]


def page_of(window: MainWindow) -> UpscalePage:
    page = window.page
    assert isinstance(page, UpscalePage)
    page.inspector.methods.choose("bicubic")
    return page


def opened(window: MainWindow, files: list[Path], qtbot: QtBot) -> UpscalePage:
    page = page_of(window)
    assert drop(window, files)
    qtbot.waitUntil(
        lambda: (
            len(page.worklist.entries) == len(files)
            and page.worklist.count(EntryState.READING) == 0
        ),
        timeout=LONG_MS,
    )
    return page


def finished(page: UpscalePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page._meant.under_way() == 0, timeout=LONG_MS)


def three(folder: Path) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [save_picture(folder / f"{n}.png", 24, 18, seed=n) for n in range(3)]


def row_text(page: UpscalePage, row: int) -> str:
    text: str = page.queue.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    return text


def go_to(wanted: QWidget, qtbot: QtBot) -> None:
    """Walk there with Tab, as far as it takes."""
    for _ in range(200):
        here = QApplication.focusWidget()
        if here is wanted:
            return
        assert here is not None
        qtbot.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {wanted}")


def test_thirty_pictures_by_keyboard_alone(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    """Drop 30 with two broken ones, try three methods on a spot, upscale all, save all, close,
    reopen, find everything."""
    folder = tmp_path / "photos"
    folder.mkdir()
    files = [save_picture(folder / f"{n:02}.png", 20 + n % 3, 16, seed=n) for n in range(28)]
    for name in ("broken one.png", "broken two.jpg"):
        files.append(folder / name)
        files[-1].write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    window = make_window()
    page = opened(window, files, qtbot)
    # By hand, so that saving is what is tried.
    place = page.inspector.output._place
    go_to(place, qtbot)
    while place.currentData() != "window":
        qtbot.keyClick(place, Qt.Key.Key_Down)
    go_to(page.stage.viewer, qtbot)
    qtbot.waitUntil(lambda: bool(page.stage.versions()), timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_T)
    shown = page.stage.viewer.versions
    qtbot.waitUntil(
        lambda: sum("· " in one.name for one in page.stage.viewer.versions) >= 3, timeout=LONG_MS
    )
    assert shown[0] is page.stage.viewer.versions[0]
    qtbot.keyClick(window, Qt.Key.Key_2)
    qtbot.keyClick(page.stage.viewer, Qt.Key.Key_Return)
    assert page.inspector.method is not None and page.inspector.method.name == "bicubic"
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 28
    assert page.worklist.count(EntryState.FAILED) == 2
    assert QApplication.focusWidget() is page.stage.viewer
    assert "2 failed" in page.head.label.text()

    go_to(page.queue, qtbot)
    qtbot.keyClick(page.queue, Qt.Key.Key_A, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: page._meant.by_save_all() == [], timeout=LONG_MS)
    assert len(list(folder.glob("*_x4_bicubic.png"))) == 28
    assert row_text(page, 3).endswith("saved")
    assert "not saved" not in row_text(page, 3)

    go_to(page.queue, qtbot)
    qtbot.keyClick(page.queue, Qt.Key.Key_Home)
    for _ in range(4):
        qtbot.keyClick(page.queue, Qt.Key.Key_Down)
    # The former picture stays until the new one is whole.
    qtbot.waitUntil(lambda: page.stage.result is not None, timeout=LONG_MS)
    qtbot.keyClick(window, Qt.Key.Key_Plus)
    qtbot.keyClick(window, Qt.Key.Key_Plus)
    spot = page.stage.viewer.state.spot
    assert not spot.fitted
    qtbot.keyClick(window, Qt.Key.Key_Q, CONTROL)
    assert not window.isVisible()

    again = page_of(make_window())
    assert [entry.name for entry in again.worklist.entries] == [path.name for path in files]
    assert again.worklist.count(EntryState.DONE) == 28
    assert again.queue.current() is again.worklist.entries[4]
    qtbot.waitUntil(lambda: len(again.stage.viewer.versions) == 2, timeout=LONG_MS)
    assert again.stage.viewer.state.spot == spot
    assert again.stage.report.text.startswith("Bicubic, ×4")
    assert row_text(again, 3).endswith("saved")
    qtbot.waitUntil(lambda: again.worklist.count(EntryState.FAILED) == 2, timeout=LONG_MS)


def test_what_is_not_saved_comes_back_and_closing_keeps_by_default(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = opened(window, three(tmp_path / "a")[:1], qtbot)
    page.perform("job.start")
    finished(page, qtbot)
    window.close()
    box = window.desk.shown
    assert isinstance(box, QMessageBox)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.isVisible()  # Enter is the safe answer
    close_window(window)

    window = make_window()
    page = page_of(window)
    (entry,) = page.worklist.entries
    assert entry.state is EntryState.DONE
    assert entry.newest is not None and entry.newest.saved is None
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=LONG_MS)
    window.close()
    box = window.desk.shown
    assert isinstance(box, QMessageBox)
    save = next(button for button in box.buttons() if button.text() == "Save all and close")
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG_MS)
    assert (tmp_path / "a" / "0_x4_bicubic.png").is_file()
    assert list(paths.user_results_dir().iterdir()) == []  # kept once only


def test_work_that_was_under_way_waits_at_the_next_start(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = opened(window, three(tmp_path / "a"), qtbot)
    window.perform("job.pause")
    assert not page.can("job.pause")  # nothing to hold yet
    page.perform("job.pause")
    window.perform("job.start")
    assert page.worklist.count(EntryState.WAITING) == 3
    assert "paused" in row_text(page, 0)
    close_window(window)

    window = make_window()
    page = page_of(window)
    assert page.worklist.count(EntryState.WAITING) == 3
    assert window.commands["job.pause"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_Period, CONTROL)
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 3
    assert len(list((tmp_path / "a").glob("*_bicubic.png"))) == 3  # several go beside


def test_what_is_done_when_the_window_closes_is_not_made_again(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = opened(window, three(tmp_path / "a")[:1], qtbot)
    engine, states = window.context.engine, []
    window.perform("job.start")
    # The engine says that it is done, and the window's loop does not turn any more.
    deadline = time.monotonic() + LONG_MS / 1000
    while "done" not in states and time.monotonic() < deadline:
        time.sleep(0.005)
        states = [str(status.state) for status in list(engine.client._jobs.values())]
    assert page.worklist.entries[0].state.under_way
    window.close_anyway()
    assert not page.worklist._tick.isActive()
    close_window(window)
    again = page_of(make_window())
    (entry,) = again.worklist.entries
    assert entry.state is EntryState.DONE and len(entry.results) == 1


def test_the_first_result_is_shown_pixel_by_pixel(
    make_window: MakeWindow, root: Path, qtbot: QtBot
) -> None:
    window = make_window()
    page = opened(window, [root / "resources" / "samples" / "dog.webp"], qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 1, timeout=LONG_MS)
    window.rail.setFocus()
    page.perform("job.start")
    assert QApplication.focusWidget() is page.stage.viewer
    finished(page, qtbot)
    qtbot.waitUntil(lambda: len(page.stage.viewer.versions) == 2, timeout=LONG_MS)
    assert page.stage.viewer.magnification == 1.0
    qtbot.keyPress(page.stage.viewer, Qt.Key.Key_Space)
    assert page.stage.viewer.panes[0].content.after is page.stage.viewer.before
    qtbot.keyRelease(page.stage.viewer, Qt.Key.Key_Space)


def test_what_is_dropped_is_copied_and_the_place_is_shown(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in three(tmp_path / "a")])
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), both, data, left, none)
    enter.setDropAction(Qt.DropAction.MoveAction)  # as a file manager proposes on one disk
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    assert enter.dropAction() is Qt.DropAction.CopyAction
    assert window.drop_frame.isVisible()
    event = QDropEvent(QPointF(400, 300), both, data, left, none)
    event.setDropAction(Qt.DropAction.MoveAction)
    QApplication.sendEvent(window, event)
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert not window.drop_frame.isVisible()
    qtbot.waitUntil(lambda: len(page_of(window).worklist.entries) == 3, timeout=LONG_MS)


def test_the_estimate_of_all_does_not_depend_on_the_row(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        save_picture(tmp_path / "small.png", 20, 10),
        save_picture(tmp_path / "large.png", 300, 200),
    ]
    window = make_window()
    page = opened(window, files, qtbot)
    qtbot.waitUntil(lambda: len(page.inspector._sizes) == len(files))

    def answer(width: int, height: int, request: object, told: object) -> None:
        seconds = 5 + width * height / 1000  # most of a small one is what any of them costs
        told(EstimateAnswer("1", Estimate(seconds, 1000, 1000, (4 * width, 4 * height))))  # type: ignore[operator]

    monkeypatch.setattr(window.context.engine, "estimate", answer)
    said = set()
    for entry in page.worklist.entries:
        page.queue.make_current(entry)
        page.inspector._ask()
        said.add(page.inspector._estimate.text().partition("\n")[2])
    assert len(said) == 1
    assert "2 picture(s), about 1 min 5 s" in said.pop()


def test_a_second_window_leaves_the_list_of_the_first_alone(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    first = opened(make_window(), three(tmp_path / "a"), qtbot)
    window = make_window()
    second = opened(window, [save_picture(tmp_path / "b.png", 24, 18)], qtbot)
    second.perform("job.start")
    finished(second, qtbot)
    assert "next start" not in second.unfinished()
    close_window(window)
    assert list(paths.user_results_dir().iterdir()) == []
    first._comeback.write()
    assert "0.png" in (paths.user_data_dir() / "window.json").read_text(encoding="utf-8")


def test_a_list_that_cannot_be_read_does_not_keep_the_window_from_opening(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window()
    opened(window, three(tmp_path / "a"), qtbot)
    close_window(window)
    (paths.user_data_dir() / "window.json").write_text("[1, 2", encoding="utf-8")
    shutil.rmtree(tmp_path / "a")
    assert page_of(make_window()).worklist.entries == []
