"""The model file inside a zip archive, taken out without trusting what the archive says of it."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from sr_studio import files
from sr_studio.hub.errors import NetworkError

_CHUNK = 1 << 20
_SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt", ".bin")
#: What Python's readers of archives say of one that is damaged, locked, or packed in a way that
#: they do not know.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def take_out(archive: Path, target: Path, *, kind: str, size: int | None, limit: int) -> None:
    """Write the one model file in an archive to ``target``.

    Args:
        archive: The zip file.
        target: The file to write.
        kind: Suffix of the wanted file where several are in there.
        size: Its bytes, where known; nothing longer is written.
        limit: What is written at most where they are not.

    Raises:
        NetworkError: The archive is damaged, has no or several such files, or grows beyond what
            was announced; nothing is left.
        StudioError: The disk is full.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            entry = _entry(opened, archive, kind, size)
            most = size if size is not None else limit
            with (
                files.replacing(target) as beside,
                opened.open(entry) as source,
                beside.open("wb") as sink,
            ):
                left = most
                while piece := _piece(source, min(_CHUNK, left + 1), archive):
                    left -= len(piece)
                    if left < 0:
                        raise _grows(archive)
                    sink.write(piece)
    except _UNREADABLE as error:
        raise _damaged(archive) from error


def _piece(source: IO[bytes], most: int, archive: Path) -> bytes:
    try:
        return source.read(most)
    except OSError as error:  # bzip2's damaged data; not to be taken for a full disk
        raise _damaged(archive) from error


def _entry(archive: zipfile.ZipFile, path: Path, kind: str, size: int | None) -> zipfile.ZipInfo:
    models = [
        entry
        for entry in archive.infolist()
        if PurePosixPath(entry.filename).suffix.lower() in _SUFFIXES
    ]
    fitting = [entry for entry in models if size is not None and entry.file_size == size]
    fitting = fitting or [
        entry for entry in models if entry.filename.lower().endswith(f".{kind.lower()}")
    ]
    if not models:
        raise NetworkError("there is no model file in the archive", where=path.name)
    if len(fitting or models) > 1:
        what = "there are several model files in the archive, and which one is meant is not said"
        raise NetworkError(what, where=path.name)
    entry = (fitting or models)[0]
    if size is not None and entry.file_size > size:
        raise _grows(path)
    return entry


def _damaged(path: Path) -> NetworkError:
    return NetworkError("the archive is damaged, or locked", where=path.name)


def _grows(path: Path) -> NetworkError:
    what = "the archive unpacks to more than was announced, and was given up"
    return NetworkError(what, where=path.name)
