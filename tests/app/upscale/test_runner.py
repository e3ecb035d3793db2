"""The runner when a folder or the queue itself cannot be used: rows say so, and it goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import JobState, JobStatus
from sr_studio.files import LONGEST_NAME
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState
from tests.app.conftest import LONG_MS
from tests.app.upscale.test_batch import finished, opened, three


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
    output = page.inspector.output
    output._place.setCurrentIndex(output._place.findData("folder"))
    output._folder.setText(str(out))
    page.worklist.runner.pause(True)
    page.perform("job.start_selected")
    page.perform("job.start")
    entries = page.worklist.entries
    qtbot.waitUntil(lambda: entries[0].state is EntryState.DONE, timeout=LONG_MS)
    assert page.worklist.count(EntryState.WAITING) == 2
    return page


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
    with UpscaleQueue() as queue:
        states = [item.state for item in queue.items()]
    assert states == [ItemState.DONE, ItemState.FAILED, ItemState.DONE]
    page.queue.make_current(second)
    page.perform("job.retry")
    finished(page, qtbot)
    assert second.state is EntryState.DONE
