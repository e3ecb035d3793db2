"""The engine as a real process: jobs, death, silence, cancel, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sr_studio.engine.client import EngineClient
from sr_studio.engine.protocol import EngineState, EstimateAnswer, Job, JobState
from sr_studio.imaging.reading import read_picture
from sr_studio.upscaling.request import Region, UpscaleRequest
from tests.engine.conftest import PATIENCE, Listener
from tests.upscaling.conftest import make_photo

BICUBIC = UpscaleRequest("bicubic", scale=3)
needs_signals = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")


def test_jobs_of_every_kind(
    client: EngineClient, listener: Listener, source: Path, tmp_path: Path
) -> None:
    """One engine, many jobs: a file, a pasted picture, a region, two failures, an estimate."""
    answers: list[EstimateAnswer] = []
    answered = threading.Event()

    def on_answer(answer: EstimateAnswer) -> None:
        answers.append(answer)
        answered.set()

    client.estimate(100, 50, BICUBIC, on_answer)
    output = tmp_path / "out.png"
    to_file = client.submit(Job(BICUBIC, source=source, output=output, want_pixels=True))
    rgba = np.dstack([make_photo(12, 10), np.full((12, 10), 128, np.uint8)])
    pasted = client.submit(Job(BICUBIC, pixels=client.store_pixels(rgba), want_pixels=True))
    region = client.submit(
        Job(BICUBIC, source=source, region=Region(2, 3, 10, 5), want_pixels=True)
    )
    missing = client.submit(Job(BICUBIC, source=tmp_path / "nowhere.png"))
    itself = client.submit(Job(BICUBIC, source=source, output=source))

    done = listener.outcome(to_file)
    assert [status.state for status in listener.jobs[to_file]][:2] == ["queued", "running"]
    assert done.state is JobState.DONE and done.report is not None and done.pixels is not None
    assert done.report.size_out == (90, 60) and "Bicubic" in done.report.sentence()
    written = read_picture(output).pixels
    assert (done.pixels.open() == written).all() and written.shape == (60, 90, 3)

    seen = listener.outcome(pasted).pixels
    assert seen is not None and seen.open().shape == (36, 30, 4)
    assert (seen.open()[..., 3] == 128).all()

    part = listener.outcome(region).pixels
    assert part is not None
    assert np.abs(part.open().astype(int) - written[9:24, 6:36]).max() <= 1

    assert "there is no such file" in listener.outcome(missing).error
    assert "replace the picture itself" in listener.outcome(itself).error
    assert read_picture(source).width == 30

    assert answered.wait(PATIENCE)
    assert answers[0].estimate is not None and answers[0].estimate.size_out == (300, 150)
    engine = listener.engine
    assert [status.state for status in engine[:1]] == [EngineState.STARTING]
    assert {status.state for status in engine} == {"starting", "ready", "busy"}
    assert engine[-1].text.count("·") == 2

    client.release(to_file)
    client.shutdown()
    assert not client.folder.exists()
    assert listener.engine[-1].state is EngineState.STOPPED


def test_finished_tiles_come_while_the_rest_is_made_and_go_with_the_job(
    client: EngineClient, listener: Listener, endless: Job
) -> None:
    job = client.submit(replace(endless, want_parts=True))
    listener.wait(lambda: len(listener.parts) > 3)
    client.cancel(job)
    assert listener.outcome(job).state is JobState.CANCELLED
    part, pixels = listener.parts[1]
    assert (part.whole_width, part.whole_height) == (2000, 2000)
    assert (part.left, part.top, pixels.shape) == (32, 0, (32, 32, 3))
    assert pixels.std() > 5
    assert not list(client.folder.glob("*.part"))

    # Nobody asked: none come.
    known = len(listener.parts)
    other = client.submit(endless)
    listener.begun(other)
    client.cancel(other)
    listener.outcome(other)
    assert len(listener.parts) == known


@needs_signals
def test_a_killed_engine_fails_its_job_and_the_next_one_runs(
    client: EngineClient, listener: Listener, endless: Job, source: Path, tmp_path: Path
) -> None:
    assert endless.output is not None
    job = client.submit(endless)
    next_job = client.submit(Job(BICUBIC, source=source, output=tmp_path / "next.png"))
    listener.begun(job)
    half_written = tmp_path / ".large_x2.0123abcd.part.png"
    half_written.write_bytes(b"half")
    pid = client.status.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    failed = listener.outcome(job)
    assert failed.state is JobState.FAILED
    assert "large.png" in failed.error and "SIGKILL" in failed.error
    assert "SIGKILL" in failed.details
    assert not endless.output.exists() and not half_written.exists()
    assert any(s.state is EngineState.DIED and "SIGKILL" in s.reason for s in listener.engine)
    assert listener.outcome(next_job).state is JobState.DONE
    assert client.status.pid not in (None, pid)


@needs_signals
def test_an_engine_that_must_be_killed_at_closing_leaves_nothing_half_written(
    client: EngineClient, listener: Listener, endless: Job, tmp_path: Path
) -> None:
    job = client.submit(endless)
    listener.begun(job)
    half_written = tmp_path / ".large_x2.0123abcd.part.png"
    half_written.write_bytes(b"half")
    assert client.status.pid is not None
    os.kill(client.status.pid, signal.SIGSTOP)
    client.shutdown(timeout=0.5)
    assert listener.outcome(job).state is JobState.CANCELLED
    assert not half_written.exists()


@needs_signals
def test_a_silent_engine_is_killed(
    listener: Listener, endless: Job, source: Path, tmp_path: Path
) -> None:
    with EngineClient(
        listener.on_job, listener.on_engine, silence_limit=20, folder=tmp_path / "runs"
    ) as client:
        job = client.submit(endless)
        listener.begun(job)
        assert client.status.pid is not None
        # The limit is generous while a busy computer starts the engine, and short from here on.
        client._patience.silence_limit = 3
        os.kill(client.status.pid, signal.SIGSTOP)
        failed = listener.outcome(job)
        assert failed.state is JobState.FAILED and "no sign of life" in failed.error
        client._patience.silence_limit = 60
        again = client.submit(Job(BICUBIC, source=source, output=tmp_path / "again.png"))
        assert listener.outcome(again).state is JobState.DONE


def test_cancel_running_and_waiting(
    client: EngineClient, listener: Listener, endless: Job, source: Path
) -> None:
    running = client.submit(endless)
    waiting = client.submit(Job(BICUBIC, source=source))
    listener.begun(running)
    client.cancel(waiting)
    assert listener.outcome(waiting).state is JobState.CANCELLED
    assert listener.jobs[running][-1].state is JobState.RUNNING
    pid = client.status.pid
    client.cancel(running)
    assert listener.outcome(running).state is JobState.CANCELLED
    assert endless.output is not None and not endless.output.exists()
    after = client.submit(Job(BICUBIC, source=source))
    assert listener.outcome(after).state is JobState.DONE
    assert client.status.pid == pid, "cancel does not cost the engine"
    done = [s.progress.done for s in listener.jobs[running] if s.progress]
    assert done == sorted(done)


def test_shutdown_in_mid_job_leaves_nothing(
    client: EngineClient, listener: Listener, endless: Job
) -> None:
    import psutil

    job = client.submit(endless)
    waiting = client.submit(endless)
    listener.begun(job)
    pid = client.status.pid
    client.shutdown()
    assert listener.jobs[job][-1].state is JobState.CANCELLED
    assert listener.jobs[waiting][-1].state is JobState.CANCELLED
    assert pid is not None and not psutil.pid_exists(pid)
    assert not client.folder.exists()
    assert endless.output is not None and not endless.output.exists()


@needs_signals
def test_a_killed_client_leaves_no_engine_and_its_folder_goes_at_the_next_start(
    tmp_path: Path,
) -> None:
    import psutil

    folder = tmp_path / "runs"
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from sr_studio.engine.client import EngineClient\n"
        "client = EngineClient(folder=Path(sys.argv[1]))\n"
        "client.start()\n"
        "while client.status.pid is None: time.sleep(0.01)\n"
        "print(client.status.pid, client.folder, flush=True)\n"
        "time.sleep(600)\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    pid, left_behind = owner.stdout.readline().split(maxsplit=1)
    engine = psutil.Process(int(pid))
    owner.kill()
    owner.communicate()
    engine.wait(60)
    assert Path(left_behind.strip()).is_dir()
    with EngineClient(folder=folder):
        assert not Path(left_behind.strip()).exists()


def test_the_client_needs_no_torch_and_no_qt() -> None:
    code = (
        "import sys\n"
        "import sr_studio.engine.client, sr_studio.engine.protocol\n"
        "import sr_studio.upscaling.request, sr_studio.upscaling.methods\n"
        "sr_studio.upscaling.methods.list_methods()\n"
        "bad = {'torch', 'openvino', 'PySide6', 'scipy', 'pandas'} & set(sys.modules)\n"
        "assert not bad, bad\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
