"""The model file inside a zip archive, taken out without trusting what the archive says of it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from sr_studio import files
from sr_studio.hub.errors import NetworkError

_CHUNK = 1 << 20
_SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt", ".bin")


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
                while piece := source.read(min(_CHUNK, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise _grows(archive)
                    sink.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise NetworkError("the archive is damaged, or locked", where=archive.name) from error


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


def _grows(path: Path) -> NetworkError:
    what = "the archive unpacks to more than was announced, and was given up"
    return NetworkError(what, where=path.name)
