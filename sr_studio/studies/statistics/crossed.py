"""Rater × image tables when both raters and images are samples: quasi-t, of one or of all pairs.

The two-way random model without interaction replicates: value = mean + rater + image + residual.
Complete tables use mean squares; tables with holes use the method of moments on three sums of
squares, which gives the same numbers on complete tables. Everything is vectorised over leading
axes, so that all pairs of a set, or hundreds of simulated studies, are one call; of a whole set
all pairs have the price of one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.table import Floats, Ints, ratio

#: Sums of squares below this share of what they were made from are rounding and count as zero.
_ROUNDING = 1e-13

FEW_RATERS = "fewer than two raters"
NO_CELLS = "no rater rated both on one image"
FEW_IMAGES = "fewer than two images"
FEW_CELLS = "too few cells for a residual"
NO_SOLUTION = "the design does not separate raters from images"
NO_VARIANCE = "no variation at all"
NEGATIVE = "the variance estimate is not positive"


@dataclass(frozen=True)
class Crossed:
    """Means with their crossed standard errors; every field has the shape of the leading axes.

    Attributes:
        mean: Mean of the observed cells.
        se: Standard error over raters and images; NaN where it cannot be computed, 0 where the
            cells do not vary.
        df: Satterthwaite degrees of freedom; NaN where se is NaN or 0.
        n_raters, n_images, n_cells: How many contribute.
        var_rater, var_image, var_residual: Components, negative ones kept.
        ms_rater, ms_image, ms_residual: Mean squares; NaN on tables with holes.
        floored: The residual alone was larger than rater + image − residual and was used.
        reason: Why there is no p value; empty where there is one.
    """

    mean: Floats
    se: Floats
    df: Floats
    n_raters: Ints
    n_images: Ints
    n_cells: Ints
    var_rater: Floats
    var_image: Floats
    var_residual: Floats
    ms_rater: Floats
    ms_image: Floats
    ms_residual: Floats
    floored: np.ndarray
    reason: np.ndarray

    @property
    def t(self) -> Floats:
        """mean / se; NaN where se is 0 or unknown."""
        return ratio(self.mean, self.se)

    @property
    def p(self) -> Floats:
        """Two-sided p of mean = 0; NaN where there is none (see ``reason``)."""
        return np.asarray(2 * stats.t.sf(np.abs(self.t), self.df))

    def halfwidth(self, level: float = 0.95) -> Floats:
        """Half the width of the interval; 0 for cells that do not vary, NaN where unknown."""
        wide = stats.t.ppf(0.5 + level / 2, self.df) * self.se
        return np.where(self.se == 0, 0.0, wide)


@dataclass(frozen=True)
class Sums:
    """All that the estimates need to know of a table (see :func:`sums_of_margins`)."""

    raters: Floats  # I
    images: Floats  # J
    cells: Floats  # N
    squared_rows: Floats  # Σ N_i²
    squared_columns: Floats  # Σ N_j²
    total: Floats  # Σ d
    squares: Floats  # Σ d²
    rows: Floats  # Σ s_i² / N_i
    columns: Floats  # Σ s_j² / N_j
    shift: Floats
    size: Floats  # the squares that rounding is a share of


def crossed(values: Floats) -> Crossed:
    """Estimate the mean of ``values`` (… × I × J, NaN for a cell without a value).

    Raters and images without any value do not count. A p value needs at least two raters, two
    images and one degree of freedom for the residual.

    Source: quasi-F of Clark (1973) with Satterthwaite's df; incomplete tables by analysis of
    variance estimators for the unbalanced crossed model (Searle, Casella and McCulloch 1992).
    """
    values = np.asarray(values, dtype=np.float64)
    seen = ~np.isnan(values)
    filled, shift = _shifted(values, seen)
    return estimate(
        sums_of_margins(
            n_i=seen.sum(axis=-1, dtype=np.float64),
            n_j=seen.sum(axis=-2, dtype=np.float64),
            s_i=filled.sum(axis=-1),
            s_j=filled.sum(axis=-2),
            squares=np.einsum("...ij,...ij->...", filled, filled),
            shift=shift,
        )
    )


def sums_of_margins(
    *,
    n_i: Floats,
    n_j: Floats,
    s_i: Floats,
    s_j: Floats,
    squares: Floats,
    shift: Floats,
    size: Floats | None = None,
) -> Sums:
    """The sums of a table from its margins.

    Args:
        n_i, n_j: … × I and … × J cells of each rater and each image.
        s_i, s_j: Their sums of (value − shift).
        squares: … sums of (value − shift)² over all cells.
        shift: … what was taken off every value.
        size: … sums of squares that ``squares`` was made from; it alone if left out.
    """
    return Sums(
        raters=(n_i > 0).sum(axis=-1).astype(np.float64),
        images=(n_j > 0).sum(axis=-1).astype(np.float64),
        cells=n_i.sum(axis=-1),
        squared_rows=(n_i**2).sum(axis=-1),
        squared_columns=(n_j**2).sum(axis=-1),
        total=s_i.sum(axis=-1),
        squares=squares,
        rows=_over(s_i, n_i).sum(axis=-1),
        columns=_over(s_j, n_j).sum(axis=-1),
        shift=shift,
        size=squares if size is None else size,
    )


def _shifted(values: Floats, seen: np.ndarray) -> tuple[Floats, Floats]:
    """Values moved by a whole number near their mean: sums of squares then lose no digits, and
    whole scores stay whole, so that cells which are all equal give exactly zero."""
    count = np.maximum(seen.sum(axis=(-2, -1)), 1)
    filled = np.where(seen, values, 0.0)
    shift = np.round(filled.sum(axis=(-2, -1)) / count)
    return np.where(seen, filled - shift[..., None, None], 0.0), shift


def _over(sums: Floats, counts: Floats) -> Floats:
    return np.divide(sums**2, counts, out=np.zeros_like(sums), where=counts > 0)


def estimate(s: Sums) -> Crossed:
    """Components, standard error, df and the reason where there is none, from the sums."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return _estimate_quietly(s)


