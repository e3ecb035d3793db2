"""How methods do on photographs as people have them: six damages, PSNR-Y / LPIPS, and flat parts.

    python benchmarks/photographs.py FOLDER --method bicubic --method photo-x4 --detail 1 --detail 0
    python benchmarks/photographs.py FOLDER --method bicubic --method photo-x4 --flat

The LR pictures (a quarter per side; ``--scale 2``: half) are made here with a fixed seed for each
picture. What a model of another scale makes is resized exactly, as the program does. ``--flat``
measures something else: the standard deviation of a result in those 16×16 blocks of it that are
flat in HR, over JPEG qualities and strengths of noise. What is above bicubic's was invented.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple, gaussian_lr
from sr_studio.imaging.picture import Picture
from sr_studio.metrics.lpips import load_lpips, lpips_distance
from sr_studio.metrics.psnr import psnr_y
from sr_studio.training.degradation.steps import (
    as_bytes,
    compressed,
    from_bytes,
    resized,
    with_gaussian_noise,
)
from sr_studio.training.lr_synthesis import dice_of
from sr_studio.training.pictures import Pixels, find_pictures, read_training_picture
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler

SCALE = 4
#: Blocks of HR whose luminance varies less than this (standard deviation, levels) are flat.
_FLAT = 1.0
_BLOCK = 16

#: Makes an LR picture from HR, the scale and dice.
Damage = Callable[[Pixels, int, np.random.Generator], Pixels]


def clean(hr: Pixels, scale: int, dice: np.random.Generator) -> Pixels:
    """MATLAB's bicubic."""
    return bicubic_lr(hr, scale, variant="double")


def jpeg(quality: int) -> Damage:
    """Reduced, then saved as JPEG 4:2:0."""

    def damage(hr: Pixels, scale: int, dice: np.random.Generator) -> Pixels:
        return as_bytes(compressed(from_bytes(clean(hr, scale, dice)), quality, "JPEG", False))

    return damage


def noise(sigma: float) -> Damage:
    """Reduced, then Gaussian noise: the same in all channels for two pictures of five.

    That share is Real-ESRGAN's (arXiv 2107.10833, its authors' options).
    """

    def damage(hr: Pixels, scale: int, dice: np.random.Generator) -> Pixels:
        grey = bool(dice.random() < 0.4)
        return as_bytes(with_gaussian_noise(from_bytes(clean(hr, scale, dice)), sigma, grey, dice))

    return damage


def phone(hr: Pixels, scale: int, dice: np.random.Generator) -> Pixels:
    """Soft, a little noise, JPEG 80."""
    soft = from_bytes(gaussian_lr(hr, scale, sigma=0.6 * scale))
    noisy = with_gaussian_noise(soft, 3.0, False, dice)
    return as_bytes(compressed(noisy, 80, "JPEG", False))


def web(hr: Pixels, scale: int, dice: np.random.Generator) -> Pixels:
    """Reduced twice and saved as JPEG twice."""
    height, width = (round(side * 0.65) for side in hr.shape[:2])
    first = compressed(resized(from_bytes(hr), height, width, "bicubic", True), 85, "JPEG", False)
    size = (hr.shape[0] // scale, hr.shape[1] // scale)
    second = resized(first, *size, "bicubic", True)
    return as_bytes(compressed(second, 75, "JPEG", False))


DAMAGES: dict[str, Damage] = {
    "clean": clean,
    "JPEG 75": jpeg(75),
    "JPEG 40": jpeg(40),
    "noise 8": noise(8),
    "phone": phone,
    "web": web,
}
FLAT_DAMAGES: dict[str, Damage] = {
    **{f"JPEG {quality}": jpeg(quality) for quality in (40, 60, 75, 85, 95)},
    **{f"noise {sigma}": noise(sigma) for sigma in (2, 4, 8, 12)},
}


def flat_parts(hr: Pixels) -> NDArray[np.bool_]:
    """Which blocks of a picture are flat: rows × columns of blocks."""
    return _deviations(hr) < _FLAT


def _deviations(pixels: Pixels) -> NDArray[np.float64]:
    luma = pixels.astype(np.float64) @ [0.299, 0.587, 0.114]
    rows, columns = (side // _BLOCK for side in luma.shape)
    blocks = luma[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    return blocks.std(axis=(1, 3))


def main() -> None:
    """Print a table: damages as columns, methods as rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--method", action="append", required=True)
    parser.add_argument("--detail", action="append", type=float)
    parser.add_argument("--lpips-weights", type=Path)
    parser.add_argument("--flat", action="store_true", help="measure flat parts instead")
    parser.add_argument("--most", type=int, help="use the first so many pictures")
    parser.add_argument("--scale", type=int, default=SCALE)
    words = parser.parse_args()
    scale = words.scale

    torch.set_grad_enabled(False)
    hrs = [
        np.ascontiguousarray(crop_to_multiple(read_training_picture(path)[0], scale))
        for path in find_pictures(words.folder)[: words.most]
    ]
    damages = FLAT_DAMAGES if words.flat else DAMAGES
    lrs = {
        name: [damage(hr, scale, dice_of(name, number)) for number, hr in enumerate(hrs)]
        for name, damage in damages.items()
    }
    lpips = None if words.flat else load_lpips("alex", words.lpips_weights)
    print(f"{'':24s}" + "".join(f"{name:>16s}" for name in damages))
    upscaler = Upscaler()
    for method in words.method:
        for detail in [None] if method == "bicubic" else words.detail or [None]:
            request = UpscaleRequest(method=method, detail=detail, scale=scale)
            cells = []
            for name in damages:
                srs = [upscaler.upscale(Picture(lr), request).picture.pixels for lr in lrs[name]]
                if words.flat:
                    cells.append(f"{_spread(hrs, srs):16.2f}")
                else:
                    psnr = statistics.mean(
                        psnr_y(hr, sr, shave=scale) for hr, sr in zip(hrs, srs, strict=True)
                    )
                    distance = statistics.mean(
                        lpips_distance(lpips, hr, sr, shave=scale)
                        for hr, sr in zip(hrs, srs, strict=True)
                    )
                    cells.append(f"{psnr:8.2f} / {distance:.3f}")
            label = Path(method).stem + ("" if detail is None else f" at {detail:g}")
            print(f"{label:24s}" + "".join(cells), flush=True)


def _spread(hrs: list[Pixels], srs: list[Pixels]) -> float:
    """Root mean square of the deviations of the blocks that are flat in HR, in levels."""
    inside = [_deviations(sr)[flat_parts(hr)] for hr, sr in zip(hrs, srs, strict=True)]
    return float(np.sqrt(np.mean(np.concatenate(inside) ** 2)))


if __name__ == "__main__":
    main()
