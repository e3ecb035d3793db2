"""One job after the other on the inference thread: read, enlarge, write, show."""

from __future__ import annotations

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from sr_studio.engine.distances import Distances
from sr_studio.engine.parts import PartSender
from sr_studio.engine.pixels import PixelStrips, write_pixels
from sr_studio.engine.protocol import (
    Answer,
    AskDistances,
    EstimateAnswer,
    Job,
    JobDone,
    Question,
)
from sr_studio.errors import StudioError
from sr_studio.files import explained
from sr_studio.imaging.colour_management import to_srgb
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.sentences import Sentence, joined
from sr_studio.sharing import going_first
from sr_studio.upscaling.devices import Choice, choose
from sr_studio.upscaling.making import Made, make
from sr_studio.upscaling.output import WriteOptions, check_output, write_result
from sr_studio.upscaling.parts import FinishedPart, OnPart
from sr_studio.upscaling.record import Record, record_of
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler

#: Bytes of pixels up to which a result that is made by strips is put aside for a viewer as well.
_LARGEST_SHOWN = 2_000_000_000


class JobRunner:
    """Does jobs with one Upscaler; remembers the last picture, for previews of other methods.

    Args:
        folder: The run folder, where pixels for the client are put.
        parts: Passes finished tiles on.
    """

    def __init__(self, folder: Path, parts: PartSender) -> None:
        self._folder = folder
        self._parts = parts
        self._upscaler = Upscaler()
        self._distances = Distances()
        self._last: tuple[tuple[Path, int, int], Picture] | None = None

    def usual_choice(self) -> Choice:
        """What ``auto`` means on this computer. Loads torch."""
        return choose(UpscaleRequest())

    def run(
        self, job_id: str, job: Job, progress: ProgressCallback, cancel: CancelToken
    ) -> JobDone:
        """Do a job to its end, while trainings on this device wait.

        Raises:
            Cancelled: It was stopped; nothing was written.
            StudioError: It cannot be done; nothing was written.
        """
        with going_first():
            return self._run(job_id, job, progress, cancel)

    def _run(
        self, job_id: str, job: Job, progress: ProgressCallback, cancel: CancelToken
    ) -> JobDone:
        options = WriteOptions(quality=job.quality, keep_metadata=job.keep_metadata)
        said: list[str] = []
        on_part = self._passed_on(job_id, job)
        path = self._folder / f"{job_id}.pixels"
        with PixelStrips(path, _LARGEST_SHOWN if job.want_pixels else 0) as aside:
            made, record = self._made(
                job,
                options,
                partial(self._strip_made, job, aside, on_part, said),
                on_part,
                progress,
                cancel,
            )
            pixels = aside.finished()
        notes = [*made.report.notes, *dict.fromkeys(said)]
        if job.want_pixels and made.picture is not None:
            cancel.check()
            try:
                pixels = write_pixels(_as_shown(made.picture, notes), path)
            except OSError as error:
                if job.output is None:
                    raise explained(error, path) from error
                # The viewer reads the result's file then.
        if job.output is not None and made.picture is not None:
            cancel.check()
            notes += write_result(made.picture, job.output, options, record)
        notes += made.lost
        return JobDone(job_id, replace(made.report, notes=tuple(notes)), job.output, pixels)

    def answer(self, question: Question) -> Answer:
        """Answer a question about cost or distance; an impossible one gets its sentence."""
        if isinstance(question, AskDistances):
            return self._distances.answer(question)
        try:
            answer = self._upscaler.estimate(question.width, question.height, question.request)
        except StudioError as error:
            return EstimateAnswer(question.id, error=str(error))
        return EstimateAnswer(question.id, answer)

    def rest(self) -> None:
        """Give memory back: models, the last picture, and what libraries keep for a next time."""
        self._upscaler.close()
        self._distances.rest()
        self._last = None
        gc.collect()
        # The C library keeps freed memory for itself until it is told that nothing will come.
        with suppress(OSError, AttributeError):  # other systems' libraries have no such function
            ctypes.CDLL(None).malloc_trim(0)

    def _made(
        self,
        job: Job,
        options: WriteOptions,
        on_strip: Callable[[Picture], None],
        on_part: OnPart | None,
        progress: ProgressCallback,
        cancel: CancelToken,
    ) -> tuple[Made, Record | None]:
        """The result, and its record; written already where it cannot be held in memory."""
        if job.output is not None and job.source is not None:
            read_size(job.source)  # which knows the sentence for what is no picture
        record = None if job.output is None else record_of(job.source, job.request, options)
        if job.source is not None and job.output is not None and job.region is None:
            made = make(
                self._upscaler,
                job.source,
                job.output,
                job.request,
                options,
                record,
                read=self._read,
                on_strip=on_strip,
                on_part=on_part,
                progress=progress,
                cancel=cancel,
            )
            return made, record
        if job.output is not None:
            check_output(job.output, source=job.source)
        if job.pixels is not None:
            picture = _from_pixels(np.array(job.pixels.open()))
        else:
            assert job.source is not None
            picture = self._read(job.source)
        request = job.request.for_picture(picture.width, picture.height)
        result = self._upscaler.upscale(
            picture, request, region=job.region, progress=progress, cancel=cancel, on_part=on_part
        )
        notes = (*picture.notes, *result.report.notes)
        return Made(result.picture, replace(result.report, notes=notes)), record

    def _passed_on(self, job_id: str, job: Job) -> OnPart | None:
        """Who is told of finished tiles, if anybody wants them."""
        if not job.want_parts or job.region is not None:
            return None
        return lambda part: self._parts.put(job_id, part)

    def _strip_made(
        self,
        job: Job,
        aside: PixelStrips,
        on_part: OnPart | None,
        said: list[str],
        strip: Picture,
    ) -> None:
        """Put a strip of a large result aside, and show it."""
        if on_part is not None and job.source is not None:
            width, height = read_size(job.source)
            whole = round(height * strip.width / width)
            rows = _as_shown(strip, said)[: whole - aside.offered]
            on_part(FinishedPart(0, aside.offered, strip.width, whole, rows))
        aside.add(strip.height, lambda: _as_shown(strip, said))

    def _read(self, path: Path) -> Picture:
        try:
            state = path.stat()
            stamp = (path, state.st_mtime_ns, state.st_size)
        except OSError:
            return read_picture(path)  # which knows the sentence for it
        if self._last is None or self._last[0] != stamp:
            self._last = None
            self._last = (stamp, read_picture(path))
        return self._last[1]


def _as_shown(picture: Picture, notes: list[str]) -> np.ndarray:
    """H×W×3 or 4 for a viewer: sRGB of its depth, or as if it were; then it is noted."""
    try:
        picture = to_srgb(picture)
    except PictureError as error:
        notes.append(joined(" ", (str(error), Sentence("It is shown as if it were sRGB."))))
    colour, alpha = picture.rgb(), picture.alpha
    return colour if alpha is None else np.dstack([colour, alpha])


def _from_pixels(pixels: np.ndarray) -> Picture:
    channels = pixels.shape[2]
    if channels in (2, 4):
        return Picture(pixels[:, :, :-1].copy(), alpha=pixels[:, :, -1].copy())
    return Picture(pixels)
