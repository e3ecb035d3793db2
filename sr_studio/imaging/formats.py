"""The file formats of pictures: names, suffixes, how to tell them apart, what each can hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sr_studio.sentences import Sentence


@dataclass(frozen=True)
class PictureFormat:
    """What the program knows about one file format.

    Attributes:
        name: As people write it.
        suffixes: In lower case with the dot; the first one is given to new files.
        writable: Whether pictures can be written in it.
        longest_side: Pixels a side may have, or None where there is no practical limit.
        holds_alpha: Whether it has transparency.
        holds_16_bit: Whether the program writes 16 bits a channel in it.
        default_quality: 1..100 for formats that lose something, otherwise None.
        holds_frames: Whether the program writes animations in it.
    """

    name: str
    suffixes: tuple[str, ...]
    writable: bool = True
    longest_side: int | None = None
    holds_alpha: bool = True
    holds_16_bit: bool = False
    default_quality: int | None = None
    holds_frames: bool = False


FORMATS: dict[str, PictureFormat] = {
    "png": PictureFormat(
        "PNG", (".png",), longest_side=1_000_000, holds_16_bit=True, holds_frames=True
    ),
    "jpeg": PictureFormat(
        "JPEG",
        (".jpg", ".jpeg", ".jpe", ".jfif"),
        longest_side=65_500,
        holds_alpha=False,
        default_quality=95,
    ),
    "webp": PictureFormat(
        "WebP", (".webp",), longest_side=16_383, default_quality=95, holds_frames=True
    ),
    "tiff": PictureFormat("TIFF", (".tif", ".tiff"), holds_16_bit=True),
    "avif": PictureFormat("AVIF", (".avif",), longest_side=16_384, default_quality=85),
    "bmp": PictureFormat("BMP", (".bmp", ".dib"), writable=False),
    "heic": PictureFormat("HEIC", (".heic", ".heif"), writable=False),
    # Written for animations only: 256 colours are too few for a photograph.
    "gif": PictureFormat("GIF", (".gif",), writable=False, longest_side=65_535, holds_frames=True),
    "jp2": PictureFormat("JPEG 2000", (".jp2", ".j2k", ".jpx"), writable=False),
    "ppm": PictureFormat("PPM", (".ppm", ".pgm", ".pbm", ".pnm"), writable=False),
    "tga": PictureFormat("TGA", (".tga",), writable=False),
    "ico": PictureFormat("ICO", (".ico",), writable=False),
}

#: Suffixes of cameras' raw files, which are no pictures yet; see ``camera_raw.py``.
RAW_SUFFIXES = (
    ".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr", ".iiq", ".kdc",
    ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef", ".raf", ".rw2", ".rwl", ".sr2", ".srf",
    ".srw", ".x3f",
)  # fmt: skip

#: Names of the formats that pictures can be written in.
WRITABLE: tuple[str, ...] = tuple(name for name, one in FORMATS.items() if one.writable)
#: Names of those that animations can be written in.
ANIMATED: tuple[str, ...] = tuple(name for name, one in FORMATS.items() if one.holds_frames)

#: Bytes of a file's beginning that `sniff` wants to see.
SNIFF_LENGTH = 64

_AVIF_BRANDS = {b"avif", b"avis"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def looks_like_tga(head: bytes) -> bool:
    """Whether the beginning of a file could be a TGA header; ask only where the name says so."""
    return (
        len(head) >= 18
        and head[1] in (0, 1)
        and head[2] in (1, 2, 3, 9, 10, 11)
        and head[16] in (8, 15, 16, 24, 32)
        and head[12:14] != b"\0\0"
        and head[14:16] != b"\0\0"
    )


def picture_suffixes(*, writable: bool = False) -> tuple[str, ...]:
    """All suffixes of pictures the program reads (or writes), in lower case with the dot."""
    return tuple(
        suffix
        for one in FORMATS.values()
        if one.writable or not writable
        for suffix in one.suffixes
    )


def format_of_suffix(path: Path) -> str | None:
    """The format a file's name promises, or None."""
    suffix = path.suffix.lower()
    return next((name for name, one in FORMATS.items() if suffix in one.suffixes), None)


def misnamed(path: Path, kind: str) -> list[str]:
    """What to say of a file whose name promises another format than it has, if it does."""
    if format_of_suffix(path) in (None, kind):
        return []
    return [Sentence("The file is %1, whatever its name says.", FORMATS[kind].name)]


def sniff(head: bytes) -> str | None:
    """The format a file really has, told from its first `SNIFF_LENGTH` bytes, or None.

    TGA has no mark of its own: what looks like its header may be anything.
    """
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return "tiff"
    if head[:2] == b"BM" and len(head) >= 26:
        return "bmp"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if head.startswith((b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")):
        return "jp2"
    if head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b" \t\r\n#" and len(head) > 6:
        return "ppm"
    if head.startswith(b"\0\0\1\0") and len(head) >= 22 and head[4:6] != b"\0\0":
        return "ico"
    if head[4:8] == b"ftyp":
        length = int.from_bytes(head[:4], "big")
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(length, len(head)), 4))}
        if brands & _AVIF_BRANDS:
            return "avif"
        if brands & _HEIC_BRANDS:
            return "heic"
    return None
