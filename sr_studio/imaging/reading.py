"""Reading picture files: any mode, upright, with what the file says about the picture."""

from __future__ import annotations

import re
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyvips
from numpy.typing import NDArray

from sr_studio.files import is_folder
from sr_studio.imaging import gif_xmp, heic, simple_formats
from sr_studio.imaging.camera_raw import is_camera_raw
from sr_studio.imaging.colour_management import profile_channels
from sr_studio.imaging.colour_spaces import grey_or_rgb, not_read
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import (
    FORMATS,
    SNIFF_LENGTH,
    format_of_suffix,
    looks_like_tga,
    misnamed,
    picture_suffixes,
    sniff,
)
from sr_studio.imaging.iptc import bare_iptc
from sr_studio.imaging.metadata import bare_exif, exif_made_true
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.tiff_exif import exif_of_tiff
from sr_studio.imaging.vips import blob, from_array, in_brackets, source_of, to_array
from sr_studio.sentences import Sentence

__all__ = [
    "DEFAULT_PIXEL_LIMIT",
    "picture_suffixes",
    "read_picture",
    "read_size",
    "read_xmp",
    "thumbnail",
]

#: Pixels a picture may claim to have before it is taken for a decompression bomb: 16384 x 16384.
DEFAULT_PIXEL_LIMIT = 16_384**2

_MM_PER_INCH = 25.4
#: What libjpeg says when pixels are lost (0xd0 to 0xd7 stand between pixels); its other warnings
#: are about harmless oddities.
_JPEG_DAMAGE = re.compile(
    "premature end|bad huffman|instead of rst|bad arithmetic|before marker 0xd[0-7]", re.IGNORECASE
)
#: By what libjpeg makes a picture smaller while it decodes it.
_JPEG_REDUCTIONS = (1, 2, 4, 8)
#: What libtiff says of a compression that the one at hand was built without.
_NOT_BUILT_IN = re.compile(r"(\w+) compression support is not configured")
#: What libvips says of any TIFF file in Lab of 8 bits; it reads those of 16.
_LAB_8 = "bad labq format"
#: What the three decoding libraries raise when data leads them astray.
DECODER_ERRORS = (
    pyvips.Error, OSError, EOFError, SyntaxError, struct.error,
    ValueError, LookupError, RuntimeError, MemoryError,
)  # fmt: skip


def read_picture(path: Path | str, *, pixel_limit: int = DEFAULT_PIXEL_LIMIT) -> Picture:
    """Decode a picture file.

    The content decides the format, not the name. Orientation is applied; palettes and single bits
    become 8-bit RGB or grey; CMYK and other colour spaces become sRGB (see `Picture.notes`); of
    several pages or frames the first is taken.

    Args:
        path: The file.
        pixel_limit: Refuse pictures of more pixels than this, before decoding them.

    Raises:
        PictureError: The file is missing, not a picture, damaged, cut off or too large.
    """
    path = Path(path)
    kind = kind_of(path)
    try:
        if kind in simple_formats.NAMES:
            check_size(path, simple_formats.size(path, kind), pixel_limit)
            picture = simple_formats.read(path, kind)
        elif kind == "heic":
            check_size(path, heic.size(path), pixel_limit)
            picture = heic.read(path)
        else:
            picture = _read_with_vips(path, kind, pixel_limit)
    except DECODER_ERRORS as error:
        raise damaged(path, kind, error) from error
    picture.notes += misnamed(path, kind)
    return picture


def read_size(path: Path | str) -> tuple[int, int]:
    """(width, height) of the upright picture, from the file's header alone.

    Raises:
        PictureError: As `read_picture`, as far as the header shows it.
    """
    path = Path(path)
    kind = kind_of(path)
    try:
        if kind in simple_formats.NAMES:
            return simple_formats.size(path, kind)
        if kind == "heic":
            return heic.size(path)
        image = open_image(path, kind, "none")
        return _upright_size(image)
    except DECODER_ERRORS as error:
        raise damaged(path, kind, error) from error


def read_xmp(path: Path | str) -> bytes | None:
    """The XMP packet in a file's header; None if it has none, or is no readable picture."""
    return _header_block(Path(path), "xmp-data")


def read_iptc(path: Path | str) -> bytes | None:
    """The IPTC records in a file's header; None if it has none, or is no readable picture."""
    return bare_iptc(_header_block(Path(path), "iptc-data"))


def _header_block(path: Path, name: str) -> bytes | None:
    with suppress(PictureError, *DECODER_ERRORS):
        kind = kind_of(path)
        if kind == "gif":
            return gif_xmp.xmp_of(path) if name == "xmp-data" else None
        if kind != "heic" and kind not in simple_formats.NAMES:
            return blob(open_image(path, kind, "none"), name)
    return None


