"""The first window of a kiosk that was not told who sits there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sr_studio.app.studies.rating.look import style_sheet
from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.app.studies.rating.text_pages import StartPage, TroublePage
from sr_studio.errors import StudioError
from sr_studio.studies.rating.answering import spoken


class StartWindow(QWidget):
    """Asks whether somebody is new or has a number.

    Signals:
        chosen: A rater's number as ``R07``, or an empty text for somebody new.
        left: Nobody wants to rate.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, background: int) -> None:
        super().__init__()
        self.setObjectName("RatingWindow")
        self.setWindowTitle(self.tr("Rating"))
        self.setStyleSheet(style_sheet(background, self.font().pointSizeF()))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._page: RaterPage | None = None
        self._may_leave = False
        self.ask()

    def ask(self) -> None:
        """Show the question."""
        self._turn_to(StartPage(self._choose, self._leave))

    def refuse(self, error: StudioError) -> None:
        """Say why it cannot be this rater, and ask again."""
        text = spoken(error)
        self._turn_to(
            TroublePage(self.tr("This does not work"), text, [(self.tr("Back"), self.ask)])
        )

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Closed by the window system: nobody wants to rate."""
        super().closeEvent(event)
        self.left.emit()

    def _choose(self, name: str | None) -> None:
        if self.isVisible():  # the second of two clicks comes when somebody sits there already
            self.chosen.emit(name or "")

    def _leave(self) -> None:
        self.close()

    def _turn_to(self, page: RaterPage) -> None:
        before, self._page = self._page, page
        if before is not None:
            self._column.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._column.addWidget(page)
        page.entered()
