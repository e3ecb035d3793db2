"""A comparison kept in a file: which versions, how they lie, what was looked at and how.

A session is a JSON file. Pictures stay where they are; those that have no file of their own are
written as PNG into a folder beside the session, where no file is ever replaced. Paths inside are
relative to the session where they can be, so that a folder may be moved or sent as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, ValidationError

from sr_studio import files
from sr_studio.comparison.differences import Manner
from sr_studio.errors import StudioError

SUFFIX = ".srcompare"
VERSION = 2


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class VersionEntry(_Part):
    """One version: where its picture is and how it lies, in pixels of the session's scene."""

    name: str
    path: str
    dx: float = 0.0
    dy: float = 0.0
    angle: float = 0.0


class Region(_Part):
    """A marked region, normalised 0..1 over the scene."""

    left: float = Field(ge=0, le=1)
    top: float = Field(ge=0, le=1)
    right: float = Field(ge=0, le=1)
    bottom: float = Field(ge=0, le=1)


class Look(_Part):
    """What was on screen."""

    mode: str = "side_by_side"
    before: int = Field(0, ge=0)
    after: int = Field(0, ge=0)
    fitted: bool = True
    x: float = 0.5
    y: float = 0.5
    zoom: float = Field(1.0, gt=0)
    split_x: float = Field(0.5, ge=0, le=1)
    split_y: float = Field(0.5, ge=0, le=1)
    split_angle: float = 90.0
    quartered: bool = False
    manner: Manner = Manner.ABSOLUTE
    doublings: int = Field(2, ge=0)
    tolerance: int = Field(0, ge=0, le=255)
    region: Region | None = None


class Session(_Part):
    """A whole comparison.

    Attributes:
        scene: Width and height in pixels of what shifts and the zoom are told in. None in sessions
            of version 1, where they are those of the largest picture.
    """

    version: int = VERSION
    scene: tuple[PositiveFloat, PositiveFloat] | None = None
    versions: tuple[VersionEntry, ...]
    look: Look = Look()


def write_session(path: Path, session: Session) -> None:
    """Write a session in one piece; absolute paths below its folder become relative.

    Raises:
        StudioError: The file cannot be written.
    """
    folder = path.resolve().parent
    entries = [
        entry.model_copy(update={"path": _relative(Path(entry.path), folder)})
        for entry in session.versions
    ]
    kept = session.model_copy(update={"versions": tuple(entries)})
    files.write_text(path, json.dumps(kept.model_dump(mode="json"), indent=1) + "\n")


def read_session(path: Path) -> Session:
    """Read a session; its paths come back absolute.

    Raises:
        StudioError: The file is missing, is no session, or comes from a newer program.
    """
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StudioError(f"the comparison cannot be opened ({error.strerror})", where=path) from (
            error
        )
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise StudioError(
            "the file is no comparison of this program",
            where=path,
            remedy=f"Choose a file that ends in {SUFFIX}.",
        ) from error
    number = found.get("version") if isinstance(found, dict) else None
    if isinstance(number, int) and number > VERSION:
        raise StudioError(
            "the comparison was saved by a newer version of this program",
            where=path,
            remedy="Update the program.",
        )
    try:
        session = Session.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or "the file"
        raise StudioError(
            f"the comparison is damaged at {place}: {first['msg']}",
            where=path,
            remedy="Save it once more from the window.",
        ) from error
    folder = path.resolve().parent
    entries = [
        entry.model_copy(update={"path": str(folder / entry.path)}) for entry in session.versions
    ]
    return session.model_copy(update={"versions": tuple(entries)})


def left_of(session: Session, kept: Sequence[int]) -> Session:
    """A session of those versions alone whose pictures are still there.

    What was looked at, and what it was compared with, stay so; in place of one that is gone stands
    another than the one that is left.

    Args:
        session: With all its versions.
        kept: Indices of those that are there, ascending.
    """
    if not kept:
        return session.model_copy(update={"versions": ()})
    before, after = session.look.before, session.look.after
    if after not in kept:
        after = next((index for index in reversed(kept) if index != before), kept[-1])
    if before not in kept:
        before = next((index for index in kept if index != after), kept[0])
    chosen = {"before": kept.index(before), "after": kept.index(after)}
    return session.model_copy(
        update={
            "versions": tuple(session.versions[index] for index in kept),
            "look": session.look.model_copy(update=chosen),
        }
    )


def pictures_folder(path: Path) -> Path:
    """Where pictures without a file of their own are kept, beside the session."""
    return path.with_name(f"{path.stem} pictures")


def _relative(path: Path, folder: Path) -> str:
    try:
        return path.resolve().relative_to(folder).as_posix()
    except ValueError:
        return str(path.resolve())
