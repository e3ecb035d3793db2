"""Long work in a terminal: a line that tells how far it is, and a way to stop."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_studio.progress import CancelToken, Progress, ProgressCallback


def progress_line(unit: str = "") -> ProgressCallback | None:
    """A progress line on stderr, in ``unit``; None where stderr is not a terminal."""
    if not sys.stderr.isatty():
        return None
    from sr_studio.progress import spoken_duration

    def tell(progress: Progress) -> None:
        seconds = progress.seconds_left
        left = "" if seconds is None else f", {spoken_duration(seconds)} left"
        line = f"{progress.done:.0f} of {progress.total:.0f} {unit}".rstrip() + left
        end = "\n" if progress.done >= progress.total else "\r"
        print(f"{line:<60}", end=end, file=sys.stderr, flush=True)

    return tell


@contextlib.contextmanager
def stoppable() -> Iterator[CancelToken]:
    """Ctrl+C asks the work to stop at its next step; nothing half-made is left."""
    from sr_studio.progress import CancelToken

    token = CancelToken()
    before = signal.signal(signal.SIGINT, lambda *_: token.cancel())
    try:
        yield token
    finally:
        signal.signal(signal.SIGINT, before)
