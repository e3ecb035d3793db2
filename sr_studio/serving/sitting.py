"""One rater's way through a study in a browser: a conductor, and the page that is in charge."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from typing import Any

from sr_studio.serving.browsers import describe_browser
from sr_studio.serving.documents import addresses_of, keys_of, step_document, unfit
from sr_studio.serving.secrets_of import Veil
from sr_studio.serving.wishes import (
    Act,
    Answer,
    Consent,
    Hello,
    Room,
    Screen,
    SelfReport,
    Tested,
)
from sr_studio.studies.definition.questions import LIGHT, require_self_report
from sr_studio.studies.errors import LockLostError, RatingRefusedError
from sr_studio.studies.rating import steps
from sr_studio.studies.rating.answering import answer_of, looked_long_enough, spoken
from sr_studio.studies.rating.conductor import StudyConductor

_MS_NS = 1_000_000


class NotInChargeError(RatingRefusedError):
    """Another page of this rater was opened after the one that asks."""


class Sitting:
    """What a page asks of a rater's conductor, one thing after the other.

    Everything but :meth:`token_of` writes or may write: call it on a worker thread, under
    :attr:`lock`.

    Attributes:
        lock: Held while something is asked of it.
        seen: Monotonic seconds of the last request.
        browser: Family and kind of device, for the experimenter.
    """

    def __init__(self, conductor: StudyConductor, veil: Veil) -> None:
        self.conductor = conductor
        self.lock = asyncio.Lock()
        self.seen = time.monotonic()
        self.browser: dict[str, Any] = {}
        self._veil = veil
        self._manifest = conductor.manifest
        self._page = ""
        self._screen: Screen | None = None
        self._paused = False
        self._said: dict[str, Any] = {}
        # Another word after a restart, so that what was meant for a step before it is not taken.
        self._born, self._turn = secrets.token_hex(4), 0
        self._last_step: object = None

    # -- what is shown -----------------------------------------------------------------------

    def document(self) -> dict[str, Any]:
        """The step as the page shows it."""
        step = self.conductor.step
        if step is not self._last_step:
            self._last_step = step
            self._turn += 1
        assert self._screen is not None, "a page says hello first"
        # Who has nothing left to rate needs no screen for it.
        if not isinstance(step, steps.Finished | steps.Rest) and (
            error := unfit(self._screen, self._manifest)
        ):
            return {"step": "unfit", "at": self._at, "words": spoken(error)}
        if self._paused and isinstance(step, steps.Show):
            return {"step": "pause", "at": self._at}
        told = step_document(step, self._manifest, self._veil, self._screen)
        return {**told, "at": self._at, "undo": self.conductor.can_undo}

    def token_of(self, address: str) -> str | None:
        """The stimulus behind an address that is shown now or comes next; None for any other."""
        step = self.conductor.step
        if not isinstance(step, steps.Show):
            return None
        for row in (step.presentation, *step.following):
            known = addresses_of(row, self._manifest, self._veil)
            if address in known:
                return known[address]
        return None

    # -- what a page does --------------------------------------------------------------------

    def hello(self, wish: Hello, agent: str) -> None:
        """A page takes over, or its screen has changed."""
        before, self._screen = self._screen, wish.screen
        self.browser = describe_browser(agent, wish.screen)
        if wish.page != self._page:
            took_over = bool(self._page)
            self._page = wish.page
            if took_over and isinstance(self.conductor.step, steps.Show):
                # The page before it showed a picture until it was last heard of.
                if not self._paused:
                    self.conductor.pause(round(self.seen * 1e9))
                self._resume()
        elif before is not None and before != wish.screen:
            self._event("screen_changed", f"ratio {wish.screen.ratio:g}")

    def act(self, wish: Act, verb: str) -> None:
        """Do what a rater did, if the page stands where the rater is.

        Raises:
            NotInChargeError: Another page is in charge.
            RatingRefusedError: It makes no sense here.
            StudyError: It could not be stored; nothing has changed.
        """
        if wish.page != self._page:
            raise NotInChargeError(
                "the study is open in another tab or window of this browser",
                remedy="Go on there, or load this page again to go on here.",
            )
        if isinstance(wish, Answer):
            self._answer(wish)
        elif wish.at == self._at:
            self._verbs[verb](wish)

    @property
    def _at(self) -> str:
        return f"{self._born}-{self._turn}-{int(self._paused)}"

    @property
    def _verbs(self) -> dict[str, Callable[[Any], object]]:
        return {
            "consent": self._consent,
            "self_report": self._self_report,
            "room": self._room,
            "screen": self._tested,
            "read": lambda _: self._read(),
            "undo": lambda _: self._undo(),
            "pause": lambda _: self._pause(),
            "resume": lambda _: self._resume(),
            "rested": lambda _: self._rested(),
            "stop": lambda _: self._stop(),
        }

    def _only_at(self, kind: type) -> None:
        if not isinstance(self.conductor.step, kind):
            raise RatingRefusedError("this does not belong to what is shown now")

    def _read(self) -> None:
        self._only_at(steps.Read)
        self.conductor.read()

    def _rested(self) -> None:
        self._only_at(steps.Rest)
        self.conductor.rested()

    def _consent(self, wish: Consent) -> None:
        self._only_at(steps.AskConsent)
        self.conductor.consent(wish.agreed)

    def _self_report(self, wish: SelfReport) -> None:
        self._only_at(steps.AskSelfReport)
        require_self_report(self._manifest.self_report.fields, wish.answers)
        self.conductor.self_report(wish.answers)

    def _room(self, wish: Room) -> None:
        self._only_at(steps.AskRoom)
        if wish.light not in LIGHT:
            raise RatingRefusedError(f"the light in the room is one of {', '.join(LIGHT)}")
        self._said = {
            "ambient_light": wish.light,
            "distance_cm": wish.distance_cm,
            "luminance_cd_m2": wish.luminance_cd_m2,
            "night_light_off": wish.night_light_off,
        }
        self.conductor.room(self.browser, self._said)

    def _tested(self, wish: Tested) -> None:
        self._only_at(steps.TestScreen)
        if wish.even:
            self.browser |= {"steps_seen": wish.steps_seen, "read_back": wish.read_back}
            self.conductor.room(self.browser, self._said)
            self.conductor.screen_tested("confirmed")
        else:
            self.conductor.screen_failed("the pattern was not even in the browser")

    def _pause(self) -> None:
        if isinstance(self.conductor.step, steps.Show) and not self._paused:
            self.conductor.pause(time.monotonic_ns())
            self._paused = True

    def _resume(self) -> None:
        self._paused = False
        self.conductor.resume(time.monotonic_ns())

    def _undo(self) -> None:
        self._only_at(steps.Show)
        if self.conductor.undo():
            self._event("undo")

    def _stop(self) -> None:
        self._paused = False
        self.conductor.stop()

    # -- answers -----------------------------------------------------------------------------

    def _answer(self, wish: Answer) -> None:
        """Store an answer, once: one that is stored already was acknowledged in vain."""
        step = self.conductor.step
        if not isinstance(step, steps.Show) or wish.key != self._veil.showing(
            step.presentation.id, step.presentation.revision + 1
        ):
            if not self._stored(wish.key):
                self._refuse(wish.key)
            return
        if wish.answered > wish.sent or wish.shown > wish.answered:
            raise RatingRefusedError("the times of this answer run backwards")
        first_paint_ns, answered_ns = (round(at * _MS_NS) for at in (wish.shown, wish.answered))
        if wish.place > len(keys_of(self._manifest)):
            raise RatingRefusedError(f"there are {len(keys_of(self._manifest))} answers to choose")
        if not looked_long_enough(self._manifest, answered_ns - first_paint_ns):
            raise RatingRefusedError(
                f"the answer came before the picture was shown for"
                f" {self._manifest.display.min_view_ms} ms"
            )
        answer = answer_of(
            step,
            wish.place,
            self._manifest,
            kind=wish.input,
            # The page's clock says how long ago it was, this computer's when that is.
            shown_us=self.conductor.store.now() - round(1000 * (wish.sent - wish.shown)),
            first_paint_ns=first_paint_ns,
            answered_ns=answered_ns,
            attempt=min(wish.attempt, step.attempt),
        )
        try:
            self.conductor.answer(answer)
        except LockLostError:
            self._paused = False
            raise
        for kind, count in sorted(wish.noticed.items()):
            self._event(kind, str(count))

    def _stored(self, key: str) -> bool:
        rater = self.conductor.rater
        if rater is None:
            return False
        store = self.conductor.store
        return any(
            key == self._veil.showing(row.id, revision)
            for block in range(1 + len(store.sessions(rater.id)))
            for row in store.presentations(rater.id, block)
            for revision in range(1, row.revision + 1)
        )

    def _refuse(self, key: str) -> None:
        rater = self.conductor.rater
        own = () if rater is None else self.conductor.store.presentations(rater.id)
        if any(key == self._veil.showing(row.id, row.revision + 1) for row in own):
            raise RatingRefusedError("this picture is not the one that is rated now")
        raise RatingRefusedError("this answer belongs to no picture of this rater")

    def _event(self, kind: str, detail: str = "") -> None:
        self.conductor.event(kind, detail, mono_ns=time.monotonic_ns())
