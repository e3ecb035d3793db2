"""Writing picture files: in one piece or not at all, with true metadata."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyvips
from PIL import Image

from sr_studio import files
from sr_studio.imaging.colour_management import to_srgb
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import (
    FORMATS,
    WRITABLE,
    PictureFormat,
    format_of_suffix,
    picture_suffixes,
)
from sr_studio.imaging.iptc import wrapped_iptc
from sr_studio.imaging.metadata import exif_made_true, xmp_made_true
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.tiff_exif import tiff_with_metadata
from sr_studio.imaging.vips import from_array, in_brackets

__all__ = ["WRITABLE", "format_for", "impossible", "limits", "write_picture"]

_MM_PER_INCH = 25.4
_KEPT = pyvips.enums.ForeignKeep.ICC | pyvips.enums.ForeignKeep.XMP
_HOLD_IPTC = ("jpeg", "tiff")
_USUAL_DPI = (72.0, 72.0)
#: Bytes of one JPEG segment, less the names that EXIF and XMP begin with.
_JPEG_SEGMENT = 65_533 - 40
#: Bytes of pixels up to which an ordinary TIFF file is written, and a BigTIFF above.
_TIFF_LIMIT = 4_000_000_000


def format_for(path: Path, format: str | None = None) -> str:
    """The format to write a file in: the one named, or else that of the file's suffix.

    Raises:
        PictureError: It is unknown or cannot be written.
    """
    name = (format or format_of_suffix(path) or path.suffix).lower().lstrip(".")
    if name not in FORMATS:
        name = format_of_suffix(Path(f"x.{name}")) or name
    if name not in WRITABLE:
        said = repr(name) if name else "a file without a suffix"
        raise PictureError(
            f"{said} is not a format pictures can be written in",
            where=path,
            remedy=f"Use one of {', '.join(picture_suffixes(writable=True))}.",
        )
    return name


def limits(picture: Picture, format: str) -> list[str]:
    """What a format cannot hold of a picture and would be lost, one sentence each."""
    target = FORMATS[format]
    notes = []
    if picture.alpha is not None and not target.holds_alpha:
        notes.append(f"{target.name} holds no transparency: the picture is laid over white.")
    if picture.bit_depth == 16 and not target.holds_16_bit:
        notes.append(f"{target.name} is written with 8 bits a channel: 16 bits are rounded.")
    if format == "jpeg":
        blocks = (("EXIF", picture.exif), ("XMP", picture.xmp), ("IPTC", picture.iptc))
        for name, block in blocks:
            if block is not None and len(block) > _JPEG_SEGMENT:
                notes.append(f"JPEG holds 64 kB of {name}: {len(block):,} bytes are left out.")
    if picture.iptc is not None and format not in _HOLD_IPTC:
        notes.append(f"{target.name} holds no IPTC records: they are left out.")
    if _is_big_tiff(picture, format) and (picture.exif is not None or picture.iptc is not None):
        notes.append("EXIF and IPTC are not written into TIFF files above 4 GB: left out.")
    return notes


def impossible(width: int, height: int, format: str) -> str | None:
    """Why a picture of this size cannot be written in a format at all, or None if it can."""
    target = FORMATS[format]
    if target.longest_side is None or max(width, height) <= target.longest_side:
        return None
    return (
        f"{target.name} holds at most {target.longest_side:,} pixels a side, "
        f"and the picture is {width:,} x {height:,}"
    )


def write_picture(
    picture: Picture,
    path: Path | str,
    *,
    format: str | None = None,
    quality: int | None = None,
) -> None:
    """Encode a picture and put it in its place in one piece; what cannot be held is dropped.

    EXIF and XMP are written with orientation, sizes and thumbnail made true.

    Args:
        picture: What to write; see `limits` for what the format makes of it.
        path: The file to make or replace. Its folder must exist.
        format: Name or suffix of a format, where the suffix of ``path`` shall not decide.
        quality: 1..100 for JPEG, WebP and AVIF, otherwise their default; WebP at 100 is lossless.
            PNG and TIFF always are.

    Raises:
        PictureError: The format cannot hold the picture at all, or encoding failed.
        StudioError: The folder is missing or may not be written to, or the disk is full.
    """
    path = Path(path)
    name = format_for(path, format)
    target = FORMATS[name]
    if why := impossible(picture.width, picture.height, name):
        raise PictureError(
            why, where=path, remedy="Choose another format; TIFF has no limit of this kind."
        )
    if quality is not None and not 1 <= quality <= 100:
        raise PictureError(f"the quality must be 1 to 100, not {quality}", where=path)
    exif, xmp = _true_metadata(picture)
    try:
        if name == "png":
            data = _png(picture, exif, xmp)
        elif name == "tiff":
            data = _tiff(picture, exif, xmp)
        elif name == "jpeg":
            data = _jpeg(picture, quality or target.default_quality, exif, xmp)
        else:
            data = _with_pillow(picture, target, quality or target.default_quality, exif, xmp)
    except (pyvips.Error, ValueError, OSError, MemoryError) as error:
        raise PictureError(
            f"encoding as {target.name} failed{in_brackets(error)}", where=path
        ) from error
    files.write_bytes(path, data)


def _true_metadata(picture: Picture) -> tuple[bytes | None, bytes | None]:
    """EXIF and XMP as they are to be written; a damaged EXIF block would only be passed on."""
    exif = xmp = None
    if picture.exif is not None:
        try:
            exif = exif_made_true(picture.exif, picture.width, picture.height)
        except ValueError:
            exif = None
    if picture.xmp is not None:
        xmp = xmp_made_true(picture.xmp, picture.width, picture.height)
    return exif, xmp


# libvips would rebuild the EXIF block and lose the maker's notes, so EXIF is added to what it
# wrote. WebP and AVIF, where that is less simple, are left to Pillow, which writes it as given.


def _with_pillow(
    picture: Picture,
    target: PictureFormat,
    quality: int | None,
    exif: bytes | None,
    xmp: bytes | None,
) -> bytes:
    picture = to_srgb(picture) if picture.is_grey else picture  # a grey profile would not fit
    planes = picture.with_depth(8).planes()
    options: dict[str, Any] = {"quality": quality, "icc_profile": picture.icc}
    if target.name == "WebP":
        options |= {"lossless": quality == 100, "exact": True, "method": 4}
    else:
        options |= {"subsampling": "4:4:4"}
    if exif is not None:
        options["exif"] = b"Exif\0\0" + exif
    if xmp is not None:
        options["xmp"] = xmp
    file = io.BytesIO()
    image = Image.fromarray(planes[..., 0] if planes.shape[2] == 1 else planes)
    image.save(file, target.name, **options)
    return file.getvalue()


def _jpeg(picture: Picture, quality: int | None, exif: bytes | None, xmp: bytes | None) -> bytes:
    opaque = replace(picture, pixels=picture.over(), alpha=None).with_depth(8)
    if xmp is not None and len(xmp) > _JPEG_SEGMENT:
        xmp = None
    data: bytes = _for_vips(opaque, xmp).jpegsave_buffer(
        Q=quality, subsample_mode="off", optimize_coding=True, keep=_KEPT
    )
    # The JFIF segment must be the first, and libvips leaves it out together with EXIF.
    head = b"\xff\xd8" + _jpeg_segment(0xE0, _jfif(picture.dpi))
    if exif is not None and len(exif) <= _JPEG_SEGMENT:
        head += _jpeg_segment(0xE1, b"Exif\0\0" + exif)
    if picture.iptc is not None and len(picture.iptc) <= _JPEG_SEGMENT:
        head += _jpeg_segment(0xED, wrapped_iptc(picture.iptc))
    return head + data[2:]


def _jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _jfif(dpi: tuple[float, float] | None) -> bytes:
    across, down = (min(65_535, max(1, round(one))) for one in dpi or (1, 1))
    return struct.pack(">5sHBHHBB", b"JFIF\0", 0x0102, 0 if dpi is None else 1, across, down, 0, 0)


def _png(picture: Picture, exif: bytes | None, xmp: bytes | None) -> bytes:
    data: bytes = _for_vips(picture, xmp).pngsave_buffer(compression=3, filter="all", keep=_KEPT)
    return data if exif is None else _png_with_chunk(data, b"eXIf", exif)


def _tiff(picture: Picture, exif: bytes | None, xmp: bytes | None) -> bytes:
    big = _is_big_tiff(picture, "tiff")
    data: bytes = _for_vips(picture, xmp).tiffsave_buffer(
        compression="deflate",
        level=3,
        predictor="horizontal",
        bigtiff=big,
        keep=_KEPT,
    )
    if big or (exif is None and picture.iptc is None):
        return data
    return tiff_with_metadata(data, exif, picture.iptc)


def _for_vips(picture: Picture, xmp: bytes | None) -> pyvips.Image:
    image = from_array(picture.planes(), icc=picture.icc)
    across, down = picture.dpi or _USUAL_DPI
    image = image.copy(xres=across / _MM_PER_INCH, yres=down / _MM_PER_INCH)
    if xmp is not None:
        image.set_type(pyvips.GValue.blob_type, "xmp-data", xmp)
    return image


def _png_with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """The file with one more chunk after its first one, the header."""
    end = 8 + 25
    body = name + content
    chunk = struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    return png[:end] + chunk + png[end:]


def _is_big_tiff(picture: Picture, format: str) -> bool:
    alpha = 0 if picture.alpha is None else picture.alpha.nbytes
    return format == "tiff" and picture.pixels.nbytes + alpha > _TIFF_LIMIT
