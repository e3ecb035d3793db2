"""IPTC records (captions, keywords, credits of press pictures): bare in TIFF, wrapped in JPEG.

JPEG carries them as one of Photoshop's image resources ("8BIM", number 1028) in an APP13 segment;
what other resources there are (paths, thumbnails) is about the old pixels and is not kept.
"""

from __future__ import annotations

import struct

_PHOTOSHOP = b"Photoshop 3.0\0"
_MARK = b"8BIM"
_IPTC = 0x0404
#: Every IPTC record begins with this.
_TAG_MARKER = b"\x1c"


def bare_iptc(block: bytes | None) -> bytes | None:
    """The records in a block as files carry it, wrapped or not; None if there are none."""
    if not block:
        return None
    block = block.removeprefix(_PHOTOSHOP)
    at = 0
    while block[at : at + 4] == _MARK and at + 12 <= len(block):
        (number,) = struct.unpack_from(">H", block, at + 4)
        # A name, with its length before it, filled up to an even number of bytes.
        content = at + 6 + (block[at + 6] + 2) // 2 * 2
        if content + 4 > len(block):
            return None
        (length,) = struct.unpack_from(">I", block, content)
        if number == _IPTC:
            return block[content + 4 : content + 4 + length] or None
        at = content + 4 + length + length % 2
    return block if block[:1] == _TAG_MARKER else None


def wrapped_iptc(records: bytes) -> bytes:
    """The content of a JPEG's APP13 segment with these records."""
    head = _PHOTOSHOP + _MARK + struct.pack(">HxxI", _IPTC, len(records))
    return head + records + b"\0" * (len(records) % 2)