def thumbnail(
    path: Path | str, side: int, *, pixel_limit: int = DEFAULT_PIXEL_LIMIT
) -> NDArray[np.uint8]:
    """A small upright sRGB picture, (h, w, 3) with neither side above ``side``.

    Formats that can be decoded at a reduced size are. Transparent parts are laid over white.

    Raises:
        PictureError: As `read_picture`, though damage that the reduced size does not need to look
            at may go unnoticed.
    """
    path = Path(path)
    kind = kind_of(path)
    how = {"height": side, "size": "down", "output_profile": "srgb"}
    try:
        if kind == "heic" or kind in simple_formats.NAMES:
            picture = read_picture(path, pixel_limit=pixel_limit)
            image = from_array(picture.planes(), icc=picture.icc).thumbnail_image(side, **how)
        else:
            size = _upright_size(open_image(path, kind, "none"))
            check_size(path, size, pixel_limit)
            if kind == "jpeg":
                reduced = max(n for n in _JPEG_REDUCTIONS if n == 1 or n * side <= max(size))
                image = open_image(path, kind, "error", shrink=reduced)
                image = image.thumbnail_image(side, **how)
            else:
                image = pyvips.Image.thumbnail_source(source_of(path), side, **how, fail_on="error")
        image = image.colourspace("srgb").cast("uchar")
        if image.hasalpha():
            image = image.flatten(background=[255])
        small: NDArray[np.uint8] = to_array(image)
    except DECODER_ERRORS as error:
        raise damaged(path, kind, error) from error
    return small


def kind_of(path: Path) -> str:
    """The format of a file that can be opened; everything else gets its sentence here."""
    try:
        # Opening a pipe would wait for somebody to write into it, perhaps for ever.
        if not stat.S_ISREG(mode := path.stat().st_mode) and not stat.S_ISDIR(mode):
            raise PictureError(Sentence("this is a pipe or a device, not a file"), where=path)
        with path.open("rb") as file:
            head = file.read(SNIFF_LENGTH)
    except FileNotFoundError:
        raise PictureError(Sentence("there is no such file"), where=path) from None
    except IsADirectoryError:
        raise PictureError(
            Sentence("this is a folder, not a picture"),
            where=path,
            remedy=Sentence("Name the pictures in it."),
        ) from None
    except PermissionError:
        if is_folder(path):  # what Windows says of folders
            raise PictureError(Sentence("this is a folder, not a picture"), where=path) from None
        raise PictureError(
            Sentence("the file may not be read"),
            where=path,
            remedy=Sentence("Change its permissions."),
        ) from None
    except (OSError, ValueError) as error:
        raise PictureError(Sentence("the file cannot be opened (%1)", error), where=path) from error
    if not head:
        raise PictureError(Sentence("the file is empty"), where=path)
    kind = sniff(head)
    if kind is None and format_of_suffix(path) == "tga" and looks_like_tga(head):
        kind = "tga"
    if is_camera_raw(path, kind, head):
        remedy = Sentence("Develop it, and export it as TIFF or JPEG first.")
        raise PictureError(Sentence("this is a camera's raw file"), where=path, remedy=remedy)
    if kind is None:
        known = ", ".join(one.name for one in FORMATS.values())
        remedy = Sentence("Known formats: %1.", known)
        raise PictureError(Sentence("this is not a picture"), where=path, remedy=remedy)
    if kind == "png" and len(head) >= 24:
        width, height = struct.unpack_from(">II", head, 16)
        if width == 0 or height == 0:
            raise PictureError(Sentence("the picture has no pixels"), where=path)
        if max(width, height) > FORMATS["png"].longest_side:
            raise PictureError(
                Sentence("it says it has %1 x %2 pixels, more than can be read", width, height),
                where=path,
            )
    return kind


def open_image(path: Path, kind: str, fail_on: str, **options: object) -> pyvips.Image:
    """The header of a file, and its pixels when they are asked for."""
    options = {"access": "sequential", **options, "fail_on": fail_on}
    if kind == "jpeg":
        # Left to itself, libvips takes a JPEG with a gain map (Ultra HDR) for a format of its own,
        # of which it reads neither XMP nor IPTC, and no grey.
        return pyvips.Image.jpegload_source(source_of(path), **options)
    return pyvips.Image.new_from_source(source_of(path), "", **options)


def _read_with_vips(path: Path, kind: str, pixel_limit: int) -> Picture:
    check_size(path, _upright_size(open_image(path, kind, "error")), pixel_limit)
    if kind == "jpeg":
        try:
            return _decoded(path, kind, "warning")
        except pyvips.Error as error:
            if loses_pixels(error):
                raise
    return _decoded(path, kind, "error")


def loses_pixels(error: pyvips.Error) -> bool:
    """Whether what a JPEG decoder warned of is damage, and no harmless oddity."""
    return _JPEG_DAMAGE.search(str(error)) is not None


def _decoded(path: Path, kind: str, fail_on: str) -> Picture:
    image, facts = described(path, kind, open_image(path, kind, fail_on))
    planes = upright(to_array(image), orientation_of(image))
    return picture_of(planes, facts)


