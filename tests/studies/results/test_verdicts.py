"""Exclusion sensitivity says of every verdict what an analysis of the other raters says."""

from __future__ import annotations

import numpy as np
import pytest

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.rater_tables import sensitivity_table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.results.sensitivity import VerdictChange
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from tests.studies.results.frames import tidy

ONE = (("s1", "s2", "all"),)
#: The second cannot be tested and counts all the same.
TWO = (*ONE, ("s3", "gone", "all"))


def _noisy(seed: int = 12, raters: int = 16, images: int = 8, systems: int = 9) -> np.ndarray:
    """The first system is a little better; the last rater answers at random, but against that."""
    rng = np.random.default_rng(seed)
    mean = np.full(systems, 3.0)
    mean[0] = 3.42
    of_rater, of_image = (rng.normal(0, 0.4, shape) for shape in ((raters, 1, 1), (1, images, 1)))
    both = (rng.normal(0, 0.25, shape) for shape in ((raters, 1, systems), (1, images, systems)))
    noise = of_rater + of_image + sum(both) + rng.normal(0, 0.7, (raters, images, systems))
    scores = np.clip(np.rint(mean + noise), 1, 5)
    scores[-1] = rng.integers(1, 6, (images, systems))
    scores[-1, :, 0] = 5
    scores[-1, :, 1] = 1 + rng.integers(0, 2, images)
    return scores


def _analysed(
    scores: np.ndarray,
    inference: str = "images_like_these",
    contrasts: tuple[tuple[str, str, str], ...] = ONE,
    **columns: object,
) -> ScoreResults:
    plan = AnalysisPlan(
        analysis=Analysis.model_validate({"primary": contrasts, "inference": inference}),
        declared=True,
    )
    results = analyse(study_data(tidy(scores, **columns), plan=plan), resample=False)
    assert isinstance(results, ScoreResults)
    return results


def _between(before: ScoreResults, after: ScoreResults) -> list[VerdictChange]:
    """What changes from one analysis to another, of primary contrasts first."""
    found = [
        VerdictChange(old.set, old.first, old.second, True, old.p_holm, new.p_holm)
        for old, new in zip(before.primary, after.primary, strict=True)
        if (old.p_holm < 0.05) != (new.p_holm < 0.05)
    ]
    one, other = before.sets[0], after.sets[0]
    assert one.pairs is not None and one.declared is not None and other.declared is not None
    for k, (a, b) in enumerate(zip(one.pairs.first, one.pairs.second, strict=True)):
        old, new = float(one.declared.p_holm[k]), float(other.declared.p_holm[k])
        if (old < 0.05) != (new < 0.05):
            found.append(VerdictChange("all", one.systems[a], one.systems[b], False, old, new))
    return found


def _plain(changes: object) -> list[tuple[object, ...]]:
    numbers = ("p_before", "p_after")
    return [
        tuple(round(v, 9) if k in numbers else v for k, v in vars(change).items())
        for change in changes  # type: ignore[attr-defined]
    ]


@pytest.mark.parametrize("contrasts", [ONE, TWO])
@pytest.mark.parametrize("inference", ["images_like_these", "these_images"])
def test_a_trial_says_what_the_analysis_without_the_rater_says(
    inference: str, contrasts: tuple[tuple[str, str, str], ...]
) -> None:
    """The contrasts are corrected over them alone, pairs over all of them."""
    scores = _noisy()
    results = _analysed(scores, inference, contrasts)
    trials = {str(trial.label): trial for trial in results.sensitivity.trials}
    for code in results.flagged_raters.tolist():
        without = _analysed(np.delete(scores, code, axis=0), inference, contrasts)
        found = trials[f"without {results.raters[code]}"]
        assert _plain(found.changes) == _plain(_between(results, without))


def test_a_changed_primary_contrast_is_told_first_and_in_red() -> None:
    results = _analysed(_noisy())
    assert results.primary[0].p_holm > 0.05
    (trial,) = [one for one in results.sensitivity.trials if one.label == "without r16"]
    first = trial.changes[0]
    assert first.primary and (first.first, first.second) == ("s1", "s2")
    assert first.p_after < 0.05 < first.p_before
    notes = {note.code: note for note in results.notes if note.severity == "red"}
    assert "all: s1 − s2" in notes["primary_changes"].text
    assert "verdict_changes" in notes
    table = sensitivity_table(results)
    assert table is not None
    (row,) = [row for row in table.rows if row[0].text == "without r16"]
    assert row[2].red and row[3].text.startswith("primary contrast all: s1 − s2 p ")


@pytest.mark.parametrize("inference", ["images_like_these", "these_images"])
def test_results_with_the_excluded_raters_stand_beside_those_without(inference: str) -> None:
    scores = _noisy()
    of_last = np.repeat(np.arange(len(scores)) == len(scores) - 1, scores[0].size)
    results = _analysed(scores, inference, excluded=of_last)
    everybody, others = _analysed(scores, inference), _analysed(scores[:-1], inference)
    trial = results.sensitivity.excluded
    assert trial is not None and trial.raters == 1
    assert _plain(trial.changes) == _plain(_between(results, everybody))
    assert others.sensitivity.excluded is None
    assert results.data.data_sha256 == others.data.data_sha256
    found = [document(one) for one in (results, others)]
    notes = [{row["code"] for row in one.pop("notes")} for one in found]
    assert found[0] == found[1]
    assert notes[0] - notes[1] <= {"excluded_changes", "primary_changes"}


def test_a_verdict_that_rests_on_an_exclusion_is_told_in_red() -> None:
    scores = _noisy()
    of_last = np.repeat(np.arange(len(scores)) == len(scores) - 1, scores[0].size)
    results = _analysed(scores, excluded=of_last)
    trial = results.sensitivity.excluded
    assert trial is not None and trial.changes[0].primary
    notes = {note.code: note for note in results.notes if note.severity == "red"}
    assert "all: s1 − s2" in notes["primary_changes"].text
    assert notes["excluded_changes"].text.startswith("With the excluded raters 1 verdict would")
    table = sensitivity_table(results)
    assert table is not None
    assert table.rows[0][0].text == "with the excluded raters"
    assert table.rows[0][2].red and "primary contrast all: s1 − s2" in table.rows[0][3].text
