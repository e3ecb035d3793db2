"""What happens when a result's file is already there."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

from sr_studio.upscaling.naming import numbers
from sr_studio.upscaling.output import Existing
from sr_studio.upscaling.record import Record, made_by


class AlreadyThere(Exception):  # noqa: N818 (no error: the person wanted it)
    """The result need not be made.

    Attributes:
        path: The file that is there.
        why: A sentence.
    """

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(why)
        self.path = path
        self.why = why


def place_for(
    wanted: Path, existing: Existing, record: Record, promised: Collection[Path] = ()
) -> Path:
    """The file to make.

    Args:
        wanted: The file that is wished.
        existing: The collision policy.
        record: Of the result that is to be made.
        promised: Files that are not there yet and will be.

    Raises:
        AlreadyThere: It shall not be made again.
    """
    if existing is Existing.REPLACE:
        return wanted
    for path in numbers(wanted):
        if path in promised:
            continue
        if not path.exists():
            return path
        if existing is Existing.SKIP:
            raise AlreadyThere(path, "The file is already there.")
        if existing is Existing.UNLESS_SAME and made_by(path, record):
            raise AlreadyThere(path, "It was made from this very picture in this way before.")
    raise AssertionError("numbers have no end")


class Originals:
    """Pictures that are to be made larger, none of which the result of another may replace.

    Args:
        pictures: Their files.
    """

    def __init__(self, pictures: Iterable[Path]) -> None:
        self._pictures = list(pictures)

    @cached_property
    def _files(self) -> set[str]:
        return {os.path.realpath(path) for path in self._pictures}

    def place_beside(
        self, wanted: Path, source: Path, existing: Existing, taken: Collection[Path]
    ) -> Path:
        """The first of the numbered places from ``wanted`` on for the result of ``source``.

        It is neither promised to another result (``taken``) nor another picture, which is a
        question only where files are replaced. That it would replace its own picture is said when
        it is its turn.
        """
        return next(
            path
            for path in numbers(wanted)
            if path not in taken
            and (existing is not Existing.REPLACE or not self._holds_other(path, source))
        )

    def _holds_other(self, path: Path, source: Path) -> bool:
        place = os.path.realpath(path)
        return place in self._files and place != os.path.realpath(source)
