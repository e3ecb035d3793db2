"""Everything that can be measured, with one face: LR pixels in, SR pixels and seconds out."""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from sr_studio.errors import on_one_line
from sr_studio.evaluation.references import Reference, find_by_name, read_pixels
from sr_studio.evaluation.request import (
    HR,
    USUAL_SCALE,
    EvaluationError,
    EvaluationRequest,
    Interpolation,
)
from sr_studio.evaluation.results import MethodFacts
from sr_studio.evaluation.saving import LR
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.resize import imresize, nearest
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.progress import CancelToken
from sr_studio.upscaling.interpolations import KERNEL_OF
from sr_studio.upscaling.methods import find_method, is_interpolation
from sr_studio.upscaling.request import UpscaleRequest

if TYPE_CHECKING:
    from sr_studio.upscaling.upscaler import Upscaler

#: Seconds in which the usual metrics measure a megapixel on one core.
_METRIC_SECONDS = 0.7


@dataclass(frozen=True)
class Enlarged:
    """An SR picture.

    Attributes:
        pixels: H×W×C uint8.
        seconds: Wall time from LR pixels to SR pixels; None where it was made elsewhere.
        notes: What the upscaling had to say, one sentence each.
    """

    pixels: NDArray[np.uint8]
    seconds: float | None
    notes: tuple[str, ...] = ()


class Measured(Protocol):
    """A method that is being measured.

    Attributes:
        facts: Name, title and cost; complete after the last picture.
        timed: Whether its seconds mean anything, so that a warm-up is due.
    """

    facts: MethodFacts
    timed: bool

    def enlarge(self, reference: Reference, dataset: str, cancel: CancelToken) -> Enlarged:
        """The SR picture of one reference."""
        ...


class InterpolationMethod:
    """Nearest, bilinear, bicubic or Lanczos, rounded as the protocol says."""

    def __init__(self, name: str, title: str, scale: int, protocol: str) -> None:
        self.facts = MethodFacts(
            name, title, "interpolation", precision="exact", backend="interpolation"
        )
        self.timed = True
        self._scale = scale
        self._rounding = PROTOCOLS[protocol].interpolation

    def enlarge(self, reference: Reference, dataset: str, cancel: CancelToken) -> Enlarged:
        """See :class:`Measured`."""
        start = time.perf_counter()
        if self.facts.model == "nearest":
            pixels = nearest(reference.lr, self._scale)
        else:
            pixels = imresize(
                reference.lr,
                float(self._scale),
                kernel=KERNEL_OF[self.facts.model],
                variant=self._rounding,
            )
        return Enlarged(pixels, time.perf_counter() - start)


class OriginalMethod:
    """The original itself, for the last panel of a figure and the NIQE of the truth."""

    def __init__(self) -> None:
        self.facts = MethodFacts(HR, "HR", "hr")
        self.timed = False

    def enlarge(self, reference: Reference, dataset: str, cancel: CancelToken) -> Enlarged:
        """See :class:`Measured`."""
        return Enlarged(reference.hr, None)


class ReadyPictures:
    """SR pictures that some other program made, found by the name of the original.

    The folder holds the pictures, or one folder a data set that holds them.
    """

    def __init__(self, folder: Path) -> None:
        self.facts = MethodFacts(folder.resolve().name, folder.resolve().name, "pictures")
        self.timed = False
        self._folder = folder

    def enlarge(self, reference: Reference, dataset: str, cancel: CancelToken) -> Enlarged:
        """See :class:`Measured`.

        Raises:
            StudioError: There is no picture of that name, or it cannot be read.
        """
        below = self._folder / dataset
        found = find_by_name(below if below.is_dir() else self._folder, [reference.name])
        if found is None:
            raise EvaluationError(f"there is no picture named {reference.name}", where=self._folder)
        pixels, notes = read_pixels(found)
        return Enlarged(pixels, None, tuple(notes))


class ModelMethod:
    """A model, run by the same Upscaler as everywhere."""

    def __init__(
        self, name: str, file: str, request: EvaluationRequest, upscaler: Upscaler, scale: int
    ) -> None:
        from sr_studio.evaluation.cost import PeakMemory, multiply_adds
        from sr_studio.networks.base import parameter_count
        from sr_studio.upscaling.devices import choose
        from sr_studio.zoo.loading import load_model

        model = load_model(file)
        if model.card.scale != scale:
            raise EvaluationError(
                f"the model enlarges by {model.card.scale}, and the evaluation is at {scale}",
                where=name,
                remedy=f"Measure it on its own with --scale {model.card.scale}.",
            )
        self._order = UpscaleRequest(
            method=file,
            scale=scale,
            device=request.device,
            precision=request.precision,
            backend=request.backend,
            tile=request.tile,
            keep_tones=False,
        )
        self._upscaler = upscaler
        choice = choose(self._order)
        self._peak = PeakMemory(choice.device)
        self.facts = MethodFacts(
            name,
            model.card.display_title,
            "model",
            parameters=parameter_count(model.module),
            multiply_adds=multiply_adds(model.super_resolver(), scale),
            peak_memory_of=self._peak.counted,
            device=choice.name,
            precision=choice.precision,
            backend=choice.backend,
        )
        self.timed = True

    def enlarge(self, reference: Reference, dataset: str, cancel: CancelToken) -> Enlarged:
        """See :class:`Measured`.

        Raises:
            StudioError: As the Upscaler.
        """
        picture = Picture(reference.lr)
        start = time.perf_counter()
        with self._peak:
            result = self._upscaler.upscale(picture, self._order, cancel=cancel)
        seconds = time.perf_counter() - start
        self.facts = replace(
            self.facts,
            peak_memory=self._peak.bytes,
            device=result.report.device,
            precision=result.report.precision,
            backend=result.report.backend,
        )
        return Enlarged(result.picture.pixels, seconds, tuple(result.report.notes))


