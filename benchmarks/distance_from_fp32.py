"""How far each CPU backend's pixels are from torch in fp32, in levels of 255, on photographs.

    python benchmarks/distance_from_fp32.py [--model esrgan6-x4 ...] [--side 64]

The middle of each sample photograph goes through the network alone, without what the program does
around it. "rounded" is bf16 as a library does it by itself, with the picture rounded to eight
binary digits before the first layer; "bf16" is what the program runs
(``sr_studio/upscaling/openvino_digits.py``).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from unittest import mock

import numpy as np
import torch

from sr_studio.imaging.reading import read_picture
from sr_studio.paths import resources_dir
from sr_studio.progress import CancelToken
from sr_studio.upscaling import openvino_backend
from sr_studio.upscaling.backends import Backend
from sr_studio.upscaling.devices import Choice, cpu_name, openvino_precisions
from sr_studio.upscaling.openvino_backend import OpenVinoBackend
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.super_resolver import SuperResolver


def ways(resolver: SuperResolver) -> Iterator[tuple[str, Backend]]:
    for precision in openvino_precisions():
        choice = Choice("cpu", "openvino", precision, cpu_name())
        if precision != "fp32":
            # Neither kept nor taken from what is kept: that has its digits.
            with (
                mock.patch.object(openvino_backend, "keep_digits"),
                mock.patch.object(openvino_backend, "kept", lambda name: None),
                mock.patch.object(openvino_backend, "keep"),
            ):
                yield "rounded", OpenVinoBackend(resolver, choice)
        yield precision, OpenVinoBackend(resolver, choice)


def crops(side: int) -> Iterator[tuple[str, np.ndarray]]:
    for path in sorted((resources_dir() / "samples").glob("*.webp")):
        pixels = read_picture(path).pixels
        top, left = (middle // 2 - side // 2 for middle in pixels.shape[:2])
        crop = pixels[top : top + side, left : left + side].transpose(2, 0, 1)
        yield path.stem, np.ascontiguousarray(crop, np.float32) / np.float32(255)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", nargs="+", default=["photo-x4", "esrgan6-x4", "srgan-vgg22-x4"])
    parser.add_argument("--side", type=int, default=64, help="of the crops, in pixels")
    options = parser.parse_args()
    print(f"{'model':16} {'picture':10} {'in':8} {'most':>6} {'mean':>6}")
    for name in options.model:
        resolver = load_model(name).super_resolver()
        backends = list(ways(resolver))
        for picture, crop in crops(options.side):
            with torch.inference_mode():
                expected = resolver(torch.from_numpy(crop)[None])[0].clamp(0, 1).numpy()
            for way, backend in backends:
                off = np.abs(np.clip(backend.run(crop, CancelToken()), 0, 1) - expected) * 255
                print(f"{name:16} {picture:10} {way:8} {off.max():6.2f} {off.mean():6.3f}")


if __name__ == "__main__":
    main()
