"""Pair comparison: contrasts, repeats, screening, stopping; nothing taken as independent."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.report.rater_tables import sensitivity_table
from sr_studio.studies.report.write import write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.results import ChoiceResults
from sr_studio.studies.simulation.scores import Variances
from sr_studio.studies.statistics.choice_strengths import (
    SEPARATED,
    cell_wins,
    fit,
    most_likely,
    own_combinations,
    resampled,
)
from sr_studio.studies.statistics.data import StudyData, study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.choices import simulate_choices

SYSTEMS = ("bicubic", "SRResNet", "SRGAN")
MEANS = np.array([-0.8, 0.1, 0.5])


def _frame(raters: int = 20, images: int = 10) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    i, j, a, b, outcome = simulate_choices(MEANS, raters, images, Variances(), rng)
    side = rng.choice(["left", "right"], len(i))
    frame = pd.DataFrame(
        {
            "rater": [f"r{k + 1:02d}" for k in i],
            "set": "Set14",
            "reference": [f"image{k + 1}" for k in j],
            "system": [SYSTEMS[k] for k in a],
            "system_b": [SYSTEMS[k] for k in b],
            "choice": np.where(outcome > 0, "a", "b"),
            "side": side,
            "rt_ms": rng.integers(1500, 4000, len(i)),
            "role": "test",
            "score": np.nan,
        }
    )
    # Repeats of the first ten of everybody, shown the other way round; r01 changes his mind.
    again = frame.groupby("rater").head(10).copy()
    again[["system", "system_b"]] = again[["system_b", "system"]].to_numpy()
    changed = again["rater"] == "r01"
    again["choice"] = np.where((again["choice"] == "a") ^ changed, "b", "a")
    again["role"] = "repeat"
    return pd.concat([frame, again], ignore_index=True)


def test_results_with_the_excluded_raters_stand_beside_those_without() -> None:
    """Eight raters who choose against the others hide the difference."""
    frame = _frame()
    against = frame["rater"].isin([f"r{k:02d}" for k in range(13, 21)])
    other = np.where(frame["choice"] == "a", "b", "a")
    frame["choice"] = np.where(against, other, frame["choice"])
    plan = AnalysisPlan(
        analysis=Analysis(bootstrap=1000, primary=(("SRGAN", "bicubic", "Set14"),)),
        declared=True,
        method="pc",
        seed=3,
    )
    results, others, everybody = (
        analyse(study_data(part, plan=plan, systems=SYSTEMS))
        for part in (frame.assign(excluded=against), frame[~against], frame)
    )
    assert isinstance(results, ChoiceResults) and isinstance(others, ChoiceResults)
    assert results.data.data_sha256 == others.data.data_sha256
    assert others.sensitivity.excluded is None
    trial = results.sensitivity.excluded
    assert trial is not None and trial.raters == 8
    first = trial.changes[0]
    assert first.primary and first.p_before == others.primary[0].p_holm < 0.05
    assert first.p_after == pytest.approx(everybody.primary[0].p_holm) and first.p_after > 0.05
    assert "primary_changes" in {note.code for note in results.notes if note.severity == "red"}
    table = sensitivity_table(results)
    assert table is not None and table.rows[0][2].red


def _analysed(frame: pd.DataFrame, planned: int = 30, **analysis: Any) -> ChoiceResults:
    plan = AnalysisPlan(
        analysis=Analysis(bootstrap=1000, **analysis), declared=True, method="pc", seed=3
    )
    data = study_data(frame, plan=plan, systems=SYSTEMS)
    owed = {"Set14": dict.fromkeys(dict.fromkeys(frame["rater"]), planned)}
    data = StudyData(None, data.choices, data.conduct, plan, data.facts, owed)
    results = analyse(data)
    assert isinstance(results, ChoiceResults)
    return results


@pytest.fixture(scope="module")
def results() -> ChoiceResults:
    return _analysed(
        _frame(),
        primary=(("SRGAN", "bicubic", "Set14"), ("SRGAN", "EDSR", "Set14")),
        stop={"raters": 24},
    )


def test_declared_contrasts_are_tested_and_the_missing_one_is_undefined(
    results: ChoiceResults,
) -> None:
    first, missing = results.primary
    assert first.difference > 0.5
    assert first.low < first.difference < first.high
    assert first.p_holm == pytest.approx(2 * first.p)
    assert "SRGAN was preferred to bicubic" in first.verdict
    assert np.isnan(missing.p)
    assert "no comparisons of EDSR on Set14" in missing.verdict


def test_swapping_a_contrast_changes_the_sign_only(results: ChoiceResults) -> None:
    (swapped,) = _analysed(_frame(), primary=(("bicubic", "SRGAN", "Set14"),)).primary
    first = results.primary[0]
    assert swapped.p == first.p
    assert (swapped.difference, swapped.low, swapped.high) == pytest.approx(
        (-first.difference, -first.high, -first.low)
    )


def test_repeats_are_consistency_whichever_way_round_they_were_shown(
    results: ChoiceResults,
) -> None:
    assert results.repeats.n == 200
    assert results.repeats.same == pytest.approx(190 / 200)
    assert results.sets[0].comparisons == 600  # repeats never count twice
    flagged = [results.raters[f.rater] for f in results.flags if f.flagged and f.rule == "repeats"]
    assert flagged == ["r01"]


def test_side_habits_haste_and_dissent_are_flagged() -> None:
    frame = _frame()
    own = frame["rater"] == "r02"
    frame.loc[own, "choice"] = np.where(frame.loc[own, "side"] == "left", "a", "b")
    frame.loc[frame["rater"] == "r03", "rt_ms"] = 1100
    own = frame["rater"] == "r04"
    frame.loc[own, "choice"] = np.where(frame.loc[own, "choice"] == "a", "b", "a")
    found = _analysed(frame)
    flags = {(found.raters[f.rater], f.rule) for f in found.flags if f.flagged}
    assert {("r02", "side"), ("r03", "haste"), ("r04", "majority")} <= flags
    assert ("r02", "haste") not in flags
    assert ("r03", "side") not in flags
    assert all(flag.sentence for flag in found.flags if flag.flagged)


def test_the_stopping_rule_counts_what_was_planned(results: ChoiceResults) -> None:
    assert results.stopping is not None
    assert "20 of 24 raters" in results.stopping.state
    assert "not_stopped" in {note.code for note in results.notes}
    short = _analysed(_frame(), planned=31, stop={"raters": 20})
    assert short.stopping is not None
    assert "0 of 20 raters" in short.stopping.state
    halfwidth = _analysed(_frame(), primary=(("SRGAN", "bicubic", "Set14"),), stop={"halfwidth": 2})
    assert halfwidth.stopping is not None
    assert halfwidth.stopping.reached


def test_the_document_has_strengths_with_intervals_and_adjusted_p(results: ChoiceResults) -> None:
    found = document(results)
    json.dumps(found, allow_nan=False)
    assert all(row["p_holm"] is not None for row in found["pairs"])
    assert all(row["p_holm"] >= row["p"] for row in found["pairs"])
    pooled = [row for row in found["strengths"] if row["reference"] is None]
    assert {row["model"] for row in pooled} == {"bradley_terry", "thurstone"}
    assert all(row["jod_ci_low"] < row["jod"] < row["jod_ci_high"] for row in pooled)
    wins = {row["system"]: row["wins"] for row in pooled if row["model"] == "thurstone"}
    assert sum(wins.values()) == 600


def test_a_system_that_always_won_has_counts_and_a_reason() -> None:
    frame = _frame()
    for column, choice in (("system", "a"), ("system_b", "b")):
        frame.loc[frame[column] == "SRGAN", "choice"] = choice
    found = _analysed(frame, primary=(("SRGAN", "bicubic", "Set14"),))
    assert found.primary[0].reason == SEPARATED
    assert "separated" in {note.code for note in found.notes}
    json.dumps(document(found), allow_nan=False)


def test_one_rater_or_one_image_gives_no_test() -> None:
    frame = _frame()
    one_rater = _analysed(frame[frame["rater"] == "r05"])
    assert np.isnan(one_rater.sets[0].pairs.p).all()  # type: ignore[union-attr]
    one_image = frame[frame["reference"] == "image2"]
    assert np.isnan(_analysed(one_image).sets[0].pairs.p).all()  # type: ignore[union-attr]
    these = _analysed(one_image, inference="these_images").sets[0]
    assert not np.isnan(these.pairs.p).any()  # type: ignore[union-attr]
    assert these.claims


def test_raters_who_always_decide_alike_carry_less_than_their_comparisons() -> None:
    rater, image = (part.ravel() for part in np.indices((16, 20)))
    outcome = np.where(rater % 2 == 0, 1, -1)
    zero = np.zeros(len(rater), dtype=int)
    cells = cell_wins(rater, image, zero, zero + 1, outcome, 2)
    strengths = fit(cells.wins.sum(axis=0))
    found = resampled(cells, strengths, own_combinations(2), seed=1, resamples=1000)
    assert found.se[0] > 2 * strengths.se[0]
    again = resampled(cells, strengths, own_combinations(2), seed=1, resamples=1000)
    np.testing.assert_array_equal(found.se, again.se)


@pytest.mark.parametrize("model", ["bradley_terry", "thurstone"])
def test_many_fits_at_once_are_the_single_fits(model: Any) -> None:
    rng = np.random.default_rng(4)
    wins = rng.integers(1, 30, (6, 5, 5)) * (1.0 - np.eye(5))
    together = most_likely(wins, model=model)
    for one, theta in zip(wins, together, strict=True):
        np.testing.assert_allclose(fit(one, model=model).theta, theta, atol=1e-8)
        alone = most_likely(one[None], model=model, start=np.linspace(-3, 3, 5))[0]
        np.testing.assert_allclose(alone, theta, atol=1e-8)


def test_a_choice_that_is_none_is_refused() -> None:
    frame = _frame()
    with pytest.raises(RatingsError, match="maybe"):
        _analysed(frame.assign(choice="maybe"))
    with pytest.raises(RatingsError, match="compared with itself"):
        _analysed(frame.assign(system_b="SRGAN", system="SRGAN"))


def test_the_report_of_a_comparison(results: ChoiceResults, tmp_path: Any) -> None:
    page = write_report(results, tmp_path, formats=("pdf",)).read_text(encoding="utf-8")
    assert "was preferred to bicubic" in page
    assert "could not be compared" in page
    assert "bootstraps of whole raters and of images" in page
    assert (tmp_path / "tables" / "strengths.csv").is_file()
    assert (tmp_path / "tables" / "pairs_set14.tex").is_file()
    assert (tmp_path / "figures" / "strengths_set14.pdf").is_file()
