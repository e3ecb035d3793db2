"""Words on pictures that leave the program, in whatever script the system has fonts for."""

from __future__ import annotations

import html

import numpy as np
import pyvips
from numpy.typing import NDArray
from PIL import Image

from sr_studio.imaging.vips import to_array


def lettering(text: str, height: int, *, bold: bool = False) -> NDArray[np.uint8]:
    """A line of text as the coverage of its pixels, H×W, 0..255, about ``height`` high."""
    if not text.strip():
        return np.zeros((height, 1), np.uint8)
    words = html.escape(" ".join(text.split()), quote=False)
    drawn = pyvips.Image.text(
        f"<b>{words}</b>" if bold else words, font=f"sans {max(4, round(height * 0.72))}", dpi=72
    )
    plane = to_array(drawn)
    return np.asarray(plane.reshape(plane.shape[:2]), np.uint8)


def write_on(
    sheet: Image.Image,
    text: str,
    at: tuple[int, int],
    height: int,
    *,
    colour: tuple[int, int, int] = (20, 20, 20),
    room: int | None = None,
    centred: bool = False,
    bold: bool = False,
) -> int:
    """Write a line on a picture, smaller where it is longer than its room.

    Args:
        sheet: What is written on.
        text: The line.
        at: Left (or middle, if ``centred``) and top of the line.
        height: Of a line in pixels.
        colour: Of the letters.
        room: Width there is; None for as much as it takes.
        centred: Whether ``at`` is the middle.
        bold: Heavier letters.

    Returns:
        The width that was taken, in pixels.
    """
    cover = Image.fromarray(lettering(text, height, bold=bold))
    if room is not None and cover.width > room > 0:
        smaller = max(1, round(cover.height * room / cover.width))
        cover = cover.resize((room, smaller), Image.Resampling.LANCZOS)
    left = at[0] - cover.width // 2 if centred else at[0]
    top = at[1] + max(0, (height - cover.height) // 2)
    sheet.paste(colour, (left, top, left + cover.width, top + cover.height), cover)
    return cover.width
