"""The tidy table says what the rows say."""

from __future__ import annotations

import pandas as pd
import pytest

from sr_studio.studies.planning.basis import Cell, PlannedPresentation
from sr_studio.studies.planning.stream import EnrolmentContext
from sr_studio.studies.store.loading import COLUMNS, load_ratings
from sr_studio.studies.store.records import DecisionInfo
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, SITTING, answer, every_cell, small_manifest


@pytest.fixture
def store(database: str):
    with Store.create(database, small_manifest()) as made:
        yield made


def _rate_all(store: Store, scores: list[int]):
    rater = store.enrol(every_cell(store.manifest), CONSENT)
    session = store.start_session(rater.id, SITTING)
    for presentation, score in zip(store.presentations(rater.id), scores, strict=True):
        store.rate(session.id, presentation.id, answer(score))
    return rater, session


def _decide(store: Store, rater_id, action: str, at: int) -> None:
    store.decide(
        DecisionInfo("rater", rater_id, action, "r1", "0.6", "0.75", "analyst", "low", at, False)  # type: ignore[arg-type]
    )


def test_an_empty_study_gives_an_empty_table(store: Store) -> None:
    table = load_ratings(store)
    assert list(table.columns) == list(COLUMNS) and len(table) == 0


def test_every_column(store: Store) -> None:
    scores = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2]
    rater, session = _rate_all(store, scores)
    first = store.presentations(rater.id)[0]
    store.rate(session.id, first.id, answer(5, attempt=2), undo=True)
    table = load_ratings(store)
    assert table["score"].tolist() == [5, *scores[1:]]
    assert table["first_score"].tolist() == scores
    assert table["position"].tolist() == list(range(1, 13))
    row = table.iloc[0]
    assert (row.rater, row.site, row.session, row.role) == (rater.pseudonym, "main", 1, "test")
    assert (row.reference, row.set, row.system) == ("set5-001", "Set5", "A")
    assert (row.revisions, row.attempt, row.rt_ms) == (2, 2, 2500)
    assert row["flags"] == "undone reshown" and row.choice == "" and row.system_b == ""
    assert row.study == store.manifest.study.id
    assert set(table.iloc[1:]["flags"]) == {""}
    assert sorted(table["system"].unique()) == ["A", "B", "C", "HR"]


def test_names_only_after_the_unblinding(store: Store) -> None:
    _rate_all(store, [3] * 12)
    assert set(load_ratings(store)["system"]) == {"A", "B", "C", "HR"}
    names = {"A": "bicubic", "B": "SRGAN", "C": "SRCNN", "HR": "original"}
    store.unblind(names, by_role="custodian", reason="done")
    assert set(load_ratings(store)["system"]) == set(names.values())


def test_who_withdrew_or_is_excluded_is_out_and_can_come_back(store: Store) -> None:
    one, _ = _rate_all(store, [3] * 12)
    two, _ = _rate_all(store, [4] * 12)
    three, _ = _rate_all(store, [5] * 12)
    store.withdraw(one.id)
    _decide(store, two.id, "exclude", at=1)
    assert set(load_ratings(store)["rater"]) == {three.pseudonym}
    whole = load_ratings(store, analysed_only=False)
    assert len(whole) == 36
    by_rater = whole.groupby("rater", observed=True)[["withdrawn", "excluded"]].all()
    assert by_rater.loc[one.pseudonym].tolist() == [True, False]
    assert by_rater.loc[two.pseudonym].tolist() == [False, True]
    _decide(store, two.id, "include", at=2)
    assert set(load_ratings(store)["rater"]) == {two.pseudonym, three.pseudonym}


def test_roles_are_kept_apart(store: Store) -> None:
    cells = [Cell(s.reference, s.system) for s in store.manifest.stimuli[:3]]

    def plan(_: EnrolmentContext) -> list[PlannedPresentation]:
        shown = [PlannedPresentation(0, n, "test", cell) for n, cell in enumerate(cells, 1)]
        return [*shown, PlannedPresentation(0, 4, "repeat", cells[1], repeat_of=2)]

    rater = store.enrol(plan, CONSENT)
    prelude = [PlannedPresentation(1, 1, "stabilising", cells[0])]
    session = store.start_session(rater.id, SITTING, prelude)
    for block in (1, 0):
        for presentation in store.presentations(rater.id, block):
            store.rate(session.id, presentation.id, answer(presentation.seq))
    assert len(load_ratings(store)) == 3
    repeats = load_ratings(store, roles=["repeat"])
    assert repeats["repeat_of"].tolist() == [2] and repeats["score"].tolist() == [4]
    everything = load_ratings(store, roles=None)
    assert everything["block"].tolist() == [0, 0, 0, 0, 1]


def test_pairs_have_choices_and_no_scores(database: str) -> None:
    manifest = small_manifest(method="pc")
    with Store.create(database, manifest) as store:
        a, b = (Cell(s.reference, s.system) for s in manifest.stimuli[:2])

        def plan(_: EnrolmentContext) -> list[PlannedPresentation]:
            return [PlannedPresentation(0, 1, "test", a, beside=b, side="right")]

        rater = store.enrol(plan, CONSENT)
        session = store.start_session(rater.id, SITTING)
        only = store.presentations(rater.id)[0]
        store.rate(session.id, only.id, answer(None, choice="b"))
        row = load_ratings(store).iloc[0]
        assert (row.choice, row.system, row.system_b, row.side) == ("b", "A", "B", "right")
        assert row.score is pd.NA


def test_two_studies_of_one_server_are_kept_apart(postgresql: str) -> None:
    for scores in ([1] * 12, [5] * 12):
        with Store.create(postgresql, small_manifest()) as store:
            _rate_all(store, scores)
            assert load_ratings(store)["score"].tolist() == scores
