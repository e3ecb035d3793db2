"""Keeping the pictures of an evaluation: one folder a data set and original, one file a method."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.evaluation.references import Dataset, Reference
from sr_studio.evaluation.request import HR
from sr_studio.files import made_folder
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture

LR = "lr"
#: Letters that fit into a file's name with what is added, even of four bytes each.
_LONGEST = 60


def picture_path(folder: Path, dataset: str, image: str, model: str) -> Path:
    """Where the SR picture of a method lies; ``hr`` and ``lr`` are the original and the input."""
    return folder / _file_name(dataset) / _file_name(image) / f"{_file_name(model)}.png"


def _file_name(name: str) -> str:
    """The name as every file system takes it, with a hash where it had to be changed."""
    changed = re.sub(r"[^\w.@~+-]+", "_", name)
    if changed == name and name.strip("."):
        return name
    # Other names may become the same, such as ``img (1)`` and ``img [1]``.
    return f"{changed[:_LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def save_pictures(
    folder: Path,
    dataset: Dataset,
    reference: Reference,
    sr: dict[str, NDArray[np.uint8]],
    *,
    with_inputs: bool,
) -> None:
    """Write the SR pictures (method → H×W×C) of one reference.

    Args:
        folder: Where the pictures of the evaluation are kept.
        dataset: The data set of the reference.
        reference: Original and LR picture.
        sr: What the methods made of it.
        with_inputs: Write the original and the LR picture too; once an evaluation is enough, and
            once it must be, for an earlier one may have left those of another scale.

    Raises:
        StudioError: The folder cannot be written to.
    """
    pictures = {HR: reference.hr, LR: reference.lr} if with_inputs else {}
    for name, pixels in {**pictures, **sr}.items():
        path = picture_path(folder, dataset.name, reference.name, name)
        made_folder(path.parent)
        write_picture(Picture(pixels), path)
