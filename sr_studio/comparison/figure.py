"""The comparison as papers print it: the picture with a marked box, and the box magnified.

At the left the whole picture with the marked boxes in colour; at the right, for each version, each
box enlarged by a whole number, with the version's name and scores beneath.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from sr_studio.comparison.lettering import write_on
from sr_studio.comparison.parts import Box, NamedPicture, largest_size, part
from sr_studio.errors import StudioError

#: Of the frames around boxes, in turn; told apart with any colour vision.
FRAMES = ((220, 50, 32), (0, 90, 181), (230, 160, 0), (0, 130, 90))
MOST_BOXES = len(FRAMES)
#: Thickness of a frame in pixels; it lies in the gap between the parts.
_FRAME = 3


@dataclass(frozen=True)
class FigureStyle:
    """Sizes of a figure in pixels.

    Attributes:
        crop: Longer side of a magnified box.
        gap: Between the parts.
        letters: Height of a line of text.
        columns: Versions beside each other; None chooses.
        squares: Show pixels as squares; otherwise bicubic.
    """

    crop: int = 480
    gap: int = 8
    letters: int = 18
    columns: int | None = None
    squares: bool = True


def figure(
    pictures: Sequence[NamedPicture],
    boxes: Sequence[Box],
    *,
    overview: int = 0,
    style: FigureStyle | None = None,
) -> Image.Image:
    """Draw the figure.

    Args:
        pictures: The versions, in the order they are printed.
        boxes: What is magnified, one to four boxes of the scene.
        overview: Index of the version that is printed whole.
        style: Sizes.

    Raises:
        StudioError: There is no version, no box, or more boxes than colours.
    """
    if not pictures:
        raise StudioError("there is no version to print", remedy="Open a picture first.")
    if not 1 <= len(boxes) <= MOST_BOXES:
        raise StudioError(
            f"a figure has 1 to {MOST_BOXES} marked boxes, not {len(boxes)}",
            remedy="Mark a region first.",
        )
    look = FigureStyle() if style is None else style
    scene = largest_size(pictures)
    places = [box.within() for box in boxes]
    sizes = [_crop_size(box, scene, look.crop) for box in places]
    cell = max(size[0] for size in sizes), sum(size[1] for size in sizes)
    cell_height = cell[1] + look.gap * (len(sizes) - 1) + 2 * look.letters + 6
    columns = look.columns or max(1, math.ceil(math.sqrt(len(pictures))))
    rows = math.ceil(len(pictures) / columns)
    grid = (
        columns * (cell[0] + look.gap) - look.gap,
        rows * (cell_height + look.gap) - look.gap,
    )
    # Beside a flat box, which makes a flat grid, the whole picture is still to be seen.
    whole_height = max(grid[1] - 2 * look.letters - 6, look.crop // 2)
    whole = max(1, round(whole_height * scene[0] / scene[1])), whole_height
    if whole[0] > 2 * grid[0] + 400:  # a panorama would leave the boxes no room
        whole = 2 * grid[0] + 400, round((2 * grid[0] + 400) * scene[1] / scene[0])
    margin = look.gap
    height = max(grid[1], whole[1] + 2 * look.letters + 6)
    sheet = Image.new(
        "RGB", (whole[0] + grid[0] + look.gap + 2 * margin, height + 2 * margin), "white"
    )
    _overview(sheet, pictures[overview], places, (margin, margin), whole, look)
    for index, picture in enumerate(pictures):
        left = margin + whole[0] + look.gap + index % columns * (cell[0] + look.gap)
        top = margin + index // columns * (cell_height + look.gap)
        _cell(sheet, picture, places, sizes, (left, top), cell, look)
    return sheet


def _overview(
    sheet: Image.Image,
    picture: NamedPicture,
    boxes: Sequence[Box],
    at: tuple[int, int],
    size: tuple[int, int],
    look: FigureStyle,
) -> None:
    shown = part(picture, Box(), size, squares=look.squares)
    sheet.paste(Image.fromarray(shown), at)
    for colour, box in zip(FRAMES, boxes, strict=False):
        _frame(
            sheet,
            (
                at[0] + round(box.left * size[0]),
                at[1] + round(box.top * size[1]),
                at[0] + round(box.right * size[0]) - 1,
                at[1] + round(box.bottom * size[1]) - 1,
            ),
            colour,
        )
    middle = at[0] + size[0] // 2, at[1] + size[1] + 4
    write_on(sheet, picture.name, middle, look.letters, room=size[0], centred=True)


def _cell(
    sheet: Image.Image,
    picture: NamedPicture,
    boxes: Sequence[Box],
    sizes: Sequence[tuple[int, int]],
    at: tuple[int, int],
    cell: tuple[int, int],
    look: FigureStyle,
) -> None:
    left, top = at
    for colour, box, size in zip(FRAMES, boxes, sizes, strict=False):
        crop = part(picture, box, size, squares=look.squares)
        sheet.paste(Image.fromarray(crop), (left, top))
        _frame(sheet, (left, top, left + size[0] - 1, top + size[1] - 1), colour)
        top += size[1] + look.gap
    middle, top = left + cell[0] // 2, top - look.gap + 4
    write_on(sheet, picture.name, (middle, top), look.letters, room=cell[0], centred=True)
    write_on(
        sheet,
        picture.caption,
        (middle, top + look.letters),
        look.letters,
        colour=(90, 90, 90),
        room=cell[0],
        centred=True,
    )


def _crop_size(box: Box, scene: tuple[int, int], longest: int) -> tuple[int, int]:
    """The box enlarged by the largest whole number that leaves it within ``longest``."""
    left, top, right, bottom = box.pixels(scene)
    width, height = right - left, bottom - top
    factor = longest // max(width, height)
    if factor >= 1:
        return width * factor, height * factor
    shrink = longest / max(width, height)
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _frame(
    sheet: Image.Image, corners: tuple[int, int, int, int], colour: tuple[int, int, int]
) -> None:
    """Around the corners, whose pixels stay to be seen."""
    left, top, right, bottom = corners
    around = left - _FRAME, top - _FRAME, right + _FRAME, bottom + _FRAME
    ImageDraw.Draw(sheet).rectangle(around, outline=colour, width=_FRAME)
