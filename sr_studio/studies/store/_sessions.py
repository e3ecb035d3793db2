"""Sessions of raters, what they are shown, and what they answer."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.definition.manifest import Manifest, canonical_json
from sr_studio.studies.errors import RatingRefusedError
from sr_studio.studies.planning.basis import MAIN_BLOCK, PlannedPresentation
from sr_studio.studies.store._raters import RatersPart
from sr_studio.studies.store.definition import observation_id
from sr_studio.studies.store.models import (
    Event,
    Presentation,
    Rater,
    Rating,
    RatingSession,
    SessionEnd,
    Stimulus,
    StudyEvent,
    Withdrawal,
    table_of,
)
from sr_studio.studies.store.records import (
    INTERRUPTED,
    Answer,
    EndReason,
    PresentationInfo,
    SessionInfo,
    Sitting,
)

_raters, _stimuli = table_of(Rater), table_of(Stimulus)
_presentations, _ratings = table_of(Presentation), table_of(Rating)
_withdrawals, _study_events = table_of(Withdrawal), table_of(StudyEvent)
_sessions, _ends, _events = table_of(RatingSession), table_of(SessionEnd), table_of(Event)
#: The view of the newest revision of every rating.
_current = sa.table("current_ratings", *(sa.column(c.name, c.type) for c in _ratings.columns))


class SessionsPart(RatersPart):
    """The part of :class:`Store` that is about sessions, presentations and ratings."""

    def start_session(
        self, rater_id: uuid.UUID, sitting: Sitting, prelude: Sequence[PlannedPresentation] = ()
    ) -> SessionInfo:
        """Begin a sitting, with its prelude (training, calibration, stabilising) as rows.

        The block of the prelude's rows must be the ordinal of the new session. A session before
        that has no end is closed as ``crash_found``.

        Raises:
            RatingRefusedError: The study is closed, the rater withdrew, or another program began a
                session of this rater at the same moment.
        """
        with self.writing() as connection:
            self._require_active(connection, rater_id)
            ordinal = _next_ordinal(connection, rater_id)
            if any(row.block != ordinal for row in prelude):
                raise RatingRefusedError(
                    "another session of this rater began at the same moment",
                    remedy="Close the other window and start again.",
                )
            started = self.now()
            _end_open_sessions(connection, rater_id, started)
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
            connection.execute(sa.insert(_sessions), [session])
            self._insert_plan(connection, rater_id, prelude)
        return SessionInfo(session["id"], rater_id, ordinal, started)

    def end_session(self, session_id: uuid.UUID, reason: EndReason) -> None:
        """Record how a session ended."""
        self._insert_one(SessionEnd, session_id=session_id, ended_us=self.now(), reason=reason)

    def sessions(self, rater_id: uuid.UUID | None = None) -> list[SessionInfo]:
        """The sessions of a rater, or of everybody, first to last."""
        own = sa.select(_raters.c.id).where(_raters.c.study_id == self.study_id)
        if rater_id is not None:
            own = own.where(_raters.c.id == rater_id)
        query = (
            sa.select(_sessions)
            .where(_sessions.c.rater_id.in_(own))
            .order_by(_sessions.c.rater_id, _sessions.c.ordinal)
        )
        ended: dict[uuid.UUID, tuple[int, str]] = {}
        with self.reading() as connection:
            rows = connection.execute(query).all()
            those = _ends.c.session_id.in_(
                sa.select(_sessions.c.id).where(_sessions.c.rater_id.in_(own))
            )
            ends = sa.select(_ends).where(those).order_by(_ends.c.ended_us, _ends.c.id)
            for end in connection.execute(ends):
                ended.setdefault(end.session_id, (end.ended_us, end.reason))
        found = []
        for row in rows:
            ended_us, reason = ended.get(row.id, (None, None))
            found.append(
                SessionInfo(
                    id=row.id,
                    rater_id=row.rater_id,
                    ordinal=row.ordinal,
                    started_us=row.started_us,
                    ended_us=ended_us,
                    end_reason=reason,
                    selftest=row.selftest,
                    display=json.loads(row.display or "{}"),
                    environment=json.loads(row.environment or "{}"),
                )
            )
        return found

    def rated_us(self, rater_id: uuid.UUID) -> list[int]:
        """When each rating of the rater was stored, in order (UTC microseconds)."""
        own = sa.select(_sessions.c.id).where(_sessions.c.rater_id == rater_id)
        query = sa.select(_ratings.c.created_us).where(_ratings.c.session_id.in_(own))
        with self.reading() as connection:
            return list(connection.execute(query.order_by(_ratings.c.created_us)).scalars())

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

    def presentations(self, rater_id: uuid.UUID, block: int = MAIN_BLOCK) -> list[PresentationInfo]:
        """A block of the rater's plan in order, each with its current rating if it has one."""
        beside = _stimuli.alias("beside")
        query = (
            sa.select(
                *(_presentations.c[name] for name in _OF_A_SHOWING),
                _stimuli.c.token,
                _stimuli.c.width,
                _stimuli.c.height,
                beside.c.token.label("token_b"),
                _current.c.score,
                _current.c.choice,
                sa.func.coalesce(_current.c.revision, 0).label("revision"),
            )
            .join(_stimuli, _stimuli.c.id == _presentations.c.stimulus_id)
            .outerjoin(beside, beside.c.id == _presentations.c.stimulus_b_id)
            .outerjoin(_current, _current.c.presentation_id == _presentations.c.id)
            .where(_presentations.c.rater_id == rater_id, _presentations.c.block == block)
            .order_by(_presentations.c.seq)
        )
        with self.reading() as connection:
            return [PresentationInfo(**row._mapping) for row in connection.execute(query)]

    def interruptions(self, rater_id: uuid.UUID) -> Counter[uuid.UUID]:
        """Presentation to how many times its showing was interrupted before it was rated."""
        own = sa.select(_sessions.c.id).where(_sessions.c.rater_id == rater_id)
        query = sa.select(_events.c.detail).where(
            _events.c.session_id.in_(own), _events.c.kind == INTERRUPTED
        )
        with self.reading() as connection:
            return Counter(uuid.UUID(one) for one in connection.execute(query).scalars())

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
        _require_answer(self.manifest, answer)
        with self.writing() as connection:
            before = self._rateable(connection, session_id, presentation_id)
            if undo != (before > 0):
                raise RatingRefusedError(
                    "there is no rating to revise" if undo else "this showing is rated already",
                    remedy="Start the session again; it goes on at the right place.",
                )
            connection.execute(
                sa.insert(_ratings),
                [
                    {
                        "id": observation_id(),
                        "presentation_id": presentation_id,
                        "session_id": session_id,
                        "revision": before + 1,
                        **vars(answer),
                        "rt_ms": answer.rt_ms,
                        "reason": "undo" if undo else "",
                        "created_us": self.now(),
                    }
                ],
            )
        return before + 1

    def _rateable(
        self, connection: Connection, session_id: uuid.UUID, presentation_id: uuid.UUID
    ) -> int:
        """The newest revision of a presentation's rating, 0 if there is none.

        Raises:
            RatingRefusedError: The session is another rater's or has ended, the rater withdrew, or
                the study is closed.
        """
        row = connection.execute(
            sa.select(
                sa.exists().where(_ends.c.session_id == session_id).label("ended"),
                sa.select(sa.func.max(_ratings.c.revision))
                .where(_ratings.c.presentation_id == presentation_id)
                .scalar_subquery()
                .label("revision"),
                *self._what_hinders(_sessions.c.rater_id),
            )
            .join(_presentations, _presentations.c.rater_id == _sessions.c.rater_id)
            .where(_sessions.c.id == session_id, _presentations.c.id == presentation_id)
        ).first()
        if row is None:
            raise RatingRefusedError("the session and the showing belong to different raters")
        if row.ended:
            raise RatingRefusedError("the session has ended", remedy="Start a new one.")
        _refuse_hindered(row)
        return row.revision or 0

    def _require_active(self, connection: Connection, rater_id: uuid.UUID) -> None:
        """Refuse a rater who withdrew or is not there, and a study that is over.

        Raises:
            RatingRefusedError: See above.
        """
        hinders = self._what_hinders(sa.literal(rater_id, _raters.c.id.type))
        _refuse_hindered(connection.execute(sa.select(*hinders)).one())

    def _what_hinders(self, rater_id: sa.ColumnElement[uuid.UUID]) -> list[sa.Label[bool]]:
        """Columns that say why a rater may not rate, to be asked along with something else."""
        over = sa.exists().where(
            _study_events.c.study_id == self.study_id,
            _study_events.c.kind.in_(("closed", "unblinded")),
        )
        known = sa.exists().where(_raters.c.id == rater_id, _raters.c.study_id == self.study_id)
        left = sa.exists().where(_withdrawals.c.rater_id == rater_id)
        return [over.label("over"), known.label("known"), left.label("left")]


