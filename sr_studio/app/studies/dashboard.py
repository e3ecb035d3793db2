"""A built study while people rate: who, how far, how long, how balanced; nothing by system."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.studies.event_words import reason_text
from sr_studio.app.studies.raters_table import RatersTable
from sr_studio.app.studies.work import Watched

_EVENTS_SHOWN = 5


class Dashboard(QWidget):
    """Shows one :class:`Watched`.

    Signals:
        decision_wanted: A pseudonym, and ``exclude`` or ``include``.
        rate_wanted: A pseudonym, or an empty text for a new rater.
        wanted: ``refresh``, ``devices``, ``close``, ``unblind``, ``results`` or ``export``.
    """

    decision_wanted = Signal(str, str)
    rate_wanted = Signal(str)
    wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.raters = RatersTable(context, self)
        self.rater_box = QComboBox(self)
        self.rater_box.setAccessibleName(self.tr("Who rates"))
        self.rater_box.setMinimumWidth(160)
        self.rate_button = QPushButton(self.tr("Start rating"), self)
        self.rate_button.setProperty("primary", True)
        self.rate_button.setToolTip(
            self.tr("Opens the rater's screen: full screen, grey, nothing but the picture.")
        )
        self.rate_button.clicked.connect(
            lambda: self.rate_wanted.emit(self.rater_box.currentData() or "")
        )
        self.decide_button = QPushButton(self)
        self.decide_button.setToolTip(
            self.tr("Your decision about the selected rater, with a reason; the report shows it.")
        )
        self.decide_button.clicked.connect(self._decide)
        self.raters.itemSelectionChanged.connect(self._offer_decision)
        self._offer_decision()
        self.buttons: dict[str, QPushButton] = {}
        self._facts: dict[str, tuple[QLabel, QLabel]] = {}
        self._blind = QLabel(self)
        self._blind.setProperty("role", "small")
        self._blind.setWordWrap(True)
        self._log = QLabel(self)
        self._log.setProperty("role", "small")
        self._log.setTextFormat(Qt.TextFormat.PlainText)
        self._log.setWordWrap(True)
        self._lay_out()

    def show_study(self, watched: Watched) -> None:
        """Show how the study stands."""
        status = watched.status
        low, high = status.reference_counts
        first, last = status.mean_position
        self._fact("raters", f"{status.complete} / {status.raters_planned}")
        self._fact("ratings", f"{status.ratings:,}")
        self._fact("minutes", f"{status.minutes:,.0f}")
        self._fact("references", f"{low}–{high}" if low != high else str(low))
        self._fact("order", f"{first:.2f}–{last:.2f}" if status.raters else "–")
        self.raters.show_raters(status.raters)
        self._offer_decision()
        self._offer_raters(watched)
        over = watched.results_open
        for name, button in self.buttons.items():
            button.setEnabled(
                {
                    "devices": status.state in ("draft", "open"),
                    "close": status.state == "open",
                    "unblind": status.state in ("open", "closed"),
                    "results": over and status.ratings > 0,
                    "export": status.ratings > 0,
                }.get(name, True)
            )
        self._blind.setText(self._about_blindness(watched))
        lines = [
            f"{_day(event.at_us)}  {self._event(event.kind)}"
            + (f": {reason_text(event.reason)}" if event.reason else "")
            for event in watched.events[-_EVENTS_SHOWN:]
        ]
        self._log.setText("\n".join(lines))

    def _offer_raters(self, watched: Watched) -> None:
        chosen = self.rater_box.currentData()
        self.rater_box.clear()
        self.rater_box.addItem(self.tr("a new rater"), "")
        for rater in watched.status.raters:
            if not rater.complete and not rater.withdrawn:
                self.rater_box.addItem(rater.pseudonym, rater.pseudonym)
        self.rater_box.setCurrentIndex(max(0, self.rater_box.findData(chosen)))
        may_rate = watched.status.state in ("draft", "open")
        self.rater_box.setEnabled(may_rate)
        self.rate_button.setEnabled(may_rate)

    def _offer_decision(self) -> None:
        rater = self.raters.chosen()
        back = rater is not None and rater.excluded
        self.decide_button.setText(self.tr("Include…") if back else self.tr("Exclude…"))
        self.decide_button.setEnabled(rater is not None and not rater.withdrawn)

    def _decide(self) -> None:
        if (rater := self.raters.chosen()) is not None:
            self.decision_wanted.emit(rater.pseudonym, "include" if rater.excluded else "exclude")

    def _about_blindness(self, watched: Watched) -> str:
        state = watched.status.state
        if state == "unblinded":
            return self.tr("The study is unblinded: results carry the names of the systems.")
        if state == "closed" and watched.double:
            return self.tr("Rating is over. Results carry codes until the key is imported.")
        if state == "closed":
            return self.tr("Rating is over. Results may be looked at.")
        return self.tr(
            "Nothing here tells systems apart. Results open when the study is closed or an "
            "unblinding is recorded, and both are kept with the study."
        )

    def _event(self, kind: str) -> str:
        return {
            "opened": self.tr("opened"),
            "closed": self.tr("closed"),
            "interim_look": self.tr("interim look"),
            "unblinded": self.tr("unblinded"),
            "analysed": self.tr("analysed"),
            "exported": self.tr("exported"),
        }.get(kind, kind)

    # Layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addLayout(self._fact_row())
        column.addLayout(self._rate_row())
        column.addLayout(self._study_row())
        column.addWidget(self.raters, 1)
        foot = QHBoxLayout()
        foot.setSpacing(24)
        foot.addWidget(self._blind, 1)
        foot.addWidget(self._log, 1)
        column.addLayout(foot)

    def _fact_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words, more in (
            ("raters", self.tr("raters complete"), self.tr("Raters who rated everything.")),
            ("ratings", self.tr("ratings"), self.tr("Ratings of the main stream.")),
            ("minutes", self.tr("minutes"), self.tr("Of all sessions together.")),
            (
                "references",
                self.tr("raters a picture"),
                self.tr("Fewest and most raters that a reference was given to."),
            ),
            (
                "order",
                self.tr("mean place of systems"),
                self.tr(
                    "Smallest and largest mean place of a system in the order, 0 first, 1 last; "
                    "0.5 is balanced. Which system it is, is not told."
                ),
            ),
        ):
            row.addWidget(self._tile(name, words, more), 1)
        return row

    def _tile(self, name: str, words: str, more: str) -> QFrame:
        tile = QFrame(self)
        tile.setObjectName("Panel")
        tile.setToolTip(more)
        number, label = QLabel("–", tile), QLabel(words, tile)
        number.setProperty("role", "title")
        label.setProperty("role", "small")
        label.setWordWrap(True)
        grid = QGridLayout(tile)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setVerticalSpacing(0)
        grid.addWidget(number, 0, 0)
        grid.addWidget(label, 1, 0)
        self._facts[name] = (number, label)
        return tile

    def _fact(self, name: str, text: str) -> None:
        number, label = self._facts[name]
        number.setText(text)
        number.setAccessibleName(f"{label.text()}: {text}")

    def _rate_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.rater_box)
        row.addWidget(self.rate_button)
        row.addWidget(self.decide_button)
        row.addWidget(
            self._button(
                "devices",
                self.tr("Rate on other devices…"),
                self.tr("Lets people rate in the browsers of tablets and other computers."),
            )
        )
        row.addStretch(1)
        return row

    def _study_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for name, text, more in (
            ("refresh", self.tr("Refresh"), self.tr("Read the database again.")),
            ("close", self.tr("Close the rating…"), self.tr("Nobody rates any more.")),
            ("unblind", self.tr("Unblind…"), self.tr("Give the codes their names, with a reason.")),
            ("export", self.tr("Export"), self.tr("Write the ratings for other programs.")),
            ("results", self.tr("Results"), self.tr("Analyse the ratings.")),
        ):
            row.addWidget(self._button(name, text, more))
        return row

    def _button(self, name: str, text: str, more: str) -> QPushButton:
        button = self.buttons[name] = QPushButton(text, self)
        button.setToolTip(more)
        button.clicked.connect(lambda: self.wanted.emit(name))
        return button


def _day(at_us: int) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(at_us / 1e6))
