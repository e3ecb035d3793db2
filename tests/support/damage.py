"""Files that are no pictures, or no longer: cut, flipped, emptied, lying about their size."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture

CUTS = (0.02, 0.1, 0.3, 0.6, 0.9, 0.99)


def whole_files(folder: Path) -> dict[str, bytes]:
    """The bytes of a noisy picture in every format that can be written or is at hand."""
    noise = Picture(np.random.default_rng(1).integers(0, 256, (80, 120, 3), dtype=np.uint8))
    found = {"bmp": _bmp(120, 80, noise.pixels.tobytes())}
    for format in ("png", "jpeg", "webp", "tiff", "avif"):
        path = folder / f"x{FORMATS[format].suffixes[0]}"
        write_picture(noise, path)
        found[format] = path.read_bytes()
    return found


def _bmp(width: int, height: int, data: bytes) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, 54) + header + data


def _chunk(name: bytes, content: bytes) -> bytes:
    body = name + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def _png(width: int, height: int, data: bytes = b"\0" * 99) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + header + _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")
    )


def _tiff(width: int, height: int) -> bytes:
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
        (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 8),
    ]  # fmt: skip
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + bytes(4)


def _jpeg_of_size(jpeg: bytes, width: int, height: int) -> bytes:
    at = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:at] + struct.pack(">HH", height, width) + jpeg[at + 4 :]


def damaged_files(good: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of more than sixty files no reader may accept, made of whole ones."""
    for format, data in good.items():
        suffix = FORMATS[format].suffixes[0]
        for share in CUTS:
            yield f"{format}-cut-{share}{suffix}", data[: int(len(data) * share)]
        yield f"{format}-head-lost{suffix}", data[8:]
        if format not in ("bmp", "webp"):  # to which zeros are pixels like others
            yield f"{format}-zeros{suffix}", data[:40] + bytes(len(data) - 40)
    # JPEG and WebP have no checksums: what decodes cannot be told from what was meant.
    for format in ("png", "tiff", "avif"):
        for share in (0.3, 0.6, 0.9):
            data = bytearray(good[format])
            at = int(len(data) * share)
            data[at : at + 64] = bytes(byte ^ 0xFF for byte in data[at : at + 64])
            yield f"{format}-flipped-{share}{FORMATS[format].suffixes[0]}", bytes(data)
    for format in ("png", "tiff"):
        data = bytearray(good[format])
        data[len(data) // 2] ^= 1
        yield f"{format}-one-bit{FORMATS[format].suffixes[0]}", bytes(data)
    yield "huge.png", _png(60_000, 60_000)
    yield "huge-beyond-libpng.png", _png(2_000_000_000, 2_000_000_000)
    yield "huge.tif", _tiff(80_000, 80_000)
    yield "huge.bmp", _bmp(40_000, 40_000, b"few")
    yield "huge.jpg", _jpeg_of_size(good["jpeg"], 65_000, 65_000)
    yield "no-width.png", _png(0, 10)
    yield "no-height.png", _png(10, 0)
    yield "no-size.bmp", _bmp(0, 0, b"")
    yield "no-size.tif", _tiff(0, 10)
    yield "no-size.jpg", _jpeg_of_size(good["jpeg"], 0, 0)
    yield "empty.png", b""
    yield "one-byte.jpg", b"\xff"
    yield "text.png", b"Ceci n'est pas une image.\n"
    yield "page.jpg", b"<!doctype html><title>404 Not Found</title>"
    yield "archive.webp", b"PK\x03\x04" + bytes(200)
    yield "video.avif", b"\0\0\0\x18ftypisom\0\0\2\0isomiso2" + bytes(100)
    yield "music.tif", b"RIFF\x24\0\0\0WAVEfmt " + bytes(40)
    yield "signature-only.png", b"\x89PNG\r\n\x1a\n"
    yield "signature-only.jpg", b"\xff\xd8\xff\xe0"
    yield "signature-only.webp", b"RIFF\x24\0\0\0WEBP"
    yield "signature-only.tif", b"II*\0\x08\0\0\0"
    yield "loop.tif", b"II*\0\x08\0\0\0\0\0\x08\0\0\0"
