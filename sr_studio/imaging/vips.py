"""libvips, set up once: no cache of operations, no words on stderr, arrays in and out."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

# A cached decode would be given again after the file has changed on disk.
pyvips.cache_set_max(0)

_FORMATS = {"uint8": "uchar", "uint16": "ushort"}


def from_array(planes: NDArray[Any], *, icc: bytes | None = None) -> pyvips.Image:
    """A libvips image of (H, W, 1..4) uint8 or uint16 values, without copying them if possible."""
    height, width, bands = planes.shape
    values = np.ascontiguousarray(planes)
    image = pyvips.Image.new_from_memory(
        values.data, width, height, bands, _FORMATS[values.dtype.name]
    )
    deep, colour = values.dtype == np.uint16, bands >= 3
    meaning = ("rgb16" if deep else "srgb") if colour else ("grey16" if deep else "b-w")
    image = image.copy(interpretation=meaning)
    if icc is not None:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
    return image


def source_of(path: Path) -> pyvips.Source:
    """A file for libvips to read; never by its name alone, which could be read as options.

    libvips repeats the name in what it complains of, even of a file that it can read, and pyvips
    breaks over a name that is not UTF-8, with this picture and all that follow. Such a file is
    given opened.

    Raises:
        pyvips.Error, OSError: It cannot be opened.
    """
    name = os.fsencode(path)
    try:
        name.decode()
    except UnicodeDecodeError:
        with path.open("rb") as file:  # libvips has a descriptor of its own
            return pyvips.Source.new_from_descriptor(file.fileno())
    return pyvips.Source.new_from_file(name)


def to_array(image: pyvips.Image) -> NDArray[Any]:
    """The pixels of a uchar or ushort image as (H, W, bands); decodes it.

    Raises:
        pyvips.Error: The data is damaged.
    """
    dtype = {"uchar": np.uint8, "ushort": np.uint16}[image.format]
    values = np.frombuffer(image.write_to_memory(), dtype)
    return values.reshape(image.height, image.width, image.bands)


def blob(image: pyvips.Image, name: str) -> bytes | None:
    """A block of metadata, or None."""
    return bytes(image.get(name)) if image.get_typeof(name) else None


def in_brackets(error: Exception) -> str:
    """What the library said, as one short line in brackets after a space; empty if nothing."""
    lines = (line.strip() for line in str(error).splitlines())
    telling = [line for line in lines if line and "unable to" not in line and "seek" not in line]
    without_module = re.sub(r"^\w+: ", "", telling[0]) if telling else ""
    return f" ({without_module.rstrip('.')[:120]})" if without_module else ""
