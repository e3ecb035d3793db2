"""What comes between while one rates: a full disk, another picture, a pause, another window."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame

from sr_studio.app.studies.rating.text_pages import (
    EndPage,
    PausePage,
    ReadingPage,
    RestPage,
    TroublePage,
)
from sr_studio.studies.errors import RatingRefusedError, StudyDatabaseError
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store
from tests.app.studies.rater import Rater, score_for, stored, texts_of

MakeStudy = Callable[..., StudyFolder]


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


def rater_whose_screen_changed(sit: Callable[..., Rater], folder: StudyFolder) -> Rater:
    """At the pause that it brings."""
    rater = sit(folder)
    rater.come_in()
    rater.wait_for_picture(1)
    rater.window.stage.ratio_changed.emit()
    rater.wait_for(PausePage)
    return rater


def test_a_changed_scale_pauses_and_tests_again(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study()
    rater = rater_whose_screen_changed(sit, folder)
    rater.press_main()
    rater.wait_for_picture(1)
    assert "screen_changed" in [row.kind for row in stored(folder, "events")]


def test_a_new_screen_that_shows_other_pixels_is_told(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study()
    rater = rater_whose_screen_changed(sit, folder)
    over = QFrame(rater.window.stage)  # as a program that lays its window over all others
    over.setStyleSheet("background: #aa3377")
    over.setGeometry(rater.window.stage.rect())
    over.show()
    rater.press_main()
    assert any("pixel" in text for text in texts_of(rater.wait_for(EndPage)))
    with folder.open_store() as store:
        enrolled = store.find_rater("R07")
        assert enrolled is not None
        assert [s.end_reason for s in store.sessions(enrolled.id)] == ["abandoned"]


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
