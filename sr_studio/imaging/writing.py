"""Writing picture files: in one piece or not at all, with true metadata."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyvips
from PIL import Image

from sr_studio import files
from sr_studio.imaging.colour_management import to_srgb
from sr_studio.imaging.encoding import BY_ROWS, JPEG_SEGMENT, Beside, encode
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import (
    ANIMATED,
    FORMATS,
    WRITABLE,
    PictureFormat,
    format_of_suffix,
    picture_suffixes,
)
from sr_studio.imaging.metadata import exif_made_true, xmp_made_true
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.vips import from_array, in_brackets
from sr_studio.sentences import Sentence

__all__ = ["WRITABLE", "format_for", "impossible", "limits", "write_picture"]

_HOLD_IPTC = ("jpeg", "tiff")
#: Bytes of pixels up to which an ordinary TIFF file is written, and a BigTIFF above.
_TIFF_LIMIT = 4_000_000_000


def format_for(path: Path, format: str | None = None, *, animated: bool = False) -> str:
    """The format to write a file in: the one named, or else that of the file's suffix.

    Args:
        path: The file to be.
        format: Name or suffix of a format.
        animated: Whether an animation is to be written.

    Raises:
        PictureError: It is unknown or cannot be written.
    """
    name = (format or format_of_suffix(path) or path.suffix).lower().lstrip(".")
    if name not in FORMATS:
        name = format_of_suffix(Path(f"x.{name}")) or name
    if name in ANIMATED and not FORMATS[name].writable and not animated:
        raise PictureError(
            Sentence("%1 files are written for animations only", FORMATS[name].name),
            where=path,
            remedy=Sentence("Use one of %1.", ", ".join(picture_suffixes(writable=True))),
        )
    if name not in (*WRITABLE, *(ANIMATED if animated else ())):
        said = repr(name) if name else Sentence("a file without a suffix")
        raise PictureError(
            Sentence("%1 is not a format pictures can be written in", said),
            where=path,
            remedy=Sentence("Use one of %1.", ", ".join(picture_suffixes(writable=True))),
        )
    return name


def limits(picture: Picture, format: str) -> list[str]:
    """What a format cannot hold of a picture and would be lost, one sentence each."""
    target = FORMATS[format]
    notes: list[str] = []
    if picture.alpha is not None and not target.holds_alpha:
        notes.append(
            Sentence("%1 holds no transparency: the picture is laid over white.", target.name)
        )
    if picture.bit_depth == 16 and not target.holds_16_bit:
        notes.append(
            Sentence("%1 is written with 8 bits a channel: 16 bits are rounded.", target.name)
        )
    if format == "jpeg":
        blocks = (("EXIF", picture.exif), ("XMP", picture.xmp), ("IPTC", picture.iptc))
        for name, block in blocks:
            if block is not None and len(block) > JPEG_SEGMENT:
                notes.append(
                    Sentence(
                        "JPEG holds 64 kB of %1: %2 bytes are left out.", name, f"{len(block):,}"
                    )
                )
    if picture.iptc is not None and format not in _HOLD_IPTC:
        notes.append(Sentence("%1 holds no IPTC records: they are left out.", target.name))
    if format == "gif":
        notes.append(Sentence("GIF holds 256 colours a frame, and no half transparency."))
    if _is_big_tiff(picture, format) and (picture.exif is not None or picture.iptc is not None):
        notes.append(
            Sentence("EXIF and IPTC are not written into TIFF files above 4 GB: left out.")
        )
    return notes


def impossible(width: int, height: int, format: str) -> str | None:
    """Why a picture of this size cannot be written in a format at all, or None if it can."""
    target = FORMATS[format]
    if target.longest_side is None or max(width, height) <= target.longest_side:
        return None
    return Sentence(
        "%1 holds at most %2 pixels a side, and the picture is %3",
        target.name,
        f"{target.longest_side:,}",
        f"{width:,} x {height:,}",
    )


def require_possible(path: Path, width: int, height: int, format: str) -> None:
    """Raise :class:`PictureError` where a picture of this size cannot be written in a format."""
    if why := impossible(width, height, format):
        raise PictureError(
            why,
            where=path,
            remedy=Sentence("Choose another format; TIFF has no limit of this kind."),
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

    Examples:
        >>> import numpy as np, tempfile
        >>> from pathlib import Path
        >>> from sr_studio.imaging.reading import read_picture
        >>> folder = tempfile.TemporaryDirectory()
        >>> path = Path(folder.name) / "grey.png"
        >>> write_picture(Picture(np.full((2, 3), 40_000, dtype=np.uint16)), path)
        >>> again = read_picture(path)
        >>> again.pixels.shape, again.pixels.dtype.name, int(again.pixels[0, 0, 0])
        ((2, 3, 1), 'uint16', 40000)
        >>> folder.cleanup()
    """
    path = Path(path)
    name = format_for(path, format)
    target = FORMATS[name]
    require_possible(path, picture.width, picture.height, name)
    if quality is not None and not 1 <= quality <= 100:
        raise PictureError(Sentence("the quality must be 1 to 100, not %1", quality), where=path)
    quality = quality or target.default_quality
    fitted = fitted_to(picture, name)
    beside = beside_of(fitted, picture.width, picture.height)
    try:
        if name in BY_ROWS:
            with files.replacing(path) as part:
                image = from_array(fitted.planes())
                encode(image, part, name, quality, beside, big=_is_big_tiff(picture, name))
        else:
            files.write_bytes(path, _with_pillow(fitted, target, quality, beside))
    except (pyvips.Error, ValueError, MemoryError) as error:
        raise encoding_failed(error, path, name) from error


