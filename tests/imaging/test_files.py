"""Pictures of every mode into files and out again: pixels, depth, channels, transparency."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import picture_suffixes, read_picture, read_size, thumbnail
from sr_studio.imaging.row_reader import RowReader
from sr_studio.imaging.vips import from_array
from sr_studio.imaging.writing import WRITABLE, format_for, impossible, limits, write_picture
from tests.imaging.conftest import made_picture

ROOT = Path(__file__).resolve().parents[2]
HEIC = Path(__file__).parent / "files" / "gradient.heic"


@pytest.mark.parametrize("format", ["png", "tiff"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
def test_lossless_formats_keep_everything(
    tmp_path: Path, format: str, bits: int, channels: int, alpha: bool
) -> None:
    before = made_picture(bits, channels, alpha)
    path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
    write_picture(before, path)
    after = read_picture(path)
    assert limits(before, format) == []
    assert after.pixels.dtype == before.pixels.dtype
    assert np.array_equal(after.pixels, before.pixels)
    assert (after.alpha is None) == (not alpha)
    if alpha:
        assert np.array_equal(after.alpha, before.alpha)
    assert after.notes == []


@pytest.mark.parametrize("format", ["jpeg", "webp", "avif"])
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("alpha", [False, True])
def test_lossy_formats_keep_what_they_can(
    tmp_path: Path, format: str, bits: int, channels: int, alpha: bool
) -> None:
    before = made_picture(bits, channels, alpha)
    path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
    write_picture(before, path)
    after = read_picture(path)
    assert after.bit_depth == 8
    assert after.is_grey == (channels == 1 and format == "jpeg")
    expected = before.with_depth(8)
    colour = expected.over() if format == "jpeg" else expected.pixels
    assert np.abs(after.pixels.astype(int) - colour).mean() < 2
    assert (after.alpha is not None) == (alpha and format != "jpeg")
    if after.alpha is not None and expected.alpha is not None:
        assert np.abs(after.alpha.astype(int) - expected.alpha).max() <= 3
    notes = " ".join(limits(before, format))
    assert ("transparency" in notes) == (alpha and format == "jpeg")
    assert ("8 bits" in notes) == (bits == 16)


def test_webp_at_100_is_lossless(tmp_path: Path) -> None:
    before = made_picture(alpha=True)
    write_picture(before, tmp_path / "x.webp", quality=100)
    after = read_picture(tmp_path / "x.webp")
    assert np.array_equal(after.planes(), before.planes())


def test_quality_decides_the_size(tmp_path: Path) -> None:
    noise = Picture(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
    for suffix in (".jpg", ".webp", ".avif"):
        sizes = []
        for quality in (20, 90):
            write_picture(noise, tmp_path / f"x{suffix}", quality=quality)
            sizes.append((tmp_path / f"x{suffix}").stat().st_size)
        assert sizes[0] < sizes[1]
    with pytest.raises(PictureError, match="1 to 100"):
        write_picture(noise, tmp_path / "y.jpg", quality=101)


MODES = {
    ("1", ".png"): (1, False),
    ("1", ".tif"): (1, False),
    ("1", ".bmp"): (1, False),
    ("L", ".png"): (1, False),
    ("L", ".jpg"): (1, False),
    ("L", ".bmp"): (1, False),
    ("L", ".tif"): (1, False),
    ("LA", ".png"): (1, True),
    ("LA", ".tif"): (1, True),
    ("P", ".png"): (3, False),
    ("P", ".tif"): (3, False),
    ("P", ".bmp"): (3, False),
    ("RGB", ".bmp"): (3, False),
    ("RGB", ".png"): (3, False),
    ("RGB", ".tif"): (3, False),
    ("RGBA", ".png"): (3, True),
    ("RGBA", ".tif"): (3, True),
}


@pytest.mark.parametrize(("mode", "suffix"), MODES)
def test_every_mode_reads_as_pillow_sees_it(tmp_path: Path, mode: str, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    made = made_picture(alpha=mode in ("LA", "RGBA"))
    Image.fromarray(made.planes()).convert(mode).save(path)
    image = Image.open(path)
    read = read_picture(path)
    channels, alpha = MODES[mode, suffix]
    assert read.pixels.shape == (37, 53, channels)
    assert (read.alpha is not None) == alpha
    seen = np.asarray(image.convert({1: "L", 3: "RGB"}[channels]))
    assert np.array_equal(read.pixels.squeeze(), seen)
    if alpha:
        assert np.array_equal(read.alpha, np.asarray(image)[..., -1])


def test_palette_with_transparency(tmp_path: Path) -> None:
    image = Image.new("P", (4, 2))
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((1, 0), 1)
    image.save(tmp_path / "x.png", transparency=bytes([255, 0]))
    read = read_picture(tmp_path / "x.png")
    assert read.alpha is not None
    assert read.alpha.tolist() == [[255, 0, 255, 255], [255] * 4]
    assert read.pixels[0, 0].tolist() == [255, 0, 0]


def test_bmp_with_alpha_and_32_bits(tmp_path: Path) -> None:
    Image.fromarray(made_picture(alpha=True).planes()).save(tmp_path / "x.bmp")
    assert np.array_equal(read_picture(tmp_path / "x.bmp").pixels, made_picture().pixels)


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_cmyk_becomes_srgb_with_a_note(tmp_path: Path, suffix: str) -> None:
    """Paper white is white, full ink is dark, cyan is a blue-green, and the person is told."""
    inks = np.zeros((16, 48, 4), np.uint8)
    inks[:, 16:32, 3] = 255
    inks[:, 32:, 0] = 255
    Image.fromarray(inks, "CMYK").save(tmp_path / f"x{suffix}")
    read = read_picture(tmp_path / f"x{suffix}")
    white, black, cyan = (read.pixels[8, at].astype(int) for at in (6, 24, 42))
    assert white.min() > 245
    assert black.max() < 60
    assert cyan[0] < 60 < 120 < min(cyan[1:])
    assert read.icc is None
    assert read.notes == ["Converted from CMYK to sRGB."]


def test_lab_of_16_bits_becomes_srgb_with_a_note(tmp_path: Path) -> None:
    before = made_picture(16, 3, alpha=False)
    path = tmp_path / "x.tif"
    from_array(before.planes()).colourspace("labs").tiffsave(str(path), compression="lzw")
    read = read_picture(path)
    assert read.notes == ["Converted from Lab to sRGB."]
    assert read.pixels.dtype == np.uint16 and read.icc is None
    assert np.abs(read.pixels.astype(int) - before.pixels).max() < 200, "0.3 % of the range"
    rows = RowReader(path)
    assert np.array_equal(rows.strip(0, rows.height).pixels, read.pixels)
    with_alpha = made_picture(16, 3, alpha=True)
    from_array(with_alpha.planes()).colourspace("labs").tiffsave(str(path))
    with pytest.raises(PictureError, match="Save it with 8 or 16 bits a channel, as RGB"):
        read_picture(path)


@pytest.mark.parametrize("look", [read_picture, read_size, lambda path: thumbnail(path, 8)])
def test_lab_of_8_bits_is_no_damage(tmp_path: Path, look: Callable[[Path], object]) -> None:
    path = tmp_path / "x.tif"
    Image.new("LAB", (12, 9)).save(path)
    said = "its pixels are Lab of 8 bits, which the program does not read. Save it with 8 or 16"
    with pytest.raises(PictureError, match=said):
        look(path)


@pytest.mark.parametrize(("number", "name"), [(50000, "ZSTD"), (34925, "LZMA")])
def test_a_compression_that_is_not_known_is_said(
    tmp_path: Path, picture: Picture, number: int, name: str
) -> None:
    path = tmp_path / "x.tif"
    write_picture(picture, path)
    image = pyvips.Image.new_from_file(str(path))
    image.tiffsave(str(path := tmp_path / "y.tif"), compression="none")
    tag = struct.pack("<HHI", 259, 3, 1)  # Compression, one number of 16 bits
    data = path.read_bytes()
    assert data.count(tag) == 1
    at = data.index(tag) + len(tag)
    path.write_bytes(data[:at] + struct.pack("<H", number) + data[at + 2 :])
    with pytest.raises(PictureError, match=f"its {name} compression is not known .*LZW"):
        read_picture(path)


def test_ten_bit_avif_fills_16_bits(tmp_path: Path) -> None:
    from sr_studio.imaging.vips import from_array

    before = made_picture(16)
    from_array(before.pixels).write_to_file(
        str(tmp_path / "x.avif"), bitdepth=10, lossless=True, compression="av1"
    )
    after = read_picture(tmp_path / "x.avif")
    assert after.bit_depth == 16
    assert np.abs(after.pixels.astype(int) - before.pixels).max() < 600


def test_heic(tmp_path: Path) -> None:
    read = read_picture(HEIC)
    expected = made_picture(size=(64, 96)).pixels
    assert np.abs(read.pixels.astype(int) - expected).max() < 12
    assert read_size(HEIC) == (96, 64)
    assert thumbnail(HEIC, 32).shape == (21, 32, 3)
    write_picture(read, tmp_path / "x.png")
    assert np.array_equal(read_picture(tmp_path / "x.png").pixels, read.pixels)
    cut = tmp_path / "cut.heic"
    cut.write_bytes(HEIC.read_bytes()[:-200])
    with pytest.raises(PictureError, match="damaged"):
        read_picture(cut)


def test_heic_without_its_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    for action in (read_picture, read_size):
        with pytest.raises(PictureError, match="pip install pi-heif"):
            action(HEIC)


def test_real_numbers_are_refused_with_the_reason(tmp_path: Path) -> None:
    Image.fromarray(np.zeros((4, 4), np.float32)).save(tmp_path / "x.tif")
    with pytest.raises(PictureError, match="32-bit real numbers"):
        read_picture(tmp_path / "x.tif")


def test_the_first_of_several_pages_with_a_note(tmp_path: Path) -> None:
    pages = [Image.new("L", (5, 4), value) for value in (10, 20, 30)]
    pages[0].save(tmp_path / "x.tif", save_all=True, append_images=pages[1:])
    read = read_picture(tmp_path / "x.tif")
    assert read.pixels.shape == (4, 5, 1)
    assert (read.pixels == 10).all()
    assert any("3 pages" in note for note in read.notes)


def test_content_decides_not_the_name(tmp_path: Path, picture: Picture) -> None:
    write_picture(picture, tmp_path / "x.jpg", format="png")
    read = read_picture(tmp_path / "x.jpg")
    assert np.array_equal(read.pixels, picture.pixels)
    assert any("PNG" in note for note in read.notes)


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
@pytest.mark.parametrize("format", WRITABLE)
def test_a_name_of_any_bytes_spoils_neither_this_picture_nor_the_next(
    tmp_path: Path, picture: Picture, format: str
) -> None:
    """libvips complains of AVIF files that it can read, by their names."""
    path = tmp_path / os.fsdecode(b"\xff\xfe" + FORMATS[format].suffixes[0].encode())
    write_picture(picture, path)
    for _ in range(2):
        assert read_size(path) == (picture.width, picture.height)
        assert read_picture(path).notes == []
        assert max(thumbnail(path, 9).shape[:2]) == 9
        write_picture(picture, tmp_path / "after.png")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(PictureError, match="damaged or cut off") as raised:
        read_picture(path)
    assert "codec" not in str(raised.value)
    assert read_picture(tmp_path / "after.png").width == picture.width


def test_one_pixel(tmp_path: Path) -> None:
    dot = Picture(np.array([[[1, 2, 3]]], np.uint8))
    for format in WRITABLE:
        path = tmp_path / f"dot{FORMATS[format].suffixes[0]}"
        write_picture(dot, path)
        assert read_picture(path).pixels.shape == (1, 1, 3)
        assert thumbnail(path, 8).shape == (1, 1, 3)


def test_thumbnails_are_upright_srgb_over_white(tmp_path: Path) -> None:
    clear = made_picture(16, alpha=True)
    assert clear.alpha is not None
    clear.alpha[:] = 0
    write_picture(clear, tmp_path / "clear.png")
    assert (thumbnail(tmp_path / "clear.png", 16) == 255).all()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (400, 200)).save(tmp_path / "turned.jpg", exif=exif)
    assert thumbnail(tmp_path / "turned.jpg", 50).shape == (50, 25, 3)
    assert read_size(tmp_path / "turned.jpg") == (200, 400)


def test_formats_by_name_and_suffix(tmp_path: Path) -> None:
    assert format_for(Path("a.JPG")) == "jpeg"
    assert format_for(Path("a.png"), "tif") == "tiff"
    assert format_for(Path("a.png"), ".AVIF") == "avif"
    for path, format in (("a.bmp", None), ("a.heic", None), ("a", None), ("a.png", "gif")):
        with pytest.raises(PictureError, match=r"not a format|for animations only"):
            format_for(Path(path), format)
    assert {".heic", ".bmp", ".jpeg"} < set(picture_suffixes())
    assert ".bmp" not in picture_suffixes(writable=True)


def test_sides_a_format_cannot_hold(tmp_path: Path) -> None:
    wide = Picture(np.zeros((2, 16_384, 1), np.uint8))
    assert impossible(16_383, 5, "webp") is None
    with pytest.raises(PictureError, match=r"WebP holds at most 16,383 pixels a side"):
        write_picture(wide, tmp_path / "x.webp")
    assert list(tmp_path.iterdir()) == []
    for format in ("png", "jpeg", "tiff", "avif"):
        write_picture(wide, tmp_path / f"x{FORMATS[format].suffixes[0]}")
        assert read_size(tmp_path / f"x{FORMATS[format].suffixes[0]}") == (16_384, 2)


def test_noise_at_the_highest_quality(tmp_path: Path) -> None:
    """More bytes out than pixels in: encoders with a buffer of guessed size fail here."""
    noise = np.random.default_rng(0).integers(0, 256, (600, 700, 3), dtype=np.uint8)
    exif, xmp = b"II*\0\x08\0\0\0" + bytes(6), b"<x/>" + b" " * 60_000
    for suffix, height in ((".jpg", 600), (".webp", 40), (".avif", 40)):  # the last two are slow
        whole = Picture(noise[:height], exif=exif, xmp=xmp)
        write_picture(whole, tmp_path / f"x{suffix}", quality=100)
        assert read_picture(tmp_path / f"x{suffix}").height == height


def test_decoding_says_nothing_on_stderr(tmp_path: Path, picture: Picture) -> None:
    """Neither good pictures nor broken ones of any format make a library talk."""
    for format in WRITABLE:
        path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
        write_picture(picture, path)
        data = path.read_bytes()
        (tmp_path / f"cut{path.suffix}").write_bytes(data[: len(data) // 2])
        middle = len(data) // 2
        flipped = data[:middle] + bytes(255 - b for b in data[middle : middle + 40])
        (tmp_path / f"flipped{path.suffix}").write_bytes(flipped + data[middle + 40 :])
    jpeg = (tmp_path / "x.jpg").read_bytes()
    table = jpeg.index(b"\xff\xdb")
    (tmp_path / "odd.jpg").write_bytes(jpeg[:table] + b"\0\0\0" + jpeg[table:])
    code = """
