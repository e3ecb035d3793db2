"""Beginning a session: what it shows, whether it goes on with the last one, and its first rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.planning.rows import PlannedPresentation
from sr_studio.studies.rating.clock import LONG_PAUSE_NS, SittingClock
from sr_studio.studies.rating.running import Running
from sr_studio.studies.rating.steps import tokens_of
from sr_studio.studies.store.records import RaterInfo, SessionInfo, Sitting
from sr_studio.studies.store.store import Store

#: Makes the prelude from the rater, the session's ordinal, what is left of the main stream, and
#: whether nothing of it is rated yet.
PreludePlanner = Callable[[RaterInfo, int, bool], Sequence[PlannedPresentation]]
#: Refuses tokens whose files are missing or changed.
CheckFiles = Callable[[Sequence[str]], None]


def begin_session(
    store: Store,
    rater: RaterInfo,
    sitting: Sitting,
    prelude_of: PreludePlanner,
    check_files: CheckFiles,
) -> Running:
    """Check the files of everything the session may show, write its prelude, and line it up.

    Raises:
        StudyError: A setting or a file is not as it must be; there is no session.
    """
    store.check_durable()
    past = store.sessions(rater.id)
    ordinal = len(past) + 1
    main = store.presentations(rater.id)
    left = [row for row in main if not row.rated]
    blocks = {n: store.presentations(rater.id, n) for n in range(1, ordinal)}
    rated_us = store.rated_us(rater.id)
    away_us = _away_us(store, past, rated_us)
    goes_on = bool(past) and _goes_on(store.manifest, past[-1], away_us)
    prelude = []
    if not goes_on:
        prelude = list(prelude_of(rater, ordinal, len(left) == len(main)))
    unrated = [row for rows in blocks.values() for row in rows if not row.rated]
    tokens = [token for row in [*left, *unrated] for token in tokens_of(row, "")]
    check_files([*tokens, *_tokens_of_plan(store.manifest, prelude)])
    info = store.start_session(rater.id, sitting, prelude)
    blocks[ordinal] = store.presentations(rater.id, ordinal)
    # A sitting that goes on finishes the prelude it was in; a new one leaves old ones alone.
    newest = max((n for n in blocks if blocks[n]), default=ordinal)
    before = [row for row in blocks[newest] if not row.rated]
    counted = [row for rows in blocks.values() for row in rows if row.role == "stabilising"]
    counted = [row for row in counted if row.rated or row in before]
    untouched = not any(row.rated for rows in blocks.values() for row in rows)
    return Running(
        info,
        [*before, *left],
        done_before=sum(row.rated for row in [*main, *counted]),
        total=len(main) + len(counted),
        clock=SittingClock(store.manifest.sessions, rated_us, store.now()),
        tell_task=not goes_on or untouched or 1000 * away_us > LONG_PAUSE_NS,
        interrupted=goes_on and past[-1].end_reason is None,
    )


def _tokens_of_plan(manifest: Manifest, rows: Sequence[PlannedPresentation]) -> Iterator[str]:
    """The files of showings that are planned and have no rows yet."""
    tokens = {(s.reference, s.system, s.pool): s.token for s in manifest.stimuli}
    for row in rows:
        yield from (tokens[cell] for cell in (row.shown, row.beside) if cell is not None)


def _away_us(store: Store, past: Sequence[SessionInfo], rated_us: Sequence[int]) -> int:
    """How long ago the rater was last here, as far as the database knows."""
    if not past:
        return 0
    last = past[-1]
    # A crash is found at the next start, so its end says nothing about when the rater left.
    known = last.ended_us if last.end_reason != "crash_found" else None
    until = known or max(last.started_us, *rated_us[-1:])
    return max(0, store.now() - until)


def _goes_on(manifest: Manifest, last: SessionInfo, away_us: int) -> bool:
    """Whether this sitting goes on with the last one, so that its prelude is not due again."""
    if last.end_reason in ("clock", "break", "done"):
        return False
    return away_us < manifest.sessions.stale_hours * 3.6e9
