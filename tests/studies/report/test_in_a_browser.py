"""The page as browsers lay it out: nothing cut on screen, telephone or paper; readable colours."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from sr_studio.studies.report.write import write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.source import load_study
from sr_studio.studies.simulation.study import simulate_study
from tests.studies.report.conftest import DAY
from tests.support.contrast import contrast

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: What is left of A4 between the margins of the page's own rule, in CSS pixels.
_PAPER, _PAPER_ACROSS = 186 / 25.4 * 96, 273 / 25.4 * 96
_MEASURE = """
<script>
addEventListener("load", () => {
  const told = (one) => {
    const table = one.querySelector("table"), box = one.querySelector(".scroll");
    const last = table.rows[table.rows.length - 1].getBoundingClientRect();
    return {id: one.id, wide: one.classList.contains("wide"), width: table.offsetWidth,
      room: box.clientWidth, rows: table.rows.length, last: last.bottom - last.top,
      reachable: getComputedStyle(box).overflowX === "auto"};
  };
  const nav = document.querySelector("nav");
  document.body.innerHTML = "<pre id=told></pre>".replace("></", ">" + btoa(JSON.stringify({
    page: document.documentElement.scrollWidth, view: innerWidth,
    nav: nav ? nav.offsetHeight : 0,
    tables: [...document.querySelectorAll("figure.table")].map(told),
    pictures: [...document.querySelectorAll("figure.plate img")].map((p) => p.offsetWidth),
  })) + "</");
});
</script>
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report of a paper-like study with as many systems as the paper had."""
    folder = tmp_path_factory.mktemp("browser") / "study"
    simulate_study("srgan-2017", folder, truth="", references={"Set5": 5, "Set14": 6, "BSD100": 6})
    results = analyse(load_study(folder), resample=False)
    written = write_report(results, folder / "r", date=DAY, formats=())
    return written.read_text("utf-8")


def _measured(page: str, width: float, folder: Path) -> dict[str, Any]:
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        pytest.skip("no Chromium is installed here")
    inside = html.escape(page.replace("</body>", _MEASURE + "</body>"))
    outer = f"""<body style="margin:0"><iframe style="border:0;width:{width:.0f}px;height:900px"
      srcdoc="{inside}"></iframe><script>addEventListener("load", () => setTimeout(() => {{
      document.body.innerHTML = "<b>" + frames[0].document.body.innerText + "</b>"; }}, 300));
      </script>"""
    file = folder / "measured.html"
    file.write_text(outer, "utf-8")
    found = subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'u'}",
         "--virtual-time-budget=20000", "--window-size=1600,1000", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    told = re.search(r"<b>\s*([A-Za-z0-9+/=]+)\s*</b>", found.stdout)
    assert told is not None, found.stderr[-2000:]
    measured: dict[str, Any] = json.loads(base64.b64decode(told.group(1)))
    return measured


@pytest.mark.slow
def test_on_a_screen_every_table_fits(page: str, tmp_path: Path) -> None:
    found = _measured(page, 1280, tmp_path)
    assert found["page"] <= found["view"]
    assert len(found["tables"]) > 15
    for table in found["tables"]:
        assert table["width"] <= table["room"] + 1, table
        assert table["last"] > 5, table


@pytest.mark.slow
def test_on_a_telephone_tables_move_and_figures_keep_their_numbers(
    page: str, tmp_path: Path
) -> None:
    found = _measured(page, 375, tmp_path)
    assert found["page"] <= found["view"]
    assert found["nav"] < 60
    for table in found["tables"]:
        assert table["width"] <= table["room"] + 1 or table["reachable"], table
    assert min(found["pictures"]) >= 600


@pytest.mark.slow
def test_on_paper_no_table_is_cut(page: str, tmp_path: Path) -> None:
    printed = page.replace("@media print", "@media all").replace("page: wide;", "")
    for width, wide in ((_PAPER, False), (_PAPER_ACROSS, True)):
        found = _measured(printed, width, tmp_path)
        own = [table for table in found["tables"] if table["wide"] == wide]
        assert own
        for table in own:
            assert table["width"] <= width + 1, table


def test_the_colours_of_the_page_can_be_read(report: Path) -> None:
    """4.5 : 1 for every text on every ground of the page."""
    page = (report / "report.html").read_text("utf-8")
    named = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", page))
    on_paper = [named[name] for name in ("ink", "soft", "faint", "blue", "red", "amber")]
    pairs = [(text, named[ground]) for text in on_paper for ground in ("paper", "wash")]
    pairs += [("#ffffff", "#12263f"), ("#a9bfd8", "#12263f")]  # the head
    pairs += [(named["red"], "#fde8e6"), (named["amber"], "#fdf1d8"), ("#7a1020", "#fdf1f1")]
    for text, ground in pairs:
        assert text in page
        assert ground in page
        assert contrast(text, ground) >= 4.5, (text, ground)
