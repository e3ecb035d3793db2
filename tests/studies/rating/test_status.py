"""What the experimenter is told while a study runs agrees with what the report will say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.rating.status import study_status
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from tests.studies.conftest import CONSENT, SITTING, answer
from tests.studies.rating.scripted_rater import answer_to, make_way
from tests.studies.rating.sittings import opened, showing
from tests.studies.rating.test_sites import built


def test_one_missed_anchor_of_two_is_an_accident_and_both_are_not(tmp_path: Path) -> None:
    with StudyFolder(built(tmp_path / "study")).open_store() as store:
        for misses in (1, 2):
            rater = store.enrol(planner(basis_of(store.manifest)), CONSENT, site="north")
            session = store.start_session(rater.id, SITTING)
            shown = store.presentations(rater.id)
            missed = [row.id for row in shown if row.golden][:misses]
            assert sum(row.golden for row in shown) == 2
            for row in shown:
                score = 1 if row.id in missed else 5
                store.rate(session.id, row.id, answer(score))
        once, twice = study_status(store).raters
    assert not any("watched" in flag for flag in once.flags)
    assert any("2 of 2 watched showings" in flag for flag in twice.flags)


def test_the_status_counts_and_stays_blind(study: Path) -> None:
    for seed in range(3):
        conductor = opened(study)
        for _ in range(32 if seed else 12):
            make_way(conductor)
            step = showing(conductor)
            given = answer_to(step, score=3 if seed == 1 else None)
            if seed == 2:
                given = replace(given, answered_ns=given.first_paint_ns + 1_050_000_000)
            conductor.answer(given)
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