def expected_seconds(name: str, scale: int) -> float:
    """A rough guess of the seconds for one SR megapixel with its metrics, to weigh methods by.

    A convolutional network needs about one multiply-accumulate a parameter and LR pixel, and a
    parameter takes four bytes of its file; a CPU does some 2·10¹⁰ of them a second.
    """
    if is_interpolation(name) or name == HR or Path(name).is_dir():
        return _METRIC_SECONDS
    try:
        path = find_method(name).path
        size = path.stat().st_size if path is not None else 0
    except Exception:  # what is wrong with it is said when it is its turn
        return 0.0
    return _METRIC_SECONDS + size / 4 * 1e6 / scale**2 / 2e10


def scale_of(request: EvaluationRequest) -> int:
    """The factor of an evaluation: as asked, else the first model's, else 4.

    Raises:
        EvaluationError: No scale was asked for and no model can be opened that would say one.
    """
    if request.scale is not None:
        return request.scale
    named = [*request.methods, *(blend.faithful for blend in request.interpolations)]
    for name in named:
        if is_interpolation(name) or name == HR or Path(name).is_dir():
            continue
        try:
            method = find_method(name)
            if method.scale is not None:
                return method.scale
            from sr_studio.zoo.loading import load_model

            return load_model(name).card.scale
        except Exception:  # what is wrong with it is said when it is its turn
            continue
    return USUAL_SCALE


@contextmanager
def opened(name: str, request: EvaluationRequest, scale: int) -> Iterator[Measured]:
    """One method, ready to be measured; its memory goes with the context.

    Raises:
        StudioError: There is no such method, it cannot be opened, or it is of another scale.
    """
    if name == HR:
        yield OriginalMethod()
    elif is_interpolation(name):
        yield InterpolationMethod(name, find_method(name).title, scale, request.protocol)
    elif Path(name).is_dir():
        yield ReadyPictures(Path(name))
    else:
        with _upscaler() as upscaler:
            yield ModelMethod(_short(name), name, request, upscaler, scale)


@contextmanager
def opened_blend(
    blend: Interpolation, alpha: float, request: EvaluationRequest, scale: int
) -> Iterator[Measured]:
    """A point between two models, as a method.

    Raises:
        StudioError: A model cannot be opened, the two do not go together, or the scale differs.
    """
    from sr_studio.zoo.interpolation import interpolate
    from sr_studio.zoo.loading import load_model
    from sr_studio.zoo.saving import save_model

    mixed = interpolate(load_model(blend.faithful), load_model(blend.detailed), alpha)
    with tempfile.TemporaryDirectory(prefix="sr-studio-") as folder:
        file = Path(folder) / "blend.safetensors"
        save_model(file, mixed.module, mixed.card)
        with _upscaler() as upscaler:
            yield ModelMethod(blend_name(blend, alpha), str(file), request, upscaler, scale)


@contextmanager
def _upscaler() -> Iterator[Upscaler]:
    from sr_studio.upscaling.upscaler import Upscaler

    upscaler = Upscaler()
    try:
        yield upscaler
    finally:
        upscaler.close()


def told_apart(facts: MethodFacts, source: str, earlier: Collection[MethodFacts]) -> MethodFacts:
    """The facts under a name and a title that none of the ``earlier`` has.

    Two files may say of themselves that they are the same model. The second is called by its file
    (``source``), or gets a number; so does one that is called as the original or the LR picture
    is. Case does not tell names apart, for some file systems do not. Names and titles can be
    printed and written, whatever bytes files are called by.
    """
    facts = replace(facts, model=on_one_line(facts.model), title=on_one_line(facts.title))
    names = {other.model.casefold() for other in earlier}
    if facts.kind != "hr":
        names |= {HR, LR}
    numbered = (f"{facts.model} ({number})" for number in itertools.count(2))
    possible = itertools.chain((facts.model, on_one_line(Path(source).stem)), numbered)
    model = next(name for name in possible if name.casefold() not in names)
    known_title = facts.title in {other.title for other in earlier}
    title = f"{facts.title} ({model})" if known_title else facts.title
    return replace(facts, model=model, title=title)


def blend_name(blend: Interpolation, alpha: float) -> str:
    """What a point between two models is called in tables."""
    return f"{_short(blend.faithful)}~{_short(blend.detailed)}@{alpha:g}"


def _short(name: str) -> str:
    """A model's name in tables: that of the catalogue, or the file's without folder and suffix."""
    try:
        return find_method(name).name
    except Exception:  # it cannot be opened; the note about it needs a name all the same
        return on_one_line(Path(name).stem)
