"""Self-ensemble: a network's mean over the eight flips and turns of a tile (EDSR, Section 3.3).

What a network makes of a mirrored tile is not quite the mirror image of what it makes of the tile;
the mean of all eight is a little nearer to the original, for eight times the time.
"""

from __future__ import annotations

import numpy as np

from sr_studio.progress import CancelToken
from sr_studio.upscaling.backends import Backend

#: Flips and turns of a square.
MEMBERS = 8


class EnsembleBackend:
    """Another backend, asked for all flips and turns of a tile.

    Args:
        backend: What runs the network.
        alignment: LR pixels in which the network takes its tiles: these blocks stay the same ones
            in every flip and turn, so that a tile still has the very pixels of the whole picture.
    """

    def __init__(self, backend: Backend, alignment: int) -> None:
        self._backend = backend
        self._alignment = alignment
        self.choice = backend.choice

    def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
        """See :class:`sr_studio.upscaling.backends.Backend`; stops between two turns as well."""
        _, height, width = tile.shape
        down, right = (-side % self._alignment for side in (height, width))
        if down or right:
            tile = np.pad(tile, ((0, 0), (0, down), (0, right)), mode="edge")
        total: np.ndarray | None = None
        for member in range(MEMBERS):
            cancel.check()
            turned = np.ascontiguousarray(_turned(tile, member))
            one = _turned_back(self._backend.run(turned, cancel), member)
            total = one.copy() if total is None else np.add(total, one, out=total)
        assert total is not None
        total /= MEMBERS
        grown = total.shape[1] // tile.shape[1]
        return total[:, : height * grown, : width * grown]


def _turned(planes: np.ndarray, member: int) -> np.ndarray:
    """C×H×W turned by ``member`` quarters, from 4 on mirrored before."""
    mirrored = planes[:, :, ::-1] if member >= 4 else planes
    return np.rot90(mirrored, member % 4, axes=(1, 2))


def _turned_back(planes: np.ndarray, member: int) -> np.ndarray:
    """Undoes :func:`_turned`."""
    upright = np.rot90(planes, -member % 4, axes=(1, 2))
    return upright[:, :, ::-1] if member >= 4 else upright
