"""The training pictures: found, decoded once, and kept as bytes where crops are cut fastest."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import psutil
import torch

from sr_studio.errors import StudioError
from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple, gaussian_lr
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import to_8_bit
from sr_studio.imaging.reading import picture_suffixes, read_picture
from sr_studio.training.recipes import Data

Bytes = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]

#: Share of the free memory of a device that pictures may take; the rest is for training.
_DEVICE_SHARE = 0.4
_HOST_SHARE = 0.5


@dataclass(frozen=True)
class Pair:
    """One picture: HR cut to a multiple of the scale, and the LR of the whole of it.

    The LR is made from the whole picture, never from a crop, so that the LR of a crop is the crop
    of the LR, bit for bit, and shows no border that is not there.
    """

    hr: Bytes
    lr: Bytes


@dataclass
class Census:
    """What was found in the data folder, told to the person and kept in the run's log."""

    used: list[Path] = field(default_factory=list)
    too_small: list[Path] = field(default_factory=list)
    broken: dict[Path, str] = field(default_factory=dict)
    grey: int = 0
    sixteen_bit: int = 0

    def sentences(self) -> list[str]:
        """The census in words; empty parts are left out."""
        lines = [f"{len(self.used)} pictures are used"]
        if self.grey:
            lines.append(f"{self.grey} grey ones are used with three equal channels")
        if self.sixteen_bit:
            lines.append(f"{self.sixteen_bit} with 16 bits are used with 8")
        if self.too_small:
            names = ", ".join(path.name for path in self.too_small)
            lines.append(f"{len(self.too_small)} are smaller than a crop and left out: {names}")
        lines += [
            f"left out, {path.name}: {reason.rstrip('.')}" for path, reason in self.broken.items()
        ]
        return lines


def find_pictures(folder: Path) -> list[Path]:
    """All picture files under ``folder``, in the order of their names.

    Raises:
        StudioError: The folder is missing or holds no picture.
    """
    if not folder.is_dir():
        raise StudioError(
            "the data folder does not exist",
            where=folder,
            remedy="Name a folder of HR pictures with --data.",
        )
    suffixes = picture_suffixes()
    found = sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in suffixes and path.is_file()
    )
    if not found:
        raise StudioError(
            "the data folder holds no picture",
            where=folder,
            remedy=f"Pictures end in one of {', '.join(sorted(suffixes))}.",
        )
    return found


def make_lr(hr: Bytes, data: Data) -> Bytes:
    """The LR picture of a whole HR picture (H, W, 3), as the recipe's ``data.lr`` says."""
    if data.lr == "gaussian":
        return gaussian_lr(hr, data.scale, **({} if data.sigma is None else {"sigma": data.sigma}))
    return bicubic_lr(hr, data.scale, variant="uint8" if data.lr == "bicubic-uint8" else "double")


@dataclass(frozen=True)
class Decoded:
    """One decoded file: its pair (None when smaller than a crop) and what was converted."""

    pair: Pair | None
    was_grey: bool
    was_sixteen_bit: bool


def read_pair(path: Path, data: Data) -> Decoded:
    """Decode one picture as RGB bytes and make its LR.

    Raises:
        PictureError: The file cannot be decoded.
    """
    picture = read_picture(path)
    pixels = picture.pixels
    grey, deep = pixels.shape[2] == 1, pixels.dtype == np.uint16
    if min(pixels.shape[:2]) < data.crop:
        return Decoded(None, grey, deep)
    if deep:
        pixels = to_8_bit(pixels)
    if grey:
        pixels = np.repeat(pixels, 3, axis=2)
    hr = np.ascontiguousarray(crop_to_multiple(pixels, data.scale))
    return Decoded(Pair(hr, np.ascontiguousarray(make_lr(hr, data))), grey, deep)


