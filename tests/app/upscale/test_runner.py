"""The runner when a folder or the queue itself cannot be used: rows say so, and it goes on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import JobState, JobStatus
from sr_studio.files import LONGEST_NAME
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState
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
