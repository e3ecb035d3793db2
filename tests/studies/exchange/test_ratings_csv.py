"""Reading other people's tables: layouts, and a sentence with a line number for every mistake."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from sr_studio.studies.analysis.errors import RatingsError
from sr_studio.studies.exchange.ratings_csv import ONE_SYSTEM, read_ratings_csv

LONG = "rater,reference,system,score\n"


def _write(folder: Path, text: str, name: str = "ratings.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def test_long_table_with_other_names_and_semicolons(tmp_path: Path) -> None:
    text = (
        "Subject;Content;Condition;Vote;Dataset\nann;a;x;4;one\nann;a;y;5.0;one\n\nbob;a;x;1;one\n"
    )
    read = read_ratings_csv(_write(tmp_path, text))
    assert read.layout == "long"
    assert read.frame["rater"].tolist() == ["ann", "ann", "bob"]
    assert read.frame["score"].tolist() == [4, 5, 1]
    assert read.frame["set"].unique().tolist() == ["one"]
    assert read.frame["line"].tolist() == [2, 3, 5]


def test_byte_order_mark_gzip_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv.gz"
    path.write_bytes(gzip.compress(("\ufeff" + LONG + "r,i,s,3\r\n").encode()))
    assert read_ratings_csv(path).frame["score"].tolist() == [3]


def test_stimuli_only(tmp_path: Path) -> None:
    read = read_ratings_csv(_write(tmp_path, "rater,stimulus,score\na,x,1\nb,x,2\n"))
    assert not read.names_systems
    assert read.frame["system"].unique().tolist() == [ONE_SYSTEM]


def test_wide_tables_both_ways(tmp_path: Path) -> None:
    by_stimulus = "reference,system,ann,bob\na,x,4,\na,y,5,2\n"
    read = read_ratings_csv(_write(tmp_path, by_stimulus))
    assert read.layout == "wide"
    assert sorted(
        zip(read.frame["rater"], read.frame["system"], read.frame["score"], strict=True)
    ) == [
        ("ann", "x", 4),
        ("ann", "y", 5),
        ("bob", "y", 2),
    ]
    by_rater = "rater,x,y\nann,4,5\nbob,,2\n"
    read = read_ratings_csv(_write(tmp_path, by_rater))
    assert len(read.frame) == 3


def test_repeats_by_mark_and_by_number(tmp_path: Path) -> None:
    head = "rater,reference,system,score,repeat\n"
    for first, second in (("0", "1"), ("no", "yes"), ("1", "2"), ("", "true")):
        read = read_ratings_csv(_write(tmp_path, f"{head}r,i,s,3,{first}\nr,i,s,4,{second}\n"))
        assert read.frame["role"].tolist() == ["test", "repeat"], (first, second)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0", "the score is 0,"),
        ("6", "the score is 6,"),
        ("3.5", "the score is 3.5,"),
        ("NaN", "the score is NaN,"),
        ("good", "the score is 'good',"),
        ("", "the score is empty,"),
        ("1e0", "the score is 1e0,"),
    ],
)
def test_bad_scores_name_their_line(tmp_path: Path, cell: str, said: str) -> None:
    path = _write(tmp_path, f"{LONG}r,i,a,5\nr,i,b,{cell}\n")
    with pytest.raises(RatingsError) as caught:
        read_ratings_csv(path)
    assert "line 3" in str(caught.value)
    assert said in str(caught.value)
    assert "whole numbers from 1 to 5" in str(caught.value)
    assert "ratings.csv" in str(caught.value)


def test_further_bad_scores_are_counted(tmp_path: Path) -> None:
    rows = "".join(f"r,i{k},a,9\n" for k in range(8))
    with pytest.raises(RatingsError, match="7 more such in line 3, 4, 5, 6, 7 and further"):
        read_ratings_csv(_write(tmp_path, LONG + rows))


def test_bad_cell_of_a_wide_table(tmp_path: Path) -> None:
    with pytest.raises(RatingsError, match="line 3: the score is 7"):
        read_ratings_csv(_write(tmp_path, "stimulus,ann,bob\nx,1,2\ny,3,7\n"))


def test_duplicated_ratings_name_both_lines(tmp_path: Path) -> None:
    path = _write(tmp_path, f"{LONG}r,i,a,5\nr,i,b,2\nr,i,a,4\n")
    with pytest.raises(RatingsError, match=r"line 4: rater r rated i / a already in line 2"):
        read_ratings_csv(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (LONG, "no ratings"),
        ("a,b\n1,2\n", "no column of scores"),
        ("rater,score\nr,1\n", "no column reference and no column system"),
        (f"{LONG},i,a,5\n", "line 2: the rater is empty"),
        (f"{LONG}{'x' * 41},i,a,5\n", "line 2: the rater has a name of 41"),
        ("rater,reference,system,score,repeat\nr,i,a,5,1\n r,i,b,4,perhaps\n", "line 3: repeat"),
        (
            "rater,reference,system,score,repeat\nr,i,a,5,yes\nr,i,b,5,no\n",
            "line 2: this is marked",
        ),
        ("rater,reference,system,score,rt_ms\nr,i,a,5,soon\n", "line 2: rt_ms is 'soon'"),
        (
            "rater,stimulus,reference,system,score\nr,x,i,a,5\nq,x,i,b,5\n",
            "line 3: stimulus x does not always",
        ),
    ],
)
def test_broken_tables_are_explained(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RatingsError) as caught:
        read_ratings_csv(_write(tmp_path, text))
    assert said in str(caught.value), str(caught.value)


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(RatingsError, match="no such file"):
        read_ratings_csv(tmp_path / "nowhere.csv")
    path = tmp_path / "latin.csv"
    path.write_bytes(LONG.encode() + b"r,i,caf\xe9,5\n")
    with pytest.raises(RatingsError, match="line 2 is not UTF-8"):
        read_ratings_csv(path)
