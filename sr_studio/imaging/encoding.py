"""Files from a libvips image, row by row, with EXIF and IPTC as they are given.

libvips would rebuild the EXIF block and lose the maker's notes, so what it must not touch is put
into the stream of bytes it writes, or into the file afterwards. Levels and filters were chosen by
``benchmarks/encoders.py``: PNG's average filter gives files as small as trying all filters does,
in half the time; JPEG's optimised Huffman tables save 4 % and cost three times the rest.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import pyvips

from sr_studio.imaging.gif_xmp import with_xmp
from sr_studio.imaging.iptc import wrapped_iptc
from sr_studio.imaging.tiff_exif import add_metadata

#: Formats written here; the others need the whole picture at once.
BY_ROWS = ("png", "tiff", "jpeg")
#: Bytes of one JPEG segment, less the names that EXIF and XMP begin with.
JPEG_SEGMENT = 65_533 - 40
_MM_PER_INCH = 25.4
_USUAL_DPI = (72.0, 72.0)
_KEPT = pyvips.enums.ForeignKeep.ICC | pyvips.enums.ForeignKeep.XMP
#: Where a PNG's header ends, and a JPEG's first mark.
_AFTER_PNG_HEADER, _AFTER_JPEG_START = 8 + 25, 2


@dataclass(frozen=True)
class Timing:
    """When the frames of an animation are shown.

    Attributes:
        durations: Milliseconds of each frame; 0 leaves it to who shows it.
        plays: How often all of it is played; 0 is for ever.
    """

    durations: tuple[int, ...]
    plays: int = 0


@dataclass(frozen=True)
class Beside:
    """What is written beside the pixels, made true for them already.

    Attributes:
        icc: Colour profile.
        exif: EXIF block.
        xmp: XMP packet.
        iptc: IPTC records.
        dpi: Horizontal and vertical pixels per inch.
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    dpi: tuple[float, float] | None = None


def encode(
    image: pyvips.Image, path: Path, format: str, quality: int | None, beside: Beside, *, big: bool
) -> None:
    """Encode an image into a file, while its pixels come.

    Args:
        image: With channels and depth that the format holds.
        path: The file to make.
        format: One of :data:`BY_ROWS`.
        quality: 1..100, for JPEG.
        beside: Profile and metadata.
        big: For TIFF, whether the file may exceed 4 GB; EXIF and IPTC are left out then.

    Raises:
        pyvips.Error: The pixels did not come, or encoding failed.
        OSError: The file cannot be written.
    """
    image = _with(image, beside, jpeg=format == "jpeg")
    with path.open("w+b") as file:
        if format == "png":
            chunk = b"" if beside.exif is None else png_chunk(b"eXIf", beside.exif)
            target = _Target(file, _AFTER_PNG_HEADER, chunk)
            target.save(image, "pngsave_target", compression=3, filter="avg", keep=_KEPT)
        elif format == "jpeg":
            # The JFIF segment must be the first, and libvips leaves it out together with EXIF.
            target = _Target(file, _AFTER_JPEG_START, _jpeg_head(beside))
            target.save(image, "jpegsave_target", Q=quality, subsample_mode="off", keep=_KEPT)
        else:
            target = _Target(file)
            target.save(
                image,
                "tiffsave_target",
                compression="deflate",
                level=3,
                predictor="horizontal",
                bigtiff=big,
                keep=_KEPT,
            )
            if not big and (beside.exif is not None or beside.iptc is not None):
                add_metadata(file, beside.exif, beside.iptc)


