"""Metrics against people and the spread of scores: in the results, on the page, in the files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report.sections import sections_of
from sr_studio.studies.report.write import write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.metric_results import MetricValues, metric_results
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.mixed_model import mixed_model
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.score_distribution import opinion_spread
from tests.studies.report.conftest import DAY


def _results(holes: float = 0.0, scale: str = "1-5", *, resample: bool = True) -> ScoreResults:
    """12 raters, 7 images, 4 systems; scores on the scale given."""
    rng = np.random.default_rng(5)
    points = Scale.parsed(scale)
    low, span = points.lowest, points.highest - points.lowest
    quality = np.linspace(0.2, 0.8, 4) + rng.normal(0, 0.05, (7, 1))
    latent = quality + rng.normal(0, 0.06, (12, 1, 1)) + rng.normal(0, 0.12, (12, 7, 4))
    scores = low + np.rint(np.clip(latent, 0, 1) * span)
    seen = rng.random((12, 7, 4)) >= holes
    i, j, s = np.nonzero(seen)
    frame = pd.DataFrame(
        {
            "rater": [f"r{k:02}" for k in i],
            "reference": [f"i{k}" for k in j],
            "system": [f"s{k}" for k in s],
            "score": scores[seen],
        }
    )
    plan = AnalysisPlan(analysis=Analysis(bootstrap=1000), scale=points)
    return analyse(study_data(frame, plan=plan), resample=resample)


@pytest.fixture(scope="module")
def results() -> ScoreResults:
    return _results()


def _metrics(results: ScoreResults) -> MetricValues:
    """A good metric, one of which less is better, and noise."""
    mos = results.stimuli.mos
    rng = np.random.default_rng(1)
    values = [
        20 + 4 * mos + rng.normal(0, 0.8, len(mos)),
        1 - 0.15 * mos + rng.normal(0, 0.04, len(mos)),
        rng.normal(0, 1, len(mos)),
    ]
    return MetricValues(("psnr_y", "lpips", "noise"), np.array(values), 0)


def test_a_metric_of_which_less_is_better_is_turned(results: ScoreResults) -> None:
    (found,) = metric_results(results, _metrics(results))
    good, turned, noise = (metric.classing for metric in found.metrics)
    assert good.auc_better > 0.95
    assert turned.auc_better > 0.95
    assert found.metrics[1].fit.plcc < -0.9
    assert noise.auc_different < 0.7
    # Against a count of its own: the same pairs, by the z of their latent.
    mos, se = results.stimuli.mos, results.stimuli.se
    z = np.subtract.outer(mos, mos) / np.hypot.outer(se, se)
    apart = np.triu(np.abs(z) > stats.norm.ppf(0.975), 1)
    assert good.pairs_different == apart.sum()
    assert good.pairs_similar == np.triu(np.ones_like(apart), 1).sum() - apart.sum()
    better = next(p for p in found.differences if p.second == "noise" and "PSNR" in p.first)
    assert max(better.p_correlation, better.p_better) < 0.01


def test_the_page_and_the_files_have_them(results: ScoreResults, tmp_path: Path) -> None:
    metrics = _metrics(results)
    page = write_report(results, tmp_path, metrics=metrics, date=DAY, formats=())
    text = page.read_text(encoding="utf-8")
    for said in (
        "Krasula",
        "Steiger",
        "outlier ratio",
        "Hoßfeld",
        "generalised score distribution",
    ):
        assert said in text, said
    table = pd.read_csv(tmp_path / "tables" / "metrics.csv").set_index("metric")
    assert table.loc["lpips", "auc_better"] > 0.95
    assert 0 <= table.loc["psnr_y", "outlier_ratio"] <= 1
    pairs = pd.read_csv(tmp_path / "tables" / "metric_differences.csv")
    assert len(pairs) == 3
    found = json.loads((tmp_path / "analysis.json").read_text(encoding="utf-8"))
    assert [row["metric"] for row in found["metrics"]] == ["psnr_y", "lpips", "noise"]
    assert len(found["score_distribution"]) == 28
    (spread,) = found["spread"]
    again = opinion_spread(
        results.table.stimuli.scores, results.table.stimuli.references, 1, 5, level=0.95
    )
    assert spread["sos"] == pytest.approx(again.a, abs=1e-12)
    assert spread["sos_low"] == pytest.approx(again.low, abs=1e-12)
    assert spread["gsd_stimuli"] == 28
    means = {(r["reference"], r["system"]): r["mos"] for r in found["stimuli"]}
    for row in found["score_distribution"]:
        # ψ is a mean: it lies near the MOS of the stimulus it is said to be of.
        assert row["quality"] == pytest.approx(means[row["reference"], row["system"]], abs=0.2)


def test_a_set_with_holes_has_a_mixed_model_beside_the_crossed_test(
    results: ScoreResults,
) -> None:
    assert results.sets[0].mixed is None
    results = _results(holes=0.3)
    (one,) = results.sets
    assert one.mixed is not None
    rows = [row for row in document(results)["pairs"] if row["test"] == "crossed"]
    for k, row in enumerate(rows):
        first, second = (int(row[name][1:]) for name in "ab")
        y = one.block.scores
        again = mixed_model(y[:, :, first] - y[:, :, second])
        assert row["mixed_p"] == pytest.approx(again.p, rel=1e-9)
        assert row["mixed_low"] < row["mixed_difference"] < row["mixed_high"]
        assert row["mixed_difference"] == pytest.approx(row["difference"], abs=0.15), k
    pairs = next(part for part in sections_of(results, None, (), []) if part.key == "pairs")
    assert pairs.tables[-1].name == "mixed_all"


@pytest.mark.parametrize(("scale", "fitted"), [("0-10", True), ("-3-3", True), ("0-100", False)])
def test_other_scales(scale: str, fitted: bool) -> None:
    results = _results(scale=scale, resample=False)
    (one,) = results.sets
    assert 0 < one.spread.a < 0.5
    assert (one.distribution is not None) == fitted
    if one.distribution is not None:
        points = results.data.plan.scale
        mos = results.stimuli.mos
        assert one.distribution.p is None
        near = 0.06 * (points.highest - points.lowest)
        by_cell = dict(zip(one.cells, one.distribution.quality, strict=True))
        for k, name in enumerate(results.table.stimuli.names):
            reference, system = name.split("/")
            assert by_cell[reference, system] == pytest.approx(mos[k], abs=near)
    rows = {part.key: part for part in sections_of(results, None, (), [])}["reliability"]
    table = next(table for table in rows.tables if table.name == "spread")
    assert table.rows[0][-1].text == ("not asked for" if fitted else "too many scores")
