"""What a screen reader says of its own accord: sentences, and how far a piece of work is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

_QUARTERS = 4


def announce(widget: QWidget, sentence: str) -> None:
    """Have a screen reader say a sentence that belongs to a widget."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


class SpokenProgress:
    """Says that a piece of work begins, each quarter of it, and how it ended.

    Args:
        widget: Shows the work.
        name: What the work is called, "Upscaling".
    """

    def __init__(self, widget: QWidget, name: str) -> None:
        self._widget = widget
        self._name = name
        self._quarter: int | None = None

    def hear(self, share: float) -> None:
        """The work is this far, 0..1; the first word of it is its beginning."""
        quarter = min(int(_QUARTERS * share), _QUARTERS - 1)  # the last one is its end
        translate = QCoreApplication.translate
        if self._quarter is None:
            said = translate("Announcing", "%1 has begun.")
        elif quarter > self._quarter:
            said = translate("Announcing", "%1: %2 %")
        else:
            return
        self._quarter = quarter
        percent = str(100 * quarter // _QUARTERS)
        announce(self._widget, said.replace("%1", self._name).replace("%2", percent))

    def end(self, sentence: str) -> None:
        """The work is over; says how, unless nothing of it was said before."""
        if self._quarter is not None:
            self._quarter = None
            announce(self._widget, sentence)

    def turn_away(self) -> None:
        """Other work is shown from now on; of this one nothing more is said."""
        self._quarter = None
