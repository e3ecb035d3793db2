"""Which pictures are meant by a list of files and folders."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from sr_studio.files import PART_SUFFIX, is_folder
from sr_studio.imaging.formats import picture_suffixes
from sr_studio.progress import CancelToken


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """A key by which ``photo 2`` comes before ``photo 10``, whatever the case of letters."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


@dataclass(frozen=True)
class Found:
    """A file that was meant.

    Attributes:
        path: The file.
        root: The folder that was named and in or below which it lies; None for a file named itself.
    """

    path: Path
    root: Path | None = None


def expand_inputs(paths: Iterable[Path | str], *, recursive: bool = False) -> list[Path]:
    """The files of :func:`find_pictures`."""
    return [found.path for found in find_pictures(paths, recursive=recursive)]


def find_pictures(
    paths: Iterable[Path | str],
    *,
    recursive: bool = False,
    patterns: Sequence[str] = (),
    token: CancelToken | None = None,
) -> list[Found]:
    """The files meant by files, folders and patterns, each once, in the order given.

    Files are kept whatever they are: what is wrong with one is said when it is read. Of a folder
    the pictures by suffix are taken in natural order, without hidden ones.

    Args:
        paths: Files, folders, and patterns such as ``photos/*.jpg`` that no shell has filled in.
        recursive: Go into folders of folders too (links to folders are not followed).
        patterns: Of folders take only what one of these fits: the name (``*.jpg``), or the path
            below the folder (``2024/*``).
        token: Ends the search between two folders.

    Raises:
        Cancelled: The token said so.
    """
    token = token or CancelToken()
    found: dict[Path, Found] = {}
    for path in (one for named in map(Path, paths) for one in _globbed(named)):
        if is_folder(path):
            for picture in _pictures_in(path, recursive, token):
                if _fits(picture.relative_to(path), patterns):
                    found.setdefault(picture, Found(picture, path))
        else:
            found.setdefault(path, Found(path))
    return list(found.values())


def _globbed(path: Path) -> list[Path]:
    """What a pattern stands for; anything else, and a pattern without finds, as it is."""
    if os.path.lexists(path) or not glob.has_magic(os.fspath(path)):
        return [path]
    names = sorted(glob.glob(os.fspath(path)), key=natural_key)  # noqa: PTH207 (absolute, too)
    return [Path(name) for name in names] or [path]


def _fits(path: Path, patterns: Sequence[str]) -> bool:
    names = (path.name, path.as_posix())
    return not patterns or any(fnmatch(name, pattern) for pattern in patterns for name in names)


def _pictures_in(folder: Path, recursive: bool, token: CancelToken) -> Iterator[Path]:
    suffixes = picture_suffixes()
    for place, folders, names in os.walk(folder):
        token.check()
        folders[:] = sorted((one for one in folders if one[0] != "."), key=natural_key)
        for name in sorted(names, key=natural_key):
            path = Path(place, name)
            hidden = name.startswith(".") or PART_SUFFIX in path.suffixes
            if path.suffix.lower() in suffixes and not hidden:
                yield path
        if not recursive:
            return
