"""EXIF and XMP of a picture whose pixels changed: orientation, sizes and thumbnail made true.

EXIF is patched where it lies. Rewriting it would move the maker notes, whose inner offsets many
cameras count from the start of the block.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

ORIENTATION = 0x0112
EXIF_IFD = 0x8769
GPS_IFD = 0x8825
INTEROPERABILITY_IFD = 0xA005
_IMAGE_WIDTH, _IMAGE_LENGTH = 0x0100, 0x0101
_PIXEL_X, _PIXEL_Y = 0xA002, 0xA003
_THUMBNAIL_OFFSET, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_SHORT, _LONG = 3, 4
#: What XMP says of further pictures in a telephone's file: a gain map (Ultra HDR), a moving one.
_BEHIND_THE_PICTURE = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"<(Container:Directory)\b.*?</\1\s*>",
        rb"<((?:hdrgm|GCamera:Motion|GCamera:Micro)[\w:]*)\b[^>]*?(?:/>|>.*?</\1\s*>)",
        rb"""\s(?:hdrgm:|GCamera:Motion|GCamera:Micro)\w*\s*=\s*(?:"[^"]*"|'[^']*')""",
    )
)


def bare_exif(block: bytes | None) -> bytes | None:
    """An EXIF block without the ``Exif`` prefix some files carry; None if it is not one."""
    if block is None:
        return None
    block = block.removeprefix(b"Exif\0\0")
    return block if block[:4] in (b"II*\0", b"MM\0*") else None


def exif_made_true(exif: bytes, width: int, height: int) -> bytes:
    """The EXIF block of an upright picture of this size, without its outdated thumbnail.

    Raises:
        ValueError: The block is damaged.
    """
    try:
        return _Exif(exif).made_true(width, height)
    except (struct.error, IndexError) as error:
        raise ValueError("the EXIF block is damaged") from error


class _Exif:
    """A TIFF structure that is changed in place."""

    def __init__(self, exif: bytes) -> None:
        self._data = bytearray(exif)
        self._order = "<" if exif[:2] == b"II" else ">"

    def made_true(self, width: int, height: int) -> bytes:
        first = self._long(4)
        inner = 0
        for tag, entry in self._entries(first):
            if tag == ORIENTATION:
                self._set(entry, 1)
            elif tag in (_IMAGE_WIDTH, _IMAGE_LENGTH):
                self._set(entry, width if tag == _IMAGE_WIDTH else height)
            elif tag == EXIF_IFD:
                inner = self._long(entry + 8)
        if inner:
            for tag, entry in self._entries(inner):
                if tag in (_PIXEL_X, _PIXEL_Y):
                    self._set(entry, width if tag == _PIXEL_X else height)
        self._drop_thumbnail(first)
        return bytes(self._data)

    def _drop_thumbnail(self, first: int) -> None:
        link = first + 2 + 12 * self._short(first)
        if link + 4 > len(self._data) or not (second := self._long(link)):
            return
        place = {tag: self._long(entry + 8) for tag, entry in self._entries(second)}
        struct.pack_into(self._order + "I", self._data, link, 0)
        start, length = place.get(_THUMBNAIL_OFFSET, 0), place.get(_THUMBNAIL_LENGTH, 0)
        if start and start + length <= len(self._data):
            self._data[start : start + length] = bytes(length)
            if start + length == len(self._data):
                del self._data[start:]

    def _entries(self, ifd: int) -> Iterator[tuple[int, int]]:
        for entry in range(ifd + 2, ifd + 2 + 12 * self._short(ifd), 12):
            yield self._short(entry), entry

    def _set(self, entry: int, value: int) -> None:
        """Give an entry one whole number; a short is widened where the number asks for it."""
        kind = _SHORT if value < 1 << 16 else _LONG
        form = "HIHxx" if kind == _SHORT else "HII"
        struct.pack_into(self._order + form, self._data, entry + 2, kind, 1, value)

    def _short(self, at: int) -> int:
        return int(struct.unpack_from(self._order + "H", self._data, at)[0])

    def _long(self, at: int) -> int:
        return int(struct.unpack_from(self._order + "I", self._data, at)[0])


def xmp_made_true(xmp: bytes, width: int, height: int) -> bytes:
    """The XMP packet of an upright picture of this size, with nothing behind it in its file."""
    for claim in _BEHIND_THE_PICTURE:
        xmp = claim.sub(b"", xmp)
    for name, value in (
        (rb"tiff:Orientation", 1),
        (rb"(?:tiff:ImageWidth|exif:PixelXDimension)", width),
        (rb"(?:tiff:ImageLength|exif:PixelYDimension)", height),
    ):
        number = str(value).encode()
        xmp = re.sub(
            rb"(\b" + name + rb"""\s*(?:=\s*["']|>)\s*)\d+""",
            lambda found, number=number: found[1] + number,  # type: ignore[misc]
            xmp,
        )
    return xmp
