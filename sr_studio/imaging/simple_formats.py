"""Formats libvips does not read here: BMP, TGA, ICO, JPEG 2000 and netpbm, by Pillow's decoders.

Each file is given to the one decoder its content names, not to whatever Pillow finds for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.IcoImagePlugin import IcoImageFile
from PIL.ImageFile import ImageFile
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.PpmImagePlugin import PpmImageFile
from PIL.TgaImagePlugin import TgaImageFile

from sr_studio.imaging.picture import Picture

_DECODERS: dict[str, type[ImageFile]] = {
    "bmp": BmpImageFile,
    "ico": IcoImageFile,
    "jp2": Jpeg2KImageFile,
    "ppm": PpmImageFile,
    "tga": TgaImageFile,
}
#: The formats read here.
NAMES = frozenset(_DECODERS)
#: Magic, width, height, largest value and one blank, with comments where they may stand.
_GAP = rb"(?:\s|#[^\n]*\n)+"
_NETPBM = re.compile(
    rb"P([56])" + _GAP + rb"(\d{1,9})" + _GAP + rb"(\d{1,9})" + _GAP + rb"(\d{1,5})(?:#[^\n]*\n)?\s"
)
_HEADER_LENGTH = 4096


def size(path: Path, kind: str) -> tuple[int, int]:
    """(width, height) from the header.

    Raises:
        OSError, ValueError, LookupError, SyntaxError: The file is damaged.
    """
    with path.open("rb") as file:
        width, height = _DECODERS[kind](file).size
        return width, height


def read(path: Path, kind: str) -> Picture:
    """Decode the picture: of an icon the largest, palettes and single bits as RGB or grey.

    Raises:
        OSError, ValueError, LookupError, SyntaxError: The file is damaged.
    """
    if kind == "ppm" and (deep := _deep_netpbm(path)) is not None:
        return Picture(deep)
    with path.open("rb") as file:
        image = _DECODERS[kind](file)
        planes = _planes(image)
        icc = image.info.get("icc_profile") or None
    colours = 1 if planes.shape[2] <= 2 else 3
    alpha = np.ascontiguousarray(planes[..., colours]) if planes.shape[2] > colours else None
    return Picture(np.ascontiguousarray(planes[..., :colours]), alpha=alpha, icc=icc)


def _planes(image: Image.Image) -> NDArray[Any]:
    if image.mode.startswith("I;16") or image.mode == "I":
        planes = np.array(image).astype(np.uint16)
    else:
        image.load()  # before the mode is looked at: an icon knows its own only now
        mode = "RGBA" if image.mode in ("PA", "RGBa") or "transparency" in image.info else "RGB"
        usual = image.mode in ("L", "LA", "RGB", "RGBA")
        planes = np.array(image if usual else image.convert("L" if image.mode == "1" else mode))
    return planes[..., None] if planes.ndim == 2 else planes


def _deep_netpbm(path: Path) -> NDArray[np.uint16] | None:
    """The pixels of a binary PGM or PPM of more than 8 bits, which Pillow would round; or None."""
    with path.open("rb") as file:
        header = _NETPBM.match(file.read(_HEADER_LENGTH))
        if header is None or int(header[4]) < 256:
            return None
        channels = 1 if header[1] == b"5" else 3
        width, height, most = int(header[2]), int(header[3]), int(header[4])
        if most > 65_535 or not width or not height:
            raise ValueError("the header is not possible")
        file.seek(header.end())
        count = width * height * channels
        data = file.read(2 * count)
    if len(data) < 2 * count:
        raise ValueError("the data ends early")
    values = np.frombuffer(data, ">u2").reshape(height, width, channels)
    if most == 65_535:
        return values.astype(np.uint16)
    return (values.clip(0, most).astype(np.uint32) * 65_535 // most).astype(np.uint16)
