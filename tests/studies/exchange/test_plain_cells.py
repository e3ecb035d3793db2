"""The quick way and the careful way into a CSV give the same columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.errors import RatingsError
from sr_studio.studies.exchange.cells import Cells, read_cells
from sr_studio.studies.exchange.plain_cells import plain_columns

_HEAD = "rater,reference,system,score,note\n"
_ROWS = [
    "r1,i1,s1,3,",
    "r1, i1,s2,01,x",
    "r2,i1,s1,1,",
    "  r2,i1,s2,NA,ä",
    "r1,한글,s1,1.0,",
    "r3,i1,s1,,",
]


def _all(head: list[str], _: Path) -> list[str]:
    return head[:4]


def _texts(cells: Cells) -> dict[str, list[str]]:
    return {name: [column[k] for k in range(len(cells))] for name, column in cells.columns.items()}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_both_ways_read_the_same(ends: str, mark: str, tmp_path: Path) -> None:
    plain, careful = tmp_path / "plain.csv", tmp_path / "careful.csv"
    text = mark + (_HEAD + "\n".join(_ROWS)).replace("\n", ends)
    plain.write_bytes(text.encode())
    # A quotation mark anywhere sends the whole file the careful way.
    careful.write_bytes(text.replace(",x", ',"x"').encode())
    assert plain_columns(plain, ",", 5, range(4)) is not None
    assert plain_columns(careful, ",", 5, range(4)) is None
    one, other = read_cells(plain, _all), read_cells(careful, _all)
    assert _texts(one) == _texts(other)
    np.testing.assert_array_equal(one.lines, other.lines)
    for name, column in one.columns.items():
        assert column.texts == other.columns[name].texts  # in order of appearance
    assert _texts(one)["score"] == ["3", "01", "1", "NA", "1.0", ""]
    assert _texts(one)["rater"][3] == "r2"


@pytest.mark.parametrize(
    "broken",
    ["r4,i1,s1,3", "r4,i1,s1,3,x,y", "", ",,,,", "   "],
    ids=["short", "long", "empty line", "empty cells", "spaces"],
)
def test_what_is_uneven_goes_the_careful_way(broken: str, tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text(_HEAD + "\n".join([*_ROWS, broken, "r9,i1,s1,5,"]) + "\n", "utf-8")
    assert plain_columns(file, ",", 5, range(4)) is None
    if broken.strip(" ,"):
        with pytest.raises(RatingsError, match="line 8 has"):
            read_cells(file, _all)
    elif broken.strip(" ") or not broken:
        cells = read_cells(file, _all)
        assert cells.lines.tolist() == [2, 3, 4, 5, 6, 7, 9]


def test_what_is_no_text_is_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(_HEAD.encode() + b"r1,i1,s1,3,\nr1,i\xff,s2,3,\n")
    with pytest.raises(RatingsError, match="line 3 is not UTF-8"):
        read_cells(file, _all)
