"""The engine's protocol: what client and engine say to each other, one JSON object a line.

The client writes commands to the engine's standard input and reads events from its standard
output. The engine moves both out of reach of any library before it imports one (see
:mod:`sr_studio.engine.server`), so that nothing but this protocol ever travels on them. Pixels do
not: they lie in memory-mapped files of the run folder (:mod:`sr_studio.engine.pixels`).

Every line is one of the dataclasses below with its ``type``. Unknown fields are ignored, unknown
types are an error. :data:`VERSION` changes when a field changes its meaning; both sides come from
one installation, so a difference means that a foreign program is at the other end.
"""

from __future__ import annotations

import functools
import json
import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from sr_studio.engine.pixels import PixelFile
from sr_studio.errors import StudioError
from sr_studio.sentences import Words
from sr_studio.upscaling.request import Estimate, Region, UpscaleReport, UpscaleRequest

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = 1


class ProtocolError(StudioError):
    """A line that is no message of this protocol."""


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to the job."""
        return self in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class EngineState(StrEnum):
    """What the engine process is doing."""

    STOPPED = "stopped"
    STARTING = "starting"
    READY = "ready"
    BUSY = "busy"
    DIED = "died"


@dataclass(frozen=True)
class Job:
    """One request to upscale one picture.

    Attributes:
        request: Method, scale, device and so on.
        source: The picture file; or
        pixels: the picture itself, when it was pasted and has no file.
        output: Where the result goes, by its suffix a PNG, JPEG, WebP, TIFF or AVIF; it is
            replaced if it exists. None writes no file.
        quality: 1..100 for lossy formats; None is the format's default.
        keep_metadata: Whether EXIF and XMP of the source go into the output.
        want_pixels: Whether the result is also wanted as sRGB pixels of its depth, for a viewer.
        region: Only this part of the picture, in LR pixels.
        want_parts: Whether tiles are told of as they are finished (:class:`JobPart`), for a viewer.
    """

    request: UpscaleRequest
    source: Path | None = None
    pixels: PixelFile | None = None
    output: Path | None = None
    quality: int | None = None
    keep_metadata: bool = True
    want_pixels: bool = False
    region: Region | None = None
    want_parts: bool = False

    def __post_init__(self) -> None:
        if (self.source is None) == (self.pixels is None):
            raise ValueError("a job has either a source file or pixels")

    @property
    def name(self) -> str:
        """What to call the job in a message."""
        return "the pasted picture" if self.source is None else self.source.name


# Commands: client → engine -----------------------------------------------------------------------


@dataclass(frozen=True)
class RunJob:
    """Do this job; the client sends one at a time."""

    id: str
    job: Job
    type: Literal["run"] = "run"


@dataclass(frozen=True)
class CancelJob:
    """Stop this job at its next tile."""

    id: str
    type: Literal["cancel"] = "cancel"


@dataclass(frozen=True)
class AskEstimate:
    """Say what upscaling a picture of this size would cost; measures if nothing is known yet."""

    id: str
    width: int
    height: int
    request: UpscaleRequest
    type: Literal["estimate"] = "estimate"


@dataclass(frozen=True)
class AskDistances:
    """Say how far versions are from an original, as LPIPS (AlexNet) measures it.

    Attributes:
        id: Comes back with the answer.
        hr: The original, RGB, 8 bit.
        versions: What is compared with it, of the same size.
        boxes: The parts that are measured: left, top, right, bottom in pixels.
    """

    id: str
    hr: PixelFile
    versions: tuple[PixelFile, ...]
    boxes: tuple[tuple[int, int, int, int], ...]
    type: Literal["distances"] = "distances"


@dataclass(frozen=True)
class Ping:
    """Say that you live; the control thread answers at once, whatever the inference does."""

    type: Literal["ping"] = "ping"


@dataclass(frozen=True)
class Stop:
    """End the process. The end of standard input means the same."""

    type: Literal["stop"] = "stop"


# Events: engine → client -------------------------------------------------------------------------


@dataclass(frozen=True)
class Hello:
    """The first line: the process runs and reads commands; libraries are not loaded yet."""

    pid: int
    version: int = VERSION
    type: Literal["hello"] = "hello"


@dataclass(frozen=True)
class Ready:
    """Libraries are loaded; what ``auto`` would use here, and which cards could share a queue."""

    device: str
    backend: str
    precision: str
    cards: tuple[str, ...] = ()
    type: Literal["ready"] = "ready"


@dataclass(frozen=True)
class Alive:
    """The answer to :class:`Ping`: memory in bytes."""

    process_memory: int
    free_memory: int
    type: Literal["alive"] = "alive"


@dataclass(frozen=True)
class JobProgress:
    """How far a job is; at most 20 a second, the latest value wins. Units are LR pixels."""

    id: str
    done: float
    total: float
    rate: float | None = None
    seconds_left: float | None = None
    type: Literal["progress"] = "progress"


@dataclass(frozen=True)
class JobPart:
    """A tile of the job is finished; the file is gone when the job is.

    Attributes:
        id: The job.
        left: Its first column, in pixels of the whole as it is shown.
        top: Its first row.
        whole_width: Width of the whole as it is shown: that of the result, or less.
        whole_height: Height of the whole.
        pixels: 8-bit sRGB, RGB or RGBA.
    """

    id: str
    left: int
    top: int
    whole_width: int
    whole_height: int
    pixels: PixelFile
    type: Literal["part"] = "part"


@dataclass(frozen=True)
class JobDone:
    """The job's file is in place and its pixels are ready."""

    id: str
    report: UpscaleReport
    output: Path | None = None
    pixels: PixelFile | None = None
    type: Literal["done"] = "done"


