"""The same part of every version at the same size, whatever the versions' own sizes are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sr_studio.comparison.registration import Registration

Bytes = NDArray[np.uint8]


@dataclass(frozen=True)
class NamedPicture:
    """One version as it leaves the window.

    Attributes:
        name: What it is called.
        pixels: H×W×3 or H×W×4, uint8, sRGB.
        registration: How it lies on the scene.
        caption: One line more, such as its scores.
    """

    name: str
    pixels: Bytes
    registration: Registration = field(default_factory=Registration)
    caption: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.pixels.shape[1], self.pixels.shape[0]


@dataclass(frozen=True)
class Box:
    """A rectangle of the scene in normalised coordinates, 0..1."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    def within(self) -> Box:
        """The part of the box that lies on the scene, a whole box if none does."""
        kept = Box(
            min(max(self.left, 0.0), 1.0),
            min(max(self.top, 0.0), 1.0),
            min(max(self.right, 0.0), 1.0),
            min(max(self.bottom, 0.0), 1.0),
        )
        return kept if kept.right > kept.left and kept.bottom > kept.top else Box()

    def pixels(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in whole pixels of a picture, at least one each way."""
        width, height = size
        # The small steps keep 0.1 * 30 at 3 whatever the last bit of the product.
        left = min(math.floor(self.left * width + 1e-6), width - 1)
        top = min(math.floor(self.top * height + 1e-6), height - 1)
        right = max(left + 1, math.ceil(self.right * width - 1e-6))
        bottom = max(top + 1, math.ceil(self.bottom * height - 1e-6))
        return left, top, min(right, width), min(bottom, height)


def largest_size(pictures: Sequence[NamedPicture]) -> tuple[int, int]:
    """Width and height of the version with the most pixels: the size of the scene."""
    return max((picture.size for picture in pictures), key=lambda size: size[0] * size[1])


def part(
    picture: NamedPicture,
    box: Box,
    size: tuple[int, int],
    *,
    squares: bool = False,
) -> Bytes:
    """What a version shows in a box of the scene.

    Args:
        picture: The version.
        box: Which part of the scene.
        size: Width and height of the result.
        squares: Enlarge pixels to squares; otherwise bicubic. Reductions are always averaged.

    Returns:
        H×W×3, uint8; transparent places lie on white.
    """
    pixels, place = _upright(picture, box)
    width, height = picture.size
    bounds = (
        place.left * width,
        place.top * height,
        place.right * width,
        place.bottom * height,
    )
    enlarges = size[0] >= bounds[2] - bounds[0]
    way = Image.Resampling.NEAREST if squares and enlarges else Image.Resampling.BICUBIC
    image = Image.fromarray(pixels)
    inside = (
        max(0.0, bounds[0]),
        max(0.0, bounds[1]),
        min(float(width), bounds[2]),
        min(float(height), bounds[3]),
    )
    if inside == bounds:
        return on_white(np.asarray(image.resize(size, way, box=bounds)))
    return _with_margin(image, bounds, inside, size, way)


def on_white(pixels: Bytes) -> Bytes:
    """H×W×3 of H×W×1..4: grey repeated, transparency on white."""
    array = pixels[:, :, None] if pixels.ndim == 2 else pixels
    channels = array.shape[2]
    colour = array if channels in (1, 3) else array[:, :, :-1]
    if colour.shape[2] == 1:
        colour = np.repeat(colour, 3, axis=2)
    if channels in (1, 3):
        return np.ascontiguousarray(colour)
    alpha = array[:, :, -1:].astype(np.uint16)
    return ((colour * alpha + 255 * (255 - alpha) + 127) // 255).astype(np.uint8)


def _upright(picture: NamedPicture, box: Box) -> tuple[Bytes, Box]:
    """The version's pixels turned as it lies on the scene, and the box on them."""
    moved = picture.registration
    pixels = picture.pixels
    if pixels.ndim == 2 or pixels.shape[2] in (1, 2):
        pixels = on_white(pixels)
    if moved.angle:
        turned = Image.fromarray(pixels).rotate(
            -moved.angle, Image.Resampling.BICUBIC, fillcolor=(0,) * pixels.shape[2]
        )
        pixels = np.asarray(turned)
    right, down = moved.right, moved.down
    return pixels, Box(box.left - right, box.top - down, box.right - right, box.bottom - down)


def _with_margin(
    image: Image.Image,
    bounds: tuple[float, float, float, float],
    inside: tuple[float, float, float, float],
    size: tuple[int, int],
    way: Image.Resampling,
) -> Bytes:
    """A part that goes beyond the version: what lies outside is grey."""
    sheet = Image.new("RGB", size, (119, 119, 119))
    if inside[2] > inside[0] and inside[3] > inside[1]:
        across = size[0] / (bounds[2] - bounds[0])
        down = size[1] / (bounds[3] - bounds[1])
        left, top = round((inside[0] - bounds[0]) * across), round((inside[1] - bounds[1]) * down)
        room = (
            max(1, round((inside[2] - inside[0]) * across)),
            max(1, round((inside[3] - inside[1]) * down)),
        )
        shown = on_white(np.asarray(image.resize(room, way, box=inside)))
        sheet.paste(Image.fromarray(shown), (left, top))
    return np.asarray(sheet)
