"""Counts, means and intervals per stimulus and system, and against the hidden reference; stars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.statistics.crossed import Crossed, crossed
from sr_studio.studies.statistics.table import Floats, Ints, SetBlock, means


@dataclass(frozen=True)
class StimulusStatistics:
    """One value for each of K stimuli (columns of a rater × stimulus matrix).

    Attributes:
        n: Ratings.
        counts: K × B, how many ratings lie in each group of the scale (``Scale.bins``).
        mos: Mean; NaN without ratings.
        sd: Standard deviation with ddof 1; NaN below two ratings.
        halfwidth: Of the t interval over raters; 0 where unanimous, NaN below two ratings.
        unanimous: Two or more ratings, all equal.
    """

    n: Ints
    counts: Ints
    mos: Floats
    sd: Floats
    halfwidth: Floats
    unanimous: np.ndarray

    @property
    def se(self) -> Floats:
        """sd / √n."""
        return self.sd / np.sqrt(np.maximum(self.n, 1))


def score_counts(scores: Floats, axis: int | tuple[int, ...], scale: Scale = FIVE_POINTS) -> Ints:
    """How many scores lie in each group of the scale along ``axis``; groups are the last axis."""
    return np.stack(
        [
            (scores == low if low == high else (scores >= low) & (scores <= high)).sum(axis=axis)
            for low, high in scale.bins
        ],
        axis=-1,
    )


def sample_sd(scores: Floats) -> Floats:
    """Standard deviation (ddof 1) of each column, exactly 0 for equal values, NaN below two."""
    n = (~np.isnan(scores)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.nansum((scores - means(scores, axis=0)) ** 2, axis=0)
        sd = np.sqrt(squares / (n - 1))
    sd = np.where(n >= 2, sd, np.nan)
    return np.where(_all_equal(scores) & (n >= 2), 0.0, sd)


def _all_equal(scores: Floats) -> np.ndarray:
    low = np.where(np.isnan(scores), np.inf, scores).min(axis=0)
    high = np.where(np.isnan(scores), -np.inf, scores).max(axis=0)
    return low == high


def describe_stimuli(
    scores: Floats, *, level: float = 0.95, scale: Scale = FIVE_POINTS
) -> StimulusStatistics:
    """Counts, MOS, SD and t interval of each column.

    Args:
        scores: I × K, NaN for missing.
        level: Of the interval.
        scale: Of the scores, for the counts.
    """
    n = (~np.isnan(scores)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = sample_sd(scores)
        halfwidth = stats.t.ppf(0.5 + level / 2, np.maximum(n - 1, 1)) * sd / np.sqrt(n)
    return StimulusStatistics(
        n=n,
        counts=score_counts(scores, axis=0, scale=scale),
        mos=means(scores, axis=0),
        sd=sd,
        halfwidth=halfwidth,
        unanimous=(n >= 2) & (sd == 0),
    )


@dataclass(frozen=True)
class SystemStatistics:
    """One value for each of the S systems of a set.

    Attributes:
        n: Values.
        counts: S × B, by group of the scale.
        mos: Mean of all values.
        mean_of_rater_means: Differs from ``mos`` where raters rated unequally many.
        sd: Of all values, ddof 1 (a description; never a source of intervals).
        se_raters, df_raters, halfwidth_raters: These images, raters random; NaN for one rater.
        both: Raters and images random, the crossed estimate.
        halfwidth_both: Its interval; NaN where it cannot be computed.
        design_effect: (crossed se / naive se)²: by how much the naive variance is too small.
    """

    n: Ints
    counts: Ints
    mos: Floats
    mean_of_rater_means: Floats
    sd: Floats
    se_raters: Floats
    df_raters: Ints
    halfwidth_raters: Floats
    both: Crossed
    halfwidth_both: Floats
    design_effect: Floats

    @property
    def interval_raters(self) -> tuple[Floats, Floats]:
        """Ends for these images: around the mean of the raters' means, which need not be MOS."""
        middle, half = self.mean_of_rater_means, self.halfwidth_raters
        return middle - half, middle + half

    @property
    def interval_both(self) -> tuple[Floats, Floats]:
        """Ends for images like these: around MOS."""
        return self.mos - self.halfwidth_both, self.mos + self.halfwidth_both


