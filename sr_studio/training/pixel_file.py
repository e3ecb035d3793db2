"""Many pictures in one file, mapped into memory: what is used stays there, the rest on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from sr_studio.training.pictures import Pixels

Size = tuple[int, int]


class PixelFile:
    """Pictures (H, W, 3) uint8, one after another without a gap.

    It may be handed to another process, which maps the file itself.

    Args:
        path: The file, made by :func:`write_pixels`.
        sizes: Height and width of each picture.
    """

    def __init__(self, path: Path, sizes: Sequence[Size]) -> None:
        self.path = path
        self.sizes = list(sizes)
        lengths = [height * width * 3 for height, width in sizes]
        self._starts = [0, *accumulate(lengths)][:-1]
        self._mapped: np.memmap[Any, np.dtype[np.uint8]] | None = None

    def __len__(self) -> int:
        return len(self.sizes)

    def __getitem__(self, index: int) -> Pixels:
        """One picture; its pixels are read from the disk when they are looked at."""
        if self._mapped is None:
            self._mapped = np.memmap(self.path, np.uint8, "r")
        height, width = self.sizes[index]
        start = self._starts[index]
        return self._mapped[start : start + height * width * 3].reshape(height, width, 3)

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_mapped": None}

    def only(self, indices: Iterable[int]) -> PixelFile:
        """Some of the pictures, in this order."""
        chosen = list(indices)
        part = PixelFile(self.path, [self.sizes[index] for index in chosen])
        part._starts = [self._starts[index] for index in chosen]
        return part


def write_pixels(path: Path, pictures: Iterable[Pixels]) -> list[Size]:
    """Write pictures one after another; gives their sizes."""
    sizes = []
    with path.open("wb") as file:
        for pixels in pictures:
            file.write(np.ascontiguousarray(pixels).data)
            sizes.append((pixels.shape[0], pixels.shape[1]))
    return sizes
