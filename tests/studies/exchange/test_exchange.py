"""Imports become studies like any other; exports are read back without loss."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sr_studio.errors import StudioError
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.exports import CODEBOOK, export_ratings
from sr_studio.studies.exchange.importing import import_ratings
from sr_studio.studies.exchange.ratings_csv import read_ratings_csv
from sr_studio.studies.report.figures.style import rendered
from sr_studio.studies.report.figures.systems import mos_with_intervals
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.document import document, document_pieces
from sr_studio.studies.results.metric_results import read_metrics_csv
from sr_studio.studies.results.source import load_for_export, load_study, load_to_analyse
from sr_studio.studies.results.words import guarded, rows_to_csv
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store

DATA = Path(__file__).resolve().parent.parent / "data"


@pytest.fixture(scope="module")
def edge_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("import") / "edge"
    import_ratings(DATA / "synthetic_edge_7raters.csv", folder)
    return folder


@pytest.fixture(scope="module")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12 raters, two sets that share reference names, repeats, times, names like formulas."""
    rng = np.random.default_rng(12)
    rows = [
        (f"p{i}", f"pic{j}", name, f"=sys{s}", int(rng.integers(1, 6)), 0, 1500 + j)
        for i in range(12)
        for name in ("one", "two")
        for j in range(7)
        for s in range(3)
    ]
    rows += [(r[0], r[1], r[2], r[3], r[4], 1, 1600) for r in rows[::20]]
    names = ["rater", "reference", "set", "system", "score", "repeat", "rt_ms"]
    folder = tmp_path_factory.mktemp("small")
    frame = pd.DataFrame(rows, columns=names)
    frame["position"] = frame.groupby("rater").cumcount() + 1
    frame.to_csv(folder / "in.csv", index=False)
    import_ratings(folder / "in.csv", folder / "study", hidden_reference="=sys2")
    return folder / "study"


def test_an_imported_study_is_a_study(edge_study: Path) -> None:
    with Store.open(edge_study / "study.sqlite") as store:
        assert store.state == "unblinded"
        assert [rater.pseudonym for rater in store.raters()] == [f"r{k}" for k in range(1, 8)]
        assert set(store.system_names.values()) == {"nn", "hr", "sr1", "sr2"}


def test_imported_numbers_are_the_reference_numbers(edge_study: Path) -> None:
    targets = json.loads((DATA / "synthetic_edge_7raters.json").read_text(encoding="utf-8"))
    found = document(analyse(load_study(edge_study), resample=False))
    by_name = {row["stimulus"]: row for row in found["stimuli"]}
    wanted = targets["per_stimulus"]
    for k, name in enumerate(targets["stimuli"]):
        assert by_name[name]["mos"] == pytest.approx(wanted["mos"][k], abs=1e-9)
        half = wanted["ci95_halfwidth_t"][k]
        assert by_name[name]["ci_high"] - by_name[name]["mos"] == pytest.approx(half, abs=1e-9)
    guarded_file = DATA / "synthetic_edge_guarded_targets.json"
    model = json.loads(guarded_file.read_text(encoding="utf-8"))["cases"]["synthetic_edge_7raters"]
    model = model["subject_model_ap_floored"]
    assert [row["bias"] for row in found["raters"]] == pytest.approx(model["bias"], abs=1e-6)
    spread = [row["inconsistency"] for row in found["raters"]]
    assert spread == pytest.approx(model["inconsistency_floored"], abs=1e-6)
    assert {note["code"] for note in found["notes"]} >= {"imported", "informal", "at_floor"}


def test_what_the_file_does_not_tell_is_not_judged(edge_study: Path) -> None:
    rules = {flag.rule for flag in analyse(load_study(edge_study), resample=False).flags}
    assert not rules & {"haste", "equal_run", "even_odd"}


def test_import_refuses_a_used_folder_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    source = DATA / "synthetic_edge_7raters.csv"
    with pytest.raises(RatingsError, match="something here"):
        import_ratings(source, tmp_path / "there")
    with pytest.raises(RatingsError, match="no system nowhere"):
        import_ratings(source, tmp_path / "new", hidden_reference="nowhere")
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_pseudonyms_on_wish(tmp_path: Path) -> None:
    import_ratings(DATA / "synthetic_edge_7raters.csv", tmp_path / "s", anonymise=True)
    with Store.open(tmp_path / "s" / "study.sqlite") as store:
        assert not {"r1", "r7"} & {rater.pseudonym for rater in store.raters()}


