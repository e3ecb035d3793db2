"""Two hundred generated files through the whole program, against references of other libraries.

Every number is one file: a format, kind of pixels, orientation, profile and metadata, written by
Pillow, tifffile or by hand, enlarged twice by ``nearest`` and written in a format of its turn
(transparent ones at their size: alpha is enlarged by another method). What comes out is read by
Pillow, tifffile or by hand again, and compared with the pixels that went in, and with the metadata
field by field. CMYK and HEIC are in ``test_files``.
"""

from __future__ import annotations

import itertools
import struct
import xml.etree.ElementTree as ElementTree
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile  # scikit-image brings it
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin, PngImagePlugin

from sr_studio.imaging.encoding import png_chunk
from sr_studio.imaging.formats import FORMATS
from sr_studio.upscaling.making import make
from sr_studio.upscaling.output import WriteOptions, write_result
from sr_studio.upscaling.record import record_of
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from tests.imaging.profiles import grey_profile, linear_profile, wide_profile

#: Suffix and kind of pixels of what goes in: Pillow's mode, or 16 for so many bits.
KINDS = (
    *itertools.product([".png"], ["1", "L", "LA", "P", "RGB", "RGBA", "L16", "RGB16", "RGBA16"]),
    *itertools.product([".tif"], ["1", "L", "P", "RGB", "RGBA", "L16", "RGB16"]),
    *itertools.product([".jpg"], ["L", "RGB"]),
    *itertools.product([".webp", ".avif"], ["RGB", "RGBA"]),
    *itertools.product([".jp2", ".bmp", ".ppm"], ["L", "RGB"]),
    *((".tga", "RGBA"), (".ico", "RGBA"), (".gif", "P")),
)
OUTPUTS = (".png", ".tif", ".jpg", ".webp", ".avif")
#: Those that say how the picture is turned, and more.
TELLING = (".png", ".tif", ".jpg", ".webp", ".avif")
#: Levels that decoding and encoding may be off, at most and on average.
EXACT, LOSSY = (0, 0.0), (10, 1.5)
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Tool 7" '
    b'xmp:Rating="4"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
IPTC = b"\x1c\x02\x78\x00\x0acaption \xc3\xa9" + b"\x1c\x02\x19\x00\x04tree"


@dataclass
class Made:
    """A file and what is true of it: upright pixels, (H, W, 1..4), and what it says."""

    path: Path
    pixels: np.ndarray
    tells: bool
    icc: bytes | None = None
    exact: bool = True
    iptc: bool = False

    def becomes_srgb(self, suffix: str) -> bool:
        """Whether its grey profile does not fit what is written there, which has no grey."""
        is_grey = self.pixels.shape[2] <= 2
        return is_grey and self.icc is not None and suffix in (".webp", ".avif")


#: How a file of an EXIF orientation stores upright pixels.
STORED: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    1: lambda upright: upright,
    2: np.fliplr,
    3: lambda upright: np.rot90(upright, 2),
    4: np.flipud,
    5: lambda upright: upright.swapaxes(0, 1),
    6: np.rot90,
    7: lambda upright: np.rot90(upright.swapaxes(0, 1), 2),
    8: lambda upright: np.rot90(upright, 3),
}


def upright_pixels(number: int, kind: str) -> np.ndarray:
    """Smooth colours with edges, another picture for every number; sides that are odd."""
    deep = kind.endswith("16")
    bands = {"LA": 2, "RGB": 3, "RGBA": 4, "P": 3}.get(kind.removesuffix("16"), 1)
    dice = np.random.default_rng(number)
    height, width = dice.integers(17, 48, 2)
    y, x = np.mgrid[:height, :width]
    planes = []
    for _ in range(bands):
        a, b, c = dice.uniform(-1, 1, 3)
        slope, edge = a * x / width + b * y / height, c * x > y - height / 2
        planes.append(0.5 + 0.25 * slope + 0.2 * edge)
    values = np.dstack(planes)
    if kind == "1":
        return ((values > 0.55) * 255).astype(np.uint8)
    if kind == "P":
        return (np.floor(values * 5) * 51).astype(np.uint8)  # 125 colours at most
    most = 65_535 if deep else 255
    return (values * most).round().astype(np.uint16 if deep else np.uint8)


def made_exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Maker"
    exif[ExifTags.Base.Artist] = "Ann Author"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.ISOSpeedRatings] = 200
    details[ExifTags.Base.MakerNote] = b"a maker's own note"
    details[ExifTags.Base.DateTimeOriginal] = "2024:05:06 07:08:09"
    details[ExifTags.Base.ExifImageWidth] = 5
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 8.0, 15.5)
    return exif


