"""The way of a rater through a study, step by step, and who may go it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sr_studio.studies.errors import EnrolmentError, RatingRefusedError, StudyError
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import (
    AskConsent,
    AskRoom,
    AskSelfReport,
    Finished,
    Read,
    TestScreen,
)
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.store import Store
from tests.studies.conftest import small_manifest
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.studies.rating.sittings import Clock, opened, rate, showing


def test_everything_from_consent_to_thanks(study: Path) -> None:
    clock = Clock()
    conductor = opened(study, clock)
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
            step = showing(conductor)
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
    conductor = opened(study)
    conductor.consent(False)
    assert conductor.step == Finished("refused")
    assert conductor.store.raters() == [] and conductor.store.state == "draft"
    conductor.close()


def test_in_the_calibration_only_the_told_score_counts(study: Path) -> None:
    conductor = opened(study)
    rate(conductor, 2)
    assert make_way(conductor)
    step = showing(conductor)
    assert step.phase == "calibration" and step.presentation.told_score == 1
    with pytest.raises(RatingRefusedError, match="told for this picture is 1"):
        conductor.answer(replace(answer_to(step), score=4))
    assert conductor.step == step
    conductor.answer(answer_to(step))
    assert conductor.step != step
    conductor.close()


def test_undo_goes_one_step_back_and_keeps_both_scores(study: Path) -> None:
    conductor = opened(study)
    rate(conductor, 4)  # training and calibration
    assert make_way(conductor)
    assert not conductor.undo()  # the told scores are not to be changed
    first = showing(conductor)
    conductor.answer(answer_to(first, score=2))
    second = showing(conductor)
    assert conductor.undo()
    assert showing(conductor).presentation.id == first.presentation.id
    assert not conductor.undo()  # one step only
    conductor.answer(answer_to(first, score=5))
    again = showing(conductor)
    assert again.presentation.id == second.presentation.id and again.number == second.number
    assert again.attempt == 2  # it was on screen before
    assert not conductor.undo()
    row = load_ratings(conductor.store, roles=None).query("revisions == 2").iloc[0]
    assert (row.score, row.first_score) == (5, 2)
    conductor.close()


def test_an_undo_that_is_not_finished_leaves_the_old_rating(study: Path) -> None:
    conductor = opened(study)
    rate(conductor, 6)
    pseudonym = conductor.pseudonym
    assert make_way(conductor) and conductor.undo()
    conductor.close()
    with StudyFolder(study).open_store() as store:
        table = load_ratings(store, roles=None)
        assert len(table) == 6 and set(table["revisions"]) == {1}
    again = opened(study, rater=pseudonym)
    assert make_way(again)
    assert (showing(again).number, showing(again).presentation.role) == (3, "test")
    again.close()


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
    conductor = opened(study)
    conductor.consent(True)
    name = conductor.pseudonym
    conductor.close()
    with StudyFolder(study).open_store() as store:
        assert store.find_rater("foo-001") is None and store.find_rater("001") is not None
        found = [store.find_rater(one) for one in (name, "R1", "r01", "1", 1)]
        assert [rater.pseudonym for rater in found if rater] == [name] * 5
    for nobody in ("foo-001", "foo-002", "anna"):
        with pytest.raises(EnrolmentError, match=f"there is no rater {nobody}"):
            opened(study, rater=nobody)


def test_a_kiosk_start_enrols_the_number_it_names(study: Path) -> None:
    conductor = opened(study, rater="R07")
    conductor.consent(True)
    assert conductor.rater is not None and conductor.rater.number == 7
    conductor.close()


def test_who_withdrew_and_closed_studies_do_not_begin(study: Path) -> None:
    conductor = opened(study)
    rate(conductor, 3)
    rater = conductor.rater
    assert rater is not None
    conductor.close()
    with StudyFolder(study).open_store() as store:
        store.withdraw(rater.id)
    with pytest.raises(RatingRefusedError, match="withdrawn"):
        opened(study, rater=rater.pseudonym)
    with StudyFolder(study).open_store() as store:
        store.close_study(by_role="experimenter", reason="enough")
    with pytest.raises(EnrolmentError, match="closed"):
        opened(study)


@pytest.mark.parametrize("pool", ["training", "test"])
def test_a_changed_stimulus_stops_the_session_before_it_begins(study: Path, pool: str) -> None:
    token = next(s.token for s in StudyFolder(study).manifest.stimuli if s.pool == pool)
    file = study / "stimuli" / f"{token}.png"
    data = bytearray(file.read_bytes())
    data[-40] ^= 1
    file.write_bytes(data)
    conductor = opened(study)
    conductor.consent(True)
    conductor.self_report({})
    conductor.room({}, {})
    with pytest.raises(StudyError, match="was changed since"):
        conductor.screen_tested("window")
    assert conductor.step == TestScreen()
    assert conductor.store.sessions(conductor.rater.id) == []  # type: ignore[union-attr]
    conductor.close()


def test_a_failed_self_test_gives_no_session(study: Path) -> None:
    conductor = opened(study)
    conductor.consent(True)
    conductor.self_report({})
    conductor.room({}, {})
    conductor.screen_failed("12 pixels differ")
    assert isinstance(conductor.step, Finished)
    assert conductor.store.sessions(conductor.rater.id) == []  # type: ignore[union-attr]
    conductor.close()
