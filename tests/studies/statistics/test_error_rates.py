"""How often the headline test cries wolf, and how often its interval covers the truth.

Latent models as in the specification: raters, images and their interactions with the system are
random, scores are rounded to five grades. A design's claim is about images like these.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from sr_studio.studies.simulation.scores import (
    Variances,
    as_grades,
    latent_mean,
)
from sr_studio.studies.statistics.choice_strengths import (
    cell_wins,
    fit,
    pair_combinations,
    resampled,
)
from sr_studio.studies.statistics.crossed import crossed
from sr_studio.studies.statistics.signed_rank import signed_rank
from sr_studio.studies.statistics.table import Floats
from tests.studies.choices import simulate_choices
from tests.studies.complete_scores import simulate_scores

MID = Variances()


def _differences(studies: int, raters: int, images: int, mos: float, seed: int) -> Floats:
    """studies × I × J differences of two systems with the same population mean."""
    rng = np.random.default_rng(seed)
    means = np.full(2, latent_mean(mos, MID.total_sd))
    made = [simulate_scores(means, raters, images, MID, rng) for _ in range(studies)]
    scores = np.stack(made)
    return scores[..., 0] - scores[..., 1]


def _blocks(differences: Floats, share: int, seed: int) -> Floats:
    """Each rater keeps a random block of ``images // share`` images, every image about as often."""
    rng = np.random.default_rng(seed)
    thinned = differences.copy()
    studies, raters, images = differences.shape
    size = max(2, images // share)
    for study in range(studies):
        queue: list[int] = []
        for i in range(raters):
            while len(queue) < size:
                queue += [j for j in rng.permutation(images).tolist() if j not in queue]
            mine, queue = queue[:size], queue[size:]
            gone = np.setdiff1d(np.arange(images), mine)
            thinned[study, i, gone] = np.nan
    return thinned


def _rate(values: Floats) -> float:
    """Share of studies with p < 0.05; a study without a p finds nothing."""
    return float(np.mean(np.nan_to_num(crossed(values).p, nan=1.0) < 0.05))


def _coverage(values: Floats) -> float:
    found = crossed(values)
    return float(np.mean(np.abs(found.mean) <= np.nan_to_num(found.halfwidth(), nan=np.inf)))


def test_small_sample_of_the_headline_design() -> None:
    """400 studies of 26 × 14 in the default run; 2 to 8 % by chance alone."""
    values = _differences(400, 26, 14, 3.0, seed=1)
    assert 0.02 <= _rate(values) <= 0.08
    assert 0.92 <= _coverage(values) <= 0.98


def test_pooling_cries_wolf() -> None:
    """Why the pooled test never gives an asterisk: the same studies, many times as often wrong."""
    values = _differences(200, 26, 14, 3.0, seed=2)
    pooled = signed_rank(values.reshape(len(values), -1).T).p
    assert np.mean(pooled < 0.05) > 0.25


@pytest.mark.parametrize("grades", [3, 5, 11])
def test_the_simulated_mean_is_the_stated_one(grades: int) -> None:
    rng = np.random.default_rng(3)
    for mos in (1.11, 2.5, 4.46):
        mu = latent_mean(mos, MID.total_sd, grades)
        found = as_grades(mu + rng.normal(0, MID.total_sd, 200_000), grades)
        assert set(np.unique(found)) <= set(range(1, grades + 1))
        assert 1 + (found.mean() - 1) * 4 / (grades - 1) == pytest.approx(mos, abs=0.01)


Thin = Callable[[Floats], Floats]
#: Raters, images, and what is left out: complete sets of the paper, blocks of the specification.
DESIGNS: dict[str, tuple[int, int, Thin]] = {
    "26x5": (26, 5, lambda d: d),
    "26x14": (26, 14, lambda d: d),
    "26x100": (26, 100, lambda d: d),
    "15x20": (15, 20, lambda d: d),
    "40x8": (40, 8, lambda d: d),
    "24x5 half": (24, 5, lambda d: _blocks(d, 2, 31)),
    "26x14 half": (26, 14, lambda d: _blocks(d, 2, 32)),
    "52x100 quarter": (52, 100, lambda d: _blocks(d, 4, 33)),
    "104x40 quarter": (104, 40, lambda d: _blocks(d, 4, 34)),
    "26x30 missing": (
        26,
        30,
        lambda d: np.where(np.random.default_rng(35).random(d.shape) < 0.2, np.nan, d),
    ),
}
_STUDIES = 4000


@pytest.mark.slow
@pytest.mark.parametrize("mos", [2.0, 3.0])
@pytest.mark.parametrize("design", DESIGNS)
def test_error_rate_and_coverage(design: str, mos: float) -> None:
    """Between 2 and 7 % at nominal 5 %, and 93 to 97 % coverage, with 4000 studies a design."""
    raters, images, thin = DESIGNS[design]
    wrong, covered, done = 0.0, 0.0, 0
    chunk = max(50, min(_STUDIES, 2_000_000 // (raters * images)))
    while done < _STUDIES:
        values = thin(_differences(chunk, raters, images, mos, seed=1000 + done))
        wrong += _rate(values) * len(values)
        covered += _coverage(values) * len(values)
        done += len(values)
    print(f"{design}, MOS {mos}: {wrong / done:.3f} wrong, {covered / done:.3f} covered")
    assert 0.02 <= wrong / done <= 0.07
    assert 0.93 <= covered / done <= 0.97


@pytest.mark.slow
@pytest.mark.parametrize("images", [14, 40])
def test_coverage_of_a_single_system(images: int) -> None:
    """The interval of a system's own MOS, raters and images random."""
    rng = np.random.default_rng(77)
    mos, covered, studies = 2.6, 0, 3000
    means = np.array([latent_mean(mos, MID.total_sd)])
    for _ in range(studies):
        found = crossed(simulate_scores(means, 26, images, MID, rng)[:, :, 0])
        covered += bool(abs(found.mean - mos) <= found.halfwidth())
    low, high = stats.binom.ppf([0.001, 0.999], studies, 0.95) / studies
    assert min(low, 0.93) <= covered / studies <= max(high, 0.97)


@pytest.mark.slow
def test_holm_keeps_the_family_error() -> None:
    """Six equal systems: any asterisk at all in at most 7 % of studies."""
    from sr_studio.studies.statistics.pairs import compare_pairs, holm

    rng = np.random.default_rng(78)
    means = np.full(6, latent_mean(3.0, MID.total_sd))
    studies = 800
    wrong = sum(
        bool((holm(compare_pairs(simulate_scores(means, 26, 14, MID, rng)).crossed.p) < 0.05).any())
        for _ in range(studies)
    )
    assert wrong / studies <= 0.07


def _choice_rates(
    raters: int, images: int, systems: int, studies: int, seed: int
) -> tuple[float, float]:
    """Shares of pairs of equal systems below 0.05: by the bootstrap, and if independent."""
    rng = np.random.default_rng(seed)
    first, second = np.triu_indices(systems, 1)
    combinations = pair_combinations(first, second, systems)
    wrong = naive = 0
    for study in range(studies):
        drawn = simulate_choices(np.zeros(systems), raters, images, MID, rng)
        cells = cell_wins(*drawn, systems)
        strengths = fit(cells.wins.sum(axis=0))
        values = combinations @ strengths.theta
        found = resampled(cells, strengths, combinations, seed=study, resamples=1000)
        wrong += int((found.p(values) < 0.05).sum())
        each = np.sqrt(np.diag(combinations @ strengths.covariance @ combinations.T))
        naive += int((np.abs(values) > stats.norm.ppf(0.975) * each).sum())
    pairs = studies * len(first)
    return wrong / pairs, naive / pairs


def test_choices_taken_as_independent_cry_wolf() -> None:
    """Why strengths are never tested by their information: every other pair of equal systems."""
    wrong, naive = _choice_rates(26, 14, 4, studies=12, seed=6)
    assert naive > 0.3
    assert wrong < 0.12


#: Raters, images, systems.
CHOICE_DESIGNS = [(26, 14, 4), (15, 8, 3), (26, 5, 4), (40, 20, 5), (15, 6, 3)]


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize(("raters", "images", "systems"), CHOICE_DESIGNS)
def test_error_rate_of_choices(raters: int, images: int, systems: int) -> None:
    """Between 2 and 7 % of pairs at nominal 5 %, with 400 studies a design."""
    wrong, naive = _choice_rates(raters, images, systems, studies=400, seed=2000)
    print(f"{raters}x{images}, {systems} systems: {wrong:.3f} wrong, {naive:.3f} if independent")
    assert 0.02 <= wrong <= 0.07


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_holm_keeps_the_family_error_of_choices() -> None:
    """Four equal systems: any pair at all below 0.05 in at most 7 % of studies."""
    from sr_studio.studies.statistics.pairs import holm

    rng = np.random.default_rng(79)
    first, second = np.triu_indices(4, 1)
    combinations = pair_combinations(first, second, 4)
    wrong, studies = 0, 300
    for study in range(studies):
        cells = cell_wins(*simulate_choices(np.zeros(4), 26, 14, MID, rng), 4)
        strengths = fit(cells.wins.sum(axis=0))
        found = resampled(cells, strengths, combinations, seed=study, resamples=1000)
        wrong += bool((holm(found.p(combinations @ strengths.theta)) < 0.05).any())
    print(f"family error of choices: {wrong / studies:.3f}")
    assert wrong / studies <= 0.07
