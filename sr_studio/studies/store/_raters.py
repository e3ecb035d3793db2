"""Raters of a study: enrolled under a number with a plan of their own, reporting, withdrawing."""

from __future__ import annotations

import itertools
import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.definition.manifest import canonical_json
from sr_studio.studies.errors import EnrolmentError, StudyError
from sr_studio.studies.planning.basis import (
    MAIN_BLOCK,
    Cell,
    PlanError,
    PlannedPresentation,
    plan_digest,
)
from sr_studio.studies.planning.stream import EnrolmentContext, Planner
from sr_studio.studies.store._numbers import free_number, given_numbers
from sr_studio.studies.store._study import StudyPart
from sr_studio.studies.store.definition import (
    definition_id,
    number_of,
    observation_id,
    pseudonym,
    stimulus_id,
)
from sr_studio.studies.store.models import (
    Erasure,
    Presentation,
    Rater,
    RaterReport,
    Site,
    Stimulus,
    StudyReference,
    StudySystem,
    Withdrawal,
    table_of,
)
from sr_studio.studies.store.records import NUMBER_SKIPPED, Consent, RaterInfo

#: So many numbers without a plan in a row are passed over when somebody enrols.
MOST_SKIPPED = 20

_sites, _raters, _reports = table_of(Site), table_of(Rater), table_of(RaterReport)
_references, _systems = table_of(StudyReference), table_of(StudySystem)
_stimuli, _presentations = table_of(Stimulus), table_of(Presentation)
_withdrawals, _erasures = table_of(Withdrawal), table_of(Erasure)