def describe_systems(
    scores: Floats, *, level: float = 0.95, scale: Scale = FIVE_POINTS
) -> SystemStatistics:
    """Both intervals of every system.

    Args:
        scores: I × J × S scores or differential values, NaN for missing.
        level: Of the intervals.
        scale: Of the scores, for the counts.
    """
    flat = scores.reshape(-1, scores.shape[-1])
    n = (~np.isnan(flat)).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        rater_means = means(scores, axis=1)
        raters = (~np.isnan(rater_means)).sum(axis=0)
        se_raters = sample_sd(rater_means) / np.sqrt(raters)
        wide = stats.t.ppf(0.5 + level / 2, np.maximum(raters - 1, 1)) * se_raters
        both = crossed(np.moveaxis(scores, -1, 0))
        sd = sample_sd(flat)
        naive = sd**2 / n
        return SystemStatistics(
            n=n,
            counts=score_counts(scores, axis=(0, 1), scale=scale),
            mos=means(flat, axis=0),
            mean_of_rater_means=means(rater_means, axis=0),
            sd=sd,
            se_raters=se_raters,
            df_raters=raters - 1,
            halfwidth_raters=wide,
            both=both,
            halfwidth_both=both.halfwidth(level),
            design_effect=np.where(naive > 0, both.se**2 / naive, np.nan),
        )


def differential(scores: Floats, reference: int, highest: float = 5.0) -> Floats:
    """Differential values of every rater against *the rater's own* rating of the original.

    DV = u − u_reference + the highest score (5), for the same rater and content; NaN where either
    is missing. Values above the highest score are legal: the original was rated lower.

    Args:
        scores: I × J × S.
        reference: Which of the S is the hidden reference.
        highest: Score of the scale, so that an equal rating gives it.
    """
    return scores - scores[:, :, reference : reference + 1] + highest


@dataclass(frozen=True)
class Missing:
    """What a set lacks. A stimulus that nobody rated was not part of the study.

    Attributes:
        cells: Ratings that were planned of the raters who rated in the set.
        missing: How many of them are not there.
        complete_raters: Raters with everything that was planned for them.
    """

    cells: int
    missing: int
    complete_raters: int


def missingness(block: SetBlock, planned: Ints | None = None) -> Missing:
    """Count the holes of a set.

    Args:
        block: The set.
        planned: For each of its I raters how many ratings were planned here; by default every
            stimulus that somebody rated, which is wrong for designs with blocks of images.
    """
    seen = ~np.isnan(block.scores)
    rated = seen.sum(axis=(1, 2))
    if planned is None:
        planned = np.full(len(rated), int(seen.any(axis=0).sum()))
    lacking = np.maximum(planned - rated, 0)
    return Missing(int(planned.sum()), int(lacking.sum()), int((lacking == 0).sum()))


def category_stars(
    first: Ints,
    second: Ints,
    difference: Floats,
    p: Floats,
    categories: Sequence[Sequence[int]],
    *,
    alpha: float = 0.05,
) -> list[int]:
    """Systems that are higher than every other system of their own category at ``alpha``.

    Args:
        first, second, difference, p: Of all pairs of the set (first − second).
        categories: Places of the systems of each category; one with a single system has no
            asterisk, because nothing was compared.
    """
    size = int(max(second)) + 1 if len(second) else 0
    beats = np.zeros((size, size), dtype=bool)
    convincing = np.nan_to_num(p, nan=1.0) < alpha
    beats[first, second] = convincing & (difference > 0)
    beats[second, first] = convincing & (difference < 0)
    return [
        system
        for members in categories
        for system in members
        if len(members) > 1 and all(beats[system, other] for other in members if other != system)
    ]
