"""A rater goes through a real study: what is shown, what counts, and what lies in the database."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sr_studio.app.studies.rating.decoding import pixels_of
from sr_studio.app.studies.rating.selftest import screen_pixels
from sr_studio.app.studies.rating.text_pages import (
    ConsentPage,
    EndPage,
    PausePage,
    ReadingPage,
    RestPage,
    TroublePage,
)
from sr_studio.imaging.reading import read_picture
from sr_studio.studies.errors import RatingRefusedError, StudyDatabaseError
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store
from tests.app.studies.rater import KEYS, Rater

MakeStudy = Callable[..., StudyFolder]


def stored(folder: StudyFolder, table: str = "ratings") -> list[sa.Row]:
    engine = sa.create_engine(f"sqlite:///{folder.path / 'study.sqlite'}")
    with engine.connect() as connection:
        rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()
    engine.dispose()
    return list(rows)


def score_for(step: Show) -> int:
    return 1 + step.number % 5


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


def texts_of(page: object) -> list[str]:
    from PySide6.QtWidgets import QLabel, QWidget

    assert isinstance(page, QWidget)
    return [label.text() for label in page.findChildren(QLabel)]


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


def test_a_failing_commit_stops_the_show(
    make_study: MakeStudy, sit: Callable[..., Rater], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.rate(3)
    rater.wait_for_picture(2)
    whole = Store.rate

    def broken(*_: object, **__: object) -> int:
        raise StudyDatabaseError("the disk is full", where=folder.path)

    monkeypatch.setattr(Store, "rate", broken)
    rater.rate(4)
    page = rater.wait_for(TroublePage)
    assert not rater.window.stage.shows_picture
    assert str(folder.path) not in " ".join(texts_of(page))
    QTest.qWait(150)
    assert rater.step.number == 2
    assert len(stored(folder)) == 1
    rater.press_main()  # try again: still broken
    rater.wait_for(TroublePage)
    monkeypatch.setattr(Store, "rate", whole)
    rater.press_main()
    rater.wait_for_picture(3)
    assert sorted(row.score for row in stored(folder)) == [3, 4]


def test_a_rating_the_database_refuses_can_be_kept_beside_it(
    make_study: MakeStudy, sit: Callable[..., Rater], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.wait_for_picture(1)

    def broken(*_: object, **__: object) -> int:
        raise StudyDatabaseError("the disk is full")

    monkeypatch.setattr(Store, "rate", broken)
    rater.rate(4)
    page = rater.wait_for(TroublePage)
    page._buttons.itemAt(1).widget().click()
    rater.wait_for(EndPage)
    (file,) = (folder.path / "journal").iterdir()
    assert '"score": 4' in file.read_text()
    rater.window.close()
    assert rater.codes == [1]


@pytest.mark.parametrize("before", [True, False], ids=["before the session", "in mid-session"])
def test_a_changed_picture_is_not_shown(
    make_study: MakeStudy, sit: Callable[..., Rater], before: bool
) -> None:
    folder = make_study()
    rater = sit(folder)
    if not before:
        rater.come_in()
        rater.wait_for_picture(1)
    for stimulus in folder.manifest.stimuli:
        file = folder.stimulus(stimulus.token)
        file.write_bytes(file.read_bytes() + b" ")
    if before:
        rater.qtbot.waitUntil(lambda: rater.walk() or rater.page_is(TroublePage), timeout=20_000)
    else:
        rater.rate_all(score_for)
    page = rater.wait_for(TroublePage)
    told = " ".join(texts_of(page))
    assert "changed" in told
    assert not any(stimulus.token in told for stimulus in folder.manifest.stimuli)
    rated = len(stored(folder))
    assert rated < 9
    rater.press_main()  # trying again brings the same page
    rater.wait_for(TroublePage)
    assert len(stored(folder)) == rated


def test_pause_hides_the_picture_and_shows_it_again(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    before = rater.wait_for_picture(1)
    rater.press(Qt.Key.Key_Escape)
    rater.wait_for(PausePage)
    assert not rater.window.stage.shows_picture
    rater.press_main()
    after = rater.wait_for_picture(1)
    assert after.presentation.id == before.presentation.id
    assert after.attempt == 2
    kinds = [row.kind for row in stored(folder, "events")]
    assert sorted(kinds) == ["interrupted_showing", "pause", "resume"]


def test_a_long_pause_brings_the_instructions_back(
    make_study: MakeStudy, sit: Callable[..., Rater], monkeypatch: pytest.MonkeyPatch
) -> None:
    rater = sit(make_study())
    rater.come_in()
    rater.wait_for_picture(1)
    rater.press(Qt.Key.Key_Escape)
    rater.wait_for(PausePage)
    now = time.monotonic_ns
    monkeypatch.setattr(time, "monotonic_ns", lambda: now() + 301 * 1_000_000_000)
    rater.press_main()
    rater.wait_for(ReadingPage)
    rater.press_main()
    rater.wait_for_picture(1)


def test_a_changed_scale_pauses_and_tests_again(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    rater.wait_for_picture(1)
    rater.window.stage.ratio_changed.emit()
    rater.wait_for(PausePage)
    rater.press_main()
    rater.wait_for_picture(1)
    assert "screen_changed" in [row.kind for row in stored(folder, "events")]


def test_breaks_are_forced(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study(more="[sessions]\nmax_trials = 4\nmin_break_minutes = 10.0\n")
    rater = sit(folder)
    rater.come_in()
    shown = rater.rate_all(score_for)
    page = rater.wait_for(RestPage)
    assert len(shown) == 4
    assert page.main_button is not None and not page.main_button.isEnabled()
    rater.window.close()
    later = sit(folder)  # starting again does not shorten the break
    assert isinstance(later.page, RestPage)
    with folder.open_store() as store:
        enrolled = store.find_rater("R07")
        assert enrolled is not None
        assert [s.end_reason for s in store.sessions(enrolled.id)] == ["clock"]


def test_resuming_goes_on_at_the_right_place(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(stabilising=2)
    rater = sit(folder)
    rater.come_in()
    for _ in range(5):
        rater.rate(3)
    rater.wait_for_picture(6)
    rater.window.close()
    again = sit(folder)
    again.come_in()
    step = again.wait_for_picture()
    assert (step.number, step.total) == (6, 11)
    assert step.presentation.role == "test"


def test_a_second_window_for_the_same_rater_is_refused(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study()
    rater = sit(folder)
    rater.come_in()
    with pytest.raises(RatingRefusedError, match="another window"):
        sit(folder)
    with pytest.raises(RatingRefusedError):
        sit(folder, rater.window.conductor.pseudonym)
    other = sit(folder, "R08")
    other.come_in()
    rater.window.close()
    sit(folder).come_in()  # after that it may be opened again


def test_korean(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    rater = sit(make_study(language="ko"))
    rater.come_in()
    rater.wait_for_picture(1)
    names = [button.accessibleName() for button in rater.window.stage.buttons]
    assert names == ["1 매우 나쁨", "2 나쁨", "3 보통", "4 좋음", "5 매우 좋음"]


def test_practice_and_calibration_come_first_and_tell_the_key(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(prelude=True)
    rater = sit(folder)
    rater.come_in()
    counter = rater.window.stage._counter
    assert rater.wait_for_picture().phase == "training"
    assert counter.text() == "1 of 1"
    rater.rate(2)
    for told, label in ((1, "Bad"), (5, "Excellent")):
        rater.come_in()
        step = rater.wait_for_picture()
        assert (step.phase, step.presentation.told_score) == ("calibration", told)
        hint = f"This picture is a {told} ({label}). Press {told}."
        assert hint in counter.text()
        rater.wait_to_rate()
        rater.press(KEYS[3])  # not the key that was named
        assert rater.step is step
        rater.qtbot.waitUntil(lambda hint=hint: hint in counter.text(), timeout=5000)
        rater.press(KEYS[told])
        rater.settle()
    assert isinstance(rater.page, ReadingPage)
    assert "every rating counts" in " ".join(texts_of(rater.page))
    rater.come_in()
    step = rater.wait_for_picture()
    assert (step.phase, step.number, step.total) == ("test", 1, 9)
    rater.press(Qt.Key.Key_Backspace)  # calibration cannot be undone
    assert rater.step.number == 1
    events = [(row.kind, row.detail) for row in stored(folder, "events")]
    assert events.count(("calibration_hint", "1")) == 2
    scores = {row.role: [] for row in stored(folder, "presentations")}
    for row in stored(folder):
        (shown,) = [p for p in stored(folder, "presentations") if p.id == row.presentation_id]
        scores[shown.role].append(row.score)
    assert scores == {"training": [2], "calibration": [1, 5], "test": []}


def test_two_pictures_in_one_place(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study(method="pc", more='[pc]\nlayout = "toggle"\ntie = true\n')
    rater = sit(folder)
    rater.come_in()
    presentation = rater.wait_for_picture(1).presentation
    assert presentation.token_b is not None
    pictures = [
        read_picture(folder.stimulus(token)).rgb().tobytes()
        for token in (presentation.token, presentation.token_b)
    ]
    if presentation.side == "right":
        pictures.reverse()

    def on_screen() -> bytes:
        ((_, image),) = rater.window.stage._images
        return pixels_of(image).tobytes()

    def told() -> str:
        return rater.window.stage._counter.text()

    painted = rater.window.showing.first_paint_ns
    assert on_screen() == pictures[0]
    assert "first picture" in told() and "Space bar: the other one" in told()
    rater.qtbot.waitUntil(lambda: time.monotonic_ns() - painted > 100_000_000)
    rater.press(KEYS[1])  # nobody can choose who has seen one of two
    assert rater.step.number == 1 and stored(folder) == []
    rater.press(Qt.Key.Key_Space)
    assert on_screen() == pictures[1] and "second picture" in told()
    rater.press(Qt.Key.Key_Space)
    assert on_screen() == pictures[0]
    assert rater.window.showing.first_paint_ns == painted
    assert [key.accessibleName() for key in rater.window.stage.buttons] == [
        "first",
        "second",
        "no difference",
    ]
    rater.wait_to_rate()
    rater.press(KEYS[3])
    rater.wait_for_picture(2)
    assert [row.choice for row in stored(folder)] == ["tie"]


def test_two_pictures_one_choice(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study(method="pc")
    rater = sit(folder)
    rater.come_in()
    sides = []
    while rater.page is None:
        step = rater.wait_for_picture()
        assert len(rater.window.stage.boxes()) == 2
        left = pixels_of(rater.window.stage._images[0][1])
        token = step.presentation.token
        assert step.presentation.token_b is not None
        if step.presentation.side == "right":
            token = step.presentation.token_b
        assert (left == read_picture(folder.stimulus(token)).rgb()).all()
        sides.append(step.presentation.side)
        rater.wait_to_rate()
        rater.press(Qt.Key.Key_Left)
        rater.qtbot.waitUntil(
            lambda: (
                not rater.window._writes.busy
                and (rater.window.showing.on or rater.page is not None)
            )
        )
    rater.wait_for(EndPage)
    with folder.open_store() as store:
        enrolled = store.find_rater("R07")
        assert enrolled is not None
        rows = store.presentations(enrolled.id)
    assert [row.choice for row in rows] == ["a" if side == "left" else "b" for side in sides]
    assert len(set(sides)) == 2


def test_a_degradation_rating_shows_the_reference_first(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(method="dcr", more="[dcr]\nreference_ms = 2000\ngrey_ms = 50\n")
    rater = sit(folder)
    seen: list[bytes] = []
    paint = rater.window.stage.show_pictures

    def watch(images: list) -> int:
        seen.extend(pixels_of(image).tobytes() for image in images if image.width() == 96)
        return paint(images)

    rater.window.stage.show_pictures = watch  # type: ignore[method-assign]
    rater.come_in()
    presentation = rater.wait_for_picture(1).presentation
    assert presentation.token_b is not None
    expected = [presentation.token_b, presentation.token]
    assert seen == [read_picture(folder.stimulus(t)).rgb().tobytes() for t in expected]
    rater.rate(5)
    rater.wait_for_picture(2)
    assert [row.score for row in stored(folder)] == [5]