def read_pairs(
    paths: Sequence[Path],
    data: Data,
    *,
    threads: int | None = None,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[list[Pair], Census]:
    """Decode all ``paths``; what cannot be used is counted and named in the census."""
    census = Census()

    def read(path: Path) -> Decoded | PictureError:
        try:
            return read_pair(path, data)
        except PictureError as error:
            return error

    pairs: list[Pair] = []
    with ThreadPoolExecutor(threads or min(8, os.cpu_count() or 1)) as pool:
        for done, (path, result) in enumerate(zip(paths, pool.map(read, paths), strict=True), 1):
            if isinstance(result, PictureError):
                census.broken[path] = result.what
            elif result.pair is None:
                census.too_small.append(path)
            else:
                pairs.append(result.pair)
                census.used.append(path)
                census.grey += result.was_grey
                census.sixteen_bit += result.was_sixteen_bit
            on_progress(done, len(paths))
    return pairs, census


class PictureStore(Protocol):
    """Where crops come from. Sizes are those of the LR pictures, in pixels."""

    place: str
    lr_sizes: torch.Tensor

    def cut(self, pictures: torch.Tensor, tops: torch.Tensor, lefts: torch.Tensor) -> Crops:
        """LR and HR crops (uint8) of the named pictures, at LR pixel positions."""
        ...


@dataclass(frozen=True)
class Crops:
    """One batch, N×3×h×w and N×3×(scale·h)×(scale·w), uint8, on the training device."""

    lr: torch.Tensor
    hr: torch.Tensor


class ResidentStore:
    """All pictures in one piece of memory, on the device where they fit, else on the host."""

    def __init__(self, pairs: Sequence[Pair], data: Data, device: torch.device) -> None:
        self._scale = data.scale
        self._side = data.crop // data.scale
        self._device = device
        total = sum(pair.hr.nbytes + pair.lr.nbytes for pair in pairs)
        on_device = device.type != "cpu" and total < _DEVICE_SHARE * _free_memory(device)
        home = device if on_device else torch.device("cpu")
        self.place = _place_in_words(home, total)
        self._lr, self._lr_starts = _joined([pair.lr for pair in pairs], home)
        self._hr, self._hr_starts = _joined([pair.hr for pair in pairs], home)
        if home.type == "cpu" and device.type == "cuda":
            self._lr, self._hr = self._lr.pin_memory(), self._hr.pin_memory()
        self.lr_sizes = torch.tensor([pair.lr.shape[:2] for pair in pairs])
        self._lr_widths = self.lr_sizes[:, 1].to(home)
        self._home = home

    def cut(self, pictures: torch.Tensor, tops: torch.Tensor, lefts: torch.Tensor) -> Crops:
        """See :class:`PictureStore`."""
        where = [values.to(self._home) for values in (pictures, tops, lefts)]
        lr = self._gather(self._lr, self._lr_starts, 1, *where)
        hr = self._gather(self._hr, self._hr_starts, self._scale, *where)
        return Crops(lr.to(self._device, non_blocking=True), hr.to(self._device, non_blocking=True))

    def _gather(
        self,
        joined: torch.Tensor,
        starts: torch.Tensor,
        factor: int,
        pictures: torch.Tensor,
        tops: torch.Tensor,
        lefts: torch.Tensor,
    ) -> torch.Tensor:
        side = self._side * factor
        steps = torch.arange(side, device=self._home)
        widths = self._lr_widths[pictures] * factor
        rows = (tops * factor)[:, None] + steps
        columns = (lefts * factor)[:, None] + steps
        pixels = rows[:, :, None] * widths[:, None, None] + columns[:, None, :]
        channels = torch.arange(3, device=self._home)[None, :, None, None]
        return joined[starts[pictures][:, None, None, None] + pixels[:, None] * 3 + channels]


class StreamedStore:
    """Pictures that fit nowhere: decoded when a batch needs them, the last ones kept."""

    place = "streamed from disk, decoded for each batch"

    def __init__(
        self,
        paths: Sequence[Path],
        lr_sizes: torch.Tensor,
        data: Data,
        device: torch.device,
        keep_bytes: int,
    ) -> None:
        self._paths = paths
        self._data = data
        self._device = device
        self._keep_bytes = keep_bytes
        self._kept: OrderedDict[int, Pair] = OrderedDict()
        self._kept_bytes = 0
        self._pool = ThreadPoolExecutor(min(8, os.cpu_count() or 1))
        self.lr_sizes = lr_sizes

    def cut(self, pictures: torch.Tensor, tops: torch.Tensor, lefts: torch.Tensor) -> Crops:
        """See :class:`PictureStore`."""
        side, scale = self._data.crop // self._data.scale, self._data.scale
        lr, hr = [], []
        pairs = self._pairs(pictures.tolist())
        for pair, top, left in zip(pairs, tops.tolist(), lefts.tolist(), strict=True):
            lr.append(pair.lr[top : top + side, left : left + side])
            top, left, large = top * scale, left * scale, side * scale
            hr.append(pair.hr[top : top + large, left : left + large])
        return Crops(self._stacked(lr), self._stacked(hr))

    def _stacked(self, crops: list[Bytes]) -> torch.Tensor:
        return torch.from_numpy(np.stack(crops)).permute(0, 3, 1, 2).to(self._device)

    def _pairs(self, wanted: list[int]) -> Iterator[Pair]:
        missing = sorted({index for index in wanted if index not in self._kept})
        decoded = self._pool.map(
            lambda index: read_pair(self._paths[index], self._data).pair, missing
        )
        for index, pair in zip(missing, decoded, strict=True):
            if pair is None:
                raise StudioError("the picture changed while training", where=self._paths[index])
            self._kept[index] = pair
            self._kept_bytes += pair.hr.nbytes + pair.lr.nbytes
        for index in wanted:
            self._kept.move_to_end(index)
            yield self._kept[index]
        while self._kept_bytes > self._keep_bytes and len(self._kept) > 1:
            _, pair = self._kept.popitem(last=False)
            self._kept_bytes -= pair.hr.nbytes + pair.lr.nbytes


def _joined(pictures: Sequence[Bytes], home: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    sizes = [picture.size for picture in pictures]
    joined = torch.empty(sum(sizes), dtype=torch.uint8, device=home)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    for picture, start in zip(pictures, starts, strict=True):
        joined[start : start + picture.size] = torch.from_numpy(picture.reshape(-1)).to(home)
    return joined, torch.from_numpy(starts).to(home)


def fits_in_memory(total_bytes: int) -> bool:
    """Whether so many bytes of pictures may be kept in this computer's memory."""
    return total_bytes < _HOST_SHARE * psutil.virtual_memory().available


def _free_memory(device: torch.device) -> int:
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    return psutil.virtual_memory().available


def _place_in_words(home: torch.device, total: int) -> str:
    size = f"{total / 2**20:.0f} MiB of pictures"
    if home.type == "cpu":
        return f"{size} in this computer's memory"
    return f"{size} on the device ({home})"
