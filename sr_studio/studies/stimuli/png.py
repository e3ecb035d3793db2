"""PNG files that say nothing about what is in them but their size in pixels.

Two pictures of one size give files of exactly one length, with the same chunks, and take the same
work to decode: rows are stored as they are (filter 0) in uncompressed deflate blocks. A compressing
encoder would make smooth pictures smaller and faster to read, which tells bicubic from HR. The
price is disk: a 481 x 321 picture takes 464 kB. Times, inodes and order in a listing are levelled
when the files are put in their place."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sr_studio.files import write_bytes
from sr_studio.imaging.inputs import expand_inputs

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encode_png(rgb: NDArray[np.uint8]) -> bytes:
    """A PNG of an (H, W, 3) picture: IHDR, one IDAT, IEND, and nothing else."""
    height, width, _ = rgb.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = rgb.reshape(height, -1)
    data = zlib.compress(rows.tobytes(), 0)
    return b"".join((_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND")))


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pixel_sha256(rgb: NDArray[np.uint8]) -> str:
    """Hash of size and RGB bytes, whatever file they came from."""
    height, width, _ = rgb.shape
    digest = hashlib.sha256(f"{width}x{height}\n".encode())
    digest.update(np.ascontiguousarray(rgb).tobytes())
    return digest.hexdigest()


#: The time of every stimulus: 1 January 2000, 0:00 UTC.
STIMULUS_TIME = 946_684_800


def settle(made: Path, place: Path, tokens: Iterable[str]) -> None:
    """Write the files ``TOKEN.png`` of ``made`` anew into ``place``, in the order of their tokens.

    They were made system by system. Written in random order and with one time for all, neither
    their times nor their inodes, nor their order in a listing or an archive, tell anything.
    Renaming would keep the inodes, so every file is copied. ``made`` is removed.
    """
    for token in sorted(tokens):
        file = place / f"{token}.png"
        write_bytes(file, (made / file.name).read_bytes())
        os.utime(file, (STIMULUS_TIME, STIMULUS_TIME))
    shutil.rmtree(made)


def pictures_beside(folder: Path, stimuli: str) -> list[Path]:
    """Every picture of a study's folder that is no stimulus, by path.

    Under double blinding they give the systems away: pixels can be compared.

    Args:
        stimuli: Name of the folder of stimuli.
    """
    found = expand_inputs([folder], recursive=True)
    return [file for file in found if file.relative_to(folder).parts[0] != stimuli]


def folders_of(files: Sequence[Path], folder: Path) -> list[str]:
    """The topmost names below ``folder`` that hold the files; whole paths of what is elsewhere."""
    names: dict[str, None] = {}
    for file in files:
        inside = file.resolve().is_relative_to(folder.resolve())
        if inside:
            names[file.resolve().relative_to(folder.resolve()).parts[0]] = None
        else:
            names[str(file.parent)] = None
    return sorted(names)
