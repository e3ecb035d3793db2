"""What a folder of HR pictures gives a recipe, from the headers of its files alone. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.imaging.reading import read_size
from sr_studio.progress import CancelToken
from sr_studio.training.pictures import find_pictures
from sr_studio.training.recipes import Recipe

_NONE: tuple[str, ...] = ()


@dataclass(frozen=True)
class FolderSizes:
    """The picture files of a folder.

    Attributes:
        sides: Name -> its shorter side in pixels.
        broken: Name -> why it cannot be read.
    """

    sides: dict[str, int] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FolderCheck:
    """What a recipe can do with a folder.

    Attributes:
        usable: Number of pictures it can train on or validate with.
        too_small: Names of those smaller than a crop.
        broken: Name -> why it cannot be read.
        held_out: How many of the usable ones are kept back for validation.
        problem: Why the folder does not do for the recipe, a sentence; empty where it does.
        changes: Settings ``key=value``, each of which would make it do.
    """

    usable: int
    too_small: tuple[str, ...]
    broken: dict[str, str]
    held_out: int
    problem: str = ""
    changes: tuple[str, ...] = ()


def read_folder(folder: Path, token: CancelToken | None = None) -> FolderSizes:
    """Read the headers of all pictures of a folder.

    Raises:
        StudioError: The folder is missing or holds no picture.
        Cancelled: Somebody asked to stop.
    """
    found = FolderSizes()
    for path in find_pictures(folder, token):
        if token is not None:
            token.check()
        name = path.relative_to(folder).as_posix()
        try:
            found.sides[name] = min(read_size(path))
        except StudioError as error:
            found.broken[name] = error.what
    return found


def held_out_count(pictures: int, wanted: int) -> int:
    """How many of so many pictures are kept back: as many as wanted, a quarter at most, never 0."""
    return max(1, min(wanted, pictures // 4))


def check_folder(
    sizes: FolderSizes, recipe: Recipe, *, own_validation: bool = False
) -> FolderCheck:
    """What a recipe can do with the pictures of a folder.

    Args:
        sizes: The folder's.
        recipe: What to train.
        own_validation: Whether another folder is validated on, and none is kept back here.
    """
    data = recipe.data
    usable = [side for side in sizes.sides.values() if side >= data.crop]
    too_small = tuple(name for name, side in sizes.sides.items() if side < data.crop)
    held_out = 0 if own_validation else held_out_count(len(sizes.sides), recipe.validation.held_out)
    left = len(usable) - held_out
    problem, changes = "", _NONE
    if not sizes.sides:
        problem = "None of the files can be read as a picture."
    elif left < 1:
        problem = f"Too few pictures are as large as a crop of {data.crop} pixels."
        changes = _smaller_crop(list(sizes.sides.values()), recipe)
    elif data.distinct and left < data.batch:
        problem = f"{left} pictures cannot fill a batch of {data.batch} crops, each from another."
        changes = (f"data.batch={_smaller_batch(left, recipe.accumulate)}", "data.distinct=false")
    return FolderCheck(len(usable), too_small, dict(sizes.broken), held_out, problem, changes)


def _smaller_batch(pictures: int, accumulate: int) -> int:
    return max(accumulate, pictures - pictures % accumulate)


def _smaller_crop(sides: Sequence[int], recipe: Recipe) -> tuple[str, ...]:
    """The largest crop that fits nine of ten pictures; nothing where that is no crop any more."""
    side = sorted(sides)[len(sides) // 10]
    crop = side - side % recipe.data.scale
    return (f"data.crop={crop}",) if crop >= max(16, 2 * recipe.data.scale) else ()
