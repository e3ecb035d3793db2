"""Data that make other programs print NaN or stop: words and counts, never a silent hole."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.words import number, p_text, p_words
from sr_studio.studies.statistics.choice_strengths import cell_wins, fit
from sr_studio.studies.statistics.crossed import (
    FEW_IMAGES,
    FEW_RATERS,
    NO_VARIANCE,
    crossed,
    crossed_pairs,
)
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.pairs import pair_indices
from sr_studio.studies.statistics.panel import correlation_with_panel, spearman_brown
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.reliability import (
    intraclass,
    ordinal_alpha,
    split_half,
    weighted_kappa,
)
from sr_studio.studies.statistics.table import RatingTable
from tests.studies.results.frames import tidy

#: Resampled as often as a plan may ask for at the least.
FEW = AnalysisPlan(analysis=Analysis(bootstrap=1000))


def _results(scores: np.ndarray) -> tuple[Any, dict[str, list[dict[str, Any]]]]:
    results = analyse(study_data(tidy(scores), plan=FEW))
    found = document(results)
    json.dumps(found, allow_nan=False)
    return results, found


def _codes(results: Any) -> set[str]:
    return {note.code for note in results.notes}


@pytest.fixture
def scores() -> np.ndarray:
    """8 raters × 6 images × 3 systems."""
    return np.random.default_rng(5).integers(1, 6, (8, 6, 3)).astype(float)


def test_all_equal_says_so_and_gives_no_p() -> None:
    results, found = _results(np.full((6, 6, 3), 4.0))
    assert {"all_equal", "unanimous", "no_crossed_test", "no_variance"} <= _codes(results)
    crossed_rows = [row for row in found["pairs"] if row["test"] == "crossed"]
    assert all(row["p"] is None and row["note"] == NO_VARIANCE for row in crossed_rows)
    assert all(row["difference"] == 0 for row in crossed_rows)
    raters = [row for row in found["pairs"] if row["test"] == "wilcoxon_raters"]
    assert all(row["p"] == 1 for row in raters)
    assert found["omnibus"][0]["p"] is None
    assert found["omnibus"][0]["note"]
    assert all(row["note"] for row in found["reliability"] if row["value"] is None)
    assert all(row["mos"] == 4 for row in found["stimuli"])


def test_the_same_difference_everywhere_has_no_p_in_tenths_either() -> None:
    """Tenths are no exact numbers to a computer: what is left of them is no variation."""
    points = Scale.parsed("0-10:0.1")
    grades = np.random.default_rng(1).integers(1, 90, (5, 7, 6))
    tenths = np.array(points.scores)
    for own in grades:
        scores = np.stack([tenths[own], tenths[own + 1], tenths[own]], axis=2)
        found = crossed_pairs(scores, *pair_indices(3))
        assert found.reason.tolist() == [NO_VARIANCE] * 3
        assert np.isnan(found.p).all()
        assert found.mean == pytest.approx([-0.1, 0, 0.1])


def test_no_halves_agree_beyond_a_correlation() -> None:
    """Spearman and Brown's formula gives −66 for halves that correlate with −0.97."""
    against = np.array([[1.0, 2, 3, 4, 5, 1], [5.0, 4, 3, 2, 1, 4]])
    ceiling = split_half(against, seed=1)
    assert (ceiling.r, ceiling.low, ceiling.high) == pytest.approx((-1.0,) * 3)
    whole = spearman_brown(np.array([-1.0, -0.5, 0.0, 0.5, 1.0, np.nan]))
    assert whole[:5] == pytest.approx([-1, -1, 0, 2 / 3, 1])
    assert np.isnan(whole[5])


def test_one_rater(scores: np.ndarray) -> None:
    results, found = _results(scores[:1])
    assert {"one_rater", "informal"} <= _codes(results)
    assert all(row["ci_raters"] is None for row in found["systems"])
    assert all(row["ci_low"] is None and row["note"] == "one rating" for row in found["stimuli"])
    rows = [row for row in found["pairs"] if row["test"] == "crossed"]
    assert all(row["p"] is None and row["note"] == FEW_RATERS for row in rows)


def test_one_image(scores: np.ndarray) -> None:
    results, found = _results(scores[:, :1])
    assert "few_images" in _codes(results)
    rows = [row for row in found["pairs"] if row["test"] == "crossed"]
    assert all(row["p"] is None and row["note"] == FEW_IMAGES for row in rows)
    assert all(row["ci_raters"] is not None for row in found["systems"])
    assert all(row["ci_raters_pictures"] is None for row in found["systems"])


def test_one_system(scores: np.ndarray) -> None:
    results, found = _results(scores[:, :, :1])
    assert "one_system" in _codes(results)
    assert found["pairs"] == []
    assert found["systems"][0]["ci_raters_pictures"] is not None


