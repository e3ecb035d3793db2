"""The next pictures, decoded ahead on one thread: one path for all, so that none is slower."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from sr_studio.imaging.reading import read_picture
from sr_studio.studies.errors import StudyError


class PictureRefusedError(StudyError):
    """A picture file is missing, damaged or changed. Its text names no file: raters see it."""


@dataclass(frozen=True)
class Frame:
    """A picture ready to be drawn.

    Attributes:
        image: 32-bit RGB, already enlarged by the study's zoom; one of its pixels is one of the
            screen's.
        seconds: How long reading it took, to show that it is the same for all systems.
    """

    image: QImage
    seconds: float


class Decoder:
    """Reads picture files of a study by their tokens, checks them, and keeps the next ones.

    Args:
        folder: Where ``<token>.png`` lie.
        sha256: Expected hash of each file, by token; pictures without one are not shown.
        zoom: Nearest-neighbour enlargement, the same for all.
    """

    def __init__(self, folder: Path, sha256: Mapping[str, str], zoom: int = 1) -> None:
        self._folder = folder
        self._sha256 = sha256
        self._zoom = zoom
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._frames: dict[str, Future[Frame]] = {}

    def want(self, tokens: Iterable[str]) -> None:
        """Decode these in order, and let go of all others."""
        wanted = list(dict.fromkeys(tokens))
        for token in [kept for kept in self._frames if kept not in wanted]:
            self._frames.pop(token).cancel()
        for token in wanted:
            if token not in self._frames:
                self._frames[token] = self._pool.submit(self._decode, token)

    def ready(self, tokens: Iterable[str]) -> bool:
        """Whether all of these are decoded, or failed."""
        return all(token in self._frames and self._frames[token].done() for token in tokens)

    def frame(self, token: str) -> Frame:
        """The decoded picture, waiting for it if need be.

        Raises:
            PictureRefusedError: The file cannot be shown.
        """
        if token not in self._frames:
            self._frames[token] = self._pool.submit(self._decode, token)
        return self._frames[token].result()

    def when_ready(self, tokens: Iterable[str], tell: Callable[[], None]) -> None:
        """Call ``tell``, on any thread, each time one of these becomes ready."""
        for token in tokens:
            if token in self._frames:
                self._frames[token].add_done_callback(lambda _: tell())

    def forget(self, token: str) -> None:
        """Drop a picture that failed, so that it is read again."""
        if token in self._frames:
            self._frames.pop(token).cancel()

    def close(self) -> None:
        """Stop reading."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _decode(self, token: str) -> Frame:
        begun = time.perf_counter()
        try:
            path = self._folder / f"{token}.png"
            fits = hashlib.sha256(path.read_bytes()).hexdigest() == self._sha256[token]
            pixels = np.asarray(read_picture(path).rgb(), np.uint8) if fits else None
        except Exception:  # its text may name the file, and what is raised here is shown to a rater
            pixels = None
        if pixels is None:
            raise PictureRefusedError(
                "the next picture is missing, damaged or was changed",
                remedy="Ask the experimenter to run: sr-studio study verify.",
            )
        return Frame(image_of(pixels, self._zoom), time.perf_counter() - begun)


def image_of(pixels: np.ndarray, zoom: int = 1) -> QImage:
    """H×W×3 uint8 RGB as a 32-bit image of its own, each pixel ``zoom``² pixels large."""
    if zoom > 1:
        pixels = pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)
    height, width, _ = pixels.shape
    packed = np.full((height, width, 4), 255, np.uint8)
    packed[..., :3] = pixels
    image = QImage(packed.data, width, height, 4 * width, QImage.Format.Format_RGBX8888)
    return image.convertToFormat(QImage.Format.Format_RGB32)  # what Qt draws fastest; a copy


def pixels_of(image: QImage) -> np.ndarray:
    """The RGB values of an image, H×W×3 uint8."""
    plain = image.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(plain.constBits(), np.uint8)
    rows = rows.reshape(plain.height(), plain.bytesPerLine())[:, : 4 * plain.width()]
    return rows.reshape(plain.height(), plain.width(), 4)[..., :3].copy()
