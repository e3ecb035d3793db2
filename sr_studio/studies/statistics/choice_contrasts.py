"""Differences of strength when raters and images are samples: a bootstrap over each of them.

Comparisons of one rater share the rater's taste, those of one image the image's difficulty. Whole
raters are resampled, then whole images, then single (rater, image) cells; each time the strengths
are fitted again. As in the crossed test, the variance over raters and images is the sum of the
first two less the third, which both of them hold; the degrees of freedom are Satterthwaite's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.bradley_terry import Strengths, most_likely
from sr_studio.studies.statistics.crossed import FEW_IMAGES, FEW_RATERS
from sr_studio.studies.statistics.table import Floats, Ints

SEPARATED = "no chain of wins joins all systems"
NO_SPREAD = "no variation between raters or images"
#: Weights held in memory at once.
_WEIGHTS_AT_ONCE = 4_000_000
#: Half the distance of these shares is the standard deviation of a normal variable; a resample
#: that falls apart and runs to the bound does not move them.
_SIGMA = stats.norm.cdf((-1.0, 1.0)) * 100


@dataclass(frozen=True)
class Resampled:
    """Standard errors of K linear combinations of strengths.

    Attributes:
        se, df: NaN where they cannot be computed.
        reason: Why; empty where they can.
    """

    se: Floats
    df: Floats
    reason: str

    def halfwidth(self, level: float) -> Floats:
        """Half the width of the interval; NaN where there is none."""
        wide: Floats = np.asarray(stats.t.ppf(0.5 + level / 2, self.df) * self.se)
        return wide

    def p(self, values: Floats) -> Floats:
        """Two-sided p of each combination being 0; NaN where there is none."""
        t = np.divide(values, self.se, out=np.full_like(values, np.nan), where=self.se > 0)
        return np.asarray(2 * stats.t.sf(np.abs(t), self.df))


@dataclass(frozen=True)
class CellWins:
    """Wins by (rater, image).

    Attributes:
        wins: C × S × S; rater, image: C codes without gaps.
    """

    wins: Floats
    rater: Ints
    image: Ints


def cell_wins(
    rater: Ints, image: Ints, first: Ints, second: Ints, outcome: Ints, systems: int
) -> CellWins:
    """Sum N comparisons by (rater, image); a tie counts half for each."""
    _, i = np.unique(rater, return_inverse=True)
    images, j = np.unique(image, return_inverse=True)
    cells, cell = np.unique(i * len(images) + j, return_inverse=True)
    wins = np.zeros((len(cells), systems, systems))
    np.add.at(wins, (cell, first, second), (outcome + 1) / 2)
    np.add.at(wins, (cell, second, first), (1 - outcome) / 2)
    return CellWins(wins, cells // len(images), cells % len(images))


def resampled(
    cells: CellWins,
    strengths: Strengths,
    combinations: Floats,
    *,
    seed: int,
    resamples: int,
    these_images: bool = False,
) -> Resampled:
    """Standard errors of ``combinations @ theta`` (K × S).

    Args:
        cells: Of one set.
        strengths: Fitted to their sum.
        combinations: K × S, each of sum 0.
        seed: Of the resamples; the same seed gives the same numbers.
        resamples: Of raters, of images and of cells each.
        these_images: Only raters are a sample.
    """
    none = np.full(len(combinations), np.nan)
    raters, images = int(cells.rater.max()) + 1, int(cells.image.max()) + 1
    if strengths.separated:
        return Resampled(none, none, SEPARATED)
    if raters < 2:
        return Resampled(none, none, FEW_RATERS)
    if images < 2 and not these_images:
        return Resampled(none, none, FEW_IMAGES)
    rng = np.random.default_rng(seed)

    def variance(groups: Ints, number: int) -> Floats:
        by_group = np.zeros((number, *cells.wins.shape[1:]))
        np.add.at(by_group, groups, cells.wins)
        draws = _refitted(by_group, strengths, rng, resamples) @ combinations.T
        low, high = np.percentile(draws, _SIGMA, axis=0)
        # Resampling n things shows (n − 1)/n of their variance.
        spread: Floats = ((high - low) / 2) ** 2 * number / (number - 1)
        return spread

    of_raters = variance(cells.rater, raters)
    if these_images:
        se, df = np.sqrt(of_raters), np.full(len(combinations), raters - 1.0)
    else:
        of_images = variance(cells.image, images)
        of_cells = variance(np.arange(len(cells.wins)), len(cells.wins))
        whole = np.maximum(of_raters + of_images - of_cells, of_cells)
        with np.errstate(divide="ignore", invalid="ignore"):
            df = whole**2 / (
                of_raters**2 / (raters - 1)
                + of_images**2 / (images - 1)
                + of_cells**2 / ((raters - 1) * (images - 1))
            )
        se = np.sqrt(whole)
    if not (se > 0).any():
        return Resampled(none, none, NO_SPREAD)
    return Resampled(np.where(se > 0, se, np.nan), np.where(se > 0, df, np.nan), "")


def _refitted(
    groups: Floats, strengths: Strengths, rng: np.random.Generator, resamples: int
) -> Floats:
    """Resamples × S strengths with whole groups (G × S × S wins) drawn with replacement."""
    number, systems = groups.shape[:2]
    flat = groups.reshape(number, -1)
    step = max(1, _WEIGHTS_AT_ONCE // number)
    found = []
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        weights = rng.multinomial(number, np.full(number, 1 / number), size=rows)
        drawn = (weights @ flat).reshape(rows, systems, systems)
        found.append(most_likely(drawn, model=strengths.model, start=strengths.theta))
    return np.concatenate(found)


def pair_combinations(first: Ints, second: Ints, systems: int) -> Floats:
    """K × S: first − second of each pair."""
    unit = np.eye(systems)
    return unit[first] - unit[second]


def own_combinations(systems: int) -> Floats:
    """S × S: each system against the mean of all, the scale on which strengths are printed."""
    return np.eye(systems) - 1 / systems
