"""Names and words stand as they are in every form of a report: Markdown, LaTeX, CSV, file names."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pandas as pd

from sr_studio.sentences import Sentence
from sr_studio.studies.report.tables import Cell, Table, heads, to_latex, to_markdown
from sr_studio.studies.report.write import write_report
from sr_studio.studies.results.results import Note
from tests.studies.report.conftest import DAY, small_study


def test_markdown_and_latex_escape() -> None:
    table = Table("t", "50 % & more_or | less", heads("a", "b"), [[Cell("x_1|y", bold=True),
                  Cell("−1.5", star=True, small="±0.2")], [Cell("part", left=True)]])  # fmt: skip
    markdown = to_markdown(table)
    assert "**x\\_1\\|y**" in markdown
    assert "−1.5\\* ±0.2" in markdown
    latex = to_latex(table)
    assert r"50 \% \& more\_or" in latex
    assert r"\textbf{x\_1|y}" in latex
    assert r"$-$1.5$^{*}$ {\scriptsize $\pm$0.2}" in latex
    assert r"\multicolumn{2}{l}{part}" in latex
    assert latex.count("{") == latex.count("}")


def test_no_row_of_latex_begins_with_what_the_line_break_before_it_takes() -> None:
    rows = [[Cell("[ours]"), Cell("1")], [Cell("* best"), Cell("2")], [Cell("x"), Cell("[1, 2]")]]
    latex = to_latex(Table("t", "t", heads("[a]", "b"), rows))
    assert r"    {}[ours] & 1 \\" in latex
    assert r"    {}* best & 2 \\" in latex
    assert r"    x & [1, 2] \\" in latex


def test_sets_whose_names_make_one_name_of_a_file_have_figures_and_tables_of_their_own(
    tmp_path: Path,
) -> None:
    found = small_study(("Set-A", "set a", "set a"))
    page = write_report(found, tmp_path, date=DAY, formats=("svg",))
    tables = sorted(file.name for file in (tmp_path / "tables").glob("pairs_*.tex"))
    assert tables == ["pairs_set_a.tex", "pairs_set_a_2.tex"]
    first, second = (tmp_path / "tables" / name for name in tables)
    assert r"\caption{Set-A" in first.read_text() and r"\caption{set a" in second.read_text()
    figures = [tmp_path / "figures" / f"scores_set_a{end}.svg" for end in ("", "_2")]
    coded = [base64.b64encode(file.read_bytes()).decode() for file in figures]
    assert coded[0] != coded[1]
    assert all(one in page.read_text(encoding="utf-8") for one in coded)


def test_what_is_said_stands_as_it_is_in_markdown(tmp_path: Path) -> None:
    """Names are people's own: two underscores made what lay between them slanted, or a heading."""
    said = Note("odd", "warning", Sentence("s_0 *won*\n# twice"))
    found = replace(small_study(), notes=(said,))
    write_report(found, tmp_path, date=DAY, formats=())
    lines = (tmp_path / "report.md").read_text("utf-8").splitlines()
    assert r"* **warning**: s\_0 \*won\* # twice" in lines


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    """One line end and nothing else is no CSV that a program reads."""
    found = replace(small_study(), primary=(), notes=())
    write_report(found, tmp_path, date=DAY, formats=())
    for name, first in (("primary", "first"), ("sensitivity", "trial"), ("notes", "code")):
        read = pd.read_csv(tmp_path / "tables" / f"{name}.csv")
        assert read.empty and read.columns[0] == first
