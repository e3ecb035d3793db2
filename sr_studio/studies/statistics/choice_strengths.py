"""Pair comparison: strengths by Bradley–Terry or Thurstone case V, and their differences.

Comparisons of one rater share the rater's taste, those of one image the image's difficulty. Whole
raters are resampled, then whole images, then single (rater, image) cells; each time the strengths
are fitted again. As in the crossed test, the variance over raters and images is the sum of the
first two less the third, which both of them hold; the degrees of freedom are Satterthwaite's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special, stats
from scipy.sparse import csgraph

from sr_studio.studies.statistics.crossed import FEW_IMAGES, FEW_RATERS
from sr_studio.studies.statistics.table import Floats, Ints, ratio

Model = Literal["bradley_terry", "thurstone"]

_TOLERANCE = 1e-10
_MOST_ROUNDS = 200
#: Largest step of one round, and how far strengths may run where wins are one-sided.
_LARGEST_STEP, _FARTHEST = 1.0, 20.0
#: One just-objectionable difference on each scale: three in four prefer the better one.
JOD: dict[Model, float] = {
    "bradley_terry": float(np.log(3.0)),
    "thurstone": float(special.ndtri(0.75)),
}


@dataclass(frozen=True)
class Strengths:
    """Systems on one scale, sum 0.

    Attributes:
        theta: S log-odds strengths (probits for Thurstone); NaN where they cannot be estimated.
        covariance: S × S, pseudo-inverse of the information: right only if all comparisons were
            independent, which those of one rater are not.
        se: √ of its diagonal.
        separated: Groups of systems that no chain of wins joins both ways; empty where joined.
        model: Which of the two.
    """

    theta: Floats
    covariance: Floats
    se: Floats
    separated: tuple[tuple[int, ...], ...]
    model: Model

    @property
    def jod(self) -> Floats:
        """Strengths in just-objectionable differences."""
        return self.theta / JOD[self.model]


def separated_groups(wins: Floats) -> tuple[tuple[int, ...], ...]:
    """Strongly connected parts of the win graph; empty when there is only one."""
    number, label = csgraph.connected_components(wins > 0, directed=True, connection="strong")
    if number == 1:
        return ()
    return tuple(tuple(np.flatnonzero(label == k).tolist()) for k in range(number))


def fit(wins: Floats, *, model: Model = "bradley_terry") -> Strengths:
    """Estimate strengths from one comparison of contents that were compared with each other.

    Args:
        wins: S × S.
        model: "bradley_terry": P = 1/(1 + e^(θ_b − θ_a)); "thurstone": P = Φ(θ_a − θ_b).

    Returns:
        NaN strengths and the separated groups when the win graph is not strongly connected:
        the likelihood then has no finite maximum.

    Source: Bradley and Terry (1952); Thurstone (1927), case V.
    """
    systems = len(wins)
    separated = separated_groups(wins)
    if separated:
        none = np.full(systems, np.nan)
        empty = np.full((systems, systems), np.nan)
        return Strengths(none, empty, none, separated, model)
    theta = most_likely(wins[None], model=model)[0]
    information = _information(wins[None], theta[None], model)[0][0]
    covariance: Floats = np.linalg.pinv(information).astype(np.float64)
    se: Floats = np.sqrt(np.diag(covariance)).astype(np.float64)
    return Strengths(theta, covariance, se, (), model)


def most_likely(
    wins: Floats, *, model: Model = "bradley_terry", start: Floats | None = None
) -> Floats:
    """Strengths of many win matrices by Fisher scoring.

    Args:
        wins: B × S × S. One whose win graph falls apart runs to a bound instead of infinity.
        model: As in :func:`fit`.
        start: S strengths to begin from.

    Returns:
        B × S, each of sum 0.
    """
    batch, systems = wins.shape[:2]
    theta = np.zeros((batch, systems)) if start is None else np.tile(start, (batch, 1))
    left = np.arange(batch)
    centred = np.full((systems, systems), 1.0 / systems)
    for _ in range(_MOST_ROUNDS):
        information, gradient = _information(wins[left], theta[left], model)
        scale = np.trace(information, axis1=1, axis2=2)[:, None, None] / systems
        # The sum of strengths is free; the ridge only matters where wins are all on one side.
        full = information + scale * (centred + 1e-9 * np.eye(systems))
        step = np.linalg.solve(full + 1e-300 * np.eye(systems), gradient[:, :, None])[:, :, 0]
        largest = np.abs(step).max(axis=1, keepdims=True)
        step = step * np.minimum(1.0, _LARGEST_STEP / np.maximum(largest, 1e-300))
        moved = np.clip(theta[left] + step, -_FARTHEST, _FARTHEST)
        change = np.abs(moved - theta[left]).max(axis=1)
        theta[left] = moved
        left = left[change > _TOLERANCE]
        if not len(left):
            break
    centred_theta: Floats = theta - theta.mean(axis=1, keepdims=True)
    return centred_theta


def _information(wins: Floats, theta: Floats, model: Model) -> tuple[Floats, Floats]:
    """B × S × S expected information and B × S gradient of the log-likelihood."""
    compared = wins + np.swapaxes(wins, 1, 2)
    apart = theta[:, :, None] - theta[:, None, :]
    if model == "thurstone":
        p = np.clip(special.ndtr(apart), 1e-15, 1 - 1e-15)
        density = np.exp(-(apart**2) / 2) / np.sqrt(2 * np.pi)
        weight = density / (p * (1 - p))
        each, pull = compared * density * weight, (wins - compared * p) * weight
    else:
        p = special.expit(apart)
        each, pull = compared * p * (1 - p), wins - compared * p
    diagonal = np.arange(wins.shape[1])
    each[:, diagonal, diagonal] = 0.0
    information = -each
    information[:, diagonal, diagonal] = each.sum(axis=2)
    return information, pull.sum(axis=2)


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

    def part(self, first: int, end: int | None = None) -> Resampled:
        """Those of the combinations from ``first`` up to ``end``."""
        return Resampled(self.se[first:end], self.df[first:end], self.reason)

    def halfwidth(self, level: float) -> Floats:
        """Half the width of the interval; NaN where there is none."""
        wide: Floats = np.asarray(stats.t.ppf(0.5 + level / 2, self.df) * self.se)
        return wide

    def p(self, values: Floats) -> Floats:
        """Two-sided p of each combination being 0; NaN where there is none."""
        return np.asarray(2 * stats.t.sf(np.abs(ratio(values, self.se)), self.df))


@dataclass(frozen=True)
class CellWins:
    """Wins by (rater, image).

    Attributes:
        wins: C × S × S; rater, image: C codes without gaps, in the order of those given.
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
