"""Files that are no pictures, or no longer: each gets one sentence, and nothing is written."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size, thumbnail
from sr_studio.imaging.writing import write_picture

_CUTS = (0.02, 0.1, 0.3, 0.6, 0.9, 0.99)
_HEIC = (Path(__file__).parent / "files" / "gradient.heic").read_bytes()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of a noisy picture in every format that can be written or is at hand."""
    folder = tmp_path_factory.mktemp("good")
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


def _damaged(good: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for format, data in good.items():
        suffix = FORMATS[format].suffixes[0]
        for share in _CUTS:
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


def test_every_damaged_file_gets_one_sentence(tmp_path: Path, good: dict[str, bytes]) -> None:
    tried = 0
    accepted = []
    for name, data in _damaged(good):
        path = tmp_path / name
        path.write_bytes(data)
        for action in (read_picture, read_size, lambda path: thumbnail(path, 16)):
            try:
                action(path)
            except PictureError as error:
                _check_sentence(str(error), path)
            else:
                if action is read_picture:
                    accepted.append(name)
        tried += 1
    assert tried >= 60
    assert accepted == []


def _check_sentence(sentence: str, path: Path) -> None:
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "vips" not in sentence.lower()
    assert len(sentence) < 300 + len(str(path))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_whatsoever_leads_to_another_error(
    tmp_path_factory: pytest.TempPathFactory, good: dict[str, bytes], data: st.DataObject
) -> None:
    """A few bytes changed anywhere, most often in the header, and perhaps the end cut off."""
    content = bytearray(good[data.draw(st.sampled_from(sorted(good)))])
    for _ in range(data.draw(st.integers(1, 5))):
        end = data.draw(st.sampled_from([160, 160, len(content)]))
        content[data.draw(st.integers(0, end - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    for action in (
        lambda: read_picture(path, pixel_limit=1_000_000),
        lambda: thumbnail(path, 16, pixel_limit=1_000_000),
        lambda: read_size(path),
    ):
        try:
            action()
        except PictureError as error:
            _check_sentence(str(error), path)


def test_what_the_sentences_say(tmp_path: Path, good: dict[str, bytes]) -> None:
    said = {}
    for name, data in _damaged(good):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(PictureError) as caught:
            read_picture(tmp_path / name)
        said[name] = caught.value.what
    assert said["empty.png"] == "the file is empty"
    assert said["text.png"] == said["video.avif"] == "this is not a picture"
    for name in ("no-width.png", "no-height.png"):
        assert said[name] == "the picture has no pixels"
    for name in ("huge.png", "huge.tif", "huge.bmp", "huge.jpg"):
        assert "more than the limit of 268,435,456" in said[name], name
    assert "2000000000 x 2000000000 pixels, more than can be read" in said["huge-beyond-libpng.png"]
    assert "60000 x 60000" in said["huge.png"]
    assert said["jpeg-cut-0.9.jpg"].startswith("the JPEG data is damaged or cut off (")


def test_cut_heic(tmp_path: Path) -> None:
    pytest.importorskip("pi_heif", reason="HEIC needs the package pi-heif")
    for share in _CUTS:
        path = tmp_path / "x.heic"
        path.write_bytes(_HEIC[: int(len(_HEIC) * share)])
        with pytest.raises(PictureError, match=r"damaged|not a picture") as caught:
            read_picture(path)
        _check_sentence(str(caught.value), path)


def test_the_pixel_limit_can_be_set(tmp_path: Path, good: dict[str, bytes]) -> None:
    for format, data in good.items():
        path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
        path.write_bytes(data)
        assert read_picture(path, pixel_limit=9600).width == 120
        actions: list[Callable[[], object]] = [
            lambda path=path: read_picture(path, pixel_limit=9599),  # type: ignore[misc]
            lambda path=path: thumbnail(path, 8, pixel_limit=9599),  # type: ignore[misc]
        ]
        for action in actions:
            with pytest.raises(PictureError, match=r"120 x 80 pixels, more than .* 9,599"):
                action()


def test_harmless_oddities_of_jpeg_are_read(tmp_path: Path, good: dict[str, bytes]) -> None:
    """Stray bytes between markers and after the end: cameras write them, libjpeg only warns."""
    data = good["jpeg"]
    table = data.index(b"\xff\xdb")
    odd = data[:table] + b"\0\0\0" + data[table:] + b"trailing words of a camera"
    (tmp_path / "x.jpg").write_bytes(odd)
    (tmp_path / "y.jpg").write_bytes(data)
    strange, usual = read_picture(tmp_path / "x.jpg"), read_picture(tmp_path / "y.jpg")
    assert np.array_equal(strange.pixels, usual.pixels)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="there is no such file"):
        read_picture(tmp_path / "missing.png")
    with pytest.raises(PictureError, match="this is a folder"):
        read_picture(tmp_path)
    with pytest.raises(PictureError, match="cannot be opened"):
        read_picture(tmp_path / "nul\0byte.png")
