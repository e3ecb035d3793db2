"""The study commands from a terminal: plan, check, build, verify, watch, merge, erase, unblind."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from sr_studio.studies.planning.reading import examine, list_plans
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.folder import StudyFolder
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.support.commands import run as run_command


def run(*words: object) -> int:
    return run_command("study", *words)


@pytest.fixture(scope="module")
def demo_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "study"
    assert run("new", "--plan", "five-minute-demo", "--out", folder) == 0
    assert run("build", folder) == 0
    return folder


@pytest.fixture
def demo(demo_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(demo_once, tmp_path / "demo"))


def _rate_all(folder: Path) -> str:
    conductor = open_conductor(folder)
    while make_way(conductor):
        assert isinstance(conductor.step, Show)
        conductor.answer(answer_to(conductor.step))
    name = conductor.pseudonym
    conductor.close()
    return name


def test_the_demo_works_at_once(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {_rate_all(demo) for _ in range(3)}
    capsys.readouterr()
    assert run("status", demo, "--json") == 0
    status = json.loads(capsys.readouterr().out)
    assert status["complete"] == 3 and {r["pseudonym"] for r in status["raters"]} == names
    trials = status["raters"][0]["planned"]
    assert 16 <= trials <= 32
    assert run("verify", demo) == 0
    assert run("close", demo, "--reason", "three raters are done") == 0
    assert run("unblind", demo, "--reason", "the end") == 0
    capsys.readouterr()
    assert run("status", demo) == 0
    assert "unblinded; 3 of 3 raters, 3 complete" in capsys.readouterr().out
    with StudyFolder(demo).open_store() as store:
        assert "Original" in store.system_names.values()


#: What the consent text that comes with the plans leaves to be said.
TOLD = ("--contact", "Kim, room 3", "--retention", "Five years, on paper in room 3.")


def test_the_consent_text_says_what_was_told(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    assert run("new", "--plan", "acr-hr", "--out", folder, *TOLD) == 0
    text = (folder / "consent.en.txt").read_text("utf-8")
    assert "Five years, on paper in room 3.\n\nContact\nKim, room 3" in text and "[" not in text
    assert 'contact = "Kim, room 3"' in (folder / "study.toml").read_text("utf-8")


def test_every_plan_is_listed_and_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run("plans", "--json") == 0
    plans = json.loads(capsys.readouterr().out)
    assert {plan["name"] for plan in plans} == {
        "srgan-2017",
        "acr-hr",
        "dcr",
        "pair-comparison",
        "five-minute-demo",
    }
    assert all(plan["summary"].endswith((".", "?")) for plan in plans)


@pytest.mark.parametrize("plan", [plan.name for plan in list_plans()])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_plan_needs_nothing_but_pictures(
    plan: str, language: str, tmp_path: Path, root: Path
) -> None:
    """Every ready-made plan has no mistake but the pictures that are not there yet."""
    folder = tmp_path / "study"
    assert run("new", "--plan", plan, "--out", folder, "--language", language, *TOLD) == 0
    _, problems = examine(folder / "study.toml")
    assert {p.code for p in problems if p.is_error} <= {"E15", "E37"}
    if plan == "srgan-2017":
        assert {p.code for p in problems if p.is_error} == {"E37"}


def test_a_plan_with_pictures_builds(tmp_path: Path, root: Path) -> None:
    samples = root / "resources" / "samples"
    for plan, stimuli in (("acr-hr", 16), ("dcr", 16), ("pair-comparison", 16)):
        folder = tmp_path / plan
        assert (
            run("new", "--plan", plan, "--out", folder, "--set", f"pictures={samples}", *TOLD) == 0
        )
        text = (folder / "study.toml").read_text("utf-8")
        smaller = text.replace("[making]", "[repeats]\nshare = 0.0\n\n[making]")
        if "[geometry]" not in smaller:
            smaller += "\n[geometry]\nmax_width = 64\nmax_height = 64\n"
        (folder / "study.toml").write_text(smaller, "utf-8")
        assert run("build", folder) == 0
        assert len(StudyFolder(folder).manifest.stimuli) == stimuli
        _rate_all(folder) if plan != "pair-comparison" else None


def test_the_srgan_plan_with_its_folders(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    samples, folder = root / "resources" / "samples", tmp_path / "study"
    sets = [word for name in ("Set5", "Set14", "BSD100") for word in ("--set", f"{name}={samples}")]
    words = ["new", "--plan", "srgan-2017", "--out", folder, *sets, "--calibration", samples]
    assert run(*words, "--title", "Ours", "--json") == 0
    problems = json.loads(capsys.readouterr().out)["problems"]
    missing = [p for p in problems if p["code"] == "E15"]
    assert len(missing) == 9 and all("are missing" in p["what"] for p in missing)
    assert {p["code"] for p in problems if p["code"].startswith("E")} == {"E15", "E07"}
    untold = [p["what"] for p in problems if p["code"] == "E07"]
    assert untold == [
        "consent.en.txt still says [Say here how long, and where.]",
        "consent.en.txt still says [Say here whom to ask.]",
    ]
    text = (folder / "study.toml").read_text("utf-8")
    assert text.count("[[calibration.item]]") == 8 and 'title = "Ours"' in text
    assert text.startswith("# The study of Ledig et al. 2017")


def test_check_says_what_the_study_will_ask(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("check", demo, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["preview"]["sessions"] == 1 and found["preview"]["minutes"] < 5
    assert all(abs(place - 0.5) < 0.25 for place in found["preview"]["mean_position"].values())
    (demo / "study.toml").write_text("[study]\ntitle = 3\n")
    assert run("check", demo) == 1
    errors = capsys.readouterr().err
    assert "E02 line 2: study.title" in errors and "E01" in errors and "E13 " in errors


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["new", "--plan", "best", "--out", "{tmp}/x"], 1, "there is no plan best"),
        (["new", "--plan", "dcr", "--out", "{demo}"], 1, "the folder is in use"),
        (["new", "--plan", "dcr", "--out", "{tmp}/x", "--set", "A"], 2, "NAME=FOLDER"),
        (["new", "--plan", "dcr", "--out", "{tmp}/x", "--set", "A=b"], 1, "no set A"),
        (["new", "--plan", "dcr", "--out", "{tmp}/x", "--language", "xx"], 1, "no texts in"),
        (["new", "--plan", "dcr", "--out", "{tmp}/x", "--model", "none"], 1, "none"),
        (["build", "{tmp}/nowhere"], 1, "there is no study.toml"),
        (["build", "{demo}"], 1, "built already"),
        (["verify", "{tmp}/nowhere"], 1, "no built study"),
        (["status", "{demo}", "--database", "mysql://x"], 1, "mysql databases are not"),
        (["withdraw", "{demo}", "--rater", "R9"], 1, "there is no rater R9"),
        (["erase", "{demo}", "--rater", "R9", "--yes"], 1, "there is no rater R9"),
        (["unblind", "{demo}", "--reason", "x", "--key", "{tmp}/none"], 1, "there is no key"),
        (["merge", "{demo}", "{tmp}/none", "-o", "{tmp}/out"], 1, "no study database"),
    ],
)
def test_wrong_usage_is_one_sentence(
    words: list[str],
    code: int,
    sentence: str,
    demo: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    capsys.readouterr()
    before = sorted(tmp_path.rglob("*"))
    filled = [word.format(tmp=tmp_path, demo=demo) for word in words]
    assert run(*filled) == code
    assert sentence in capsys.readouterr().err
    after = [p for p in tmp_path.rglob("*") if not p.name.startswith("study.sqlite-")]
    assert sorted(after) == before


def test_merge_withdraw_and_erase(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = Path(shutil.copytree(demo, tmp_path / "there"))
    one, two = _rate_all(demo), _rate_all(demo)
    assert run("withdraw", demo, "--rater", one) == 0
    assert run("erase", demo, "--rater", two, "--yes") == 0
    capsys.readouterr()
    assert run("merge", demo, there, "-o", tmp_path / "all.sqlite", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["raters"], report["erased"], report["rows"]["withdrawals"]) == (1, 1, 1)
    assert run("merge", there, demo, "-o", tmp_path / "other.sqlite", "--json") == 0
    assert json.loads(capsys.readouterr().out)["digest"] == report["digest"]


def test_the_commands_do_not_import_torch_or_qt(demo: Path) -> None:
    import subprocess

    program = (
        "import sys\nfrom sr_studio.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as left:\n    assert not left.code\n"
        "heavy = {'torch', 'PySide6'} & set(sys.modules)\nassert not heavy, heavy\n"
    )
    for words in (["status", demo], ["check", demo]):
        subprocess.run(
            [sys.executable, "-c", program, "study", *map(str, words)],
            check=True,
            capture_output=True,
        )
