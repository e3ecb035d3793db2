"""The pages of the rater's window that are read, and answered with a button."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.studies.rating.steps import Finished

translate = QCoreApplication.translate

#: What a button does; what it returns is not looked at.
Act = Callable[[], object]


#: A site has a thousand numbers, and there may be many sites.
_LARGEST_NUMBER = 999_999


class StartPage(RaterPage):
    """Who sits here: somebody new, or somebody with a number."""

    def __init__(
        self, start: Callable[[str | None], None], leave: Act, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("RaterPages", "Welcome"), parent)
        self._start = start
        self.add_text(translate("RaterPages", "Is this your first time in this study?"))
        self.number = QSpinBox(self)
        self.number.setRange(1, _LARGEST_NUMBER)
        self.number.setPrefix("R")
        self.number.setAccessibleName(translate("RaterPages", "Your number"))
        row = QHBoxLayout()
        row.addWidget(QLabel(translate("RaterPages", "Otherwise your number:"), self))
        row.addWidget(self.number)
        row.addStretch(1)
        self.body.addLayout(row)
        self.add_button(translate("RaterPages", "Leave"), leave)
        self.add_button(translate("RaterPages", "Go on with my number"), self._known)
        self.add_button(translate("RaterPages", "I am new here"), lambda: start(None), main=True)

    def _known(self) -> None:
        self._start(f"R{self.number.value():02d}")


def where_is_this_computer() -> tuple[str, str]:
    """The question at which site it stands, and why it is asked."""
    return (
        translate("RaterPages", "Where is this computer?"),
        translate(
            "RaterPages",
            "The study is carried out in several places, and each gives out numbers of its "
            "own. The answer is kept on this computer.",
        ),
    )


class SitePage(RaterPage):
    """Where this computer stands; asked once, before anybody is enrolled here."""

    def __init__(
        self,
        sites: Sequence[tuple[str, str]],
        choose: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        question, why = where_is_this_computer()
        super().__init__(question, parent)
        self.add_text(why)
        self.buttons = [self.add_button(name, partial(choose, code)) for code, name in sites]

    def entered(self) -> None:
        """No button has the focus: the answer is kept."""
        self.setFocus()


class BeginPage(RaterPage):
    """There is no consent to give; still nobody is enrolled before somebody sits there."""

    def __init__(
        self, title: str, answer: Callable[[bool], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("RaterPages", "Welcome"), parent)
        self.add_text(title)
        self.add_button(translate("RaterPages", "Leave"), lambda: answer(False))
        self.add_button(translate("RaterPages", "Begin"), lambda: answer(True), main=True)


class ConsentPage(RaterPage):
    """The consent text, whole, before anything is stored."""

    def __init__(
        self, text: str, version: str, answer: Callable[[bool], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("RaterPages", "Your consent"), parent)
        self.add_reading(text)
        self.add_text(translate("RaterPages", "Version %1").replace("%1", version), small=True)
        self.add_button(translate("RaterPages", "I do not agree"), lambda: answer(False))
        self.add_button(translate("RaterPages", "I agree"), lambda: answer(True), main=True)

    def entered(self) -> None:
        """No button has the focus: agreeing is never an accident."""
        self.setFocus()

    def keyPressEvent(self, event: object) -> None:  # noqa: N802 (Qt's name)
        """Enter does nothing here."""


class ReadingPage(RaterPage):
    """Words to read before going on."""

    def __init__(self, title: str, text: str, go_on: Act, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.add_reading(text)
        self.add_button(translate("RaterPages", "Continue"), go_on, main=True)


class PausePage(RaterPage):
    """Nothing is shown and nothing is timed until the rater comes back."""

    def __init__(self, text: str, go_on: Act, stop: Act, parent: QWidget | None = None) -> None:
        super().__init__(translate("RaterPages", "Pause"), parent)
        self.add_text(
            text or translate("RaterPages", "Take your time. The picture will be shown again.")
        )
        self.add_button(translate("RaterPages", "Stop for today"), stop)
        self.add_button(translate("RaterPages", "Continue"), go_on, main=True)


class RestPage(RaterPage):
    """A forced break, with the time until it is over."""

    def __init__(
        self, seconds: float, go_on: Act, stop: Act, parent: QWidget | None = None
    ) -> None:
        super().__init__(translate("RaterPages", "Time for a break"), parent)
        self._until = time.monotonic() + seconds
        self.add_text(
            translate(
                "RaterPages",
                "Everything you rated is kept. Get up and look into the distance: "
                "tired eyes see less.",
            )
        )
        self._left = self.add_text("")
        self.add_button(translate("RaterPages", "Stop for today"), stop)
        self._go_on = self.add_button(translate("RaterPages", "Continue"), go_on, main=True)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tell)
        self._timer.start()
        self._tell()

    def _tell(self) -> None:
        left = max(0.0, self._until - time.monotonic())
        self._go_on.setEnabled(left <= 0)
        if left <= 0:
            self._timer.stop()
            self._left.setText(translate("RaterPages", "You may go on."))
            return
        minutes, seconds = divmod(round(left), 60)
        text = translate("RaterPages", "You may go on in %1.")
        self._left.setText(text.replace("%1", f"{minutes}:{seconds:02d}"))


class TroublePage(RaterPage):
    """Something does not work; the study stands still until somebody decides."""

    def __init__(
        self,
        title: str,
        text: str,
        actions: Sequence[tuple[str, Act]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.add_text(text)
        for number, (label, act) in enumerate(actions):
            self.add_button(label, act, main=number == len(actions) - 1)


class EndPage(RaterPage):
    """Thanks, how long it took, and how to withdraw."""

    def __init__(
        self, end: Finished, contact: str, leave: Act, note: str = "", parent: QWidget | None = None
    ) -> None:
        titles = {
            "done": translate("RaterPages", "Thank you"),
            "stopped": translate("RaterPages", "Until next time"),
            "refused": translate("RaterPages", "Nothing was stored"),
        }
        super().__init__(titles[end.reason], parent)
        if end.reason == "refused":
            self.add_text(
                translate("RaterPages", "You did not agree, so nothing about you was written down.")
            )
        elif end.reason == "done":
            self.add_text(translate("RaterPages", "You have rated every picture of this study."))
        else:
            self.add_text(
                translate(
                    "RaterPages", "Everything you rated is kept. You can go on where you stopped."
                )
            )
        if note:
            self.add_text(note)
        if end.minutes >= 1:
            text = translate("RaterPages", "This session took %1 minutes.")
            self.add_text(text.replace("%1", str(round(end.minutes))))
        if end.pseudonym:
            self.add_text(
                translate("RaterPages", "Your name in this study: %1").replace("%1", end.pseudonym)
            )
            withdraw = translate("RaterPages", "To withdraw, now or later, tell this name to %1.")
            who = contact or translate("RaterPages", "the person who runs the study")
            self.add_text(withdraw.replace("%1", who), small=True)
        self.add_button(translate("RaterPages", "Close"), leave, main=True)
