"""A session that runs: its rows when it begins, its minutes, and where it stands."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.sections import Sessions
from sr_studio.studies.planning.basis import PlannedPresentation
from sr_studio.studies.rating.steps import Phase, Text, tokens_of
from sr_studio.studies.store.records import PresentationInfo, RaterInfo, SessionInfo, Sitting
from sr_studio.studies.store.store import Store

#: After a pause longer than this the instructions are shown again.
LONG_PAUSE_NS = 5 * 60 * 1_000_000_000
_MINUTE_NS = 60 * 1_000_000_000


class SittingClock:
    """Counts minutes and ratings of one session, and those since the last real break.

    A break is real when it lasts as long as the study demands between sessions, and longer than a
    pause that brings the instructions back; after it the count begins anew.

    Args:
        limits: The study's rules about sessions.
        before_us: When the rater's ratings since the last demanded break were stored (UTC
            microseconds, in order): what was rated just before this session counts, however often
            the window was closed.
        now_us: The beginning of the session.
    """

    def __init__(self, limits: Sessions, before_us: Sequence[int], now_us: int) -> None:
        self._limits = limits
        self._break_ns = max(LONG_PAUSE_NS, round(limits.min_break_minutes * _MINUTE_NS))
        self._carried_ns, self._trials = self._worked(before_us, now_us)
        self._begun_ns: int | None = None
        self._away_ns = 0
        self._fresh_ns = 0
        self._fresh_away_ns = 0

    def begin(self, now_ns: int) -> None:
        """The first picture is shown: the clock runs; later calls change nothing."""
        if self._begun_ns is None:
            self._begun_ns = self._fresh_ns = now_ns

    def rated(self) -> None:
        """One more rating was stored."""
        self._trials += 1

    def away(self, ns: int, now_ns: int) -> None:
        """The rater was away for ``ns``, up to now."""
        self._away_ns += ns
        self._fresh_away_ns += ns
        if ns >= self._break_ns:
            self._carried_ns, self._trials = 0, 0
            self._fresh_ns, self._fresh_away_ns = now_ns, 0

    def minutes(self, now_ns: int) -> float:
        """Of rating in this session."""
        if self._begun_ns is None:
            return 0.0
        return max(0, now_ns - self._begun_ns - self._away_ns) / _MINUTE_NS

    def is_up(self, now_ns: int) -> bool:
        """Whether the rater must have a break now."""
        if self._limits.max_trials and self._trials >= self._limits.max_trials:
            return True
        if self._begun_ns is None:
            return False
        stretch_ns = self._carried_ns + now_ns - self._fresh_ns - self._fresh_away_ns
        return stretch_ns / _MINUTE_NS >= self._limits.max_minutes

    def _worked(self, before_us: Sequence[int], now_us: int) -> tuple[int, int]:
        """Nanoseconds and ratings between the last real break and now."""
        worked_ns = trials = 0
        later_us = now_us
        for at_us in reversed(before_us):
            gap_ns = 1000 * (later_us - at_us)
            if gap_ns >= self._break_ns:
                break
            if trials and gap_ns <= LONG_PAUSE_NS:
                worked_ns += gap_ns
            trials += 1
            later_us = at_us
        return worked_ns, trials


@dataclass
class Running:
    """A session that has begun.

    Attributes:
        shows: Its prelude and what is left of the main stream.
        done_before, total: Of what raters are told: the rated part of the test, and all of it.
        tell_task: Whether the instructions come first.
        interruptions: How often the showing of a presentation was interrupted.
        interrupted: Whether a crash took away a picture that was on the screen.
        place: The index of what is shown now in ``shows``.
        rated: Ratings of this session.
        undoable: Whether the last rating may be taken back; ``undoing``: it is being.
        stored: Whether the answer to the step is on the disk, and only the next step is missing.
    """

    info: SessionInfo
    shows: list[PresentationInfo]
    done_before: int
    total: int
    clock: SittingClock
    tell_task: bool
    interruptions: Counter[uuid.UUID]
    interrupted: bool
    place: int = 0
    rated: int = 0
    undoable: bool = False
    undoing: bool = False
    stored: bool = False

    def counted(self) -> tuple[Phase, int, int]:
        """The phase at ``place``, and the showing's number and the total a rater is told."""
        phase = _phase(self.shows[self.place])
        alike = [place for place, row in enumerate(self.shows) if _phase(row) == phase]
        number = alike.index(self.place) + 1
        if phase == "test":
            return phase, self.done_before + number, self.total
        return phase, number, len(alike)

    @property
    def can_undo(self) -> bool:
        """Whether the last rating may be taken back: once, and never a score that was told."""
        before = self.shows[self.place - 1] if self.place else None
        told = before is None or before.role == "calibration"
        return self.undoable and not self.stored and not told

    def text_before(self) -> Text | None:
        """The text a new phase begins with; the test needs one only after another phase."""
        phase = _phase(self.shows[self.place])
        before = _phase(self.shows[self.place - 1]) if self.place else None
        return None if phase == before or (before is None and phase == "test") else phase


