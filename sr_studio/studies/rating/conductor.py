"""A rater's way through a study, step by step, on the study's database.

What is shown comes from the plan's rows alone. A step changes only after the database has taken
what the step before it gave; a method that raises has stored nothing and left ``step`` as it was.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sr_studio import __version__
from sr_studio.studies.errors import EnrolmentError, LockLostError, RatingRefusedError
from sr_studio.studies.planning.stream import Planner
from sr_studio.studies.rating.backup import back_up_if_possible, keep, take_in
from sr_studio.studies.rating.enrolment import Enrolment, Newcomer
from sr_studio.studies.rating.lock import RaterLock
from sr_studio.studies.rating.session import (
    LONG_PAUSE_NS,
    CheckFiles,
    PreludePlanner,
    Running,
    begin_session,
    break_left,
    goes_on,
)
from sr_studio.studies.rating.steps import (
    AskConsent,
    AskRoom,
    AskSelfReport,
    AskSite,
    Finished,
    Read,
    Rest,
    Show,
    Step,
    TestScreen,
    Text,
    tokens_of,
)
from sr_studio.studies.store.records import (
    INTERRUPTED,
    Answer,
    EndReason,
    PresentationInfo,
    RaterInfo,
    SelfTest,
    Sitting,
)
from sr_studio.studies.store.store import Store

#: This picture and the next three are decoded ahead.
AHEAD = 4


class StudyConductor:
    """Conducts one rater; the window shows :attr:`step` and tells what the rater did.

    Args:
        store: The open study.
        folder: The study's folder, for locks, backups and the side journal.
        rater: ``R07``, a number or a pseudonym; None enrols the next free number.
        planner: Makes the main stream of a new rater.
        prelude: Makes what comes before the main stream.
        check_files: Called with the tokens of everything a session may show, before it begins.
        site, newcomer: Where this computer stands, and whom it enrols; see :class:`Enrolment`.
        backup: Copies the database at the end of each session; a copy that fails raises nothing.
        owns_store: Whether :meth:`close` closes the store, which others may share.

    Raises:
        RatingRefusedError: The rater withdrew, or another window is open for the rater.
        EnrolmentError: See :class:`Enrolment`.
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
        newcomer: Newcomer = Newcomer(),  # noqa: B008 (frozen)
        backup: Callable[[Store, Path], object] = back_up_if_possible,
        owns_store: bool = True,
    ) -> None:
        self.manifest = store.manifest
        self.store = store
        self._folder = folder
        self._prelude = prelude
        self._check_files = check_files
        self._now_ns = time.monotonic_ns
        self._backup, self._owns_store = backup, owns_store
        self._clock_id = str(uuid.uuid4())
        self._lock: RaterLock | None = None
        self._display: dict[str, Any] = {}
        self._environment: dict[str, Any] = {}
        self._session: Running | None = None
        self._reading: list[Text] = []
        #: Monotonic nanoseconds and UTC microseconds of the last showing, and of a pause.
        self._shown = (0, 0)
        self._paused: tuple[int, int] | None = None
        self._enrolment = Enrolment(store, planner, rater, site, newcomer)
        self._step: Step = self._before_enrolment()
        if (known := self._enrolment.rater) is not None:
            self._lock = RaterLock(store, folder, known)
            take_in(store, folder, known)
            self._step = self._before_session()

    @property
    def step(self) -> Step:
        """What to do now."""
        return self._step

    @property
    def rater(self) -> RaterInfo | None:
        """The rater, None before the enrolment."""
        return self._enrolment.rater

    @property
    def pseudonym(self) -> str:
        """The rater's pseudonym, empty before the enrolment."""
        return "" if self.rater is None else self.rater.pseudonym

    # -- before the session -------------------------------------------------------------------

    def choose_site(self, code: str) -> None:
        """The answer to :class:`AskSite`; it is kept on this computer."""
        self._enrolment.choose_site(code)
        self._step = self._before_enrolment()

    def consent(self, agreed: bool) -> None:
        """Enrol who agreed; store nothing about who did not."""
        if not agreed:
            # Who agreed a moment ago, when the lock could not be had, has a name to withdraw by.
            self._step = Finished("stopped" if self.rater else "refused", self.pseudonym)
            return
        # Enrolled already where the lock could not be had a moment ago: nobody is enrolled twice.
        rater = self.rater or self._enrolment.enrol()
        self._lock = RaterLock(self.store, self._folder, rater)
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
        sitting = Sitting(
            clock_id=self._clock_id,
            selftest=result,
            app_version=__version__,
            display=self._display,
            environment=self._environment,
        )
        session = begin_session(
            self.store, self._known(), sitting, self._prelude, self._check_files
        )
        self._session = session
        if session.interrupted:
            self._interrupted(session.shows[0])
        self._reading = ["instructions"] if session.tell_task else []
        self._go_on(entering=True)

    def _before_enrolment(self) -> Step:
        if sites := self._enrolment.sites_to_ask:
            return AskSite(tuple((site.id, site.name or site.id) for site in sites))
        return AskConsent(waived=not self.manifest.study.consent)

    def _before_session(self) -> Step:
        rater = self._known()
        fields = self.manifest.self_report.fields
        if fields and not self.store.reported(rater.id):
            return AskSelfReport(fields)
        if all(row.rated for row in self.store.presentations(rater.id)):
            return Finished("done", rater.pseudonym)
        if (seconds := break_left(self.store, rater)) > 0:
            return Rest(seconds)
        return AskRoom(self._environment, goes_on(self.store, rater))

    # -- the session --------------------------------------------------------------------------

    def read(self) -> None:
        """The text of :class:`Read` was read."""
        self._reading = self._reading[1:]
        self._go_on()

    def answer(self, answer: Answer) -> None:
        """Store one rating; only when it is on the disk does the step change.

        Raises:
            RatingRefusedError: In the calibration, another score than the one told.
            LockLostError: Somebody rates as this rater elsewhere; the session here is over.
            StudyDatabaseError: It, or the end of the session after it, could not be written; try
                again, or :meth:`journal` it.
        """
        session = self._running()
        if not session.stored:  # else it is in, and the session's end was refused
            self._rate(session, answer)
        self._go_on(entering=True)

    def _rate(self, session: Running, answer: Answer) -> None:
        shown = session.shows[session.place]
        if shown.told_score is not None and answer.score != shown.told_score:
            told = self.manifest.scale.scores[shown.told_score - 1]
            raise RatingRefusedError(f"the score told for this picture is {told:g}")
        self._require_lock()
        self.store.rate(session.info.id, shown.id, answer, undo=session.undoing)
        session.shows[session.place] = replace(shown, revision=shown.revision + 1)
        session.stored = True
        session.undoable, session.undoing = not session.undoing, False
        session.rated += 1
        session.clock.rated()
        session.place += 1
        since_ns, since_us = self._shown
        looked_ns = self._passed_ns(self._now_ns() - since_ns, since_us)
        if looked_ns > LONG_PAUSE_NS:
            # Nobody looks at one picture for so long: the rater was away.
            self._back(looked_ns)

    def _require_lock(self) -> None:
        assert self._lock is not None
        try:
            again = self._lock.require(self.store, self._known())
        except LockLostError:
            # The other window has closed this session in the database already.
            minutes, self._session = self._minutes(), None
            self._step = Finished("stopped", self.pseudonym, minutes)
            raise
        if again:
            self.event("lock_taken_again", mono_ns=self._now_ns())

    def journal(self, answer: Answer) -> str:
        """Keep a rating the database refused in a file beside it, and stop; gives its name.

        It is taken in when the rater comes again. One that is stored needs no file: "".
        """
        session, name = self._running(), ""
        if not session.stored:
            at, shown = self.store.now(), session.shows[session.place].id
            where = (self._folder, self.pseudonym, at, session.info.id, shown)
            name = keep(*where, answer, undo=session.undoing).name
        self._step = Finished("stopped", self.pseudonym, self._minutes())
        self._session = None  # its end is found and recorded at the next start
        return name

    @property
    def can_undo(self) -> bool:
        """Whether the last rating may be taken back."""
        return self._session is not None and self._session.can_undo

    def undo(self) -> bool:
        """Show the last rated picture again, once; its rating stands until there is a new one."""
        if not self.can_undo:
            return False
        session = self._running()
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
        self._paused = (mono_ns, self.store.now())
        self.event("pause", mono_ns=mono_ns)
        if isinstance(self._step, Show):
            self._interrupted(self._step.presentation)

    def resume(self, mono_ns: int) -> None:
        """Go on; after a long pause with the instructions, after a very long one as a new session.

        A pause as long as a break begins the count of minutes anew.
        """
        if self._session is None or self._paused is None:
            return
        since_ns, since_us = self._paused
        away_ns = self._passed_ns(mono_ns - since_ns, since_us)
        self._paused = None
        self.event("resume", f"{away_ns // 1_000_000_000} s", mono_ns=mono_ns)
        if away_ns >= self.manifest.sessions.stale_hours * 3.6e12:
            self._end("break")
            self._step = self._before_session()
            return
        self._back(away_ns)
        self._go_on()

    def _passed_ns(self, monotonic_ns: int, since_us: int) -> int:
        """How long something took: a computer that sleeps stops its monotonic clock."""
        return max(monotonic_ns, 1000 * (self.store.now() - since_us))

    def _back(self, away_ns: int) -> None:
        """The rater is back after so long: leave it out of the minutes, tell the task again."""
        self._running().clock.away(away_ns, self._now_ns())
        if away_ns > LONG_PAUSE_NS and "instructions" not in self._reading:
            self._reading = ["instructions", *self._reading]

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
            if self._owns_store:
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
        if session.rated and not session.undoing and session.clock.is_up(self._now_ns()):
            self._end("clock")
            self._step = Rest(60 * self.manifest.sessions.min_break_minutes)
            return
        session.stored = False
        if entering and (text := session.text_before()) is not None:
            self._reading.append(text)
        self._step = Read(self._reading[0]) if self._reading else self._show()

    def _show(self) -> Show:
        session = self._running()
        session.clock.begin(self._now_ns())
        self._shown = (self._now_ns(), self.store.now())
        shown = session.shows[session.place]
        phase, number, total = session.counted()
        ahead = session.shows[session.place : session.place + AHEAD]
        method = self.manifest.study.method
        upcoming = tuple(token for row in ahead for token in tokens_of(row, method))
        attempt = 1 + session.interruptions[shown.id]
        return Show(shown, phase, number, total, attempt, upcoming, tuple(ahead[1:2]))

    def _minutes(self) -> float:
        session = self._session
        return 0.0 if session is None else session.clock.minutes(self._now_ns())

    def _interrupted(self, shown: PresentationInfo) -> None:
        self.event(INTERRUPTED, str(shown.id), mono_ns=self._now_ns())
        if self._session is not None:
            self._session.interruptions[shown.id] += 1

    def _end(self, reason: EndReason) -> None:
        self.store.end_session(self._running().info.id, reason)
        self._session = None
        self._backup(self.store, self._folder)

    def _known(self) -> RaterInfo:
        if self.rater is None:
            raise EnrolmentError("nobody is enrolled yet")
        return self.rater

    def _running(self) -> Running:
        if self._session is None:
            raise RatingRefusedError("no session is running")
        return self._session
