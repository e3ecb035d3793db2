"""EXIF and IPTC in TIFF files, where they are part of the file's own structure.

libvips neither reads nor writes EXIF there, and cuts IPTC short when it writes it.
"""

from __future__ import annotations

import io
import struct
import warnings
from typing import BinaryIO

from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from sr_studio.imaging.metadata import EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD, bare_exif

#: ImageDescription, Make, Model, Software, DateTime, Artist, HostComputer, Copyright: all text.
_DESCRIPTIVE = (0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298)
_GROUPS = (EXIF_IFD, GPS_IFD)
_ASCII, _LONG, _UNDEFINED = 2, 4, 7
_IPTC = 0x83BB


def exif_of_tiff(file: BinaryIO) -> bytes | None:
    """An EXIF block made of what a TIFF file says about its picture, or None if that is nothing.

    Raises:
        ValueError: The structure is damaged.
    """
    try:
        header = file.read(8)
        if 43 in header[2:4]:  # BigTIFF
            header += file.read(8)
        main = _loaded(file, header)
        exif = Image.Exif()
        exif.update({tag: main[tag] for tag in _DESCRIPTIVE if tag in main})
        for group in _GROUPS:
            if group in main:
                exif.get_ifd(group).update(_relocatable(_loaded(file, header, main[group], group)))
        return bare_exif(exif.tobytes()) if len(exif) else None
    except Exception as error:  # Pillow's parser raises whatever a damaged structure leads it to
        raise ValueError("the EXIF entries are damaged") from error


def tiff_with_metadata(tiff: bytes, exif: bytes | None, iptc: bytes | None) -> bytes:
    """A little-endian TIFF file with the entries of an EXIF block and IPTC records added to it.

    A damaged EXIF block is left out: the picture is worth more than what nobody can understand.
    """
    descriptive, groups = ({}, {}) if exif is None else _entries_of_block(exif)
    data = bytearray(tiff)
    entries = _raw_entries(tiff)

    def place(content: bytes) -> bytes:
        data.extend(b"\0" * (len(data) % 2))
        offset = len(data)
        data.extend(content)
        return struct.pack("<I", offset)

    for tag, text in descriptive.items():
        value = text.ljust(4, b"\0") if len(text) <= 4 else place(text)
        entries[tag] = struct.pack("<HHI", tag, _ASCII, len(text)) + value
    if iptc is not None and len(iptc) > 4:
        entries[_IPTC] = struct.pack("<HHI", _IPTC, _UNDEFINED, len(iptc)) + place(iptc)
    for group, directory in groups.items():
        start = len(data) + len(data) % 2
        entries[group] = struct.pack("<HHI", group, _LONG, 1) + place(directory.tobytes(start))
    ordered = b"".join(entries[tag] for tag in sorted(entries))
    data[4:8] = place(struct.pack("<H", len(entries)) + ordered + bytes(4))
    return bytes(data)


def _entries_of_block(
    exif: bytes,
) -> tuple[dict[int, bytes], dict[int, ImageFileDirectory_v2]]:
    """The descriptive entries of an EXIF block as texts that end in a zero, and its groups."""
    try:
        block = io.BytesIO(exif)
        source = _loaded(block, exif[:8])
        groups = {
            group: _relocatable(_loaded(block, exif[:8], source[group], group))
            for group in _GROUPS
            if group in source
        }
        descriptive = {
            tag: str(source[tag]).encode("latin-1", "replace") + b"\0"
            for tag in _DESCRIPTIVE
            if tag in source
        }
    except Exception:  # as above
        return {}, {}
    return descriptive, groups


def _loaded(
    file: BinaryIO, header: bytes, offset: int | None = None, group: int | None = None
) -> ImageFileDirectory_v2:
    """The entries at an offset, or those of the main directory."""
    directory = ImageFileDirectory_v2(header, group=group)
    file.seek(directory.next if offset is None else offset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow skips entries it cannot read, as is meant
        directory.load(file)
    return directory


def _relocatable(found: ImageFileDirectory_v2) -> ImageFileDirectory_v2:
    """The same entries with the same types, ready to be written in little-endian order."""
    result = ImageFileDirectory_v2(b"II*\0\0\0\0\0", group=found.group)
    for tag, value in found.items():
        # What it points to is lost with its place, and holds nothing a person wrote.
        if tag != INTEROPERABILITY_IFD:
            result.tagtype[tag] = found.tagtype[tag]
            result[tag] = value
    return result


def _raw_entries(tiff: bytes) -> dict[int, bytes]:
    (first,) = struct.unpack_from("<I", tiff, 4)
    (count,) = struct.unpack_from("<H", tiff, first)
    raw = (tiff[first + 2 + 12 * n : first + 14 + 12 * n] for n in range(count))
    return {struct.unpack_from("<H", entry)[0]: entry for entry in raw}