#: What a showing has of its row of the plan.
_OF_A_SHOWING = ("id", "block", "seq", "role", "side", "told_score", "golden", "repeat_of")


def _refuse_hindered(row: Any) -> None:
    """Refuse what :meth:`SessionsPart._what_hinders` found, in a row of its columns.

    Raises:
        RatingRefusedError: The study is over, or the rater is not there or withdrew.
    """
    if row.over:
        raise RatingRefusedError("the study is closed, rating has ended")
    if not row.known:
        raise RatingRefusedError("this rater is not in the study")
    if row.left:
        raise RatingRefusedError("this rater has withdrawn")


def _next_ordinal(connection: Connection, rater_id: uuid.UUID) -> int:
    """The ordinal of the rater's next session."""
    last = connection.execute(
        sa.select(sa.func.max(_sessions.c.ordinal)).where(_sessions.c.rater_id == rater_id)
    ).scalar()
    return (last or 0) + 1


def _end_open_sessions(connection: Connection, rater_id: uuid.UUID, at_us: int) -> None:
    """Close sessions that never ended: the program or the computer died during them."""
    ended = sa.select(_ends.c.session_id)
    lost = connection.execute(
        sa.select(_sessions.c.id).where(
            _sessions.c.rater_id == rater_id, _sessions.c.id.not_in(ended)
        )
    ).scalars()
    rows = [
        {"id": observation_id(), "session_id": s, "ended_us": at_us, "reason": "crash_found"}
        for s in lost
    ]
    if rows:
        connection.execute(sa.insert(_ends), rows)


def _require_answer(manifest: Manifest, answer: Answer) -> None:
    """Refuse what is neither a grade of the study's scale nor one of the study's choices.

    Raises:
        RatingRefusedError: See above.
    """
    choices = ("a", "b", "tie") if manifest.pc.tie else ("a", "b")
    # bool is an int to Python, and 3.0 equals 3: neither is a score.
    grades = manifest.scale.grades
    score_fits = type(answer.score) is int and 1 <= answer.score <= grades
    if manifest.study.method == "pc":
        fits = answer.score is None and answer.choice in choices
        expected = f"one of {', '.join(choices)}"
    else:
        fits = answer.choice is None and score_fits
        expected = f"a whole score from 1 to {grades}"
    if not fits:
        given = answer.choice if answer.score is None else answer.score
        raise RatingRefusedError(f"{given!r} is not {expected}")
