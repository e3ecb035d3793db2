"""Cameras' raw files: what a sensor measured, not yet a picture, with a small preview beside it.

Most are TIFF files by their structure, and their first picture is the preview: who reads them as
TIFF takes a thumbnail for the photograph.
"""

from __future__ import annotations

from pathlib import Path

from sr_studio.imaging.formats import RAW_SUFFIXES
from sr_studio.imaging.tiff_exif import first_directory

_DNG_VERSION = 0xC612
_SUBFILE_TYPE, _SUB_DIRECTORIES = 0x00FE, 0x014A
_PHOTOMETRIC = 0x0106
#: Photometric interpretations of what a sensor measured: a colour a pixel, or all of them.
_OF_A_SENSOR = (32803, 34892)
_REDUCED = 1
#: How Canon's files go on after the byte order: the directory comes behind their own mark.
_CR2 = b"\x10\0\0\0CR"


def is_camera_raw(path: Path, kind: str | None, head: bytes) -> bool:
    """Whether a file is a camera's raw file: by its content, or by its name where that is unknown.

    Args:
        path: The file.
        kind: What :func:`.formats.sniff` makes of it. Only TIFF and the unknown may be raw: a JPEG
            is one, whatever its name says.
        head: Its beginning.
    """
    if kind not in (None, "tiff"):
        return False
    if path.suffix.lower() in RAW_SUFFIXES:
        return True
    return kind == "tiff" and (head[4:10] == _CR2 or _begins_with_a_preview(path))


def _begins_with_a_preview(path: Path) -> bool:
    """Whether the first directory of a TIFF file is that of a raw file.

    It says so, or describes a smaller version of what lies in directories below it. Pyramids have
    their smaller versions below.
    """
    try:
        with path.open("rb") as file:
            first = first_directory(file)
        reduced = first.get(_SUBFILE_TYPE, 0) & _REDUCED and _SUB_DIRECTORIES in first
        return bool(reduced) or _DNG_VERSION in first or first.get(_PHOTOMETRIC) in _OF_A_SENSOR
    except Exception:  # a damaged structure leads Pillow anywhere; the decoder has its sentence
        return False
