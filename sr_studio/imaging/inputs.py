"""Which pictures are meant by a list of files and folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from sr_studio.files import PART_SUFFIX
from sr_studio.imaging.formats import picture_suffixes


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """A key by which ``photo 2`` comes before ``photo 10``, whatever the case of letters."""
    parts = re.findall(r"\d+|\D+", name.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def expand_inputs(paths: Iterable[Path | str], *, recursive: bool = False) -> list[Path]:
    """The files meant by files and folders, each once, in the order given.

    Files are kept whatever they are: what is wrong with one is said when it is read. Of a folder
    the pictures by suffix are taken in natural order, without hidden ones.

    Args:
        paths: Files and folders.
        recursive: Go into folders of folders too (links to folders are not followed).
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            found.update(dict.fromkeys(_pictures_in(path, recursive)))
        else:
            found[path] = None
    return list(found)


def _pictures_in(folder: Path, recursive: bool) -> Iterator[Path]:
    suffixes = picture_suffixes()
    for place, folders, names in os.walk(folder):
        folders[:] = sorted((one for one in folders if one[0] != "."), key=natural_key)
        for name in sorted(names, key=natural_key):
            path = Path(place, name)
            hidden = name.startswith(".") or PART_SUFFIX in path.suffixes
            if path.suffix.lower() in suffixes and not hidden:
                yield path
        if not recursive:
            return
