"""The declared test alone gives interval, p, sensitivity and words; nothing declared vanishes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.study_tables import pairs_tables, primary_table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import Results
from sr_studio.studies.statistics.conduct import golden_misses
from sr_studio.studies.statistics.crossed import crossed_pairs
from sr_studio.studies.statistics.data import StudyData, study_data
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.signed_rank import signed_rank, signed_rank_shift
from tests.studies.results.frames import tidy


def _scores(seed: int = 1, shape: tuple[int, int, int] = (12, 8, 3)) -> np.ndarray:
    rng = np.random.default_rng(seed)
    raw = np.array([2.6, 2.9, 3.6])[: shape[2]] + rng.normal(0, 0.9, shape)
    return np.clip(np.rint(raw + rng.normal(0, 0.4, (1, shape[1], shape[2]))), 1, 5)


def _analysed(data: StudyData, **analysis: Any) -> Results:
    plan = AnalysisPlan(analysis=Analysis(bootstrap=1000, **analysis), declared=True)
    return analyse(
        StudyData(data.table, data.choices, data.conduct, plan, data.facts, data.planned),
        resample=False,
    )


@given(
    st.lists(st.integers(-8, 8), min_size=3, max_size=30),
    st.sampled_from([0.05, 0.01, 0.2]),
)
@settings(max_examples=60, deadline=None)
def test_the_interval_over_raters_holds_zero_exactly_where_p_says_so(
    differences: list[int], alpha: float
) -> None:
    x = np.array(differences, dtype=float)[:, None] / 4
    p = signed_rank(x).p[0]
    shift = signed_rank_shift(x, bound=0.2, level=1 - alpha)
    low, high = shift.low[0], shift.high[0]
    if np.isnan(low):  # with so few raters no shift could be rejected
        assert p >= alpha
        return
    assert low <= shift.estimate[0] <= high
    assert (low <= 0 <= high) or p < alpha
    assert not low < 0 < high or p >= alpha


def test_the_interval_over_raters_is_that_of_the_walsh_averages() -> None:
    """Nine raters at 95 %: the sixth smallest and sixth largest of 45 averages (tables of 1973)."""
    y = np.random.default_rng(2).normal(0.3, 1, (9, 20))
    shift = signed_rank_shift(y, bound=0.2)
    walsh = np.sort([[(a + b) / 2 for k, a in enumerate(c) for b in c[k:]] for c in y.T], axis=1)
    np.testing.assert_allclose(shift.estimate, np.median(walsh, axis=1), atol=1e-6)
    np.testing.assert_allclose(shift.low, walsh[:, 5], atol=1e-6)
    np.testing.assert_allclose(shift.high, walsh[:, -6], atol=1e-6)


def test_these_images_take_everything_from_the_test_over_raters() -> None:
    scores = _scores()
    data = study_data(tidy(scores))
    results = _analysed(
        data, inference="these_images", primary=(("s3", "s1", "all"), ("s1", "s2", "all"))
    )
    (one,) = results.sets
    assert one.declared is not None
    means = scores.mean(axis=1)
    for row in results.primary:
        a, b = (int(name[1]) - 1 for name in (row.first, row.second))
        x = (means[:, a] - means[:, b])[:, None]
        shift = signed_rank_shift(x, bound=0.2)
        assert row.p == pytest.approx(signed_rank(x).p[0])
        assert (row.low, row.high) == pytest.approx((shift.low[0], shift.high[0]))
        assert row.p_equivalence == pytest.approx(shift.p_equivalence[0])
        assert f"[{row.low:+.2f}, {row.high:+.2f}]" in row.verdict
        assert "for these images" in row.verdict
    table = pairs_tables(one, results.data.plan)[0]
    assert "these images" in table.title
    crossed = crossed_pairs(scores, one.pairs.first, one.pairs.second)  # type: ignore[union-attr]
    halves = one.declared.halfwidth
    assert not np.allclose(halves, crossed.halfwidth(), rtol=0.01)
    power = {row.delta: row for row in results.power}
    assert all(row.images_needed is None for row in power.values())  # images are no sample


def test_sensitivity_follows_the_declared_test() -> None:
    """A rater whose absence changes the crossed verdicts only must not be reported."""
    scores = _scores(seed=4)
    scores[0] = 3.0  # flagged: no variance
    data = study_data(tidy(scores))
    for inference in ("images_like_these", "these_images"):
        results = _analysed(data, inference=inference)
        (one,) = results.sets
        assert one.declared is not None
        before = one.declared.p_holm < 0.05
        without = _analysed(
            study_data(tidy(scores[1:])), inference=inference
        ).sets[0].declared.p_holm < 0.05  # type: ignore[union-attr]  # fmt: skip
        counted = {trial.label: len(trial.changes) for trial in results.sensitivity.trials}
        assert counted["without r01"] == int((before != without).sum())


def test_a_handful_of_images_is_never_framed_as_images_in_general() -> None:
    scores = _scores(seed=3, shape=(20, 5, 3))
    scores[:, :, 2] = 5
    results = _analysed(study_data(tidy(scores)), primary=(("s3", "s1", "all"),))
    (one,) = results.sets
    assert not one.general
    assert not one.claims
    table = pairs_tables(one, results.data.plan)[0]
    assert "images like these" not in table.title
    assert not any(cell.bold for row in table.rows for cell in row)
    assert "5 images" in results.primary[0].verdict
    about_these = _analysed(study_data(tidy(scores)), inference="these_images")
    assert about_these.sets[0].claims


def test_a_contrast_that_cannot_be_computed_stays_in_the_table_and_in_holm() -> None:
    data = study_data(tidy(_scores(seed=7)))
    contrasts = (("s3", "s1", "all"), ("s3", "gone", "all"), ("s1", "s2", "elsewhere"))
    results = _analysed(data, primary=contrasts)
    alone = _analysed(data, primary=contrasts[:1])
    assert len(results.primary) == 3
    first, gone, elsewhere = results.primary
    assert np.isnan(gone.p)
    assert "no ratings of gone on all" in gone.verdict
    assert "could not be compared" in elsewhere.verdict
    assert first.p_holm == pytest.approx(min(1, 3 * alone.primary[0].p))
    table = primary_table(results)
    assert table is not None
    assert [row[4].text for row in table.rows][1:] == ["undefined", "undefined"]


def test_blocks_are_complete_when_everything_planned_is_there() -> None:
    """24 raters who saw half of the images each: complete, and the stopping rule says so."""
    scores = np.random.default_rng(5).integers(1, 6, (24, 8, 3)).astype(float)
    for rater in range(24):
        scores[rater, [(rater + k) % 8 for k in range(4)]] = np.nan
    data = study_data(tidy(scores))
    planned = {"all": {f"r{k + 1:02d}": 12 for k in range(24)}}
    data = StudyData(data.table, None, data.conduct, data.plan, data.facts, planned)
    results = _analysed(data, stop={"raters": 24})
    assert results.stopping is not None
    assert results.stopping.reached
    assert results.sets[0].missing.missing == 0
    assert "not_stopped" not in {note.code for note in results.notes}
    assert "missing" not in {note.code for note in results.notes}


def test_one_missed_anchor_of_four_is_an_accident() -> None:
    asked = np.array([4, 4, 4, 20, 0])
    missed = np.array([1, 2, 3, 9, 0])
    rater = np.repeat(np.arange(5), asked)
    hit = np.concatenate([np.arange(n) >= m for n, m in zip(asked, missed, strict=True)])
    counted, counted_missed, chance = golden_misses(rater, hit, 5, 0.2)
    assert counted.tolist() == asked.tolist() and counted_missed.tolist() == missed.tolist()
    assert (chance[:4] < 0.05).tolist() == [False, False, True, True]
    assert chance[0] == pytest.approx(1 - 0.8**4)
    assert np.isnan(chance[4])


def test_systems_on_different_images_are_compared_on_common_images_only() -> None:
    """s1 and s2 share half of the images, s3 none with either: no verdict from different images."""
    scores = _scores(seed=8, shape=(16, 16, 3))
    scores[:, 8:, 0] = np.nan
    scores[:, np.r_[0:4, 12:16], 1] = np.nan
    scores[:, :12, 2] = np.nan
    scores[:, 12:, 2] = 5
    results = _analysed(study_data(tidy(scores)), primary=(("s3", "s1", "all"),))
    (one,) = results.sets
    assert "no image shows every system" in one.omnibus.reason
    assert np.isnan(one.omnibus.nemenyi_p).all()
    assert np.isnan(one.omnibus.conover_p).all()
    pairs = one.pairs
    assert pairs is not None
    assert [int(n) for n in pairs.crossed.n_images] == [4, 0, 0]
    assert np.isnan(pairs.crossed.p[1:]).all()
    assert np.isnan(pairs.raters.p[1:]).all()
    assert "no rater rated both on one image" in results.primary[0].verdict
    alone = crossed_pairs(scores[:, 4:8, :2], np.array([0]), np.array([1]))
    assert pairs.crossed.p[0] == pytest.approx(alone.p[0])
    (note,) = [note for note in results.notes if note.code == "different_images"]
    assert "2 of 3 share none" in note.text
    assert {row.images for row in results.power} == {4}


def test_the_omnibus_uses_the_common_images_of_a_set() -> None:
    scores = _scores(seed=9, shape=(12, 10, 3))
    whole = scores.copy()
    scores[:, 7:, 2] = np.nan
    found = _analysed(study_data(tidy(scores))).sets[0].omnibus
    wanted = _analysed(study_data(tidy(whole[:, :7]))).sets[0].omnibus
    assert found.chi2 == pytest.approx(wanted.chi2)
