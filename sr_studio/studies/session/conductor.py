"""A rater's way through a study, step by step, on the study's database.

What is shown comes from the plan's rows alone. A step changes only after the database has taken
what the step before it gave; a method that raises has stored nothing and left ``step`` as it was.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sr_studio import __version__
from sr_studio.studies.database.pseudonyms import number_of
from sr_studio.studies.database.queries import INTERRUPTED
from sr_studio.studies.database.records import (
    Answer,
    Consent,
    EndReason,
    Planner,
    PresentationInfo,
    RaterInfo,
    SelfTest,
    SessionInfo,
    Sitting,
)
from sr_studio.studies.database.store import Store
from sr_studio.studies.errors import EnrolmentError, RatingRefusedError
from sr_studio.studies.plan.rows import PlannedPresentation
from sr_studio.studies.session.backup import back_up
from sr_studio.studies.session.journal import keep, take_in
from sr_studio.studies.session.lock import RaterLock
from sr_studio.studies.session.steps import (
    AskConsent,
    AskRoom,
    AskSelfReport,
    Finished,
    Phase,
    Read,
    Rest,
    Show,
    Step,
    TestScreen,
    Text,
    tokens_of,
)

#: After a pause longer than this the instructions are shown again.
LONG_PAUSE_NS = 5 * 60 * 1_000_000_000
#: This picture and the next three are decoded ahead.
AHEAD = 4

#: Makes the prelude from the rater, the session's ordinal, what is left of the main stream, and
#: whether nothing of it is rated yet.
PreludePlanner = Callable[[RaterInfo, int, bool], Sequence[PlannedPresentation]]
#: Refuses tokens whose files are missing or changed.
CheckFiles = Callable[[Sequence[str]], None]


@dataclass
class _Running:
    """Where a session stands. ``place`` is the index of what is shown now in ``shows``."""

    info: SessionInfo
    shows: list[PresentationInfo]
    done_before: int
    total: int
    place: int = 0
    rated: int = 0
    undoable: bool = False
    undoing: bool = False
    begun_ns: int = 0
    paused_ns: int = 0


class StudyConductor:
    """Conducts one rater; the window shows :attr:`step` and tells what the rater did.

    Args:
        store: The open study; closed by :meth:`close`.
        folder: The study's folder, for locks, backups and the side journal.
        rater: ``R07``, a number or a pseudonym; None enrols the next free number.
        planner: Makes the main stream of a new rater.
        prelude: Makes what comes before the main stream.
        check_files: Called with the tokens of everything a session may show, before it begins.
        site: Where new raters enrol; found by the number, or the first one, if left out.
        now_ns: The monotonic clock.

    Raises:
        RatingRefusedError: The rater withdrew, or another window is open for the rater.
        EnrolmentError: The study is closed for new raters.
    """

    def __init__(
        self,
        store: Store,
        folder: Path,
        rater: str | None,
        planner: Planner,
        prelude: PreludePlanner,
        *,
        check_files: CheckFiles = lambda tokens: None,
        site: str | None = None,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self.manifest = store.manifest
        self.store = store
        self._folder = folder
        self._planner, self._prelude = planner, prelude
        self._check_files = check_files
        self._site = site
        self._now_ns = now_ns
        self._clock_id = str(uuid.uuid4())
        self._wanted = rater
        self._lock: RaterLock | None = None
        self._display: dict[str, Any] = {}
        self._environment: dict[str, Any] = {}
        self._session: _Running | None = None
        self._reading: list[Text] = []
        self._paused_at: int | None = None
        self._rater = store.find_rater(rater) if rater is not None else None
        if self._rater is not None and self._rater.withdrawn:
            raise RatingRefusedError("this rater has withdrawn", where=self._rater.pseudonym)
        if store.state in ("closed", "unblinded"):
            raise EnrolmentError("the study is closed", where=self.manifest.study.title)
        self._step: Step = AskConsent()
        if self._rater is not None:
            self._lock = RaterLock(store, folder, self._rater)
            take_in(store, folder, self._rater)
            self._step = self._before_session()
        elif not self.manifest.study.consent:
            self.consent(True)  # waived, with the reason in the manifest

    @property
    def step(self) -> Step:
        """What to do now."""
        return self._step

    @property
    def rater(self) -> RaterInfo | None:
        """The rater, None before the enrolment."""
        return self._rater

    @property
    def pseudonym(self) -> str:
        """The rater's pseudonym, empty before the enrolment."""
        return "" if self._rater is None else self._rater.pseudonym

    # -- before the session -------------------------------------------------------------------

    def consent(self, agreed: bool) -> None:
        """Enrol who agreed; store nothing about who did not."""
        if not agreed:
            self._step = Finished("refused")
            return
        number = None if self._wanted is None else number_of(self._wanted)
        head = self.manifest.study
        version = head.consent_version if head.consent else "waived"
        consent = Consent(version, self.manifest.consent_sha256, self.store.now())
        self._rater = self.store.enrol(
            self._planner, consent, site=self._site_of(number), number=number
        )
        self._lock = RaterLock(self.store, self._folder, self._rater)
        self._step = self._before_session()

    def self_report(self, answers: Mapping[str, str]) -> None:
        """Store the answers to :class:`AskSelfReport`."""
        self.store.report(self._known().id, answers)
        self._step = self._before_session()

    def room(self, display: Mapping[str, Any], environment: Mapping[str, Any]) -> None:
        """Keep what is written down when the session begins."""
        self._display, self._environment = dict(display), dict(environment)
        self._step = TestScreen()

    def screen_failed(self, detail: str) -> None:
        """The screen does not show pixels as they are: no session; the local log says why."""
        self.store.note("display_selftest_failed", detail)
        self._step = Finished("stopped", self.pseudonym)

    def screen_tested(self, result: SelfTest) -> None:
        """Begin the session: check its files, write its prelude, log what a crash interrupted.

        Raises:
            StudyError: A setting or a file is not as it must be; there is no session.
        """
        rater = self._known()
        self.store.check_durable()
        past = self.store.sessions(rater.id)
        ordinal = len(past) + 1
        main = self.store.presentations(rater.id)
        left = [row for row in main if not row.rated]
        blocks = {n: self.store.presentations(rater.id, n) for n in range(1, ordinal)}
        goes_on = bool(past) and self._recent(past[-1])
        prelude = []
        if not goes_on:
            prelude = list(self._prelude(rater, ordinal, len(left) == len(main)))
        unrated = [row for rows in blocks.values() for row in rows if not row.rated]
        tokens = [token for row in [*left, *unrated] for token in tokens_of(row, "")]
        self._check_files([*tokens, *self._tokens_of_plan(prelude)])
        sitting = Sitting(
            clock_id=self._clock_id,
            selftest=result,
            app_version=__version__,
            display=self._display,
            environment=self._environment,
        )
        info = self.store.start_session(rater.id, sitting, prelude)
        blocks[ordinal] = self.store.presentations(rater.id, ordinal)
        # A sitting that goes on finishes the prelude it was in; a new one leaves old ones alone.
        newest = max((n for n in blocks if blocks[n]), default=ordinal)
        before = [row for row in blocks[newest] if not row.rated]
        counted = [row for rows in blocks.values() for row in rows if row.role == "stabilising"]
        counted = [row for row in counted if row.rated or row in before]
        done = sum(row.rated for row in [*main, *counted])
        self._session = _Running(info, [*before, *left], done, len(main) + len(counted))
        if past and past[-1].end_reason is None and goes_on:
            self._interrupted(self._session.shows[0])
        untouched = not any(row.rated for rows in blocks.values() for row in rows)
        self._reading = ["instructions"] if not goes_on or untouched else []
        self._go_on(entering=True)

    def _tokens_of_plan(self, rows: Sequence[PlannedPresentation]) -> Iterator[str]:
        """The files of showings that are planned and have no rows yet."""
        tokens = {(s.reference, s.system, s.pool): s.token for s in self.manifest.stimuli}
        for row in rows:
            yield from (tokens[cell] for cell in (row.shown, row.beside) if cell is not None)

    def _before_session(self) -> Step:
        rater = self._known()
        fields = self.manifest.self_report.fields
        if fields and not self.store.reported(rater.id):
            return AskSelfReport(fields)
        if all(row.rated for row in self.store.presentations(rater.id)):
            return Finished("done", rater.pseudonym)
        if (seconds := self._break_left()) > 0:
            return Rest(seconds)
        return AskRoom(self._environment)

    def _break_left(self) -> float:
        """Seconds until the forced break since the last session is over."""
        past = self.store.sessions(self._known().id)
        if not past or past[-1].end_reason != "clock" or past[-1].ended_us is None:
            return 0.0
        since = (self.store.now() - past[-1].ended_us) / 1e6
        return max(0.0, 60 * self.manifest.sessions.min_break_minutes - since)

    def _recent(self, last: SessionInfo) -> bool:
        """Whether this sitting goes on with the last one, so that nothing is told again."""
        if last.end_reason in ("clock", "break", "done"):
            return False
        until = last.ended_us if last.ended_us is not None else last.started_us
        hours = (self.store.now() - until) / 3.6e9
        return hours < self.manifest.sessions.stale_hours

    def _site_of(self, number: int | None) -> str:
        sites = self.manifest.sites
        if self._site is not None:
            return self._site
        fitting = (s.id for s in sites if number and s.first_number <= number <= s.last_number)
        return next(fitting, sites[0].id)

    # -- the session --------------------------------------------------------------------------

    def read(self) -> None:
        """The text of :class:`Read` was read."""
        self._reading = self._reading[1:]
        self._go_on()

    def answer(self, answer: Answer) -> None:
        """Store one rating; only when it is on the disk does the step change.

        Raises:
            RatingRefusedError: In the calibration, another score than the one told.
            StudyDatabaseError: It could not be written; try again, or :meth:`journal` it.
        """
        session = self._running()
        shown = session.shows[session.place]
        if shown.told_score is not None and answer.score != shown.told_score:
            raise RatingRefusedError(f"the score told for this picture is {shown.told_score}")
        self.store.rate(session.info.id, shown.id, answer, undo=session.undoing)
        session.shows[session.place] = replace(shown, revision=shown.revision + 1)
        session.undoable, session.undoing = not session.undoing, False
        session.rated += 1
        session.place += 1
        self._go_on(entering=True)

    def journal(self, answer: Answer) -> str:
        """Keep a rating the database refused in a file beside it, and stop; gives its name.

        It is taken in when the rater comes again.
        """
        session = self._running()
        path = keep(
            self._folder,
            self.pseudonym,
            self.store.now(),
            session.info.id,
            session.shows[session.place].id,
            answer,
            undo=session.undoing,
        )
        self._step = Finished("stopped", self.pseudonym, self._minutes())
        self._session = None  # its end is found and recorded at the next start
        return path.name

    def undo(self) -> bool:
        """Show the last rated picture again, once; its rating stands until there is a new one."""
        session = self._session
        if session is None or not session.undoable or session.place == 0:
            return False
        if session.shows[session.place - 1].role == "calibration":
            return False
        if session.place < len(session.shows):
            self._interrupted(session.shows[session.place])
        session.place -= 1
        session.undoable, session.undoing = False, True
        self._step = self._show()
        return True

    def event(self, kind: str, detail: str = "", *, mono_ns: int) -> None:
        """Record something that happened, if a session is running."""
        if self._session is not None:
            self.store.event(self._session.info.id, kind, detail, mono_ns=mono_ns)

    def pause(self, mono_ns: int) -> None:
        """Log the pause, and that the showing was interrupted."""
        self._paused_at = mono_ns
        self.event("pause", mono_ns=mono_ns)
        if isinstance(self._step, Show):
            self._interrupted(self._step.presentation)

    def resume(self, mono_ns: int) -> None:
        """Go on; after a long pause with the instructions."""
        session = self._session
        if session is None or self._paused_at is None:
            return
        away = mono_ns - self._paused_at
        self._paused_at = None
        session.paused_ns += away
        self.event("resume", f"{away // 1_000_000_000} s", mono_ns=mono_ns)
        if away > LONG_PAUSE_NS and "instructions" not in self._reading:
            self._reading = ["instructions", *self._reading]
        self._go_on()

    def rested(self) -> None:
        """The break is over, as far as the clock agrees; the next session begins as all do."""
        self._step = self._before_session()

    def stop(self) -> None:
        """End the session early; it goes on where it stopped."""
        minutes = self._minutes()
        if self._session is not None:
            self._end("abandoned")
        self._step = Finished("stopped", self.pseudonym, minutes)

    def close(self) -> None:
        """End what is running and let go of the database and the rater's lock."""
        try:
            if self._session is not None:
                self._end("abandoned")
        finally:
            if self._lock is not None:
                self._lock.release()
            self.store.close()

    # -- inside -------------------------------------------------------------------------------

    def _go_on(self, *, entering: bool = False) -> None:
        """Decide the step at ``place``; ``entering``: the place is new, so its text may be due."""
        session = self._running()
        if session.place >= len(session.shows):
            minutes = self._minutes()
            self._end("done")
            self._step = Finished("done", self.pseudonym, minutes)
            return
        if session.rated and not session.undoing and self._time_is_up(session):
            self._end("clock")
            self._step = Rest(60 * self.manifest.sessions.min_break_minutes)
            return
        if entering and (text := self._text_before(session)) is not None:
            self._reading.append(text)
        self._step = Read(self._reading[0]) if self._reading else self._show()

    def _text_before(self, session: _Running) -> Text | None:
        """The text a new phase begins with; the test needs one only after another phase."""
        phase = _phase(session.shows[session.place])
        before = _phase(session.shows[session.place - 1]) if session.place else None
        return None if phase == before or (before is None and phase == "test") else phase

    def _show(self) -> Show:
        session = self._running()
        if not session.begun_ns:
            session.begun_ns = self._now_ns()
        shown = session.shows[session.place]
        phase = _phase(shown)
        alike = [place for place, row in enumerate(session.shows) if _phase(row) == phase]
        number, total = alike.index(session.place) + 1, len(alike)
        if phase == "test":
            number, total = session.done_before + number, session.total
        method = self.manifest.study.method
        ahead = session.shows[session.place : session.place + AHEAD]
        upcoming = tuple(token for row in ahead for token in tokens_of(row, method))
        attempt = 1 + self.store.interruptions(shown.id)
        return Show(shown, phase, number, total, attempt, upcoming)

    def _time_is_up(self, session: _Running) -> bool:
        limits = self.manifest.sessions
        if limits.max_trials and session.rated >= limits.max_trials:
            return True
        return self._minutes() >= limits.max_minutes

    def _minutes(self) -> float:
        session = self._session
        if session is None or not session.begun_ns:
            return 0.0
        return (self._now_ns() - session.begun_ns - session.paused_ns) / 60e9

    def _interrupted(self, shown: PresentationInfo) -> None:
        self.event(INTERRUPTED, str(shown.id), mono_ns=self._now_ns())

    def _end(self, reason: EndReason) -> None:
        self.store.end_session(self._running().info.id, reason)
        self._session = None
        back_up(self.store, self._folder)

    def _known(self) -> RaterInfo:
        if self._rater is None:
            raise EnrolmentError("nobody is enrolled yet")
        return self._rater

    def _running(self) -> _Running:
        if self._session is None:
            raise RatingRefusedError("no session is running")
        return self._session


def _phase(row: PresentationInfo) -> Phase:
    if row.role == "training" or row.role == "calibration":
        return row.role
    return "test"
