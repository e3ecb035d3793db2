"""Cutting a picture into tiles with enough context that no seam can arise."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class TileRule:
    """What a network asks of its tiles.

    Attributes:
        scale: Enlargement per side.
        margin: LR pixels of context on each side with which a tile gives the very pixels of the
            whole picture; None where the network looks at the whole picture and cannot be tiled.
        alignment: Tiles start at multiples of this many LR pixels.
        border: LR pixels by which the picture's own edge is repeated around it: what networks do
            at an edge (they pad with black) is then done outside of the picture.
        smallest: Pictures with a smaller side are repeated further, up to this side.
    """

    scale: int
    margin: int | None
    alignment: int = 1
    border: int = 0
    smallest: int = 1

    def around(self, length: int) -> int:
        """LR pixels repeated on either end of a side of this length."""
        return _aligned(max(self.border, -(-(self.smallest - length) // 2)), self.alignment)


@dataclass(frozen=True)
class Tile:
    """One tile: the inner part that is kept, and the part that is read, in LR pixels.

    Rows ``top:bottom`` and columns ``left:right`` of the picture are kept; ``read_*`` is the same
    with the margin around it, at the picture's edges with the rule's border instead: there it lies
    outside of the picture, where the edge is repeated.
    """

    top: int
    bottom: int
    left: int
    right: int
    read_top: int
    read_bottom: int
    read_left: int
    read_right: int

    @property
    def kept(self) -> int:
        """LR pixels this tile contributes."""
        return (self.bottom - self.top) * (self.right - self.left)

    @property
    def read(self) -> int:
        """LR pixels the network sees."""
        return (self.read_bottom - self.read_top) * (self.read_right - self.read_left)

    def part_of(self, pixels: np.ndarray) -> np.ndarray:
        """What is read of an H×W×C picture."""
        height, width = pixels.shape[:2]
        rows = slice(max(0, self.read_top), min(height, self.read_bottom))
        columns = slice(max(0, self.read_left), min(width, self.read_right))
        beyond = (
            (rows.start - self.read_top, self.read_bottom - rows.stop),
            (columns.start - self.read_left, self.read_right - columns.stop),
            (0, 0),
        )
        part = pixels[rows, columns]
        return np.pad(part, beyond, mode="edge") if any(map(any, beyond)) else part

    def inner(self, scale: int) -> tuple[slice, slice]:
        """Rows and columns of the enlarged tile that are kept."""
        return (
            slice((self.top - self.read_top) * scale, (self.bottom - self.read_top) * scale),
            slice((self.left - self.read_left) * scale, (self.right - self.read_left) * scale),
        )


def plan(height: int, width: int, side: int, rule: TileRule) -> list[Tile]:
    """Cover a picture with tiles whose inner parts measure at most ``side``, rows first.

    Tiles of a row and of a column are of nearly the same size, so that no sliver pays for a margin
    of its own. A picture that a single tile can read whole is not cut at all.

    Raises:
        ValueError: The picture has to be cut and the rule does not allow it.
    """
    if rule.margin is None:
        if max(height, width) > side:
            raise ValueError("a network that looks at the whole picture cannot be tiled")
        return [_whole(height, width, rule)]
    reach = side + 2 * rule.margin
    if height <= reach and width <= reach:
        return [_whole(height, width, rule)]
    rows = list(_spans(height, side, rule))
    columns = list(_spans(width, side, rule))
    return [
        Tile(top, bottom, left, right, read_top, read_bottom, read_left, read_right)
        for top, bottom, read_top, read_bottom in rows
        for left, right, read_left, read_right in columns
    ]


def _whole(height: int, width: int, rule: TileRule) -> Tile:
    down, right = rule.around(height), rule.around(width)
    return Tile(0, height, 0, width, -down, height + down, -right, width + right)


def _spans(length: int, side: int, rule: TileRule) -> Iterator[tuple[int, int, int, int]]:
    assert rule.margin is not None
    step = _aligned(math.ceil(length / math.ceil(length / side)), rule.alignment)
    margin = _aligned(rule.margin, rule.alignment)
    around = rule.around(length)
    for start in range(0, length, step):
        end = min(length, start + step)
        yield start, end, max(-around, start - margin), min(length + around, end + margin)


def _aligned(value: int, alignment: int) -> int:
    return math.ceil(value / alignment) * alignment
