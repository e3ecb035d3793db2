"""Every command line of the guide to studies runs as it is written, in the order it is written."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from sr_studio.cli import main
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import AskSite, Show
from sr_studio.studies.results.source import load_study
from tests.studies.rating.scripted_rater import answer_to, make_way

SITES = """
[[site]]
id = "north"
first_number = 1
last_number = 99

[[site]]
id = "south"
first_number = 101
last_number = 199
"""


def command_lines(text: str) -> list[str]:
    """The lines of all fenced blocks that are commands of the program."""
    blocks = re.findall(r"^```\w*\n(.*?)^```$", text, re.M | re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("sr-studio")]


def run(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)
    assert not left.value.code, words


def rate(words: list[str]) -> None:
    """The one command that needs hands: the same options, and a program that presses the keys."""
    study, options = words[0], dict(zip(words[1::2], words[2::2], strict=True))
    for number in range(4):  # a guide's reader asks some friends, too
        rater = options.get("--rater") if number == 0 else None
        conductor = open_conductor(Path(study), rater, site=options.get("--site"))
        assert not isinstance(conductor.step, AskSite)
        while make_way(conductor):
            assert isinstance(conductor.step, Show)
            conductor.answer(answer_to(conductor.step))
        conductor.close()


def smaller(study: Path) -> None:
    """Pictures of 64 pixels and short plans, so that the guide is read in seconds."""
    text = (study / "study.toml").read_text("utf-8")
    text = text.replace("[geometry]\nmax_width = 480\nmax_height = 480", "")
    quick = "\n[geometry]\nmax_width = 64\nmax_height = 64\n"
    if "five-minute" not in text and "demo" not in text:
        quick += "[repeats]\nshare = 0.0\n[sessions]\nmax_minutes = 30\n"
    (study / "study.toml").write_text(text + quick, "utf-8")


def without_models(study: Path) -> None:
    """Interpolations alone: that models build this very plan is test_study_design's to show."""
    file = study / "study.toml"
    text = re.sub(r'\[\[system\]\]\nid = "[^"]+-x4"\n(.+\n)*?(?=\[)', "", file.read_text("utf-8"))
    text = re.sub(r', \["[^"]+-x4", [^]]*\]', "", text)
    assert "-x4" not in text and 'method = "lanczos"' in text
    file.write_text(text, "utf-8")


@pytest.fixture
def server(postgresql_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The guide's server: its name leads to the one of this test run."""
    address = urlsplit(postgresql_server)
    monkeypatch.setenv("PGHOSTADDR", str(address.hostname))
    monkeypatch.setenv("PGPORT", str(address.port))
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as admin:
        admin.execute("CREATE DATABASE mos")
    yield
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as admin:
        admin.execute("DROP DATABASE mos WITH (FORCE)")


def prepared(line: str, root: Path) -> None:
    """What the guide tells its reader to do by hand before a line."""
    samples = root / "resources" / "samples"
    if "--set pictures=photographs" in line:
        shutil.copytree(samples, "photographs")
    elif line.endswith("--site north") and "everywhere" in line:
        # "Say in study.toml where people will rate, then copy the built folder": two computers.
        run(shlex.split("study new --plan five-minute-demo --out everywhere"))
        file = Path("everywhere/study.toml")
        file.write_text(file.read_text("utf-8") + SITES, "utf-8")
        smaller(Path("everywhere"))
        run(["study", "build", "everywhere"])
        for computer in ("north", "south"):
            shutil.copytree("everywhere", Path(computer) / "everywhere")
    elif "--metrics scores.csv" in line:
        # An evaluation of the same pictures by the same systems.
        table = load_study(Path("demo")).table
        assert table is not None
        stimuli = table.stimuli
        rows = [
            f"{table.references[image]},{table.systems[system]},{20 + number},{0.9 - number / 50}"
            for number, (image, system) in enumerate(
                zip(stimuli.references, stimuli.systems, strict=True)
            )
        ]
        Path("scores.csv").write_text("\n".join(["image,model,psnr_y,lpips", *rows]) + "\n")
    elif "build shared" in line:
        run(shlex.split("study new --plan five-minute-demo --out shared"))
        file = Path("shared/study.toml")
        file.write_text(file.read_text("utf-8") + SITES, "utf-8")
        smaller(Path("shared"))


def follow(lines: list[str], root: Path, *, models: bool = True) -> None:
    """Do what the guide says, one line after the other."""
    for line in lines:
        prepared(line, root)
        words = shlex.split(line)[1:]
        print(f"$ {line}", flush=True)
        if words[:2] == ["study", "rate"]:
            rate(words[2:])
        else:
            run(words)
        if words[:2] == ["study", "new"]:
            made = Path(words[words.index("--out") + 1])
            smaller(made)
            if not models:
                without_models(made)


def test_the_five_minutes(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = command_lines((root / "docs" / "studies.md").read_text("utf-8"))[:5]
    assert [line.split()[2] for line in lines] == ["new", "build", "rate", "close", "analyze"]
    follow(lines, root, models=False)
    assert list(Path("demo/reports").rglob("report.html"))


@pytest.mark.slow
def test_the_guide_to_studies(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: None
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = command_lines((root / "docs" / "studies.md").read_text("utf-8"))
    assert len(lines) > 30
    follow(lines, root)
    assert Path("rehearsal/study.sqlite").exists() and Path("exports/ratings.csv").exists()