@dataclass(frozen=True)
class JobFailed:
    """The job ended without a result: a sentence for people, details for the error report."""

    id: str
    error: Words
    details: str = ""
    type: Literal["failed"] = "failed"


@dataclass(frozen=True)
class JobCancelled:
    """The job stopped as asked; nothing was written."""

    id: str
    type: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True)
class EstimateAnswer:
    """The answer to :class:`AskEstimate`; ``error`` where the request itself is not possible."""

    id: str
    estimate: Estimate | None = None
    error: Words = ""
    type: Literal["estimate_answer"] = "estimate_answer"


@dataclass(frozen=True)
class DistancesAnswer:
    """The answer to :class:`AskDistances`: for every version a value a box, None if too small."""

    id: str
    values: tuple[tuple[float | None, ...], ...] = ()
    error: Words = ""
    type: Literal["distances_answer"] = "distances_answer"


Question = AskEstimate | AskDistances
Answer = EstimateAnswer | DistancesAnswer
Command = RunJob | CancelJob | Question | Ping | Stop
Event = Hello | Ready | Alive | JobProgress | JobPart | JobDone | JobFailed | JobCancelled | Answer
Message = Command | Event


def encode(message: Message) -> bytes:
    """One line, with its line end."""
    # Python's own JSON: on Linux a file name may be any bytes, and pydantic writes UTF-8 only.
    return json.dumps(_adapter().dump_python(message), default=os.fspath).encode() + b"\n"


def decode(line: bytes) -> Message:
    """The message of one line.

    Raises:
        ProtocolError: The line is not JSON, or no message of this version.
    """
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(json.loads(line))
    except ValidationError as error:
        reason = error.errors(include_url=False, include_input=False)[0]["msg"]
        raise _not_a_message(line, reason) from error
    except ValueError as error:
        raise _not_a_message(line, str(error)) from error


def _not_a_message(line: bytes, reason: str) -> ProtocolError:
    return ProtocolError(f"not a message of engine protocol {VERSION}: {line[:200]!r} ({reason})")


@functools.cache
def _adapter() -> TypeAdapter[Any]:
    # Built when first needed: the window imports this module before it is visible.
    from pydantic import Field, TypeAdapter

    return TypeAdapter(Annotated[Message, Field(discriminator="type")])


# What the client tells its owner -----------------------------------------------------------------


@dataclass(frozen=True)
class JobStatus:
    """A job as its owner sees it; every change brings a new one.

    Attributes:
        id: What :meth:`EngineClient.submit` gave back.
        job: What was asked.
        state: Where it stands.
        progress: While running: LR pixels done, rate and seconds left.
        report: When done: what was done and what was not as asked.
        output: When done: the file that was written.
        pixels: When done and wanted: the result for a viewer, until the job is released.
        error: When failed: a sentence for people.
        details: When failed: a traceback or the engine's last lines, for "copy details".
    """

    id: str
    job: Job
    state: JobState
    progress: JobProgress | None = None
    report: UpscaleReport | None = None
    output: Path | None = None
    pixels: PixelFile | None = None
    error: str = ""
    details: str = ""


@dataclass(frozen=True)
class EngineStatus:
    """The engine as its owner sees it.

    Attributes:
        state: What it is doing.
        device: Name of the device ``auto`` would use; empty until it is known.
        backend: ``torch`` or ``openvino``.
        precision: ``fp32``, ``bf16`` or ``fp16``.
        cards: The graphics cards of the best one's kind, as requests name them.
        reason: When it died: exit code or signal, in a sentence.
        last_lines: The last lines the engine wrote to standard error.
        memory: Bytes the process holds, at the last heartbeat.
        free_memory: Bytes of main memory still free, at the last heartbeat.
        pid: The process, while there is one.
    """

    state: EngineState = EngineState.STOPPED
    device: str = ""
    backend: str = ""
    precision: str = ""
    cards: tuple[str, ...] = ()
    reason: str = ""
    last_lines: tuple[str, ...] = field(default=())
    memory: int = 0
    free_memory: int = 0
    pid: int | None = None

    @property
    def text(self) -> str:
        """``CPU · OpenVINO · bf16``, for a status bar; empty until it is known."""
        backend = {"openvino": "OpenVINO", "torch": "PyTorch"}.get(self.backend, self.backend)
        return " · ".join(part for part in (self.device, backend, self.precision) if part)
