"""One pass of a network over a picture, tile by tile, with every seam looked at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sr_studio.progress import CancelToken
from sr_studio.upscaling.checks import check_finite, check_shape
from sr_studio.upscaling.tiles import Tile, TileRule, plan

Run = Callable[[np.ndarray], np.ndarray]
Finish = Callable[[np.ndarray, np.ndarray], np.ndarray]
OnTile = Callable[[Tile, np.ndarray], None]

#: Neighbours may differ by this much where they meet, at most and on average, in fp32 and in half
#: precision. There a pixel of each may be rounded two levels off; a seam would be off all along.
_SEAM = {"fp32": (1 / 255, 1 / 255)}
_SEAM_HALF = (4 / 255, 0.5 / 255)


class SeamError(Exception):
    """Two tiles do not agree where they meet: the margin is too small for this picture."""


def enlarge(
    pixels: np.ndarray,
    run: Run,
    rule: TileRule,
    side: int,
    *,
    precision: str = "fp32",
    finish: Finish = lambda small, large: large,
    check_seams: bool = False,
    cancel: CancelToken | None = None,
    on_tile: OnTile = lambda tile, made: None,
) -> np.ndarray:
    """Enlarge H×W×3 integers to sH×sW×3 of the same type.

    Only the result and one tile are held in memory at a time.

    Args:
        pixels: uint8 or uint16 over the full range.
        run: RGB 3×H×W float32 in 0..1 to 3×sH×sW float32, not clamped.
        rule: What the network asks of its tiles.
        side: Largest inner side of a tile in LR pixels.
        precision: What ``run`` computes in, for messages and tolerances.
        finish: Makes what is kept of a tile before and after ``run``, both as ``run`` has them.
        check_seams: Compare neighbours where they meet.
        cancel: Looked at before every tile.
        on_tile: Told after every tile, with its place in the result (a view of it).

    Raises:
        Cancelled: Between two tiles.
        UntrustedResultError: What the network gave cannot be the tile enlarged.
        SeamError: ``check_seams`` found neighbours that differ.
    """
    height, width = pixels.shape[:2]
    scale, most = rule.scale, np.iinfo(pixels.dtype).max
    result = np.empty((height * scale, width * scale, 3), pixels.dtype)
    seams = _Seams(height, width, scale, precision) if check_seams else None
    for tile in plan(height, width, side, rule):
        if cancel is not None:
            cancel.check()
        small = np.ascontiguousarray(tile.part_of(pixels).transpose(2, 0, 1), np.float32)
        small /= np.float32(most)
        large = run(small)
        check_shape(small, large, scale)
        check_finite(large, precision)
        large = finish(small, large)
        if seams is not None:
            seams.look(tile, large)
        rows, columns = tile.inner(scale)
        level = np.clip(large[:, rows, columns], 0, 1)
        level *= most
        level += 0.5
        made = result[
            tile.top * scale : tile.bottom * scale, tile.left * scale : tile.right * scale
        ]
        made[:] = level.transpose(1, 2, 0)
        on_tile(tile, made)
    return result


class _Seams:
    """The first lines beyond every tile, kept until the neighbour that owns them has come."""

    def __init__(self, height: int, width: int, scale: int, precision: str) -> None:
        self._size = (height, width)
        self._scale = scale
        self._most, self._mean = _SEAM.get(precision, _SEAM_HALF)
        self._right: np.ndarray | None = None
        self._below: dict[int, np.ndarray] = {}

    def look(self, tile: Tile, large: np.ndarray) -> None:
        """Compare with the neighbours on the left and above, and keep lines for the next two."""
        rows, columns = tile.inner(self._scale)
        inner = large[:, rows, columns]
        s = self._scale
        if tile.left > 0 and self._right is not None:
            self._compare(self._right, inner[:, :, :s])
        if tile.top > 0:
            self._compare(self._below[tile.left], inner[:, :s, :])
        height, width = self._size
        self._right = None
        if tile.right < width:
            self._right = large[:, rows, columns.stop : columns.stop + s].copy()
        if tile.bottom < height:
            self._below[tile.left] = large[:, rows.stop : rows.stop + s, columns].copy()

    def _compare(self, one: np.ndarray, other: np.ndarray) -> None:
        # What is shown is clipped; values beyond white or black may differ unseen.
        off = np.abs(np.clip(one, 0, 1) - np.clip(other, 0, 1))
        if off.max() > self._most or off.mean() > self._mean:
            raise SeamError