def _estimate_quietly(s: Sums) -> Crossed:
    i, j, n = s.raters, s.images, s.cells
    correction = s.total**2 / n
    noise = _ROUNDING * np.maximum(s.size, 1e-300)

    def clean(sum_of_squares: Floats) -> Floats:
        return np.where(np.abs(sum_of_squares) <= noise, 0.0, sum_of_squares)

    complete = n == i * j
    residual_df = np.where(complete, (i - 1) * (j - 1), n - i - j + 1)
    ms_rater = clean(s.rows - correction) / (i - 1)
    ms_image = clean(s.columns - correction) / (j - 1)
    ms_residual = clean(s.squares - s.rows - s.columns + correction) / ((i - 1) * (j - 1))

    within_rater = clean(s.squares - s.rows) / (n - i)  # estimates σ_C² + σ_E²
    within_image = clean(s.squares - s.columns) / (n - j)  # estimates σ_R² + σ_E²
    around_mean = clean(s.squares - correction)
    determinant = s.squared_rows + s.squared_columns - n**2 - n
    var_residual = np.where(
        complete,
        ms_residual,
        (
            n * around_mean
            - within_image * (n**2 - s.squared_rows)
            - within_rater * (n**2 - s.squared_columns)
        )
        / determinant,
    )
    var_rater = np.where(complete, (ms_rater - ms_residual) / j, within_image - var_residual)
    var_image = np.where(complete, (ms_image - ms_residual) / i, within_rater - var_residual)

    of_residual = var_residual / n
    of_rater = np.where(complete, ms_rater / n, var_rater * s.squared_rows / n**2 + of_residual)
    of_image = np.where(complete, ms_image / n, var_image * s.squared_columns / n**2 + of_residual)
    plain = of_rater + of_image - of_residual
    variance = np.maximum(plain, of_residual)
    df = variance**2 / (
        of_rater**2 / (i - 1) + of_image**2 / (j - 1) + of_residual**2 / residual_df
    )

    constant = (around_mean == 0) & (n > 0)
    reason = np.full(np.shape(n), "", dtype=object)
    for text, broken in (  # the last that holds is the one that is said
        (NEGATIVE, ~(variance > 0)),
        (NO_SOLUTION, ~complete & (np.abs(determinant) < 0.5)),
        (FEW_CELLS, (residual_df < 1) | (n - i < 1) | (n - j < 1)),
        (FEW_IMAGES, j < 2),
        (FEW_RATERS, i < 2),
        (NO_CELLS, n < 1),
    ):
        reason = np.where(broken, text, reason)
    countable = (reason == "") | (reason == NEGATIVE)
    reason = np.where(constant & countable, NO_VARIANCE, reason)
    fine = reason == ""
    nan = np.nan
    has_ms = complete & (i > 1) & (j > 1)
    has_var = fine | (reason == NEGATIVE) | (reason == NO_VARIANCE)
    return Crossed(
        mean=np.where(n > 0, s.total / n + s.shift, nan),
        se=np.where(fine, np.sqrt(variance), np.where(reason == NO_VARIANCE, 0.0, nan)),
        df=np.where(fine, df, nan),
        n_raters=i.astype(np.int64),
        n_images=j.astype(np.int64),
        n_cells=n.astype(np.int64),
        var_rater=np.where(has_var, var_rater, nan),
        var_image=np.where(has_var, var_image, nan),
        var_residual=np.where(has_var, var_residual, nan),
        ms_rater=np.where(has_ms, ms_rater, nan),
        ms_image=np.where(has_ms, ms_image, nan),
        ms_residual=np.where(has_ms, ms_residual, nan),
        floored=np.asarray(fine & (plain < of_residual)),
        reason=np.asarray(reason),
    )