def _phase(row: PresentationInfo) -> Phase:
    if row.role == "training" or row.role == "calibration":
        return row.role
    return "test"


#: Makes the prelude from the rater, the session's ordinal, what is left of the main stream, and
#: whether nothing of it is rated yet.
PreludePlanner = Callable[[RaterInfo, int, bool], Sequence[PlannedPresentation]]
#: Refuses tokens whose files are missing or changed.
CheckFiles = Callable[[Sequence[str]], None]


def break_left(store: Store, rater: RaterInfo) -> float:
    """Seconds until the forced break since the rater's last session is over."""
    past = store.sessions(rater.id)
    if not past or past[-1].end_reason != "clock" or past[-1].ended_us is None:
        return 0.0
    # A clock that was set back makes nobody wait for longer than the break.
    since = max(0.0, (store.now() - past[-1].ended_us) / 1e6)
    return max(0.0, 60 * store.manifest.sessions.min_break_minutes - since)


def goes_on(store: Store, rater: RaterInfo) -> bool:
    """Whether a session now goes on with the last one, so that its prelude is not due again."""
    return _goes_on(store, store.sessions(rater.id), store.rated_us(rater.id))


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
    same_sitting = _goes_on(store, past, rated_us)
    prelude = []
    if not same_sitting:
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
        clock=SittingClock(store.manifest.sessions, _since_break(past, rated_us), store.now()),
        tell_task=not same_sitting or untouched or 1000 * away_us > LONG_PAUSE_NS,
        interruptions=store.interruptions(rater.id),
        interrupted=same_sitting and past[-1].end_reason is None,
    )


def _tokens_of_plan(manifest: Manifest, rows: Sequence[PlannedPresentation]) -> Iterator[str]:
    """The files of showings that are planned and have no rows yet."""
    tokens = {(s.reference, s.system, s.pool): s.token for s in manifest.stimuli}
    for row in rows:
        yield from (tokens[cell] for cell in (row.shown, row.beside) if cell is not None)


def _goes_on(store: Store, past: Sequence[SessionInfo], rated_us: Sequence[int]) -> bool:
    if not past or past[-1].end_reason in ("clock", "break", "done"):
        return False
    return _away_us(store, past, rated_us) < store.manifest.sessions.stale_hours * 3.6e9


def _away_us(store: Store, past: Sequence[SessionInfo], rated_us: Sequence[int]) -> int:
    """How long ago the rater was last here, as far as the database knows."""
    if not past:
        return 0
    last = past[-1]
    # A crash is found at the next start, so its end says nothing about when the rater left.
    known = last.ended_us if last.end_reason != "crash_found" else None
    until = known or max([last.started_us, *rated_us[-1:]])
    return max(0, store.now() - until)


def _since_break(past: Sequence[SessionInfo], rated_us: Sequence[int]) -> list[int]:
    """The ratings after the last break that the program demanded: it is over, however short."""
    ends = [one.ended_us for one in past if one.end_reason == "clock" and one.ended_us is not None]
    return [at_us for at_us in rated_us if not ends or at_us > ends[-1]]
