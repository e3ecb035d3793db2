"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sr_studio.errors import StudioError

PART_SUFFIX = ".part"


@contextmanager
def replacing(path: Path, *, durable: bool = False) -> Iterator[Path]:
    """Give a path beside ``path`` to write to, and rename it onto ``path`` when the block succeeds.

    The temporary name ends in the suffix of ``path`` so that writers which look at it still work.
    When the block raises, the temporary file is removed and ``path`` is as it was.

    Args:
        path: The file to make or replace. Its folder must exist.
        durable: Flush the file and its folder to the disk before and after the rename.

    Raises:
        StudioError: The folder is missing or may not be written to, or the disk is full.
    """
    path = Path(path)
    beside = path.with_name(f".{path.stem}.{uuid.uuid4().hex[:8]}{PART_SUFFIX}{path.suffix}")
    try:
        yield beside
        if durable:
            _flush(beside)
        beside.replace(path)
        if durable and os.name == "posix":
            _flush(path.parent)
    except OSError as error:
        raise _explained(error, path) from error
    finally:
        beside.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, durable: bool = False) -> None:
    """Write ``text`` as UTF-8 with LF line ends, in one piece (see :func:`replacing`)."""
    with replacing(path, durable=durable) as beside:
        beside.write_bytes(text.encode("utf-8"))


def write_bytes(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write ``data`` in one piece (see :func:`replacing`)."""
    with replacing(path, durable=durable) as beside:
        beside.write_bytes(data)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(error: OSError, path: Path) -> StudioError:
    import errno

    if error.errno == errno.ENOSPC:
        return StudioError(
            "the disk is full and nothing was written",
            where=path,
            remedy="Free some space or choose another folder.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StudioError(
            "the folder may not be written to",
            where=path.parent,
            remedy="Choose another folder or change its permissions.",
        )
    if error.errno == errno.ENOENT:
        return StudioError(
            "the folder does not exist", where=path.parent, remedy="Make it or choose another one."
        )
    return StudioError(f"writing failed ({error.strerror or error})", where=path)
