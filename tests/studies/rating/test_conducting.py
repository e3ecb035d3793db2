"""The way of a rater through a study, step by step."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sr_studio.studies.errors import (
    EnrolmentError,
    LockLostError,
    RatingRefusedError,
    StudyDatabaseError,
    StudyError,
)
from sr_studio.studies.rating.backup import back_up, erase_everywhere
from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.status import study_status
from sr_studio.studies.rating.steps import (
    AskConsent,
    AskRoom,
    AskSelfReport,
    Finished,
    Read,
    Rest,
    Show,
    TestScreen,
)
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.store import Store
from tests.studies.conftest import small_manifest
from tests.studies.rating.scripted_rater import answer_to, make_way

MINUTE_NS = 60 * 1_000_000_000


class Clock:
    """Both clocks, moved by hand."""

    def __init__(self) -> None:
        self.ns = 1_000_000_000
        self.start_us = 1_800_000_000_000_000

    def forward(self, minutes: float) -> None:
        self.ns += int(minutes * MINUTE_NS)

    def mono(self) -> int:
        return self.ns

    def wall(self) -> int:
        return self.start_us + self.ns // 1000


def _opened(study: Path, clock: Clock | None = None, rater: str | None = None) -> StudyConductor:
    conductor = open_conductor(study, rater)
    if clock is not None:
        conductor._now_ns = clock.mono
        conductor.store.now = clock.wall
    return conductor


def _showing(conductor: StudyConductor) -> Show:
    assert isinstance(conductor.step, Show), conductor.step
    return conductor.step


def _rate(conductor: StudyConductor, count: int) -> None:
    for _ in range(count):
        assert make_way(conductor)
        conductor.answer(answer_to(_showing(conductor)))


def test_everything_from_consent_to_thanks(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    assert conductor.step == AskConsent() and conductor.pseudonym == ""
    conductor.consent(True)
    assert conductor.step == AskSelfReport(("age_band",))
    conductor.self_report({"age_band": "25-34"})
    assert isinstance(conductor.step, AskRoom)
    conductor.room({"ratio": 1}, {"light": "dim"})
    assert conductor.step == TestScreen()
    conductor.screen_tested("screen")
    seen: list[tuple[str, str, str]] = []
    while not isinstance(conductor.step, Finished):
        if isinstance(conductor.step, Read):
            seen.append(("read", conductor.step.text, ""))
            conductor.read()
        else:
            step = _showing(conductor)
            seen.append(("show", step.phase, f"{step.number} of {step.total}"))
            clock.forward(0.02)
            conductor.answer(answer_to(step))
    # 24 cells, 2 repeats and 2 stabilising showings that look like them.
    assert seen[:9] == [
        ("read", "instructions", ""),
        ("read", "training", ""),
        ("show", "training", "1 of 2"),
        ("show", "training", "2 of 2"),
        ("read", "calibration", ""),
        ("show", "calibration", "1 of 2"),
        ("show", "calibration", "2 of 2"),
        ("read", "test", ""),
        ("show", "test", "1 of 28"),
    ]
    assert seen[-1] == ("show", "test", "28 of 28") and len(seen) == 36
    assert conductor.step.reason == "done" and conductor.step.pseudonym == conductor.pseudonym
    table = load_ratings(conductor.store, roles=None)
    assert table["role"].value_counts().to_dict() == {
        "test": 24,
        "repeat": 2,
        "training": 2,
        "calibration": 2,
        "stabilising": 2,
    }
    assert len(load_ratings(conductor.store)) == 24
    conductor.close()


def test_refusing_stores_nothing(study: Path) -> None:
    conductor = _opened(study)
    conductor.consent(False)
    assert conductor.step == Finished("refused")
    assert conductor.store.raters() == [] and conductor.store.state == "draft"
    conductor.close()


def test_in_the_calibration_only_the_told_score_counts(study: Path) -> None:
    conductor = _opened(study)
    _rate(conductor, 2)
    assert make_way(conductor)
    step = _showing(conductor)
    assert step.phase == "calibration" and step.presentation.told_score == 1
    with pytest.raises(RatingRefusedError, match="told for this picture is 1"):
        conductor.answer(replace(answer_to(step), score=4))
    assert conductor.step == step
    conductor.answer(answer_to(step))
    assert conductor.step != step
    conductor.close()


def test_undo_goes_one_step_back_and_keeps_both_scores(study: Path) -> None:
    conductor = _opened(study)
    _rate(conductor, 4)  # training and calibration
    assert make_way(conductor)
    assert not conductor.undo()  # the told scores are not to be changed
    first = _showing(conductor)
    conductor.answer(answer_to(first, score=2))
    second = _showing(conductor)
    assert conductor.undo()
    assert _showing(conductor).presentation.id == first.presentation.id
    assert not conductor.undo()  # one step only
    conductor.answer(answer_to(first, score=5))
    again = _showing(conductor)
    assert again.presentation.id == second.presentation.id and again.number == second.number
    assert again.attempt == 2  # it was on screen before
    assert not conductor.undo()
    row = load_ratings(conductor.store, roles=None).query("revisions == 2").iloc[0]
    assert (row.score, row.first_score) == (5, 2)
    conductor.close()


def test_an_undo_that_is_not_finished_leaves_the_old_rating(study: Path) -> None:
    conductor = _opened(study)
    _rate(conductor, 6)
    pseudonym = conductor.pseudonym
    assert make_way(conductor) and conductor.undo()
    conductor.close()
    with StudyFolder(study).open_store() as store:
        table = load_ratings(store, roles=None)
        assert len(table) == 6 and set(table["revisions"]) == {1}
    again = _opened(study, rater=pseudonym)
    assert make_way(again)
    assert (_showing(again).number, _showing(again).presentation.role) == (3, "test")
    again.close()


def test_the_forced_break_and_the_session_after_it(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    _rate(conductor, 9)
    for _ in range(2):
        assert make_way(conductor)
        clock.forward(2.6)
        conductor.answer(answer_to(_showing(conductor)))
    assert conductor.step == Rest(600)
    clock.forward(4)
    conductor.rested()
    assert conductor.step == Rest(360)
    conductor.close()
    back = _opened(study, clock, conductor.pseudonym)
    back.rested()
    assert conductor.pseudonym and isinstance(back.step, Rest)
    clock.forward(6.1)
    back.rested()
    assert isinstance(back.step, AskRoom)
    back.room({}, {})
    back.screen_tested("window")
    assert back.step == Read("instructions")
    back.read()
    # One pair of told scores again, then one stabilising showing, then the test goes on.
    assert back.step == Read("calibration")
    _rate(back, 2)
    assert make_way(back)
    assert _showing(back).presentation.role == "stabilising"
    _rate(back, 1)
    following = _showing(back).presentation
    assert (following.role, following.seq) == ("test", 6)
    back.close()
    sessions = _sessions(study)
    assert [session.end_reason for session in sessions] == ["clock", "abandoned"]


def _sessions(study: Path):
    with StudyFolder(study).open_store() as store:
        return store.sessions(store.raters()[0].id)


def test_a_short_absence_goes_on_at_once_and_longer_ones_tell_the_task_again(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    _rate(conductor, 9)
    conductor.stop()
    conductor.close()
    clock.forward(4)
    soon = _opened(study, clock, "R1")
    soon.room({}, {})
    soon.screen_tested("window")
    assert _showing(soon).presentation.seq == 4
    soon.close()
    clock.forward(3 * 60)
    hours = _opened(study, clock, "R1")
    hours.room({}, {})
    hours.screen_tested("window")
    assert hours.step == Read("instructions")
    hours.read()
    assert _showing(hours).presentation.seq == 4  # no stabilising showings yet
    hours.close()
    clock.forward(60 * 13)
    late = _opened(study, clock, "R1")
    late.room({}, {})
    late.screen_tested("window")
    assert late.step == Read("instructions")
    _rate(late, 2)
    assert make_way(late) and _showing(late).presentation.role == "stabilising"
    late.close()


def test_pauses_are_logged_and_long_ones_bring_the_instructions(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    _rate(conductor, 6)
    assert make_way(conductor)
    before = _showing(conductor)
    conductor.pause(clock.ns)
    clock.forward(4)
    conductor.resume(clock.ns)
    assert _showing(conductor).attempt == 2
    conductor.pause(clock.ns)
    clock.forward(6)
    conductor.resume(clock.ns)
    assert conductor.step == Read("instructions")
    conductor.read()
    after = _showing(conductor)
    assert after.presentation.id == before.presentation.id and after.attempt == 3
    conductor.answer(answer_to(after))
    assert isinstance(conductor.step, Show)  # ten minutes of pause are not minutes of rating
    assert load_ratings(conductor.store, roles=None)["attempt"].max() == 3
    conductor.close()


def test_closing_the_window_does_not_win_more_minutes(study: Path) -> None:
    """What was rated just before counts; a break as long as the study asks for begins anew."""
    clock = Clock()
    conductor = _opened(study, clock)
    for _ in range(5):
        assert make_way(conductor)
        clock.forward(0.9)
        conductor.answer(answer_to(_showing(conductor)))
    conductor.close()
    clock.forward(1)
    again = _opened(study, clock, "R1")
    for _ in range(2):
        assert make_way(again)
        clock.forward(0.7)
        again.answer(answer_to(_showing(again)))
    assert again.step == Rest(600)
    again.close()
    clock.forward(10)
    rested = _opened(study, clock, "R1")
    rested.rested()
    for _ in range(5):
        assert make_way(rested)
        clock.forward(0.9)
        rested.answer(answer_to(_showing(rested)))
    assert not isinstance(rested.step, Rest)
    rested.close()


def test_a_pause_of_hours_is_a_break(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    for _ in range(5):
        assert make_way(conductor)
        clock.forward(0.9)
        conductor.answer(answer_to(_showing(conductor)))
    assert make_way(conductor)
    conductor.pause(clock.ns)
    clock.start_us += 3 * 3_600_000_000  # the computer slept: its monotonic clock stood still
    conductor.resume(clock.ns)
    assert conductor.step == Read("instructions")
    for _ in range(4):
        assert make_way(conductor)
        clock.forward(0.9)
        conductor.answer(answer_to(_showing(conductor)))
    assert not isinstance(conductor.step, Rest)
    conductor.close()


def test_who_walks_away_without_a_pause_reads_the_task_again(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    _rate(conductor, 6)
    assert make_way(conductor)
    clock.forward(90)
    conductor.answer(answer_to(_showing(conductor)))
    assert conductor.step == Read("instructions")
    conductor.read()
    _showing(conductor)
    conductor.close()


def test_a_window_left_open_over_night_begins_a_new_session(study: Path) -> None:
    clock = Clock()
    conductor = _opened(study, clock)
    _rate(conductor, 8)
    assert make_way(conductor)
    conductor.pause(clock.ns)
    clock.forward(13 * 60)
    conductor.resume(clock.ns)
    assert isinstance(conductor.step, AskRoom)
    _rate(conductor, 2)
    assert make_way(conductor) and _showing(conductor).presentation.role == "stabilising"
    conductor.close()
    assert [session.end_reason for session in _sessions(study)] == ["break", "abandoned"]


def test_opening_a_study_whose_consent_is_waived_enrols_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    folder.mkdir()
    manifest = small_manifest(8, 4, consent_waived="a test")
    (folder / "manifest.json").write_text(manifest.to_json())
    Store.create(folder / "study.sqlite", manifest).close()
    conductor = open_conductor(folder)
    assert conductor.step == AskConsent(waived=True)
    conductor.close()
    conductor = open_conductor(folder)
    conductor.consent(True)
    assert conductor.rater is not None and conductor.rater.number == 1
    conductor.close()


def test_only_the_exact_pseudonym_names_a_rater(study: Path) -> None:
    conductor = _opened(study)
    conductor.consent(True)
    name = conductor.pseudonym
    conductor.close()
    with StudyFolder(study).open_store() as store:
        assert store.find_rater("foo-001") is None and store.find_rater("001") is not None
        found = [store.find_rater(one) for one in (name, "R1", "r01", "1", 1)]
        assert [rater.pseudonym for rater in found if rater] == [name] * 5
    for nobody in ("foo-001", "foo-002", "anna"):
        with pytest.raises(EnrolmentError, match=f"there is no rater {nobody}"):
            _opened(study, rater=nobody)


def test_a_second_window_for_one_rater_is_refused(study: Path) -> None:
    conductor = _opened(study)
    conductor.consent(True)
    with pytest.raises(RatingRefusedError, match="another window"):
        _opened(study, rater=conductor.pseudonym)
    other = _opened(study)
    other.consent(True)
    assert other.pseudonym != conductor.pseudonym
    conductor.close()
    again = _opened(study, rater=conductor.pseudonym)
    again.close()
    other.close()


def test_a_second_window_is_refused_on_postgresql_too(study: Path, postgresql: str) -> None:
    Store.create(postgresql, StudyFolder(study).manifest).close()
    conductor = open_conductor(study, database=postgresql)
    conductor.consent(True)
    with pytest.raises(RatingRefusedError, match="another window"):
        open_conductor(study, conductor.pseudonym, database=postgresql)
    conductor.close()
    open_conductor(study, conductor.pseudonym, database=postgresql).close()


def test_a_kiosk_start_enrols_the_number_it_names(study: Path) -> None:
    conductor = _opened(study, rater="R07")
    conductor.consent(True)
    assert conductor.rater is not None and conductor.rater.number == 7
    conductor.close()


def test_who_withdrew_and_closed_studies_do_not_begin(study: Path) -> None:
    conductor = _opened(study)
    _rate(conductor, 3)
    rater = conductor.rater
    assert rater is not None
    conductor.close()
    with StudyFolder(study).open_store() as store:
        store.withdraw(rater.id)
    with pytest.raises(RatingRefusedError, match="withdrawn"):
        _opened(study, rater=rater.pseudonym)
    with StudyFolder(study).open_store() as store:
        store.close_study(by_role="experimenter", reason="enough")
    with pytest.raises(EnrolmentError, match="closed"):
        _opened(study)


@pytest.mark.parametrize("pool", ["training", "test"])
def test_a_changed_stimulus_stops_the_session_before_it_begins(study: Path, pool: str) -> None:
    token = next(s.token for s in StudyFolder(study).manifest.stimuli if s.pool == pool)
    file = study / "stimuli" / f"{token}.png"
    data = bytearray(file.read_bytes())
    data[-40] ^= 1
    file.write_bytes(data)
    conductor = _opened(study)
    conductor.consent(True)
    conductor.self_report({})
    conductor.room({}, {})
    with pytest.raises(StudyError, match="was changed since"):
        conductor.screen_tested("window")
    assert conductor.step == TestScreen()
    assert conductor.store.sessions(conductor.rater.id) == []  # type: ignore[union-attr]
    conductor.close()


def test_a_failing_commit_stops_the_show(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The injected failure happens at the commit itself, after the row was written."""
    import sqlalchemy as sa

    conductor = _opened(study)
    _rate(conductor, 6)
    assert make_way(conductor)
    step = _showing(conductor)
    answer = answer_to(step)
    broken = True

    def fail(_: object) -> None:
        if broken:
            raise sa.exc.OperationalError("COMMIT", None, OSError("disk I/O error"))

    sa.event.listen(conductor.store.engine, "commit", fail)
    for _ in range(3):
        with pytest.raises(StudyDatabaseError, match="disk I/O error"):
            conductor.answer(answer)
        assert conductor.step == step
    name = conductor.journal(answer)
    assert isinstance(conductor.step, Finished)
    kept = json.loads((study / "journal" / name).read_text())
    assert kept["presentation"] == str(step.presentation.id)
    assert kept["score"] == answer.score
    broken = False
    conductor.close()
    with StudyFolder(study).open_store() as store:
        assert len(load_ratings(store, roles=None)) == 6
    again = _opened(study, rater="R1")
    assert make_way(again)
    assert _showing(again).presentation.id != step.presentation.id
    assert [session.end_reason for session in _sessions(study)] == ["crash_found", None]
    again.close()
    with StudyFolder(study).open_store() as store:
        assert load_ratings(store, roles=None)["score"].tolist()[-1] == answer.score
    assert [file.name for file in (study / "journal").iterdir()] == [f"{name}.taken"]


