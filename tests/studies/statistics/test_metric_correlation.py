"""Krasula's analyses, outliers and Steiger's test, against other programs and other arithmetic."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from sr_studio.studies.statistics.metric_correlation import (
    class_pairs,
    difference_p,
    fit_metric,
    steiger,
    stimulus_pairs,
)

#: The pairs of Netflix's program differ by more than two standard errors.
_TWO = 2 * stats.norm.cdf(2) - 1


def _netflix_example() -> np.ndarray:
    """4 stimuli × 10 scores of the test of AucPerfMetric in Netflix/vmaf."""
    rng = np.random.RandomState(1)
    return rng.normal(0, 1.0, [4, 10]) + np.tile(np.array([1, 2, 3, 4]), [10, 1]).T


@pytest.mark.parametrize(
    ("metric", "different", "better", "correct"),
    [([1, 2, 3, 4], 0.9375, 1.0, 1.0), ([3, 1, 2, 4], 0.6250, 0.8125, 0.75)],
)
def test_the_published_example_of_another_program(
    metric: list[float], different: float, better: float, correct: float
) -> None:
    scores = _netflix_example()
    pairs = stimulus_pairs(scores.mean(1), stats.sem(scores, axis=1), level=_TWO)
    found = class_pairs(np.array(metric, dtype=float), pairs, np.arange(4))
    assert found.auc_better == pytest.approx(better, abs=1e-9)
    assert found.correct == pytest.approx(correct, abs=1e-9)
    # That program takes both orders of a pair, and every stimulus against itself as similar:
    # here no metric value occurs twice, so those four lie below every other difference.
    similar = 2 * found.pairs_similar
    with_itself = (found.auc_different * similar + 4) / (similar + 4)
    assert with_itself == pytest.approx(different, abs=1e-9)


def _scores(seed: int = 5, images: int = 12, systems: int = 5, raters: int = 15):  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(seed)
    quality = rng.uniform(1.5, 4.5, images * systems)
    scores = np.clip(np.rint(quality + rng.normal(0, 0.8, (raters, len(quality)))), 1, 5)
    metric = quality + rng.normal(0, 0.6, len(quality))
    return scores, np.round(metric, 1), np.arange(images).repeat(systems)


def test_areas_are_mann_whitney_statistics() -> None:
    scores, metric, images = _scores()
    mos, se = scores.mean(0), stats.sem(scores, axis=0)
    found = class_pairs(metric, stimulus_pairs(mos, se), images)
    apart: list[float] = []
    alike: list[float] = []
    signed: list[float] = []
    for a, b in itertools.combinations(range(len(mos)), 2):
        z = (mos[a] - mos[b]) / math.hypot(se[a], se[b])
        if abs(z) > stats.norm.ppf(0.975):
            apart.append(abs(metric[a] - metric[b]))
            signed.append((metric[a] - metric[b]) * np.sign(z))
        else:
            alike.append(abs(metric[a] - metric[b]))
    assert (found.pairs_different, found.pairs_similar) == (len(apart), len(alike))
    u = stats.mannwhitneyu(apart, alike).statistic
    assert found.auc_different == pytest.approx(u / (len(apart) * len(alike)), abs=1e-12)
    u = stats.mannwhitneyu(signed, [-s for s in signed]).statistic
    assert found.auc_better == pytest.approx(u / len(signed) ** 2, abs=1e-12)
    assert found.correct == pytest.approx(np.mean(np.array(signed) > 0), abs=1e-12)


def test_limits_are_those_of_leaving_out_each_image() -> None:
    scores, metric, images = _scores()
    mos, se = scores.mean(0), stats.sem(scores, axis=0)
    found = class_pairs(metric, stimulus_pairs(mos, se), images)
    without = []
    for image in range(12):
        kept = images != image
        pairs = stimulus_pairs(mos[kept], se[kept])
        without.append(class_pairs(metric[kept], pairs, images[kept]).auc_different)
    sd = np.std(without) * math.sqrt(11)
    half = stats.t.ppf(0.975, 11) * sd
    assert found.auc_different_low == pytest.approx(found.auc_different - half, abs=1e-9)
    assert found.auc_different_high == pytest.approx(min(1, found.auc_different + half), abs=1e-9)


def test_a_worse_metric_is_told_from_a_better_one_and_not_from_itself() -> None:
    scores, metric, images = _scores(images=20)
    mos, se = scores.mean(0), stats.sem(scores, axis=0)
    pairs = stimulus_pairs(mos, se)
    noise = metric + np.random.default_rng(2).normal(0, 2, len(metric))
    good, bad = (class_pairs(m, pairs, images) for m in (metric, noise))
    assert max(difference_p(good, bad)) < 0.01
    assert all(math.isnan(p) for p in difference_p(good, good))


def test_unanimous_and_single_scores_make_no_trouble() -> None:
    mos, se = np.array([1.0, 1.0, 5.0, 3.0]), np.array([0.0, 0.0, 0.0, np.nan])
    pairs = stimulus_pairs(mos, se)
    assert pairs.verdict.tolist() == [0, -1, 0, -1, 0, 0]
    found = class_pairs(np.array([1.0, 2, 3, 4]), pairs, np.arange(4))
    assert (found.pairs_different, found.pairs_similar) == (2, 4)
    assert class_pairs(np.array([1.0, 2]), stimulus_pairs(mos[:2], se[:2]), np.arange(2)).reason


@pytest.mark.slow
def test_the_difference_of_two_equally_good_metrics_is_rarely_significant() -> None:
    rng = np.random.default_rng(11)
    wrong = np.zeros(3)
    runs = 300
    for _ in range(runs):
        quality = rng.uniform(1.5, 4.5, (14, 5)) + rng.normal(0, 0.3, (14, 1))
        scores = np.clip(np.rint(quality.ravel() + rng.normal(0, 0.8, (15, 70))), 1, 5)
        pairs = stimulus_pairs(scores.mean(0), stats.sem(scores, axis=0))
        images = np.arange(14).repeat(5)
        # Errors of a metric are alike on one image.
        shape = (2, 14, 5)
        errors = rng.normal(0, 0.4, (2, 14, 1)) + rng.normal(0, 0.4, shape)
        one, other = (class_pairs((quality + e).ravel(), pairs, images) for e in errors)
        wrong += np.array(difference_p(one, other)) < 0.05
    assert ((wrong / runs >= 0.01) & (wrong / runs <= 0.08)).all(), wrong / runs


def test_outliers_are_counted_by_hand() -> None:
    """A straight line through four points leaves ±0.05, ±0.15 …: by hand y = 1 + x."""
    x = np.array([0.0, 1, 2, 3])
    y = np.array([1.1, 1.9, 2.9, 4.1])
    fit = fit_metric(x, y, halfwidth=np.array([0.2, 0.05, 0.2, np.nan]))
    assert fit.curve == "line"
    np.testing.assert_allclose(fit.parameters, (1.0, 1.0), atol=1e-12)
    assert fit.outliers == 1
    assert fit.outlier_ratio == pytest.approx(1 / 3)
    assert math.isnan(fit_metric(x, y).outlier_ratio)


@pytest.mark.parametrize(
    ("r_first", "r_second", "between", "n"),
    [(0.9, 0.8, 0.7, 50), (0.55, 0.40, 0.10, 103), (0.82, 0.85, 0.93, 1128), (0.3, 0.5, -0.2, 30)],
)
def test_steiger_agrees_with_the_delta_method(
    r_first: float, r_second: float, between: float, n: int
) -> None:
    """The covariance of the two correlations from that of sample covariances of normal
    variables, by numeric slopes; nothing of Steiger's formula is used."""
    mean = (r_first + r_second) / 2
    pooled = np.array([[1, between, mean], [between, 1, mean], [mean, mean, 1.0]])
    places = list(itertools.combinations_with_replacement(range(3), 2))

    def transformed(values: np.ndarray) -> np.ndarray:
        s = np.zeros((3, 3))
        for (i, j), value in zip(places, values, strict=True):
            s[i, j] = s[j, i] = value
        r = s / np.sqrt(np.outer(np.diag(s), np.diag(s)))
        return np.arctanh([r[0, 2], r[1, 2]])

    at = np.array([pooled[i, j] for i, j in places])
    step = 1e-5
    slopes = np.array(
        [(transformed(at + step * e) - transformed(at - step * e)) / (2 * step) for e in np.eye(6)]
    )
    covariance = np.array(
        [
            [pooled[i, k] * pooled[j, m] + pooled[i, m] * pooled[j, k] for k, m in places]
            for i, j in places
        ]
    )
    of_z = slopes.T @ covariance @ slopes
    correlation = of_z[0, 1] / math.sqrt(of_z[0, 0] * of_z[1, 1])
    z = (np.arctanh(r_first) - np.arctanh(r_second)) * math.sqrt((n - 3) / (2 - 2 * correlation))
    wanted = 2 * stats.norm.sf(abs(z))
    assert steiger(r_first, r_second, between, n) == pytest.approx(wanted, abs=1e-8)
