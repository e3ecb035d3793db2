"""Resampling raters and images at the same time, and sign flips over raters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sr_studio.studies.statistics.table import Floats, Ints

_ROWS_AT_ONCE = 2000
#: Flipped sums in memory at one time.
_CELLS_AT_ONCE = 8_000_000
#: More pairs than this (63 systems) are not resampled one by one.
MOST_RESAMPLED = 2_000
#: Sums that differ by less are the same sum in another order.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Bootstrap:
    """Percentile intervals of K statistics.

    Attributes:
        mean, sd: Over the resamples.
        low, high: Percentile limits.
        p: Two-sided, twice the smaller tail at 0, never below 2/(resamples + 1).
        resamples: How many.
    """

    mean: Floats
    sd: Floats
    low: Floats
    high: Floats
    p: Floats
    resamples: int


def two_way_bootstrap(
    layers: Floats, *, seed: int, resamples: int = 4000, level: float = 0.95
) -> Bootstrap:
    """Resample raters and images independently with multinomial weights.

    The statistic is Σ w_i v_j d_ij / Σ w_i v_j over observed cells, for every layer with the same
    draws. It checks incomplete designs and serves statistics without a formula.

    Args:
        layers: K × I × J, NaN for missing.
        seed: Of the study.
    """
    layers = np.asarray(layers, dtype=np.float64)
    draws = _resampled(layers, np.random.default_rng(seed), resamples)
    return _summary(draws, level)


def _resampled(layers: Floats, rng: np.random.Generator, resamples: int) -> Floats:
    """K × resamples statistics."""
    k, raters, images = layers.shape
    seen = (~np.isnan(layers)).astype(np.float64)
    filled = np.where(seen > 0, layers, 0.0)
    same_cells = bool((seen == seen[0]).all())
    result = np.empty((k, resamples))
    for start in range(0, resamples, _ROWS_AT_ONCE):
        rows = min(_ROWS_AT_ONCE, resamples - start)
        a = rng.multinomial(raters, np.full(raters, 1 / raters), size=rows).astype(np.float64)
        b = rng.multinomial(images, np.full(images, 1 / images), size=rows).astype(np.float64)
        weight = np.einsum("rj,rj->r", a @ seen[0], b)
        for layer in range(k):
            if layer and not same_cells:
                weight = np.einsum("rj,rj->r", a @ seen[layer], b)
            total = np.einsum("rj,rj->r", a @ filled[layer], b)
            result[layer, start : start + rows] = np.divide(
                total, weight, out=np.full(rows, np.nan), where=weight > 0
            )
    return result


def _summary(draws: Floats, level: float) -> Bootstrap:
    known = ~np.isnan(draws).all(axis=1)
    if not known.any():  # no two systems share a rater's image
        none = np.full(len(draws), np.nan)
        return Bootstrap(none, none, none, none, none, resamples=draws.shape[1])
    values = draws[known]
    tail = 50 * (1 - level)
    low, high = np.nanpercentile(values, [tail, 100 - tail], axis=1)
    n = (~np.isnan(values)).sum(axis=1)
    beyond = np.minimum((values <= 0).sum(axis=1), (values >= 0).sum(axis=1))

    def spread(of_known: Floats) -> Floats:
        """NaN for statistics that no resample could compute."""
        whole = np.full(len(draws), np.nan)
        whole[known] = of_known
        return whole

    return Bootstrap(
        mean=spread(np.nanmean(values, axis=1)),
        sd=spread(np.nanstd(values, axis=1)),
        low=spread(low),
        high=spread(high),
        p=spread(np.minimum(1.0, 2 * (beyond + 1) / (n + 1))),
        resamples=draws.shape[1],
    )


def bootstrap_pairs(
    scores: Floats, first: Ints, second: Ints, *, seed: int, resamples: int, level: float = 0.95
) -> Bootstrap:
    """The two-way bootstrap of paired differences of systems (scores I × J × S)."""
    complete = not np.isnan(scores).any()
    by_system = np.moveaxis(scores, 2, 0)
    if complete:  # a difference of means: one product for each system, not for each pair
        draws = _resampled(by_system, np.random.default_rng(seed), resamples)
        return _summary(draws[first] - draws[second], level)
    return two_way_bootstrap(
        by_system[first] - by_system[second], seed=seed, resamples=resamples, level=level
    )


def sign_flips(differences: Floats, *, seed: int, resamples: int = 9999) -> Floats:
    """p of the mean over raters being 0, by flipping the signs of whole raters.

    A check of the test over raters that assumes nothing but symmetry; exact where all patterns of
    signs fit into ``resamples``.

    Args:
        differences: I × K rater differences, NaN where a rater has none.
        seed: Of the random patterns.

    Returns:
        K two-sided p; 1 where all differences are zero, NaN without any.
    """
    seen = ~np.isnan(differences)
    values = np.where(seen, differences, 0.0)
    raters = len(values)
    at_least = np.abs(values.sum(axis=0)) - _ROUNDING
    exact = 2**raters <= resamples
    patterns = 2**raters if exact else resamples
    rng = np.random.default_rng(seed)
    # The pattern as observed is one of the exact ones; to random ones it is added.
    far = np.full(values.shape[1], 0 if exact else 1)
    step = max(1, min(_ROWS_AT_ONCE, _CELLS_AT_ONCE // max(1, values.shape[1])))
    for start in range(0, patterns, step):
        rows = np.arange(start, min(patterns, start + step))
        flipped = (
            rows[:, None] >> np.arange(raters) & 1
            if exact
            else rng.integers(0, 2, (len(rows), raters), dtype=np.int8)
        )
        far = far + (np.abs((1.0 - 2.0 * flipped) @ values) >= at_least).sum(axis=0)
    return np.where(seen.any(axis=0), far / (patterns + (0 if exact else 1)), np.nan)