def made(folder: Path, number: int) -> Made:
    suffix, kind = KINDS[number % len(KINDS)]
    orientation = number % 8 + 1 if suffix in TELLING else 1
    upright = upright_pixels(number, kind)
    stored = np.ascontiguousarray(STORED[orientation](upright))
    grey = stored.shape[2] <= 2
    profiles = [None, grey_profile(1.8)] if grey else [None, wide_profile(), linear_profile()]
    icc = profiles[number // 8 % len(profiles)] if suffix in TELLING and kind != "1" else None
    path = folder / f"{number}{suffix}"
    exact = suffix not in (".jpg", ".avif")
    one = Made(path, upright, suffix in TELLING, icc, exact)
    if kind.endswith("16") and kind != "L16":
        one.tells = False
        (_tiff_16 if suffix == ".tif" else _png_16)(path, stored, orientation, icc)
        return one
    image = _as_image(stored, kind)
    options: dict[str, Any] = {"icc_profile": icc} if icc else {}
    if suffix in TELLING:
        options["exif"] = made_exif(orientation)
    if suffix in (".jpg", ".webp", ".avif"):
        options |= {"xmp": XMP, "quality": 100}
        options |= {"lossless": True, "exact": True} if suffix == ".webp" else {}
        options |= {} if suffix == ".webp" else {"subsampling": "4:4:4"}
    elif suffix == ".png":
        told = PngImagePlugin.PngInfo()
        told.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = told
    elif suffix == ".ico":
        options["sizes"] = [image.size]
    one.tells = suffix in TELLING and suffix != ".tif"  # Pillow writes EXIF into TIFF its own way
    if suffix in (".png", ".jpg", ".tif"):
        options["dpi"] = (240, 240)
    image.save(path, **options)
    if suffix == ".jpg":
        one.iptc = True
        body = b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HxxI", 0x0404, len(IPTC)) + IPTC
        content = path.read_bytes()
        segment = struct.pack(">BBH", 0xFF, 0xED, len(body) + 2) + body
        path.write_bytes(content[:20] + segment + content[20:])  # behind the JFIF segment
    return one


def _as_image(stored: np.ndarray, kind: str) -> Image.Image:
    if kind == "L16":
        return Image.fromarray(stored[..., 0].astype(np.uint16))
    image = Image.fromarray(stored.squeeze(2) if stored.shape[2] == 1 else stored)
    if kind == "1":
        return image.convert("1")
    return image.quantize(256, dither=Image.Dither.NONE) if kind == "P" else image


def _tiff_16(path: Path, stored: np.ndarray, orientation: int, icc: bytes | None) -> None:
    tags = [(274, "H", 1, orientation, True)]
    tifffile.imwrite(path, stored, photometric="rgb", extratags=tags, iccprofile=icc)


def _png_16(path: Path, stored: np.ndarray, orientation: int, icc: bytes | None) -> None:
    height, width, bands = stored.shape
    header = struct.pack(">IIBBBBB", width, height, 16, {3: 2, 4: 6}[bands], 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in stored)
    chunks = [(b"IHDR", header)]
    if icc is not None:
        chunks.append((b"iCCP", b"p\0\0" + zlib.compress(icc)))
    chunks.append((b"eXIf", made_exif(orientation).tobytes().removeprefix(b"Exif\0\0")))
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*one) for one in chunks))


