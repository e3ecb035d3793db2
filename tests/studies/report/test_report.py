"""The report: complete, deterministic, in one file, and honest."""

from __future__ import annotations

import datetime
import html
import html.parser
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sr_studio.errors import StudioError
from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.report import methods
from sr_studio.studies.report.methods import methods_paragraph
from sr_studio.studies.report.paper_tables import table1, table2
from sr_studio.studies.report.sections import sections_of
from sr_studio.studies.report.write import free_folder, refuse_old_report, write_report
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.metric_results import MetricValues, metric_results, read_metrics_csv
from sr_studio.studies.results.published import srgan_2017
from sr_studio.studies.results.results import ScoreResults
from sr_studio.studies.statistics.data import StudyData, study_data
from sr_studio.studies.statistics.plan import (
    AnalysisPlan,
    DecisionFact,
    EventFact,
    SessionFact,
    StudyFacts,
)
from tests.studies.report.conftest import DAY, TITLE, small_study

DATA = Path(__file__).resolve().parent.parent / "data"
CATEGORIES = (
    ("SRResNet", ("SRResNet-MSE", "SRResNet-VGG22")),
    ("SRGAN", ("SRGAN-MSE", "SRGAN-VGG22", "SRGAN-VGG54")),
)


def _data(sets: tuple[str, ...] = ("Set5", "Set14")) -> StudyData:
    frame = pd.read_csv(DATA / "srgan_paper_like.csv.gz")
    frame = frame[frame["set"].isin(sets)]
    plan = AnalysisPlan(
        analysis=Analysis(bootstrap=1000, primary=(("SRGAN-VGG54", "SRResNet-MSE", "Set14"),)),
        declared=True,
        categories=CATEGORIES,
    )
    facts = StudyFacts(title="Paper-like", preset="srgan-2017", enrolled=26)
    return study_data(frame, plan=plan, facts=facts, hidden_reference="HR")


@pytest.fixture(scope="module")
def results() -> ScoreResults:
    analysed = analyse(_data(), resample=False)
    assert isinstance(analysed, ScoreResults)
    return analysed


class _Reader(html.parser.HTMLParser):
    """Collects what a page loads and checks that its tags fit."""

    void = frozenset({"meta", "img", "br", "link", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "img":
            self.sources.append(named.get("src") or "")
            self.alts.append(named.get("alt") or "")
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_one_page_with_everything_inside_twice_the_same(report: Path, tmp_path: Path) -> None:
    """Written again on another day, nothing but the date is another."""
    later = DAY + datetime.timedelta(days=1)
    write_report(
        small_study(resample=True, title=TITLE), tmp_path / "r", date=later, formats=("svg",)
    )
    first, again = (
        {str(p.relative_to(place)): p.read_bytes() for p in place.rglob("*") if p.is_file()}
        for place in (report, tmp_path / "r")
    )
    assert {n: b.replace(b"2026-01-06", b"2026-01-05") for n, b in again.items()} == first
    text = first["report.html"].decode("utf-8")
    reader = _Reader()
    reader.feed(text)
    assert not reader.open
    assert reader.sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in reader.sources)
    assert all(reader.alts)
    assert not re.search(r"(?:src|href)=\"https?:", text)
    assert "A &amp; B &lt;study&gt;" in text
    assert "<image & 0>" not in text
    assert not re.search(r"\bnan\b|\binf\b|None", re.sub(r"base64,[^\"]+", "", text))


def test_every_table_is_beside_the_page(report: Path) -> None:
    names = {path.name for path in (report / "tables").iterdir()}
    assert {"systems.csv", "pairs.csv", "stimuli.csv", "raters.csv", "screening.csv"} <= names
    assert {"table2.tex", "pairs_all.tex"} <= names
    pairs = pd.read_csv(report / "tables" / "pairs.csv")
    assert set(pairs["test"]) == {"crossed", "wilcoxon_raters", "wilcoxon_pooled"}
    found = json.loads((report / "analysis.json").read_text(encoding="utf-8"))
    assert set(found) >= {"stimuli", "systems", "pairs", "primary", "screening", "power", "notes"}
    assert (report / "figures" / "scores_all.svg").is_file()


def test_table1_has_the_papers_look(results: ScoreResults) -> None:
    table = table1(results, published=srgan_2017())
    assert table is not None
    assert [head.text for head in table.heads[0]] == ["", "SRResNet", "SRGAN"]
    assert [head.text for head in table.heads[1]] == ["", "MSE", "VGG22", "MSE", "VGG22", "VGG54"]
    labels = [row[0].text for row in table.rows]
    part = ["PSNR (dB), published", "SSIM (daala), published", "MOS", "MOS, published"]
    assert labels == ["Set5", *part, "Set14", *part]
    set14 = table.rows[8]
    assert [cell.text for cell in set14[1:]] == ["3.01", "3.16", "3.37", "3.49", "3.76"]
    # By the pooled test as in the paper; by the declared one no loss is above its category.
    assert [cell.ring for cell in set14[1:]] == [False, True, False, False, True]
    assert not any(cell.star for row in table.rows for cell in row)
    published = [cell.text for cell in table.rows[9][1:]]
    assert published == ["2.98", "3.15", "3.43", "3.57", "3.72"]


def test_table2_leaves_the_original_out_of_the_contest(results: ScoreResults) -> None:
    table = table2(results, published=srgan_2017())
    columns = [head.text for head in table.heads[0]][1:]
    assert columns[0] == "nearest"
    assert columns[-1] == "HR"
    for row in table.rows:
        if row[0].text == "MOS":
            best = [columns[k] for k, cell in enumerate(row[1:]) if cell.bold]
            assert len(best) == 1
            assert best != ["HR"]
        if row[0].text == "PSNR (dB), published":
            assert row[-1].text == "∞"
            assert [columns[k] for k, c in enumerate(row[1:]) if c.bold] == ["SRResNet-MSE"]


def test_measured_metrics_replace_the_published_ones(results: ScoreResults, tmp_path: Path) -> None:
    table = results.table
    values = np.stack([np.linspace(20, 30, len(table.stimuli.names)),
                       np.linspace(0.6, 0.1, len(table.stimuli.names))])  # fmt: skip
    metrics = MetricValues(("psnr_y", "lpips"), values, 0)
    made = table2(results, metrics, srgan_2017())
    labels = [row[0].text for row in made.rows]
    assert "PSNR (dB)" in labels
    assert "LPIPS" in labels
    lpips = next(row for row in made.rows if row[0].text == "LPIPS")
    bold = [float(cell.text) for cell in lpips[1:] if cell.bold]
    others = [float(cell.text) for cell in lpips[1:-1]]
    assert bold == [min(others)]


def test_standards_are_named_only_where_somebody_checked(results: ScoreResults) -> None:
    text = methods_paragraph(results)
    assert "P.910-style" in text
    assert "BT.500-style" in text
    assert not re.search(r"ITU|clause|according to|\(\d\d/\d{4}\)", text)
    for rule in methods.unchecked():
        assert methods.cited(rule).endswith("-style")


def test_a_checked_rule_is_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"document": "ITU-T P.910", "style": "P.910-style", "edition": "10/2023",
             "clause": "clause 7", "checked": True}  # fmt: skip
    monkeypatch.setattr(methods, "_rules", lambda: {"acr": entry})
    assert methods.cited("acr") == "ITU-T P.910 (10/2023), clause 7"


