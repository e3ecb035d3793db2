"""The panel at the right of a page: a column that scrolls above a foot that always shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from sr_studio.app.boxes import scrolling, vbox

_EDGE = 16


class SidePanel(QFrame):
    """Base of the forms at the right; fill :attr:`column` and :attr:`foot`.

    Args:
        width: Logical pixels it is wide at least; wider where its texts need that, since what is
            cut off at the right could be reached by nobody.

    Attributes:
        column: What may be higher than the window; it scrolls.
        foot: What must be seen always: problems and the button.
    """

    def __init__(self, width: int = 304, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Inspector")
        self.setMinimumWidth(width)
        self._least = width
        self._inside = QWidget(self)
        self._inside.setObjectName("Clear")
        self._inside.installEventFilter(self)
        self.column = vbox(on=self._inside, spacing=8)
        area = scrolling(self._inside, self)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._make_room)
        self._make_room()
        self.foot = vbox(edges=(_EDGE, 8, _EDGE, _EDGE), spacing=8)
        vbox((area, 1), self.foot, on=self, spacing=0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """As wide as what is in it needs, from now on."""
        if event.type() is QEvent.Type.LayoutRequest:
            wanted = self._inside.minimumSizeHint().width() + self._taken()
            self.setMinimumWidth(max(self._least, wanted))
        return super().eventFilter(watched, event)

    def _taken(self) -> int:
        """Logical pixels the scroll bar takes now."""
        return self._bar.sizeHint().width() if self._bar.maximum() > 0 else 0

    def _make_room(self) -> None:
        """The bar takes its width from the edge: nothing jumps when it comes and goes."""
        self.column.setContentsMargins(_EDGE, 12, _EDGE - self._taken(), 12)

    def heading(self, text: str) -> QLabel:
        """A label above a part of the column."""
        label = QLabel(text, self)
        label.setProperty("role", "heading")
        return label
