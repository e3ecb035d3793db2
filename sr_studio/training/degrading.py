"""A folder of pictures damaged as a recipe says: test sets whose LR is always the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import is_there, made_folder, replacing
from sr_studio.imaging.degrade import crop_to_multiple
from sr_studio.imaging.errors import PictureError
from sr_studio.training.lr_synthesis import make_lr
from sr_studio.training.pictures import Pixels, find_pictures, read_training_picture
from sr_studio.training.recipes import Recipe

#: The text of a PNG that says which program made it, and ours.
_MADE_BY, _US = "Software", "sr-studio degrade"


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
            damaged again the next time), it holds a file of such a name that was not made here
            (nothing is written then), or it cannot be written to.
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
    places = [path.relative_to(source) for path in paths]
    for place in places:
        _refuse_foreign(target / place.with_suffix(".png"))
    outcome = DegradedFolder()
    made: dict[Path, Path] = {}
    for number, (path, place) in enumerate(zip(paths, places, strict=True), 1):
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


def _refuse_foreign(file: Path) -> None:
    """Raises StudioError if something lies there that was not made here: LR photographs of a
    paired set have the same names."""
    if is_there(file) and not _is_ours(file):
        raise StudioError(
            "this file was not made by `sr-studio degrade` and would be written over",
            where=file,
            remedy="Name another folder with -o, or move away what lies there.",
        )


def _is_ours(file: Path) -> bool:
    from PIL import Image

    try:
        with Image.open(file) as picture:
            return picture.info.get(_MADE_BY) == _US
    except (OSError, ValueError, Image.DecompressionBombError):
        return False


def _written(lr: Pixels, path: Path) -> Path:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text(_MADE_BY, _US)
    made_folder(path.parent)
    with replacing(path) as beside:
        Image.fromarray(lr).save(beside, pnginfo=told)
    return path
