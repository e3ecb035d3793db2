"""Merging files of many sites: the laws, the conflicts, and raters who were erased."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.sections import SiteRange
from sr_studio.studies.errors import MergeConflictError, StudyDatabaseError, StudyError
from sr_studio.studies.simulation.synthetic import synthetic_manifest
from sr_studio.studies.store import connection as link
from sr_studio.studies.store.bulk import content_digest
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.merging import merge_files
from sr_studio.studies.store.records import PresentationInfo
from sr_studio.studies.store.store import Store
from tests.studies.conftest import (
    CONSENT,
    SITTING,
    answer,
    every_cell,
    next_shown,
    small_manifest,
)

SITES = 20


def _sites_manifest() -> Manifest:
    sites = tuple(
        SiteRange(id=f"s{n}", first_number=10 * n + 1, last_number=10 * n + 10)
        for n in range(SITES)
    )
    return synthetic_manifest({"Set5": 2}, ["A", "B", "HR"], sites=sites)


def _rate_some(store: Store, site: str, count: int, scores: random.Random) -> None:
    rater = store.enrol(every_cell(store.manifest), CONSENT, site=site)
    store.report(rater.id, {"age_band": "25-34"})
    session = store.start_session(rater.id, SITTING)
    for presentation in store.presentations(rater.id)[:count]:
        store.rate(session.id, presentation.id, answer(scores.randint(1, 5)))
    store.event(session.id, "pause", mono_ns=1)
    store.end_session(session.id, "done")


@pytest.fixture(scope="module")
def site_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One file a site, all made from one built study; the first is there twice."""
    folder = tmp_path_factory.mktemp("sites")
    manifest = _sites_manifest()
    scores = random.Random(7)
    built = folder / "built.sqlite"
    Store.create(built, manifest).close()
    files = []
    for number in range(SITES):
        file = folder / f"site{number}.sqlite"
        shutil.copyfile(built, file)
        with Store.open(file) as store:
            for _ in range(1 + number % 2):
                _rate_some(store, f"s{number}", 4, scores)
        files.append(file)
    return files


def test_twenty_files_in_random_orders_give_the_same_rows(
    site_files: list[Path], tmp_path: Path
) -> None:
    order = random.Random(11)
    digests = set()
    for number in range(3):
        files = order.sample(site_files, SITES)
        report = merge_files([*files, files[0]], tmp_path / f"all{number}.sqlite")
        digests.add(report.digest)
    assert len(digests) == 1
    assert report.raters == 30 and report.rows["ratings"] == 120


def test_merging_does_not_depend_on_grouping_and_is_idempotent(
    site_files: list[Path], tmp_path: Path
) -> None:
    a, b, c = site_files[:3]
    ab, bc = tmp_path / "ab.sqlite", tmp_path / "bc.sqlite"
    merge_files([a, b], ab)
    merge_files([b, c], bc)
    left = merge_files([ab, c], tmp_path / "ab-c.sqlite")
    right = merge_files([a, bc], tmp_path / "a-bc.sqlite")
    again = merge_files([tmp_path / "a-bc.sqlite", ab, a], tmp_path / "again.sqlite")
    assert left.digest == right.digest == again.digest
    with Store.open(tmp_path / "again.sqlite") as store:
        assert content_digest(store) == again.digest


def test_sources_are_not_changed(site_files: list[Path], tmp_path: Path) -> None:
    before = [file.read_bytes() for file in site_files[:2]]
    merge_files(site_files[:2], tmp_path / "out.sqlite")
    assert [file.read_bytes() for file in site_files[:2]] == before


def test_two_copies_rated_on_separately_conflict(site_files: list[Path], tmp_path: Path) -> None:
    copies = [tmp_path / "a.sqlite", tmp_path / "b.sqlite"]
    for number, copy in enumerate(copies):
        shutil.copyfile(site_files[0], copy)
        with Store.open(copy) as store:
            rater = store.raters()[0]
            session = store.start_session(rater.id, SITTING)
            following = next_shown(store, rater.id)
            assert following is not None
            store.rate(session.id, following.id, answer(1 + number))
    with pytest.raises(MergeConflictError, match=r"was rated on separately in a.sqlite and b.sq"):
        merge_files(copies, tmp_path / "out.sqlite")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.sqlite", "b.sqlite"]


def test_an_edited_score_conflicts(site_files: list[Path], tmp_path: Path) -> None:
    import sqlite3

    edited = tmp_path / "edited.sqlite"
    shutil.copyfile(site_files[0], edited)
    with sqlite3.connect(edited) as plain:
        plain.execute("DROP TRIGGER ratings_no_update")
        plain.execute("UPDATE ratings SET score = 6 - score WHERE score <> 3")
    plain.close()
    with pytest.raises(MergeConflictError, match="ratings"):
        merge_files([site_files[0], edited], tmp_path / "out.sqlite")
    assert not (tmp_path / "out.sqlite").exists()


