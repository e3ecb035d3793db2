"""The training pictures: found, read as 8-bit sRGB, and reported on."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.errors import StudioError
from sr_studio.files import bytes_of, is_folder, is_there
from sr_studio.imaging.plain import Conversions, plain_pixels
from sr_studio.imaging.reading import picture_suffixes, read_picture
from sr_studio.progress import CancelToken

#: Pixels (H, W, 3), 8-bit sRGB.
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class FolderReport:
    """What was found in a folder of pictures, told to the person and kept in the run's log.

    Attributes:
        used: Names of the pictures that are used.
        conversions: What was converted in each of them.
        too_small: Names of those smaller than a crop.
        broken: Name -> why it cannot be read.
        not_validated: What there is to say of pictures to validate on that are left out.
    """

    used: list[str]
    conversions: list[Conversions]
    too_small: list[str]
    broken: dict[str, str]
    not_validated: list[str] = field(default_factory=list)

    def sentences(self) -> list[str]:
        """The report in words; empty parts are left out."""
        lines = [f"{len(self.used)} pictures are used"]
        for name, what in (
            ("grey", "grey ones are used with three equal channels"),
            ("sixteen_bit", "with 16 bits are used with 8"),
            ("profile", "with a colour profile of their own were converted to sRGB"),
            ("transparency", "with transparency were laid over white"),
        ):
            count = sum(getattr(converted, name) for converted in self.conversions)
            if count:
                lines.append(f"{count} {what}")
        lines += self.left_out()
        return lines + [f"of the pictures to validate on: {told}" for told in self.not_validated]

    def left_out(self) -> list[str]:
        """What is left out, in words."""
        lines = []
        if self.too_small:
            names = ", ".join(self.too_small)
            lines.append(f"{len(self.too_small)} are smaller than a crop and left out: {names}")
        lines += [f"left out, {name}: {reason.rstrip('.')}" for name, reason in self.broken.items()]
        return lines


def find_pictures(folder: Path, token: CancelToken | None = None) -> list[Path]:
    """All picture files under ``folder``, in the order of their names.

    Raises:
        StudioError: The folder is missing, holds no picture or changes while it is looked through.
        Cancelled: Somebody asked to stop.
    """
    if not is_folder(folder):
        raise StudioError(
            "the folder of pictures does not exist",  # of HR, of LR, to validate on, or to damage
            where=folder,
            remedy="Name the folder they lie in.",
        )
    suffixes = picture_suffixes()
    found = []
    try:
        for path in folder.rglob("*"):
            if token is not None:
                token.check()
            if path.suffix.lower() in suffixes and is_there(path) and path.is_file():
                found.append(path)
    except OSError as error:
        raise _changed(error, folder) from error
    if not found:
        raise StudioError(
            "the folder holds no picture",
            where=folder,
            remedy=f"Pictures end in one of {', '.join(sorted(suffixes))}.",
        )
    return sorted(found)


def fingerprint(paths: Sequence[Path], folder: Path) -> str:
    """Hash of the names and sizes of the pictures: it tells a folder that changed.

    Raises:
        StudioError: One of them is gone.
    """
    digest = hashlib.sha256()
    for path in paths:
        told = f"{path.relative_to(folder).as_posix()}\0{about(path).st_size}\n"
        digest.update(bytes_of(told))
    return digest.hexdigest()


def about(path: Path) -> os.stat_result:
    """Size and time of a picture that was found before: decoding a folder may take an hour.

    Raises:
        StudioError: It is gone, or may not be looked at any more.
    """
    try:
        return path.stat()
    except OSError as error:
        raise _changed(error, path) from error


def _changed(error: OSError, place: Path) -> StudioError:
    return StudioError(
        f"the pictures changed while they were read ({error.strerror or error})",
        where=place,
        remedy="Start again when the folder is as it is to be.",
    )


def read_training_picture(path: Path) -> tuple[Pixels, Conversions]:
    """Decode one picture as 8-bit sRGB, laid over white where it is transparent.

    Raises:
        PictureError: The file cannot be decoded, or its colour profile cannot be used.
    """
    pixels, converted = plain_pixels(read_picture(path))
    if converted.grey:
        pixels = np.repeat(pixels, 3, axis=2)
    return np.ascontiguousarray(pixels), converted
