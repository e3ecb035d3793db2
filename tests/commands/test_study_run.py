"""``study exclude``, ``erase`` and the like: whom a word names."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from sr_studio.studies.exchange.importing import import_ratings
from sr_studio.studies.store.store import Store
from tests.support.commands import run as run_command


def _run(*words: object) -> int:
    return run_command("study", *words)


def _imported(folder: Path, names: list[str]) -> Path:
    rows = [f"{name},im{j},{s},{1 + j % 5}" for name in names for j in range(3) for s in "ab"]
    file = folder / "in.csv"
    file.write_text("\n".join(["rater,reference,system,score", *rows]), encoding="utf-8")
    import_ratings(file, folder / "study")
    return folder / "study"


def _left(study: Path) -> set[str]:
    with Store.open(study / "study.sqlite") as store:
        return {rater.pseudonym for rater in store.raters()}


@pytest.mark.parametrize(
    ("names", "said", "ways"),
    [
        ("01234567", "5", {"R5": "4", "R6": "5"}),
        ([f"r{n}" for n in range(8)], "R5", {"R05": "r4", "R06": "r5"}),
        (["5", "R5", "c", "d", "e", "r01"], "5", {"R05": "e", "R1": "5"}),
    ],
)
def test_a_name_that_is_the_number_of_another_is_refused(
    names: list[str] | str,
    said: str,
    ways: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    study = _imported(tmp_path, list(names))
    for words in (["erase", study, "--rater", said, "--yes"], ["withdraw", study, "--rater", said]):
        assert _run(*words) == 1
        sentence = capsys.readouterr().err
        assert f"{said} is the name of one rater and the number of another" in sentence
        assert all(f"{way} ({name})" in sentence for way, name in ways.items())
    assert _left(study) == set(names)
    for gone, (way, name) in enumerate(ways.items(), 1):
        assert _run("erase", study, "--rater", way, "--yes") == 0
        assert name not in _left(study) and len(_left(study)) == len(names) - gone


def test_a_word_that_names_one_rater_is_taken(tmp_path: Path) -> None:
    study = _imported(tmp_path, list("01234567"))
    assert _run("erase", study, "--rater", "0", "--yes") == 0
    assert _left(study) == set("1234567")
    assert _run("erase", study, "--rater", "8", "--yes") == 0  # the number of the last
    assert _left(study) == set("123456")


def test_what_is_asked_before_an_erasure_is_no_part_of_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = _imported(tmp_path, list("01234567"))
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    capsys.readouterr()
    assert _run("erase", study, "--rater", "0", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"erased": True, "left": []}
    assert "for good?" in said.err
