"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.sentences import Sentence

PART_SUFFIX = ".part"
#: Any name that :func:`replacing` gives.
_ANY_PART = re.compile(rf"\..+\.[0-9a-f]{{8}}{re.escape(PART_SUFFIX)}(\..+)?", re.DOTALL)
#: Bytes of UTF-8 a file's name may have on the usual file systems.
LONGEST_NAME = 255


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
    beside = _part_of(path)
    try:
        yield beside
        if durable:
            _flush(beside)
        beside.replace(path)
        if durable and os.name == "posix":
            _flush(path.parent)
    except OSError as error:
        raise explained(error, path) from error
    finally:
        # Where nothing may be written, removing what is not there is refused, too.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def check_takes_files(path: Path, *, dry: bool = False) -> None:
    """Find out whether the folder of ``path`` takes a file, by making an empty one.

    Args:
        path: The file to be.
        dry: Make none, and only ask the system about the folder, which must be there. It may say
            yes of one that takes none: on network shares, on Windows.

    Raises:
        StudioError: The folder is missing or may not be written to, or the disk is full.
    """
    if dry:
        if not os.access(path.parent, os.W_OK):
            raise explained(PermissionError(errno.EACCES, os.strerror(errno.EACCES)), path)
        return
    beside = _part_of(path)
    try:
        beside.touch(exist_ok=False)
        beside.unlink()
    except OSError as error:
        raise explained(error, path) from error


def bytes_of(text: str) -> bytes:
    """A text that names files, in UTF-8; on Linux names may be any bytes, and stay so."""
    return text.encode("utf-8", "surrogateescape")


def remove_parts(path: Path) -> None:
    """Remove what a killed process left half-written beside ``path``, as far as that can be."""
    pattern = re.compile(
        re.escape(f".{_part_stem(path)}.") + "[0-9a-f]{8}" + re.escape(_part_end(path))
    )
    with suppress(OSError):  # a folder that is gone, or where nobody may look or write
        for beside in path.parent.iterdir():
            if pattern.fullmatch(beside.name):
                beside.unlink(missing_ok=True)


def remove_all_parts(folder: Path) -> None:
    """Remove what killed processes left half-written in ``folder``, where nobody else writes now.

    Raises:
        StudioError: Its files may not be removed.
    """
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if _ANY_PART.fullmatch(path.name):
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise explained(error, path) from error


def _part_of(path: Path) -> Path:
    """A name beside ``path`` that nothing has, for what is not yet it."""
    return path.with_name(f".{_part_stem(path)}.{uuid.uuid4().hex[:8]}{_part_end(path)}")


def _part_stem(path: Path) -> str:
    """The stem of ``path``, shortened so that what is added to it still makes a file name."""
    added = len(bytes_of(f"..01234567{_part_end(path)}"))
    stem = bytes_of(path.stem)
    if len(stem) + added <= LONGEST_NAME:
        return path.stem
    return stem[: LONGEST_NAME - added].decode("utf-8", "ignore")


def _part_end(path: Path) -> str:
    return f"{PART_SUFFIX}{path.suffix}"


def spoken_bytes(count: float) -> str:
    """``0.4 MB`` or ``1.2 GB``, as a person says it."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def typed_path(text: str) -> Path:
    """The path a person typed; ``~`` is the home, that of nobody stays as it is."""
    path = Path(text)
    with suppress(RuntimeError):
        return path.expanduser()
    return path


def is_there(path: Path) -> bool:
    """Whether a file or folder is there, as far as can be seen.

    On a stick that was pulled, a network folder after sleep, or where nobody may look, it is not.
    """
    try:
        return path.exists()
    except OSError:
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is there, as far as can be seen (see :func:`is_there`)."""
    return is_there(path) and path.is_dir()


def made_folder(path: Path) -> Path:
    """The folder, made with those above it if it is missing.

    Raises:
        StudioError: It cannot be made: a file is in the way, or the folder above may not be
            written to.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise StudioError(
            Sentence("a file is in the way of this folder"),
            where=path,
            remedy=Sentence("Choose another one."),
        ) from error
    except OSError as error:
        raise explained(error, path) from error
    return path


def write_text(path: Path, text: str, *, durable: bool = False) -> None:
    """Write ``text`` as UTF-8 with LF line ends, in one piece (see :func:`replacing`)."""
    with replacing(path, durable=durable) as beside:
        beside.write_bytes(text.encode("utf-8"))


def write_bytes(path: Path, data: bytes | memoryview, *, durable: bool = False) -> None:
    """Write ``data`` in one piece (see :func:`replacing`)."""
    with replacing(path, durable=durable) as beside:
        beside.write_bytes(data)


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def explained(error: OSError, path: Path) -> StudioError:
    """What an error of the file system means for a person who wanted to write ``path``."""
    if error.errno == errno.ENOSPC:
        return StudioError(
            Sentence("the disk is full and nothing was written"),
            where=path,
            remedy=Sentence("Free some space or choose another folder."),
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StudioError(
            Sentence("the folder may not be written to"),
            where=path.parent,
            remedy=Sentence("Choose another folder or change its permissions."),
        )
    if error.errno == errno.ENAMETOOLONG:
        return StudioError(
            Sentence("the name is longer than the %1 bytes a file system takes", LONGEST_NAME),
            where=path.parent / f"{path.name[:40]}…",
            remedy=Sentence("Choose a shorter one."),
        )
    if error.errno in (errno.EISDIR, errno.ENOTEMPTY):
        return StudioError(
            Sentence("this is a folder, not a file"),
            where=path,
            remedy=Sentence("Choose another name."),
        )
    if error.errno == errno.ENOENT:
        return StudioError(
            Sentence("the folder does not exist"),
            where=path.parent,
            remedy=Sentence("Make it or choose another one."),
        )
    return StudioError(Sentence("writing failed (%1)", error.strerror or error), where=path)
