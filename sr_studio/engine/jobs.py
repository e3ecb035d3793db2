"""One job after the other on the inference thread: read, enlarge, write, show."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from sr_studio.engine.pixels import PixelFile, write_pixels
from sr_studio.engine.protocol import AskEstimate, EstimateAnswer, Job, JobDone
from sr_studio.errors import StudioError
from sr_studio.imaging.colour_management import to_srgb
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture
from sr_studio.progress import CancelToken, ProgressCallback
from sr_studio.upscaling.devices import Choice, choose
from sr_studio.upscaling.output import WriteOptions, check_output, write_result
from sr_studio.upscaling.record import record_of
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler


class JobRunner:
    """Does jobs with one Upscaler; remembers the last picture, for previews of other methods.

    Args:
        folder: The run folder, where pixels for the client are put.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._upscaler = Upscaler()
        self._last: tuple[tuple[Path, int, int], Picture] | None = None

    def usual_choice(self) -> Choice:
        """What ``auto`` means on this computer. Loads torch."""
        return choose(UpscaleRequest())

    def run(
        self, job_id: str, job: Job, progress: ProgressCallback, cancel: CancelToken
    ) -> JobDone:
        """Do a job to its end.

        Raises:
            Cancelled: It was stopped; nothing was written.
            StudioError: It cannot be done; nothing was written.
        """
        if job.output is not None:
            check_output(job.output, source=job.source)
        picture = self._read(job)
        result = self._upscaler.upscale(
            picture, job.request, region=job.region, progress=progress, cancel=cancel
        )
        notes = [*picture.notes, *result.report.notes]
        pixels = None
        if job.want_pixels:
            cancel.check()
            pixels = self._shown(job_id, result.picture, notes)
        if job.output is not None:
            cancel.check()
            options = WriteOptions(quality=job.quality, keep_metadata=job.keep_metadata)
            record = record_of(job.source, job.request, options)
            notes += write_result(result.picture, job.output, options, record)
        return JobDone(job_id, replace(result.report, notes=tuple(notes)), job.output, pixels)

    def estimate(self, question: AskEstimate) -> EstimateAnswer:
        """Answer a question about cost; an impossible request gets its sentence."""
        try:
            answer = self._upscaler.estimate(question.width, question.height, question.request)
        except StudioError as error:
            return EstimateAnswer(question.id, error=str(error))
        return EstimateAnswer(question.id, answer)

    def rest(self) -> None:
        """Give memory back: models, the last picture, and what libraries keep for a next time."""
        self._upscaler.close()
        self._last = None
        gc.collect()
        # The C library keeps freed memory for itself until it is told that nothing will come.
        with suppress(OSError, AttributeError):  # other systems' libraries have no such function
            ctypes.CDLL(None).malloc_trim(0)

    def _read(self, job: Job) -> Picture:
        if job.pixels is not None:
            return _from_pixels(np.array(job.pixels.open()))
        assert job.source is not None
        try:
            state = job.source.stat()
            stamp = (job.source, state.st_mtime_ns, state.st_size)
        except OSError:
            return read_picture(job.source)  # which knows the sentence for it
        if self._last is None or self._last[0] != stamp:
            self._last = None
            self._last = (stamp, read_picture(job.source))
        return self._last[1]

    def _shown(self, job_id: str, picture: Picture, notes: list[str]) -> PixelFile:
        """The picture for a viewer: 8-bit sRGB, RGB or RGBA."""
        try:
            picture = to_srgb(picture)
        except PictureError as error:
            notes.append(f"{error} It is shown as if it were sRGB.")
        shown = picture.with_depth(8)
        pixels = shown.rgb() if shown.alpha is None else np.dstack([shown.rgb(), shown.alpha])
        return write_pixels(pixels, self._folder / f"{job_id}.pixels")


def _from_pixels(pixels: np.ndarray) -> Picture:
    channels = pixels.shape[2]
    if channels in (2, 4):
        return Picture(pixels[:, :, :-1].copy(), alpha=pixels[:, :, -1].copy())
    return Picture(pixels)
