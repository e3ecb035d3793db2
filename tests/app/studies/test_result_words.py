"""What a study says is said in the person's language: tables, figures, flags, mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from PySide6.QtWidgets import QApplication

from sr_studio.app.start import install_translations
from sr_studio.app.studies import (
    event_words,
    figure_words,
    flag_words,
    note_words,
    problem_words,
    result_words,
)
from sr_studio.app.studies.result_words import said
from sr_studio.app.studies.work import tables_of
from sr_studio.studies.definition.problems import REMEDIES
from sr_studio.studies.definition.sections import Analysis
from sr_studio.studies.planning.reading import examine
from sr_studio.studies.report.plates import plates
from sr_studio.studies.report.tables import Table
from sr_studio.studies.results.analyse import analyse
from sr_studio.studies.results.results import Results
from sr_studio.studies.statistics import choice_strengths, crossed
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan, DecisionFact, EventFact
from tests.studies.report.conftest import small_study
from tests.support.sentences import sentences_in

#: Sentences that are given as reasons, or made of a number and a noun.
_REASONS = {
    *(crossed.FEW_RATERS, crossed.NO_CELLS, crossed.FEW_IMAGES, crossed.FEW_CELLS),
    *(crossed.NO_SOLUTION, crossed.NO_VARIANCE, crossed.NEGATIVE),
    *(choice_strengths.SEPARATED, choice_strengths.NO_SPREAD),
    *("some raters did not rate every stimulus", "fewer than two raters or stimuli"),
}
_NOUNS = ("rater", "image", "pair", "exclusion", "time", "session", "round", "verdict")
_COUNTED = {f"%1 {noun}{ending}" for noun in _NOUNS for ending in ("", "s")} | {
    *("%1 stimulus", "%1 stimuli", "%1 and %2")
}
_OF_OTHERS = {text for text in flag_words.OFFERED if text.endswith("of the others %3.")}


@pytest.fixture
def _korean(qapp: QApplication) -> Iterator[None]:
    installed = install_translations(qapp, "ko")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)


def test_every_sentence_is_offered_to_translators(root: Path) -> None:
    words = (result_words, note_words, figure_words, flag_words, problem_words)
    offered = {text for module in words for text in module.OFFERED}
    code = root / "sr_studio" / "studies"
    assert sentences_in(code) | _REASONS | _COUNTED | _OF_OTHERS == offered
    assert set(REMEDIES.values()) == set(problem_words.REMEDIES_OFFERED)


@pytest.mark.usefixtures("_korean")
def test_what_is_wrong_with_a_draft_is_in_korean(tmp_path: Path) -> None:
    file = tmp_path / "study.toml"
    file.write_text('[study]\ntitle = ""\nmethod = "dcr"\ncolour = 1\n', encoding="utf-8")
    _, problems = examine(file)
    told = [problem_words.said(problem) for problem in problems]
    assert len(told) > 3
    assert not [text for text in told if not re.search("[가-힣]", text)]
    assert any(text.startswith("E08 4행: study.colour: 알 수 없는") for text in told)
    assert [str(problem) for problem in problems if problem.code == "E08"] == [
        "E08 line 4: study.colour: this field is unknown. Remove it, or correct its spelling."
    ]


def test_reasons_that_the_program_writes_stand_in_its_code(root: Path) -> None:
    files = (root / "sr_studio" / "studies").rglob("*.py")
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    assert [reason for reason in event_words.OFFERED if f'"{reason}"' not in code] == []


def texts_of(table: Table) -> Iterator[str]:
    yield from (table.title, *table.notes)
    yield from (head.text for row in table.heads for head in row)
    yield from (cell.text for row in table.rows for cell in row)


def english(texts: Iterator[str]) -> set[str]:
    """Texts with a word in small letters and no Hangul; names here have a digit or a capital."""
    small = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
    return {text for text in texts if small.search(text) and not re.search("[가-힣]", text)}


def scores() -> Results:
    """A rater's bad conduct, decisions, looks: most of what a report has to say."""
    late = DecisionFact("r1", "exclude", "bt500", "erratic", "2026-01-03", True)
    looks = (EventFact("interim_look", "2026-01-02"),)
    sets = ("Set3", "Set3", "Set4", "Set4")
    return small_study(sets, decisions=(late,), events=looks, origin="import")


def choices() -> Results:
    """Six raters who compare three versions of six pictures, and do not agree."""
    rng = np.random.default_rng(3)
    i, j, k = np.indices((6, 6, 3)).reshape(3, -1)
    first, second = np.array([0, 0, 1])[k], np.array([1, 2, 2])[k]
    frame = pd.DataFrame(
        {
            "rater": [f"r{n}" for n in i],
            "set": "Set6",
            "reference": [f"R{n}" for n in j],
            "system": [f"S{n}" for n in first],
            "system_b": [f"S{n}" for n in second],
            "choice": rng.choice(["a", "b"], len(k), p=[0.4, 0.6]),
            "side": "left",
            "rt_ms": 40,
            "role": "test",
            "score": np.nan,
        }
    )
    analysis = Analysis(bootstrap=1000, primary=(("S1", "S0", "Set6"), ("S1", "S9", "Set6")))
    plan = AnalysisPlan(analysis=analysis, declared=True, method="pc", seed=3)
    return analyse(study_data(frame, plan=plan))


@pytest.mark.usefixtures("_korean")
@pytest.mark.parametrize("make", [scores, choices])
def test_results_are_in_korean(make: Callable[[], Results]) -> None:
    results = make()
    tables = [table for part in tables_of(results).values() for table in part]
    assert len(tables) >= 3
    shown = [said(text) for table in tables for text in texts_of(table)]
    shown += [said(note.text) for note in results.notes]
    for plate in plates(results):
        shown += [said(plate.caption)]
        shown += [said(text.get_text()) for text in plate.figure.findobj(Text)]
    names = {name for one in results.sets for name in one.references}
    assert english(iter(shown)) - names == set()


def test_in_english_they_read_as_the_report_does() -> None:
    table = tables_of(choices())["primary"][0]
    assert said(table.title) == "Primary contrasts, declared before the first rating"
    assert [said(text) for text in texts_of(table)] == list(texts_of(table))
