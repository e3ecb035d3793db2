"""One device for two kinds of work: who upscales goes first, and who trains waits meanwhile.

A lease is a locked file in a folder that all processes of a person know: it ends with its holder,
however that ends.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from sr_studio.locks import Presence, names_in
from sr_studio.paths import user_data_dir


@contextlib.contextmanager
def going_first() -> Iterator[None]:
    """Hold the lease on the device while the block runs; several may hold one at a time.

    Where the folder cannot be written to, the work is done without.
    """
    try:
        lease = Presence(_folder())
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lease.close()


def somebody_goes_first() -> bool:
    """Whether some living process holds a lease; work that can wait should do so."""
    return bool(names_in(_folder()))


def _folder() -> Path:
    return user_data_dir() / "device"
