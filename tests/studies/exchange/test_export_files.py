"""An export replaces earlier exports of its study, and no other file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sr_studio.app.studies.work import export_study
from sr_studio.progress import CancelToken
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.exports import export_ratings
from sr_studio.studies.exchange.importing import import_ratings
from sr_studio.studies.results.source import load_for_export
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, SITTING, answer, every_cell, small_manifest
from tests.support.commands import run

SCORES = "rater,reference,system,score,age\n" + "".join(
    f"r{i},im{j},{s},{1 + (i + j) % 5},{20 + i}\n" for i in range(3) for j in range(4) for s in "ab"
)
PAIRS = "rater,reference,a,b,choice\n" + "".join(
    f"r{i},im{j},x,y,{'ab'[(i + j) % 2]}\n" for i in range(3) for j in range(4)
)
REFUSED = r"ratings\.csv is here already, and nothing says it is an earlier export"


def _imported(folder: Path, text: str = SCORES) -> tuple[Path, Path]:
    """A file of ratings and the study that was made of it."""
    source = folder / "ratings.csv"
    source.write_text(text, encoding="utf-8")
    import_ratings(source, folder / "again")
    return source, folder / "again"


def test_what_was_imported_is_not_exported_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, study = _imported(tmp_path)
    assert run("study", "export", study, "--out", tmp_path, "--format", "tidy") == 1
    said = capsys.readouterr().err
    assert "ratings.csv is here already, and nothing says it is an earlier export" in said
    assert source.read_text(encoding="utf-8") == SCORES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "ratings.csv"]


def test_another_format_beside_it_does_not_make_it_an_export(tmp_path: Path) -> None:
    source, study = _imported(tmp_path)
    frame, facts = load_for_export(study)
    for formats in (("wide",), ("wide", "p910"), ("wide",)):
        export_ratings(frame, tmp_path, formats, facts)
        with pytest.raises(RatingsError, match=REFUSED):
            export_ratings(frame, tmp_path, ("tidy",), facts)
    assert source.read_text(encoding="utf-8") == SCORES


@pytest.mark.parametrize("text", [SCORES, PAIRS])
def test_an_earlier_export_of_the_study_is_replaced(tmp_path: Path, text: str) -> None:
    _, study = _imported(tmp_path, text)
    for _ in range(2):
        assert run("study", "export", study) == 0
    out = study / "exports"
    book = json.loads((out / "codebook.json").read_text(encoding="utf-8"))
    names = {str(path.relative_to(out).as_posix()) for path in out.rglob("*") if path.is_file()}
    assert {*book["files"], "codebook.json"} == names
    # Earlier versions of the program did not say which files.
    del book["files"]
    (out / "codebook.json").write_text(json.dumps(book), encoding="utf-8")
    assert run("study", "export", study) == 0


def test_the_export_of_another_study_stays(tmp_path: Path) -> None:
    _, study = _imported(tmp_path)
    assert run("study", "export", study, "--out", tmp_path / "out") == 0
    import_ratings(tmp_path / "out" / "ratings.csv", tmp_path / "third")
    frame, facts = load_for_export(tmp_path / "third")
    with pytest.raises(RatingsError, match="nothing says it is an earlier export"):
        export_ratings(frame, tmp_path / "out", ("tidy",), facts)


def test_what_is_refused_is_not_recorded(tmp_path: Path) -> None:
    """Neither by the command nor by the window."""
    with Store.create(tmp_path / "study.sqlite", small_manifest()) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        store.rate(session.id, store.presentations(rater.id)[0].id, answer())
    own = tmp_path / "exports" / "ratings.csv"
    own.parent.mkdir()
    own.write_text("mine", encoding="utf-8")
    assert run("study", "export", tmp_path) == 1
    with pytest.raises(RatingsError, match=REFUSED):
        export_study(tmp_path, CancelToken())
    assert own.read_text(encoding="utf-8") == "mine"
    with Store.open(tmp_path / "study.sqlite") as store:
        assert "exported" not in {event.kind for event in store.study_events()}
    own.unlink()
    export_study(tmp_path, CancelToken())
    export_study(tmp_path, CancelToken())
    with Store.open(tmp_path / "study.sqlite") as store:
        assert [event.kind for event in store.study_events()] == ["opened", "exported", "exported"]
