"""Simulated ratings say so on every page, and titles are text wherever they are printed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sr_studio.studies.exchange.exports import to_csv
from sr_studio.studies.report.write import SIMULATED, write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.source import load_study
from sr_studio.studies.simulation.study import simulate_study
from tests.studies.report.conftest import DAY

TITLE = "=2+5 <script>alert(1)</script> *bold*"


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "study"
    simulate_study("five-minute-demo", folder, truth="", title=TITLE)
    results = analyse(load_study(folder), resample=False)
    write_report(results, folder / "r", date=DAY, formats=())
    return folder / "r"


def test_every_page_says_that_nobody_was_asked(report: Path) -> None:
    page = (report / "report.html").read_text("utf-8")
    assert f'<p class="watermark" role="note">{SIMULATED}</p>' in page
    assert "p.watermark { position: fixed" in page  # while one scrolls
    # In the margin of every printed page, where it covers nothing.
    assert f'@bottom-center {{ content: "{SIMULATED}"' in page
    assert f"**{SIMULATED}**" in (report / "report.md").read_text("utf-8")


def test_a_title_is_text(report: Path) -> None:
    first = (report / "report.md").read_text("utf-8").splitlines()[0]
    assert first == r"# =2+5 \<script>alert(1)\</script> \*bold\*"
    assert "<script>alert" not in (report / "report.html").read_text("utf-8")


def test_heads_of_tables_begin_no_formula() -> None:
    """Heads of the wide table are raters' names, which may come from other people's files."""
    text = to_csv(pd.DataFrame({"stimulus": ["a"], "=1+1": [3], "@home": [4]}))
    assert text.splitlines()[0] == "stimulus,'=1+1,'@home"
