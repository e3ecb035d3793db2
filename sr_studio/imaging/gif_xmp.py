"""The XMP packet of a GIF file, which libvips neither reads nor writes."""

from __future__ import annotations

from pathlib import Path

#: The application extension that holds a packet, and the trailer that leads decoders out of it.
_BEGIN = b"\x21\xff\x0bXMP DataXMP"
_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
#: Bytes of a file in which the packet is looked for; ours comes right behind the header.
_LOOKED_AT = 1 << 20


def with_xmp(data: bytes, xmp: bytes) -> bytes:
    """A GIF file with a packet behind its header and table of colours."""
    flags = data[10]
    at = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    return data[:at] + _BEGIN + xmp + _TRAILER + data[at:]


def xmp_of(path: Path) -> bytes | None:
    """The packet; None if there is none near the beginning.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(_LOOKED_AT)
    start = data.find(_BEGIN)
    end = data.find(_TRAILER[:32], start)
    return None if start < 0 or end < 0 else data[start + len(_BEGIN) : end]
