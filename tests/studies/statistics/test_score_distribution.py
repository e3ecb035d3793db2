"""How scores spread: the SOS parameter and the generalised score distribution."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sr_studio.studies.statistics.score_distribution import (
    consistency,
    fit_gsd,
    gsd_probabilities,
    opinion_spread,
)

#: (ψ, ρ, probabilities of 1…5) by the authors' reference program, ref_gsd 0.2.3.
_REFERENCE = [
    (1.3, 0, (0.925, 0.0, 0.0, 0.0, 0.07500000000000)),
    (2, 0.5, (0.49218750000000, 0.21875, 0.140625, 0.09375, 0.0546875)),
    (
        2,
        0.8,
        (
            0.25312499999999,
            0.53750000000000,
            0.16874999999999,
            0.03749999999999,
            0.00312499999999,
        ),
    ),
    (
        2.75,
        0.1,
        (
            0.50506354401391,
            0.04171616292740,
            0.03197024713431,
            0.04065684089350,
            0.38059320503086,
        ),
    ),
    (
        2.75,
        0.9,
        (
            0.04711196001838,
            0.27892348345588,
            0.56805778952205,
            0.08866613051470,
            0.01724063648897,
        ),
    ),
    (
        3.5,
        0.97,
        (
            0.00302024147727,
            0.02013494318181,
            0.47397372159090,
            0.47956676136363,
            0.02330433238636,
        ),
    ),
    (3.5, 1, (0.0, 0.0, 0.5, 0.5, 0.0)),
    (
        4.9,
        0.8,
        (
            0.00066168990976,
            0.00378802296964,
            0.01466579163248,
            0.05665758818703,
            0.92422690730106,
        ),
    ),
    (5, 0.5, (0.0, 0.0, 0.0, 0.0, 1.0)),
]
#: (counts, ψ, ρ) of the largest likelihood by that program's probabilities and Nelder–Mead.
_FITS = [
    ((0, 2, 9, 13, 2), 3.5953291, 0.9011485),
    ((12, 10, 3, 1, 0), 1.7308018, 0.7900956),
    ((1, 2, 5, 9, 9), 3.8816248, 0.6589694),
    ((5, 6, 4, 6, 5), 3.0, 0.5039382),
    ((0, 0, 4, 22, 0), 3.8461538, 1.0),
    ((13, 0, 0, 0, 13), 3.0, 0.0),
    ((0, 1, 24, 1, 0), 2.9871865, 0.9741392),
    ((1, 2, 3, 4, 5), 3.6666667, 0.6),
]


@pytest.mark.parametrize(("quality", "agreement", "wanted"), _REFERENCE)
def test_probabilities_are_those_of_the_authors(
    quality: float, agreement: float, wanted: tuple[float, ...]
) -> None:
    np.testing.assert_allclose(gsd_probabilities(quality, agreement), wanted, atol=2e-14)


@pytest.mark.parametrize("scores", [3, 5, 9, 11])
def test_mean_and_variance_are_what_the_parameters_say(scores: int) -> None:
    psi, rho = np.meshgrid(np.linspace(1, scores, 23), np.linspace(0, 1, 9))
    p = gsd_probabilities(psi, rho, scores)
    k = np.arange(1, scores + 1)
    np.testing.assert_allclose(p.sum(-1), 1, atol=1e-12)
    np.testing.assert_allclose((p * k).sum(-1), psi, atol=1e-11)
    widest, narrowest = (psi - 1) * (scores - psi), (np.ceil(psi) - psi) * (psi - np.floor(psi))
    variance = rho * narrowest + (1 - rho) * widest
    np.testing.assert_allclose((p * k**2).sum(-1) - psi**2, variance, atol=1e-10)


@pytest.mark.parametrize(("counts", "quality", "agreement"), _FITS)
def test_fits_are_the_largest_likelihood(
    counts: tuple[int, ...], quality: float, agreement: float
) -> None:
    found = fit_gsd(np.array([counts]))
    assert found.quality[0] == pytest.approx(quality, abs=1e-6)
    assert found.agreement[0] == pytest.approx(agreement, abs=1e-6)


def test_scores_of_another_scale_keep_their_names() -> None:
    counts = np.array([[0, 2, 9, 13, 2], [0, 0, 0, 0, 0]])
    found = fit_gsd(counts, lowest=-1.0, step=0.5)
    assert found.quality[0] == pytest.approx(-1 + 0.5 * 2.5953291, abs=1e-6)
    assert np.isnan(found.quality[1])
    with pytest.raises(ValueError, match="101 scores"):
        fit_gsd(np.ones((2, 101), dtype=int))


def test_p_is_even_where_the_scores_come_from_it_and_small_where_they_do_not() -> None:
    rng = np.random.default_rng(4)
    shapes = gsd_probabilities(rng.uniform(1.5, 4.5, 150), rng.uniform(0.5, 0.95, 150))
    good = np.array([rng.multinomial(26, shape) for shape in shapes])
    p = fit_gsd(good, resamples=199, seed=1).p
    assert p is not None
    assert consistency(p).consistent
    assert 0.35 < np.mean(p) < 0.7
    # Half of the raters see a 1, half a 3 to 5: two groups that disagree.
    split = np.array([rng.multinomial(26, (0.45, 0.05, 0.0, 0.05, 0.45)) for _ in range(75)])
    split[:, [1, 2]] = split[:, [2, 1]]
    split[:, 2] += 8
    found = consistency(fit_gsd(np.concatenate([good, split]), resamples=199, seed=1).p)  # type: ignore[arg-type]
    assert not found.consistent
    assert found.poor > found.stimuli * 0.2


def test_the_bound_is_that_of_the_paper() -> None:
    """Nawała et al. 2020: 0.05 + 1.64·√(0.05·0.95/n)."""
    p = np.array([0.01] * 14 + [0.5] * 146 + [math.nan])
    found = consistency(p)
    assert (found.stimuli, found.poor) == (160, 14)
    assert found.bound == pytest.approx(0.05 + 1.64 * math.sqrt(0.05 * 0.95 / 160), abs=1e-4)
    assert not found.consistent


def test_binomial_scores_have_a_quarter_of_the_widest_spread() -> None:
    """The variance of a binomial score is V/4 on five points, V/10 on eleven: Hoßfeld's table."""
    rng = np.random.default_rng(8)
    for lowest, highest in ((1, 5), (0, 10)):
        share = rng.uniform(0.1, 0.9, 300)
        scores = lowest + rng.binomial(highest - lowest, share, (400, 300)).astype(float)
        found = opinion_spread(scores, np.arange(300) // 6, lowest, highest)
        assert found.low < 1 / (highest - lowest) < found.high
        assert found.a == pytest.approx(1 / (highest - lowest), rel=0.02)


def test_the_curve_is_the_least_squares_fit() -> None:
    rng = np.random.default_rng(9)
    scores = rng.integers(1, 6, (12, 40)).astype(float)
    scores[rng.random(scores.shape) < 0.2] = np.nan
    mos, variance = np.nanmean(scores, axis=0), np.nanvar(scores, axis=0, ddof=1)
    curve = -(mos**2) + 6 * mos - 5
    (wanted,), *_ = np.linalg.lstsq(curve[:, None], variance, rcond=None)
    images = np.arange(40) // 4
    found = opinion_spread(scores, images, 1, 5)
    assert found.a == pytest.approx(wanted, abs=1e-12)
    assert found.stimuli == 40
    # The interval, with everything computed again for every rater and image left out.
    spread = []
    for axis, codes in ((0, np.arange(12)), (1, images)):
        without = [
            opinion_spread(
                np.compress(codes != c, scores, axis=axis),
                images if axis == 0 else images[codes != c],
                1,
                5,
            ).a
            for c in np.unique(codes)
        ]
        spread.append((len(without) - 1) / len(without) * np.sum((without - np.mean(without)) ** 2))
    assert found.high - found.a > 1.96 * math.sqrt(sum(spread))
    assert found.high - found.a < 2.3 * math.sqrt(sum(spread))


def test_nothing_to_spread() -> None:
    same = opinion_spread(np.ones((5, 4)), np.arange(4), 1, 5)
    assert math.isnan(same.a)
    assert same.reason
    agreed = opinion_spread(np.full((5, 4), 3.0), np.arange(4), 1, 5)
    assert (agreed.a, agreed.low, agreed.high) == (0, 0, 0)
    alone = opinion_spread(np.array([[1.0, 2, 3]]), np.arange(3), 1, 5)
    assert math.isnan(alone.a)


@pytest.mark.slow
def test_the_interval_of_the_spread_holds_what_it_says() -> None:
    """Raters of different opinions on images of different difficulty; a from a huge sample."""
    rng = np.random.default_rng(12)

    def votes(raters: int, images: int) -> tuple[np.ndarray, np.ndarray]:
        level = np.tile([1.6, 2.4, 3.2, 4.0], images)
        noise = rng.uniform(0.4, 1.2, images).repeat(4)
        own = rng.normal(0, 0.35, (raters, 1)) + rng.normal(0, 1, (raters, 4 * images)) * noise
        return np.clip(np.rint(level + own), 1, 5), np.arange(images).repeat(4)

    truth = opinion_spread(*votes(2000, 2000), 1, 5).a
    runs = 400
    inside = 0
    for _ in range(runs):
        found = opinion_spread(*votes(24, 20), 1, 5)
        inside += found.low <= truth <= found.high
    assert 0.92 <= inside / runs <= 0.995, inside / runs
