"""What a person excluded leaves no trace in what other programs analyse, and a mark in our own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.exports import FORMATS, export_ratings
from sr_studio.studies.exchange.importing import import_ratings
from sr_studio.studies.rating.enrolment import decide_on_rater
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document
from sr_studio.studies.results.source import load_for_export, load_study
from sr_studio.studies.store.folder import open_study
from sr_studio.studies.store.records import DecisionInfo

RATERS = 8


def _exclude(folder: Path, *names: str) -> None:
    with open_study(folder) as store:
        for name in names:
            rater = store.find_rater(name)
            assert rater is not None
            decide_on_rater(store, rater, "exclude", reason="looked away", by_role="experimenter")


def _exclude_showing(folder: Path, name: str, place: int) -> None:
    with open_study(folder) as store:
        rater = store.find_rater(name)
        assert rater is not None
        shown = store.presentations(rater.id)[place]
        store.decide(
            DecisionInfo(
                subject_type="presentation",
                subject_id=shown.id,
                action="exclude",
                rule="",
                value="",
                threshold="",
                by_role="experimenter",
                reason="somebody came in",
                at_us=store.now(),
                after_unblinding=False,
            )
        )


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    """Eight raters, one of them excluded, and one showing of another."""
    rng = np.random.default_rng(1)
    rows = [
        f"p{i},pic{j},{s},{rng.integers(1, 6)},0"
        for i in range(RATERS)
        for j in range(6)
        for s in "abc"
    ]
    rows += [f"p{i},pic0,a,{rng.integers(1, 6)},1" for i in range(RATERS)]
    text = "\n".join(["rater,reference,system,score,repeat", *rows])
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    _exclude(tmp_path / "study", "p3")
    _exclude_showing(tmp_path / "study", "p5", 7)
    return tmp_path / "study"


def test_the_tidy_table_read_back_leaves_out_whom_a_person_excluded(
    scored: Path, tmp_path: Path
) -> None:
    frame, facts = load_for_export(scored)
    export_ratings(frame, tmp_path / "out", ("tidy",), facts)
    tidy = pd.read_csv(tmp_path / "out" / "ratings.csv")
    assert tidy.groupby("rater")["excluded"].sum().to_dict() == {
        f"p{i}": {3: 19, 5: 1}.get(i, 0) for i in range(RATERS)
    }
    made = import_ratings(tmp_path / "out" / "ratings.csv", tmp_path / "again")
    assert (made["raters"], made["excluded"]) == (RATERS, 1)
    first, second = load_study(scored), load_study(tmp_path / "again")
    assert first.data_sha256 == second.data_sha256
    assert second.facts.excluded == first.facts.excluded == 1
    found = [document(analyse(data, resample=False)) for data in (first, second)]
    found[0]["notes"] = found[1]["notes"] = []  # an import does not know when it was decided
    assert found[0] == found[1]


def test_what_other_programs_analyse_has_nobody_who_is_excluded(
    scored: Path, tmp_path: Path
) -> None:
    frame, facts = load_for_export(scored)
    out = tmp_path / "out"
    export_ratings(frame, out, FORMATS, facts)
    assert "p3" not in pd.read_csv(out / "wide.csv").columns
    for block in (out / "p910_style.csv").read_text(encoding="utf-8").split("\n,\n"):
        assert {len(row) for row in csv.reader(block.splitlines())} == {RATERS - 1}
    videos = json.loads((out / "sureal.json").read_text(encoding="utf-8"))["dis_videos"]
    assert {name for video in videos for name in video["os"]} == {
        f"p{i}" for i in range(RATERS) if i != 3
    }
    assert len(pd.read_csv(out / "gsd.csv")) == (RATERS - 1) * 18 - 1
    assert len(pd.read_csv(out / "clmm.csv")) == (RATERS - 1) * 18 - 1
    public = pd.read_csv(out / "anonymous" / "ratings.csv")
    assert public["rater"].nunique() == RATERS - 1
    assert "excluded" not in public.columns


def test_a_rater_may_be_called_like_a_column_of_the_wide_table(tmp_path: Path) -> None:
    rows = [f"{r},pic{j},{s},3" for r in ("set", "system") for j in range(2) for s in "xy"]
    text = "\n".join(["rater,reference,system,score", *rows])
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    frame, facts = load_for_export(tmp_path / "study")
    export_ratings(frame, tmp_path / "out", ("wide",), facts)
    head = (tmp_path / "out" / "wide.csv").read_text(encoding="utf-8").splitlines()[0]
    assert head == "set,reference,system,set (rater),system (rater)"


def test_choices_have_nobody_who_is_excluded(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = [
        f"p{i},pic{j},{a},{b},{'ab'[int(rng.random() < 0.3)]}"
        for i in range(RATERS)
        for j in range(4)
        for a, b in ("xy", "yz", "zx")
    ]
    text = "\n".join(["rater,reference,a,b,choice", *rows])
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    _exclude(tmp_path / "study", "p3")
    frame, facts = load_for_export(tmp_path / "study")
    export_ratings(frame, tmp_path / "out", ("pairs",), facts)
    assert "p3" not in set(pd.read_csv(tmp_path / "out" / "choices.csv")["rater"])
    wins = pd.read_csv(tmp_path / "out" / "wins.csv").set_index("system").drop(columns="set")
    assert wins.to_numpy().sum() == (RATERS - 1) * 12
    import_ratings(tmp_path / "out" / "choices.csv", tmp_path / "again")
    hashes = {load_study(tmp_path / name).data_sha256 for name in ("study", "again")}
    assert len(hashes) == 1


def test_where_everybody_is_excluded_the_tidy_table_is_left(scored: Path, tmp_path: Path) -> None:
    _exclude(scored, *(f"p{i}" for i in range(RATERS) if i != 3))
    frame, facts = load_for_export(scored)
    with pytest.raises(RatingsError, match="everybody who rated is excluded"):
        export_ratings(frame, tmp_path / "out", ("wide",), facts)
    export_ratings(frame, tmp_path / "out", ("tidy",), facts)
    assert pd.read_csv(tmp_path / "out" / "ratings.csv")["excluded"].all()


def test_a_mark_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    text = "rater,reference,system,score,excluded\nr,i,a,4,no\nr,i,b,5,perhaps\n"
    (tmp_path / "in.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RatingsError, match="line 3: excluded is 'perhaps'"):
        import_ratings(tmp_path / "in.csv", tmp_path / "study")
