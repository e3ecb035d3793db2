"""Finished tiles on their way to the client, beside the work and not in its way."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sr_studio.engine.pixels import write_pixels
from sr_studio.engine.protocol import Event, JobPart
from sr_studio.imaging.picture import to_8_bit
from sr_studio.upscaling.alpha import enlarge_alpha
from sr_studio.upscaling.parts import FinishedPart

#: Pixels of the whole that are shown while it is made; of a larger result every second one, or
#: third: it is looked at for seconds, and the files are to stay small.
SHOWN_LIMIT = 24_000_000


class PartSender:
    """Writes finished parts of the job in hand into files, on a thread of its own.

    The thread that owns the device only leaves a part here; what waits when the job ends is
    forgotten, since the whole comes next.

    Args:
        send: Tells the client.
        folder: Where the files go.
    """

    def __init__(self, send: Callable[[Event], None], folder: Path) -> None:
        self._send = send
        self._folder = folder
        self._waiting: deque[tuple[str, FinishedPart]] = deque()
        self._count = 0
        self._come = threading.Condition()
        self._writing = threading.Lock()
        threading.Thread(target=self._work, name="parts", daemon=True).start()

    def put(self, job_id: str, part: FinishedPart) -> None:
        """Pass on a part of a job."""
        with self._come:
            self._waiting.append((job_id, part))
            self._come.notify()

    def drop(self) -> None:
        """Forget what was not sent; after this nothing more comes of the job."""
        with self._come:
            self._waiting.clear()
        with self._writing:  # what is being written is sent before the outcome
            pass

    def _work(self) -> None:
        while True:
            with self._come:
                self._come.wait_for(lambda: self._waiting)
                self._writing.acquire()
                job_id, part = self._waiting.popleft()
            try:
                self._tell(job_id, part)
            except OSError:
                # A full disk stops the job itself when it writes; a broken pipe, the process.
                pass
            finally:
                self._writing.release()

    def _tell(self, job_id: str, part: FinishedPart) -> None:
        step = max(1, math.ceil(math.sqrt(part.whole_width * part.whole_height / SHOWN_LIMIT)))
        shown = _in_8_bit(part.pixels[-part.top % step :: step, -part.left % step :: step])
        if not shown.size:
            return
        if part.alpha is not None:
            shown = np.dstack([shown, _alpha_of(part, part.alpha, shown.shape[:2])])
        self._count += 1
        file = write_pixels(shown, self._folder / f"{job_id}-{self._count}.part")
        size = math.ceil(part.whole_width / step), math.ceil(part.whole_height / step)
        place = math.ceil(part.left / step), math.ceil(part.top / step)
        self._send(JobPart(job_id, *place, *size, file))


def _alpha_of(part: FinishedPart, alpha: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The transparency of a part, near enough for the seconds it is seen."""
    across, down = alpha.shape[1] / part.whole_width, alpha.shape[0] / part.whole_height
    height, width = part.pixels.shape[:2]
    rows = slice(math.floor(part.top * down), math.ceil((part.top + height) * down))
    columns = slice(math.floor(part.left * across), math.ceil((part.left + width) * across))
    return _in_8_bit(enlarge_alpha(alpha[rows, columns], *size))


def _in_8_bit(values: np.ndarray) -> np.ndarray:
    return values if values.dtype == np.uint8 else to_8_bit(values)
