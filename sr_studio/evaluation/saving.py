"""Keeping the pictures of an evaluation: one folder a data set and original, one file a method."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.evaluation.references import Dataset, Reference
from sr_studio.evaluation.request import HR
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture

LR = "lr"


def picture_path(folder: Path, dataset: str, image: str, model: str) -> Path:
    """Where the SR picture of a method lies; ``hr`` and ``lr`` are the original and the input."""
    parts = [re.sub(r"[^\w.@~+-]+", "_", part) for part in (dataset, image, model)]
    return folder / parts[0] / parts[1] / f"{parts[2]}.png"


def save_pictures(
    folder: Path, model: str, dataset: Dataset, reference: Reference, sr: NDArray[np.uint8]
) -> None:
    """Write the SR picture (H×W×C), and the original and the LR picture the first time.

    Raises:
        StudioError: The folder cannot be written to.
    """
    target = picture_path(folder, dataset.name, reference.name, model)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_picture(Picture(sr), target)
    for name, pixels in ((HR, reference.hr), (LR, reference.lr)):
        path = picture_path(folder, dataset.name, reference.name, name)
        if not path.exists():
            write_picture(Picture(pixels), path)
