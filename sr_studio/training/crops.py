"""The crops of an iteration: drawn on paper, cut from the pictures, their LR made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset

from sr_studio.training.lr_synthesis import damaged_lr, dice_of
from sr_studio.training.pictures import Pixels
from sr_studio.training.pixel_file import PixelFile
from sr_studio.training.recipes import Data
from sr_studio.training.sampling import Sampler

#: LR pixels around a crop that damage may look at; they are cut away afterwards. The crop lies
#: anywhere among them, so that JPEG's blocks of 8 begin anywhere in it.
_SURROUNDINGS = 16
_LEAST_BEFORE = 4
#: Batches that each worker makes ahead.
_AHEAD = 4


@dataclass(frozen=True)
class Crops:
    """One batch, N×3×h×w and N×3×(scale·h)×(scale·w), uint8."""

    lr: torch.Tensor
    hr: torch.Tensor

    def to(self, device: torch.device) -> Crops:
        """The batch on a device."""
        lr, hr = (part.to(device, non_blocking=True) for part in (self.lr, self.hr))
        return Crops(lr, hr)

    def pin_memory(self) -> Crops:
        """The batch where a GPU fetches it fastest (called by the DataLoader)."""
        return Crops(self.lr.pin_memory(), self.hr.pin_memory())


class CropMaker(Dataset[Crops]):
    """Makes the batch of any iteration: a pure function of seed, iteration and salt.

    Args:
        hr: The pictures.
        lr: The LR pictures of whole pictures, or None where each crop is damaged on its own.
        data: The recipe's section.
        sampler: Draws the crops.
        salt: Gives other crops for the same iterations.
    """

    def __init__(
        self, hr: PixelFile, lr: PixelFile | None, data: Data, sampler: Sampler, salt: int = 0
    ) -> None:
        self._hr = hr
        self._lr = lr
        self._data = data
        self._sampler = sampler
        self.salt = salt

    def with_salt(self, salt: int) -> CropMaker:
        """The same with other crops."""
        return CropMaker(self._hr, self._lr, self._data, self._sampler, salt)

    def __getitem__(self, iteration: int) -> Crops:
        """This process's part of the batch of one iteration (from 0), cut, mirrored and turned."""
        draw = self._sampler.draw(iteration, self.salt)
        pairs = []
        for place in self._sampler.own_places():
            picture, top, left = (
                int(values[place]) for values in (draw.pictures, draw.tops, draw.lefts)
            )
            if self._lr is None:
                pair = self._damaged(picture, top, left, iteration, place)
            else:
                pair = self._cut(self._lr, picture, top, left)
            pairs.append(
                [_oriented(part, bool(draw.flips[place]), int(draw.turns[place])) for part in pair]
            )
        lr, hr = (
            torch.from_numpy(np.stack(parts)).permute(0, 3, 1, 2).contiguous()
            for parts in zip(*pairs, strict=True)
        )
        return Crops(lr, hr)

    def _cut(self, lr: PixelFile, picture: int, top: int, left: int) -> tuple[Pixels, Pixels]:
        side = self._data.crop // self._data.scale
        return lr[picture][top : top + side, left : left + side], self._hr_crop(picture, top, left)

    def _hr_crop(self, picture: int, top: int, left: int) -> Pixels:
        top, left = top * self._data.scale, left * self._data.scale
        return self._hr[picture][top : top + self._data.crop, left : left + self._data.crop]

    def _damaged(
        self, picture: int, top: int, left: int, iteration: int, place: int
    ) -> tuple[Pixels, Pixels]:
        scale, side = self._data.scale, self._data.crop // self._data.scale
        dice = dice_of(self._sampler.seed, "damage", iteration, self.salt, place)
        rows, columns = (
            _surroundings(start, side, length // scale, dice)
            for start, length in zip((top, left), self._hr.sizes[picture], strict=True)
        )
        around = self._hr[picture][
            rows.start * scale : rows.stop * scale, columns.start * scale : columns.stop * scale
        ]
        lr = damaged_lr(around, self._data, dice)
        top_inside, left_inside = top - rows.start, left - columns.start
        cut = lr[top_inside : top_inside + side, left_inside : left_inside + side]
        return cut, self._hr_crop(picture, top, left)


def batches(
    crops: CropMaker, iterations: Iterable[int], *, workers: int, device: torch.device
) -> Iterable[Crops]:
    """The batches of ``iterations`` in their order, made ahead by so many worker processes.

    Their number changes nothing but the speed; with 0 each batch is made when it is asked for.
    """
    loader: DataLoader[Crops] = DataLoader(
        crops,
        batch_size=None,
        sampler=iterations,
        num_workers=workers,
        prefetch_factor=_AHEAD if workers else None,
        pin_memory=device.type == "cuda",
        multiprocessing_context="spawn" if workers else None,
        worker_init_fn=_leave_signals_to_the_trainer if workers else None,
        generator=torch.Generator(),  # the loader's own seed must not move the trainer's dice
    )
    return (batch.to(device) for batch in loader)


def _leave_signals_to_the_trainer(worker: int) -> None:
    """Ctrl+C reaches every process of a terminal; the trainer ends its workers itself."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _surroundings(start: int, side: int, length: int, dice: np.random.Generator) -> range:
    """A stretch of the picture around a crop, along one axis, in LR pixels."""
    before = int(dice.integers(_LEAST_BEFORE, _SURROUNDINGS - _LEAST_BEFORE + 1))
    first = max(0, start - before)
    return range(first, min(length, start + side + _SURROUNDINGS - before))


def _oriented(crop: Pixels, flip: bool, turns: int) -> Pixels:
    return np.rot90(crop[:, ::-1] if flip else crop, turns)
