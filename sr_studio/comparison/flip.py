"""Versions in turn on one spot as an animated picture: WebP, APNG or GIF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from sr_studio import files
from sr_studio.comparison.lettering import write_on
from sr_studio.comparison.parts import Box, NamedPicture, largest_size, part
from sr_studio.errors import StudioError

#: Suffix of the file → format of Pillow.
FORMATS = {".webp": "WEBP", ".png": "PNG", ".apng": "PNG", ".gif": "GIF"}
_BAR = 26


def write_flip(
    pictures: Sequence[NamedPicture],
    path: Path,
    *,
    box: Box | None = None,
    milliseconds: int = 700,
    longest: int = 1600,
    squares: bool = True,
) -> None:
    """Write an animation that shows each version for a while, for ever.

    Args:
        pictures: At least two versions, in their order.
        path: By its suffix a WebP (lossless), an APNG or a GIF (256 colours a frame).
        box: Which part of the scene; all of it if None.
        milliseconds: How long each version stays.
        longest: Longer side of the animation in pixels at most; smaller parts are enlarged by a
            whole number up to it at most threefold.
        squares: Whether enlarged pixels are squares.

    Raises:
        StudioError: There are fewer than two versions, the suffix is none of the three, or the
            file cannot be written.
    """
    if len(pictures) < 2:
        raise StudioError("a flip needs two versions", remedy="Add a version first.")
    form = FORMATS.get(path.suffix.lower())
    if form is None:
        raise StudioError(
            f"an animation cannot be written as {path.suffix or 'a file without a suffix'}",
            where=path,
            remedy="Choose .webp, .png or .gif.",
        )
    scene = largest_size(pictures)
    place = (box or Box()).within()
    size = _size(place, scene, longest)
    frames = [_frame(picture, place, size, squares) for picture in pictures]
    options: dict[str, object] = {"lossless": True} if form == "WEBP" else {}
    if form == "GIF":
        # The other methods lose the few light pixels of the words among those of a dark picture.
        frames = [frame.quantize(256, Image.Quantize.FASTOCTREE) for frame in frames]
        options["disposal"] = 2
    with files.replacing(path) as beside:
        frames[0].save(
            beside,
            form,
            save_all=True,
            append_images=frames[1:],
            duration=milliseconds,
            loop=0,
            **options,
        )


def _size(box: Box, scene: tuple[int, int], longest: int) -> tuple[int, int]:
    left, top, right, bottom = box.pixels(scene)
    width, height = right - left, bottom - top
    if max(width, height) > longest:
        shrink = longest / max(width, height)
        return max(1, round(width * shrink)), max(1, round(height * shrink))
    factor = min(3, longest // max(width, height))
    return width * factor, height * factor


def _frame(
    picture: NamedPicture,
    box: Box,
    size: tuple[int, int],
    squares: bool,
) -> Image.Image:
    sheet = Image.new("RGB", (size[0], size[1] + _BAR), (32, 32, 32))
    sheet.paste(Image.fromarray(part(picture, box, size, squares=squares)), (0, 0))
    line = f"{picture.name}   {picture.caption}".strip()
    write_on(
        sheet, line, (8, size[1] + 4), _BAR - 8, colour=(240, 240, 240), room=max(1, size[0] - 16)
    )
    return sheet
