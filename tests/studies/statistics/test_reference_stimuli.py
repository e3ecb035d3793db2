"""Per-stimulus numbers, screening and the subject model of the small cases with known answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sr_studio.studies.statistics.descriptives import describe_stimuli, differential
from sr_studio.studies.statistics.panel import (
    bt500_outliers,
    correlation_with_panel,
    relative_correlation,
)
from sr_studio.studies.statistics.reliability import intraclass, ordinal_alpha
from sr_studio.studies.statistics.subject_model import remove_bias, subject_model
from sr_studio.studies.statistics.table import Floats, RatingTable

Case = tuple[RatingTable, dict[str, Any]]
CLOSED = 1e-9
MODEL = 1e-6


def _matrix(case: Case) -> Floats:
    """Raters and stimuli in the order of the target file."""
    table, targets = case
    stimuli = table.stimuli
    rows = [table.raters.index(name) for name in targets["raters"]]
    columns = [stimuli.names.index(name) for name in targets["stimuli"]]
    return stimuli.scores[np.ix_(rows, columns)]


def _numbers(values: list[Any]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _close(ours: Any, theirs: list[Any], tolerance: float = CLOSED) -> None:
    np.testing.assert_allclose(ours, _numbers(theirs), rtol=0, atol=tolerance)


def _check_stimuli(case: Case) -> None:
    targets = case[1]
    wanted = targets["per_stimulus"]
    ours = describe_stimuli(_matrix(case))
    assert ours.n.tolist() == wanted["n"]
    assert ours.counts.tolist() == wanted["counts_1_to_5"]
    _close(ours.mos, wanted["mos"])
    _close(ours.sd, wanted["std_ddof1"])
    _close(ours.se, wanted["se"])
    _close(ours.halfwidth, wanted["ci95_halfwidth_t"])
    unanimous = [targets["stimuli"][k] for k in np.flatnonzero(ours.unanimous)]
    assert unanimous == targets["overall"]["unanimous_stimuli"]
    assert ours.mos.mean() == pytest.approx(targets["overall"]["mean_of_mos"], abs=CLOSED)
    assert ours.mos.var() == pytest.approx(targets["overall"]["var_of_mos_ddof0"], abs=CLOSED)


def _check_outliers(case: Case) -> None:
    wanted = case[1]["bt500_rejection"]["guarded_ddof1_own_denominator"]
    ours = bt500_outliers(_matrix(case))
    assert ours.above.tolist() == wanted["P"]
    assert ours.below.tolist() == wanted["Q"]
    _close(ours.share, wanted["stat1"])
    _close(ours.asymmetry, wanted["stat2"])
    assert [case[1]["raters"][i] for i in np.flatnonzero(ours.flagged)] == wanted["rejected"]


def _check_bias(case: Case) -> None:
    wanted = case[1]["p913_12_4_bias_removal"]
    ours = remove_bias(_matrix(case))
    _close(ours.bias, wanted["bias"])
    _close(ours.stimuli.mos, wanted["mos"])
    _close(ours.stimuli.sd, wanted["std_ddof1"])
    _close(ours.stimuli.se, wanted["se"])


def test_edge_stimuli(edge: Case) -> None:
    _check_stimuli(edge)


def test_edge_outliers_are_not_harmed_by_unanimous_stimuli(edge: Case) -> None:
    _check_outliers(edge)


def test_edge_bias_removal(edge: Case) -> None:
    _check_bias(edge)


def test_edge_alpha(edge: Case) -> None:
    wanted = edge[1]["reliability"]
    assert ordinal_alpha(_matrix(edge)) == pytest.approx(
        wanted["krippendorff_alpha_ordinal"], abs=CLOSED
    )


def test_edge_relative_correlation(edge: Case, guarded: dict[str, Any]) -> None:
    wanted = guarded[edge[1]["case"]]
    ours = relative_correlation(_matrix(edge))
    _close(ours.r, wanted["correlation_relative"]["r_min_of_pearson_spearman"])
    assert ours.threshold == pytest.approx(wanted["correlation_relative"]["threshold"], abs=MODEL)
    names = wanted["raters"]
    flagged = [names[i] for i in np.flatnonzero(ours.flagged)]
    assert flagged == wanted["correlation_relative"]["flagged"]
    assert [names[i] for i in np.flatnonzero(ours.no_variance)] == wanted["no_variance"]


def test_edge_fixed_correlation_drops_in_order(edge: Case, guarded: dict[str, Any]) -> None:
    wanted = guarded[edge[1]["case"]]["correlation_r1_0_75"]["dropped_in_order"]
    ours = correlation_with_panel(_matrix(edge))
    assert [edge[1]["raters"][i] for i in ours.dropped] == wanted


def test_edge_subject_model_does_not_run_away(edge: Case, guarded: dict[str, Any]) -> None:
    wanted = guarded[edge[1]["case"]]["subject_model_ap_floored"]
    ours = subject_model(_matrix(edge))
    assert abs(ours.iterations - wanted["iterations"]) <= 1
    assert ours.converged
    _close(ours.quality, wanted["quality"], MODEL)
    _close(ours.se_model, wanted["quality_se_model"], MODEL)
    _close(ours.se_empirical, wanted["quality_se_empirical_ddof0"], MODEL)
    _close(ours.bias, wanted["bias"], MODEL)
    _close(ours.inconsistency, wanted["inconsistency_floored"], MODEL)
    _close(ours.inconsistency_unfloored, wanted["inconsistency_unfloored"], MODEL)
    at_floor = [edge[1]["raters"][i] for i in np.flatnonzero(ours.at_floor)]
    assert at_floor == wanted["at_floor"]


def test_netflix_stimuli(netflix: Case) -> None:
    _check_stimuli(netflix)


def test_netflix_outliers(netflix: Case) -> None:
    _check_outliers(netflix)


def test_netflix_bias_removal(netflix: Case) -> None:
    _check_bias(netflix)


def test_netflix_fixed_correlation(netflix: Case) -> None:
    wanted = netflix[1]["correlation_screening"]["p910_annexA_style_r1_0_75"]
    ours = correlation_with_panel(_matrix(netflix))
    _close(ours.first_pass, wanted["r_first_pass"])
    assert list(ours.dropped) == wanted["rejected_in_order"] == []


def test_netflix_subject_model(netflix: Case) -> None:
    wanted = netflix[1]["p910_annexE_subject_model_AP"]
    ours = subject_model(_matrix(netflix))
    assert abs(ours.iterations - wanted["iterations"]) <= 1
    _close(ours.quality, wanted["quality"], MODEL)
    _close(ours.se_empirical, wanted["quality_se"], MODEL)
    _close(ours.bias, wanted["bias"], MODEL)
    _close(ours.inconsistency, wanted["inconsistency"], MODEL)
    other = netflix[1]["subject_model_MLE_CO_newton_raphson"]
    _close(ours.inconsistency, other["inconsistency"], 1e-3)


def test_netflix_reliability(netflix: Case) -> None:
    wanted = netflix[1]["reliability"]
    scores = _matrix(netflix)
    ours = intraclass(scores)
    single, average = (wanted["icc_pingouin"][f"ICC(A,{k})"] for k in ("1", "k"))
    assert ours.single == pytest.approx(single["icc"], abs=CLOSED)
    assert ours.average == pytest.approx(average["icc"], abs=CLOSED)
    limits = (ours.single_low, ours.single_high)
    np.testing.assert_allclose(limits, single["ci95"], atol=0.00501)
    limits = (ours.average_low, ours.average_high)
    np.testing.assert_allclose(limits, average["ci95"], atol=0.00501)
    assert ordinal_alpha(scores) == pytest.approx(wanted["krippendorff_alpha_ordinal"], abs=CLOSED)


def test_netflix_differential_scores(netflix: Case) -> None:
    table, targets = netflix
    wanted = targets["acr_hr"]
    hidden = table.systems.index(wanted["reference_condition"])
    (block,) = table.blocks
    values = differential(block.scores, hidden)
    stimuli = table.stimuli
    columns = [stimuli.names.index(name) for name in targets["stimuli"]]
    flat = values[:, stimuli.references, stimuli.systems][:, columns]
    ours = describe_stimuli(flat)
    assert ours.n.tolist() == wanted["n"]
    _close(ours.mos, wanted["dmos"])
    _close(ours.sd, wanted["std_ddof1"])
    assert np.nanmean(flat > 5) == pytest.approx(wanted["share_dv_above_5"], abs=CLOSED)
