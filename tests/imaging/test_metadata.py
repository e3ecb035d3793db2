"""What a file says about its picture, carried through and made true: orientation, sizes, colour."""

from __future__ import annotations

import io
import struct
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, IptcImagePlugin

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.gif_xmp import with_xmp
from sr_studio.imaging.iptc import bare_iptc
from sr_studio.imaging.metadata import bare_exif, exif_made_true, xmp_made_true
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size, read_xmp
from sr_studio.imaging.resize import nearest
from sr_studio.imaging.tiff_exif import add_metadata, exif_of_tiff
from sr_studio.imaging.writing import WRITABLE, limits, write_picture
from sr_studio.imaging.xmp import properties_of, with_properties
from sr_studio.upscaling.output import WriteOptions, write_result
from tests.imaging.conftest import made_picture

#: How a picture is stored for each EXIF orientation, as Pillow's own inverse operations.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 tiff:Orientation="6" tiff:ImageWidth="37"><exif:PixelXDimension>37</exif:PixelXDimension>
<exif:PixelYDimension>53</exif:PixelYDimension></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def made_exif(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Artist] = "Ann Author"
    exif[ExifTags.Base.ImageWidth] = 53 if orientation < 5 else 37
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.ExifImageWidth] = 37
    details[ExifTags.Base.ExifImageHeight] = 53
    details[ExifTags.Base.ISOSpeedRatings] = 200
    details[ExifTags.Base.MakerNote] = b"a maker's own note"
    details[ExifTags.Base.DateTimeOriginal] = "2024:05:06 07:08:09"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 8.0, 15.5)
    return bytes(exif.tobytes())


def parsed(block: bytes | None) -> Image.Exif:
    assert block is not None
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + block)
    return exif


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
def test_pictures_come_upright_and_stay_so(tmp_path: Path, orientation: int, suffix: str) -> None:
    upright = made_picture()
    image = Image.fromarray(upright.pixels)
    method = STORED[orientation]
    stored = image if method is None else image.transpose(method)
    exact = {"quality": 100, "subsampling": "4:4:4"}
    options = {".jpg": exact, ".avif": exact, ".webp": {"lossless": True}}
    path = tmp_path / f"stored{suffix}"
    stored.save(path, exif=made_exif(orientation), **options.get(suffix, {}))

    read = read_picture(path)
    tolerance = 4 if suffix in (".jpg", ".avif") else 0
    assert np.abs(read.pixels.astype(int) - upright.pixels).max() <= tolerance
    assert read_size(path) == (53, 37)
    for target in WRITABLE:
        again = tmp_path / f"again{FORMATS[target].suffixes[0]}"
        write_picture(read, again)
        read_again = read_picture(again)
        assert read_again.pixels.shape == upright.pixels.shape
        assert np.abs(read_again.pixels.astype(int) - upright.pixels).mean() < 3
        assert parsed(read_again.exif).get(ExifTags.Base.Orientation, 1) == 1


@pytest.mark.parametrize("format", WRITABLE)
@pytest.mark.parametrize("bits", [8, 16])
def test_exif_and_xmp_survive_enlargement_and_tell_the_new_size(
    tmp_path: Path, format: str, bits: int
) -> None:
    before = replace(made_picture(bits), exif=bare_exif(made_exif(6)), xmp=XMP, dpi=(300.0, 300.0))
    larger = replace(before, pixels=nearest(before.pixels, 2))
    path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
    write_picture(larger, path)
    after = read_picture(path)

    exif = parsed(after.exif)
    details = exif.get_ifd(ExifTags.IFD.Exif)
    assert exif[ExifTags.Base.Make] == "Maker"
    assert exif[ExifTags.Base.Artist] == "Ann Author"
    assert exif.get(ExifTags.Base.Orientation, 1) == 1
    assert exif.get(ExifTags.Base.ImageWidth, 106) == 106
    assert details[ExifTags.Base.ExifImageWidth] == 106
    assert details[ExifTags.Base.ExifImageHeight] == 74
    assert details[ExifTags.Base.ISOSpeedRatings] == 200
    assert details[ExifTags.Base.MakerNote] == b"a maker's own note"
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (48.0, 8.0, 15.5)
    assert after.xmp is not None
    for truth in (b'Orientation="1"', b'ImageWidth="106"', b"XDimension>106<", b"YDimension>74<"):
        assert truth in after.xmp
    if format in ("png", "tiff", "jpeg"):
        assert after.dpi == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("format", WRITABLE)
