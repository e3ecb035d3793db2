"""The rater's window: asks the conductor for the next step, and puts it on the screen.

Nothing in it names a system, a file or a token, and nothing a rater does is answered by more than
the next picture. Everything that writes runs on one worker thread; while it does, the stage is grey
and keys do not count.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from sr_studio.app.studies.rating import texts
from sr_studio.app.studies.rating.answers import answer_to, place_of
from sr_studio.app.studies.rating.decoding import Decoder
from sr_studio.app.studies.rating.display import describe_screen
from sr_studio.app.studies.rating.keys import Press
from sr_studio.app.studies.rating.look import style_sheet
from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.app.studies.rating.screen_check import ScreenCheck
from sr_studio.app.studies.rating.showing import Showing
from sr_studio.app.studies.rating.stage import Stage
from sr_studio.app.studies.rating.step_pages import page_for
from sr_studio.app.studies.rating.text_pages import EndPage, PausePage, TroublePage
from sr_studio.app.studies.rating.writes import Writes
from sr_studio.errors import StudioError
from sr_studio.studies.definition.screen_layout import Size
from sr_studio.studies.rating import steps
from sr_studio.studies.rating.answering import spoken
from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.store.records import Answer, SelfTest

Act = Callable[[], None]
#: What a test of the screen ends with where it may be rated on.
_PASSED: dict[str, SelfTest] = {"screen": "screen", "window": "window", "confirmed": "confirmed"}


class RatingWindow(QWidget):
    """One rater, one sitting after the other.

    Args:
        conductor: Knows what comes next and stores what is given.
        decoder: Brings the pictures.

    Signals:
        left: The window is closed; 0 if all went well, 1 if a rating is in a side journal or the
            session could not go on.
    """

    left = Signal(int)

    def __init__(self, conductor: StudyConductor, decoder: Decoder) -> None:
        super().__init__()
        self.conductor, self.decoder = conductor, decoder
        manifest = conductor.manifest
        self.setObjectName("RatingWindow")
        self.setWindowTitle(self.tr("Rating"))
        self.setStyleSheet(style_sheet(manifest.display.background, self.font().pointSizeF()))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stage = Stage(manifest.display.background, self)
        pairs = manifest.study.method == "pc"
        self.stage.arrows = pairs
        self.stage.choose_by_click = pairs and manifest.pc.layout == "side_by_side"
        self.showing = Showing(self.stage, decoder, manifest, self)
        self.page: RaterPage | None = None
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.stage)
        self._writes = Writes(self)
        self._closing = False
        self._code = 0
        self._grey_since = 0
        self._ignored: Counter[str] = Counter()
        self._screen_is_new = False
        self._watched = False
        self._check: ScreenCheck | None = None
        self.stage.pressed.connect(self._pressed)
        self.stage.undo_wanted.connect(self._undo)
        self.stage.pause_wanted.connect(self.pause)
        self.stage.toggle_wanted.connect(self.showing.toggle)
        self.stage.ratio_changed.connect(self._screen_changed)
        self.showing.turned.connect(self._turned)
        self.showing.failed.connect(self._picture_refused)

    def start(self) -> None:
        """Show the first step."""
        self._proceed()

    # Steps ---------------------------------------------------------------------------------------

    def _proceed(self) -> None:
        step = self.conductor.step
        if isinstance(step, steps.Show):
            self._show(step)
        elif isinstance(step, steps.TestScreen):
            self._test_screen(self._screen_tested)
        else:
            page = page_for(step, self.conductor, self._display, self._store, self.close)
            self._turn_to(page)

    def _store(self, write: Act, *, failed: Callable[[Exception], None] | None = None) -> None:
        """Write, then show the next step."""
        self._writes.wait_for(write, self._stored, partial(self._refused, failed or self._trouble))

    def _stored(self) -> None:
        if self._closing:
            self.close()
        else:
            self._proceed()

    def _refused(self, tell: Callable[[Exception], None], error: Exception) -> None:
        self._closing = False
        tell(error)

    def _turn_to(self, page: RaterPage) -> None:
        before, self.page = self.page, page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if before is not None:
            self._stack.removeWidget(before)
            before.deleteLater()
        page.entered()

    def _turn_to_stage(self) -> None:
        if self._stack.currentWidget() is not self.stage:
            self._stack.setCurrentWidget(self.stage)
            self._grey_since = self.stage.clear()
        self.stage.setFocus()

    # Screen --------------------------------------------------------------------------------------

    def _display(self) -> dict[str, object]:
        ratio = self.devicePixelRatioF()  # of the window: the stage has no size before it is shown
        size = Size(round(self.width() * ratio), round(self.height() * ratio))
        return describe_screen(self.screen(), size, ratio)

    def _test_screen(self, then: Callable[[str], None]) -> None:
        self._turn_to_stage()
        self._check = ScreenCheck(self.stage, self.conductor.manifest, then, self)
        self._check.begin()

    def _screen_tested(self, finding: str) -> None:
        self._check = None
        self.stage.set_keys(texts.key_texts(self.conductor.manifest))
        if finding in _PASSED:
            result = _PASSED[finding]
            self.stage.set_counter(self.tr("Checking the pictures…"))
            self._store(lambda: self.conductor.screen_tested(result))
        else:
            self._code = 1
            self._writes.beside(lambda: self.conductor.screen_failed(finding), self._trouble)
            self._give_up(self.tr("This screen cannot be used"), finding)

    def _screen_changed(self) -> None:
        """Another screen, size or scaling: nothing is shown until it has been tested."""
        if isinstance(self.conductor.step, steps.Show) and self._check is None:
            self._screen_is_new = True
            self._note("screen_changed", f"ratio {self.stage.devicePixelRatioF():g}")
            self.pause(self.tr("The screen has changed. It will be tested before you go on."))

    # Rating --------------------------------------------------------------------------------------

    def _show(self, step: steps.Show) -> None:
        if not self.stage.buttons:
            self.stage.set_keys(texts.key_texts(self.conductor.manifest))
        self._turn_to_stage()
        self.stage.set_counter(texts.counter(step, self.conductor.manifest))
        self.stage.setAccessibleName(texts.spoken_name(step))
        self.showing.begin(step, self._grey_since)

    def _pressed(self, press: Press, at_ns: int) -> None:
        step = self.conductor.step
        if self._check is not None:
            if not press.ignored and press.number is not None:
                self._check.answered(press.number)
            return
        place = place_of(press, self.conductor.manifest)
        if press.ignored:
            self._ignored[press.ignored] += 1
        elif not place:
            return  # a digit that this scale does not have
        elif self._writes.busy or not isinstance(step, steps.Show) or self.showing.too_early(at_ns):
            self._ignored["early_key"] += 1
        elif place > len(self.stage.buttons):
            self._ignored["other_key"] += 1
        elif step.phase == "calibration" and place != step.presentation.told_score:
            self._ignored["calibration_hint"] += 1
            self.stage.set_counter("")
            QTimer.singleShot(120, self, lambda: self._hint(step))
        else:
            self._rate(step, press, place, at_ns)

    def _turned(self, front: int) -> None:
        if isinstance(step := self.conductor.step, steps.Show):
            self.stage.set_counter(texts.counter(step, self.conductor.manifest, front))

    def _hint(self, step: steps.Show) -> None:
        if self.conductor.step is step:
            self.stage.set_counter(texts.counter(step, self.conductor.manifest))

    def _rate(self, step: steps.Show, press: Press, number: int, at_ns: int) -> None:
        manifest = self.conductor.manifest
        answer = answer_to(step, number, press.input, at_ns, self.showing, manifest)
        self.showing.cancel()
        self._grey_since = self.stage.clear()
        self._commit(answer)

    def _commit(self, answer: Answer) -> None:
        ignored, self._ignored = self._ignored, Counter()

        def write() -> None:
            for kind, count in sorted(ignored.items()):
                self.conductor.event(kind, str(count), mono_ns=answer.answered_ns)
            self.conductor.answer(answer)

        self._store(write, failed=lambda error: self._not_stored(answer, error))

    def _not_stored(self, answer: Answer, error: Exception) -> None:
        """The neutral page after a commit that failed; the show never goes on from here."""
        if isinstance(self.conductor.step, steps.Finished):  # another window has this rater
            self._end_with(spoken(error))
            return
        text = self.tr(
            "The last rating could not be stored. Please call the person who runs the study.\n\n%1"
        )
        actions = [
            (self.tr("Keep it in a file and stop"), lambda: self._to_journal(answer)),
            (self.tr("Try again"), lambda: self._commit(answer)),
        ]
        text = text.replace("%1", spoken(error))
        self._turn_to(TroublePage(self.tr("Please wait"), text, actions))

    def _to_journal(self, answer: Answer) -> None:
        self._writes.wait_for(
            lambda: self.conductor.journal(answer),
            self._in_journal,
            partial(self._not_stored, answer),
        )

    def _in_journal(self) -> None:
        self._end_with(
            self.tr("The last rating is kept: stored, or else in the study's journal folder.")
        )

    def _end_with(self, note: str) -> None:
        """The last page, with something for the person who runs the study."""
        self._code, end = 1, self.conductor.step
        assert isinstance(end, steps.Finished)
        contact = self.conductor.manifest.study.contact
        self._turn_to(EndPage(end, contact, self.close, note))

    def _undo(self) -> None:
        if (
            self._writes.busy
            or self._check is not None
            or not isinstance(self.conductor.step, steps.Show)
        ):
            return
        if self.conductor.undo():
            self.showing.cancel()
            self._grey_since = self.stage.clear()
            self._note("undo")
            self._proceed()

    # Pause and trouble ---------------------------------------------------------------------------

    def pause(self, text: str = "") -> None:
        """Grey, and a page to come back from."""
        if (
            self._writes.busy
            or self._check is not None
            or self._stack.currentWidget() is not self.stage
        ):
            return
        self.showing.cancel()
        self.stage.clear()
        at = time.monotonic_ns()
        self._writes.beside(lambda: self.conductor.pause(at), self._trouble)
        self._turn_to(PausePage(text, self._resume, self._stop))

    def _resume(self) -> None:
        def go_on(finding: str = "") -> None:
            self._check = None
            self.stage.set_keys(texts.key_texts(self.conductor.manifest))
            if finding and finding not in _PASSED:
                refused = partial(self._refused, self._trouble)
                self._writes.wait_for(
                    self.conductor.stop, partial(self._end_with, finding), refused
                )
                return
            at = time.monotonic_ns()
            self._store(lambda: self.conductor.resume(at))

        if self._screen_is_new:
            self._screen_is_new = False
            self._test_screen(go_on)
        else:
            go_on()

    def _stop(self) -> None:
        self._store(self.conductor.stop)

    def _picture_refused(self, error: StudioError) -> None:
        self.stage.clear()
        self._note("picture_refused")
        self._trouble(error)

    def _trouble(self, error: Exception) -> None:
        """Something else could not be stored or shown: again, or stop."""
        actions = [
            (self.tr("Stop"), self._stop_anyway),
            (self.tr("Try again"), self._proceed),
        ]
        self._turn_to(TroublePage(self.tr("This does not work"), spoken(error), actions))

    def _stop_anyway(self) -> None:
        self._code = 1
        self.close()

    def _give_up(self, title: str, text: str) -> None:
        self._turn_to(TroublePage(title, text, [(self.tr("Close"), self.close)]))

    def _note(self, kind: str, detail: str = "") -> None:
        at = time.monotonic_ns()
        self._writes.beside(lambda: self.conductor.event(kind, detail, mono_ns=at), self._trouble)

    # Window --------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """From now on a move to another screen is noticed."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None and not self._watched:
            self._watched = True
            handle.screenChanged.connect(lambda _: self._screen_changed())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Losing the focus in the middle of a picture is written down."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.showing.on:
            self._note("focus_back" if self.isActiveWindow() else "focus_lost")

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """End the session as far as it went; a rating that is being stored is waited for."""
        if self._writes.busy:
            self._closing = True
            event.ignore()
            return
        self.showing.cancel()
        self._writes.shut_down()
        self.decoder.close()
        try:
            self.conductor.close()
        except StudioError:
            self._code = 1  # the next start finds the open session and closes it
        super().closeEvent(event)
        self.left.emit(self._code)
