"""A folder of pictures damaged as a recipe says: test sets whose LR is always the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import made_folder, replacing
from sr_studio.imaging.degrade import crop_to_multiple
from sr_studio.imaging.errors import PictureError
from sr_studio.training.lr_synthesis import make_lr
from sr_studio.training.pictures import Pixels, find_pictures, read_training_picture
from sr_studio.training.recipes import Recipe


@dataclass
class DegradedFolder:
    """What became of a folder.

    Attributes:
        written: The LR files.
        failed: Picture -> why it has none.
    """

    written: list[Path] = field(default_factory=list)
    failed: dict[Path, str] = field(default_factory=dict)


def degrade_folder(
    source: Path,
    target: Path,
    recipe: Recipe,
    *,
    seed: int = 1,
    on_progress: Callable[[int, int], None] = lambda done, of: None,
) -> DegradedFolder:
    """Write the LR of each picture under ``source`` as PNG, by its place and name, to ``target``.

    A picture's damage depends on the seed and its place below ``source``, not on its neighbours.
    Of two that differ in their suffix alone, the second has none.

    Raises:
        StudioError: There is no picture, ``target`` is ``source`` or lies below it (they would be
            damaged again the next time), or it cannot be written to.
    """
    paths = find_pictures(source)
    if target.resolve().is_relative_to(source.resolve()):
        raise StudioError(
            "the LR pictures would lie among their originals",
            where=target,
            remedy="Name another folder with -o.",
        )
    if recipe.data.lr == "paired":
        raise StudioError(
            "this recipe's LR pictures are there already",
            where="data.lr",
            remedy="Name a recipe that makes them.",
        )
    outcome = DegradedFolder()
    made: dict[Path, Path] = {}
    for number, path in enumerate(paths, 1):
        place = path.relative_to(source)
        file = target / place.with_suffix(".png")
        if file in made:
            outcome.failed[path] = f"its LR picture would be that of {made[file].name}, {file.name}"
            continue
        made[file] = path
        try:
            pixels, _ = read_training_picture(path)
            hr = crop_to_multiple(pixels, recipe.data.scale)
        except (PictureError, ValueError) as error:
            outcome.failed[path] = error.what if isinstance(error, PictureError) else str(error)
            continue
        lr = make_lr(hr, recipe.data, seed, "folder", place.with_suffix("").as_posix())
        outcome.written.append(_written(lr, file))
        on_progress(number, len(paths))
    return outcome


def _written(lr: Pixels, path: Path) -> Path:
    from PIL import Image

    made_folder(path.parent)
    with replacing(path) as beside:
        Image.fromarray(lr).save(beside)
    return path
