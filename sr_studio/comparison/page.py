"""The comparison as one HTML file with a slider: everything inside, nothing fetched."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from sr_studio import files
from sr_studio.comparison.parts import Box, NamedPicture, largest_size, part
from sr_studio.errors import StudioError
from sr_studio.paths import resources_dir

#: A page that every browser opens at once; larger comparisons are reduced to it.
LONGEST = 4096


def write_page(
    pictures: Sequence[NamedPicture],
    path: Path,
    *,
    title: str,
    box: Box | None = None,
    before: int = 0,
    after: int = -1,
    words: dict[str, str] | None = None,
) -> None:
    """Write a page on which a line is drawn between any two of the versions.

    Args:
        pictures: At least two versions.
        path: The HTML file to write.
        title: Of the page.
        box: Which part of the scene; all of it if None.
        before: Index of the version at the left of the line at first.
        after: Index of the version at its right.
        words: Labels in the person's language, for the keys of :data:`WORDS`.

    Raises:
        StudioError: There are fewer than two versions, or the file cannot be written.
    """
    if len(pictures) < 2:
        raise StudioError("a page with a slider needs two versions", remedy="Add a version first.")
    scene = largest_size(pictures)
    place = (box or Box()).within()
    left, top, right, bottom = place.pixels(scene)
    shrink = min(1.0, LONGEST / max(right - left, bottom - top))
    size = max(1, round((right - left) * shrink)), max(1, round((bottom - top) * shrink))
    versions = [
        {
            "name": picture.name,
            "caption": picture.caption,
            "size": f"{picture.size[0]} × {picture.size[1]}",
            "data": _embedded(part(picture, place, size, squares=True)),
        }
        for picture in pictures
    ]
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(
        loader=FileSystemLoader(resources_dir() / "comparison"), autoescape=True
    )
    text = environment.get_template("page.html.j2").render(
        title=title,
        versions=versions,
        width=size[0],
        height=size[1],
        before=before % len(pictures),
        after=after % len(pictures),
        words=WORDS | (words or {}),
    )
    files.write_text(path, text)


#: The labels of the page.
WORDS = {
    "left": "Left",
    "right": "Right",
    "line": "Where the line stands",
    "zoom": "Zoom",
    "fit": "Fit",
    "keys": "Drag the line, or use the arrow keys on the slider.",
}


def _embedded(pixels: object) -> str:
    """A picture as a data address, lossless."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", optimize=False, compress_level=6)  # type: ignore[arg-type]
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
