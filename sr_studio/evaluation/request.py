"""What is asked of an evaluation: plain data, without torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sr_studio.errors import StudioError, on_one_line
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.metrics.metric import METRICS, find_metric, keys_where

#: How LR pictures are made from the originals.
LR_VARIANTS = {
    "uint8": "MATLAB's imresize bicubic on uint8 (replicated border, rounded after each pass), "
    "as the LR files of SelfExSR",
    "double": "MATLAB's imresize bicubic on double (mirrored border, rounded once), as the LR "
    "files of ESRGAN",
    "gaussian": "Gaussian blur with a standard deviation of half the scale, then every "
    "scale-th pixel",
}
#: Metrics that are measured unless others are asked for.
USUAL_METRICS = keys_where(lambda metric: metric.usual)
#: The original itself, as a method: the last panel of a figure and the NIQE of the truth.
HR = "hr"
#: The scale where no model says one.
USUAL_SCALE = 4


class EvaluationError(StudioError):
    """An evaluation that cannot be done as asked."""


@dataclass(frozen=True)
class Interpolation:
    """Points on the way between two models of one architecture.

    Attributes:
        faithful: Name or file of the model at 0.
        detailed: Name or file of the model at 1.
        alphas: The points, each in 0..1.
    """

    faithful: str
    detailed: str
    alphas: tuple[float, ...]


@dataclass(frozen=True)
class EvaluationRequest:
    """Methods, pictures and conventions of one evaluation.

    Attributes:
        methods: Interpolations, names or files of models, ``hr``, or folders of ready SR pictures.
        data: Folders of HR pictures, one for each data set.
        data_names: What the data sets are called; empty calls them by their folders.
        lr: Folders of LR pictures in the order of ``data``; empty makes them from the originals.
        interpolations: Blends of two models that are measured too.
        scale: Factor per side; None takes the first model's.
        lr_variant: One of :data:`LR_VARIANTS`.
        protocol: One of ``metrics.conventions.PROTOCOLS``.
        metrics: Keys of ``metrics.metric.METRICS``, or of a plug-in.
        device: As for upscaling.
        precision: As for upscaling; ``fp32`` by default, because the numbers are to be the model's
            and not the arithmetic's.
        backend: As for upscaling.
        tile: Inner side of a tile in LR pixels; None chooses.
        niqe_model: A file of pristine statistics in place of the usual one.
        lpips_weights: A file with the backbone of each LPIPS network (``alex`` → file).
        ma_scores: A CSV file of Ma scores, for the perceptual index.
        pictures: A folder into which every LR, SR and HR picture is written.
    """

    methods: tuple[str, ...]
    data: tuple[Path, ...]
    data_names: tuple[str, ...] = ()
    lr: tuple[Path, ...] = ()
    interpolations: tuple[Interpolation, ...] = ()
    scale: int | None = None
    lr_variant: str = "uint8"
    protocol: str = "float"
    metrics: tuple[str, ...] = USUAL_METRICS
    device: str = "auto"
    precision: str = "fp32"
    backend: str = "auto"
    tile: int | None = None
    niqe_model: Path | None = None
    lpips_weights: dict[str, Path] = field(default_factory=dict)
    ma_scores: Path | None = None
    pictures: Path | None = None

    def checked(self) -> EvaluationRequest:
        """Give the request back.

        Raises:
            EvaluationError: A field is wrong; the sentence names it and what is possible.
        """
        if not self.methods and not self.interpolations:
            raise EvaluationError("no method is named", remedy="Name one with --model.")
        if not self.data:
            raise EvaluationError("no folder of HR pictures is named", remedy="Use --data.")
        if self.lr and len(self.lr) != len(self.data):
            raise EvaluationError(
                f"{len(self.lr)} LR folders do not go with {len(self.data)} HR folders",
                where="--lr",
                remedy="Name one for each, in the same order, or none.",
            )
        if self.scale is not None and self.scale < 1:
            raise EvaluationError(f"a scale of {self.scale} is not possible", where="--scale")
        _require(self.lr_variant, LR_VARIANTS, "--lr-variant")
        _require(self.protocol, PROTOCOLS, "--protocol")
        for key in self.metrics:
            if find_metric(key) is None:
                _require(key, METRICS, "--metrics")
        for blend in self.interpolations:
            if any(not 0 <= alpha <= 1 for alpha in blend.alphas) or not blend.alphas:
                raise EvaluationError(
                    "the points between two models lie in 0..1", where="--interpolate"
                )
        return self

    def making_of_lr(self) -> str:
        """How the LR pictures come about, in one sentence.

        Folders that are given stand with the two above them: ``Set5/x4`` is in many a folder.
        """
        if not self.lr:
            made = LR_VARIANTS[self.lr_variant]
        else:
            folders = ("/".join(folder.resolve().parts[1:][-3:]) for folder in self.lr)
            made = f"the files given: {on_one_line(', '.join(folders))}"
        return f"{made[0].upper()}{made[1:]}."


def _require(value: str, possible: Mapping[str, object], where: str) -> None:
    if value not in possible:
        raise EvaluationError(
            f"{value!r} is not known", where=where, remedy=f"Choose from {', '.join(possible)}."
        )