def test_a_name_goes_before_the_number_of_another(tmp_path: Path) -> None:
    rows = [f"{name},im{j},{s},3" for name in range(8) for j in range(3) for s in "ab"]
    (tmp_path / "in.csv").write_text("\n".join(["rater,reference,system,score", *rows]))
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    with Store.open(tmp_path / "study" / "study.sqlite") as store:
        for rater in store.raters():
            assert store.find_rater(rater.pseudonym) == store.find_rater(rater.id) == rater
            assert store.find_rater(rater.number) == store.find_rater(f"R{rater.number}") == rater


def test_looking_at_a_closed_study_writes_nothing(edge_study: Path) -> None:
    with Store.open(edge_study / "study.sqlite") as store:
        before = len(store.study_events())
    load_to_analyse(edge_study)
    with Store.open(edge_study / "study.sqlite") as store:
        assert len(store.study_events()) == before


def test_tidy_export_gives_the_same_analysis(small_study: Path, tmp_path: Path) -> None:
    frame, facts = load_for_export(small_study)
    export_ratings(frame, tmp_path, ("tidy",), facts)
    import_ratings(tmp_path / "ratings.csv", tmp_path / "again", hidden_reference="=sys2")
    first = document(analyse(load_study(small_study), resample=False))
    second = document(analyse(load_study(tmp_path / "again"), resample=False))
    first["notes"] = second["notes"] = []
    assert first == second
    book = json.loads((tmp_path / "codebook.json").read_text(encoding="utf-8"))
    assert list(book["columns"]) == list(CODEBOOK)
    assert book["rows"] == len(frame)


def test_no_cell_begins_like_a_formula(small_study: Path, tmp_path: Path) -> None:
    frame, facts = load_for_export(small_study)
    for path in export_ratings(
        frame, tmp_path, ("tidy", "wide", "gsd", "clmm", "anonymous"), facts
    ):
        if path.suffix != ".csv":
            continue
        text = path.read_bytes().decode("utf-8")
        assert "\r" not in text
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                assert not re.match(r"[=+\-@]", cell) or re.fullmatch(r"-?[\d.]+", cell), cell
    assert guarded("=1+1") == "'=1+1"
    assert rows_to_csv([{"a": "@x", "b": -1.5, "c": None}]) == "a,b,c\n'@x,-1.5,\n"


def test_wide_p910_gsd_and_sureal(small_study: Path, tmp_path: Path) -> None:
    frame, facts = load_for_export(small_study)
    export_ratings(frame, tmp_path, ("wide", "p910", "gsd", "sureal"), facts)
    wide = pd.read_csv(tmp_path / "wide.csv")
    assert wide.shape == (2 * 7 * 3, 3 + 12)
    blocks = (tmp_path / "p910_style.csv").read_text(encoding="utf-8").split("\n,\n")
    assert len(blocks) == 2
    assert np.genfromtxt(io.StringIO(blocks[0]), delimiter=",").shape == (42, 12)
    assert len(pd.read_csv(tmp_path / "gsd.csv")) == 12 * 42
    dataset = json.loads((tmp_path / "sureal.json").read_text(encoding="utf-8"))
    assert dataset["ref_score"] == 5.0
    assert len(dataset["ref_videos"]) == 14
    assert {len(video["os"]) for video in dataset["dis_videos"]} == {12}
    mos = {v["path"]: np.mean(list(v["os"].values())) for v in dataset["dis_videos"]}
    found = document(analyse(load_study(small_study), resample=False))["stimuli"]
    assert sorted(mos.values()) == pytest.approx(sorted(row["mos"] for row in found))


def test_anonymous_export_tells_nothing_about_people(small_study: Path, tmp_path: Path) -> None:
    frame, facts = load_for_export(small_study)
    export_ratings(frame, tmp_path, ("anonymous",), facts)
    made = pd.read_csv(tmp_path / "anonymous" / "ratings.csv")
    assert not {"study", "site", "session", "rt_ms", "flags"} & set(made.columns)
    assert sorted(made["rater"].unique()) == [f"R{k:02d}" for k in range(1, 13)]
    text = (tmp_path / "anonymous" / "ratings.csv").read_text(encoding="utf-8")
    assert not re.search(r"\bp\d", text)
    assert (
        (tmp_path / "anonymous" / "datasheet.md").read_text(encoding="utf-8").startswith("# Data")
    )


def test_scripts_and_unknown_formats(small_study: Path, tmp_path: Path) -> None:
    frame, facts = load_for_export(small_study)
    export_ratings(frame, tmp_path, ("clmm",), facts)
    assert "clmm(" in (tmp_path / "clmm.R").read_text(encoding="utf-8")
    with pytest.raises(RatingsError, match="no format xlsx"):
        export_ratings(frame, tmp_path, ("xlsx",), facts)
    with pytest.raises(RatingsError, match="cannot hold"):
        export_ratings(frame, tmp_path, ("pairs",), facts)