def test_metadata_is_left_out_when_asked(tmp_path: Path, format: str) -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
    before = replace(made_picture(), exif=bare_exif(made_exif()), xmp=XMP, icc=icc)
    write_result(before, path, WriteOptions(keep_metadata=False))
    assert b"Ann Author" not in path.read_bytes()
    after = read_picture(path)
    assert after.exif is None
    assert after.xmp is None
    assert after.icc == icc


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_old_thumbnail_is_gone_and_nothing_else_moves(order: str) -> None:
    """EXIF with a maker note and a thumbnail at its end, in both byte orders."""
    note, small = b"NOTE" * 4, b"\xff\xd8small picture\xff\xd9"
    note_at = 8 + 2 + 12 + 4 + 2 + 12 + 4 + 2 + 24 + 4
    main = struct.pack(order + "HHHIII", 1, 0x8769, 4, 1, 26, 44)
    inner = struct.pack(order + "HHHIII", 1, 0x927C, 7, len(note), note_at, 0)
    thumbnail = struct.pack(
        order + "HHHIIHHIII", 2, 0x201, 4, 1, note_at + len(note), 0x202, 4, 1, len(small), 0
    )
    magic = b"II*\0" if order == "<" else b"MM\0*"
    exif = magic + struct.pack(order + "I", 8) + main + inner + thumbnail + note + small
    assert exif[note_at:][:4] == b"NOTE"

    made = exif_made_true(exif, 10, 20)
    assert b"small" not in made
    assert made[note_at:] == note
    assert struct.unpack_from(order + "I", made, 22) == (0,)


def test_sizes_beyond_16_bits_fit_into_entries_made_for_shorts() -> None:
    made = exif_made_true(made_exif()[6:], 70_000, 3)
    details = parsed(made).get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.ExifImageWidth] == 70_000
    assert details[ExifTags.Base.ExifImageHeight] == 3


