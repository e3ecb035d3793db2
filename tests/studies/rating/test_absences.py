"""Pauses, breaks and absences: what a rater who comes back is asked and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.rating.steps import AskRoom, Finished, Read, Rest, Show
from sr_studio.studies.store.loading import load_ratings
from tests.studies.rating.conftest import STUDY, built
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.studies.rating.sittings import Clock, opened, rate, sessions_of, showing


def test_a_clock_that_is_set_back_makes_nobody_wait_for_longer(study: Path) -> None:
    """It was a day ahead, and the computer found out during the break."""
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 9)
    rate(conductor, 2, clock, minutes=2.6)
    conductor.close()
    clock.start_us -= 24 * 3600 * 1_000_000
    again = opened(study, clock, conductor.pseudonym)
    again.rested()
    assert again.step == Rest(600)
    again.close()


def test_the_forced_break_and_the_session_after_it(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 9)
    rate(conductor, 2, clock, minutes=2.6)
    assert conductor.step == Rest(600)
    clock.forward(4)
    conductor.rested()
    assert conductor.step == Rest(360)
    conductor.close()
    again = opened(study, clock, conductor.pseudonym)
    again.rested()
    assert conductor.pseudonym and isinstance(again.step, Rest)
    clock.forward(6.1)
    again.rested()
    assert isinstance(again.step, AskRoom)
    again.room({}, {})
    again.screen_tested("window")
    assert again.step == Read("instructions")
    again.read()
    # One pair of told scores again, then one stabilising showing, then the test goes on.
    assert again.step == Read("calibration")
    rate(again, 2)
    assert make_way(again)
    assert showing(again).presentation.role == "stabilising"
    rate(again, 1)
    following = showing(again).presentation
    assert (following.role, following.seq) == ("test", 6)
    again.close()
    sessions = sessions_of(study)
    assert [session.end_reason for session in sessions] == ["clock", "abandoned"]


@pytest.mark.parametrize("minutes", [0, 3])
def test_with_short_breaks_a_study_comes_to_its_end(tmp_path: Path, minutes: int) -> None:
    limits = f"max_minutes = 5\nmin_break_minutes = {minutes}"
    study = built(tmp_path / "study", STUDY.replace("max_minutes = 5", limits))
    clock = Clock()
    conductor = opened(study, clock)
    rated = [0]
    while not isinstance(conductor.step, Finished):
        if make_way(conductor):
            clock.forward(0.7)
            conductor.answer(answer_to(showing(conductor)))
            rated[-1] += 1
        elif isinstance(conductor.step, Rest):
            assert rated[-1] >= 8, f"a break after {rated[-1]} pictures"
            rated.append(0)
            clock.forward(minutes)
            conductor.rested()
    assert conductor.step.reason == "done" and len(rated) > 2
    conductor.close()


def back(study: Path, clock: Clock) -> StudyConductor:
    """The first rater sits down again and has told of the room; the screen was tested."""
    conductor = opened(study, clock, "R1")
    conductor.room({}, {})
    conductor.screen_tested("window")
    return conductor


def test_a_short_absence_goes_on_at_once_and_longer_ones_tell_the_task_again(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 9)
    conductor.stop()
    conductor.close()
    clock.forward(4)
    soon = back(study, clock)
    assert showing(soon).presentation.seq == 4
    soon.close()
    clock.forward(3 * 60)
    hours = back(study, clock)
    assert hours.step == Read("instructions")
    hours.read()
    assert showing(hours).presentation.seq == 4  # no stabilising showings yet
    hours.close()
    clock.forward(60 * 13)
    late = back(study, clock)
    assert late.step == Read("instructions")
    rate(late, 2)
    assert make_way(late) and showing(late).presentation.role == "stabilising"
    late.close()


def test_pauses_are_logged_and_long_ones_bring_the_instructions(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 6)
    assert make_way(conductor)
    before = showing(conductor)
    conductor.pause(clock.ns)
    clock.forward(4)
    conductor.resume(clock.ns)
    assert showing(conductor).attempt == 2
    conductor.pause(clock.ns)
    clock.forward(6)
    conductor.resume(clock.ns)
    assert conductor.step == Read("instructions")
    conductor.read()
    after = showing(conductor)
    assert after.presentation.id == before.presentation.id and after.attempt == 3
    conductor.answer(answer_to(after))
    assert isinstance(conductor.step, Show)  # ten minutes of pause are not minutes of rating
    assert load_ratings(conductor.store, roles=None)["attempt"].max() == 3
    conductor.close()


def test_closing_the_window_does_not_win_more_minutes(study: Path) -> None:
    """What was rated just before counts; a break as long as the study asks for begins anew."""
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 5, clock, minutes=0.9)
    conductor.close()
    clock.forward(1)
    again = opened(study, clock, "R1")
    rate(again, 2, clock, minutes=0.7)
    assert again.step == Rest(600)
    again.close()
    clock.forward(10)
    rested = opened(study, clock, "R1")
    rested.rested()
    rate(rested, 5, clock, minutes=0.9)
    assert not isinstance(rested.step, Rest)
    rested.close()


def test_a_pause_of_hours_is_a_break(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 5, clock, minutes=0.9)
    assert make_way(conductor)
    conductor.pause(clock.ns)
    clock.start_us += 3 * 3_600_000_000  # the computer slept: its monotonic clock stood still
    conductor.resume(clock.ns)
    assert conductor.step == Read("instructions")
    rate(conductor, 4, clock, minutes=0.9)
    assert not isinstance(conductor.step, Rest)
    conductor.close()


def test_who_walks_away_without_a_pause_reads_the_task_again(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 6)
    assert make_way(conductor)
    clock.forward(90)
    conductor.answer(answer_to(showing(conductor)))
    assert conductor.step == Read("instructions")
    conductor.read()
    showing(conductor)
    conductor.close()


def test_a_window_left_open_over_night_begins_a_new_session(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
    rate(conductor, 8)
    assert make_way(conductor)
    conductor.pause(clock.ns)
    clock.forward(13 * 60)
    conductor.resume(clock.ns)
    assert isinstance(conductor.step, AskRoom)
    rate(conductor, 2)
    assert make_way(conductor) and showing(conductor).presentation.role == "stabilising"
    conductor.close()
    assert [session.end_reason for session in sessions_of(study)] == ["break", "abandoned"]
