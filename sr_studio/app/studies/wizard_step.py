"""What the wizard asks of each of its steps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QTableWidget, QWidget


class WizardStep(QWidget):
    """One step.

    Signals:
        changed: What :meth:`problem` answers may be different now.
    """

    changed = Signal()

    def problem(self) -> str:
        """What is still missing, a sentence; empty when the step is complete."""
        return ""

    def form(self) -> QFormLayout:
        """A layout of labels and fields in the manner of the program."""
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        return form

    def grid(self, name: str, headings: list[str], height: int) -> QTableWidget:
        """An empty table that says :attr:`changed` when a cell is written.

        Args:
            name: What a screen reader calls it.
            height: Of the whole table at least, pixels.
        """
        table = QTableWidget(0, len(headings), self)
        table.setAccessibleName(name)
        table.setHorizontalHeaderLabels(headings)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setMinimumHeight(height)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.itemChanged.connect(lambda _: self.changed.emit())
        return table

    def small(self, text: str = "") -> QLabel:
        """A small dim sentence."""
        label = QLabel(text, self)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        return label