def png_16_pixels(path: Path) -> np.ndarray:
    """The values of a PNG file of 16 bits, its filters undone."""
    content, at, data = path.read_bytes(), 8, b""
    width, height, _, colour = struct.unpack_from(">IIBB", content, 16)
    bands = {0: 1, 4: 2, 2: 3, 6: 4}[colour]
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if content[at + 4 : at + 8] == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += 12 + length
    line, step = width * bands * 2, bands * 2
    raw, above, rows = zlib.decompress(data), bytearray(line), []
    for top in range(height):
        filter, row = raw[top * (line + 1)], bytearray(raw[top * (line + 1) + 1 :][:line])
        for i in range(line):
            left, corner = (row[i - step], above[i - step]) if i >= step else (0, 0)
            near = left + above[i] - corner
            best = min((left, above[i], corner), key=lambda one: abs(near - one))
            row[i] = row[i] + (0, left, above[i], (left + above[i]) // 2, best)[filter] & 255
        rows.append(np.frombuffer(bytes(row), ">u2"))
        above = row
    return np.array(rows, np.uint16).reshape(height, width, bands)


def pixels_of(path: Path, deep: bool) -> np.ndarray:
    """(H, W, 1..4) as another library reads them."""
    if path.suffix == ".tif":
        pixels = tifffile.imread(path)
    elif deep and path.suffix == ".png":
        pixels = png_16_pixels(path)
    else:
        with Image.open(path) as image:
            assert image.mode in ("L", "LA", "RGB", "RGBA")
            pixels = np.asarray(image)
    return pixels[..., None] if pixels.ndim == 2 else pixels


@pytest.mark.parametrize(
    "number",
    [n if n % 5 == 0 else pytest.param(n, marks=pytest.mark.slow) for n in range(200)],
)
def test_a_generated_file(tmp_path: Path, number: int) -> None:
    source = made(tmp_path, number)
    output = tmp_path / f"out{OUTPUTS[(number // 3 + number) % len(OUTPUTS)]}"
    scale = 1 if source.pixels.shape[2] in (2, 4) else 2
    request, options = UpscaleRequest("nearest", scale), WriteOptions(quality=100)
    record = record_of(source.path, request, options)
    result = make(Upscaler(), source.path, output, request, options, record)
    assert result.picture is not None
    notes = write_result(result.picture, output, options, record)
    check_pixels(source, scale, output, " ".join(notes))
    with Image.open(output) as image:
        check_metadata(source, image, output.suffix, " ".join(notes))


def check_pixels(source: Made, scale: int, output: Path, notes: str) -> None:
    expected = source.pixels.repeat(scale, 0).repeat(scale, 1).astype(np.float64)
    bands = expected.shape[2]
    most = 65_535 if source.pixels.dtype == np.uint16 else 255
    format = FORMATS[{".tif": "tiff", ".jpg": "jpeg"}.get(output.suffix, output.suffix[1:])]
    deep = most > 255 and format.holds_16_bit
    if most > 255 and not deep:
        expected, most = expected / 257, 255
        assert "8 bits" in notes
    if bands in (2, 4):
        alpha = expected[..., -1:]
        if format.holds_alpha:
            # What is nearly transparent has no colour.
            expected = np.where(alpha > most / 16, expected, np.nan)
            expected[..., -1:] = alpha
        else:
            expected = (expected * alpha / most + most - alpha)[..., :-1]
            assert "transparency" in notes
    converted = source.becomes_srgb(output.suffix)
    if converted:
        light = (expected[..., :1] / most) ** 1.8
        srgb = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
        expected[..., :1] = srgb * most
    given = pixels_of(output, deep).astype(np.float64)
    if given.shape[2] - expected.shape[2] == 2:  # a grey one in a format without grey
        expected = expected[..., [0, 0, 0, 1][: given.shape[2]]]
    assert given.shape == expected.shape
    exact = source.exact and not converted and output.suffix in (".png", ".tif", ".webp")
    off = np.abs(given - expected)
    worst, mean = EXACT if exact and most == np.iinfo(source.pixels.dtype).max else LOSSY
    assert np.nanmax(off) <= worst and np.nanmean(off) <= mean


def check_metadata(source: Made, image: ImageFile.ImageFile, suffix: str, notes: str) -> None:
    exif = image.getexif()
    assert exif.get(ExifTags.Base.Orientation, 1) == 1
    icc = image.info.get("icc_profile")
    assert icc == source.icc or (source.becomes_srgb(suffix) and icc is None)
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if suffix == ".tif":
        packet = image.tag_v2[700]  # type: ignore[attr-defined]
    assert packet is not None
    text = packet.decode() if isinstance(packet, bytes) else packet
    body = text[text.index("<x:xmpmeta") : text.index("</x:xmpmeta>") + 12]
    said = {
        name.rpartition("}")[2]: value
        for one in ElementTree.fromstring(body).iter()
        for name, value in one.attrib.items()
    }
    assert said["Method"] == "nearest"
    if not source.tells:
        return
    assert (said["CreatorTool"], said["Rating"]) == ("Tool 7", "4")
    details = exif.get_ifd(ExifTags.IFD.Exif)
    assert exif[ExifTags.Base.Make] == "Maker"
    assert exif[ExifTags.Base.Artist] == "Ann Author"
    assert details[ExifTags.Base.ISOSpeedRatings] == 200
    assert details[ExifTags.Base.MakerNote] == b"a maker's own note"
    assert details[ExifTags.Base.DateTimeOriginal] == "2024:05:06 07:08:09"
    assert details[ExifTags.Base.ExifImageWidth] == image.width
    assert exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] == (48.0, 8.0, 15.5)
    if source.path.suffix in (".png", ".jpg") and suffix in (".png", ".jpg", ".tif"):
        assert image.info["dpi"] == pytest.approx((240, 240), abs=0.1)
    if source.iptc:
        told = IptcImagePlugin.getiptcinfo(image) if suffix in (".jpg", ".tif") else None
        wanted = {(2, 120): b"caption \xc3\xa9", (2, 25): b"tree"}
        assert told == wanted if suffix in (".jpg", ".tif") else "IPTC" in notes
