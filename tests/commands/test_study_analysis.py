"""The commands as people run them: the real program, real files, real exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sr_studio.studies.store.folder import StudyFolder
from tests.support.commands import run as run_command

DATA = Path(__file__).resolve().parent.parent / "studies" / "data"
LISTS = {
    "stimuli": {"stimulus", "n", "mos", "sd", "ci_low", "ci_high"},
    "systems": {"system", "set", "n", "mos", "dmos", "ci_raters", "ci_raters_pictures"},
    "pairs": {"a", "b", "set", "test", "difference", "statistic", "df", "p", "p_holm"},
    "screening": {"rater", "rule", "value", "threshold", "flagged"},
    "raters": {"rater", "bias", "inconsistency"},
    "subject_model": set(),
    "omnibus": set(),
    "reliability": set(),
    "power": set(),
    "primary": set(),
    "notes": set(),
    "spread": {"set", "sos", "sos_low", "sos_high", "gsd_stimuli"},
    "score_distribution": {"set", "reference", "system", "quality", "agreement"},
}


def _run(*words: object) -> int:
    return run_command("study", *words)


def _json(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Any:
    capsys.readouterr()
    assert _run(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_import_analyze_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = tmp_path / "study"
    made = _json(capsys, "import", DATA / "synthetic_edge_7raters.csv", "--out", study)
    assert made["raters"] == 7
    assert made["hidden_reference"] == "hr"
    found = _json(capsys, "analyze", study)
    assert set(found) == set(LISTS)
    assert found["primary"] == []  # an import declares nothing beforehand
    for name, fields in LISTS.items():
        assert found[name] or name == "primary", name
        for row in found[name]:
            assert fields <= set(row), name
    assert not (study / "reports").exists()
    files = _json(capsys, "export", study, "--format", "tidy", "--format", "sureal")["files"]
    names = {Path(file).name for file in files}
    assert names == {"ratings.csv", "codebook.json", "sureal.json"}
    assert _run("analyze", study, "--date", "2026-01-05", "--no-bootstrap", "--figures", "svg") == 0
    assert "MOS" in capsys.readouterr().out
    assert (study / "reports" / "2026-01-05" / "report.html").is_file()


def test_rows_of_metrics_that_fit_no_stimulus_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"r{i},p{j},s{s},{1 + (i + j) % 5}" for i in range(3) for j in (0, 1) for s in "ab"]
    (tmp_path / "in.csv").write_text("\n".join(["rater,reference,system,score", *rows]) + "\n")
    _json(capsys, "import", tmp_path / "in.csv", "--out", tmp_path / "study")
    scores = tmp_path / "scores.csv"
    rows = [f"p{k},s{system},{20 + k}" for k in range(3) for system in "ab"]
    scores.write_text("\n".join(["image,model,psnr", *rows]) + "\n")
    words = ("analyze", tmp_path / "study", "--metrics", scores, "--no-bootstrap", "--json")
    assert _run(*words) == 0
    assert "2 rows of scores.csv without a stimulus in this study" in capsys.readouterr().err


def test_mistakes_are_sentences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("rater,reference,system,score\na,i,s,6\n", encoding="utf-8")
    assert _run("import", bad, "--out", tmp_path / "study") == 1
    said = capsys.readouterr().err
    assert "line 2: the score is 6" in said
    assert "Traceback" not in said
    assert not (tmp_path / "study").exists()
    assert _run("analyze", tmp_path / "nowhere") == 1
    assert "there is no study here" in capsys.readouterr().err
    assert _run("power", "--variances", "huge") == 1
    assert "consistent, mid, web" in capsys.readouterr().err
    assert _run("simulate", "--plan", "nothing", "--out", tmp_path / "x") == 1
    assert "srgan-2017" in capsys.readouterr().err
    assert _run("simulate", "--references", "Set5", "--out", tmp_path / "x") == 2


def test_power_of_a_plan(capsys: pytest.CaptureFixture[str]) -> None:
    found = _json(capsys, "power", "--raters", "26", "--images", "100")
    by_delta = {row["delta"]: row for row in found["power"]}
    assert by_delta[0.2]["detectable"] == pytest.approx(0.2, abs=0.006)
    assert by_delta[0.5]["power"] > 0.99
    assert _run("power", "--images", "14") == 0
    assert "more images" in capsys.readouterr().out


def test_simulated_study_from_plan_to_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The paper's plan with fewer images; the same seed gives the same ratings."""
    sizes = ["--references", "Set5=2", "--references", "Set14=2", "--references", "BSD100=8"]
    found = []
    for name in ("one", "two"):
        made = _json(
            capsys, "simulate", "--out", tmp_path / name, "--raters", "6", "--seed", "3", *sizes
        )
        assert made["sets"] == {"Set5": 2, "Set14": 2, "BSD100": 8}
        found.append(_json(capsys, "analyze", tmp_path / name, "--no-bootstrap"))
    assert found[0] == found[1]
    mos = {(r["set"], r["system"]): r["mos"] for r in found[0]["systems"]}
    assert mos["BSD100", "SRGAN"] > mos["BSD100", "SRResNet"] > mos["BSD100", "Bicubic"]
    assert [row["system"] for row in found[0]["systems"]][-1] == "Original HR"
    reliability = {(row["set"], row["measure"]): row["value"] for row in found[0]["reliability"]}
    assert reliability["all sets", "repeats"] >= 60
    power = _json(capsys, "power", tmp_path / "one")
    assert {row["set"] for row in power["power"]} == {"Set5", "Set14", "BSD100"}
    assert any("stop at 26 raters" in line for line in power["notes"])


