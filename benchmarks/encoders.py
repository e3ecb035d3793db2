"""What encoders and their settings cost, and how large their files are, on an enlarged photograph.

Run: ``python benchmarks/encoders.py``. Seconds of processor time, each the best of three, relative
to those of PNG with level 3 and all filters tried; sizes relative to its file.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from PIL import Image

from sr_studio.imaging.reading import read_picture
from sr_studio.imaging.vips import from_array
from sr_studio.paths import resources_dir
from sr_studio.upscaling.interpolations import interpolate


def main() -> None:
    small = read_picture(resources_dir() / "samples" / "dog.webp").pixels
    large = interpolate(small, small.shape[0] * 3, small.shape[1] * 3, "lanczos")
    grain = np.random.default_rng(0).integers(-2, 3, large.shape)
    for name, pixels in (
        ("smooth", large),
        ("with grain", np.clip(large + grain, 0, 255).astype(np.uint8)),
    ):
        print(f"{name}: {'encoder':24} {'time':>6} {'size':>6}")
        unit = None
        for encoder, encode in _encoders(pixels):
            seconds, size = _measured(encode)
            unit = unit or (seconds, size)
            print(f"{name}: {encoder:24} {seconds / unit[0]:6.2f} {size / unit[1]:6.2f}")


def _encoders(pixels: np.ndarray) -> list[tuple[str, Callable[[], bytes]]]:
    image = from_array(pixels)
    found: list[tuple[str, Callable[[], bytes]]] = []
    for level, filter in ((3, "all"), (3, "avg"), (2, "avg"), (2, "sub"), (1, "avg")):
        save = partial(image.pngsave_buffer, compression=level, filter=filter)
        found.append((f"PNG level {level}, {filter}", save))
    for level in (3, 2):
        save = partial(
            image.tiffsave_buffer, compression="deflate", level=level, predictor="horizontal"
        )
        found.append((f"TIFF deflate {level}", save))
    for optimised in (True, False):
        save = partial(image.jpegsave_buffer, Q=95, subsample_mode="off", optimize_coding=optimised)
        found.append((f"JPEG{', optimised' * optimised}", save))
    for method in (4, 2, 0):
        save = partial(_pillow, pixels, "WEBP", quality=95, method=method)
        found.append((f"WebP method {method}", save))
    return found


def _pillow(pixels: np.ndarray, format: str, **options: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, format, **options)
    return file.getvalue()


def _measured(encode: Callable[[], bytes]) -> tuple[float, int]:
    best, size = float("inf"), 0
    for _ in range(3):
        start = time.process_time()
        size = len(encode())
        best = min(best, time.process_time() - start)
    return best, size


if __name__ == "__main__":
    main()
