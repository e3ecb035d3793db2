"""The runner when a folder or the queue itself cannot be used: rows say so, and it goes on."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app.dialogs.error_dialog import ErrorDialog
from sr_studio.app.files_dialog import ask_for_files
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import JobState, JobStatus
from sr_studio.files import LONGEST_NAME
from sr_studio.upscaling.queue import QUEUE_NAME, UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem
from sr_studio.upscaling.request import UpscaleRequest
from tests.app.conftest import LONG_MS, close_window
from tests.app.upscale.test_batch import finished, opened, page_of, three


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


@pytest.fixture
def page(
    make_window: Callable[..., MainWindow], tmp_path: Path, out: Path, qtbot: QtBot
) -> UpscalePage:
    """Three pictures of which the first is made and two wait; their results go into a folder."""
    page = opened(make_window(), three(tmp_path / "in"), qtbot)
    into(page, out)
    page.worklist.runner.pause(True)
    page.perform("job.start_selected")
    page.perform("job.start")
    entries = page.worklist.entries
    qtbot.waitUntil(lambda: entries[0].state is EntryState.DONE, timeout=LONG_MS)
    assert page.worklist.count(EntryState.WAITING) == 2
    return page


def into(page: UpscalePage, folder: Path) -> None:
    """Have results written into a folder."""
    output = page.inspector.output
    output._place.setCurrentIndex(output._place.findData("folder"))
    output._folder.setText(str(folder))


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite says of every change of the queue what it says where there is no space for it."""
    with closing(sqlite3.connect(paths.user_data_dir() / QUEUE_NAME)) as database:
        for table in ("batch", "item"):
            database.execute(
                f"CREATE TRIGGER full_{table} BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
            )
        yield
        for table in ("batch", "item"):
            database.execute(f"DROP TRIGGER full_{table}")


def told(page: UpscalePage) -> str:
    """What the dialog says that is open; it is closed."""
    window = page.window()
    assert isinstance(window, MainWindow) and isinstance(window.desk.shown, ErrorDialog)
    dialog, window.desk.shown = window.desk.shown, None
    text = " ".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.close()
    return text


def states_in_the_queue() -> list[ItemState]:
    with UpscaleQueue() as queue:
        return [item.state for item in queue.items()]


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX systems")
def test_a_folder_that_is_gone_costs_one_picture_and_the_rest_goes_on(
    page: UpscalePage, out: Path, qtbot: QtBot
) -> None:
    runner, aside = page.worklist.runner, out.with_name("aside")
    # Like a stick that was pulled: whoever asks what is in it gets an error, root as well.
    out.rename(aside)
    out.symlink_to("x" * (LONGEST_NAME + 1))

    def come_back(number: int, status: JobStatus) -> None:
        if status.state is JobState.FAILED:
            out.unlink()
            aside.rename(out)

    runner.told.connect(come_back)
    runner.pause(False)
    finished(page, qtbot)
    first, second, third = page.worklist.entries
    assert [first.state, second.state, third.state] == [
        EntryState.DONE,
        EntryState.FAILED,
        EntryState.DONE,
    ]
    assert "longer than the 255 bytes" in second.error
    assert states_in_the_queue() == [ItemState.DONE, ItemState.FAILED, ItemState.DONE]
    page.queue.make_current(second)
    page.perform("job.retry")
    finished(page, qtbot)
    assert second.state is EntryState.DONE


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX systems")
def test_a_window_can_be_closed_and_opened_while_a_folder_is_gone(
    make_window: Callable[..., MainWindow], page: UpscalePage, out: Path
) -> None:
    window = page.window()
    assert isinstance(window, MainWindow)
    window.context.opened("upscale", [out])
    window.context.settings.set("files.last_folder", str(out))
    out.rename(out.with_name("aside"))
    out.symlink_to("x" * (LONGEST_NAME + 1))
    close_window(window)
    window = make_window()
    assert out not in [one.path for one in window.recent.entries()]
    dialog = ask_for_files(window.context, window, lambda paths: None)
    assert dialog.directory().absolutePath() == str(Path.home())
    dialog.close()
    again = page_of(window)
    assert again.worklist.count(EntryState.WAITING) == 2
    assert len(again.worklist.entries) == 3


def test_a_disk_that_is_full_holds_the_queue_until_the_person_says_go_on(
    page: UpscalePage, out: Path, qtbot: QtBot
) -> None:
    runner = page.worklist.runner
    _, second, third = page.worklist.entries
    runner.pause(False)
    with full_disk():
        qtbot.waitUntil(lambda: second.state is EntryState.DONE, timeout=LONG_MS)
        qtbot.waitUntil(lambda: runner.paused, timeout=LONG_MS)
        assert third.state is EntryState.WAITING, "nothing new is begun"
        assert "disk is full" in told(page)
        page.perform("job.pause")
        assert runner.paused and "disk is full" in told(page), "it is still full"
        assert states_in_the_queue() == [ItemState.DONE, ItemState.WORKING, ItemState.WAITING]
    page.perform("job.pause")
    finished(page, qtbot)
    assert third.state is EntryState.DONE and not runner.paused
    assert states_in_the_queue() == [ItemState.DONE] * 3
    assert len(list(out.iterdir())) == 3, "nothing was made twice"


