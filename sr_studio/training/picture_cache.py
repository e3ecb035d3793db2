"""Training pictures decoded once and kept on the disk, for this run and the next ones."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sr_studio.files import bytes_of, explained, replacing, write_text
from sr_studio.imaging.errors import PictureError
from sr_studio.paths import user_cache_dir
from sr_studio.training.pictures import Conversions, Pixels, about, read_training_picture
from sr_studio.training.pixel_file import PixelFile, write_pixels

#: Part of every key: raise it when pictures are decoded differently.
_VERSION = 1
#: A cache that no run opened for so long is removed when another one is made,
_KEPT_SECONDS = 30 * 86400.0
#: and one that was being made and to which nothing was added for so long: who made it was killed.
_ABANDONED_SECONDS = 3600.0
_PART = ".part"
_INDEX = "index.json"
_HR = "hr.u8"

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class PictureCache:
    """The decoded pictures of one list of files.

    Attributes:
        folder: Where they are kept.
        paths: The files that can be read.
        hr: Their pixels.
        conversions: What was converted in each.
        broken: Files that cannot be read -> why.
    """

    folder: Path
    paths: list[Path]
    hr: PixelFile
    conversions: list[Conversions]
    broken: dict[Path, str]

    def derived(self, name: str, make: Callable[[Pixels], Pixels]) -> PixelFile:
        """Pictures made from each of these, kept beside them under ``name`` once they are made.

        Raises:
            StudioError: The disk is full.
        """
        path, index = self.folder / f"{name}.u8", self.folder / f"{name}.json"
        if not index.is_file():
            with replacing(path) as beside:
                sizes = write_pixels(beside, (make(self.hr[i]) for i in range(len(self.hr))))
            write_text(index, json.dumps(sizes))
        return PixelFile(path, _sizes(json.loads(index.read_text(encoding="utf-8"))))


def open_cache(
    paths: Sequence[Path], *, root: Path | None = None, on_progress: Progress = lambda n, of: None
) -> PictureCache:
    """The decoded pictures of ``paths``, from an earlier run or decoded now.

    Args:
        paths: Picture files.
        root: Folder of all caches; None is the person's cache folder.
        on_progress: Called with the files done and their number while decoding.

    Raises:
        StudioError: The disk has too little room, the folder may not be written to, or a picture is
            gone.
    """
    root = root or user_cache_dir() / "pictures"
    folder = root / _key(paths)
    try:
        if not (folder / _INDEX).is_file():
            root.mkdir(parents=True, exist_ok=True)
            _remove_unused(root)
            _decode_into(folder, paths, on_progress)
        os.utime(folder)
        index = json.loads((folder / _INDEX).read_text(encoding="utf-8"))
    except OSError as error:
        raise explained(error, folder) from error
    return PictureCache(
        folder,
        [paths[number] for number in index["numbers"]],
        PixelFile(folder / _HR, _sizes(index["sizes"])),
        [Conversions(**table) for table in index["conversions"]],
        {paths[int(number)]: reason for number, reason in index["broken"].items()},
    )


def _sizes(table: list[list[int]]) -> list[tuple[int, int]]:
    return [(height, width) for height, width in table]


def _key(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256(f"version {_VERSION}\n".encode())
    for path in paths:
        found = about(path)
        told = f"{path.resolve()}\0{found.st_size}\0{found.st_mtime_ns}\n"
        digest.update(bytes_of(told))
    return digest.hexdigest()[:32]


def _decode_into(folder: Path, paths: Sequence[Path], on_progress: Progress) -> None:
    """Make the whole cache beside its place and rename it; whoever comes second keeps the first."""
    beside = folder.with_name(f".{folder.name}.{os.getpid()}{_PART}")
    index: dict[str, Any] = {"numbers": [], "conversions": [], "broken": {}}
    try:
        beside.mkdir()
        index["sizes"] = write_pixels(beside / _HR, _decoded(paths, index, on_progress))
        write_text(beside / _INDEX, json.dumps(index))
        try:
            beside.rename(folder)
        except OSError as error:
            if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _decoded(
    paths: Sequence[Path], index: dict[str, Any], on_progress: Progress
) -> Iterator[Pixels]:
    """Pixels of each readable file, a few decoded ahead; what is known goes to ``index``."""
    threads = min(8, os.cpu_count() or 1)
    with ThreadPoolExecutor(threads) as pool:
        for start in range(0, len(paths), 2 * threads):  # not all at once: they may not fit
            part = paths[start : start + 2 * threads]
            for number, result in enumerate(pool.map(_read, part), start):
                on_progress(number + 1, len(paths))
                if isinstance(result, PictureError):
                    index["broken"][number] = result.what
                    continue
                pixels, conversions = result
                index["numbers"].append(number)
                index["conversions"].append(asdict(conversions))
                yield pixels


def _read(path: Path) -> tuple[Pixels, Conversions] | PictureError:
    try:
        return read_training_picture(path)
    except PictureError as error:
        return error


def _remove_unused(root: Path) -> None:
    for folder in root.iterdir():
        is_part = folder.name.endswith(_PART)
        try:
            inside = [file.stat().st_mtime for file in folder.iterdir()] if is_part else []
            used = max([folder.stat().st_mtime, *inside])
        except OSError:
            continue  # another run has just made a whole one of it, or removed it
        if time.time() - used > (_ABANDONED_SECONDS if is_part else _KEPT_SECONDS):
            shutil.rmtree(folder, ignore_errors=True)
