"""What must hold for any ratings: order, names, shifts, swaps, holes, and other people's code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy import stats

from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.statistics.bootstrap import bootstrap_pairs, sign_flips, two_way_bootstrap
from sr_studio.studies.statistics.crossed import crossed, crossed_pairs, crossed_pairs_without_each
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.omnibus import friedman, ranks
from sr_studio.studies.statistics.pairs import compare_pairs, difference_counts, holm, pair_indices
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.signed_rank import signed_rank, signed_rank_of_counts
from sr_studio.studies.statistics.table import Floats
from tests.studies.results.frames import tidy

boxes = st.tuples(st.integers(3, 7), st.integers(3, 6), st.integers(2, 4)).flatmap(
    lambda shape: hnp.arrays(np.float64, shape, elements=st.integers(1, 5).map(float))
)
tables = st.tuples(st.integers(3, 8), st.integers(3, 8)).flatmap(
    lambda shape: hnp.arrays(np.float64, shape, elements=st.integers(-4, 4).map(float))
)


def _found(frame: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """Numbers by name, whatever the order of rows."""
    found = document(analyse(study_data(frame), resample=False))
    pairs = {}
    for row in found["pairs"]:
        sign = 1 if row["a"] < row["b"] else -1
        key = (*sorted((row["a"], row["b"])), row["test"])
        pairs[key] = (sign * row["difference"], row["p"], row["p_holm"])
    return {
        "systems": {
            r["system"]: (r["mos"], r["mean_rank"], *r["ci_raters"]) for r in found["systems"]
        },
        "stimuli": {r["stimulus"]: (r["n"], r["mos"], r["sd"]) for r in found["stimuli"]},
        "raters": {r["rater"]: (r["bias"], r["inconsistency"]) for r in found["raters"]},
        "screening": {
            (r["rater"], r["rule"]): (r["value"], r["flagged"]) for r in found["screening"]
        },
        "pairs": pairs,
    }


def _same(a: Any, b: Any) -> None:
    assert a.keys() == b.keys()
    for name, rows in a.items():
        assert rows.keys() == b[name].keys()
        for key, values in rows.items():
            assert values == pytest.approx(b[name][key], abs=1e-7, nan_ok=True), (name, key)


@settings(max_examples=6, deadline=None)
@given(boxes, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(scores: Floats, random: Any) -> None:
    frame = tidy(scores)
    order = list(range(len(frame)))
    random.shuffle(order)
    _same(_found(frame), _found(frame.iloc[order].reset_index(drop=True)))


@settings(max_examples=5, deadline=None)
@given(boxes)
def test_names_do_not_matter(scores: Floats) -> None:
    frame = tidy(scores)
    renamed = frame.assign(rater="R" + frame["rater"].str[1:], reference="x" + frame["reference"])
    first, second = _found(frame), _found(renamed)
    _same(
        {"systems": first["systems"], "pairs": first["pairs"]},
        {"systems": second["systems"], "pairs": second["pairs"]},
    )
    for rater, values in first["raters"].items():
        assert second["raters"][f"R{rater[1:]}"] == pytest.approx(values, abs=1e-7)


@settings(max_examples=8, deadline=None)
@given(boxes, st.integers(0, 2))
def test_a_shifted_rater_shifts_mos_by_his_share(scores: Floats, rater: int) -> None:
    low = np.minimum(scores, 4.0)
    shifted = low.copy()
    shifted[rater] += 1
    before, after = low.mean(axis=0), shifted.mean(axis=0)
    found = document(analyse(study_data(tidy(shifted)), resample=False))
    mos = {row["stimulus"]: row["mos"] for row in found["stimuli"]}
    for j in range(low.shape[1]):
        for s in range(low.shape[2]):
            assert mos[f"image{j + 1}/s{s + 1}"] == pytest.approx(before[j, s] + 1 / len(low))
            assert mos[f"image{j + 1}/s{s + 1}"] == pytest.approx(after[j, s])


@settings(max_examples=40, deadline=None)
@given(boxes)
def test_swapping_a_pair_changes_the_sign_only(scores: Floats) -> None:
    ab, ba = compare_pairs(scores[:, :, :2]), compare_pairs(scores[:, :, 1::-1])
    np.testing.assert_allclose(ab.difference, -ba.difference, atol=1e-12)
    for one, other in (
        (ab.crossed.p, ba.crossed.p),
        (ab.raters.p, ba.raters.p),
        (ab.pooled.test.p, ba.pooled.test.p),
        (ab.pooled.p_zsplit, ba.pooled.p_zsplit),
        (ab.p_equivalence, ba.p_equivalence),
        (ab.share_higher, ba.share_lower),
    ):
        np.testing.assert_allclose(one, other, atol=1e-9)


@settings(max_examples=80, deadline=None)
@given(tables)
def test_complete_formula_equals_incomplete_formula(values: Floats) -> None:
    """The three-equation estimate, solved here with a matrix, on a table without holes."""
    i, j = values.shape
    n = i * j
    mean = values.mean()
    rows = ((values - values.mean(axis=1, keepdims=True)) ** 2).sum()
    columns = ((values - values.mean(axis=0)) ** 2).sum()
    total = ((values - mean) ** 2).sum()
    ours = crossed(values)
    if total == 0:
        assert ours.se == 0
        return
    matrix = np.array(
        [
            [0, n - i, n - i],
            [n - j, 0, n - j],
            [n**2 - i * j**2, n**2 - j * i**2, n**2 - n],
        ],
        dtype=float,
    )
    rater, image, residual = np.linalg.solve(matrix, [rows, columns, n * total])
    of_rater = rater / i + residual / n
    of_image = image / j + residual / n
    variance = max(of_rater + of_image - residual / n, residual / n)
    df = variance**2 / (
        of_rater**2 / (i - 1) + of_image**2 / (j - 1) + (residual / n) ** 2 / (n - i - j + 1)
    )
    np.testing.assert_allclose(ours.se, np.sqrt(variance), rtol=1e-8)
    np.testing.assert_allclose(ours.df, df, rtol=1e-7)
    np.testing.assert_allclose(
        (ours.var_rater, ours.var_image, ours.var_residual), (rater, image, residual), atol=1e-9
    )


@settings(max_examples=40, deadline=None)
@given(boxes, st.booleans(), st.randoms(use_true_random=False))
def test_pairs_from_sums_equal_pairs_from_differences(
    scores: Floats, holes: bool, random: Any
) -> None:
    if holes:  # the same holes for all systems, as block designs have
        for _ in range(3):
            scores[random.randrange(len(scores)), random.randrange(scores.shape[1])] = np.nan
    first, second = pair_indices(scores.shape[2])
    fast = crossed_pairs(scores, first, second)
    by_system = np.moveaxis(scores, 2, 0)
    slow = crossed(by_system[first] - by_system[second])
    for field in ("mean", "se", "df", "var_rater", "var_image", "var_residual"):
        np.testing.assert_allclose(getattr(fast, field), getattr(slow, field), atol=1e-8)
    assert fast.reason.tolist() == slow.reason.tolist()
    without = crossed_pairs_without_each(scores, first, second, np.array([1]))[0]
    again = crossed_pairs(np.delete(scores, 1, axis=0), first, second)
    np.testing.assert_allclose(without.mean, again.mean, atol=1e-9)
    np.testing.assert_allclose(without.p, again.p, atol=1e-8)


def test_different_holes_by_system() -> None:
    rng = np.random.default_rng(8)
    scores = rng.integers(1, 6, (9, 7, 3)).astype(float)
    scores[rng.random(scores.shape) < 0.2] = np.nan
    first, second = pair_indices(3)
    found = crossed_pairs_without_each(scores, first, second, np.array([0, 4]))
    for place, rater in enumerate((0, 4)):
        again = crossed_pairs(np.delete(scores, rater, axis=0), first, second)
        np.testing.assert_allclose(found[place].p, again.p)


@settings(max_examples=60, deadline=None)
@given(hnp.arrays(np.float64, st.integers(13, 60), elements=st.integers(-4, 4).map(float)))
def test_signed_rank_agrees_with_scipy(differences: Floats) -> None:
    ours = signed_rank(differences[:, None])
    counts = np.array([[(differences == value).sum() for value in range(-4, 5)]])
    pooled = signed_rank_of_counts(counts)
    nonzero = int((differences != 0).sum())
    if not nonzero:
        assert ours.p[0] == 1
        assert pooled.p_zsplit[0] == 1
        return
    theirs = stats.wilcoxon(
        differences, zero_method="wilcox", correction=False, method="asymptotic"
    )
    assert pooled.test.p[0] == pytest.approx(theirs.pvalue, rel=1e-9)
    assert ours.statistic[0] == pooled.test.statistic[0] == theirs.statistic
    split = stats.wilcoxon(differences, zero_method="zsplit", correction=False, method="asymptotic")
    assert pooled.p_zsplit[0] == pytest.approx(split.pvalue, rel=1e-9)
    if nonzero > 12:
        assert ours.p[0] == pytest.approx(theirs.pvalue, rel=1e-9)


@settings(max_examples=6, deadline=None)
@given(
    hnp.arrays(np.float64, st.integers(2, 12), elements=st.sampled_from([-2.0, -1, -0.5, 1, 2, 3]))
)
def test_exact_signed_rank_agrees_with_scipy(differences: Floats) -> None:
    theirs = stats.wilcoxon(differences, method=stats.PermutationMethod(n_resamples=5000))
    assert signed_rank(differences[:, None]).p[0] == pytest.approx(theirs.pvalue)


@settings(max_examples=40, deadline=None)
@given(boxes)
def test_ranks_and_counts(scores: Floats) -> None:
    np.testing.assert_array_equal(ranks(scores), stats.rankdata(-scores, axis=2))
    first, second = pair_indices(scores.shape[2])
    counts = np.concatenate(list(difference_counts(scores)))
    m = counts.shape[1] // 2
    apart = (scores[:, :, first] - scores[:, :, second]).reshape(-1, len(first))
    for value in range(-m, m + 1):
        np.testing.assert_array_equal(counts[:, value + m], (apart == value).sum(axis=0))
    np.testing.assert_array_equal(counts.sum(axis=1), (~np.isnan(apart)).sum(axis=0))


@given(st.lists(st.floats(0, 1) | st.just(float("nan")), min_size=1, max_size=20))
def test_holm_is_monotone_and_never_smaller(p: list[float]) -> None:
    raw = np.array(p)
    adjusted = holm(raw)
    known = ~np.isnan(raw)
    assert np.isnan(adjusted[~known]).all()
    assert (adjusted[known] >= raw[known]).all()
    order = np.argsort(raw[known], kind="stable")
    assert (np.diff(adjusted[known][order]) >= 0).all()
    if known.any():
        assert adjusted[known].min() == pytest.approx(min(1, raw[known].min() * len(raw)))


def test_nemenyi_and_conover_by_hand() -> None:
    """Five raters, three systems, ranks (1,2,3) ×4 and (2,1,3)."""
    means = np.array([[5, 4, 1]] * 4 + [[4, 5, 1]], dtype=float)
    found = friedman(means[:, None, :])
    np.testing.assert_allclose(found.mean_ranks, [1.2, 1.8, 3.0])
    chi2 = 12 / (5 * 3 * 4) * (6**2 + 9**2 + 15**2) - 3 * 5 * 4
    assert found.chi2 == pytest.approx(chi2)
    q = np.sqrt(2) * 0.6 / np.sqrt(3 * 4 / (6 * 5))
    assert found.nemenyi_p[0] == pytest.approx(stats.studentized_range.sf(q, 3, np.inf))
    spread = 2 * 5 * (1 - chi2 / 10) * (70 - 60) / 8
    t = 3 / np.sqrt(spread)
    assert found.conover_p[0] == pytest.approx(2 * stats.t.sf(t, 8))
    assert found.critical_difference == pytest.approx(2.343 * np.sqrt(3 * 4 / 30), abs=2e-3)


def test_bootstraps_are_seeded_and_near_the_formula() -> None:
    rng = np.random.default_rng(4)
    scores = rng.integers(1, 6, (30, 20, 3)).astype(float)
    first, second = pair_indices(3)
    one = bootstrap_pairs(scores, first, second, seed=9, resamples=2000)
    again = bootstrap_pairs(scores, first, second, seed=9, resamples=2000)
    np.testing.assert_array_equal(one.low, again.low)
    by_system = np.moveaxis(scores, 2, 0)
    plain = two_way_bootstrap(by_system[first] - by_system[second], seed=9, resamples=2000)
    np.testing.assert_allclose(one.sd, plain.sd, rtol=1e-9)
    assert (one.sd > 0.8 * crossed_pairs(scores, first, second).se).all()


def test_sign_flips_are_scipys_permutation_test() -> None:
    values = np.random.default_rng(5).normal(0.4, 1, (10, 3))
    values[:, 1] = 0
    values[:3, 2] = np.nan
    wanted = stats.permutation_test(
        (values[:, 0],), np.mean, permutation_type="samples", n_resamples=np.inf
    )
    exact = sign_flips(values, seed=1)
    assert exact[0] == pytest.approx(wanted.pvalue)
    assert exact[1] == 1
    drawn = sign_flips(np.vstack([values[:, :1]] * 3), seed=1)
    again = sign_flips(np.vstack([values[:, :1]] * 3), seed=1)
    assert drawn == again
    assert 0 < drawn[0] < exact[0]


def test_family_over_all_sets_is_larger() -> None:
    rng = np.random.default_rng(6)
    frame = tidy(rng.integers(1, 6, (10, 7, 3)).astype(float))
    both = pd.concat([frame.assign(set="a"), frame.assign(set="b")], ignore_index=True)
    by_set = analyse(study_data(both), resample=False)
    plan = AnalysisPlan(analysis=Analysis(family="all"))
    together = analyse(replace(study_data(both), plan=plan), resample=False)
    for one, other in zip(by_set.sets, together.sets, strict=True):
        assert one.pairs is not None
        assert (other.p_holm["crossed"] >= one.p_holm["crossed"] - 1e-12).all()
        everything = np.tile(one.pairs.crossed.p, 2)
        np.testing.assert_allclose(np.tile(other.p_holm["crossed"], 2), holm(everything))
