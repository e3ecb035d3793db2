"""The engine as its owner uses it: submit jobs, be told what becomes of them, whatever happens."""

from __future__ import annotations

import logging
import queue
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

import numpy as np

from sr_studio.engine.patience import TICK_SECONDS, Patience
from sr_studio.engine.pixels import PixelFile
from sr_studio.engine.process import EngineProcess
from sr_studio.engine.protocol import (
    Alive,
    AskEstimate,
    CancelJob,
    DistancesAnswer,
    EngineState,
    EngineStatus,
    EstimateAnswer,
    Event,
    Job,
    JobCancelled,
    JobDone,
    JobFailed,
    JobPart,
    JobProgress,
    JobState,
    JobStatus,
    Ping,
    Question,
    Ready,
    RunJob,
)
from sr_studio.engine.questions import OnAnswer, Questions, remove
from sr_studio.engine.run_folder import RunFolder
from sr_studio.errors import StudioError
from sr_studio.files import remove_parts
from sr_studio.sentences import Sentence
from sr_studio.upscaling.request import UpscaleRequest

_log = logging.getLogger(__name__)

OnJob = Callable[[JobStatus], None]
OnEngine = Callable[[EngineStatus], None]
OnPart = Callable[[JobPart], None]
OnEstimate = Callable[[EstimateAnswer], None]


