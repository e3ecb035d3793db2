"""Pair comparison: strengths by Bradley–Terry or Thurstone case V, with right standard errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats
from scipy.sparse import csgraph

from sr_studio.studies.analysis.table import Floats, Ints

_TOLERANCE = 1e-10
_MOST_ROUNDS = 100_000
#: One just-objectionable difference: three in four prefer the better one.
JOD = float(np.log(3.0))


@dataclass(frozen=True)
class Strengths:
    """Systems on one scale, sum 0.

    Attributes:
        theta: S log-odds strengths (probits for Thurstone); NaN where they cannot be estimated.
        covariance: S × S, pseudo-inverse of the information.
        se: √ of its diagonal.
        separated: Groups of systems that no chain of wins joins both ways; empty where joined.
        regularised: Half a win each way was added, as declared.
        model: "bradley_terry" or "thurstone".
    """

    theta: Floats
    covariance: Floats
    se: Floats
    separated: tuple[tuple[int, ...], ...]
    regularised: bool
    model: str

    def se_of_difference(self, a: int, b: int) -> float:
        """Standard error of theta[a] − theta[b]."""
        c = self.covariance
        return float(np.sqrt(max(0.0, c[a, a] + c[b, b] - 2 * c[a, b])))

    @property
    def jod(self) -> Floats:
        """Strengths in just-objectionable differences (Bradley–Terry only)."""
        return self.theta / JOD


def win_matrix(winner: Ints, loser: Ints, systems: int, ties: np.ndarray | None = None) -> Floats:
    """S × S wins of row over column; a tie counts half for each.

    Args:
        winner, loser: N codes; for a tie the order does not matter.
        ties: N flags, or None.
    """
    wins = np.zeros((systems, systems))
    weight = np.ones(len(winner)) if ties is None else np.where(ties, 0.5, 1.0)
    np.add.at(wins, (winner, loser), weight)
    if ties is not None:
        np.add.at(wins, (loser[ties], winner[ties]), 0.5)
    return wins


def separated_groups(wins: Floats) -> tuple[tuple[int, ...], ...]:
    """Strongly connected parts of the win graph; empty when there is only one."""
    number, label = csgraph.connected_components(wins > 0, directed=True, connection="strong")
    if number == 1:
        return ()
    return tuple(tuple(np.flatnonzero(label == k).tolist()) for k in range(number))


def fit(wins: Floats, *, model: str = "bradley_terry", regularise: bool = False) -> Strengths:
    """Estimate strengths from one comparison of contents that were compared with each other.

    Args:
        wins: S × S.
        model: "bradley_terry": P = 1/(1 + e^(θ_b − θ_a)); "thurstone": P = Φ(θ_a − θ_b).
        regularise: Add half a win each way to every pair that was compared (to be declared).

    Returns:
        NaN strengths and the separated groups when the win graph is not strongly connected:
        the likelihood then has no finite maximum.

    Source: Bradley and Terry (1952); Hunter (2004) for the iteration; Thurstone (1927), case V.
    """
    if regularise:
        wins = wins + np.where(wins + wins.T > 0, 0.5, 0.0)
    systems = len(wins)
    separated = separated_groups(wins)
    if separated:
        none = np.full(systems, np.nan)
        empty = np.full((systems, systems), np.nan)
        return Strengths(none, empty, none, separated, regularise, model)
    theta = _thurstone(wins) if model == "thurstone" else _bradley_terry(wins)
    covariance: Floats = np.linalg.pinv(_information(wins, theta, model)).astype(np.float64)
    se: Floats = np.sqrt(np.diag(covariance)).astype(np.float64)
    return Strengths(theta, covariance, se, (), regularise, model)


def _bradley_terry(wins: Floats) -> Floats:
    compared = wins + wins.T
    won = wins.sum(axis=1)
    log_p = np.zeros(len(wins))
    for _ in range(_MOST_ROUNDS):
        p = np.exp(log_p)
        denominator = (compared / (p[:, None] + p[None, :])).sum(axis=1)
        updated = np.log(won / denominator)
        updated -= updated.mean()
        change = np.abs(updated - log_p).max()
        log_p = updated
        if change < _TOLERANCE:
            break
    return log_p


def _thurstone(wins: Floats) -> Floats:
    def loss(free: Floats) -> tuple[float, Floats]:
        theta = np.append(free, -free.sum())
        apart = theta[:, None] - theta[None, :]
        log_p = stats.norm.logcdf(apart)
        pull = wins * np.exp(stats.norm.logpdf(apart) - log_p)
        gradient = pull.sum(axis=1) - pull.sum(axis=0)
        return -float((wins * log_p).sum()), -(gradient[:-1] - gradient[-1])

    start = np.zeros(len(wins) - 1)
    found = optimize.minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-8})
    return np.append(found.x, -found.x.sum())


def _information(wins: Floats, theta: Floats, model: str) -> Floats:
    compared = wins + wins.T
    apart = theta[:, None] - theta[None, :]
    if model == "thurstone":
        p = np.clip(stats.norm.cdf(apart), 1e-15, 1 - 1e-15)
        each = compared * stats.norm.pdf(apart) ** 2 / (p * (1 - p))
    else:
        p = 1 / (1 + np.exp(-apart))
        each = compared * p * (1 - p)
    np.fill_diagonal(each, 0.0)
    return np.diag(each.sum(axis=1)) - each


def rater_bootstrap(
    wins_by_rater: Sequence[Floats] | Floats,
    *,
    seed: int,
    resamples: int = 2000,
    regularise: bool = False,
) -> tuple[Floats, Floats, int]:
    """Standard errors and covariance of theta with whole raters resampled.

    Ratings of one rater are not independent; this is what stands beside the formula.

    Returns:
        (S standard errors, S × S covariance, resamples that could be fitted). Resamples whose
        win graph falls apart are left out and missing from the count.
    """
    each = np.asarray(wins_by_rater, dtype=np.float64)
    rng = np.random.default_rng(seed)
    raters = len(each)
    drawn = rng.multinomial(raters, np.full(raters, 1 / raters), size=resamples)
    thetas = [
        fitted.theta
        for weights in drawn
        if not (fitted := fit(np.tensordot(weights, each, axes=1), regularise=regularise)).separated
    ]
    systems = each.shape[1]
    if len(thetas) < 2:
        none = np.full((systems, systems), np.nan)
        return np.full(systems, np.nan), none, len(thetas)
    covariance = np.cov(np.array(thetas).T)
    return np.sqrt(np.diag(covariance)), covariance, len(thetas)
