"""Paired folders: the LR picture of each HR picture, found by its name and checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.training.picture_cache import PictureCache, open_cache
from sr_studio.training.pictures import Pixels, find_pictures


@dataclass(frozen=True)
class PairedLr:
    """LR pictures by their HR pictures.

    Attributes:
        cache: The decoded LR pictures.
        places: HR file -> which picture of the cache is its LR.
        misfits: HR file -> why it has no LR that can be used.
    """

    cache: PictureCache
    places: dict[Path, int]
    misfits: dict[Path, str]

    def of(self, path: Path) -> Pixels:
        """The LR picture of an HR file."""
        return self.cache.hr[self.places[path]]


def pair_up(hr: PictureCache, hr_folder: Path, lr_folder: Path, scale: int) -> PairedLr:
    """Find the LR picture of each HR picture.

    It has the same place and name below its folder, whatever the suffix; DIV2K's ``0001x4`` beside
    ``0001`` is taken too. Its sides are those of HR divided by the scale, rounded down.

    Raises:
        StudioError: The folder of LR is missing, or none of its pictures fits.
    """
    found = find_pictures(lr_folder)
    cache = open_cache(found)
    by_name = {_name(path, lr_folder): number for number, path in enumerate(cache.paths)}
    broken = {_name(path, lr_folder): reason for path, reason in cache.broken.items()}
    places: dict[Path, int] = {}
    misfits: dict[Path, str] = {}
    for number, path in enumerate(hr.paths):
        name = _name(path, hr_folder)
        names = (name, f"{name}x{scale}")
        place = next((by_name[n] for n in names if n in by_name), None)
        height, width = (side // scale for side in hr.hr.sizes[number])
        if place is None:
            why = next((broken[n] for n in names if n in broken), "")
            misfits[path] = f"its LR cannot be read ({why})" if why else "it has no LR of its name"
        elif cache.hr.sizes[place] != (height, width):
            lr_height, lr_width = cache.hr.sizes[place]
            misfits[path] = f"its LR has {lr_width}×{lr_height} pixels, not {width}×{height}"
        else:
            places[path] = place
    if not places:
        raise StudioError(
            f"no LR picture fits an HR picture ({next(iter(misfits.values()), 'there is no HR')})",
            where=lr_folder,
            remedy="LR pictures have the names of their HR pictures and their sides divided by "
            f"data.scale, {scale}.",
        )
    return PairedLr(cache, places, misfits)


def _name(path: Path, folder: Path) -> str:
    inside: Sequence[str] = path.relative_to(folder).with_suffix("").parts
    return "/".join(inside)
