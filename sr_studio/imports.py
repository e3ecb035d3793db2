"""Imports of large libraries, without the garbage collector going over them again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Import in here what makes hundreds of thousands of objects that all stay.

    The collector would look at them a dozen times and find nothing: with torch and its compiler
    that is a quarter of the time a trainer takes to start.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