def _codes(results: ScoreResults) -> dict[str, str]:
    return {note.code: note.severity for note in results.notes}


def test_notes_of_the_plan(results: ScoreResults) -> None:
    codes = _codes(results)
    assert codes["few_images"] == "warning"
    assert {"pooled_test", "sets_apart", "overlap", "ordinal", "design_effect"} <= set(codes)
    assert "family_not_declared" not in codes
    small = _codes(small_study())
    assert small["family_not_declared"] == "warning"
    assert small["informal"] == "warning"


def test_notes_of_the_record() -> None:
    late = DecisionFact("r1", "exclude", "bt500", "erratic", "2026-01-03", True)
    results = small_study(
        decisions=(late,),
        events=(EventFact("interim_look", "2026-01-02"),),
        names_known=False,
        origin="import",
    )
    codes = _codes(results)
    assert codes["excluded_after_unblinding"] == "red"
    assert codes["interim_looks"] == "warning"
    assert {"blind", "imported"} <= set(codes)


def test_verdicts_never_say_equal(results: ScoreResults) -> None:
    (primary,) = results.primary
    assert "was rated higher" in primary.verdict or "was not shown" in primary.verdict
    for note in results.notes:
        assert not re.search(r"no difference\b|are equal\b|is equal\b", note.text)


def test_asterisks_follow_the_declared_test(results: ScoreResults) -> None:
    raters = replace(results.data.plan, analysis=Analysis(bootstrap=1000, inference="these_images"))
    other = analyse(replace(results.data, plan=raters), resample=False)
    assert isinstance(other, ScoreResults)
    assert other.set("Set14").stars == ("SRGAN-VGG54",)
    assert results.set("Set14").stars == ()
    assert "these_images" in _codes(other)