def test_files_of_other_studies_are_refused(site_files: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    Store.create(other, small_manifest()).close()
    with pytest.raises(StudyError, match="another study"):
        merge_files([site_files[0], other], tmp_path / "out.sqlite")
    changed = tmp_path / "changed.sqlite"
    manifest = _sites_manifest()
    with Store.open(site_files[0]) as store:
        head = store.manifest.study.model_copy(update={"title": "Another title"})
        Store.create(changed, store.manifest.model_copy(update={"study": head})).close()
    with pytest.raises(MergeConflictError, match="manifest differs"):
        merge_files([site_files[0], changed], tmp_path / "out.sqlite")
    with pytest.raises(StudyError, match="there already"):
        merge_files(site_files[:2], changed)
    assert manifest.sites


def test_an_erased_rater_does_not_come_back(site_files: list[Path], tmp_path: Path) -> None:
    mine, copy = tmp_path / "mine.sqlite", tmp_path / "copy.sqlite"
    shutil.copyfile(site_files[1], mine)
    shutil.copyfile(site_files[1], copy)
    with Store.open(mine) as store:
        gone, stays = store.raters()
        erase_rater(store, gone.id)
        assert [r.id for r in store.raters()] == [stays.id]
        newcomer = store.enrol(every_cell(store.manifest), CONSENT, site="s1")
        assert newcomer.number not in (gone.number, stays.number)
    digests = set()
    for number, files in enumerate(([mine, copy], [copy, mine])):
        out = tmp_path / f"out{number}.sqlite"
        report = merge_files(files, out)
        digests.add(report.digest)
        assert report.erased == 1
        with Store.open(out) as store:
            assert {r.id for r in store.raters()} == {stays.id, newcomer.id}
            assert gone.number in store.given_numbers()
            with store.reading() as connection:
                left = connection.exec_driver_sql(
                    "SELECT count(*) FROM presentations WHERE rater_id NOT IN"
                    " (SELECT id FROM raters)"
                ).scalar_one()
            assert left == 0
    assert len(digests) == 1


def test_erasing_leaves_no_byte_of_the_rater(site_files: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "mine.sqlite"
    shutil.copyfile(site_files[1], file)
    with Store.open(file) as store:
        gone = store.raters()[0]
        marks = [gone.pseudonym.encode(), store.sessions(gone.id)[0].id.hex.encode()]
        assert all(mark in file.read_bytes() for mark in marks)
        erase_rater(store, gone.id)
        for beside in tmp_path.iterdir():
            assert not any(mark in beside.read_bytes() for mark in marks), beside
    with Store.open(file) as store:
        assert len(store.raters()) == 1


def test_erasing_on_postgresql(postgresql: str) -> None:
    with Store.create(postgresql, _sites_manifest()) as store:
        for _ in range(2):
            _rate_some(store, "s0", 4, random.Random(1))
        gone, stays = store.raters()
        erase_rater(store, gone.id)
        assert [r.id for r in store.raters()] == [stays.id]
        assert store.presentations(gone.id) == []
        assert len(store.presentations(stays.id)) == 6


@pytest.fixture
def being_rated(tmp_path: Path) -> Iterator[tuple[Store, list[PresentationInfo]]]:
    """A study whose thirty ratings are in the log beside the file, and nowhere else yet."""
    file = tmp_path / "study.sqlite"
    Store.create(file, small_manifest(references=6, systems=6)).close()
    with Store.open(file) as store:
        rater = store.enrol(every_cell(store.manifest), CONSENT)
        session = store.start_session(rater.id, SITTING)
        shown = store.presentations(rater.id)
        for presentation in shown[:30]:
            store.rate(session.id, presentation.id, answer(4))
        yield store, shown


def _after_the_file(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None], times: int):
    """Let something happen when a database file was copied, before its log is."""
    real, left = shutil.copyfile, itertools.repeat(happens, times)

    def copyfile(source: Path, target: Path) -> None:
        real(source, target)
        if str(source).endswith(".sqlite") and (act := next(left, None)) is not None:
            act()

    monkeypatch.setattr(link.shutil, "copyfile", copyfile)


def test_ratings_are_not_missed_when_the_last_rater_leaves(
    being_rated: tuple[Store, list[PresentationInfo]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """SQLite moves the log into the file then, and removes it."""
    store, _ = being_rated
    _after_the_file(monkeypatch, store.close, 1)
    report = merge_files([tmp_path / "study.sqlite"], tmp_path / "merged.sqlite")
    assert report.rows["ratings"] == 30


def test_ratings_are_not_missed_when_the_log_begins_anew(
    being_rated: tuple[Store, list[PresentationInfo]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, shown = being_rated
    left = iter(shown[30:])

    def go_on() -> None:
        link.outside_transaction(store.engine, link.CHECKPOINT)
        session = store.sessions(store.raters()[0].id)[-1]
        store.rate(session.id, next(left).id, answer(5))

    _after_the_file(monkeypatch, go_on, 2)
    report = merge_files([tmp_path / "study.sqlite"], tmp_path / "merged.sqlite")
    assert report.rows["ratings"] == 32


def test_what_never_stays_as_it_is_long_enough_is_a_sentence(
    being_rated: tuple[Store, list[PresentationInfo]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, _ = being_rated

    def go_on() -> None:
        link.outside_transaction(store.engine, link.CHECKPOINT)
        store.note("still", "here")

    _after_the_file(monkeypatch, go_on, link.COPY_ATTEMPTS)
    with pytest.raises(StudyDatabaseError, match="changes too fast"):
        merge_files([tmp_path / "study.sqlite"], tmp_path / "merged.sqlite")
    assert not (tmp_path / "merged.sqlite").exists()


def test_local_notes_stay_out_of_the_digest(site_files: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "mine.sqlite"
    shutil.copyfile(site_files[0], file)
    with Store.open(file) as store:
        before = content_digest(store)
        store.note("merged", "from somewhere")
        assert content_digest(store) == before
        store.log("interim_look", by_role="experimenter", reason="dropout")
        assert content_digest(store) != before
