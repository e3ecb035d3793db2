"""What is asked of the Upscaler and what it says it did: plain data that any process can hold."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

from sr_studio.errors import StudioError
from sr_studio.sentences import Sentence, Words, filled
from sr_studio.upscaling.target import Target

AUTO = "auto"
PRECISIONS = ("auto", "fp32", "bf16", "fp16")
BACKENDS = ("auto", "torch", "openvino", "ncnn")
DEFAULT_SCALE = 4.0
#: A model is applied at most this often.
MOST_PASSES = 4
#: Beyond this a picture is made of invented pixels only; a typing error is likelier than a wish.
LARGEST_SCALE = 64.0
#: Distances from fp32 below this, in levels of 255, are not worth a word.
_TOLD_LEVELS = 0.05


class UpscaleError(StudioError):
    """An upscaling that could not be done as asked, or whose result cannot be trusted."""


def target_size(width: int, height: int, scale: float) -> tuple[int, int]:
    """Width and height of a result: the sides times the scale, rounded, at least 1."""
    return max(1, round(width * scale)), max(1, round(height * scale))


@dataclass(frozen=True)
class UpscaleRequest:
    """One wish: this method, this much larger, in this way.

    Attributes:
        method: Name of an interpolation or of a model, or the path of a model file.
        scale: Factor per side; None is the method's own (an interpolation's is 4).
        detail: 0 faithful … 1 detailed between the pair of models the method belongs to;
            None leaves the method as it is.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``.
        precision: ``auto``, ``fp32``, ``bf16`` or ``fp16``.
        tile: Side of a tile's inner part in LR pixels; None chooses from the free memory.
        backend: ``auto``, ``torch``, ``openvino`` or ``ncnn``.
        keep_tones: Whether the picture's edge is repeated for the network and, where the model's
            card says so, brightness and colours are held to those of the picture; measuring takes
            what the network itself gives.
        target: A size instead of a scale; each picture gets the scale that leads to it.
        ensemble: Whether a model gives the mean over the eight flips and turns of a picture
            (self-ensemble), in eight times the time.
        passes: How often a model is applied, each time to what the last time gave; None is as often
            as the scale needs. Without a scale the result is as large as that makes it.
    """

    method: str = "bicubic"
    scale: float | None = None
    detail: float | None = None
    device: str = AUTO
    precision: str = AUTO
    tile: int | None = None
    backend: str = AUTO
    keep_tones: bool = True
    target: Target | None = None
    ensemble: bool = False
    passes: int | None = None

    def for_picture(self, width: int, height: int) -> UpscaleRequest:
        """The request for one picture: a target becomes the scale that leads to it."""
        if self.target is None:
            return self
        return replace(self, scale=self.target.scale_for(width, height), target=None)

    def by(self, method: str) -> UpscaleRequest:
        """The same by another method, which is left as it is; this one where it is its own."""
        return self if method == self.method else replace(self, method=method, detail=None)

    def checked(self) -> UpscaleRequest:
        """Give the request back, or raise :class:`StudioError` naming the field at fault."""
        if self.target is not None:
            self.target.check()
            if self.scale is not None:
                raise UpscaleError(Sentence("name either a scale or a size"), where="scale")
        if self.scale is not None and not 0 < self.scale <= LARGEST_SCALE:
            raise UpscaleError(
                Sentence("a scale of %1 is not possible", f"{self.scale:g}"),
                where="scale",
                remedy=Sentence("Choose a number above 0 and up to %1.", f"{LARGEST_SCALE:g}"),
            )
        if self.detail is not None and not 0 <= self.detail <= 1:
            raise UpscaleError(
                Sentence("%1 lies outside 0..1", f"{self.detail:g}"),
                where="detail",
                remedy=Sentence("0 is faithful, 1 is detailed."),
            )
        if self.precision not in PRECISIONS:
            raise UpscaleError(
                Sentence("%1 is no precision", f"{self.precision!r}"),
                where="precision",
                remedy=Sentence("Choose one of %1.", ", ".join(PRECISIONS)),
            )
        if self.backend not in BACKENDS:
            raise UpscaleError(
                Sentence("%1 is no backend", f"{self.backend!r}"),
                where="backend",
                remedy=Sentence("Choose one of %1.", ", ".join(BACKENDS)),
            )
        if self.passes is not None and not 1 <= self.passes <= MOST_PASSES:
            raise UpscaleError(
                Sentence("%1 passes are not possible", self.passes),
                where="passes",
                remedy=Sentence("Choose 1 to %1.", MOST_PASSES),
            )
        if self.tile is not None and self.tile < 1:
            raise UpscaleError(
                Sentence("a tile of %1 pixels is not possible", self.tile),
                where="tile",
                remedy=Sentence("Choose a number of pixels, or auto."),
            )
        return self


@dataclass(frozen=True)
class UpscaleReport:
    """What was done, word for word as it is shown beside the result.

    Attributes:
        method: Title of the method.
        scale: Factor per side of the result.
        device: Name of the device in words.
        precision: ``fp32``, ``bf16``, ``fp16``, or ``exact`` for an interpolation.
        backend: ``interpolation``, ``torch``, ``openvino`` or ``ncnn``.
        tile: Side of a tile's inner part in LR pixels; None where the picture was done in one.
        seconds: Wall time of the upscaling, without reading and writing files.
        size_in: Width and height of the LR picture.
        size_out: Width and height of the SR picture.
        notes: Whatever was not as asked, or a person should know, one sentence each.
        ensemble: Whether it is the mean over eight flips and turns.
        passes: How often the model was applied.
        levels_off: Most the backend was off fp32 in its trial, in levels of 255; 0 for fp32
            itself, None where it was not tried.
    """

    method: str
    scale: float
    device: str
    precision: str
    backend: str
    tile: int | None
    seconds: float
    size_in: tuple[int, int] = (0, 0)
    size_out: tuple[int, int] = (0, 0)
    notes: tuple[Words, ...] = ()
    ensemble: bool = False
    passes: int = 1
    levels_off: float | None = None

    def sentence(self) -> str:
        """One line for a person: method, scale, how, where, in what tiles, and how long it took."""
        return ", ".join(filled(*fact) for fact in self.facts())

    def facts(self) -> list[tuple[str, ...]]:
        """The parts of :meth:`sentence`: a text with its fields (``%1``), and their values."""
        how: list[tuple[str, ...]] = []
        if self.passes > 1:
            how.append(("%1 passes", str(self.passes)))
        if self.ensemble:
            how.append(("self-ensemble",))
        precision: tuple[str, ...] = (self.precision,)
        if self.levels_off is not None and self.levels_off >= _TOLD_LEVELS:
            levels = f"{math.ceil(self.levels_off * 10) / 10:g}"
            precision = ("%1 (within %2 levels of fp32)", self.precision, levels)
        return [
            ("%1", self.method),
            ("%1", f"×{self.scale:g}"),
            *how,
            ("%1", self.device),
            (self.backend,),
            precision,
            ("in one piece",) if self.tile is None else ("tiles of %1", str(self.tile)),
            ("%1 s", f"{self.seconds:.1f}"),
        ]


@dataclass(frozen=True)
class Region:
    """A rectangle of the LR picture in pixels, for a look at a part before the whole is made."""

    left: int
    top: int
    width: int
    height: int

    def within(self, width: int, height: int) -> Region:
        """Cut to a picture of ``width`` × ``height``; :class:`UpscaleError` if nothing is left."""
        left, top = max(0, self.left), max(0, self.top)
        right = min(width, self.left + self.width)
        bottom = min(height, self.top + self.height)
        if right <= left or bottom <= top:
            raise UpscaleError(Sentence("the region lies outside the picture"), where="region")
        return Region(left, top, right - left, bottom - top)


@dataclass(frozen=True)
class Estimate:
    """What an upscaling will cost, before it is started.

    Attributes:
        seconds: Expected time, or None when this method has not been measured here yet.
        memory: Bytes of main or device memory the work will need at its height.
        disk: Bytes of an uncompressed result (an upper bound of the file in common formats).
        size_out: Width and height of the result.
        source: ``measured`` or ``unknown``: where the seconds come from.
    """

    seconds: float | None
    memory: int
    disk: int
    size_out: tuple[int, int]
    source: Literal["measured", "unknown"] = field(default="unknown")
