"""The analysis knows the desk from a browser."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from sr_studio.studies.exchange.exports import export_ratings
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.report.conduct_tables import face_table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.results.source import load_for_export, load_study
from tests.serving.conftest import Served
from tests.studies.rating.scripted_rater import answer_to, make_way

Make = Callable[..., Path]
Serve = Callable[..., Served]


def test_both_faces_stand_in_report_and_export(
    make_study: Make, serve: Serve, tmp_path: Path
) -> None:
    folder = make_study()
    served = serve(folder)
    for score in (4, 5):
        rater = served.rater()
        while rater.make_way():
            rater.rate(score)
    for _ in range(2):
        conductor = open_conductor(folder)
        while make_way(conductor):
            step = conductor.step
            assert isinstance(step, Show)
            conductor.answer(answer_to(step, 2))
        conductor.close()
    results = analyse(load_study(folder), resample=False)
    assert isinstance(results, ScoreResults)
    (note,) = [note for note in results.notes if note.code == "mixed_faces"]
    assert "2 sessions at the desk and 2 in a browser" in note.text
    table = face_table(results)
    assert table is not None
    for row in table.rows:
        assert [cell.text for cell in row[1:5]] == ["2", "2.00", "2", "4.50"]
        assert row[5].text.startswith("+2.50")
    assert {one.display for one in results.data.facts.sessions if one.face == "browser"} == {
        "Chrome 156 (computer)"
    }
    export_ratings(*_into(load_for_export(folder), tmp_path))
    with (tmp_path / "ratings.csv").open(encoding="utf-8", newline="") as file:
        faces = {row["rater"]: row["face"] for row in csv.DictReader(file)}
    assert sorted(faces.values()) == ["browser", "browser", "desk", "desk"]


def _into(loaded: tuple, folder: Path) -> tuple:  # type: ignore[type-arg]
    frame, facts = loaded
    return frame, folder, ("tidy",), facts
