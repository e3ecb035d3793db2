"""The statements about raters, sessions and presentations, each on an open transaction."""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.errors import EnrolmentError, RatingRefusedError
from sr_studio.studies.planning.basis import PlannedPresentation
from sr_studio.studies.store.definition import stimulus_id
from sr_studio.studies.store.identity import definition_id, observation_id
from sr_studio.studies.store.models import (
    Event,
    Presentation,
    Rater,
    Rating,
    RatingSession,
    SessionEnd,
    Site,
    Stimulus,
    StudyReference,
    Withdrawal,
    table_of,
)
from sr_studio.studies.store.records import (
    PresentationInfo,
    RaterInfo,
    SessionInfo,
)
from sr_studio.studies.store.study_queries import state

INTERRUPTED = "interrupted_showing"

_sites, _raters = table_of(Site), table_of(Rater)
_references = table_of(StudyReference)
_stimuli = table_of(Stimulus)
_presentations, _ratings = table_of(Presentation), table_of(Rating)
_sessions, _ends, _events = table_of(RatingSession), table_of(SessionEnd), table_of(Event)
_withdrawals = table_of(Withdrawal)


# -- enrolling -------------------------------------------------------------------------------


def locked_site(
    connection: Connection, study_id: uuid.UUID, code: str
) -> tuple[uuid.UUID, int, int]:
    """Id and number range of a site, which other enrolments wait for until the transaction ends."""
    row = connection.execute(
        sa.select(_sites.c.id, _sites.c.first_number, _sites.c.last_number)
        .where(_sites.c.id == definition_id(study_id, "site", code))
        .with_for_update()
    ).one()
    return row.id, row.first_number, row.last_number


def free_number(
    connection: Connection,
    study_id: uuid.UUID,
    site: str,
    first: int,
    last: int,
    wanted: int | None,
    skipped: Collection[int] = (),
) -> int:
    """The number after the highest given out in the site's range, or ``wanted`` if it is free.

    Args:
        skipped: Numbers that are not given out, because the plan has no order for them.

    Raises:
        EnrolmentError: The range is used up, or ``wanted`` is taken, skipped or outside it.
    """
    given = set(
        connection.execute(
            sa.select(_raters.c.number).where(
                _raters.c.study_id == study_id, _raters.c.number.between(first, last)
            )
        ).scalars()
    )
    if wanted is None:
        above = range(max(given, default=first - 1) + 1, last + 1)
        every = itertools.chain(above, range(first, last + 1))
        free = (n for n in every if n not in given and n not in skipped)
        chosen = next(free, last + 1)
        if chosen > last:
            raise EnrolmentError(
                f"site {site} has given out all its numbers, {first} to {last}",
                remedy="Plan a larger range in a new version of the study.",
            )
        return chosen
    if not first <= wanted <= last:
        raise EnrolmentError(
            f"number {wanted} is outside the range of site {site}, {first} to {last}"
        )
    if wanted in skipped:
        raise EnrolmentError(
            f"number {wanted} cannot rate: there is no legal order for it",
            remedy="Choose another number, or none to get the next one.",
        )
    if wanted in given:
        raise EnrolmentError(f"number {wanted} is given to somebody already")
    return wanted


def references_taken(connection: Connection, site_id: uuid.UUID) -> list[frozenset[str]]:
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


def insert_plan(
    connection: Connection,
    study_id: uuid.UUID,
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
            "stimulus_id": stimulus_id(study_id, row.shown),
            "stimulus_b_id": stimulus_id(study_id, row.beside) if row.beside else None,
            "side": row.side,
            "repeat_of": None if row.repeat_of is None else ids[row.block, row.repeat_of],
            "golden": row.golden,
            "told_score": row.told_score,
        }
        for row in sorted(rows, key=lambda row: (row.block, row.seq))
    ]
    if made:
        connection.execute(sa.insert(_presentations), made)


def raters(connection: Connection, study_id: uuid.UUID) -> list[RaterInfo]:
    """All raters of the study by number."""
    withdrawn = sa.exists().where(_withdrawals.c.rater_id == _raters.c.id)
    query = (
        sa.select(_raters, _sites.c.code, withdrawn.label("withdrawn"))
        .join(_sites, _sites.c.id == _raters.c.site_id)
        .where(_raters.c.study_id == study_id)
        .order_by(_raters.c.number)
    )
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


# -- sessions --------------------------------------------------------------------------------


def require_active(connection: Connection, study_id: uuid.UUID, rater_id: uuid.UUID) -> None:
    """Refuse a rater who withdrew or is not there, and a study that is over.

    Raises:
        RatingRefusedError: See above.
    """
    if state(connection, study_id) in ("closed", "unblinded"):
        raise RatingRefusedError("the study is closed, rating has ended")
    known = connection.execute(
        sa.select(_raters.c.id).where(_raters.c.id == rater_id, _raters.c.study_id == study_id)
    ).first()
    if known is None:
        raise RatingRefusedError("this rater is not in the study")
    left = connection.execute(
        sa.select(_withdrawals.c.id).where(_withdrawals.c.rater_id == rater_id)
    ).first()
    if left is not None:
        raise RatingRefusedError("this rater has withdrawn")