def test_metrics_are_matched_by_name(edge_study: Path, tmp_path: Path) -> None:
    table = load_study(edge_study).table
    assert table is not None
    path = tmp_path / "metrics.csv"
    path.write_text(
        "model,dataset,image,pictures,psnr_y,source\nNN,all,A.png,,20.5,\nHR,all,a,,inf,\n"
        "sr1,all,mean,2,25.0,\nother,all,a,,1.0,\n",
        encoding="utf-8",
    )
    found = read_metrics_csv(path, table)
    assert found.names == ("psnr_y",)
    assert found.unmatched == 1
    values = dict(zip(table.stimuli.names, found.stimuli[0], strict=True))
    assert values["nn/a"] == 20.5
    assert np.isinf(values["hr/a"])
    assert np.isnan(values["sr1/a"])
    path.write_text("model,image,psnr\nx,y,1\n", encoding="utf-8")
    with pytest.raises(RatingsError, match="no row"):
        read_metrics_csv(path, table)


def test_what_a_file_does_not_tell_stays_unknown(tmp_path: Path) -> None:
    """Our own export of imported ratings, imported again: nobody is flagged for haste, and names,
    repeats and sessions are those of the first file."""
    rows = ["rater,stimulus,reference,system,set,session,score,repeat"]
    rows += [
        f"r{i},{name}-{j}-{s},pic{j},s{s},{name},{1 + (j > 2)},{1 + (i + j + s) % 5},0"
        for i in range(6)
        for name in ("one", "two")
        for j in range(6)
        for s in range(3)
    ]
    rows += ["r0,one-0-0,pic0,s0,one,2,2,1", "r1,two-3-1,pic3,s1,two,2,3,1"]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "first")
    frame, facts = load_for_export(tmp_path / "first")
    export_ratings(frame, tmp_path / "out", ("tidy",), facts)
    tidy = pd.read_csv(tmp_path / "out" / "ratings.csv")
    assert tidy["position"].isna().all() and tidy["rt_ms"].isna().all()
    assert set(tidy["reference"]) == {f"pic{j}" for j in range(6)}
    assert set(tidy["stimulus"]) == {
        f"{name}-{j}-{s}" for name in ("one", "two") for j in range(6) for s in range(3)
    }
    assert sorted(tidy["session"].unique()) == [1, 2]
    import_ratings(tmp_path / "out" / "ratings.csv", tmp_path / "second")
    again, facts = load_for_export(tmp_path / "second")
    export_ratings(again, tmp_path / "again", ("tidy",), facts)
    back = pd.read_csv(tmp_path / "again" / "ratings.csv")
    kept = ["rater", "session", "role", "repeat", "reference", "set", "system", "score", "stimulus"]
    pd.testing.assert_frame_equal(tidy[kept], back[kept])
    for study in ("first", "second"):
        results = analyse(load_study(tmp_path / study), resample=False)
        assert not [flag for flag in results.flags if flag.rule in ("haste", "equal_run")]


def test_one_stimulus_name_in_two_sets_stays_two(tmp_path: Path) -> None:
    rows = ["rater,stimulus,set,score"]
    rows += [
        f"r{i},x{j},{name},{1 + (i + j) % 5}" for i in range(4) for j in range(3) for name in "ab"
    ]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    data = load_study(tmp_path / "study")
    assert data.table is not None
    assert sorted(data.table.stimuli.names) == [f"{s}/x{j}" for s in "ab" for j in range(3)]


