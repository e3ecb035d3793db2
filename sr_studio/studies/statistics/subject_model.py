"""Rater bias removed, and the subject model: quality, bias and inconsistency at the same time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sr_studio.studies.statistics.descriptives import StimulusStatistics, describe_stimuli
from sr_studio.studies.statistics.table import Floats, means

#: Rounding error of a whole score: nobody is more consistent than the scale allows.
INCONSISTENCY_FLOOR = float(1 / np.sqrt(12))
_TOLERANCE = 1e-8
_MOST_ROUNDS = 1000
_MIDDLE = 3.0


@dataclass(frozen=True)
class BiasRemoval:
    """Ratings with each rater's mean deviation taken out.

    Attributes:
        bias: I values, mean of (rating − MOS) over own stimuli; NaN without ratings.
        stimuli: MOS (unchanged on complete data), SD and intervals after removal.
    """

    bias: Floats
    stimuli: StimulusStatistics


def remove_bias(scores: Floats, *, level: float = 0.95) -> BiasRemoval:
    """Subtract each rater's bias.

    Args:
        scores: I × K, NaN for missing.
        level: Of the intervals.
    """
    bias = means(scores - means(scores, axis=0), axis=1)
    return BiasRemoval(bias, describe_stimuli(scores - bias[:, None], level=level))


@dataclass(frozen=True)
class SubjectModel:
    """rating = quality + bias + inconsistency · noise.

    Attributes:
        quality: K values ψ.
        se_model: (Σ ν⁻²)^−½ over the raters of the stimulus.
        se_empirical: SD of the residuals over raters / √n; shown beside it.
        bias: I values Δ with mean 0.
        inconsistency: I values ν, not below the floor.
        inconsistency_unfloored: The same before the floor was applied in the last round.
        at_floor: Raters held at the floor.
        iterations, converged: Rounds taken; False after 1000 of them.
    """

    quality: Floats
    se_model: Floats
    se_empirical: Floats
    bias: Floats
    inconsistency: Floats
    inconsistency_unfloored: Floats
    at_floor: np.ndarray
    iterations: int
    converged: bool


def subject_model(scores: Floats, *, floor: float = INCONSISTENCY_FLOOR) -> SubjectModel:
    """Fit by alternating projection.

    Args:
        scores: I × K, NaN for missing; every rater and every stimulus has a rating.
        floor: Smallest inconsistency. Without one, small panels run away until one rater
            decides everything.

    Source: the model of Li and Bampis (2017), solved as in Li et al. (2020), with our floor.
    """
    seen = ~np.isnan(scores)
    mask = seen.astype(np.float64)
    own = np.where(seen, scores - _MIDDLE, 0.0)
    per_rater, per_stimulus = mask.sum(axis=1), mask.sum(axis=0)
    own_sum = own.sum(axis=1)
    own_squares = np.einsum("ij,ij->i", own, own)
    quality = own.sum(axis=0) / per_stimulus
    bias = (own_sum - mask @ quality) / per_rater
    unfloored = spread = np.zeros(len(scores))
    iterations, converged = 0, False
    while not converged and iterations < _MOST_ROUNDS:
        iterations += 1
        # Sums over a rater's residuals, expanded so that a round is a few matrix–vector products.
        m1, m2 = mask @ quality, mask @ quality**2
        product = own @ quality
        residual_mean = (own_sum - m1) / per_rater - bias
        second = (own_squares - 2 * product + m2) / per_rater
        around_zero = second - 2 * bias * (own_sum - m1) / per_rater + bias**2
        unfloored = np.sqrt(np.maximum(around_zero - residual_mean**2, 0.0))
        spread = np.maximum(unfloored, floor)
        weight = spread**-2
        previous = quality
        quality = (weight @ own - (weight * bias) @ mask) / (weight @ mask)
        bias = (own_sum - mask @ quality) / per_rater
        converged = bool(np.linalg.norm(quality - previous) < _TOLERANCE)
    shift = bias.mean()
    quality, bias = quality + shift, bias - shift
    residual = np.where(seen, own - quality - bias[:, None], 0.0)
    mean = residual.sum(axis=0) / per_stimulus
    variance = (residual**2).sum(axis=0) / per_stimulus - mean**2
    return SubjectModel(
        quality=quality + _MIDDLE,
        se_model=((spread**-2) @ mask) ** -0.5,
        se_empirical=np.sqrt(np.maximum(variance, 0.0) / per_stimulus),
        bias=bias,
        inconsistency=spread,
        inconsistency_unfloored=unfloored,
        at_floor=unfloored < floor,
        iterations=iterations,
        converged=converged,
    )
