"""The client against engines that misbehave in ways a real one should not, and its small parts."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from sr_studio.engine.client import EngineClient
from sr_studio.engine.pixels import write_pixels
from sr_studio.engine.protocol import (
    CancelJob,
    EngineState,
    Job,
    JobDone,
    JobFailed,
    JobProgress,
    JobState,
    Ping,
    ProtocolError,
    RunJob,
    decode,
    encode,
)
from sr_studio.engine.run_folder import RunFolder, remove_stale
from sr_studio.engine.server import LatestProgress
from sr_studio.errors import StudioError
from sr_studio.sentences import Sentence
from sr_studio.upscaling.request import Region, UpscaleReport, UpscaleRequest
from tests.engine.conftest import Listener

JOB = Job(UpscaleRequest("bicubic"), source=Path("a.png"))
READY = '{"type":"ready","device":"CPU","backend":"torch","precision":"fp32"}'


def scripted(tmp_path: Path, code: str) -> list[str]:
    """The command line of an engine that is this Python script."""
    script = tmp_path / "engine.py"
    script.write_text(f"import sys, time\n{code}\n", encoding="utf-8")
    return [sys.executable, "-u", str(script)]


def client_of(listener: Listener, tmp_path: Path, code: str, **limits: float) -> EngineClient:
    return EngineClient(
        listener.on_job,
        listener.on_engine,
        command=scripted(tmp_path, code),
        folder=tmp_path / "runs",
        **limits,
    )


def test_an_engine_that_cannot_start_fails_all_that_waits_with_its_last_words(
    listener: Listener, tmp_path: Path
) -> None:
    code = "sys.stderr.write('no module named torch\\n'); sys.exit(3)"
    with client_of(listener, tmp_path, code) as client:
        jobs = [client.submit(JOB) for _ in range(3)]
        for job in jobs:
            failed = listener.outcome(job)
            assert failed.state is JobState.FAILED
            assert "could not start: exit code 3" in failed.error
            assert "no module named torch" in failed.details
        assert sum(s.state is EngineState.STARTING and s.pid is None for s in listener.engine) == 1


def test_a_missing_program_is_a_sentence(listener: Listener, tmp_path: Path) -> None:
    with EngineClient(
        listener.on_job, command=[str(tmp_path / "missing")], folder=tmp_path / "runs"
    ) as client:
        assert "could not be started" in listener.outcome(client.submit(JOB)).error


def test_words_that_are_no_protocol_end_the_engine(listener: Listener, tmp_path: Path) -> None:
    code = (
        f"print('{READY}'); sys.stdin.readline(); print('Downloading weights ...'); time.sleep(60)"
    )
    with client_of(listener, tmp_path, code) as client:
        failed = listener.outcome(client.submit(JOB))
        assert failed.state is JobState.FAILED
        assert "Downloading weights" in failed.details


def test_a_cancel_that_is_not_heeded_is_enforced(listener: Listener, tmp_path: Path) -> None:
    code = (
        f"print('{READY}')\n"
        "for line in sys.stdin:\n"
        '    print(\'{"type":"alive","process_memory":1,"free_memory":2}\')'
    )
    with client_of(listener, tmp_path, code, cancel_limit=0.5) as client:
        job = client.submit(JOB)
        listener.running(job)
        client.cancel(job)
        assert listener.outcome(job).state is JobState.CANCELLED
        listener.wait(lambda: "did not stop within" in listener.engine[-1].reason)


def test_an_owner_that_raises_does_not_stop_the_client(tmp_path: Path, listener: Listener) -> None:
    def on_engine(status: object) -> None:
        raise ValueError("the owner's mistake")

    with EngineClient(
        listener.on_job,
        on_engine,
        command=scripted(tmp_path, "sys.exit(1)"),
        folder=tmp_path / "runs",
    ) as client:
        assert listener.outcome(client.submit(JOB)).state is JobState.FAILED


def test_urgent_jobs_go_first(listener: Listener, tmp_path: Path) -> None:
    code = (
        "import json\n"
        f"print('{READY}')\n"
        "for line in sys.stdin:\n"
        "    said = json.loads(line)\n"
        "    if said['type'] == 'run':\n"
        "        time.sleep(0.3)\n"
        "        print(json.dumps({'type': 'failed', 'id': said['id'], 'error': 'done'}))"
    )
    with client_of(listener, tmp_path, code) as client:
        jobs = [client.submit(JOB), client.submit(JOB), client.submit(JOB, urgent=True)]
        for job in jobs:
            listener.outcome(job)
    assert listener.order.index(jobs[2]) < listener.order.index(jobs[1])


def test_messages_survive_the_wire(tmp_path: Path) -> None:
    pixels = write_pixels(np.zeros((2, 3, 4), np.uint16), tmp_path / "p")
    job = Job(
        UpscaleRequest("mine", scale=2.5, detail=0.25, tile=64),
        pixels=pixels,
        output=tmp_path / "naïve – 사진.png",
        region=Region(1, 2, 3, 4),
    )
    report = UpscaleReport("Mine", 4, "CPU", "fp32", "torch", None, 0.5, (1, 2), (4, 8), ("a",))
    for message in (RunJob("1", job), CancelJob("1"), Ping(), JobDone("1", report, None, pixels)):
        line = encode(message)
        assert line.endswith(b"\n") and line.count(b"\n") == 1
        assert decode(line) == message


def test_sentences_can_be_said_in_another_language_behind_the_wire() -> None:
    korean = {"%1 is there": "%1이(가) 있습니다"}.get
    note = Sentence("%1 is there", "a.png")
    report = UpscaleReport("Mine", 4, "CPU", "fp32", "torch", None, 0.5, notes=(note, "plain"))
    done = decode(encode(JobDone("1", report)))
    assert isinstance(done, JobDone) and done.report.notes == ("a.png is there", "plain")
    assert isinstance(done.report.notes[0], Sentence)
    assert done.report.notes[0].spoken(korean) == "a.png이(가) 있습니다"
    failed = decode(encode(JobFailed("1", str(StudioError(note, where="here")))))
    assert isinstance(failed, JobFailed) and isinstance(failed.error, Sentence)
    assert failed.error.spoken(korean) == "here: a.png이(가) 있습니다."


@pytest.mark.parametrize("line", [b"", b"hello", b"{}", b'{"type":"sing"}', b'{"type":"run"}'])
def test_other_lines_are_refused(line: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(line)


def test_a_job_has_one_source() -> None:
    with pytest.raises(ValueError, match="source file or pixels"):
        Job(UpscaleRequest())


def test_progress_is_limited_and_the_latest_wins() -> None:
    import time

    sent: list[JobProgress] = []
    latest = LatestProgress(sent.append)  # type: ignore[arg-type]
    start = time.monotonic()
    for done in range(20_000):
        latest.put(JobProgress("1", done, 20_000))
    while sent[-1].done < 19_999:
        assert time.monotonic() - start < 20
        time.sleep(0.01)
    assert len(sent) <= (time.monotonic() - start) / 0.05 + 2
    assert [one.done for one in sent] == sorted(one.done for one in sent)


def test_pixels_pass_through_a_file(tmp_path: Path) -> None:
    values = np.arange(2 * 3 * 3, dtype=np.uint16).reshape(2, 3, 3)
    stored = write_pixels(values, tmp_path / "p")
    assert (stored.open() == values).all() and stored.bits == 16
    with pytest.raises(TypeError, match="8 or 16 bit"):
        write_pixels(values.astype(np.float32), tmp_path / "q")


def test_where_no_folder_can_be_made_every_job_says_so(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "runs").write_bytes(b"a file where the folder should be")
    with client_of(listener, tmp_path, f"print('{READY}', flush=True); time.sleep(60)") as client:
        for job in [client.submit(JOB), client.submit(JOB)]:
            failed = listener.outcome(job)
            assert failed.state is JobState.FAILED and str(tmp_path / "runs") in failed.error
        with pytest.raises(StudioError, match="runs"):
            client.store_pixels(np.zeros((2, 2, 3), np.uint8))


def test_where_the_cache_takes_nothing_the_systems_own_folder_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_bytes(b"")
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path / "home"))
    folder = RunFolder()
    stored = folder.store(np.full((2, 2, 3), 7, np.uint8))
    assert stored.path.parent == folder.path and (stored.open() == 7).all()
    assert folder.path.stat().st_mode & 0o077 == 0
    folder.remove()
    assert not folder.path.exists()


def test_folders_of_the_dead_are_removed_and_those_of_the_living_kept(tmp_path: Path) -> None:
    mine = RunFolder(tmp_path)
    assert mine.path.stat().st_mode & 0o077 == 0
    dead = tmp_path / "dead"
    dead.mkdir()
    owner = json.loads((mine.path / "owner.json").read_text(encoding="utf-8"))
    owner["started"] -= 1000  # the same id, but another process
    (dead / "owner.json").write_text(json.dumps(owner), encoding="utf-8")
    assert remove_stale(tmp_path) == [dead]
    assert mine.path.is_dir() and not dead.exists()
    mine.remove()
    assert not mine.path.exists()


@pytest.mark.parametrize("written", [None, "", '{"pid": 1'])
def test_a_folder_that_another_client_is_just_making_is_kept(
    tmp_path: Path, written: str | None
) -> None:
    new = tmp_path / "new"
    new.mkdir()
    if written is not None:
        (new / "owner.json").write_text(written, encoding="utf-8")
    assert remove_stale(tmp_path) == [] and new.is_dir()
    an_hour_ago = time.time() - 3600
    os.utime(new, (an_hour_ago, an_hour_ago))
    assert remove_stale(tmp_path) == [new]
