"""Rows of a form: a label and a field that belong together, for eyes, keys and screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from sr_studio.app.boxes import hbox

#: Logical pixels before the text of a spin box, so that it begins where that of a combo box does.
_SPIN_MARGIN = 6


def name_field(field: QWidget, name: str) -> None:
    """Give a field its name; the line inside that takes the keys is spoken of as well."""
    field.setAccessibleName(name)
    if isinstance(field, (QComboBox, QAbstractSpinBox)):
        for line in field.findChildren(QLineEdit):
            line.setAccessibleName(name)
            if isinstance(field, QAbstractSpinBox):  # whose style has no say in where text begins
                line.setTextMargins(_SPIN_MARGIN, 0, 0, 0)


class FormRows(QGridLayout):
    """Labels at the left, fields at the right, in line."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(8)
        self.setColumnStretch(1, 1)

    def add(
        self, text: str, field: QWidget, extra: QWidget | None = None, *, heading: bool = False
    ) -> QLabel:
        """Add a row at the end; its label.

        Args:
            text: Of the label, and the field's name.
            field: What is filled in.
            extra: Something small beside it, with a name of its own.
            heading: Whether the label stands out.
        """
        label = QLabel(text)
        if heading:
            label.setProperty("role", "heading")
        label.setBuddy(field)
        name_field(field, text)
        row = self.rowCount()
        self.addWidget(label, row, 0)
        line = hbox((field, 1), spacing=8)
        if extra is not None:
            line.addWidget(extra)
        self.addLayout(line, row, 1)
        return label
