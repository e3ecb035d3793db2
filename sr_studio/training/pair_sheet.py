"""A contact sheet of training pairs: what a network will be shown, to be looked at before."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sr_studio.files import made_folder, replacing
from sr_studio.training.crops import CropMaker
from sr_studio.training.pictures import Pixels

#: Pairs on a sheet, and how many stand beside each other.
PAIRS = 32
_COLUMNS = 4
_GAP = 4
_GROUND = 96


def write_pair_sheet(crops: CropMaker, folder: Path, *, pairs: int = PAIRS) -> Path:
    """Write ``pairs.png``: the first crops of the run, HR at the left, LR beside it at its size.

    LR pixels are repeated, so that nothing is hidden by an interpolation.

    Raises:
        StudioError: The folder cannot be written to.
    """
    tiles: list[Pixels] = []
    iteration = 0
    while len(tiles) < pairs:
        batch = crops[iteration]
        for lr, hr in zip(batch.lr, batch.hr, strict=True):
            scale = hr.shape[-1] // lr.shape[-1]
            repeated = lr.repeat_interleave(scale, -1).repeat_interleave(scale, -2)
            both = np.concatenate([hr.numpy(), repeated.numpy()], axis=2)
            tiles.append(both.transpose(1, 2, 0))
        iteration += 1
    path = made_folder(folder) / "pairs.png"
    with replacing(path) as beside:
        _save(_sheet(tiles[:pairs]), beside)
    return path


def _sheet(tiles: list[Pixels]) -> Pixels:
    height, width = (side + _GAP for side in tiles[0].shape[:2])
    rows = -(-len(tiles) // _COLUMNS)
    sheet = np.full((rows * height + _GAP, _COLUMNS * width + _GAP, 3), _GROUND, np.uint8)
    for number, tile in enumerate(tiles):
        row, column = divmod(number, _COLUMNS)
        top, left = row * height + _GAP, column * width + _GAP
        sheet[top : top + tile.shape[0], left : left + tile.shape[1]] = tile
    return sheet


def _save(pixels: Pixels, path: Path) -> None:
    from PIL import Image

    Image.fromarray(pixels).save(path)
