"""Every number of the paper-like case: systems, pairs, components, incomplete designs, power."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sr_studio.studies.statistics.bootstrap import two_way_bootstrap
from sr_studio.studies.statistics.crossed import crossed
from sr_studio.studies.statistics.descriptives import category_stars, describe_systems, differential
from sr_studio.studies.statistics.omnibus import friedman, mean_ranks
from sr_studio.studies.statistics.pairs import compare_pairs, holm, tost
from sr_studio.studies.statistics.panel import (
    bt500_outliers,
    correlation_with_panel,
    relative_correlation,
)
from sr_studio.studies.statistics.power import (
    DifferenceComponents,
    power,
    raters_needed,
    variance_components,
)
from sr_studio.studies.statistics.reliability import intraclass, ordinal_alpha
from sr_studio.studies.statistics.subject_model import remove_bias, subject_model
from sr_studio.studies.statistics.table import Floats, RatingTable

Case = tuple[RatingTable, dict[str, Any]]
CLOSED = 1e-9
SETS = ("Set5", "Set14", "BSD100")


def _close(ours: Any, theirs: Any, tolerance: float = CLOSED) -> None:
    np.testing.assert_allclose(ours, np.asarray(theirs, dtype=float), rtol=0, atol=tolerance)


def _close_p(ours: Any, theirs: Any) -> None:
    """1e-8 absolute or 1e-6 relative, whichever is wider."""
    np.testing.assert_allclose(ours, np.asarray(theirs, dtype=float), rtol=1e-6, atol=1e-8)


def _set(case: Case, name: str) -> tuple[Floats, dict[str, Any]]:
    table, targets = case
    wanted = targets["sets"][name]
    block = table.block(name)
    assert [table.systems[code] for code in block.systems] == wanted["systems"]
    references = [table.references[code] for code in block.references]
    if name == "BSD100":  # abbreviated there
        references = [f"{references[0]} .. {references[-1]} ({len(references)})"]
        wanted = {**wanted, "references": [wanted["references"]]}
    assert references == wanted["references"]
    return block.scores, wanted


@pytest.mark.parametrize("name", SETS)
def test_systems_have_two_intervals(paper_like: Case, name: str) -> None:
    scores, targets = _set(paper_like, name)
    wanted = targets["per_system"]
    ours = describe_systems(scores)
    assert set(ours.n.tolist()) == {targets["n_per_system"]}
    assert ours.counts.tolist() == wanted["counts_1_to_5"]
    _close(ours.mos, wanted["mos"])
    _close(ours.sd, wanted["sd_all_ratings_ddof1"])
    _close(ours.se_raters, wanted["raters_random"]["se"])
    assert set(ours.df_raters.tolist()) == {wanted["raters_random"]["df"]}
    _close(ours.halfwidth_raters, wanted["raters_random"]["ci95_halfwidth_t"])
    both = wanted["raters_and_images_random"]
    _close(ours.both.se, both["se"])
    _close(ours.both.df, both["df"])
    _close(ours.halfwidth_both, both["ci95_halfwidth_t"])
    assert ours.both.floored.tolist() == both["floored"]


@pytest.mark.parametrize("name", SETS)
def test_ranks_and_differential_scores(paper_like: Case, name: str) -> None:
    scores, targets = _set(paper_like, name)
    wanted = targets["per_system"]
    _close(mean_ranks(scores), wanted["mean_rank_1_is_best"])
    values = differential(scores, targets["systems"].index("HR"))
    _close(describe_systems(values).mos, wanted["dmos_hidden_reference"])
    _close((values > 5).mean(axis=(0, 1)), wanted["share_dv_above_5"])


@pytest.mark.parametrize("name", SETS)
def test_friedman_components_reliability(paper_like: Case, name: str) -> None:
    scores, targets = _set(paper_like, name)
    wanted = targets["friedman_on_rater_means"]
    ours = friedman(scores)
    assert (ours.n, ours.k) == (wanted["n"], wanted["k"])
    _close((ours.chi2, ours.kendalls_w), (wanted["chi2"], wanted["kendalls_W"]))
    _close_p(ours.p, wanted["p"])

    components = variance_components(scores)
    assert components is not None
    wanted = targets["variance_components_anova"]
    _close(
        (components.error, components.rater_system, components.image_system),
        (wanted["error"], wanted["rater_x_system"], wanted["reference_x_system"]),
    )
    _close(
        (components.rater_image, components.rater, components.image),
        (wanted["rater_x_reference"], wanted["rater"], wanted["reference"]),
    )

    wanted = targets["reliability"]
    matrix = scores.reshape(len(scores), -1)
    agreement = intraclass(matrix)
    _close((agreement.single, agreement.average), (wanted["icc_A1"], wanted["icc_Ak"]))
    _close((agreement.single_low, agreement.single_high), wanted["icc_A1_ci95"])
    _close((agreement.average_low, agreement.average_high), wanted["icc_Ak_ci95"])
    _close(ordinal_alpha(matrix), wanted["krippendorff_alpha_ordinal"])


@pytest.mark.parametrize("name", SETS)
def test_pairs(paper_like: Case, name: str) -> None:
    scores, targets = _set(paper_like, name)
    wanted = targets["pairs"]
    ours = compare_pairs(scores)
    names = targets["systems"]
    pairs = [[names[a], names[b]] for a, b in zip(ours.first, ours.second, strict=True)]
    assert pairs == wanted["pairs"]
    _close(ours.difference, wanted["mean_diff_first_minus_second"])
    _close(ours.share_higher, wanted["share_first_higher"])
    _close(ours.share_equal, wanted["share_equal"])

    block = wanted["crossed_quasi_t"]
    for field in ("ms_rater", "ms_image", "ms_residual", "se", "df", "t"):
        _close(getattr(ours.crossed, field), block[field])
    _close_p(ours.crossed.p, block["p"])
    _close_p(holm(ours.crossed.p), block["p_holm"])
    _close(ours.halfwidth, block["ci95_halfwidth"])
    assert ours.crossed.floored.tolist() == block["floored"]

    block = wanted["wilcoxon_rater_means"]
    _close(ours.raters.statistic, block["statistic"])
    assert ours.raters.n_nonzero.tolist() == block["n_nonzero"]
    _close_p(ours.raters.p, block["p"])
    _close_p(holm(ours.raters.p), block["p_holm"])
    _close(ours.raters.rank_biserial, block["rank_biserial"])

    block = wanted["wilcoxon_pooled_as_in_the_paper"]
    _close(ours.pooled.test.statistic, block["statistic"])
    assert ours.pooled.test.n_nonzero.tolist() == block["n_nonzero"]
    _close_p(ours.pooled.test.p, block["p"])
    _close_p(holm(ours.pooled.test.p), block["p_holm"])
    _close(ours.pooled.test.rank_biserial, block["rank_biserial"])
    _close_p(ours.pooled.p_zsplit, block["p_zsplit"])

    wanted = targets["significant_pairs_at_0_05"]
    for column, raw in ours.p.items():
        assert int((raw < 0.05).sum()) == wanted[f"{column}_raw"]
        assert int((holm(raw) < 0.05).sum()) == wanted[f"{column}_holm"]


@pytest.mark.parametrize("block", ["published", "more"])
@pytest.mark.parametrize("name", ["Set5", "Set14"])
def test_table1_stars(paper_like: Case, name: str, block: str) -> None:
    scores, targets = _set(paper_like, name)
    ours = compare_pairs(scores)
    stars = paper_like[1]["table1_stars"]
    stars = stars if block == "published" else stars["more_categories_for_tests"]
    categories = [
        [targets["systems"].index(system) for system in members] for members in stars["categories"]
    ]
    for column, p in {
        "crossed_holm": holm(ours.crossed.p),
        "raters_holm": holm(ours.raters.p),
        "pooled_raw_as_in_the_paper": ours.pooled.test.p,
    }.items():
        got = category_stars(ours.first, ours.second, ours.difference, p, categories)
        assert [targets["systems"][s] for s in got] == stars[name][column]


def test_all_stimuli_together(paper_like: Case) -> None:
    table, targets = paper_like
    wanted = targets["all_1128_stimuli"]
    scores = table.stimuli.scores
    assert scores.shape == (26, 1128)
    assert int((np.ptp(scores, axis=0) == 0).sum()) == wanted["unanimous_stimuli"]
    _close(scores.mean(), wanted["mean_of_mos"])
    agreement = intraclass(scores)
    _close((agreement.single, agreement.average), (wanted["icc_A1"], wanted["icc_Ak"]))
    _close(ordinal_alpha(scores), wanted["krippendorff_alpha_ordinal"])

    block = wanted["bt500_guarded_ddof1_own_denominator"]
    outliers = bt500_outliers(scores)
    assert outliers.above.tolist() == block["P"]
    assert outliers.below.tolist() == block["Q"]
    _close(outliers.share, block["stat1"])
    _close(outliers.asymmetry, block["stat2"])
    assert not outliers.flagged.any()
    assert block["flagged"] == []

    fixed = correlation_with_panel(scores)
    _close(fixed.first_pass, wanted["correlation_r1"]["r_first_pass"])
    assert fixed.dropped == ()
    relative = relative_correlation(scores)
    _close(relative.r, wanted["correlation_relative"]["r"])
    assert relative.threshold == wanted["correlation_relative"]["threshold"]

    unbiased = remove_bias(scores)
    _close(unbiased.bias, wanted["bias_removal"]["bias"])
    _close(unbiased.stimuli.sd.mean(), wanted["bias_removal"]["mean_sd_ddof1_after"])
    block = wanted["subject_model_ap"]
    model = subject_model(scores)
    assert abs(model.iterations - block["iterations"]) <= 1
    _close(model.bias, block["bias"], 1e-6)
    _close(model.inconsistency, block["inconsistency"], 1e-6)
    _close(model.quality[:60], block["quality_first_60_stimuli"], 1e-6)
    _close(model.quality.mean(), block["quality_mean"], 1e-6)
    apart = np.abs(model.quality - scores.mean(axis=0)).max()
    _close(apart, block["max_abs_quality_minus_mos"], 1e-6)


def test_equivalence(paper_like: Case) -> None:
    scores, targets = _set(paper_like, "BSD100")
    for pair, rows in paper_like[1]["tost_crossed_bsd100"].items():
        a, b = (targets["systems"].index(name) for name in pair.split(" vs "))
        ours = crossed(scores[:, :, a] - scores[:, :, b])
        for row in rows:
            _close(ours.mean, row["mean_diff"])
            _close_p(tost(ours.mean, ours.se, ours.df, row["bound"]), row["p"])
            half = ours.halfwidth(0.90)
            _close((ours.mean - half, ours.mean + half), row["ci90"])


def _observed(case: Case, name: str) -> DifferenceComponents:
    components = variance_components(case[0].block(name).scores)
    assert components is not None
    return DifferenceComponents(*components.of_difference())


def test_power(paper_like: Case) -> None:
    wanted = paper_like[1]["power_crossed"]
    for row in wanted["rows"]:
        components = _observed(paper_like, row["set"])
        reached = power(components, row["delta"], 26, row["images"])
        _close(reached, row["power_26_raters"], 1e-8)
        assert (
            raters_needed(components, row["delta"], row["images"]) == row["raters_for_80_percent"]
        )
    row = wanted["blocks_example"]
    components = _observed(paper_like, row["set"])
    of_blocks = power(components, row["delta"], 104, 100, per_rater=row["images_per_rater"])
    _close(of_blocks, row["power_104_raters"], 1e-8)
    needed = raters_needed(components, row["delta"], 100, per_rater=row["images_per_rater"])
    assert needed == row["raters_for_80_percent"]


KEPT = {
    "balanced_quarter": lambda i, j: (7 * i + j) % 4 == 0,
    "unbalanced": lambda i, j: (i * i + 3 * j + i * j) % 7 < 4,
}


@pytest.mark.parametrize("design", KEPT)
def test_incomplete_designs(paper_like: Case, design: str) -> None:
    scores, _ = _set(paper_like, "BSD100")
    wanted = paper_like[1]["incomplete_designs_from_bsd100"][design]
    i, j = np.meshgrid(np.arange(26), np.arange(100), indexing="ij")
    kept = KEPT[design](i, j)
    assert int(kept.sum()) == wanted["cells_kept"]
    thinned = np.where(kept[:, :, None], scores, np.nan)

    systems = describe_systems(thinned)
    block = wanted["per_system"]
    _close(systems.mos, block["mean_of_kept_ratings"])
    _close(systems.mean_of_rater_means, block["mean_of_rater_means"])
    _close(systems.both.se, block["crossed_se"])
    _close(systems.both.df, block["crossed_df"])

    omnibus = friedman(thinned)
    block = wanted["friedman_on_rater_means"]
    _close((omnibus.chi2, omnibus.kendalls_w), (block["chi2"], block["kendalls_W"]))
    _close_p(omnibus.p, block["p"])

    pairs = compare_pairs(thinned)
    block = wanted["pairs"]
    _close(pairs.difference, block["mean_diff"])
    for field in ("var_rater", "var_image", "var_residual", "se", "df", "t"):
        _close(getattr(pairs.crossed, field), block[field])
    _close_p(pairs.crossed.p, block["p"])
    _close_p(holm(pairs.crossed.p), block["p_holm"])
    assert pairs.crossed.floored.tolist() == block["floored"]
    _close_p(pairs.raters.p, block["wilcoxon_rater_means_p"])

    block = wanted["two_way_bootstrap_DRCN_minus_ESPCN"]
    names = wanted["per_system"]["systems"]
    a, b = names.index("DRCN"), names.index("ESPCN")
    drawn = two_way_bootstrap((thinned[:, :, a] - thinned[:, :, b])[None], seed=1, resamples=20000)
    assert drawn.sd[0] == pytest.approx(block["sd"], rel=0.05)
    _close((drawn.low[0], drawn.high[0]), block["percentile_95"], 0.015)


def test_holm_keeps_the_place_of_an_undefined_p() -> None:
    adjusted = holm(np.array([0.01, np.nan, 0.04, 0.03]))
    np.testing.assert_allclose(adjusted, [0.04, np.nan, 0.09, 0.09])
