"""A polite request to end, as a window makes of its children, taken for a Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from sr_studio.errors import Cancelled


@contextmanager
def ending_cleanly(words: str = "") -> Iterator[None]:
    """Make SIGTERM what Ctrl-C is while the block runs, so that it can remove what is half-made.

    Args:
        words: What is said of what was done so far; nothing where it is gone.

    Raises:
        Cancelled: One of the two came.
    """

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        raise Cancelled(words) from None
    finally:
        signal.signal(signal.SIGTERM, before)