def test_half_of_the_cells_missing(scores: np.ndarray) -> None:
    """44 % missing at random: every number defined, and none out of its range."""
    rng = np.random.default_rng(11)
    big = rng.integers(1, 6, (20, 10, 4)).astype(float)
    big[rng.random(big.shape) < 0.44] = np.nan
    results, found = _results(big)
    assert "missing" in _codes(results)
    rows = [row for row in found["pairs"] if row["test"] == "crossed"]
    assert all(0 <= row["p"] <= row["p_holm"] <= 1 for row in rows)
    assert all(row["ci_low"] < row["difference"] < row["ci_high"] for row in rows)
    assert all("bootstrap_low" in row for row in rows)
    assert all(row["quality"] is not None for row in found["subject_model"])


def test_a_constant_rater_harms_nobody_else(scores: np.ndarray) -> None:
    """F4: without care one such rater makes every threshold, and so every MOS, NaN."""
    scores = np.sort(scores, axis=2)
    scores[3] = 3.0
    results, found = _results(scores)
    assert "no_variance" in _codes(results)
    flags = {(row["rater"], row["rule"]): row for row in found["screening"]}
    assert flags["r04", "correlation_r1"]["flagged"]
    assert "No variance" in flags["r04", "correlation_r1"]["sentence"]
    others = [row for row in found["screening"] if row["rater"] != "r04"]
    assert all(row["value"] is not None for row in others if "correlation" in row["rule"])


def test_a_panel_of_constants() -> None:
    found = correlation_with_panel(np.full((4, 5), 2.0))
    assert found.dropped == (0, 1, 2, 3)
    assert found.no_variance.all()


def test_exact_p_for_few_raters() -> None:
    """Five raters who all agree: p is 0.0625, not the 0.043 of the normal approximation."""
    base = np.zeros((5, 6, 2))
    base[:, :, 0], base[:, :, 1] = 2.0, 4.0
    base[np.arange(5), np.arange(5), 1] = 5.0
    base[np.arange(5), np.arange(5) % 3, 0] = 1.0
    _, found = _results(base)
    (row,) = [row for row in found["pairs"] if row["test"] == "wilcoxon_raters"]
    assert row["p"] == pytest.approx(0.0625)
    assert row["note"].startswith("exact")


def test_tiny_p_is_never_printed_as_zero() -> None:
    assert p_text(0.0) == "< 0.0001"
    assert p_words(1e-300) == "p < 0.0001"
    assert p_text(math.nan) == "–"
    assert number(math.nan) == "–"
    assert number(-0.001) == "0.00"


def test_undefined_agreement_has_a_reason(scores: np.ndarray) -> None:
    assert intraclass(scores[:, 0, :1]).reason
    assert math.isnan(ordinal_alpha(np.array([[3.0, np.nan], [np.nan, 3.0]])))
    assert math.isnan(ordinal_alpha(np.full((3, 3), 2.0)))
    assert math.isnan(weighted_kappa(np.full(6, 3.0), np.full(6, 3.0)))
    assert math.isnan(weighted_kappa(np.full(3, 0.1), np.full(3, 0.1)))
    assert weighted_kappa(np.array([1.0, 5, 3]), np.array([1.0, 5, 3])) == pytest.approx(1)


@pytest.mark.parametrize("bad", [0, 6, 3.5, np.nan])
def test_a_score_off_the_scale_is_refused(bad: float) -> None:
    frame = pd.DataFrame({"rater": ["a"], "reference": ["x"], "system": ["s"], "score": [bad]})
    with pytest.raises(RatingsError, match="whole number from 1 to 5"):
        RatingTable.from_frame(frame)


def test_two_ratings_of_one_cell_are_refused(scores: np.ndarray) -> None:
    frame = tidy(scores)
    with pytest.raises(RatingsError, match="r01 rated image1 / s1 more than once"):
        RatingTable.from_frame(pd.concat([frame, frame.iloc[:1]]))


def test_no_ratings_are_refused(scores: np.ndarray) -> None:
    with pytest.raises(RatingsError, match="no ratings"):
        RatingTable.from_frame(tidy(scores).iloc[:0])


@pytest.mark.parametrize("role", ["training", "calibration", "stabilising", "repeat"])
def test_other_roles_never_reach_a_mean(scores: np.ndarray, role: str) -> None:
    frame = tidy(scores).assign(role="test", position=1)
    extra = frame.iloc[:40].assign(role=role, score=5)
    both = study_data(pd.concat([frame, extra], ignore_index=True))
    assert both.data_sha256 == study_data(frame).data_sha256


