"""Animated GIF, WebP and PNG files, frame by frame, as they look.

What a file says of disposal and blending is carried out while reading: each frame is the whole
picture that a person sees, so that nothing has to be known about the others to enlarge it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from sr_studio.imaging.encoding import Timing
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import to_8_bit
from sr_studio.imaging.reading import (
    DECODER_ERRORS,
    DEFAULT_PIXEL_LIMIT,
    check_size,
    damaged,
    kind_of,
    open_image,
    orientation_of,
    upright,
)
from sr_studio.sentences import Sentence

_DECODERS: dict[str, type[ImageFile]] = {
    "gif": GifImageFile,
    "png": PngImageFile,
    "webp": WebPImageFile,
}


@dataclass(frozen=True)
class Animation:
    """An animated file.

    Attributes:
        path: The file.
        kind: ``gif``, ``png`` or ``webp``.
        timing: Durations and repetitions.
        has_alpha: Whether a pixel of any frame is not opaque.
        orientation: How the file holds its frames turned, 1..8 as in EXIF.
    """

    path: Path
    kind: str
    timing: Timing
    has_alpha: bool
    orientation: int = 1

    def frames(self) -> Iterator[np.ndarray]:
        """The frames as they look, upright, (H, W, 3 or 4) uint8: 4 for all of them or for none.

        Raises:
            PictureError: The file is damaged or cut off.
        """
        try:
            with _DECODERS[self.kind](self.path) as file:
                for index in _shown(file):
                    planes = _frame(file, index)[..., : 4 if self.has_alpha else 3]
                    yield upright(planes, self.orientation)
        except DECODER_ERRORS as error:
            raise damaged(self.path, self.kind, error) from error


def frames_in(path: Path) -> int:
    """How many frames a file has; 1 for a still picture and what cannot be read."""
    try:
        kind = kind_of(path)
        if kind not in _DECODERS:
            return 1
        with _DECODERS[kind](path) as file:
            return len(_shown(file))
    except (PictureError, *DECODER_ERRORS):
        return 1


def read_animation(path: Path, *, pixel_limit: int = DEFAULT_PIXEL_LIMIT) -> Animation:
    """Look through an animated file.

    Raises:
        PictureError: The file is missing, damaged, cut off, not animated or too large.
    """
    kind = kind_of(path)
    if kind not in _DECODERS:
        raise PictureError(Sentence("this is not an animation"), where=path)
    try:
        with _DECODERS[kind](path) as file:
            check_size(path, file.size, pixel_limit)
            shown, durations, has_alpha = _shown(file), [], False
            for index in shown:
                has_alpha |= bool((_frame(file, index)[..., 3] < 255).any())
                durations.append(round(file.info.get("duration", 0)))
            timing = Timing(tuple(durations), _plays(file, kind))
        turned = orientation_of(open_image(path, kind, "none"))
        return Animation(path, kind, timing, has_alpha, turned)
    except DECODER_ERRORS as error:
        raise damaged(path, kind, error) from error


def _shown(file: ImageFile) -> range:
    """The numbers of its frames. An APNG's first picture may be for others than its players."""
    return range(int(bool(getattr(file, "default_image", False))), getattr(file, "n_frames", 1))


def _frame(file: ImageFile, index: int) -> np.ndarray:
    file.seek(index)
    if not file.mode.startswith("I"):
        return np.asarray(file.convert("RGBA"))
    # Grey of 16 bits, which Pillow would clip at 255.
    deep = np.asarray(file).astype(np.uint16)
    grey = to_8_bit(deep)
    unseen = file.info.get("transparency")
    alpha = np.full_like(grey, 255) if unseen is None else np.where(deep == unseen, 0, 255)
    return np.dstack([grey, grey, grey, alpha.astype(np.uint8)])


def _plays(file: ImageFile, kind: str) -> int:
    """GIF files count repetitions, and without a number are played once."""
    if kind != "gif":
        return int(file.info.get("loop", 0))
    repeated = file.info.get("loop")
    return 1 if repeated is None else repeated and repeated + 1
