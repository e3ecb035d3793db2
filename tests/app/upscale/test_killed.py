"""The window, the engine, or both are killed in the middle of a batch: nothing is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.window import MainWindow
from sr_studio.imaging.reading import read_picture
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState
from tests.app.conftest import LONG_MS, save_picture
from tests.app.upscale.test_batch import finished, page_of

MakeWindow = Callable[..., MainWindow]
_PICTURES = 4
#: A window that upscales a folder, says the engine's process when the first result is there, and
#: goes on.
WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
from sr_studio.app.upscale.entry import EntryState
from tests.app.conftest import opened_window
window = opened_window()
page = window.page
page.inspector.methods.choose("lanczos")
output = page.inspector.output
output._place.setCurrentIndex(output._place.findData("folder"))
output._folder.setText(sys.argv[2])
page.open_paths(sorted(Path(sys.argv[1]).iterdir()))
def look():
    if page.worklist.count(EntryState.READY) == int(sys.argv[3]):
        page.perform("job.start")
    if page.worklist.count(EntryState.DONE) == 1:
        print(window.context.engine.client.status.pid, flush=True)
        timer.stop()
timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
application.exec()
"""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
@pytest.mark.parametrize("whom", ["window", "both"])
def test_what_was_killed_is_there_again_and_nothing_is_made_twice(
    make_window: MakeWindow, tmp_path: Path, qtbot: QtBot, root: Path, whom: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    out.mkdir()
    # The first is small; the others take long enough to be killed at.
    sources = [
        save_picture(folder / f"{number}.png", 40 if number == 0 else 1200, 60, seed=number)
        for number in range(_PICTURES)
    ]
    words = [sys.executable, "-c", WINDOW, str(folder), str(out), str(_PICTURES)]
    process = subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    engine = psutil.Process(int(process.stdout.readline()))
    process.send_signal(signal.SIGKILL)
    if whom == "both":
        engine.kill()
    process.communicate()
    psutil.wait_procs([engine], timeout=LONG_MS / 1000)
    assert not engine.is_running(), "an engine without a window ends"
    with UpscaleQueue() as queue:
        done = [item.output for item in queue.items(states=[ItemState.DONE])]
        assert done and queue.batches()[0].left_over
        (begun,) = [item for item in queue.items() if item.attempts]
    begun.output.with_name(f".{begun.output.stem}.0123abcd.part.png").write_bytes(b"half")
    stamps = {path: path.stat().st_mtime_ns for path in done}

    page = page_of(make_window())
    assert [entry.path for entry in page.worklist.entries if entry.path in sources]
    assert page.worklist.runner.paused, "it waits for the person"
    page.worklist.runner.pause(False)
    finished(page, qtbot)
    assert page.worklist.count(EntryState.FAILED) == 0
    with UpscaleQueue() as queue:
        assert {item.state for item in queue.items()} == {ItemState.DONE}
    names = sorted(path.name for path in out.iterdir())
    assert names == [f"{number}_x4_lanczos.png" for number in range(_PICTURES)]
    for source in sources:
        small, large = (
            read_picture(path) for path in (source, out / f"{source.stem}_x4_lanczos.png")
        )
        assert (large.width, large.height) == (4 * small.width, 4 * small.height)
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())