def test_a_journal_that_cannot_go_in_is_kept_and_said(study: Path) -> None:
    conductor = _opened(study)
    _rate(conductor, 3)
    assert make_way(conductor)
    step = _showing(conductor)
    name = conductor.journal(answer_to(step))
    conductor.close()
    edited = study / "journal" / name
    edited.write_text(edited.read_text().replace('"score": ', '"score": 1'))
    again = _opened(study, rater="R1")
    assert make_way(again)
    assert _showing(again).presentation.id == step.presentation.id
    again.close()
    assert [file.name for file in (study / "journal").iterdir()] == [f"{name}.refused"]
    with StudyFolder(study).open_store() as store:
        assert len(load_ratings(store, roles=None)) == 3


def test_a_failed_self_test_gives_no_session(study: Path) -> None:
    conductor = _opened(study)
    conductor.consent(True)
    conductor.self_report({})
    conductor.room({}, {})
    conductor.screen_failed("12 pixels differ")
    assert isinstance(conductor.step, Finished)
    assert conductor.store.sessions(conductor.rater.id) == []  # type: ignore[union-attr]
    conductor.close()


# -- backups, erasing, watching --------------------------------------------------------------


def test_ten_backups_are_kept(study: Path) -> None:
    with StudyFolder(study).open_store() as store:
        copies = [back_up(store, study) for _ in range(12)]
        left = list((study / "backups").iterdir())
    assert len(left) == 10
    assert copies[-1] is not None
    with Store.open(left[0]) as copy:
        assert copy.manifest == store.manifest


