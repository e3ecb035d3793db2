"""One line below the picture: what was done, word for word, and a button that copies it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QWidget

from sr_studio.app.boxes import hbox
from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.upscale.report_words import report_sentence
from sr_studio.upscaling.request import UpscaleReport


class ReportLine(QFrame):
    """The report of the result that is shown."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ReportLine")
        self._text = ""
        self._label = QLabel(self)
        self._label.setProperty("role", "dim")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._label.setAccessibleName(self.tr("What was done"))
        row = hbox((self._label, 1), on=self, edges=(12, 4, 8, 4), spacing=4)
        for name in ("edit.copy_report", "edit.copy", "file.save", "file.save_as"):
            button = QToolButton(self)
            button.setDefaultAction(context.actions[name])
            button.setAccessibleName(context.actions[name].text())
            button.setIconSize(QSize(18, 18))
            row.addWidget(button)

    @property
    def text(self) -> str:
        """The whole report."""
        return self._text

    def show_report(self, report: UpscaleReport | None) -> None:
        """Show a report, or nothing."""
        if report is None:
            self._text = ""
        else:
            size = f"{report.size_out[0]} × {report.size_out[1]}"
            notes = " ".join(map(said, report.notes))
            self._text = f"{report_sentence(report)}, {size}" + (f". {notes}" if notes else "")
        self._label.setToolTip(self._text)
        self._label.setAccessibleDescription(self._text)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """As much of it as there is room for; the rest is in the tooltip."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = QFontMetrics(self._label.font())
        width = max(40, self._label.width())
        self._label.setText(metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, width))
