"""Rating on other devices: runs the server beside the window, and shows how to get there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.boxes import hbox
from sr_studio.app.studies.child import Child
from sr_studio.app.studies.rating.text_pages import where_is_this_computer
from sr_studio.studies.definition.sections import SiteRange
from sr_studio.studies.errors import StudyError
from sr_studio.studies.rating.enrolment import known_site
from sr_studio.studies.store.folder import StudyFolder

_QR_SIDE = 240
#: Modules of quiet around a QR code.
_QUIET = 4


class OtherDevices(QDialog):
    """Serves one study until it is closed; asks first where this computer stands, if need be.

    Signals:
        failed: The server ended by itself (the sentence of its error).
    """

    failed = Signal(str)

    def __init__(self, study: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("{} – {}".format(self.tr("Rate on other devices"), study.name))
        self.setMinimumWidth(560)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self.site = QComboBox(self)
        self.begin = QPushButton(self.tr("Start"), self)
        self.begin.setProperty("primary", True)
        self._asking = QWidget(self)
        self.code = QLabel(self)
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setFixedSize(_QR_SIDE, _QR_SIDE)
        self.facts: dict[str, QLabel] = {}
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        for name, label in (
            ("room_link", self.tr("Link for everybody")),
            ("room", self.tr("Code of the room")),
            ("address", self.tr("Address")),
            ("desk", self.tr("Dashboard")),
            ("password", self.tr("Its password")),
        ):
            fact = self.facts[name] = QLabel("–", self)
            fact.setTextFormat(Qt.TextFormat.PlainText)
            fact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            fact.setAccessibleName(label)
            self._form.addRow(label, fact)
        self.dashboard = QPushButton(self.tr("Open the dashboard"), self)
        self.dashboard.setToolTip(self.tr("Who rates, and links for single raters."))
        self.dashboard.setEnabled(False)
        self.dashboard.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl(self.facts["desk"].text()))
        )
        stop = QPushButton(self.tr("Stop"), self)
        stop.clicked.connect(self.reject)
        self._lay_out(stop)
        self.child = Child(["study", "serve", str(study), "--lan", "--port", "0", "--json"], self)
        self.child.printed.connect(self._announced)
        self.child.ended.connect(self._ended)
        if sites := _sites_to_ask(study):
            self._ask(sites)
        else:
            self._start()

    def shut_down(self) -> None:
        """End the server now, and wait: everybody goes on where they were."""
        if self.child.running:
            self.child.shut_down()

    def _ask(self, sites: Sequence[SiteRange]) -> None:
        """Nobody new gets a number before it is known whose numbers they are."""
        question, why = where_is_this_computer()
        self._words.setText(f"{question}\n{why}")
        for site in sites:
            self.site.addItem(site.name or site.id, site.id)
        self.site.setAccessibleName(question)
        self.begin.clicked.connect(lambda: self._start(self.site.currentData()))

    def _start(self, site: str = "") -> None:
        self._asking.hide()
        self._words.setText(self.tr("The server is being started…"))
        self.child.start(*(("--site", site) if site else ()))

    def _announced(self, line: str) -> None:
        try:
            told = json.loads(line)
        except ValueError:
            return
        for name, fact in self.facts.items():
            fact.setText(str(told[name]))
        self.code.setPixmap(qr_pixmap(told["room_link"], _QR_SIDE))
        self.code.setAccessibleName(self.tr("QR code of the link for everybody"))
        self.dashboard.setEnabled(True)
        self._words.setText(
            self.tr(
                "Everybody on this network can reach it. Scan the code or type the address. "
                "Closing this window stops it; every rating is kept, and everybody goes on where "
                "they were."
            )
        )

    def _ended(self, code: int, error: str) -> None:
        if code and not self.child.cancelled:
            self.failed.emit(error)
        self.reject()

    def _lay_out(self, stop: QPushButton) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self.code)
        middle.addLayout(self._form, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.dashboard)
        foot.addStretch(1)
        foot.addWidget(stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        hbox((self.site, 1), self.begin, on=self._asking)
        column.addWidget(self._words)
        column.addWidget(self._asking)
        column.addLayout(middle)
        column.addLayout(foot)


class ServedStudies(QObject):
    """The studies that are rated on other devices, each with a server and a window of its own.

    Args:
        widget: Over which the windows lie.

    Signals:
        failed: A server ended by itself (the sentence of its error).
        ended: One of them is served no more.
    """

    failed = Signal(str)
    ended = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._open: dict[Path, OtherDevices] = {}

    @property
    def serving(self) -> bool:
        """Whether any study is served."""
        return bool(self._open)

    def serve(self, study: Path) -> OtherDevices:
        """Show the window of this study; its server starts with it."""
        if study not in self._open:
            made = self._open[study] = OtherDevices(study, self._widget)
            made.failed.connect(self.failed)
            made.finished.connect(lambda _: self._end(study))
        shown = self._open[study]
        shown.show()
        shown.raise_()
        return shown

    def shut_down(self) -> None:
        """End all servers now, and wait: everybody goes on where they were."""
        for window in self._open.values():
            window.shut_down()

    def _end(self, study: Path) -> None:
        window = self._open.pop(study)
        window.shut_down()
        window.deleteLater()
        self.ended.emit()


def _sites_to_ask(study: Path) -> Sequence[SiteRange]:
    """The sites this computer may stand at, where that is not known yet."""
    try:
        manifest = StudyFolder(study).manifest
    except StudyError:  # the server says what is wrong with it
        return ()
    return () if known_site(manifest) else manifest.sites


def qr_pixmap(text: str, side: int) -> QPixmap:
    """A QR code of whole modules, black on white, in a square of ``side`` pixels."""
    import segno

    rows = [list(row) for row in segno.make(text).matrix]
    step = max(1, side // (len(rows) + 2 * _QUIET))
    offset = (side - step * len(rows)) // 2
    pixmap = QPixmap(side, side)
    pixmap.fill(QColor("white"))
    painter = QPainter(pixmap)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                painter.fillRect(offset + x * step, offset + y * step, step, step, QColor("black"))
    painter.end()
    return pixmap
