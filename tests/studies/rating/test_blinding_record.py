"""The blinding record: who looked when, what left the study, and that nothing is overwritten."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.results.source import load_study
from sr_studio.studies.store.store import Store
from tests.studies.rating.test_sites import NAMES, built, rate, run


def _events(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "study.sqlite") as connection:
        rows = connection.execute("SELECT kind FROM study_events ORDER BY at_us, id").fetchall()
    return [kind for (kind,) in rows]


def _ratings_hash(report: Path) -> str:
    lines = (report / "report.md").read_text("utf-8").splitlines()
    return next(line.split(": ")[1] for line in lines if line.startswith("* Ratings: "))


def _head(report: Path, label: str) -> str:
    lines = (report / "report.md").read_text("utf-8").splitlines()
    return next(line for line in lines if line.startswith(f"* {label}: "))


@pytest.fixture
def rated(tmp_path: Path) -> Path:
    """A double-blind study with four raters; its key is with a custodian."""
    study = built(tmp_path / "study", images=3, blinding="double")
    shutil.move(study / "key.json", tmp_path / "key.json")
    with Store.open(study / "study.sqlite") as store:
        rate(store, "north", 4, np.random.default_rng(4))
    return study


def test_a_look_that_is_refused_is_none(tmp_path: Path) -> None:
    study = built(tmp_path / "study", images=3)
    before = _events(study)
    assert run("analyze", study) == 1
    assert _events(study) == before


def test_the_record_from_the_first_look_to_the_names(
    rated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def analysed() -> Path:
        assert (
            run("analyze", rated, "--no-bootstrap", "--figures", "svg", "--date", "2026-01-05") == 0
        )
        return max((rated / "reports").iterdir(), key=lambda place: place.stat().st_mtime_ns)

    first = analysed()
    assert _events(rated)[-1] == "interim_look"
    before = {p: p.read_bytes() for p in first.rglob("*") if p.is_file()}
    assert "none" not in _head(first, "Interim looks")
    assert "not lifted" in _head(first, "Blinding")

    assert run("export", rated) == 0
    assert _events(rated)[-1] == "exported"
    blind = (rated / "exports" / "ratings.csv").read_text("utf-8")
    assert not any(name in blind for name in NAMES.values() if name != "original")

    assert run("close", rated) == 0
    closed = analysed()
    assert _events(rated)[-1] == "analysed"
    reason = ("--reason", "the analysis begins", "--key", tmp_path / "key.json")
    assert run("unblind", rated, *reason) == 0
    named = analysed()
    assert _events(rated)[-2:] == ["unblinded", "analysed"]
    assert "lifted 20" in _head(named, "Blinding")
    capsys.readouterr()

    # Three reports of one day lie side by side, and the first is as it was.
    assert len({first, closed, named}) == 3
    assert {p: p.read_bytes() for p in first.rglob("*") if p.is_file()} == before
    assert run("analyze", rated, "--no-bootstrap", "--report", first) != 0
    assert "never overwritten" in capsys.readouterr().err
    # Codes or names: the same ratings have the same hash.
    assert "SRGAN" in (named / "report.md").read_text("utf-8")
    assert "SRGAN" not in (closed / "report.md").read_text("utf-8")
    assert _ratings_hash(first) == _ratings_hash(closed) == _ratings_hash(named)
    assert _ratings_hash(named) == load_study(rated).data_sha256
    with Store.open(rated / "study.sqlite") as store:
        rater = store.raters()[0]
    assert run("exclude", rated, f"R{rater.number}", "--reason", "was ill") == 0
    assert load_study(rated).data_sha256 != _ratings_hash(first)


def test_the_record_itself_cannot_be_changed(rated: Path) -> None:
    """What was written down stays, as every other row."""
    assert run("analyze", rated, "--no-bootstrap", "--json") == 0
    with sqlite3.connect(rated / "study.sqlite") as connection:
        for change in ("UPDATE study_events SET reason = 'x'", "DELETE FROM study_events"):
            with pytest.raises(sqlite3.Error, match="never"):
                connection.execute(change)
    assert "interim_look" in _events(rated)
