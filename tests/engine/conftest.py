"""A client with ears: every change it tells is kept, and tests wait for conditions, not times."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from sr_studio.engine.client import EngineClient
from sr_studio.engine.protocol import EngineState, EngineStatus, Job, JobPart, JobState, JobStatus
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture
from sr_studio.upscaling.request import UpscaleRequest
from tests.upscaling.conftest import make_model, make_photo

__all__ = ["make_model"]

PATIENCE = 120.0


class Listener:
    """Keeps what a client tells."""

    def __init__(self) -> None:
        self.jobs: dict[str, list[JobStatus]] = {}
        self.engine: list[EngineStatus] = []
        self.parts: list[tuple[JobPart, np.ndarray]] = []
        self.order: list[str] = []  # jobs in the order in which they ended
        self._changed = threading.Condition()

    def on_job(self, status: JobStatus) -> None:
        with self._changed:
            self.jobs.setdefault(status.id, []).append(status)
            if status.state.final:
                self.order.append(status.id)
            self._changed.notify_all()

    def on_engine(self, status: EngineStatus) -> None:
        with self._changed:
            self.engine.append(status)
            self._changed.notify_all()

    def on_part(self, part: JobPart) -> None:
        with self._changed:
            self.parts.append((part, np.array(part.pixels.open())))
            self._changed.notify_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Until the condition holds."""
        deadline = time.monotonic() + PATIENCE
        with self._changed:
            while not condition():
                assert self._changed.wait(deadline - time.monotonic()), (self.engine, self.jobs)

    def outcome(self, job_id: str) -> JobStatus:
        """The final status of a job."""
        self.wait(lambda: job_id in self.jobs and self.jobs[job_id][-1].state.final)
        return self.jobs[job_id][-1]

    def running(self, job_id: str) -> None:
        """Wait until the engine has the job."""
        self.wait(lambda: job_id in self.jobs and self.jobs[job_id][-1].state is JobState.RUNNING)

    def begun(self, job_id: str) -> None:
        """Wait until some of the job is done, and the rest is not."""
        self.wait(lambda: bool((s := self.jobs.get(job_id)) and s[-1].progress))
        assert self.jobs[job_id][-1].state is JobState.RUNNING

    def engine_is(self, state: EngineState) -> None:
        """Wait for a state of the engine."""
        self.wait(lambda: bool(self.engine) and self.engine[-1].state is state)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def client(listener: Listener, tmp_path: Path) -> Iterator[EngineClient]:
    hears = listener.on_job, listener.on_engine, listener.on_part
    with EngineClient(*hears, folder=tmp_path / "runs") as client:
        yield client


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small picture file."""
    path = tmp_path / "small.png"
    write_picture(Picture(make_photo(20, 30)), path)
    return path


@pytest.fixture
def endless(tmp_path: Path, make_model: Callable[..., Path]) -> Job:
    """A job of thousands of tiles, which nobody waits for."""
    path = tmp_path / "large.png"
    write_picture(Picture(np.tile(make_photo(50, 50), (20, 20, 1))), path)
    request = UpscaleRequest(str(make_model()), device="cpu", backend="torch", tile=16)
    return Job(request, source=path, output=tmp_path / "large_x2.png")
