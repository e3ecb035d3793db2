"""A view of something that takes its time: what it is, what it does, how far; below, two halves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QProgressBar,
    QSplitter,
    QWidget,
)

from sr_studio.app.boxes import vbox

#: Qt's factors go up to 255.
_STRETCH = 20


class ProgressView(QWidget):
    """Base of views that follow a run or an evaluation.

    Attributes:
        title: Its name.
        state: What it is doing, in a sentence or two.
        progress: How far it is, of a thousand.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.state = QLabel(self)
        self.state.setProperty("role", "dim")
        self.state.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)

    def lay_out(
        self,
        head: Sequence[QWidget | QLayout],
        upper: QWidget,
        lower: QWidget,
        sizes: tuple[int, int],
    ) -> None:
        """Put the parts in place.

        Args:
            head: Rows of the panel above, between the title and the halves.
            upper: What is seen below the panel.
            lower: What is seen below that.
            sizes: Heights that these two are given at first, and grow in proportion to.
        """
        panel = QFrame(self)
        panel.setObjectName("Panel")
        column = vbox(self.title, on=panel, edges=(16, 12, 16, 8), spacing=8)
        for row in head:
            if isinstance(row, QWidget):
                column.addWidget(row)
            else:
                column.addLayout(row)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        for place, half in enumerate((upper, lower)):
            halves.addWidget(half)
            halves.setStretchFactor(place, sizes[place] // _STRETCH)
        halves.setSizes(list(sizes))
        vbox(panel, (halves, 1), on=self, spacing=0)
