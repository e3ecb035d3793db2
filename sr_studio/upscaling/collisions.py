"""What happens when a result's file is already there."""

from __future__ import annotations

from collections.abc import Collection
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
