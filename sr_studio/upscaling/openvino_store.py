"""What OpenVINO made of a model, kept in the cache folder: converted, and compiled for a device."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import replacing
from sr_studio.paths import user_cache_dir

#: Bytes kept, all together.
_MOST_BYTES = 1_000_000_000
#: Digits of the checksum that a file begins with.
_CHECK = 32


def kept(name: str) -> bytes | None:
    """What was kept under a name; None if nothing was, or the file is not whole.

    The library trusts what it is given to the point of crashing, so each file begins with a
    checksum of the rest.
    """
    path = _folder() / name
    with suppress(OSError):
        stored = path.read_bytes()
        content = stored[_CHECK:]
        if hashlib.sha256(content).digest() == stored[:_CHECK]:
            path.touch()  # the least recently used go first
            return content
    return None


def keep(name: str, content: Callable[[], bytes]) -> None:
    """Keep what ``content`` gives, and remove what was not used for longest beyond the limit.

    A cache that cannot be written, and a device whose models cannot be exported, cost seconds the
    next time, not the picture.
    """
    with suppress(OSError, StudioError, RuntimeError):
        made = content()
        path = _folder() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_bytes(hashlib.sha256(made).digest() + made)
        _trim(path.parent)


def _folder() -> Path:
    return user_cache_dir() / "openvino"


def _trim(folder: Path) -> None:
    files = [(path.stat(), path) for path in folder.iterdir() if path.is_file()]
    total = 0
    for state, path in sorted(files, key=lambda one: one[0].st_mtime_ns, reverse=True):
        total += state.st_size
        if total > _MOST_BYTES:
            path.unlink(missing_ok=True)
