"""A rater goes through a real study: what is shown, what counts, and what lies in the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sr_studio.app.studies.rating.selftest import screen_pixels
from sr_studio.app.studies.rating.text_pages import (
    ConsentPage,
    EndPage,
)
from sr_studio.imaging.reading import read_picture
from sr_studio.studies.store.folder import StudyFolder
from tests.app.studies.rater import KEYS, Rater, score_for, stored, texts_of

MakeStudy = Callable[..., StudyFolder]


def test_a_whole_study_by_keys(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study(stabilising=2, self_report='fields = ["age_band", "expertise"]')
    rater = sit(folder)
    assert isinstance(rater.page, ConsentPage)
    assert stored(folder, "raters") == []
    rater.come_in()
    shown = rater.rate_all(score_for)
    end = rater.wait_for(EndPage)
    assert "007" in rater.window.conductor.pseudonym
    assert any(rater.window.conductor.pseudonym in text for text in texts_of(end))
    assert [step.number for step in shown] == list(range(1, 12))
    assert {step.total for step in shown} == {11}
    with folder.open_store() as store:
        enrolled = store.find_rater("R07")
        assert enrolled is not None
        plan = store.presentations(enrolled.id)
        assert all(row.rated for row in plan)
        by_id = {step.presentation.id: score_for(step) for step in shown}
        assert [row.score for row in plan] == [by_id[row.id] for row in plan]
        (session,) = store.sessions(enrolled.id)
        assert session.end_reason == "done"
        assert store.state == "open"
    rows = stored(folder)
    assert len(rows) == 11
    for row in rows:
        assert row.rt_ms >= 60
        assert row.rt_ms == (row.answered_ns - row.first_paint_ns) // 1_000_000
        assert row.input == "key"


def test_what_is_on_the_screen_is_the_file(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    for _ in range(3):
        step = rater.wait_for_picture()
        (box,) = rater.window.stage.boxes()
        file = read_picture(folder.stimulus(step.presentation.token)).rgb()
        seen = screen_pixels(rater.window.stage, box)
        assert seen is not None
        assert (seen == file).all()
        rater.rate(3)


def test_refused_consent_stores_nothing(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study()
    rater = sit(folder)
    page = rater.wait_for(ConsentPage)
    page._buttons.itemAt(1).widget().click()
    rater.wait_for(EndPage)
    for table in ("raters", "presentations", "sessions", "study_events", "events"):
        assert stored(folder, table) == []


def test_early_keys_repeats_and_modifiers_do_not_count(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(min_view_ms=400)
    rater = sit(folder)
    rater.come_in()
    first = rater.wait_for_picture(1)
    rater.press(KEYS[1])
    rater.press(KEYS[1])
    rater.wait_to_rate()
    for repeat, modifier in (
        (True, Qt.KeyboardModifier.NoModifier),
        (False, Qt.KeyboardModifier.ControlModifier),
    ):
        event = QKeyEvent(QEvent.Type.KeyPress, KEYS[2], modifier, "2", repeat)
        QApplication.sendEvent(rater.window.stage, event)
    rater.press(Qt.Key.Key_A)
    rater.press(Qt.Key.Key_7)
    assert rater.step is first
    rater.press(KEYS[4])
    rater.wait_for_picture(2)
    (row,) = stored(folder)
    assert (row.score, row.revision) == (4, 1)
    events = {row.kind: row.detail for row in stored(folder, "events")}
    assert events == {"early_key": "2", "auto_repeat": "1", "modifier": "1"}


def test_a_key_between_two_pictures_rates_neither(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(gap_ms=400)
    rater = sit(folder)
    rater.come_in()
    rater.rate(5)
    assert not rater.window.stage.shows_picture  # grey at once, before the commit has returned
    rater.press(KEYS[1])
    rater.wait_for_picture(2)
    rater.press(KEYS[1])  # still within the minimum viewing time
    assert [row.score for row in stored(folder)] == [5]


@pytest.mark.parametrize(
    ("key", "text", "scan_code", "modifier", "expected"),
    [
        (Qt.Key.Key_3, "3", 0, Qt.KeyboardModifier.KeypadModifier, (3, "keypad")),
        (Qt.Key.Key_PageDown, "", 0, Qt.KeyboardModifier.KeypadModifier, (3, "keypad")),
        (Qt.Key.Key_QuoteDbl, '"', 12, Qt.KeyboardModifier.NoModifier, (3, "key")),
        (Qt.Key.Key_3, "3", 12, Qt.KeyboardModifier.ShiftModifier, (3, "key")),
    ],
    ids=["keypad", "keypad without Num Lock", "AZERTY", "AZERTY with Shift"],
)
def test_other_keyboards(
    make_study: MakeStudy,
    sit: Callable[..., Rater],
    key: Qt.Key,
    text: str,
    scan_code: int,
    modifier: Qt.KeyboardModifier,
    expected: tuple[int, str],
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.wait_for_picture(1)
    rater.wait_to_rate()
    event = QKeyEvent(QEvent.Type.KeyPress, key, modifier, scan_code, 0, 0, text)
    QApplication.sendEvent(rater.window.stage, event)
    rater.wait_for_picture(2)
    (row,) = stored(folder)
    assert (row.score, row.input) == expected


def test_a_click_on_a_labelled_key(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.wait_for_picture(1)
    rater.wait_to_rate()
    QTest.mouseClick(rater.window.stage.buttons[3], Qt.MouseButton.LeftButton)
    rater.wait_for_picture(2)
    (row,) = stored(folder)
    assert (row.score, row.input) == (4, "click")


def test_undo_is_one_step_and_a_revision(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.press(Qt.Key.Key_Backspace)  # nothing to undo yet
    first = rater.wait_for_picture(1)
    rater.rate(2)
    rater.wait_for_picture(2)
    rater.press(Qt.Key.Key_Backspace)
    again = rater.wait_for_picture(1)
    assert again.presentation.id == first.presentation.id
    assert [row.score for row in stored(folder)] == [2]  # the old one stands until there is a new
    rater.press(Qt.Key.Key_Backspace)  # only one step
    assert rater.wait_for_picture(1).presentation.id == first.presentation.id
    rater.rate(5)
    rater.wait_for_picture(2)
    rows = sorted(stored(folder), key=lambda row: row.revision)
    assert [(row.score, row.revision, row.reason) for row in rows] == [(2, 1, ""), (5, 2, "undo")]
    rater.press(Qt.Key.Key_Backspace)  # not twice for the same picture
    assert rater.step.number == 2
