"""Writing picture files: in one piece or not at all, with true metadata."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
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
from sr_studio.imaging.metadata import exif_made_true, xmp_made_true
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.tiff_exif import tiff_with_exif
from sr_studio.imaging.vips import from_array, in_brackets

__all__ = ["WRITABLE", "format_for", "impossible", "limits", "write_picture"]

_MM_PER_INCH = 25.4
_USUAL_DPI = (72.0, 72.0)
_JPEG_SEGMENT = (
    65_533 - 40
)  # bytes of one JPEG segment, less the names that EXIF and XMP begin with
_TIFF_LIMIT = 4_000_000_000  # bytes an ordinary TIFF file can hold


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
        for name, block in (("EXIF", picture.exif), ("XMP", picture.xmp)):
            if block is not None and len(block) > _JPEG_SEGMENT:
                notes.append(f"JPEG holds 64 kB of {name}: {len(block):,} bytes are left out.")
    if picture.exif is not None and _is_big_tiff(picture, format):
        notes.append("A TIFF file above 4 GB holds no EXIF here: it is left out.")
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
    keep_metadata: bool = True,
) -> None:
    """Encode a picture and put it in its place in one piece; what cannot be held is dropped.

    Args:
        picture: What to write; see `limits` for what the format makes of it.
        path: The file to make or replace. Its folder must exist.
        format: Name or suffix of a format, where the suffix of ``path`` shall not decide.
        quality: 1..100 for JPEG, WebP and AVIF, otherwise their default; WebP at 100 is lossless.
            PNG and TIFF always are.
        keep_metadata: Write EXIF and XMP, with orientation, sizes and thumbnail made true. The
            colour profile is part of the colours and always written.

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
    exif, xmp = _true_metadata(picture) if keep_metadata else (None, None)
    encode = {"png": _png, "tiff": _tiff}.get(name)
    try:
        if encode is not None:
            data = encode(picture, exif, xmp)
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


def _with_pillow(
    picture: Picture,
    target: PictureFormat,
    quality: int | None,
    exif: bytes | None,
    xmp: bytes | None,
) -> bytes:
    """JPEG, WebP and AVIF: libvips would rebuild the EXIF block and lose the maker's notes."""
    if picture.is_grey and not target.holds_grey:
        picture = to_srgb(picture)  # a grey profile would not fit the three channels written
    picture = picture.with_depth(8)
    planes = picture.planes() if target.holds_alpha else picture.over()
    options: dict[str, Any] = {"quality": quality, "icc_profile": picture.icc}
    if target.name == "JPEG":
        options |= {"subsampling": "4:4:4", "optimize": picture.width * picture.height < 1 << 26}
        exif = exif if exif is not None and len(exif) <= _JPEG_SEGMENT else None
        xmp = xmp if xmp is not None and len(xmp) <= _JPEG_SEGMENT else None
        if picture.dpi is not None:
            options["dpi"] = picture.dpi
    elif target.name == "WebP":
        options |= {"lossless": quality == 100, "exact": True, "method": 4}
    else:
        options |= {"subsampling": "4:4:4"}
    if exif is not None:
        options["exif"] = b"Exif\0\0" + exif
    if xmp is not None:
        options["xmp"] = xmp
    image = Image.fromarray(
        planes[..., 0] if planes.shape[2] == 1 else np.ascontiguousarray(planes)
    )
    file = io.BytesIO()
    image.save(file, target.name, **options)
    return file.getvalue()


def _png(picture: Picture, exif: bytes | None, xmp: bytes | None) -> bytes:
    data: bytes = _for_vips(picture, xmp).pngsave_buffer(compression=6, filter="all", keep=_KEPT)
    return data if exif is None else _png_with_chunk(data, b"eXIf", exif)


def _tiff(picture: Picture, exif: bytes | None, xmp: bytes | None) -> bytes:
    big = _is_big_tiff(picture, "tiff")
    data: bytes = _for_vips(picture, xmp).tiffsave_buffer(
        compression="deflate", predictor="horizontal", bigtiff=big, keep=_KEPT
    )
    return data if exif is None or big else tiff_with_exif(data, exif)


_KEPT = pyvips.enums.ForeignKeep.ICC | pyvips.enums.ForeignKeep.XMP


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
    return format == "tiff" and picture.planes().nbytes > _TIFF_LIMIT