def _page_of(small: ScoreResults, of_set: str, folder: Path) -> str:
    """The page of a study with one declared contrast, without its pictures."""
    plan = replace(
        small.data.plan,
        declared=True,
        analysis=Analysis(bootstrap=1000, primary=(("s_0", "s_1", of_set),)),
    )
    results = analyse(replace(small.data, plan=plan), resample=False)
    place = write_report(results, folder, date=DAY, formats=())
    text = re.sub(r"base64,[^\"]+", "", place.read_text(encoding="utf-8"))
    return html.unescape(text)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a small declared study."""
    return _page_of(small_study(enrolled=8), "all", tmp_path_factory.mktemp("page"))


def test_a_verdict_names_its_set_where_there_are_several(page: str, tmp_path: Path) -> None:
    assert '<p class="verdict">' in page and '<p class="verdict"><b>' not in page
    several = _page_of(small_study(("A", "A", "B")), "A", tmp_path)
    assert '<p class="verdict"><b>A.</b> ' in several


def test_head_facts_come_before_everything_else(page: str) -> None:
    keys = ("glance", "notes", "primary", "scores", "record")
    places = [page.index(f'id="{key}"') for key in keys]
    assert places == sorted(places)
    glance = page[places[0] : places[1]]
    assert "8 enrolled, 8 analysed" in glance
    assert "could not be compared" in glance or "s_0" in glance
    assert "not lifted" in glance


def test_what_was_computed_is_printed(page: str) -> None:
    for words in ("Friedman", "Kendall's W", "sign flips", "Rules of the screening"):
        assert words in page, words
    assert "our own" in page  # beside each rule, where it comes from
    assert "BT.500-style" in page


def test_order_golden_items_people_and_rooms_are_printed(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    scores = rng.integers(1, 6, (8, 6, 3))
    i, j, s = np.indices(scores.shape).reshape(3, -1)
    frame = pd.DataFrame(
        {
            "rater": [f"r{k}" for k in i],
            "reference": [f"image{k}" for k in j],
            "system": [f"s{k}" for k in s],
            "score": scores.ravel(),
            "golden": (s == 0) & (j < 4),
            "role": "test",
        }
    )
    frame["position"] = frame.groupby("rater").cumcount() + 1
    reports = tuple(
        {"age_band": band, "vision_test": "passed"} for band in ["25-34"] * 5 + ["65+", "18-24"]
    )
    room = {"ambient_light": "dim", "distance_cm": 60, "luminance_cd_m2": None}
    facts = StudyFacts(
        enrolled=8,
        self_reports=reports,
        sessions=(SessionFact("r0", 1, 12.0, "done", "screen", "", False, room),),
    )
    plan = AnalysisPlan(analysis=Analysis(bootstrap=1000))
    data = study_data(frame, plan=plan, facts=facts, accept={"s0": (4, 5)})
    text = write_report(analyse(data, resample=False), tmp_path, formats=()).read_text("utf-8")
    assert "Order as it was realised" in text
    assert "Golden items" in text
    assert "Age: 25-34 5, other bands 2." in text
    assert "Test of visual acuity: passed 7." in text
    assert "Light in the room, by session: dim 1." in text
    assert "Viewing distance: median 60 cm" in text


def test_reports_are_never_overwritten(report: Path) -> None:
    second = free_folder(report.parent, DAY)
    assert (report.name, second.name) == ("2026-01-05", "2026-01-05-2")
    with pytest.raises(StudioError, match="never overwritten"):
        refuse_old_report(report)
    refuse_old_report(second)


def test_the_hash_of_the_ratings_is_the_same_with_codes_and_with_names() -> None:
    frame = pd.DataFrame(
        {"rater": list("aabb"), "reference": "x", "system": ["K", "Q"] * 2, "score": [1, 2, 3, 4]}
    )
    blind = study_data(frame)
    named = study_data(frame.replace({"K": "bicubic", "Q": "SRGAN"}))
    assert named.data_sha256 != blind.data_sha256
    named = replace(named, codes={"bicubic": "K", "SRGAN": "Q"})
    assert named.data_sha256 == blind.data_sha256


def test_an_evaluations_json_is_taken_as_it_is(tmp_path: Path) -> None:
    """Seconds and megapixels are no metrics; all metrics are judged on the same stimuli."""
    results = small_study()
    assert isinstance(results, ScoreResults)
    stimuli = results.table.stimuli
    rows = [
        {
            "model": results.table.systems[stimuli.systems[k]],
            "dataset": "all",
            "image": results.table.references[stimuli.references[k]],
            "psnr_y": 25.0 + k % 4,
            "lpips": None if k == 1 else 0.5 - 0.04 * k,
            "seconds": 0.1 + k,
            "megapixels": 0.2 + k,
            "pictures": 1,
        }
        for k in range(len(stimuli.names))
    ]
    path = tmp_path / "evaluation.json"
    path.write_text(json.dumps({"images": rows}), encoding="utf-8")
    metrics = read_metrics_csv(path, results.table)
    assert metrics.names == ("psnr_y", "lpips")
    against = metric_results(results, metrics)
    assert {metric.fit.n for metric in against[0].metrics} == {len(rows) - 1}
    sections = {one.key: one for one in sections_of(results, metrics, against, [])}
    names = [table.name for table in sections["metrics"].tables]
    assert names == ["metrics_all", "metric_pairs_all", "between_metrics_all"]
    assert "PSNR (dB) against LPIPS" in sections["metrics"].tables[2].rows[0][0].text
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(StudioError, match="evaluate --json"):
        read_metrics_csv(path, results.table)