def test_an_answer_that_was_revised_keeps_its_first(tmp_path: Path) -> None:
    head = "rater,reference,system,score,first_score,revisions\n"
    (tmp_path / "in.csv").write_text(f"{head}r,i,a,4,2,3\nr,i,b,5,5,1\n", encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    frame, _ = load_for_export(tmp_path / "study")
    assert frame["score"].tolist() == [4, 5]
    assert frame["first_score"].tolist() == [2, 5]
    assert frame["revisions"].tolist() == [3, 1]


def test_pairs_come_in_and_go_out(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)
    rows = ["rater,reference,a,b,choice"]
    for i in range(8):
        for j in range(4):
            for a, b in (("x", "y"), ("y", "z"), ("z", "x")):
                better = rng.random() < 0.8
                rows.append(f"r{i},p{j},{a},{b},{'a' if (a < b) == better else 'b'}")
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    made = import_ratings(tmp_path / "in.csv", tmp_path / "first")
    assert (made["layout"], made["systems"], made["ratings"]) == ("pairs", ["x", "y", "z"], 96)
    frame, facts = load_for_export(tmp_path / "first")
    export_ratings(frame, tmp_path / "out", ("pairs",), facts)
    wins = pd.read_csv(tmp_path / "out" / "wins.csv").set_index("system")
    assert wins.drop(columns="set").to_numpy().sum() == 96
    import_ratings(tmp_path / "out" / "choices.csv", tmp_path / "second")
    first, second = (document(analyse(load_study(tmp_path / name))) for name in ("first", "second"))
    for a, b in zip(first["pairs"], second["pairs"], strict=True):
        for name in ("a", "b", "wins_a", "wins_b"):
            assert a[name] == b[name]
        assert a["difference"] == pytest.approx(b["difference"])
        assert {"p_holm", "ci_low", "ci_high", "se"} <= set(a)


def test_names_in_hangul_are_drawn(
    tmp_path: Path, recwarn: pytest.WarningsRecorder, caplog: pytest.LogCaptureFixture
) -> None:
    rows = ["rater,reference,system,score"]
    rows += [
        f"사람{i},그림{j},방법{s},{1 + (i + j + s) % 5}"
        for i in range(4)
        for j in range(6)
        for s in range(3)
    ]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    results = analyse(load_study(tmp_path / "study"), resample=False)
    figure = rendered(mos_with_intervals(list(results.sets)), "svg")
    assert figure
    assert not [w for w in recwarn if "missing from" in str(w.message)]
    assert not caplog.messages  # of a bold font that there is not


def test_contents_without_a_common_rater_are_a_sentence(tmp_path: Path) -> None:
    """Nobody rated two systems on one picture: the bootstrap has nothing to resample."""
    rows = ["rater,reference,system,score"]
    rows += [f"r{i},p{j},s{(i + j) % 3},{1 + (i + j) % 5}" for i in range(9) for j in range(7)]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    results = analyse(load_study(tmp_path / "study"))
    assert any(note.code == "no_crossed_test" for note in results.notes)
    assert json.loads("".join(document_pieces(results))) == document(results)


def test_more_than_memory_holds_is_refused_at_import(tmp_path: Path) -> None:
    rows = ["rater,reference,system,score"]
    rows += [f"r{i},p{i},s{i % 30},3" for i in range(6000)]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(RatingsError, match="6,000 raters × 180,000 stimuli"):
        import_ratings(tmp_path / "in.csv", tmp_path / "study")


def test_a_folder_that_cannot_be_written_is_a_sentence(edge_study: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    frame, facts = load_for_export(edge_study)
    with pytest.raises(StudioError, match="in the way"):
        export_ratings(frame, tmp_path / "file" / "out", ("tidy",), facts)
    with pytest.raises(StudioError, match="in the way"):
        import_ratings(DATA / "synthetic_edge_7raters.csv", tmp_path / "file" / "study")


def test_missing_cells_of_a_matrix_say_nan(edge_study: Path, tmp_path: Path) -> None:
    frame, facts = load_for_export(edge_study)
    export_ratings(frame, tmp_path, ("p910",), facts)
    text = (tmp_path / "p910_style.csv").read_text(encoding="utf-8")
    assert text.count("nan") == 6
    read = read_ratings_csv(tmp_path / "p910_style.csv")
    assert len(read.frame) == len(frame)


def test_hundreds_of_systems_end(tmp_path: Path) -> None:
    """110 systems with holes: what would not end is left out, with a sentence."""
    rng = np.random.default_rng(6)
    rows = ["rater,reference,system,score"]
    rows += [
        f"r{i},p{j},s{s},{rng.integers(1, 6)}"
        for i in range(3)
        for j in range(2)
        for s in range(110)
        if (i, j, s) != (0, 0, 0)
    ]
    (tmp_path / "in.csv").write_text("\n".join(rows), encoding="utf-8")
    import_ratings(tmp_path / "in.csv", tmp_path / "study")
    data = load_study(tmp_path / "study")
    results = analyse(data)
    assert {"not_resampled", "no_post_hoc"} <= {note.code for note in results.notes}
    assert len(results.sets[0].pairs.first) == 110 * 109 // 2


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    source = tmp_path / os.fsdecode(b"vot\xe9s.csv")
    shutil.copyfile(DATA / "synthetic_edge_7raters.csv", source)
    import_ratings(source, tmp_path / "study")
    assert StudyFolder(tmp_path / "study").manifest.study.title == "vot\\udce9s.csv"
