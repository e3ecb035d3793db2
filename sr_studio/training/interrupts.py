"""Ctrl-C and a polite kill end a run after a checkpoint."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def handling_interrupts(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` for SIGINT and SIGTERM while the block runs."""

    def on_signal(number: int, frame: FrameType | None) -> None:
        stop()

    handlers: dict[int, Any] = {}
    for number in (int(signal.SIGINT), int(signal.SIGTERM)):
        try:
            handlers[number] = signal.signal(number, on_signal)
        except ValueError:  # not the main thread: whoever started it stops it by the control file
            continue
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
