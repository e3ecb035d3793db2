"""Metrics against MOS, and power where there is nothing to compute."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sr_studio.studies.results.power_table import needs_words, planned_power
from sr_studio.studies.statistics.metric_correlation import fit_metric, steiger
from sr_studio.studies.statistics.power import (
    DifferenceComponents,
    both_needed,
    detectable_difference,
    images_needed,
    power,
    raters_needed,
    stopping,
)


@pytest.mark.parametrize("direction", [1, -1])
def test_the_logistic_curve_is_found_again(direction: int) -> None:
    rng = np.random.default_rng(1)
    x = np.linspace(20, 40, 80)
    truth = 1.2 + 3.6 / (1 + np.exp(-direction * (x - 29) / 3))
    fit = fit_metric(x, truth + rng.normal(0, 0.05, 80))
    assert fit.curve == "logistic"
    np.testing.assert_allclose(fit.predict(x), truth, atol=0.08)
    assert fit.rmse == pytest.approx(0.05, abs=0.02)
    assert np.sign(fit.plcc) == np.sign(fit.srocc) == np.sign(fit.krocc) == direction
    assert fit.plcc_low < fit.plcc < fit.plcc_high
    assert fit.plcc_fitted > abs(fit.plcc)


def test_correlations_do_not_depend_on_the_unit_of_the_metric() -> None:
    rng = np.random.default_rng(2)
    mos = rng.uniform(1, 5, 40)
    metric = mos + rng.normal(0, 0.5, 40)
    one, other = fit_metric(metric, mos), fit_metric(1e-4 * metric - 7, mos)
    assert one.plcc == pytest.approx(other.plcc)
    assert one.plcc_fitted == pytest.approx(other.plcc_fitted, abs=1e-6)


def test_infinite_values_are_left_out_and_counted() -> None:
    mos = np.array([1.0, 2, 3, 4, 5, 5])
    fit = fit_metric(np.array([20, 24, 27, 30, np.inf, np.nan]), mos)
    assert (fit.n, fit.left_out) == (4, 2)
    assert fit.curve == "line"


def test_nothing_to_fit_has_a_reason() -> None:
    assert fit_metric(np.arange(3.0), np.arange(3.0) + 1).reason
    constant = fit_metric(np.full(8, 30.0), np.linspace(1, 5, 8))
    assert constant.reason
    assert math.isnan(constant.plcc)


MID = DifferenceComponents.planned("mid")


@pytest.mark.parametrize(("images", "smallest"), [(14, 0.38), (50, 0.24), (100, 0.20)])
def test_detectable_differences_of_the_specification(images: int, smallest: float) -> None:
    found = detectable_difference(MID, 26, images)
    assert found == pytest.approx(smallest, abs=0.006)
    assert power(MID, found, 26, images) == pytest.approx(0.8, abs=1e-6)


def test_blocks_beat_complete_designs_at_equal_cost() -> None:
    complete = detectable_difference(MID, 26, 100)
    blocks = detectable_difference(MID, 104, 100, per_rater=25)
    assert blocks == pytest.approx(0.146, abs=0.003)
    assert blocks < complete


def test_images_can_be_the_limit() -> None:
    assert raters_needed(MID, 0.1, 14) is None
    needed = images_needed(MID, 0.1, 400)
    assert needed is not None
    assert power(MID, 0.1, 400, needed) >= 0.8 > power(MID, 0.1, 400, needed - 1)


def test_designs_without_a_test_have_no_power() -> None:
    assert math.isnan(power(MID, 0.2, 1, 14))
    assert math.isnan(detectable_difference(MID, 26, 1))
    assert power(MID, 500.0, 26, 100) == 1.0


def test_planning_at_half_the_alpha_needs_more() -> None:
    (strict, *_), _ = planned_power("mid", 26, 100, alpha=0.01)
    (loose, *_), _ = planned_power("mid", 26, 100)
    assert strict.power < loose.power
    assert strict.detectable > loose.detectable


def test_stopping_rules() -> None:
    found = stopping({"raters": 26}, 20)
    assert not found.reached
    assert "6 to come" in found.state
    assert stopping({"raters": 26}, 26).reached
    assert stopping({"halfwidth": 0.1}, 5, 0.09).reached
    assert not stopping({"halfwidth": 0.1}, 5).reached


def test_where_neither_raters_nor_images_alone_are_enough_both_are() -> None:
    """150 raters × 300 images find 0.1 points, so that is not "more than any number"."""
    assert raters_needed(MID, 0.07, 14) is None
    assert images_needed(MID, 0.07, 14) is None
    found = both_needed(MID, 0.07)
    assert found is not None
    raters, images = found
    assert power(MID, 0.07, raters, images) >= 0.8
    (row, *_), _ = planned_power("web", 14, 14)
    assert row.both_needed is not None
    assert needs_words(row) == (
        f"more of both: {row.both_needed[0]:,} raters and {row.both_needed[1]:,} images"
    )


def test_steiger_knows_that_two_metrics_share_their_stimuli() -> None:
    """More alike metrics are told apart more easily; equal ones are wrongly so in 5 % of cases."""
    assert steiger(0.9, 0.8, 0.95, 50) < steiger(0.9, 0.8, 0.7, 50)
    assert steiger(0.8, -0.8, 0.5, 40) == 1
    assert math.isnan(steiger(0.8, 0.7, 0.5, 3))
    rng = np.random.default_rng(6)
    wrong = 0
    for _ in range(400):
        mos = rng.normal(size=60)
        shared = rng.normal(size=60)
        x, y = (mos + shared + rng.normal(size=60) for _ in range(2))
        r = np.corrcoef([x, y, mos])
        wrong += steiger(r[0, 2], r[1, 2], r[0, 1], 60) < 0.05
    assert 0.02 <= wrong / 400 <= 0.09