def test_every_session_end_leaves_a_backup_with_its_ratings(study: Path) -> None:
    conductor = _opened(study)
    _rate(conductor, 7)
    conductor.close()
    (copy,) = (study / "backups").iterdir()
    with Store.open(copy) as store:
        assert len(load_ratings(store, roles=None)) == 7


def test_erasing_reaches_backups_and_journals(study: Path) -> None:
    for rater in (None, None):
        conductor = _opened(study, rater=rater)
        _rate(conductor, 5)
        assert make_way(conductor)
        conductor.journal(answer_to(_showing(conductor)))
        conductor.close()
        with StudyFolder(study).open_store() as store:
            back_up(store, study)
    with StudyFolder(study).open_store() as store:
        gone, stays = store.raters()
        assert erase_everywhere(store, study, gone.id) == []
    for file in study.rglob("*"):
        if file.is_file():
            assert gone.pseudonym.encode() not in file.read_bytes(), file
            assert gone.pseudonym not in file.name
    assert [j.name.startswith(stays.pseudonym) for j in (study / "journal").iterdir()] == [True]


def test_the_status_counts_and_stays_blind(study: Path) -> None:
    for seed in range(3):
        conductor = _opened(study)
        for _ in range(32 if seed else 12):
            make_way(conductor)
            step = _showing(conductor)
            answer = answer_to(step, score=3 if seed == 1 else None)
            if seed == 2:
                answer = replace(answer, answered_ns=answer.first_paint_ns + 1_050_000_000)
            conductor.answer(answer)
        conductor.close()
    with StudyFolder(study).open_store() as store:
        digest_before = load_ratings(store, roles=None).shape
        found = study_status(store)
        assert load_ratings(store, roles=None).shape == digest_before
        codes = {system.code for system in store.manifest.systems}
    assert [rater.rated for rater in found.raters] == [6, 26, 26]
    assert [rater.planned for rater in found.raters] == [26, 26, 26]
    assert (found.complete, found.state, found.reference_counts) == (2, "open", (3, 3))
    assert found.raters[0].flags == ()
    assert any("same score 26 times running" in flag for flag in found.raters[1].flags)
    assert any("too fast" in flag for flag in found.raters[2].flags)
    words = json.dumps([rater.flags for rater in found.raters]).replace('"', " ").split()
    assert not codes & set(words) and "Low" not in words and "Mid" not in words


def _cut_connections(url: str) -> None:
    """What a network or a restarted server does: every connection is gone."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_lost_lock_is_taken_again_or_ends_the_session(study: Path, postgresql: str) -> None:
    Store.create(postgresql, StudyFolder(study).manifest).close()
    conductor = open_conductor(study, database=postgresql)
    _rate(conductor, 6)
    _cut_connections(postgresql)
    assert make_way(conductor)
    conductor.answer(answer_to(_showing(conductor)))  # nobody else came: the rater notices nothing
    with pytest.raises(RatingRefusedError, match="another window"):
        open_conductor(study, conductor.pseudonym, database=postgresql)
    assert make_way(conductor)
    step = _showing(conductor)
    _cut_connections(postgresql)
    other = open_conductor(study, conductor.pseudonym, database=postgresql)
    with pytest.raises(LockLostError, match="another window is open"):
        conductor.answer(answer_to(step))
    assert conductor.step == Finished("stopped", conductor.pseudonym, conductor.step.minutes)  # type: ignore[union-attr]
    conductor.close()
    assert make_way(other) and _showing(other).presentation.id == step.presentation.id
    other.answer(answer_to(_showing(other)))
    assert len(load_ratings(other.store, roles=None)) == 8
    other.close()