@given(st.data())
def test_damaged_exif_is_an_error_and_never_a_crash(data: st.DataObject) -> None:
    block = bytearray(made_exif()[6:])
    for _ in range(data.draw(st.integers(1, 8))):
        block[data.draw(st.integers(4, len(block) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(block[: data.draw(st.integers(8, len(block)))])
    buffer = io.BytesIO()
    Image.new("L", (1, 1)).save(buffer, "TIFF")
    for attempt in (
        lambda: exif_made_true(cut, 5, 6),
        lambda: add_metadata(buffer, cut, None),
        lambda: exif_of_tiff(io.BytesIO(cut)),
    ):
        try:
            attempt()
        except ValueError as error:
            assert "damaged" in str(error)


def test_a_picture_with_damaged_exif_is_still_written(tmp_path: Path) -> None:
    outside = b"II*\0\xff\xff\xff\x0f"
    endless = b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" + bytes(4)
    for block in (outside, endless):
        for format in WRITABLE:
            path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
            write_picture(replace(made_picture(), exif=block), path)
            read = read_picture(path)
            assert read.pixels.shape == (37, 53, 3)
            assert read.exif is None or block == endless


def test_blocks_too_large_for_jpeg_are_announced_and_left_out(tmp_path: Path) -> None:
    huge = replace(made_picture(), xmp=XMP + b" " * 70_000)
    assert any("XMP" in note for note in limits(huge, "jpeg"))
    assert limits(huge, "png") == []
    write_picture(huge, tmp_path / "x.jpg")
    assert read_picture(tmp_path / "x.jpg").xmp is None


def test_big_tiff_files_are_written_without_exif(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = replace(made_picture(), exif=bare_exif(made_exif()), xmp=XMP)
    assert limits(before, "tiff") == []
    monkeypatch.setattr("sr_studio.imaging.writing._TIFF_LIMIT", 1000)
    assert any("EXIF" in note for note in limits(before, "tiff"))
    write_picture(before, tmp_path / "x.tif")
    assert (tmp_path / "x.tif").read_bytes()[:4] == b"II+\0"
    after = read_picture(tmp_path / "x.tif")
    assert np.array_equal(after.pixels, before.pixels)
    assert after.exif is None
    assert after.notes == []


def test_profiles_travel_and_unfitting_ones_are_left_out(tmp_path: Path) -> None:
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for format in WRITABLE:
        path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
        write_picture(replace(made_picture(), icc=icc), path)
        assert read_picture(path).icc == icc
    Image.new("L", (4, 4)).save(tmp_path / "grey.jpg", icc_profile=icc)
    read = read_picture(tmp_path / "grey.jpg")
    assert read.icc is None
    assert any("profile does not fit" in note for note in read.notes)


def test_the_xmp_of_a_gif_comes_along(tmp_path: Path) -> None:
    xmp = with_properties(None, {"Title": "by hand"})
    Image.new("L", (4, 4)).save(tmp_path / "a.gif")
    (tmp_path / "a.gif").write_bytes(with_xmp((tmp_path / "a.gif").read_bytes(), xmp))
    assert read_picture(tmp_path / "a.gif").xmp == xmp


def test_xmp_without_such_entries_is_untouched() -> None:
    plain = b'<x:xmpmeta dc:rights="6 &gt; 5" my-tiff:OrientationX="6"/>'
    assert xmp_made_true(plain, 5, 6) == plain


def test_pictures_that_cannot_be() -> None:
    pixels = np.zeros((4, 5, 3), np.uint8)
    for wrong in (
        {"pixels": pixels[:0]},
        {"pixels": pixels[..., :2]},
        {"pixels": pixels.astype(np.float32)},
        {"pixels": pixels, "alpha": np.zeros((5, 4), np.uint8)},
        {"pixels": pixels, "alpha": np.zeros((4, 5), np.uint16)},
    ):
        with pytest.raises(ValueError, match=r"pixels|alpha"):
            Picture(**wrong)
    assert Picture(pixels[..., 0]).is_grey


def test_depths_convert_without_a_step() -> None:
    every = Picture(np.arange(65536, dtype=np.uint16).reshape(256, 256))
    eight = every.with_depth(8).pixels.ravel()
    assert np.array_equal(eight, np.floor(np.arange(65536) / 257 + 0.5))
    back = every.with_depth(8).with_depth(16).with_depth(8)
    assert np.array_equal(back.pixels.ravel(), eight)


def test_refusals_are_picture_errors() -> None:
    with pytest.raises(PictureError, match=r"no such file\.$"):
        read_picture("nowhere.png")


IPTC = b"\x1c\x02\x78\x00\x0acaption \xc3\xa9" + b"\x1c\x02\x19\x00\x04tree"


def test_iptc_travels_between_jpeg_and_tiff_and_is_told_where_it_cannot(tmp_path: Path) -> None:
    picture = replace(made_picture(), iptc=IPTC, exif=bare_exif(made_exif()))
    for first, second in (("a.jpg", "b.tif"), ("c.tif", "d.jpg")):
        write_picture(picture, tmp_path / first)
        write_picture(read_picture(tmp_path / first), tmp_path / second)
        for name in (first, second):
            read = read_picture(tmp_path / name)
            assert read.iptc == IPTC and read.exif is not None
            with Image.open(tmp_path / name) as image:
                told = IptcImagePlugin.getiptcinfo(image)
            assert told == {(2, 120): b"caption \xc3\xa9", (2, 25): b"tree"}
    assert [note for note in limits(picture, "png") if "IPTC" in note]
    assert limits(picture, "jpeg") == limits(picture, "tiff") == []
    write_result(picture, tmp_path / "bare.jpg", WriteOptions(keep_metadata=False))
    assert read_picture(tmp_path / "bare.jpg").iptc is None


@given(st.binary(max_size=60))
def test_any_bytes_are_iptc_or_none(block: bytes) -> None:
    found = bare_iptc(b"Photoshop 3.0\0" + block)
    assert found is None or found in block
    bare_iptc(block)


@pytest.mark.parametrize("format", WRITABLE)
def test_our_properties_stand_beside_those_of_others(tmp_path: Path, format: str) -> None:
    ours = {"Method": 'R\u00e9seau "x" <4>', "Key": "12'ab&\n"}
    path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
    for xmp in (None, XMP):
        write_picture(replace(made_picture(), xmp=with_properties(xmp, {"Old": "1"})), path)
        again = with_properties(read_xmp(path), ours)
        write_picture(replace(made_picture(), xmp=again), path)
        packet = read_xmp(path)
        assert properties_of(packet) == ours, "those of an earlier time are replaced"
        assert packet is not None
        text = packet.decode("utf-8")
        body = text[text.index("<x:xmpmeta") : text.index("</x:xmpmeta>") + 12]
        assert ElementTree.fromstring(body) is not None
    assert properties_of(None) == properties_of(b"<x/>") == {}
    assert with_properties(b"no packet", ours) == b"no packet"


@pytest.mark.parametrize("suffix", [".tif", ".jpg", ".png", ".webp"])
@pytest.mark.parametrize("source", [".tif", ".jpg"])
def test_letters_beyond_ascii_stay_as_they_are(tmp_path: Path, source: str, suffix: str) -> None:
    """EXIF says nothing of how texts are encoded; most write UTF-8, some Latin-1."""
    exif = Image.Exif()
    artist, lens = "Jörg Müller, 김".encode(), "Größe".encode("latin-1")
    exif[ExifTags.Base.Artist] = artist
    image = Image.fromarray(np.zeros((9, 12, 3), np.uint8))
    image.save(tmp_path / f"a{source}", exif=exif)
    camera = read_picture(tmp_path / f"a{source}")
    camera.exif = with_lens(camera.exif, lens)
    write_picture(camera, tmp_path / f"b{source}")
    write_picture(read_picture(tmp_path / f"b{source}"), tmp_path / f"c{suffix}")
    block = read_picture(tmp_path / f"c{suffix}").exif
    assert block is not None and artist + b"\0" in block and lens + b"\0" in block
    found = parsed(block)
    assert found[ExifTags.Base.Artist].encode("latin-1") == artist
    details = found.get_ifd(ExifTags.IFD.Exif)
    assert details[ExifTags.Base.LensModel].encode("latin-1") == lens


def with_lens(exif: bytes | None, lens: bytes) -> bytes:
    """The block with a lens in its second directory, as a camera writes it: a text."""
    assert exif is not None
    text = lens + b"\0"
    artist = parsed(exif)[ExifTags.Base.Artist].encode("latin-1") + b"\0"
    # Two entries, their texts behind them, and the directory of one entry that the second names.
    at = 8 + 2 + 2 * 12 + 4
    inner = at + len(artist) + len(artist) % 2
    first = struct.pack("<HHHIIHHIIxxxx", 2, 0x013B, 2, len(artist), at, 0x8769, 4, 1, inner)
    second = struct.pack("<HHHIIxxxx", 1, 0xA434, 2, len(text), inner + 2 + 12 + 4)
    return b"II*\0\x08\0\0\0" + first + artist + bytes(len(artist) % 2) + second + text