def test_a_plan_of_ones_own_is_rehearsed_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    for number in range(12):
        (pictures / f"{number}.png").touch()
        (pictures / f"{number}.txt").touch()
    mine = tmp_path / "mine" / "study.toml"
    _run("new", "--plan", "acr-hr", "--set", f"pictures={pictures}", "--out", mine.parent)
    sites = '[[site]]\nid = "%s"\nfirst_number = %d\nlast_number = %d\n'
    text = mine.read_text("utf-8").replace(str(pictures), "../pictures")
    text += "\n[scale]\nlowest = 0\nhighest = 10\n"
    mine.write_text(text + sites % ("north", 1, 20) + sites % ("south", 101, 199), "utf-8")
    out = tmp_path / "rehearsal"
    words = ("simulate", "--plan", str(mine), "--out", out, "--truth", "ladder")
    assert _json(capsys, *words, "--raters", "6")["sets"] == {"pictures": 12}
    with StudyFolder(out).open_store() as store:
        assert sum(rater.number > 100 for rater in store.raters()) == 3
    found = _json(capsys, "analyze", out, "--no-bootstrap")
    mos = {row["system"]: row["mos"] for row in found["systems"]}
    assert mos["Original"] > 7 and mos["Nearest neighbour"] < 3
    assert _run(*words[:4], tmp_path / "many", "--raters", "200") == 1
    assert "numbers for 119 raters" in capsys.readouterr().err


def test_simulated_pair_comparison(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = DATA.parent.parent.parent / "studies" / "pair-comparison" / "study.toml"
    ids = [line.split('"')[1] for line in plan.read_text(encoding="utf-8").splitlines()
           if line.startswith("id = ")]  # fmt: skip
    assert len(ids) > 2
    sets = [line.split('"')[1] for line in plan.read_text(encoding="utf-8").splitlines()
            if line.startswith(("name = ", "set = "))]  # fmt: skip
    truth = tmp_path / "truth.toml"
    values = "\n".join(f'"{name}" = {1.5 + 3 * k / len(ids):.2f}' for k, name in enumerate(ids))
    tables = "\n".join(f'[mos."{name}"]\n{values}' for name in dict.fromkeys(sets))
    truth.write_text(tables, encoding="utf-8")
    sizes = [word for name in dict.fromkeys(sets) for word in ("--references", f"{name}=12")]
    study = tmp_path / "pc"
    _json(capsys, "simulate", "--plan", "pair-comparison", "--truth", truth, "--out", study,
          "--raters", "8", *sizes)  # fmt: skip
    found = _json(capsys, "analyze", study)
    assert found["pairs"]
    assert all(row["test"].startswith("bootstrap_raters") for row in found["pairs"])
    assert {row["model"] for row in found["strengths"]} == {"bradley_terry", "thurstone"}
    assert "stimuli" not in found
    assert _run("analyze", study, "--report", tmp_path / "report", "--figures", "svg") == 0
    capsys.readouterr()
    assert list((tmp_path / "report" / "figures").glob("strengths_*.svg"))
    files = _json(capsys, "export", study)["files"]
    assert {Path(file).name for file in files} == {"choices.csv", "codebook.json", "wins.csv"}


def test_interim_looks_are_recorded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An open study notes each look, and its report says so."""
    from sr_studio.studies.definition.sections import Golden, Repeats
    from sr_studio.studies.planning.basis import basis_of
    from sr_studio.studies.planning.stream import planner
    from sr_studio.studies.simulation.synthetic import synthetic_manifest
    from sr_studio.studies.store.records import Answer, Consent, Sitting
    from sr_studio.studies.store.store import Store

    manifest = synthetic_manifest(
        {"A": 3}, ["X", "Y"], repeats=Repeats(share=0.0), golden=Golden(items="none")
    )
    (tmp_path / "s").mkdir()
    with Store.create(tmp_path / "s" / "study.sqlite", manifest) as store:
        for _ in range(2):
            rater = store.enrol(planner(basis_of(manifest)), Consent("1", "0" * 64, 1))
            session = store.start_session(rater.id, Sitting("c", "window", "1"))
            for k, shown in enumerate(store.presentations(rater.id)):
                answer = Answer(score=1 + k % 5, input="key", shown_us=1, first_paint_ns=1,
                                answered_ns=2)  # fmt: skip
                store.rate(session.id, shown.id, answer)
    for looks in (1, 2):
        found = _json(capsys, "analyze", tmp_path / "s", "--no-bootstrap")
        notes = {note["code"]: note["text"] for note in found["notes"]}
        assert f"{looks} time" in notes["interim_looks"]
        assert {row["system"] for row in found["systems"]} == {"X", "Y"}
        assert "blind" in notes
