"""The panel at the right of a page: a column that scrolls above a foot that always shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

_EDGE = 16


class SidePanel(QFrame):
    """Base of the forms at the right; fill :attr:`column` and :attr:`foot`.

    Attributes:
        column: What may be higher than the window; it scrolls.
        foot: What must be seen always: problems and the button.
    """

    def __init__(self, width: int = 304, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Inspector")
        self.setMinimumWidth(width)
        inside = QWidget(self)
        inside.setObjectName("Clear")
        self.column = QVBoxLayout(inside)
        self.column.setSpacing(8)
        area = QScrollArea(self)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._make_room)
        self._make_room()
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(_EDGE, 8, _EDGE, _EDGE)
        self.foot.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(self.foot)

    def _make_room(self) -> None:
        """The bar takes its width from the edge: nothing jumps when it comes and goes."""
        taken = self._bar.sizeHint().width() if self._bar.maximum() > 0 else 0
        self.column.setContentsMargins(_EDGE, 12, _EDGE - taken, 12)

    def heading(self, text: str) -> QLabel:
        """A label above a part of the column."""
        label = QLabel(text, self)
        label.setProperty("role", "heading")
        return label