def next_ordinal(connection: Connection, rater_id: uuid.UUID) -> int:
    """The ordinal of the rater's next session."""
    last = connection.execute(
        sa.select(sa.func.max(_sessions.c.ordinal)).where(_sessions.c.rater_id == rater_id)
    ).scalar()
    return (last or 0) + 1


def end_open_sessions(connection: Connection, rater_id: uuid.UUID, at_us: int) -> None:
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


def sessions(connection: Connection, rater_id: uuid.UUID) -> list[SessionInfo]:
    """The rater's sessions in order, each with its first recorded end."""
    ends: dict[uuid.UUID, tuple[int, str]] = {}
    own = sa.select(_sessions.c.id).where(_sessions.c.rater_id == rater_id)
    query = sa.select(_ends).where(_ends.c.session_id.in_(own))
    for row in connection.execute(query.order_by(_ends.c.ended_us, _ends.c.id)):
        ends.setdefault(row.session_id, (row.ended_us, row.reason))
    found = connection.execute(
        sa.select(_sessions.c.id, _sessions.c.ordinal, _sessions.c.started_us)
        .where(_sessions.c.rater_id == rater_id)
        .order_by(_sessions.c.ordinal)
    )
    return [
        SessionInfo(row.id, rater_id, row.ordinal, row.started_us, *ends.get(row.id, (None, None)))
        for row in found
    ]


def rated_us(connection: Connection, rater_id: uuid.UUID) -> list[int]:
    """When the rater's ratings were stored, in order."""
    own = sa.select(_sessions.c.id).where(_sessions.c.rater_id == rater_id)
    query = (
        sa.select(_ratings.c.created_us)
        .where(_ratings.c.session_id.in_(own))
        .order_by(_ratings.c.created_us)
    )
    return list(connection.execute(query).scalars())


# -- presentations ---------------------------------------------------------------------------


def presentations(
    connection: Connection, rater_id: uuid.UUID, block: int
) -> list[PresentationInfo]:
    """A block of the rater's plan with the current rating of each row."""
    beside = _stimuli.alias("beside")
    own = sa.select(_presentations.c.id).where(
        _presentations.c.rater_id == rater_id, _presentations.c.block == block
    )
    rated: dict[uuid.UUID, Any] = {
        row.presentation_id: row
        for row in connection.execute(
            sa.select(
                _ratings.c.presentation_id,
                _ratings.c.revision,
                _ratings.c.score,
                _ratings.c.choice,
            )
            .where(_ratings.c.presentation_id.in_(own))
            .order_by(_ratings.c.revision)
        )
    }
    query = (
        sa.select(
            _presentations,
            _stimuli.c.token,
            _stimuli.c.width,
            _stimuli.c.height,
            beside.c.token.label("token_b"),
        )
        .join(_stimuli, _stimuli.c.id == _presentations.c.stimulus_id)
        .outerjoin(beside, beside.c.id == _presentations.c.stimulus_b_id)
        .where(_presentations.c.rater_id == rater_id, _presentations.c.block == block)
        .order_by(_presentations.c.seq)
    )
    found = []
    for row in connection.execute(query):
        rating = rated.get(row.id)
        found.append(
            PresentationInfo(
                id=row.id,
                block=row.block,
                seq=row.seq,
                role=row.role,
                token=row.token,
                token_b=row.token_b,
                side=row.side,
                told_score=row.told_score,
                golden=row.golden,
                repeat_of=row.repeat_of,
                width=row.width,
                height=row.height,
                score=rating.score if rating else None,
                choice=rating.choice if rating else None,
                revision=rating.revision if rating else 0,
            )
        )
    return found


def interruptions(connection: Connection, presentation_id: uuid.UUID) -> int:
    """Interrupted showings of a presentation, as the events tell."""
    return int(
        connection.execute(
            sa.select(sa.func.count())
            .select_from(_events)
            .where(
                _events.c.session_id.in_(
                    sa.select(_sessions.c.id)
                    .join(_presentations, _presentations.c.rater_id == _sessions.c.rater_id)
                    .where(_presentations.c.id == presentation_id)
                ),
                _events.c.kind == INTERRUPTED,
                _events.c.detail == str(presentation_id),
            )
        ).scalar_one()
    )


def rateable(connection: Connection, session_id: uuid.UUID, presentation_id: uuid.UUID) -> int:
    """The newest revision of a presentation's rating, 0 if there is none.

    Raises:
        RatingRefusedError: The session is another rater's or has ended, the rater withdrew, or the
            study is closed.
    """
    row = connection.execute(
        sa.select(
            _sessions.c.rater_id,
            _raters.c.study_id,
            sa.exists().where(_ends.c.session_id == session_id).label("ended"),
            sa.select(sa.func.max(_ratings.c.revision))
            .where(_ratings.c.presentation_id == presentation_id)
            .scalar_subquery()
            .label("revision"),
        )
        .join(_presentations, _presentations.c.rater_id == _sessions.c.rater_id)
        .join(_raters, _raters.c.id == _sessions.c.rater_id)
        .where(_sessions.c.id == session_id, _presentations.c.id == presentation_id)
    ).first()
    if row is None:
        raise RatingRefusedError("the session and the showing belong to different raters")
    if row.ended:
        raise RatingRefusedError("the session has ended", remedy="Start a new one.")
    require_active(connection, row.study_id, row.rater_id)
    return row.revision or 0
