"""PSNR and SSIM of whole batches on any torch device, in the conventions of ``psnr`` and ``ssim``.

Pictures are N×C×H×W with C = 1 (grey, measured as it is) or 3 (RGB), values 0..255, of any type;
results are float64 tensors of N values on the same device (float32 where the device has no
float64).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from sr_studio.imaging.colour import MATRIX, OFFSET
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.psnr import PEAK
from sr_studio.metrics.ssim import C1, C2, gaussian_taps, require_window


def luma(pictures: Tensor, *, rounded: bool) -> Tensor:
    """Y of BT.601 (16..235) of a batch, N×1×H×W; grey pictures are their own luma."""
    values = pictures.to(_real_type(pictures.device))
    if pictures.shape[1] == 1:
        return values
    weights = torch.as_tensor(MATRIX[0] / 255.0, dtype=values.dtype, device=values.device)
    y = (values * weights.view(1, 3, 1, 1)).sum(dim=1, keepdim=True) + float(OFFSET[0])
    return torch.floor(y + 0.5) if rounded else y


def psnr_y(hr: Tensor, sr: Tensor, *, shave: int, rounded_y: bool = False) -> Tensor:
    """PSNR on Y of each pair of a batch in dB, N values; identical pictures give infinity.

    Args:
        hr, sr: N×C×H×W on one device, C 1 (grey) or 3 (RGB), values 0..255 of any type.
        shave: Pixels left out at each border.
        rounded_y: Whether Y is rounded to integers.

    Raises:
        MetricError: The sizes differ, or nothing is left without the border.
    """
    return _psnr(*_luma_pair(hr, sr, shave=shave, rounded=rounded_y))


def psnr_rgb(hr: Tensor, sr: Tensor, *, shave: int) -> Tensor:
    """PSNR over all channels together of each pair of a batch in dB, N values."""
    real = _real_type(hr.device)
    return _psnr(*(_shaved(p, shave).to(real) for p in _same_size(hr, sr)))


def ssim_y(hr: Tensor, sr: Tensor, *, shave: int, rounded_y: bool = False) -> Tensor:
    """Standard SSIM on Y of each pair of a batch, N values (see ``ssim.ssim``)."""
    x, y = _luma_pair(hr, sr, shave=shave, rounded=rounded_y)
    require_window(*x.shape[-2:])
    taps = torch.as_tensor(gaussian_taps(), dtype=x.dtype, device=x.device)
    count = x.shape[0]
    maps = torch.cat([x, y, x * x + y * y, x * y])
    maps = F.conv2d(F.conv2d(maps, taps.view(1, 1, -1, 1)), taps.view(1, 1, 1, -1))
    mean_x, mean_y, mean_squares, mean_product = maps.split(count)
    product = mean_x * mean_y
    squares = mean_x * mean_x + mean_y * mean_y
    similarity = ((2 * product + C1) * (2 * (mean_product - product) + C2)) / (
        (squares + C1) * (mean_squares - squares + C2)
    )
    return similarity.flatten(1).mean(dim=1)


def _psnr(a: Tensor, b: Tensor) -> Tensor:
    error = (a - b).square().flatten(1).mean(dim=1)
    return 10 * torch.log10(PEAK**2 / error)


def _luma_pair(hr: Tensor, sr: Tensor, *, shave: int, rounded: bool) -> tuple[Tensor, Tensor]:
    first, second = _same_size(hr, sr)
    return (
        luma(_shaved(first, shave), rounded=rounded),
        luma(_shaved(second, shave), rounded=rounded),
    )


def _same_size(hr: Tensor, sr: Tensor) -> tuple[Tensor, Tensor]:
    if hr.shape[-2:] != sr.shape[-2:] or hr.shape[0] != sr.shape[0]:
        raise MetricError(
            f"the sizes differ: {tuple(hr.shape)} for the originals and {tuple(sr.shape)} for the "
            "enlarged pictures"
        )
    return hr, sr


def _shaved(pictures: Tensor, shave: int) -> Tensor:
    height, width = pictures.shape[-2:]
    if min(height, width) <= 2 * shave:
        raise MetricError(
            f"the pictures of {width}×{height} pixels are nothing but border when {shave} pixels "
            "are left out on each side"
        )
    return pictures[..., shave : height - shave, shave : width - shave]


def _real_type(device: torch.device) -> torch.dtype:
    return torch.float32 if device.type == "mps" else torch.float64