def test_what_is_cancelled_on_a_full_disk_stays_cancelled(
    page: UpscalePage, out: Path, qtbot: QtBot
) -> None:
    _, second, third = page.worklist.entries
    with full_disk():
        page.worklist.cancel([second])
        assert second.state is EntryState.CANCELLED and "disk is full" in told(page)
    page.worklist.runner.pause(False)
    finished(page, qtbot)
    assert third.state is EntryState.DONE
    assert states_in_the_queue() == [ItemState.DONE, ItemState.CANCELLED, ItemState.DONE]


def test_a_window_can_be_closed_on_a_full_disk(
    make_window: Callable[..., MainWindow], page: UpscalePage, out: Path, qtbot: QtBot
) -> None:
    page.worklist.runner.pause(False)
    with full_disk():
        window = page.window()
        assert isinstance(window, MainWindow)
        close_window(window)
    again = page_of(make_window())
    assert again.worklist.count(EntryState.WAITING) == 2
    again.worklist.runner.pause(False)
    finished(again, qtbot)
    assert states_in_the_queue() == [ItemState.DONE] * 3
    assert len(list(out.iterdir())) == 3, "nothing was made twice"


def test_what_a_window_left_open_is_there_on_a_full_disk_and_made_when_there_is_room(
    make_window: Callable[..., MainWindow], tmp_path: Path, out: Path, qtbot: QtBot
) -> None:
    request = UpscaleRequest("bicubic", scale=2)
    with UpscaleQueue() as queue:
        queue.add(
            [NewItem(one, out / one.name, request) for one in three(tmp_path / "in")],
            title="window",
        )
    with full_disk():
        page = page_of(make_window())
        assert page.worklist.count(EntryState.WAITING) == 3
        assert "disk is full" in told(page)
        page.worklist.bring_forward(page.worklist.entries[2:])
        page.perform("job.pause")
        assert page.worklist.runner.paused and "disk is full" in told(page)
    page.perform("job.pause")
    finished(page, qtbot)
    assert states_in_the_queue() == [ItemState.DONE] * 3
    assert len(list(out.iterdir())) == 3


def test_a_home_that_takes_nothing_does_not_keep_pictures_from_being_made(
    make_window: Callable[..., MainWindow],
    tmp_path: Path,
    out: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "home").write_bytes(b"")  # refuses root as well, as a full disk does
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path / "home"))
    window = make_window()
    page = page_of(window)
    assert "the list will not come back" in told(page)
    opened(window, three(tmp_path / "in"), qtbot)
    into(page, out)
    page.perform("job.start")
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 3 and len(list(out.iterdir())) == 3


def test_a_window_closed_while_a_result_is_written_leaves_one_whole_file_in_the_end(
    make_window: Callable[..., MainWindow], tmp_path: Path, out: Path, qtbot: QtBot
) -> None:
    rows = np.random.default_rng(0).integers(0, 256, (700, 700, 3), dtype=np.uint8)
    Image.fromarray(rows).save(tmp_path / "noise.png")  # which takes an encoder its time
    window = make_window()
    page = opened(window, [tmp_path / "noise.png"], qtbot)
    into(page, out)
    window.perform("job.start")
    deadline = time.monotonic() + LONG_MS / 1000
    qtbot.waitUntil(lambda: page.worklist.count(EntryState.WORKING) == 1, timeout=LONG_MS)
    # The engine writes, and either ends it or is ended; the window hears of neither.
    while not list(out.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.001)
    assert [path.suffixes[-2:] for path in out.iterdir()] == [[".part", ".png"]]
    close_window(window)
    assert not [path for path in out.iterdir() if ".part" in path.name]

    page = page_of(make_window())
    page.worklist.runner.pause(False)
    finished(page, qtbot)
    assert [path.name for path in out.iterdir()] == ["noise_x4_bicubic.png"]
    assert page.worklist.entries[0].state is EntryState.DONE


def test_an_item_of_the_window_that_somebody_else_let_wait_again_stops_nothing(
    page: UpscalePage, out: Path, qtbot: QtBot
) -> None:
    page.worklist.remove([page.worklist.entries[1]])
    with UpscaleQueue() as other:
        other.retry([item.id for item in other.items() if item.state is ItemState.CANCELLED])
    page.worklist.runner.pause(False)
    finished(page, qtbot)
    assert page.worklist.count(EntryState.DONE) == 2 and len(list(out.iterdir())) == 3