def encode_frames(
    image: pyvips.Image,
    path: Path,
    format: str,
    quality: int | None,
    beside: Beside,
    timing: Timing,
) -> None:
    """Encode an animation whose frames lie one below the other, while they come.

    Args:
        image: All frames.
        path: The file to make.
        format: ``webp`` or ``gif``.
        quality: 1..100, for WebP; at 100 it is lossless.
        beside: Profile and metadata.
        timing: Of as many frames as there are.

    Raises:
        pyvips.Error, OSError: As :func:`encode`.
    """
    image = _with(image, beside, jpeg=False)
    count = len(timing.durations)
    delays = in_hundredths(timing.durations) if format == "gif" else list(timing.durations)
    image.set_type(pyvips.GValue.array_int_type, "delay", delays)
    image.set_type(pyvips.GValue.gint_type, "loop", timing.plays)
    options: dict[str, Any] = {"page_height": image.height // count, "keep": _KEPT}
    with path.open("w+b") as file:
        if format == "gif":
            _Target(file).save(image, "gifsave_target", keep_duplicate_frames=True, **options)
        else:
            if beside.exif is not None:
                exif = b"Exif\0\0" + beside.exif
                image.set_type(pyvips.GValue.blob_type, "exif-data", exif)
                options["keep"] = _KEPT | pyvips.enums.ForeignKeep.EXIF
            lossless = quality == 100
            _Target(file).save(
                image, "webpsave_target", Q=quality, lossless=lossless, exact=True, effort=2,
                **options,
            )  # fmt: skip
    if format == "gif" and beside.xmp is not None:
        path.write_bytes(with_xmp(path.read_bytes(), beside.xmp))


def in_hundredths(durations: Sequence[int]) -> list[int]:
    """Milliseconds as GIF files can say them, rounded so that the whole takes as long as before."""
    given, delays = 0, []
    ended = 0
    for duration in durations:
        ended += duration
        delays.append(max(0, round((ended - given) / 10) * 10))
        given += delays[-1]
    return delays


class _Target:
    """A file that libvips writes to, with some bytes of ours put in at one place."""

    def __init__(self, file: BinaryIO, at: int = 0, extra: bytes = b"") -> None:
        self._file = file
        self._at, self._extra = at, extra
        self._error: OSError | None = None

    def save(self, image: pyvips.Image, operation: str, **options: Any) -> None:
        target = pyvips.TargetCustom()
        target.on_write(self._write)
        target.on_read(self._read)
        target.on_seek(self._seek)
        try:
            getattr(image, operation)(target, **options)
        except pyvips.Error:
            # What the file system said is lost on the way through libvips.
            if self._error is not None:
                raise self._error from None
            raise

    def _write(self, data: Any) -> int:
        try:
            if self._extra:
                # The first pieces are longer than what stands before the place.
                self._file.write(data[: self._at])
                self._file.write(self._extra)
                self._file.write(data[self._at :])
                self._extra = b""
            else:
                self._file.write(data)
        except OSError as error:
            self._error = error
            return -1
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            self._error = error
            return b""

    def _seek(self, offset: int, whence: int) -> int:
        try:
            # What waits to be written is written first, and may find the disk full.
            return self._file.seek(offset, whence)
        except OSError as error:
            self._error = error
            return -1


def _with(image: pyvips.Image, beside: Beside, *, jpeg: bool) -> pyvips.Image:
    across, down = beside.dpi or _USUAL_DPI
    deep = image.format == "ushort"
    colour = ("rgb16" if deep else "srgb") if image.bands >= 3 else ("grey16" if deep else "b-w")
    image = image.copy(xres=across / _MM_PER_INCH, yres=down / _MM_PER_INCH, interpretation=colour)
    if beside.icc is not None:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", beside.icc)
    if beside.xmp is not None and not (jpeg and len(beside.xmp) > JPEG_SEGMENT):
        image.set_type(pyvips.GValue.blob_type, "xmp-data", beside.xmp)
    return image


def _jpeg_head(beside: Beside) -> bytes:
    head = _jpeg_segment(0xE0, _jfif(beside.dpi))
    if beside.exif is not None and len(beside.exif) <= JPEG_SEGMENT:
        head += _jpeg_segment(0xE1, b"Exif\0\0" + beside.exif)
    if beside.iptc is not None and len(beside.iptc) <= JPEG_SEGMENT:
        head += _jpeg_segment(0xED, wrapped_iptc(beside.iptc))
    return head


def _jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _jfif(dpi: tuple[float, float] | None) -> bytes:
    across, down = (min(65_535, max(1, round(one))) for one in dpi or (1, 1))
    return struct.pack(">5sHBHHBB", b"JFIF\0", 0x0102, 0 if dpi is None else 1, across, down, 0, 0)


def png_chunk(name: bytes, content: bytes) -> bytes:
    """A chunk of a PNG file: its length, name, content and checksum."""
    check = zlib.crc32(content, zlib.crc32(name))
    return b"".join((struct.pack(">I", len(content)), name, content, struct.pack(">I", check)))
