"""Variance components, what a study of this size can find, and how many raters it still needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special

from sr_studio.sentences import Sentence, joined
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.statistics.table import Floats


@dataclass(frozen=True)
class Components:
    """Estimates on the score scale (points²); negative ones are kept as they are.

    Attributes:
        error: Residual with the three-way interaction.
        rater_system, image_system, rater_image: Interactions.
        rater, image: Main effects.
    """

    error: float
    rater_system: float
    image_system: float
    rater_image: float
    rater: float
    image: float

    def of_difference(self) -> tuple[float, float, float]:
        """(rater, image, residual) components of a difference of two systems, negatives as 0."""
        kept = (self.rater_system, self.image_system, self.error)
        rater, image, residual = (2 * max(0.0, value) for value in kept)
        return rater, image, residual


def variance_components(scores: Floats) -> Components | None:
    """ANOVA estimates of the three-way model without replication.

    Args:
        scores: I × J × S, complete.

    Returns:
        None where the block has holes or an axis shorter than two.
    """
    i, j, s = scores.shape
    if min(i, j, s) < 2 or np.isnan(scores).any():
        return None
    y = scores - scores.mean()
    of_rater, of_image, of_system = y.mean((1, 2)), y.mean((0, 2)), y.mean((0, 1))
    rater_image, rater_system, image_system = y.mean(2), y.mean(1), y.mean(0)
    ss_rater = j * s * (of_rater**2).sum()
    ss_image = i * s * (of_image**2).sum()
    ss_system = i * j * (of_system**2).sum()
    ss_ri = s * (rater_image**2).sum() - ss_rater - ss_image
    ss_rs = j * (rater_system**2).sum() - ss_rater - ss_system
    ss_is = i * (image_system**2).sum() - ss_image - ss_system
    ss_rest = (y**2).sum() - ss_rater - ss_image - ss_system - ss_ri - ss_rs - ss_is
    ms_r, ms_i = ss_rater / (i - 1), ss_image / (j - 1)
    ms_ri = ss_ri / ((i - 1) * (j - 1))
    ms_rs = ss_rs / ((i - 1) * (s - 1))
    ms_is = ss_is / ((j - 1) * (s - 1))
    ms_e = ss_rest / ((i - 1) * (j - 1) * (s - 1))
    return Components(
        error=float(ms_e),
        rater_system=float((ms_rs - ms_e) / j),
        image_system=float((ms_is - ms_e) / i),
        rater_image=float((ms_ri - ms_e) / s),
        rater=float((ms_r - ms_rs - ms_ri + ms_e) / (s * j)),
        image=float((ms_i - ms_is - ms_ri + ms_e) / (i * s)),
    )


MOST_RATERS = 5000
MOST_IMAGES = 100_000
#: Beyond this noncentrality the power is 1 to every digit, and the noncentral t fails.
_CERTAIN = 37.0

#: (rater × system, image × system, error) variances for planning before a pilot, points² of the
#: five-point scale.
PLANNING: dict[str, tuple[float, float, float]] = {
    "consistent": (0.02, 0.03, 0.30),
    "mid": (0.04, 0.08, 0.40),
    "web": (0.11, 0.15, 0.63),
}


def planning_variances(name: str, scale: Scale = FIVE_POINTS) -> tuple[float, float, float]:
    """One of :data:`PLANNING` in points² of a scale, whose range stretches points."""
    rater, image, error = (scale.stretch**2 * variance for variance in PLANNING[name])
    return rater, image, error


@dataclass(frozen=True)
class DifferenceComponents:
    """Variances of a paired difference: between raters, between images, residual."""

    rater: float
    image: float
    residual: float

    @classmethod
    def planned(cls, name: str, scale: Scale = FIVE_POINTS) -> DifferenceComponents:
        """:func:`planning_variances`, doubled because a difference has two systems."""
        rater, image, error = planning_variances(name, scale)
        return cls(2 * rater, 2 * image, 2 * error)


def standard_error(
    components: DifferenceComponents, raters: int, images: int, per_rater: int | None = None
) -> tuple[float, float]:
    """(SE, df) of a difference when each of I raters sees q of J images; df NaN where undefined."""
    q = images if per_rater is None else per_rater
    n = raters * q
    of_rater = components.rater / raters + components.residual / n
    of_image = components.image / images + components.residual / n
    of_residual = components.residual / n
    variance = of_rater + of_image - of_residual
    residual_df = n - raters - images + 1
    if raters < 2 or images < 2 or residual_df < 1 or variance <= 0:
        return float(np.sqrt(max(variance, 0.0))), float("nan")
    df = variance**2 / (
        of_rater**2 / (raters - 1) + of_image**2 / (images - 1) + of_residual**2 / residual_df
    )
    return float(np.sqrt(variance)), float(df)


def power(
    components: DifferenceComponents,
    delta: float,
    raters: int,
    images: int,
    *,
    per_rater: int | None = None,
    alpha: float = 0.05,
) -> float:
    """Chance that the crossed test finds a true difference of ``delta`` points.

    NaN where the design has too few raters or images for the test.
    """
    se, df = standard_error(components, raters, images, per_rater)
    if np.isnan(df):
        return float("nan")
    shift = abs(delta) / se
    if shift > _CERTAIN:
        return 1.0
    critical = special.stdtrit(df, 1 - alpha / 2)
    upper = 1.0 - special.nctdtr(df, shift, critical)
    lower = special.nctdtr(df, shift, -critical)
    # The lower tail of the noncentral t underflows to NaN where it is nothing.
    return float(upper + (0.0 if np.isnan(lower) else lower))


def raters_needed(
    components: DifferenceComponents,
    delta: float,
    images: int,
    *,
    target: float = 0.8,
    per_rater: int | None = None,
    alpha: float = 0.05,
) -> int | None:
    """Smallest number of raters up to 5000 that reaches the target; None: images are the limit."""

    def enough(raters: int) -> bool:
        reached = power(components, delta, raters, images, per_rater=per_rater, alpha=alpha)
        return bool(reached >= target)

    return _smallest(enough, 2, MOST_RATERS)


def images_needed(
    components: DifferenceComponents,
    delta: float,
    raters: int,
    *,
    target: float = 0.8,
    alpha: float = 0.05,
    most: int = MOST_IMAGES,
) -> int | None:
    """Smallest number of images (all seen by everybody) up to ``most`` that reaches the target."""

    def enough(images: int) -> bool:
        return bool(power(components, delta, raters, images, alpha=alpha) >= target)

    return _smallest(enough, 2, most)


def both_needed(
    components: DifferenceComponents,
    delta: float,
    *,
    target: float = 0.8,
    alpha: float = 0.05,
) -> tuple[int, int] | None:
    """(raters, images) with the fewest ratings that reaches the target when both may grow.

    Everybody sees every image. Numbers of raters are tried in steps of a fifth; None where even
    5000 raters and 100,000 images do not do it.
    """
    found: list[tuple[int, int]] = []
    most = MOST_IMAGES
    for raters in np.unique(np.rint(np.geomspace(2, MOST_RATERS, 40)).astype(int)).tolist():
        images = images_needed(components, delta, raters, target=target, alpha=alpha, most=most)
        if images is not None:
            found.append((raters, images))
            most = images  # with more raters no more images are needed
    return min(found, key=lambda one: (one[0] * one[1], one)) if found else None


def detectable_difference(
    components: DifferenceComponents,
    raters: int,
    images: int,
    *,
    target: float = 0.8,
    per_rater: int | None = None,
    alpha: float = 0.05,
) -> float:
    """Smallest true difference found with the target probability, points; NaN where undefined."""
    se, df = standard_error(components, raters, images, per_rater)
    if np.isnan(df):
        return float("nan")
    low, high = 0.0, 8.0 * se
    while power(components, high, raters, images, per_rater=per_rater, alpha=alpha) < target:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        found = power(components, middle, raters, images, per_rater=per_rater, alpha=alpha)
        low, high = (low, middle) if found >= target else (middle, high)
    return high


def _smallest(enough: Callable[[int], bool], lowest: int, highest: int) -> int | None:
    """Smallest count for which ``enough`` holds; it holds for all larger ones."""
    if not enough(highest):
        return None
    low, high = lowest, highest
    while low < high:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True)
class Stopping:
    """How a stopping rule that was declared beforehand stands; never a p value.

    Attributes:
        rule: In words.
        reached: Whether the study may stop.
        state: Where it stands, in words.
    """

    rule: str
    reached: bool
    state: str


def stopping(
    stop: Mapping[Literal["raters", "halfwidth"], float],
    raters: int,
    halfwidth: float = float("nan"),
) -> Stopping:
    """Judge the rule of the plan.

    Args:
        stop: {raters = …}, or {halfwidth = … of the first primary difference, in points}.
        raters: Complete raters so far.
        halfwidth: The present one; NaN where it cannot be computed.
    """
    if "raters" in stop:
        planned = int(stop["raters"])
        left = max(0, planned - raters)
        parts = [Sentence("%1 of %2 raters", raters, planned)]
        if left:
            parts.append(Sentence("%1 to come", left))
        return Stopping(Sentence("stop at %1 raters", planned), left == 0, joined(", ", parts))
    wanted = stop["halfwidth"]
    state = (
        Sentence("the half-width is not known yet")
        if np.isnan(halfwidth)
        else Sentence("half-width %1", f"{halfwidth:.3f}")
    )
    rule = "stop when the half-width of the first primary difference is at most %1"
    return Stopping(Sentence(rule, f"{wanted:g}"), halfwidth <= wanted, state)
