"""Telephones' JPEG files, which hold more than a picture: a gain map (Ultra HDR), a moving one."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import pyvips

from sr_studio.imaging.iptc import wrapped_iptc
from sr_studio.imaging.metadata import xmp_made_true
from sr_studio.imaging.reading import read_iptc, read_picture, read_size, read_xmp, thumbnail
from sr_studio.imaging.row_reader import RowReader
from sr_studio.imaging.vips import from_array
from tests.imaging.test_metadata import IPTC
from tests.support.pictures import make_picture

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"
 xmlns:Container="http://ns.google.com/photos/1.0/container/"
 xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto='1' dc:title="Boat">
<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource"/></rdf:Seq></Container:Directory>
<hdrgm:GainMapMax>2.0</hdrgm:GainMapMax><dc:rights>mine</dc:rights>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


@pytest.fixture
def ultra_hdr(tmp_path: Path) -> Path:
    """A picture twice as bright as white, with a caption and a title."""
    if not pyvips.type_find("VipsOperation", "uhdrsave"):
        pytest.skip("this libvips writes no gain maps")
    path = tmp_path / "telephone.jpg"
    pixels = np.tile(make_picture(1), (3, 3, 1))
    bright = from_array(pixels).colourspace("scrgb") * 2
    bright.copy(interpretation="scrgb").uhdrsave(str(path))
    data = path.read_bytes()
    assert b"hdrgm" in data or b"21496" in data
    title = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    path.write_bytes(data[:2] + title + segment(0xED, wrapped_iptc(IPTC)) + data[2:])
    return path


def test_a_picture_with_a_gain_map_keeps_title_and_caption(ultra_hdr: Path) -> None:
    picture = read_picture(ultra_hdr)
    plain = pyvips.Image.jpegload(str(ultra_hdr)).numpy()
    assert np.array_equal(picture.pixels, plain)
    assert read_size(ultra_hdr) == (picture.width, picture.height)
    assert picture.xmp is not None and b"Boat" in picture.xmp
    assert picture.iptc == IPTC == read_iptc(ultra_hdr)
    assert read_xmp(ultra_hdr) == picture.xmp
    assert RowReader(ultra_hdr).strip(0, 8).iptc == IPTC


@pytest.mark.parametrize("side", [8, 30, 64, 500])
def test_a_thumbnail_is_the_picture_made_smaller(ultra_hdr: Path, side: int) -> None:
    small = thumbnail(ultra_hdr, side)
    picture = read_picture(ultra_hdr)
    longest = max(picture.width, picture.height)
    assert max(small.shape[:2]) == min(side, longest)
    assert abs(small.mean() - picture.pixels.mean()) < 4


def test_nothing_is_claimed_to_be_in_the_file_that_is_not() -> None:
    told = xmp_made_true(XMP, 10, 10)
    assert b"Boat" in told and b"<dc:rights>mine</dc:rights>" in told
    for claim in (b"hdrgm:Version", b"GainMapMax", b"Container:Directory", b"MotionPhoto"):
        assert claim not in told
