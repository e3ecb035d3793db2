"""What ``sr-studio doctor`` says, as a page: what is here, what is missing, how to get it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, scrolling, vbox
from sr_studio.app.context import Context
from sr_studio.app.doctor.child import DoctorChild
from sr_studio.app.doctor.words import spoken
from sr_studio.app.pages import Page
from sr_studio.app.trouble import Trouble

_ROLES = {"missing": "danger", "optional": "warning"}


class DoctorPage(Page):
    """Looks at its first showing, and whenever it is asked to."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.findings: list[dict[str, Any]] = []
        self.child = DoctorChild(self)
        self.child.told.connect(self._show)
        self.child.failed.connect(self._failed)
        self.summary = QLabel(self.tr("Looking…"), self)
        self.summary.setProperty("role", "title")
        self.summary.setWordWrap(True)
        self.again = QPushButton(self.tr("Look again"), self)
        self.copy = QPushButton(self.tr("Copy details"), self)
        self.copy.setEnabled(False)
        self.again.clicked.connect(self.look)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName(self.tr("Looking…"))
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        head = hbox((self.summary, 1), self.copy, self.again, spacing=8)
        self.area = scrolling(QWidget(self), self)
        self.area.setAccessibleName(self.tr("What was found"))
        vbox(head, self.progress, (self.area, 1), on=self, edges=(24, 20, 24, 16), spacing=12)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """The first time, look."""
        super().showEvent(event)
        if not self.findings:
            self.look()

    def look(self) -> None:
        """Look at everything again; it takes some seconds."""
        self.again.setEnabled(False)
        self.progress.show()
        self.child.start()

    def text(self) -> str:
        """All of it as lines, for a report."""
        lines = []
        for section, found in groupby(self.findings, key=lambda one: one["section"]):
            lines.append(section)
            for one in found:
                lines.append(f"  {one['name']}: {one['said']}")
                if one["remedy"]:
                    lines.append(f"    → {one['remedy']}")
        return "\n".join(lines)

    def areas(self) -> list[QWidget]:
        """The list."""
        return [self.area]

    def shut_down(self) -> None:
        """Look no longer."""
        self.child.shut_down()

    def _show(self, findings: list[dict[str, Any]]) -> None:
        self._rest()
        self.findings = [finding | spoken(finding) for finding in findings]
        self.copy.setEnabled(True)
        missing = [one["name"] for one in self.findings if one["state"] == "missing"]
        self.summary.setText(
            self.tr("Missing: %1").replace("%1", ", ".join(missing))
            if missing
            else self.tr("All that is needed is here.")
        )
        self.area.setWidget(self._list())

    def _list(self) -> QWidget:
        body = QWidget(self.area)
        body.setObjectName("Clear")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for section, found in groupby(self.findings, key=lambda one: one["section"]):
            heading = QLabel(section, body)
            heading.setProperty("role", "heading")
            heading.setContentsMargins(0, 12, 0, 0)
            grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
            for one in found:
                row = grid.rowCount()
                grid.addWidget(_label(one["name"], "dim", body), row, 0, Qt.AlignmentFlag.AlignTop)
                said = one["said"] + (f"\n{one['remedy']}" if one["remedy"] else "")
                role = _ROLES.get(one["state"], "") if one["remedy"] else ""
                grid.addWidget(_label(said, role, body), row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return body

    def _failed(self, why: str, said: str) -> None:
        self._rest()
        self.summary.setText(self.tr("It could not be looked at."))
        self.context.show_trouble(Trouble(why, details=said))

    def _rest(self) -> None:
        self.again.setEnabled(True)
        self.progress.hide()


def _label(text: str, role: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label
