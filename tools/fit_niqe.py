"""Fit NIQE's pristine statistics from folders of photographs and write them for the program.

    python tools/fit_niqe.py FOLDER... [-o resources/metrics/niqe_pristine.npz]

The shipped file was made by this from 40 modern photographs (CC0-1.0, CC-BY-4.0 and Unsplash) and
the ten 576×576 photographs of gianni-rosato/gb82-image-set (CC0-1.0).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from sr_studio.metrics.niqe_fit import fit, write_model
from sr_studio.paths import resources_dir

_PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".bmp"}


def main() -> None:
    """Read the pictures, fit, write, and say what it rests on."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "-o", "--output", type=Path, default=resources_dir() / "metrics" / "niqe_pristine.npz"
    )
    arguments = parser.parse_args()
    files = sorted(
        (path for folder in arguments.folders for path in folder.rglob("*")),
        key=lambda path: path.name,
    )
    photographs = [path for path in files if path.suffix.lower() in _PICTURES]
    source = (
        f"SR Studio's own pristine statistics, fitted to {len(photographs)} freely licensed "
        "photographs; not comparable with published NIQE values"
    )
    model, blocks = fit(_pixels(photographs), source)
    write_model(model, arguments.output)
    print(f"{arguments.output}: {len(photographs)} photographs, {blocks} sharp blocks")


def _pixels(paths: list[Path]) -> Iterator[np.ndarray]:
    for path in paths:
        with Image.open(path) as image:
            yield np.asarray(image.convert("RGB"))


if __name__ == "__main__":
    main()
