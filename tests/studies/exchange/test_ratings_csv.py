"""Reading other people's tables: layouts, and a sentence with a line number for every mistake."""

from __future__ import annotations

import gzip
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.errors import RatingsError
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
    with pytest.raises(RatingsError, match="line 3, column bob: the score is 7"):
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


def test_a_decimal_comma_is_no_cell(tmp_path: Path) -> None:
    """``r1,a,3,5`` was read as 3."""
    with pytest.raises(RatingsError, match="line 3 has 5 cells, and the head has 4"):
        read_ratings_csv(_write(tmp_path, f"{LONG}r1,i,a,3\nr1,i,b,3,5\n"))
    text = "rater;reference;system;score;rt_ms\nr;i;a;3,5;1200,5\nr;i;b;4;\n"
    read = read_ratings_csv(_write(tmp_path, text), Scale.parsed("1-5:0.5"))
    assert read.frame["score"].tolist() == [3.5, 4.0]
    assert read.frame["rt_ms"].iloc[0] == 1200.5 and np.isnan(read.frame["rt_ms"].iloc[1])


def test_rows_that_do_not_fit_are_named_with_their_true_line(tmp_path: Path) -> None:
    head = "rater,reference,system,score,said\n"
    quoted = 'r,i,a,5,"two\nlines, and ""more"""\nr,i,b,4,\n'
    read = read_ratings_csv(_write(tmp_path, head + quoted))
    assert read.frame["line"].tolist() == [2, 4]
    with pytest.raises(RatingsError, match="line 5 has 3 cells"):
        read_ratings_csv(_write(tmp_path, head + quoted + "r,i,c\n"))
    with pytest.raises(RatingsError, match="line 5: the score is 9"):
        read_ratings_csv(_write(tmp_path, head + quoted + "r,i,c,9,\n"))
    with pytest.raises(RatingsError, match="not a table"):
        read_ratings_csv(_write(tmp_path, head + 'r,i,a,5,"never closed\n'))


def test_what_other_programs_write_for_nothing(tmp_path: Path) -> None:
    read = read_ratings_csv(_write(tmp_path, f"{LONG}r,i,a,NA\nr,i,b,nan\nr,i,c,2\n"))
    assert read.frame["score"].tolist() == [2]
    assert read.left_out == 2
    wide = "video_name,ann,bob\none.mp4,NaN,3\ntwo.mp4,NA,N/A\nthree.mp4,1,2\n"
    read = read_ratings_csv(_write(tmp_path, wide))
    assert read.frame["stimulus"].tolist() == ["one.mp4", "three.mp4", "three.mp4"]


def test_a_matrix_without_a_head_with_repetitions(tmp_path: Path) -> None:
    read = read_ratings_csv(_write(tmp_path, "1,2,nan\n4,5,3\n,\n1,1,nan\n5,5,2\n"))
    assert read.layout == "matrix"
    assert sorted(set(read.frame["rater"])) == ["R1", "R2", "R3"]
    assert read.frame["role"].tolist() == ["test"] * 5 + ["repeat"] * 5
    assert read.frame["score"].tolist() == [1, 2, 4, 5, 3, 1, 1, 5, 5, 2]
    with pytest.raises(RatingsError, match="different numbers of rows"):
        read_ratings_csv(_write(tmp_path, "1,2,3\n4,5,3\n,\n1,1,1\n"))


def test_pairs(tmp_path: Path) -> None:
    text = "rater,reference,a,b,choice\nr,i,x,y,a\nr,j,x,y,right\nq,i,y,x,x\nq,j,x,y,tie\n"
    read = read_ratings_csv(_write(tmp_path, text))
    assert read.layout == "pairs"
    assert read.frame["choice"].tolist() == ["a", "b", "b", "tie"]
    assert read.frame["system"].tolist() == ["x", "x", "y", "x"]
    for row, said in (
        ("r,i,x,x,a", "line 2: a system is compared with itself"),
        ("r,i,x,y,better", "line 2: the choice is 'better'"),
        ("r,i,x,,a", "line 2: the b is empty"),
        ("r,i,x,y,a\nr,i,y,x,a", "line 3: rater r rated"),
    ):
        with pytest.raises(RatingsError, match=said):
            read_ratings_csv(_write(tmp_path, f"rater,reference,a,b,choice\n{row}\n"))
    with pytest.raises(RatingsError, match="no column b"):
        read_ratings_csv(_write(tmp_path, "rater,reference,a,choice\nr,i,x,a\n"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rater,reference,system,score,rt_ms\nr,i,a,5,1e12\n", "line 2: rt_ms is 1e12"),
        ("rater,reference,system,score,rt_ms\nr,i,a,5,inf\n", "line 2: rt_ms is inf"),
        ("rater,reference,system,score,rt_ms\nr,i,a,5,-3\n", "line 2: rt_ms is -3"),
        (f"{LONG}r,i,a,5\nr\0,i,b,5\n", "line 3: rater holds a NUL"),
        (f"{LONG}r,i\0,a,5\n", "line 2: reference holds a NUL"),
        ("rater,score,reference,system,score\nr,1,i,a,5\n", "columns 2 and 5 are both called"),
        ("stimulus,ann,,bob\nx,1,2,3\n", "column 3 has no name"),
        ("stimulus,ann,width\nx,1,2\n", "column width does not look like a rater"),
        (
            "stimulus,count_of,ann\n" + "".join(f"x{k},{k},1\n" for k in range(1, 8)),
            "column count_of numbers the rows",
        ),
    ],
)
def test_what_ended_in_a_traceback_or_was_taken_for_a_rater(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(RatingsError, match=said):
        read_ratings_csv(_write(tmp_path, text))


def test_names_are_composed(tmp_path: Path) -> None:
    """Korean names come decomposed from some systems."""
    whole, parts = "방법", unicodedata.normalize("NFD", "방법")
    read = read_ratings_csv(_write(tmp_path, f"{LONG}r,i,{whole},5\nq,i,{parts},4\n"))
    assert set(read.frame["system"]) == {whole}
