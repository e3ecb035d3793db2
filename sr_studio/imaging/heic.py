"""HEIC, which the libvips wheel cannot decode for want of a codec: libheif by ``pi_heif``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.metadata import bare_exif
from sr_studio.imaging.picture import Picture
from sr_studio.sentences import Sentence


def size(path: Path) -> tuple[int, int]:
    """(width, height) of the upright picture, from its header.

    Raises:
        PictureError: ``pi_heif`` is not installed.
        ValueError, RuntimeError, LookupError: The file is damaged.
    """
    found: tuple[int, int] = _open(path).size
    return found


def read(path: Path) -> Picture:
    """Decode the main picture of the file; more than 8 bits become 16.

    Raises:
        PictureError: ``pi_heif`` is not installed.
        ValueError, RuntimeError, LookupError: The file is damaged.
    """
    image = _open(path)
    # 10 and 12 bits are already spread over 16. Copied: the memory goes with `image`.
    planes = np.array(image)
    if planes.ndim == 2:
        planes = planes[..., None]
    colour = 1 if planes.shape[2] <= 2 else 3
    alpha = np.ascontiguousarray(planes[..., colour]) if planes.shape[2] > colour else None
    return Picture(
        pixels=np.ascontiguousarray(planes[..., :colour]),
        alpha=alpha,
        icc=image.info.get("icc_profile") or None,
        exif=bare_exif(image.info.get("exif")),
        xmp=image.info.get("xmp") or None,
    )


def _open(path: Path) -> Any:
    try:
        import pi_heif
    except ImportError:
        raise PictureError(
            Sentence("HEIC pictures need the package pi-heif"),
            where=path,
            remedy=Sentence("Install it with: pip install pi-heif"),
        ) from None
    return pi_heif.open_heif(path, convert_hdr_to_8bit=False)