import sys
from collections.abc import Callable
from pathlib import Path
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.reading import read_picture, thumbnail
kept = []
for path in sorted(Path(sys.argv[1]).iterdir()):
    for action in (read_picture, lambda path: thumbnail(path, 16)):
        try:
            action(path)
        except PictureError as error:
            kept.append(error)  # and with it the image, until the interpreter ends
            print("refused", path.name, action.__name__)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.count("read_picture") >= len(WRITABLE)


@pytest.mark.parametrize("suffix", ["gif", "ppm", "pgm", "pbm", "tga", "ico", "jp2", "j2k", "bmp"])
def test_formats_that_are_read_and_not_written(tmp_path: Path, suffix: str) -> None:
    pixels = (np.arange(16 * 16 * 3) % 251).reshape(16, 16, 3).astype(np.uint8)
    mode = {"pgm": "L", "pbm": "1", "gif": "P"}.get(suffix, "RGB")
    image = Image.fromarray(pixels).convert(mode)
    path = tmp_path / f"a.{suffix}"
    image.save(path)
    read = read_picture(path)
    plain = np.array(image.convert("L" if read.is_grey else "RGB")).reshape(16, 16, -1)
    assert np.array_equal(read.pixels, plain) and read.notes == []
    assert read_size(path) == (16, 16) and thumbnail(path, 8).shape == (8, 8, 3)
    if suffix != "tga":  # which is known by its name alone
        (tmp_path / "a.png").write_bytes(path.read_bytes())
        assert "whatever its name says" in read_picture(tmp_path / "a.png").notes[0]
    for length in (0.3, 0.6, 0.9):
        path.write_bytes(path.read_bytes()[: int(len(path.read_bytes()) * length)])
        with pytest.raises(PictureError):
            read_picture(path)


def test_deep_netpbm_keeps_its_depth(tmp_path: Path) -> None:
    path = tmp_path / "deep.ppm"
    values = np.array([0, 1, 512, 1022, 1023, 700], ">u2")
    path.write_bytes(b"P6 # a comment\n2 1\n1023\n" + values.tobytes())
    assert read_picture(path).pixels.ravel().tolist() == [0, 64, 32799, 65470, 65535, 44843]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(PictureError, match="ends early"):
        read_picture(path)
