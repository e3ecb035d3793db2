"""EXIF and IPTC in TIFF files, where they are part of the file's own structure.

libvips neither reads nor writes EXIF there, and cuts IPTC short when it writes it.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Container
from typing import BinaryIO

from PIL.TiffImagePlugin import ImageFileDirectory_v2

from sr_studio.imaging.metadata import EXIF_IFD, GPS_IFD, INTEROPERABILITY_IFD

#: ImageDescription, Make, Model, Software, DateTime, Artist, HostComputer, Copyright: all text.
_DESCRIPTIVE = (0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298)
_GROUPS = (EXIF_IFD, GPS_IFD)
_ASCII, _LONG, _UNDEFINED = 2, 4, 7
_IPTC = 0x83BB
#: Of what is written here: little-endian, with the first directory right behind.
_HEADER = b"II*\0\x08\0\0\0"


def exif_of_tiff(file: BinaryIO) -> bytes | None:
    """An EXIF block made of what a TIFF file says about its picture, or None if that is nothing.

    Raises:
        ValueError: The structure is damaged.
    """
    try:
        header = _header(file)
        main = _loaded(file, header)
        groups = {
            group: _relocatable(_loaded(file, header, main[group], group))
            for group in _GROUPS
            if group in main
        }
        described = _relocatable(main, only=_DESCRIPTIVE)
        return _block(described, groups) if len(described) or groups else None
    except Exception as error:  # Pillow's parser raises whatever a damaged structure leads it to
        raise ValueError("the EXIF entries are damaged") from error


def first_directory(file: BinaryIO) -> ImageFileDirectory_v2:
    """The entries that describe the first picture of a TIFF file.

    Raises:
        Exception: Of any kind, where the structure is damaged.
    """
    return _loaded(file, _header(file))


def add_metadata(file: BinaryIO, exif: bytes | None, iptc: bytes | None) -> None:
    """Add the entries of an EXIF block, and IPTC records, to a little-endian TIFF file.

    A damaged EXIF block is left out: the picture is worth more than what nobody can understand.

    Args:
        file: Open for reading and writing; of less than 4 GB.
        exif: The block.
        iptc: The records.
    """
    descriptive, groups = ({}, {}) if exif is None else _entries_of_block(exif)
    entries = _raw_entries(file)

    def end() -> int:
        file.seek(0, io.SEEK_END)
        if file.tell() % 2:
            file.write(b"\0")
        return file.tell()

    def place(content: bytes) -> bytes:
        offset = end()
        file.write(content)
        return struct.pack("<I", offset)

    for tag, text in descriptive.items():
        value = text.ljust(4, b"\0") if len(text) <= 4 else place(text)
        entries[tag] = struct.pack("<HHI", tag, _ASCII, len(text)) + value
    if iptc is not None and len(iptc) > 4:
        entries[_IPTC] = struct.pack("<HHI", _IPTC, _UNDEFINED, len(iptc)) + place(iptc)
    for group, directory in groups.items():
        entries[group] = struct.pack("<HHI", group, _LONG, 1) + place(directory.tobytes(end()))
    ordered = b"".join(entries[tag] for tag in sorted(entries))
    first = place(struct.pack("<H", len(entries)) + ordered + bytes(4))
    file.seek(4)
    file.write(first)


def _block(main: ImageFileDirectory_v2, groups: dict[int, ImageFileDirectory_v2]) -> bytes:
    """An EXIF block of a main directory and the groups that it is to point to."""
    for group in groups:
        main.tagtype[group], main[group] = _LONG, 0
    at = len(_HEADER) + len(main.tobytes(len(_HEADER)))
    content = b""
    for group, directory in groups.items():
        main[group] = at + len(content)
        part = directory.tobytes(main[group])
        content += part + bytes(len(part) % 2)
    return _HEADER + main.tobytes(len(_HEADER)) + content


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
        described = _relocatable(source, only=_DESCRIPTIVE)
        texts = {tag: text for tag, text in described.items() if isinstance(text, bytes)}
        descriptive = {tag: text + b"\0" for tag, text in texts.items()}
    except Exception:  # as above
        return {}, {}
    return descriptive, groups


def _header(file: BinaryIO) -> bytes:
    header = file.read(8)
    return header + file.read(8) if 43 in header[2:4] else header  # 43: BigTIFF


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


def _relocatable(
    found: ImageFileDirectory_v2, only: Container[int] | None = None
) -> ImageFileDirectory_v2:
    """The same entries, or some, with the same types, ready to be written little-endian."""
    result = ImageFileDirectory_v2(_HEADER, group=found.group)
    for tag, value in found.items():
        # What it points to is lost with its place, and holds nothing a person wrote.
        if tag != INTEROPERABILITY_IFD and (only is None or tag in only):
            result.tagtype[tag] = found.tagtype[tag]
            # Pillow reads texts byte by byte, whatever they are in, but would write ASCII alone.
            is_text = found.tagtype[tag] == _ASCII and isinstance(value, str)
            result[tag] = value.encode("latin-1") if is_text else value
    return result


def _raw_entries(file: BinaryIO) -> dict[int, bytes]:
    file.seek(4)
    file.seek(struct.unpack("<I", file.read(4))[0])
    (count,) = struct.unpack("<H", file.read(2))
    raw = [file.read(12) for _ in range(count)]
    return {struct.unpack_from("<H", entry)[0]: entry for entry in raw}