class RatersPart(StudyPart):
    """The part of :class:`Store` that is about raters and their plans."""

    def enrol(
        self,
        planner: Planner,
        consent: Consent,
        *,
        site: str | None = None,
        number: int | None = None,
        identity: uuid.UUID | None = None,
        keep_free: Collection[int] = (),
    ) -> RaterInfo:
        """Give the next free number of a site (or ``number``), and write the whole main stream.

        Two programs may enrol at the same moment; each gets its own number.

        Args:
            planner: Makes the main stream from the number, see :class:`EnrolmentContext`.
            site: Code of the site; may be left out where there is only one.
            identity: The id to enrol under, a new one if left out.
            keep_free: Numbers that are given out by name only.

        Raises:
            EnrolmentError: The study is closed, the site unknown or full, the number taken or
                without a legal order, or whoever had the identity was erased.
        """
        code = self._site(site)
        with self.writing() as connection:
            site_id, first, last = self._locked_site(connection, code)
            if self.state_in(connection) in ("closed", "unblinded"):
                raise EnrolmentError(
                    "the study is closed, nobody can be enrolled any more",
                    where=self.manifest.study.title,
                    remedy="For more raters, make a new version of the study.",
                )

            def taken() -> list[frozenset[str]]:
                return _references_taken(connection, site_id)

            erased = sa.select(_erasures.c.id).where(_erasures.c.rater_id == identity)
            if identity is not None and connection.execute(erased).first() is not None:
                raise EnrolmentError(
                    "whoever had this place was erased from the study",
                    remedy="Ask the person who runs the study for a new invitation.",
                )
            skipped = set(self.manifest.skipped_numbers)
            if number is None:
                skipped |= set(keep_free)
            most = len(skipped) + MOST_SKIPPED
            while True:
                given = given_numbers(connection, self.study_id)
                chosen = free_number(code, first, last, given, number, skipped)
                try:
                    rows = planner(EnrolmentContext(chosen, code, taken))
                    break
                except PlanError:
                    # Beyond what the build has planned: one of the next numbers has an order.
                    if len(skipped) >= most:
                        raise
                    skipped.add(chosen)
                    self._note(connection, NUMBER_SKIPPED, str(chosen))
            rater: dict[str, Any] = {
                "id": identity or observation_id(),
                "study_id": self.study_id,
                "site_id": site_id,
                "number": chosen,
                "pseudonym": pseudonym(chosen),
                "enrolled_us": self.now(),
                "consent_version": consent.version,
                "consent_sha256": consent.text_sha256,
                "consented_us": consent.at_us,
                "plan_digest": plan_digest(rows),
            }
            connection.execute(sa.insert(_raters), [rater])
            self._insert_plan(connection, rater["id"], rows)
            if self.state_in(connection) == "draft":
                self._log(connection, "opened", "program", "the first rater enrolled", code)
        return RaterInfo(
            rater["id"],
            chosen,
            rater["pseudonym"],
            code,
            rater["enrolled_us"],
            rater["plan_digest"],
        )

    def given_numbers(self) -> set[int]:
        """Numbers that were given out, also to raters who were erased."""
        with self.reading() as connection:
            return given_numbers(connection, self.study_id)

    def raters(self) -> list[RaterInfo]:
        """All raters that were not erased, by number."""
        withdrawn = sa.exists().where(_withdrawals.c.rater_id == _raters.c.id)
        query = (
            sa.select(_raters, _sites.c.code, withdrawn.label("withdrawn"))
            .join(_sites, _sites.c.id == _raters.c.site_id)
            .where(_raters.c.study_id == self.study_id)
            .order_by(_raters.c.number)
        )
        with self.reading() as connection:
            return [
                RaterInfo(
                    row.id,
                    row.number,
                    row.pseudonym,
                    row.code,
                    row.enrolled_us,
                    row.plan_digest,
                    bool(row.withdrawn),
                )
                for row in connection.execute(query)
            ]

    def find_rater(self, name: str | int | uuid.UUID | None) -> RaterInfo | None:
        """A rater by the exact pseudonym or id, else by the number, ``R07`` or 7; None if nobody is
        enrolled so. Names that were imported may look like the numbers of others."""
        raters = self.raters() if name is not None else []
        number = number_of(name) if isinstance(name, str) else name
        exact = (rater for rater in raters if name in (rater.pseudonym, rater.id))
        numbered = (rater for rater in raters if rater.number == number)
        return next(itertools.chain(exact, numbered), None)

    def report(self, rater_id: uuid.UUID, answers: Mapping[str, str]) -> None:
        """Store what a rater said about sight and experience.

        Raises:
            StudyError: An answer is to a question this study does not ask.
        """
        unknown = set(answers) - set(self.manifest.self_report.fields)
        if unknown:
            raise StudyError(f"this study does not ask for {', '.join(sorted(unknown))}")
        self._insert_one(
            RaterReport,
            rater_id=rater_id,
            at_us=self.now(),
            json=canonical_json(dict(answers)),
        )

    def reported(self, rater_id: uuid.UUID) -> bool:
        """Whether the rater has answered the self-report."""
        with self.reading() as connection:
            return bool(
                connection.execute(
                    sa.select(sa.exists().where(_reports.c.rater_id == rater_id))
                ).scalar()
            )

    def self_reports(self) -> list[dict[str, str]]:
        """The newest answers of every rater who has not withdrawn and was asked."""
        counting = [rater.id for rater in self.raters() if not rater.withdrawn]
        query = (
            sa.select(_reports.c.rater_id, _reports.c.json)
            .where(_reports.c.rater_id.in_(counting))
            .order_by(_reports.c.at_us, _reports.c.id)
        )
        with self.reading() as connection:
            newest = {row.rater_id: json.loads(row.json) for row in connection.execute(query)}
        return [{str(name): str(value) for name, value in said.items()} for said in newest.values()]

    def withdraw(self, rater_id: uuid.UUID, scope: str = "analysis") -> None:
        """Record that a rater wants to be left out; it holds for every analysis from now on."""
        self._insert_one(Withdrawal, rater_id=rater_id, at_us=self.now(), scope=scope)

    def planned_rows(
        self, rater_id: uuid.UUID, block: int = MAIN_BLOCK
    ) -> list[PlannedPresentation]:
        """A block of a rater's stored plan, in the form in which it was planned."""
        query = (
            sa.select(_presentations)
            .where(_presentations.c.rater_id == rater_id, _presentations.c.block == block)
            .order_by(_presentations.c.seq)
        )
        with self.reading() as connection:
            cells = self._cells_by_id(connection)
            stored = connection.execute(query).all()
        seq_of = {row.id: row.seq for row in stored}
        return [
            PlannedPresentation(
                block=row.block,
                seq=row.seq,
                role=row.role,
                shown=cells[row.stimulus_id],
                beside=cells[row.stimulus_b_id] if row.stimulus_b_id else None,
                side=row.side,
                repeat_of=seq_of[row.repeat_of] if row.repeat_of else None,
                golden=bool(row.golden),
                told_score=row.told_score,
            )
            for row in stored
        ]

    def planned_counts(self) -> dict[uuid.UUID, int]:
        """Rater to the showings of the main stream."""
        query = (
            sa.select(_presentations.c.rater_id, sa.func.count().label("planned"))
            .where(_presentations.c.block == MAIN_BLOCK)
            .group_by(_presentations.c.rater_id)
        )
        with self.reading() as connection:
            return {row.rater_id: row.planned for row in connection.execute(query)}

    def planned_showings(self) -> dict[str, dict[str, int]]:
        """Set to pseudonym to the planned showings of role test."""
        query = (
            sa.select(_references.c.set_name, _raters.c.pseudonym, sa.func.count())
            .select_from(_presentations)
            .join(_raters, _raters.c.id == _presentations.c.rater_id)
            .join(_stimuli, _stimuli.c.id == _presentations.c.stimulus_id)
            .join(_references, _references.c.id == _stimuli.c.reference_id)
            .where(_presentations.c.role == "test", _raters.c.study_id == self.study_id)
            .group_by(_references.c.set_name, _raters.c.pseudonym)
        )
        found: dict[str, dict[str, int]] = {}
        with self.reading() as connection:
            for set_name, name, number in connection.execute(query):
                found.setdefault(set_name, {})[name] = number
        return found

    def _site(self, code: str | None) -> str:
        known = [site.id for site in self.manifest.sites]
        if code is None and len(known) == 1:
            return known[0]
        if code in known:
            return str(code)
        what = "the site is not named" if code is None else f"there is no site {code}"
        raise EnrolmentError(what, remedy=f"The sites of this study are {', '.join(known)}.")

    def _locked_site(self, connection: Connection, code: str) -> tuple[uuid.UUID, int, int]:
        """Id and number range of a site, which other enrolments wait for."""
        row = connection.execute(
            sa.select(_sites.c.id, _sites.c.first_number, _sites.c.last_number)
            .where(_sites.c.id == definition_id(self.study_id, "site", code))
            .with_for_update()
        ).one()
        return row.id, row.first_number, row.last_number

    def _insert_plan(
        self,
        connection: Connection,
        rater_id: uuid.UUID,
        rows: Sequence[PlannedPresentation],
    ) -> None:
        """Write planned showings as presentation rows, originals before their repeats."""
        ids = {(row.block, row.seq): observation_id() for row in rows}
        made = [
            {
                "id": ids[row.block, row.seq],
                "rater_id": rater_id,
                "block": row.block,
                "seq": row.seq,
                "role": row.role,
                "stimulus_id": stimulus_id(self.study_id, row.shown),
                "stimulus_b_id": stimulus_id(self.study_id, row.beside) if row.beside else None,
                "side": row.side,
                "repeat_of": None if row.repeat_of is None else ids[row.block, row.repeat_of],
                "golden": row.golden,
                "told_score": row.told_score,
            }
            for row in sorted(rows, key=lambda row: (row.block, row.seq))
        ]
        if made:
            connection.execute(sa.insert(_presentations), made)

    def _cells_by_id(self, connection: Connection) -> dict[uuid.UUID, Cell]:
        query = (
            sa.select(
                _stimuli.c.id,
                _references.c.code.label("reference"),
                _systems.c.code.label("system"),
                _stimuli.c.pool,
            )
            .join(_references, _references.c.id == _stimuli.c.reference_id)
            .outerjoin(_systems, _systems.c.id == _stimuli.c.system_id)
            .where(_stimuli.c.study_id == self.study_id)
        )
        return {
            row.id: Cell(row.reference, row.system, row.pool) for row in connection.execute(query)
        }


def _references_taken(connection: Connection, site_id: uuid.UUID) -> list[frozenset[str]]:
    """The references of each rater of the site who has not withdrawn, in order of number."""
    withdrawn = sa.select(_withdrawals.c.rater_id)
    query = (
        sa.select(_raters.c.number, _references.c.code)
        .join(_presentations, _presentations.c.rater_id == _raters.c.id)
        .join(_stimuli, _stimuli.c.id == _presentations.c.stimulus_id)
        .join(_references, _references.c.id == _stimuli.c.reference_id)
        .where(
            _raters.c.site_id == site_id,
            _raters.c.id.not_in(withdrawn),
            _presentations.c.role == "test",
        )
        .distinct()
    )
    taken: dict[int, set[str]] = defaultdict(set)
    for number, code in connection.execute(query):
        taken[number].add(code)
    return [frozenset(taken[number]) for number in sorted(taken)]