def encoding_failed(error: Exception, path: Path, format: str) -> PictureError:
    """What to say when an encoder failed."""
    return PictureError(
        Sentence("encoding as %1 failed%2", FORMATS[format].name, in_brackets(error)), where=path
    )


def fitted_to(picture: Picture, format: str) -> Picture:
    """The picture as far as a format holds it: see `limits`."""
    if format == "jpeg":
        picture = replace(picture, pixels=picture.over(), alpha=None)
    elif format == "gif" or (format not in BY_ROWS and picture.is_grey):
        picture = to_srgb(picture)  # a grey profile would not fit
    return picture if FORMATS[format].holds_16_bit else picture.with_depth(8)


def beside_of(picture: Picture, width: int, height: int) -> Beside:
    """Profile and metadata of a picture, made true for a size.

    A damaged EXIF block would only be passed on, and is left out.
    """
    exif = xmp = None
    if picture.exif is not None:
        try:
            exif = exif_made_true(picture.exif, width, height)
        except ValueError:
            exif = None
    if picture.xmp is not None:
        xmp = xmp_made_true(picture.xmp, width, height)
    return Beside(picture.icc, exif, xmp, picture.iptc, picture.dpi)


# WebP and AVIF, whose encoders need the whole picture, are left to Pillow, which writes EXIF as
# it is given.


def _with_pillow(
    picture: Picture, target: PictureFormat, quality: int | None, beside: Beside
) -> bytes:
    planes = picture.planes()
    options: dict[str, Any] = {"quality": quality, "icc_profile": picture.icc}
    if target.name == "WebP":
        # Method 2 takes half the time of 4 for files of the same size (benchmarks/encoders.py).
        options |= {"lossless": quality == 100, "exact": True, "method": 2}
    else:
        options |= {"subsampling": "4:4:4"}
    if beside.exif is not None:
        options["exif"] = b"Exif\0\0" + beside.exif
    if beside.xmp is not None:
        options["xmp"] = beside.xmp
    file = io.BytesIO()
    image = Image.fromarray(planes[..., 0] if planes.shape[2] == 1 else planes)
    image.save(file, target.name, **options)
    return file.getvalue()


def is_big_tiff(width: int, height: int, picture: Picture, format: str) -> bool:
    """Whether a file of ``width`` × ``height`` pixels like those of a picture may exceed 4 GB."""
    pixel = picture.pixels.itemsize * (picture.pixels.shape[2] + (picture.alpha is not None))
    return format == "tiff" and width * height * pixel > _TIFF_LIMIT


def _is_big_tiff(picture: Picture, format: str) -> bool:
    return is_big_tiff(picture.width, picture.height, picture, format)
