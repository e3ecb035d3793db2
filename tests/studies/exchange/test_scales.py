"""Scales other than 1 to 5: read, stored, analysed, drawn and written again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sr_studio.cli import main
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.exports import export_ratings
from sr_studio.studies.exchange.importing import import_ratings
from sr_studio.studies.report.methods import methods_paragraph
from sr_studio.studies.report.plates import plates
from sr_studio.studies.report.write import write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.source import load_for_export, load_study
from sr_studio.studies.statistics.reliability import ordinal_alpha, weighted_kappa

SCALES = ("0-100", "1-9", "0-10", "1-5:0.5", "-3-3", "0-100:0.01")
#: Of which the report is written as well; of the others every figure is made, and the text.
REPORTED = ("0-100", "-3-3")


def _ratings(scale: Scale, seed: int = 3) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(10):
        for j in range(7):
            for s in range(3):
                wanted = (s + 1) / 4 + rng.normal(0, 0.15)
                grade = int(np.clip(round(wanted * scale.grades), 0, scale.grades - 1))
                rows.append((f"r{i}", f"p{j}", f"s{s}", f"{scale.scores[grade]:g}"))
    return pd.DataFrame(rows, columns=["rater", "reference", "system", "score"])


@pytest.mark.parametrize("written", SCALES)
def test_a_declared_scale_goes_all_the_way(tmp_path: Path, written: str) -> None:
    scale = Scale.parsed(written)
    frame = _ratings(scale)
    frame.to_csv(tmp_path / "in.csv", index=False)
    made = import_ratings(tmp_path / "in.csv", tmp_path / "study", scale=scale)
    assert made["scale"] == scale.spoken
    results = analyse(load_study(tmp_path / "study"), resample=False)
    (one,) = results.sets
    scores = frame.assign(score=frame["score"].astype(float))
    means = scores.groupby("system")["score"].mean()
    np.testing.assert_allclose(one.statistics.mos, means[list(one.systems)])
    assert one.statistics.counts.sum(axis=1).tolist() == [70, 70, 70]
    assert len(list(plates(results))) >= 6
    text = methods_paragraph(results)
    if written in REPORTED:
        page = write_report(results, tmp_path / "report", formats=("svg",))
        text = page.read_text(encoding="utf-8")
    assert f"from {scale.lowest:g} to {scale.highest:g}" in text
    exported, facts = load_for_export(tmp_path / "study")
    export_ratings(exported, tmp_path / "out", ("tidy", "wide", "p910", "sureal", "gsd"), facts)
    import_ratings(tmp_path / "out" / "ratings.csv", tmp_path / "again", scale=scale)
    first, second = (
        document(results),
        document(analyse(load_study(tmp_path / "again"), resample=False)),
    )
    for name in ("stimuli", "systems", "pairs", "raters", "reliability"):
        assert first[name] == second[name], name


def test_the_scale_only_stretches_what_is_found(tmp_path: Path) -> None:
    """1 to 9 with the same answers, doubled: every p and every verdict is the same."""
    frame = _ratings(FIVE_POINTS)
    frame.to_csv(tmp_path / "five.csv", index=False)
    doubled = frame.assign(score=(2 * frame["score"].astype(int) - 1).astype(str))
    doubled.to_csv(tmp_path / "nine.csv", index=False)
    import_ratings(tmp_path / "five.csv", tmp_path / "five")
    import_ratings(tmp_path / "nine.csv", tmp_path / "nine", scale=Scale(lowest=1, highest=9))
    five, nine = (
        document(analyse(load_study(tmp_path / name), resample=False)) for name in ("five", "nine")
    )
    for a, b in zip(five["pairs"], nine["pairs"], strict=True):
        assert 2 * a["difference"] == pytest.approx(b["difference"])
        assert a["p"] == pytest.approx(b["p"], abs=1e-9)
        assert a.get("p_equivalence") == pytest.approx(b.get("p_equivalence"), abs=1e-9)
    flags = [[row["flagged"] for row in one["screening"]] for one in (five, nine)]
    assert flags[0] == flags[1]
    assert [2 * row["delta"] for row in five["power"]] == [row["delta"] for row in nine["power"]]
    for a, b in zip(five["power"], nine["power"], strict=True):
        assert a["power"] == pytest.approx(b["power"])


def test_a_score_off_the_scale_is_named_with_the_scale(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("rater,reference,system,score\nr,i,a,3\nr,i,b,3.25\n", encoding="utf-8")
    with pytest.raises(RatingsError, match=r"line 3: the score is 3.25, .* 1 to 5 in steps of 0.5"):
        import_ratings(path, tmp_path / "study", scale=Scale.parsed("1-5:0.5"))
    with pytest.raises(RatingsError, match="--scale"):
        import_ratings(path, tmp_path / "study")


@pytest.mark.parametrize("wrong", ["5-1", "1-5:0.3", "0-1:0.00001", "five", "1-5:0"])
def test_impossible_scales_are_refused(tmp_path: Path, wrong: str, capsys) -> None:
    path = tmp_path / "in.csv"
    path.write_text("rater,reference,system,score\nr,i,a,3\n", encoding="utf-8")
    arguments = ["study", "import", str(path), "--out", str(tmp_path / "s"), "--scale", wrong]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_command_declares_the_scale(tmp_path: Path, capsys) -> None:
    _ratings(Scale.parsed("0-100")).to_csv(tmp_path / "in.csv", index=False)
    arguments = ["study", "import", str(tmp_path / "in.csv"), "--out", str(tmp_path / "s")]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--scale", "0-100", "--json"])
    assert ended.value.code == 0
    assert json.loads(capsys.readouterr().out)["scale"] == "whole numbers from 0 to 100"


def test_agreement_knows_no_number_of_grades() -> None:
    """α and κ on 101 grades are those of the definition with all grades."""
    rng = np.random.default_rng(5)
    scores = rng.integers(0, 101, (6, 15)).astype(float)
    scores[0, 3] = scores[2, 7] = np.nan
    grades = np.arange(101)
    counts = np.stack([(scores == g).sum(axis=0) for g in grades], axis=1).astype(float)
    n_j = counts.sum(axis=1)
    together = (counts / (n_j - 1)[:, None]).T @ counts
    together -= np.diag((counts / (n_j - 1)[:, None]).sum(axis=0))
    margins = together.sum(axis=1)
    upto = np.cumsum(margins) - margins / 2
    distance = (upto[:, None] - upto[None, :]) ** 2
    expected = (margins[:, None] * margins[None, :] * distance).sum()
    alpha = 1 - (margins.sum() - 1) * (together * distance).sum() / expected
    assert ordinal_alpha(scores) == pytest.approx(alpha, abs=1e-12)
    a, b = rng.integers(0, 101, (2, 40)).astype(float)
    weights = (grades[:, None] - grades[None, :]) ** 2
    seen = np.zeros((101, 101))
    np.add.at(seen, (a.astype(int), b.astype(int)), 1 / 40)
    chance = (weights * seen.sum(axis=1)[:, None] * seen.sum(axis=0)[None, :]).sum()
    assert weighted_kappa(a, b) == pytest.approx(1 - (weights * seen).sum() / chance, abs=1e-12)
