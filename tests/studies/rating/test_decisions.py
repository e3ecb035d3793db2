"""People are excluded and included by a person with a reason; the report shows it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sr_studio.cli import main
from sr_studio.studies.errors import StudyError
from sr_studio.studies.rating.enrolment import decide_on_rater
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from tests.studies.rating.test_sites import NAMES, built, rate
from tests.studies.rating.test_sites import run as study_command


@pytest.fixture(scope="module")
def rated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody may change it."""
    folder = built(tmp_path_factory.mktemp("rated") / "study", images=3)
    with StudyFolder(folder).open_store() as store:
        rate(store, "north", 5, np.random.default_rng(2))
    return folder


@pytest.fixture
def rated(rated_once: Path, tmp_path: Path) -> Path:
    """A study with five raters."""
    return Path(shutil.copytree(rated_once, tmp_path / "study"))


def _left(folder: Path) -> list[int]:
    with StudyFolder(folder).open_store() as store:
        counted = set(load_ratings(store)["rater"].astype(str))
        return [rater.number for rater in store.raters() if rater.pseudonym in counted]


def test_exclude_and_include(rated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert study_command("exclude", rated, "R2", "--reason", "wore no glasses") == 0
    assert "excluded, before names were known" in capsys.readouterr().out
    assert _left(rated) == [1, 3, 4, 5]
    assert study_command("exclude", rated, "2", "--reason", "again") == 1
    assert "excluded already" in capsys.readouterr().err
    assert study_command("include", rated, "R2", "--reason", "wore lenses") == 0
    assert _left(rated) == [1, 2, 3, 4, 5]
    assert study_command("include", rated, "R2", "--reason", "again") == 1
    assert study_command("exclude", rated, "foo-003", "--reason", "no such name") == 1
    assert study_command("exclude", rated, "R3", "--reason", "  ") == 1
    assert "needs a reason" in capsys.readouterr().err
    assert _left(rated) == [1, 2, 3, 4, 5]


def test_the_report_says_who_when_why_and_whether_names_were_known(
    rated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert study_command("exclude", rated, "R2", "--reason", "wore no glasses") == 0
    assert study_command("close", rated) == 0
    assert study_command("unblind", rated, "--reason", "the end") == 0
    assert study_command("exclude", rated, "R4", "--reason", "looked away") == 0
    assert "excluded, after names were known" in capsys.readouterr().out
    with StudyFolder(rated).open_store() as store:
        decided = store.decisions()
        names = {rater.number: rater.pseudonym for rater in store.raters()}
    assert [one.after_unblinding for one in decided] == [False, True]
    assert all(one.at_us > 1_700_000_000_000_000 for one in decided)
    out = rated / "r"
    assert (
        study_command("analyze", rated, "--no-bootstrap", "--figures", "svg", "--report", out) == 0
    )
    report = (out / "report.md").read_text("utf-8")
    row = next(line for line in report.splitlines() if "wore no glasses" in line)
    assert names[2] in row and "exclude" in row and "no" in row
    assert "looked away" in report
    assert f"1 exclusion decided after the names were known: {names[4]}" in report
    assert NAMES["B"] in report


def test_results_that_were_looked_at_with_names_count_as_known(rated: Path) -> None:
    """The key lies beside a study that is blind to raters only."""
    with pytest.raises(SystemExit) as left:
        main(["study", "analyze", str(rated), "--json", "--no-bootstrap"])
    assert not left.value.code
    with StudyFolder(rated).open_store() as store:
        rater = store.raters()[0]
        made = decide_on_rater(store, rater, "exclude", reason="late", by_role="analyst")
        assert made.after_unblinding
        with pytest.raises(StudyError, match="excluded already"):
            decide_on_rater(store, rater, "exclude", reason="late", by_role="analyst")