def described(path: Path, kind: str, image: pyvips.Image) -> tuple[pyvips.Image, dict[str, Any]]:
    """The image with pixels as `Picture` has them, not yet upright, and what is said about it.

    Raises:
        PictureError: Its kind of pixels is not supported.
    """
    size = _upright_size(image)
    notes: list[str] = []
    if (pages := _value(image, "n-pages", 1)) > 1:
        notes.append(Sentence("The file has %1 pages or frames; the first is taken.", pages))
    exif = _exif(path, kind, blob(image, "exif-data"), size, notes)
    xmp = gif_xmp.xmp_of(path) if kind == "gif" else blob(image, "xmp-data")
    dpi = _dpi(image)
    iptc = bare_iptc(blob(image, "iptc-data"))
    image = grey_or_rgb(path, image, notes)
    icc = _fitting_profile(blob(image, "icc-profile-data"), 1 if image.bands <= 2 else 3, notes)
    facts = {"exif": exif, "xmp": xmp, "iptc": iptc, "dpi": dpi, "icc": icc, "notes": notes}
    return image, facts


def picture_of(planes: NDArray[Any], facts: dict[str, Any]) -> Picture:
    """The picture of upright (H, W, 1..4) values, with what `described` said."""
    bands = planes.shape[2]
    colours = 1 if bands <= 2 else 3
    return Picture(
        pixels=np.ascontiguousarray(planes[..., :colours]),
        alpha=np.ascontiguousarray(planes[..., colours]) if bands > colours else None,
        **facts,
    )


def orientation_of(image: pyvips.Image) -> int:
    """The EXIF orientation, 1..8, of an image as its file holds it."""
    return _value(image, "orientation", 1)


def upright(planes: NDArray[Any], orientation: int) -> NDArray[Any]:
    """Undo an EXIF orientation 1..8 of (H, W, bands)."""
    if orientation >= 5:  # the file's rows are the picture's columns
        planes = planes.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        planes = planes[::-1]
    if orientation in (2, 3, 6, 7):
        planes = planes[:, ::-1]
    return planes


def _fitting_profile(icc: bytes | None, channels: int, notes: list[str]) -> bytes | None:
    if icc is not None and profile_channels(icc) != channels:
        notes.append(Sentence("Its colour profile does not fit its pixels and was left out."))
        return None
    return icc


def _exif(
    path: Path, kind: str, block: bytes | None, size: tuple[int, int], notes: list[str]
) -> bytes | None:
    """The EXIF block, if it is whole."""
    try:
        if kind == "tiff":
            with path.open("rb") as file:
                return exif_of_tiff(file)
        block = bare_exif(block)
        return None if block is None else exif_made_true(block, *size)
    except ValueError:
        notes.append(Sentence("Its EXIF block is damaged and was left out."))
        return None


def _dpi(header: pyvips.Image) -> tuple[float, float] | None:
    if header.xres == 1.0 and header.yres == 1.0:  # libvips for "not given"
        return None
    return round(header.xres * _MM_PER_INCH, 2), round(header.yres * _MM_PER_INCH, 2)


def _upright_size(image: pyvips.Image) -> tuple[int, int]:
    turned = orientation_of(image) >= 5
    return (image.height, image.width) if turned else (image.width, image.height)


def _value(image: pyvips.Image, name: str, otherwise: int) -> int:
    return int(image.get(name)) if image.get_typeof(name) else otherwise


def check_size(path: Path, size: tuple[int, int], pixel_limit: int) -> None:
    """Raise :class:`PictureError` for a picture without pixels, or with more than the limit."""
    if min(size) < 1:
        raise PictureError(Sentence("the picture has no pixels"), where=path)
    if size[0] * size[1] > pixel_limit:
        raise _too_large(path, size, pixel_limit)


def _too_large(path: Path, size: tuple[int, int], pixel_limit: int) -> PictureError:
    return PictureError(
        Sentence(
            "it says it has %1 x %2 pixels, more than the limit of %3", *size, f"{pixel_limit:,}"
        ),
        where=path,
        remedy=Sentence("Raise the pixel limit if you trust the file."),
    )


def damaged(path: Path, kind: str, error: Exception) -> PictureError:
    """What to say when decoding failed."""
    if isinstance(error, MemoryError):
        return PictureError(Sentence("there is not enough memory to decode it"), where=path)
    if missing := _NOT_BUILT_IN.search(str(error)):
        return PictureError(
            Sentence("its %1 compression is not known to the program", missing[1]),
            where=path,
            remedy=Sentence("Save it without compression, or with LZW or Deflate."),
        )
    if _LAB_8 in str(error):
        return not_read(Sentence("Lab of 8 bits"), path)
    return PictureError(
        Sentence("the %1 data is damaged or cut off%2", FORMATS[kind].name, in_brackets(error)),
        where=path,
    )
