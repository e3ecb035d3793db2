"""The store of one study: every operation on its database that the program needs.

Each writing method is one transaction. When it has returned, what it wrote is on the disk; when it
raised, nothing was written.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sr_studio.studies.definition.manifest import Manifest, canonical_json
from sr_studio.studies.errors import (
    EnrolmentError,
    RatingRefusedError,
    StudyError,
)
from sr_studio.studies.planning.basis import MAIN_BLOCK, PlanError, PlannedPresentation, plan_digest
from sr_studio.studies.planning.stream import EnrolmentContext, Planner
from sr_studio.studies.store import connection as link
from sr_studio.studies.store import queries, schema, study_queries
from sr_studio.studies.store.answers import require_answer
from sr_studio.studies.store.definition import check_definition, definition_rows
from sr_studio.studies.store.identity import number_of, observation_id, pseudonym
from sr_studio.studies.store.models import (
    Event,
    Rater,
    RaterReport,
    Rating,
    RatingSession,
    SessionEnd,
    Withdrawal,
    table_of,
)
from sr_studio.studies.store.records import (
    Answer,
    Consent,
    EndReason,
    PresentationInfo,
    RaterInfo,
    SessionInfo,
    Sitting,
)
from sr_studio.studies.store.study_record import StudyRecord, explained

#: So many numbers without a plan in a row are passed over when somebody enrols.
MOST_SKIPPED = 20
#: Kind of the local note about such a number.
NUMBER_SKIPPED = "number_skipped"
#: Kind of the local note that says on which computer a file was rated.
COMPUTER = "computer"


class Store(StudyRecord):
    """One study in one database. Use :meth:`create` or :meth:`open`; close it when done."""

    # -- opening ------------------------------------------------------------------------------

    @classmethod
    def create(cls, database: str | Path, manifest: Manifest) -> Store:
        """Put a built study into a new file, or into a PostgreSQL database by its URL.

        A PostgreSQL database may hold several studies.

        Raises:
            StudyDatabaseError: The file exists, or the study is in the database already.
        """
        engine = link.make_engine(database)
        try:
            with explained(engine):
                schema.create_tables(engine)
                with link.writing(engine) as connection:
                    for table, rows in definition_rows(manifest):
                        if rows:
                            connection.execute(sa.insert(table), rows)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, manifest)

    @classmethod
    def open(
        cls, database: str | Path, study_id: uuid.UUID | None = None, *, check: bool = True
    ) -> Store:
        """Open the study in a database, migrating an older one after copying it aside.

        Args:
            database: A file or a URL.
            study_id: Which study, where the database holds several.
            check: Also read the whole file for damage and compare the definition rows with the
                manifest. Without it, call :meth:`check` before rating.

        Raises:
            StudyDatabaseError: Not a study database, damaged, edited, or from a newer program.
        """
        url = link.database_url(database)
        if (file := link.sqlite_file(url)) is not None:
            link.check_sqlite_file(file)
        engine = link.make_engine(url)
        try:
            with explained(engine):
                schema.bring_up_to_date(engine)
                with link.reading(engine) as connection:
                    manifest = study_queries.stored_manifest(connection, study_id)
                store = cls(engine, manifest)
                if check:
                    store.check()
        except BaseException:
            engine.dispose()
            raise
        return store

    def check(self) -> None:
        """Refuse a damaged or edited database (see ``check_integrity``, ``check_definition``)."""
        with explained(self.engine):
            link.check_integrity(self.engine)
            with self.reading() as connection:
                check_definition(connection, self.manifest, self.where)

    def check_durable(self) -> None:
        """Refuse to rate where a committed rating could be lost."""
        with explained(self.engine):
            link.check_durable(self.engine)

    # -- raters -------------------------------------------------------------------------------

    def enrol(
        self,
        planner: Planner,
        consent: Consent,
        *,
        site: str | None = None,
        number: int | None = None,
    ) -> RaterInfo:
        """Give the next free number of a site (or ``number``), and write the whole main stream.

        Two programs may enrol at the same moment; each gets its own number.

        Args:
            planner: Makes the main stream from the number, see :class:`EnrolmentContext`.
            site: Code of the site; may be left out where there is only one.

        Raises:
            EnrolmentError: The study is closed, the site unknown or full, the number taken or
                without a legal order.
        """
        code = self._site(site)
        with self.writing() as connection:
            site_id, first, last = queries.locked_site(connection, self.study_id, code)
            if study_queries.state(connection, self.study_id) in ("closed", "unblinded"):
                raise EnrolmentError(
                    "the study is closed, nobody can be enrolled any more",
                    where=self.manifest.study.title,
                    remedy="For more raters, make a new version of the study.",
                )

            def taken() -> list[frozenset[str]]:
                return queries.references_taken(connection, site_id)

            skipped = set(self.manifest.skipped_numbers)
            while True:
                chosen = queries.free_number(
                    connection, self.study_id, code, first, last, number, skipped
                )
                try:
                    rows = planner(EnrolmentContext(chosen, code, taken))
                    break
                except PlanError:
                    # Beyond what the build has planned: one of the next numbers has an order.
                    if len(skipped) >= len(self.manifest.skipped_numbers) + MOST_SKIPPED:
                        raise
                    skipped.add(chosen)
                    self._note(connection, NUMBER_SKIPPED, str(chosen))
            rater: dict[str, Any] = {
                "id": observation_id(),
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
            connection.execute(sa.insert(table_of(Rater)), [rater])
            queries.insert_plan(connection, self.study_id, rater["id"], rows)
            if study_queries.state(connection, self.study_id) == "draft":
                self._log(connection, "opened", "program", "the first rater enrolled", code)
        return RaterInfo(
            rater["id"],
            chosen,
            rater["pseudonym"],
            code,
            rater["enrolled_us"],
            rater["plan_digest"],
        )

    def raters(self) -> list[RaterInfo]:
        """All raters that were not erased, by number."""
        with self.reading() as connection:
            return queries.raters(connection, self.study_id)

    def find_rater(self, name: str | int) -> RaterInfo | None:
        """A rater by the exact pseudonym, ``R07`` or number; None if nobody of it is enrolled."""
        wanted = name if isinstance(name, int) else number_of(name)
        for rater in self.raters():
            if rater.pseudonym == name or rater.number == wanted:
                return rater
        return None

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
        table = table_of(RaterReport)
        with self.reading() as connection:
            return bool(
                connection.execute(
                    sa.select(sa.exists().where(table.c.rater_id == rater_id))
                ).scalar()
            )

    def withdraw(self, rater_id: uuid.UUID, scope: str = "analysis") -> None:
        """Record that a rater wants to be left out; it holds for every analysis from now on."""
        self._insert_one(Withdrawal, rater_id=rater_id, at_us=self.now(), scope=scope)

    # -- sessions -----------------------------------------------------------------------------

    def start_session(
        self, rater_id: uuid.UUID, sitting: Sitting, prelude: Sequence[PlannedPresentation] = ()
    ) -> SessionInfo:
        """Begin a sitting, with its prelude (training, calibration, stabilising) as rows.

        The block of the prelude's rows must be :meth:`next_ordinal`. A session before that has no
        end is closed as ``crash_found``.

        Raises:
            RatingRefusedError: The study is closed, the rater withdrew, or another program began a
                session of this rater at the same moment.
        """
        with self.writing() as connection:
            queries.require_active(connection, self.study_id, rater_id)
            ordinal = queries.next_ordinal(connection, rater_id)
            if any(row.block != ordinal for row in prelude):
                raise RatingRefusedError(
                    "another session of this rater began at the same moment",
                    remedy="Close the other window and start again.",
                )
            started = self.now()
            queries.end_open_sessions(connection, rater_id, started)
            session: dict[str, Any] = {
                "id": observation_id(),
                "rater_id": rater_id,
                "ordinal": ordinal,
                "started_us": started,
                "clock_id": sitting.clock_id,
                "display": canonical_json(sitting.display),
                "environment": canonical_json(sitting.environment),
                "selftest": sitting.selftest,
                "app_version": sitting.app_version,
                "code_revision": sitting.code_revision,
            }
            connection.execute(sa.insert(table_of(RatingSession)), [session])
            queries.insert_plan(connection, self.study_id, rater_id, prelude)
        return SessionInfo(session["id"], rater_id, ordinal, started)

    def next_ordinal(self, rater_id: uuid.UUID) -> int:
        """The number the rater's next session will have, from 1."""
        with self.reading() as connection:
            return queries.next_ordinal(connection, rater_id)

    def end_session(self, session_id: uuid.UUID, reason: EndReason) -> None:
        """Record how a session ended."""
        self._insert_one(SessionEnd, session_id=session_id, ended_us=self.now(), reason=reason)

    def sessions(self, rater_id: uuid.UUID) -> list[SessionInfo]:
        """The rater's sessions, first to last."""
        with self.reading() as connection:
            return queries.sessions(connection, rater_id)

    def rated_us(self, rater_id: uuid.UUID) -> list[int]:
        """When each rating of the rater was stored, in order (UTC microseconds)."""
        with self.reading() as connection:
            return queries.rated_us(connection, rater_id)

    def event(self, session_id: uuid.UUID, kind: str, detail: str = "", *, mono_ns: int) -> None:
        """Record something that happened while a rater sat there."""
        self._insert_one(
            Event,
            session_id=session_id,
            at_us=self.now(),
            mono_ns=mono_ns,
            kind=kind,
            detail=detail,
        )

    # -- presentations and ratings ------------------------------------------------------------

    def presentations(self, rater_id: uuid.UUID, block: int = MAIN_BLOCK) -> list[PresentationInfo]:
        """A block of the rater's plan in order, each with its current rating if it has one."""
        with self.reading() as connection:
            return queries.presentations(connection, rater_id, block)

    def next_presentation(
        self, rater_id: uuid.UUID, block: int = MAIN_BLOCK
    ) -> PresentationInfo | None:
        """The first presentation of a block without a rating, None when all are rated."""
        for presentation in self.presentations(rater_id, block):
            if not presentation.rated:
                return presentation
        return None

    def interruptions(self, presentation_id: uuid.UUID) -> int:
        """How many times the showing of a presentation was interrupted before it was rated."""
        with self.reading() as connection:
            return queries.interruptions(connection, presentation_id)

    def rate(
        self,
        session_id: uuid.UUID,
        presentation_id: uuid.UUID,
        answer: Answer,
        *,
        undo: bool = False,
    ) -> int:
        """Store one rating; when this returns it is on the disk.

        Args:
            undo: The rater went one step back: the rating becomes a revision of the earlier one.

        Returns:
            The revision: 1 for a first rating.

        Raises:
            RatingRefusedError: It is rated already (not yet, for an undo), the session is not this
                rater's or has ended, the rater withdrew, or the answer is none.
            StudyDatabaseError: The database could not write; nothing was stored.
        """
        require_answer(self.manifest, answer)
        with self.writing() as connection:
            before = queries.rateable(connection, session_id, presentation_id)
            if undo != (before > 0):
                raise RatingRefusedError(
                    "there is no rating to revise" if undo else "this showing is rated already",
                    remedy="Start the session again; it goes on at the right place.",
                )
            connection.execute(
                sa.insert(table_of(Rating)),
                [
                    {
                        "id": observation_id(),
                        "presentation_id": presentation_id,
                        "session_id": session_id,
                        "revision": before + 1,
                        "score": answer.score,
                        "choice": answer.choice,
                        "input": answer.input,
                        "shown_us": answer.shown_us,
                        "first_paint_ns": answer.first_paint_ns,
                        "answered_ns": answer.answered_ns,
                        "rt_ms": answer.rt_ms,
                        "attempt": answer.attempt,
                        "reason": "undo" if undo else "",
                        "created_us": self.now(),
                    }
                ],
            )
        return before + 1

    def _site(self, code: str | None) -> str:
        known = [site.id for site in self.manifest.sites]
        if code is None and len(known) == 1:
            return known[0]
        if code in known:
            return str(code)
        what = "the site is not named" if code is None else f"there is no site {code}"
        raise EnrolmentError(what, remedy=f"The sites of this study are {', '.join(known)}.")