def test_repeats_are_compared_with_their_originals(scores: np.ndarray) -> None:
    frame = tidy(scores).assign(role="test")
    again = frame.iloc[::4].assign(role="repeat")
    results = analyse(study_data(pd.concat([frame, again], ignore_index=True)), resample=False)
    assert results.repeats.n == len(again)
    assert results.repeats.exact == 1
    assert results.repeats_p == 1


def test_straight_liners_haste_and_golden_misses_are_flagged() -> None:
    rng = np.random.default_rng(2)
    scores = np.clip(np.rint(np.array([1.5, 3, 4.5]) + rng.normal(0, 0.4, (8, 20, 3))), 1, 5)
    scores[0, 5:15] = 3.0
    frame = tidy(scores)
    frame["role"] = "test"
    frame["position"] = frame.groupby("rater").cumcount() + 1
    frame["rt_ms"] = np.where(frame["rater"] == "r02", 1100, 2500)
    frame["golden"] = frame["system"] == "s3"
    frame.loc[(frame["rater"] == "r03") & (frame["system"] == "s3"), "score"] = 1
    data = study_data(frame, accept={"s3": (4, 5)}, min_view_ms=1000)
    results = analyse(data, resample=False)
    flagged = {(results.raters[f.rater], f.rule) for f in results.flags if f.flagged}
    assert ("r01", "equal_run") in flagged
    assert ("r02", "haste") in flagged
    assert ("r03", "golden") in flagged
    assert not {("r04", rule) for rule in ("equal_run", "haste", "golden")} & flagged


def test_an_unconnected_comparison_has_no_strengths() -> None:
    wins = np.zeros((4, 4))
    wins[0, 1] = wins[1, 0] = wins[2, 3] = wins[3, 2] = 3
    found = fit(wins)
    assert found.separated == ((0, 1), (2, 3))
    assert np.isnan(found.theta).all()
    wins[0, 2] = 1  # one way only: still no finite maximum
    assert fit(wins).separated
    wins[2, 0] = 1
    assert not fit(wins).separated


def test_bradley_terry_standard_errors_are_those_of_the_likelihood() -> None:
    """F8: the information, differentiated numerically, and the covariance of the estimates."""
    rng = np.random.default_rng(3)
    truth = np.array([0.8, 0.1, -0.3, -0.6])
    first, second = np.triu_indices(4, 1)
    games = 400
    wins = np.zeros((4, 4))
    for a, b in zip(first, second, strict=True):
        wins[a, b] = rng.binomial(games, 1 / (1 + np.exp(truth[b] - truth[a])))
        wins[b, a] = games - wins[a, b]
    found = fit(wins)
    assert found.theta.sum() == pytest.approx(0, abs=1e-9)

    def loglikelihood(theta: np.ndarray) -> float:
        return float(-(wins * np.log1p(np.exp(theta[None, :] - theta[:, None]))).sum())

    h = 1e-4
    information = np.empty((4, 4))
    for a in range(4):
        for b in range(4):
            step = [
                loglikelihood(found.theta + h * (np.eye(4)[a] * x + np.eye(4)[b] * y))
                for x, y in ((1, 1), (1, -1), (-1, 1), (-1, -1))
            ]
            information[a, b] = -(step[0] - step[1] - step[2] + step[3]) / (4 * h * h)
    covariance = np.linalg.pinv(information, rcond=1e-6)
    np.testing.assert_allclose(found.covariance, covariance, atol=1e-6)


def test_two_systems_have_the_log_odds() -> None:
    found = fit(np.array([[0.0, 75.0], [25.0, 0.0]]))
    assert found.theta[0] - found.theta[1] == pytest.approx(np.log(3))
    assert found.jod[0] - found.jod[1] == pytest.approx(1)
    apart = np.array([1, -1])
    assert apart @ found.covariance @ apart == pytest.approx(1 / 75 + 1 / 25)
    probit = fit(np.array([[0.0, 75.0], [25.0, 0.0]]), model="thurstone")
    assert probit.theta[0] - probit.theta[1] == pytest.approx(0.6744898, abs=1e-6)
    assert probit.jod[0] - probit.jod[1] == pytest.approx(1)


def test_ties_count_half() -> None:
    nobody = np.zeros(3, dtype=int)
    first, second = np.array([0, 0, 1]), np.array([1, 1, 0])
    cells = cell_wins(nobody, nobody, first, second, np.array([0, 1, 0]), 2)
    np.testing.assert_array_equal(cells.wins, [[[0, 2], [1, 0]]])


def test_crossed_needs_a_residual() -> None:
    values = np.full((3, 3), np.nan)
    values[[0, 1, 2], [0, 1, 2]] = [1.0, 2.0, 4.0]
    found = crossed(values)
    assert math.isnan(found.se)
    assert str(found.reason)
