"""Several devices share the window's queue, the CPU twice in their place."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import JobState, JobStatus
from sr_studio.imaging.reading import read_size
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState
from tests.app.conftest import LONG_MS, save_picture
from tests.app.upscale.test_batch import finished, opened

#: Large enough for an engine to be held still in the middle of it.
_LARGE = 1600, 400
_SMALL = 160, 40


@pytest.fixture
def page(
    make_window: Callable[..., MainWindow], tmp_path: Path, qtbot: QtBot
) -> Callable[[int, int], UpscalePage]:
    """Makes a page with so many large and then small pictures, whose queue two engines share."""

    def make(large: int, small: int) -> UpscalePage:
        window = make_window()
        window.context.settings.set("engine.devices", "cpu, cpu")
        (tmp_path / "in").mkdir()
        (tmp_path / "out").mkdir()
        sizes = [_LARGE] * large + [_SMALL] * small
        files = [
            save_picture(tmp_path / "in" / f"{number}.png", *size, seed=number)
            for number, size in enumerate(sizes)
        ]
        page = opened(window, files, qtbot)
        page.inspector.methods.choose("lanczos")
        output = page.inspector.output
        output._place.setCurrentIndex(output._place.findData("folder"))
        output._folder.setText(str(tmp_path / "out"))
        return page

    return make


def working(page: UpscalePage) -> list[Entry]:
    return [entry for entry in page.worklist.entries if entry.state is EntryState.WORKING]


def both_at_work(page: UpscalePage, qtbot: QtBot) -> list[Entry]:
    """The two rows under way, once both engines are held still in the middle of theirs."""
    held: set[int] = set()

    def hold(number: int, status: JobStatus) -> None:
        for lane in page.worklist.runner._lanes:
            pid = lane._engine.client.status.pid
            if lane.item is not None and lane.item.id == number and lane.ran and pid:
                os.kill(pid, signal.SIGSTOP)
                held.add(pid)

    page.worklist.runner.told.connect(hold)
    page.perform("job.start")
    qtbot.waitUntil(lambda: len(held) == 2, timeout=LONG_MS)
    page.worklist.runner.told.disconnect(hold)
    return working(page)


def let_go(page: UpscalePage) -> None:
    for lane in page.worklist.runner._lanes:
        os.kill(lane._engine.client.status.pid or 0, signal.SIGCONT)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_one_of_two_engines_is_killed_and_nothing_is_lost_or_made_twice(
    page: Callable[[int, int], UpscalePage], tmp_path: Path, qtbot: QtBot
) -> None:
    shown = page(2, 4)
    begun: list[str] = []

    def note(number: int, status: JobStatus) -> None:
        if status.state is JobState.RUNNING and status.progress is None:
            begun.append(str(status.job.output))

    shown.worklist.runner.told.connect(note)
    two = both_at_work(shown, qtbot)
    assert [entry.name for entry in two] == ["0.png", "1.png"]
    first, second = shown.worklist.runner._lanes
    os.kill(second._engine.client.status.pid or 0, signal.SIGKILL)
    os.kill(first._engine.client.status.pid or 0, signal.SIGCONT)
    finished(shown, qtbot)
    (failed,) = [entry for entry in shown.worklist.entries if entry.state is EntryState.FAILED]
    assert failed is two[1] and "the engine ended while it worked on it" in failed.error
    assert shown.worklist.count(EntryState.DONE) == 5
    assert len(begun) == len(set(begun)) == 6
    done = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert len(done) == 5, "no half file"

    shown.queue.make_current(failed)
    shown.perform("job.retry")
    finished(shown, qtbot)
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    assert len(made) == 6 and done.items() <= made.items()
    for entry in shown.worklist.entries:
        width, height = read_size(entry.path)
        assert read_size(entry.newest.file) == (4 * width, 4 * height)
    with UpscaleQueue() as queue:
        states = [item.state for item in queue.items()]
    assert sorted(states) == [*[ItemState.DONE] * 6, ItemState.FAILED]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_pause_cancel_only_this_one_and_closing_with_two_engines(
    page: Callable[[int, int], UpscalePage], tmp_path: Path, qtbot: QtBot
) -> None:
    shown = page(4, 1)
    two = both_at_work(shown, qtbot)
    shown.worklist.runner.pause(True)
    shown.worklist.cancel([two[0]])
    let_go(shown)
    qtbot.waitUntil(lambda: not working(shown), timeout=LONG_MS)
    assert [entry.state for entry in two] == [EntryState.CANCELLED, EntryState.DONE]
    assert shown.worklist.count(EntryState.WAITING) == 3, "nothing new was begun"

    last = shown.worklist.entries[-1]
    shown.worklist.bring_forward([last])
    qtbot.waitUntil(lambda: not last.state.under_way, timeout=LONG_MS)
    assert last.state is EntryState.DONE, last.error
    assert shown.worklist.count(EntryState.WAITING) == 2

    shown.worklist.runner.pause(False)
    qtbot.waitUntil(lambda: len(working(shown)) > 0, timeout=LONG_MS)
    window = shown.window()
    assert isinstance(window, MainWindow)
    window.close_anyway()
    with UpscaleQueue() as queue:
        left = queue.items(states=[ItemState.WAITING, ItemState.WORKING])
        made = queue.items(states=[ItemState.DONE])
    assert {item.state for item in left} <= {ItemState.WAITING}
    assert len(left) + len(made) == 4
    files = set((tmp_path / "out").iterdir())
    assert files == {item.output for item in made}, "no half file"


def test_two_methods_for_one_picture_at_the_same_time(
    page: Callable[[int, int], UpscalePage], tmp_path: Path, qtbot: QtBot
) -> None:
    shown = page(0, 1)
    for action in shown.inspector.more_options.also.menu().actions():
        action.setChecked(action.data() in ("bicubic", "nearest"))
    (entry,) = shown.worklist.entries
    shown.perform("job.start")
    finished(shown, qtbot)
    assert entry.state is EntryState.DONE and entry.more == []
    assert {result.request.method for result in entry.results} == {"lanczos", "bicubic", "nearest"}
    assert len(list((tmp_path / "out").iterdir())) == 3