class EngineClient:
    """Owns one engine process: starts it on first need, and a new one when it dies.

    Everything happens on one thread of the client's own; ``on_job`` and the like are called
    there, one at a time and in order, and must return soon (a window passes them on as a signal).
    All methods may be called from any thread and return at once, but :meth:`shutdown`, which
    waits.

    The queue lives here, not in the engine, so it survives the engine: when the process dies, the
    job it worked on fails with the reason and the next one gets a new process. An engine that
    gives no sign of life, or does not come to a cancelled job's next tile, is killed.

    Args:
        on_job: Told about every change of a job.
        on_engine: Told about every change of the engine.
        on_part: Told about every finished tile of a job that wants them.
        silence_limit: Seconds without a heartbeat after which the engine is killed. Counted in
            heartbeats asked for, so that a suspended computer or client kills nothing.
        cancel_limit: Seconds after which a cancelled job that does not stop is stopped by force.
        command: The engine's command line, in place of this Python's own engine.
        folder: Where the run folder is made, in place of the person's cache folder.
    """

    def __init__(
        self,
        on_job: OnJob = lambda status: None,
        on_engine: OnEngine = lambda status: None,
        on_part: OnPart = lambda part: None,
        *,
        silence_limit: float = 30.0,
        cancel_limit: float = 15.0,
        command: Sequence[str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._on_job = on_job
        self._on_engine = on_engine
        self._on_part = on_part
        self._parts: list[PixelFile] = []
        self._patience = Patience(silence_limit, cancel_limit)
        self._command = command
        self._folder = RunFolder(folder)
        self._status = EngineStatus()
        self._jobs: dict[str, JobStatus] = {}
        self._waiting: deque[str] = deque()
        self._running: str | None = None
        self._questions = Questions(self._call)
        self._engine: EngineProcess | None = None
        self._ready = False
        self._killed_because = ""
        self._stopping = False
        self._inbox: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="engine-client", daemon=True)
        self._thread.start()

    # What the owner calls ------------------------------------------------------------------------

    @property
    def status(self) -> EngineStatus:
        """The engine as last told."""
        return self._status

    @property
    def folder(self) -> Path:
        """The private run folder, made at first need; raises as :attr:`RunFolder.path`."""
        return self._folder.path

    def start(self) -> None:
        """Start the engine ahead of the first job, so that it is warm when it comes."""
        self._inbox.put(self._start_engine)

    def submit(self, job: Job, *, urgent: bool = False) -> str:
        """Queue a job and give its id back. An urgent one (a preview) goes before the others."""
        job_id = uuid.uuid4().hex
        self._inbox.put(lambda: self._enqueue(JobStatus(job_id, job, JobState.QUEUED), urgent))
        return job_id

    def cancel(self, job_id: str) -> None:
        """Stop a job: at once if it waits, at its next tile if it runs."""
        self._inbox.put(lambda: self._cancel(job_id))

    def release(self, job_id: str) -> None:
        """Remove the pixels of a finished job; arrays that are open stay valid (not on Windows)."""
        self._inbox.put(lambda: self._release(job_id))

    def store_pixels(self, pixels: np.ndarray) -> PixelFile:
        """Put a picture that has no file where the engine can read it; see RunFolder.store."""
        return self._folder.store(pixels)

    def estimate(
        self, width: int, height: int, request: UpscaleRequest, on_answer: OnEstimate
    ) -> None:
        """Ask what upscaling a picture of this size would cost; the answer comes like the rest."""
        self.ask(AskEstimate(uuid.uuid4().hex, width, height, request), on_answer)

    def ask(self, question: Question, on_answer: OnAnswer) -> None:
        """Ask something that is no job; pixels it names are removed when it is answered."""
        self._inbox.put(lambda: self._ask(question, on_answer))

    def shutdown(self, timeout: float = 5.0) -> None:
        """Stop the engine and remove the run folder. Unfinished jobs become cancelled."""
        self._inbox.put(lambda: self._stop(timeout))
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout + 10)

    def __enter__(self) -> EngineClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()

    # The client's own thread ---------------------------------------------------------------------

    def _work(self) -> None:
        next_tick = time.monotonic() + TICK_SECONDS
        while not self._stopping:
            with suppress(queue.Empty):
                self._inbox.get(timeout=max(0.0, next_tick - time.monotonic()))()
            if time.monotonic() >= next_tick and not self._stopping:
                self._tick()
                next_tick = time.monotonic() + TICK_SECONDS

    def _tick(self) -> None:
        """Ask for a sign of life, and lose patience with an engine that gives none."""
        if self._engine is None:
            return
        self._engine.send(Ping())
        why = self._patience.look()
        if why is not None and not self._killed_because:
            self._killed_because = why
            self._engine.kill()

    def _start_engine(self) -> None:
        if self._engine is not None or self._stopping:
            return
        self._ready = False
        self._patience.sign_of_life()
        self._killed_because = ""
        self._tell_engine(EngineStatus(EngineState.STARTING))
        try:
            # The process is a box, so that its threads' late calls can be told from the next one's.
            box: list[EngineProcess] = []
            engine = EngineProcess(
                lambda event: self._inbox.put(lambda: self._event(box, event)),
                lambda: self._inbox.put(lambda: self._ended(box)),
                self._folder.path,
                self._command,
            )
            box.append(engine)
            self._engine = engine
            self._tell_engine(replace(self._status, pid=engine.pid))
        except (OSError, StudioError) as error:
            self._died(f"it could not be started: {error}", ())

    def _event(self, box: list[EngineProcess], event: Event) -> None:
        if not box or box[0] is not self._engine:
            return
        self._patience.sign_of_life()
        match event:
            case Alive():
                self._status = replace(
                    self._status, memory=event.process_memory, free_memory=event.free_memory
                )
            case Ready():
                self._ready = True
                self._tell_engine(
                    replace(
                        self._status,
                        state=EngineState.READY,
                        device=event.device,
                        backend=event.backend,
                        precision=event.precision,
                        cards=event.cards,
                    )
                )
                for question in self._questions.open:
                    self._engine.send(question)
            case JobProgress() if event.id == self._running:
                self._tell_job(replace(self._jobs[event.id], progress=event))
            case JobPart() if event.id == self._running:
                self._parts.append(event.pixels)
                self._call(self._on_part, event)
            case JobDone() if event.id == self._running:
                self._finish(
                    JobState.DONE, report=event.report, output=event.output, pixels=event.pixels
                )
            case JobFailed() if event.id == self._running:
                self._finish(JobState.FAILED, error=event.error, details=event.details)
            case JobCancelled() if event.id == self._running:
                self._finish(JobState.CANCELLED)
            case EstimateAnswer() | DistancesAnswer():
                self._questions.answered(event)
        self._dispatch()

    def _ended(self, box: list[EngineProcess]) -> None:
        if not box or box[0] is not self._engine:
            return
        reason = self._killed_because or box[0].ending()
        box[0].ending()
        self._engine = None
        lines = box[0].last_lines
        box[0].close()
        self._died(reason, lines)

    def _died(self, reason: str, lines: tuple[str, ...]) -> None:
        started = self._ready
        self._ready = False
        self._tell_engine(EngineStatus(EngineState.DIED, reason=reason, last_lines=lines))
        if self._running is not None and (output := self._jobs[self._running].job.output):
            remove_parts(output)
        details = "\n".join([f"The engine ended: {reason}.", *lines])
        self._questions.ended(reason)
        if self._running is not None and self._patience.cancelling:
            self._finish(JobState.CANCELLED)
        elif self._running is not None:
            name = self._jobs[self._running].job.name
            self._finish(
                JobState.FAILED,
                error=Sentence(
                    "%1: the engine ended while it worked on it: %2. "
                    "Nothing was written; try again, or with a smaller tile.",
                    name,
                    reason,
                ),
                details=details,
            )
        if not started:
            # Another start would end in the same way; say so once for every job that waits.
            while self._waiting:
                self._tell_job(
                    replace(
                        self._jobs[self._waiting.popleft()],
                        state=JobState.FAILED,
                        error=Sentence(
                            "the engine could not start: %1. "
                            "`sr-studio doctor` says what is missing.",
                            reason,
                        ),
                        details=details,
                    )
                )
        self._dispatch()

    def _enqueue(self, status: JobStatus, urgent: bool) -> None:
        self._jobs[status.id] = status
        if urgent:
            self._waiting.appendleft(status.id)
        else:
            self._waiting.append(status.id)
        self._tell_job(status)
        self._dispatch()

    def _dispatch(self) -> None:
        """Give a free engine the next job; start one if there is none."""
        if self._stopping:
            return
        if self._engine is None:
            if self._waiting or self._questions.open:
                self._start_engine()
            return
        if not self._ready or self._killed_because:
            return
        if self._running is None and self._waiting:
            job_id = self._waiting.popleft()
            status = self._jobs[job_id]
            self._running = job_id
            self._patience.job_changed()
            self._tell_job(replace(status, state=JobState.RUNNING))
            if self._status.state is not EngineState.BUSY:
                self._tell_engine(replace(self._status, state=EngineState.BUSY))
            self._engine.send(RunJob(job_id, status.job))

    def _finish(self, state: JobState, **outcome: object) -> None:
        assert self._running is not None
        status = self._jobs[self._running]
        self._running = None
        remove(self._parts)
        self._parts = []
        self._patience.job_changed()
        if self._engine is not None and not self._waiting:
            self._tell_engine(replace(self._status, state=EngineState.READY))
        self._tell_job(replace(status, state=state, **outcome))  # type: ignore[arg-type]

    def _cancel(self, job_id: str) -> None:
        if job_id in self._waiting:
            self._waiting.remove(job_id)
            self._tell_job(replace(self._jobs[job_id], state=JobState.CANCELLED))
        elif job_id == self._running and self._engine and not self._patience.cancelling:
            self._patience.cancel_asked()
            self._engine.send(CancelJob(job_id))

    def _release(self, job_id: str) -> None:
        status = self._jobs.get(job_id)
        if status is None or not status.state.final:
            return
        del self._jobs[job_id]
        remove([pixels for pixels in (status.pixels, status.job.pixels) if pixels is not None])

    def _ask(self, question: Question, on_answer: OnAnswer) -> None:
        self._questions.add(question, on_answer)
        if self._ready and self._engine is not None:
            self._engine.send(question)
        else:
            self._dispatch()

    def _stop(self, timeout: float) -> None:
        if self._stopping:
            return
        self._stopping = True
        while self._waiting:
            self._tell_job(replace(self._jobs[self._waiting.popleft()], state=JobState.CANCELLED))
        engine, self._engine = self._engine, None
        if engine is not None:
            if self._running is not None:
                engine.send(CancelJob(self._running))
            if not engine.finish(timeout):
                engine.kill()
            engine.ending()
            engine.close()
        if self._running is not None:
            if output := self._jobs[self._running].job.output:
                remove_parts(output)
            self._finish(JobState.CANCELLED)
        self._folder.remove()
        self._tell_engine(EngineStatus(EngineState.STOPPED))

    def _tell_job(self, status: JobStatus) -> None:
        self._jobs[status.id] = status
        self._call(self._on_job, status)

    def _tell_engine(self, status: EngineStatus) -> None:
        self._status = status
        self._call(self._on_engine, status)

    def _call(self, callback: Callable[..., None], *arguments: object) -> None:
        try:
            callback(*arguments)
        except Exception:
            # The owner's mistake must not end the thread that looks after the engine.
            _log.exception("a callback of the engine client failed")