#: Whole scores minus the middle of the scale stay whole, so that sums are exact.
_MIDDLE = 3.0
#: Cells of differences held in memory at once where systems have different holes.
_CELLS_AT_ONCE = 4_000_000


def crossed_pairs(scores: Floats, first: Ints, second: Ints) -> Crossed:
    """:func:`crossed` of every difference ``scores[:, :, first] − scores[:, :, second]``.

    Where all systems have the same holes (complete sets, block designs) the sums of all
    differences follow from the margins of each system and one product of the scores with
    themselves; the differences are never formed.

    Args:
        scores: I × J × S, NaN for missing.
        first, second: K places along the system axis.
    """
    seen = ~np.isnan(scores)
    if not same_holes(seen):
        return _one_by_one(scores, first, second)
    y = np.where(seen, scores - _MIDDLE, 0.0)
    s_i, s_j, gram = y.sum(axis=1).T, y.sum(axis=0).T, _gram(y)
    n_i = seen[:, :, 0].sum(axis=1, dtype=np.float64)
    n_j = seen[:, :, 0].sum(axis=0, dtype=np.float64)
    return estimate(_difference_sums(n_i, n_j, s_i, s_j, gram, first, second))


def crossed_pairs_without_each(
    scores: Floats, first: Ints, second: Ints, left_out: Ints
) -> list[Crossed]:
    """:func:`crossed_pairs` without one rater at a time, for each of ``left_out``."""
    seen = ~np.isnan(scores)
    if not same_holes(seen):
        return [_one_by_one(np.delete(scores, rater, axis=0), first, second) for rater in left_out]
    y = np.where(seen, scores - _MIDDLE, 0.0)
    s_i, s_j, gram = y.sum(axis=1).T, y.sum(axis=0).T, _gram(y)
    cells = seen[:, :, 0]
    n_i, n_j = cells.sum(axis=1, dtype=np.float64), cells.sum(axis=0, dtype=np.float64)
    return [
        estimate(
            _difference_sums(
                np.delete(n_i, rater),
                n_j - cells[rater],
                np.delete(s_i, rater, axis=1),
                s_j - y[rater].T,
                gram - y[rater].T @ y[rater],
                first,
                second,
            )
        )
        for rater in left_out
    ]


def same_holes(seen: np.ndarray) -> bool:
    """Whether every system lacks the same (rater, image) cells (``seen``: I × J × S)."""
    return bool((seen == seen[:, :, :1]).all())


def _gram(y: Floats) -> Floats:
    flat = y.reshape(-1, y.shape[2])
    return flat.T @ flat


def _difference_sums(
    n_i: Floats, n_j: Floats, s_i: Floats, s_j: Floats, gram: Floats, first: Ints, second: Ints
) -> Sums:
    pairs = len(first)
    square = np.diag(gram)
    return sums_of_margins(
        n_i=np.broadcast_to(n_i, (pairs, len(n_i))),
        n_j=np.broadcast_to(n_j, (pairs, len(n_j))),
        s_i=s_i[first] - s_i[second],
        s_j=s_j[first] - s_j[second],
        squares=square[first] + square[second] - 2 * gram[first, second],
        shift=np.zeros(pairs),
        size=square[first] + square[second],
    )


def _one_by_one(scores: Floats, first: Ints, second: Ints) -> Crossed:
    by_system = np.moveaxis(scores, 2, 0)
    step = max(1, _CELLS_AT_ONCE // max(1, scores[:, :, 0].size))
    parts = [
        crossed(by_system[first[k : k + step]] - by_system[second[k : k + step]])
        for k in range(0, len(first), step)
    ]
    names = Crossed.__dataclass_fields__
    return Crossed(**{name: np.concatenate([getattr(p, name) for p in parts]) for name in names})
