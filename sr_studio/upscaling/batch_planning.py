"""What a batch will make: a name and a place for every result, decided before the work."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.inputs import Found
from sr_studio.imaging.reading import read_size, read_xmp
from sr_studio.imaging.xmp import properties_of
from sr_studio.upscaling.collisions import Originals
from sr_studio.upscaling.naming import (
    DEFAULT_TEMPLATE,
    facts_of,
    mirrored,
    needs_size,
    result_name,
)
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.queue_items import NewItem
from sr_studio.upscaling.request import UpscaleRequest, target_size


@dataclass(frozen=True)
class Place:
    """Where results go and what they are called.

    Attributes:
        folder: Where they go; None puts each beside its picture.
        file: The very file, for a single result.
        format: Name of a writable format.
        template: See :mod:`sr_studio.upscaling.naming`.
        mirror: Whether folders below a folder that was named are made again below ``folder``.
    """

    folder: Path | None = None
    file: Path | None = None
    format: str = "png"
    template: str = DEFAULT_TEMPLATE
    mirror: bool = False

    def folder_of(self, picture: Found) -> Path:
        """The folder the results of a picture go to."""
        if self.folder is None:
            return picture.path.parent
        root = picture.root if self.mirror else None
        return mirrored(picture.path, root, self.folder)


def plan_batch(
    pictures: Sequence[Found],
    requests: Sequence[tuple[UpscaleRequest, float]],
    place: Place,
    options: WriteOptions,
    *,
    taken: set[Path] | None = None,
    others: Iterable[Path] = (),
) -> list[NewItem]:
    """One item for each picture and request; never two to one place, the same on every call.

    No result replaces another picture of the batch, either: it gets a number.

    Args:
        pictures: The inputs.
        requests: What is wished of each, with the scale that will be made where no target says
            otherwise.
        place: Where results go.
        options: How they are written.
        taken: Places of results that were planned before; those of this call are added.
        others: Pictures that were planned before.

    Raises:
        StudioError: The template of names is not one.
    """
    taken = set() if taken is None else taken
    originals = Originals([*others, *(one.path for one in pictures)])
    items = []
    for picture in pictures:
        for request, scale in requests:
            wanted = place.file or place.folder_of(picture) / _name(picture, request, scale, place)
            output = originals.place_beside(wanted, picture.path, options.existing, taken)
            taken.add(output)
            items.append(NewItem(picture.path, output, request, options))
    return items


def without_results(pictures: Iterable[Found], place: Place) -> list[Found]:
    """The pictures without results of earlier times that lie in the folders with them.

    They would be enlarged again every time where results go beside their pictures, or into a folder
    below. Files that were named themselves are meant, whatever they are.
    """
    return [
        one
        for one in pictures
        if not (_lies_among_results(one, place) and properties_of(read_xmp(one.path)))
    ]


def _lies_among_results(picture: Found, place: Place) -> bool:
    """Whether results of the folder that was named go where this picture of it lies."""
    if picture.root is None:
        return False
    lies, root = _absolute(picture.path.parent), _absolute(picture.root)
    if place.folder is None or _absolute(place.folder_of(picture)) == lies:
        return True
    folder = _absolute(place.folder)
    return folder.is_relative_to(root) and folder != root and lies.is_relative_to(folder)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 (without the "..", unlike Path.absolute)


def _name(picture: Found, request: UpscaleRequest, scale: float, place: Place) -> str:
    size = (0, 0)
    if request.target is not None or needs_size(place.template):
        try:
            width, height = read_size(picture.path)
        except StudioError:  # which is said when it is its turn
            width, height = 1, 1
        scale = request.for_picture(width, height).scale or scale
        size = target_size(width, height, scale)
    folder = picture.path.absolute().parent.name
    facts = facts_of(picture.path.stem, request, scale, size, folder)
    return result_name(facts, FORMATS[place.format].suffixes[0], place.template)
