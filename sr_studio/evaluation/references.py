"""The original pictures of a data set and the LR pictures made of them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.errors import on_one_line
from sr_studio.evaluation.request import EvaluationError
from sr_studio.evaluation.results import Note
from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple, gaussian_lr
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.imaging.plain import plain_pixels
from sr_studio.imaging.reading import read_picture, read_size
from sr_studio.sentences import Sentence


@dataclass(frozen=True)
class Dataset:
    """A folder of originals.

    Attributes:
        name: As :func:`dataset_names` gives it.
        names: Each picture → its name: without suffix, or with it where the data set holds
            another one of this name. They can be printed and written, whatever bytes the files'
            names are made of.
        lr: A folder with the LR pictures, or None to make them.
    """

    name: str
    names: dict[Path, str]
    lr: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The pictures in natural order."""
        return tuple(self.names)


@dataclass(frozen=True)
class Reference:
    """One original, cropped to a multiple of the scale, and its LR picture.

    Attributes:
        name: As the data set calls it.
        hr: H×W×C uint8, C = 1 (grey) or 3 (RGB).
        lr: H/scale × W/scale × C uint8.
        notes: What was changed, one sentence each.
    """

    name: str
    hr: NDArray[np.uint8]
    lr: NDArray[np.uint8]
    notes: tuple[str, ...] = ()


def dataset_names(folders: Sequence[Path]) -> list[str]:
    """A name for each folder: its own, with as many above it as tell it from the others.

    A folder that is named again gets a number. Names can be printed, as those of pictures.
    """
    resolved = [folder.resolve() for folder in folders]
    names: list[str] = []
    for name in [on_one_line(_shortest_name(folder, resolved)) for folder in resolved]:
        numbered = (f"{name} ({number})" for number in itertools.count(2))
        names.append(next(one for one in itertools.chain((name,), numbered) if one not in names))
    return names


def _shortest_name(folder: Path, others: Sequence[Path]) -> str:
    # Without the root: names are also looked for below folders of ready pictures.
    parts = folder.parts[1:]
    rivals = [other.parts[1:] for other in others if other != folder]
    for count in range(1, len(parts) + 1):
        if all(rival[-count:] != parts[-count:] for rival in rivals):
            return "/".join(parts[-count:])
    return "/".join(parts)


def open_dataset(name: str, folder: Path, lr: Path | None = None) -> Dataset:
    """The pictures of a folder.

    Raises:
        EvaluationError: There is no such folder, or no picture in it.
    """
    for place in (folder, lr):
        if place is not None and not place.is_dir():
            raise EvaluationError(
                "there is no such folder", where=place, remedy="Name a folder of pictures."
            )
    files = expand_inputs([folder])
    if not files:
        raise EvaluationError(
            "the folder holds no pictures", where=folder, remedy="Name a folder of HR pictures."
        )
    return Dataset(name, _names(files), lr)


def told_of_folders_below(name: str, folder: Path) -> list[Note]:
    """A note if folders in it hold pictures: a data set is what lies in the folder itself."""
    below = sum(path.parent != folder for path in expand_inputs([folder], recursive=True))
    text = "%1 more pictures lie in folders below and are not measured"
    return [Note(Sentence(text, below), dataset=name)] if below else []


def _names(files: Sequence[Path]) -> dict[Path, str]:
    count = Counter(path.stem for path in files)
    return {path: on_one_line(path.stem if count[path.stem] == 1 else path.name) for path in files}


def megapixels_of(path: Path) -> float:
    """Megapixels a picture says it has, 0 if it cannot be read."""
    try:
        width, height = read_size(path)
    except Exception:  # whatever is wrong with it is said when it is measured
        return 0.0
    return width * height / 1e6


def load_reference(dataset: Dataset, path: Path, scale: int, lr_variant: str) -> Reference:
    """Read an original and make, or read, its LR picture.

    Args:
        dataset: The data set the picture is of.
        path: Its file.
        scale: Factor per side.
        lr_variant: One of ``request.LR_VARIANTS``; not used where the LR pictures are given.

    Raises:
        StudioError: The file is not a picture, is smaller than the scale, or the LR picture is
            missing or of another size.
    """
    pixels, notes = read_pixels(path)
    if min(pixels.shape[:2]) < scale:
        raise EvaluationError(
            Sentence("the picture is too small for a scale of %1", scale), where=path
        )
    hr = crop_to_multiple(pixels, scale)
    if dataset.lr is not None:
        lr, more = read_pixels(_partner(dataset.lr, dataset.names[path], scale))
        notes += more
        expected = (hr.shape[0] // scale, hr.shape[1] // scale)
        if lr.shape[:2] != expected:
            raise EvaluationError(
                Sentence(
                    "the LR picture has %1 pixels, and a scale of %2 asks for %3",
                    f"{lr.shape[1]}×{lr.shape[0]}",
                    scale,
                    f"{expected[1]}×{expected[0]}",
                ),
                where=path,
            )
    elif lr_variant == "gaussian":
        lr = gaussian_lr(hr, scale)
    else:
        lr = bicubic_lr(hr, scale, "uint8" if lr_variant == "uint8" else "double")
    return Reference(dataset.names[path], np.ascontiguousarray(hr), lr, tuple(notes))


def read_pixels(path: Path) -> tuple[NDArray[np.uint8], list[str]]:
    """Pixels of a picture file as H×W×C uint8 in sRGB, and what had to be changed for it.

    Raises:
        PictureError: It cannot be read.
    """
    pixels, converted = plain_pixels(read_picture(path))
    notes: list[str] = []
    if converted.sixteen_bit:
        notes.append(Sentence("16 bits were rounded to 8 for measuring."))
    if converted.profile:
        notes.append(Sentence("Colours were converted to sRGB for measuring."))
    if converted.transparency:
        notes.append(Sentence("Transparent parts were laid over white for measuring."))
    return pixels, notes


def find_by_name(folder: Path, names: Sequence[str]) -> Path | None:
    """The picture in ``folder`` with the first of these names there is, as a data set has them.

    A name with a suffix is that of the whole file, too.
    """
    files = expand_inputs([folder])
    found = {on_one_line(path.name): path for path in files}
    found |= {on_one_line(path.stem): path for path in files}
    return next((found[name] for name in names if name in found), None)


def _partner(folder: Path, name: str, scale: int) -> Path:
    """The LR file of an original: the same name, or with x4 or LR as data sets have it."""
    tails = (f"x{scale}", f"_x{scale}", f"_LRx{scale}", "_LR", f"_SRF_{scale}_LR")
    found = find_by_name(folder, [name, *(name + tail for tail in tails)])
    if found is None:
        raise EvaluationError(
            f"there is no LR picture named {name} or {name}x{scale}", where=folder
        )
    return found
