"""All keys on one sheet, straight from the declared actions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.action_spec import ActionSpec
from sr_studio.app.actions import Actions, shown_keys
from sr_studio.app.boxes import hbox, scrolling, vbox

_COLUMNS = 3
#: Keys that stand together at most: longer groups go on in the next column.
_LONGEST = 24
#: Logical pixels of the window that are seen above and below the sheet.
_AROUND = 48


class KeysSheet(QDialog):
    """Keys by group, in columns, no higher than the window; Escape closes it.

    Signals:
        change_wanted: The person wants keys of their own.
    """

    change_wanted = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heads = {
            "file": self.tr("Files"),
            "edit": self.tr("Copy and paste"),
            "job": self.tr("Upscale"),
            "view": self.tr("Look"),
            "compare": self.tr("Compare"),
            "evaluate": self.tr("Evaluate"),
            "window": self.tr("Window"),
            "go": self.tr("Pages"),
            "app": self.tr("Program"),
        }
        groups: dict[str, list[ActionSpec]] = {}
        for spec in actions:
            if spec.keys and not (spec.id.startswith("view.version_") and spec.id[-1] != "1"):
                groups.setdefault(spec.id.partition(".")[0], []).append(spec)
        inside = QWidget(self)
        inside.setObjectName("Clear")
        row = hbox(on=inside, edges=(24, 20, 24, 24), spacing=32)
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        for column in columns:
            column.setSpacing(16)
            row.addLayout(column)
        filled = [0] * _COLUMNS
        parts = [
            (heads.get(name, name.title()), specs[first : first + _LONGEST])
            for name, specs in groups.items()
            for first in range(0, len(specs), _LONGEST)
        ]
        for head, specs in sorted(parts, key=lambda part: -len(part[1])):
            shortest = filled.index(min(filled))
            columns[shortest].addLayout(self._group(head, specs, actions))
            filled[shortest] += len(specs) + 2
        for column in columns:
            column.addStretch(1)
        area = scrolling(inside, self)
        area.setAccessibleName(self.tr("Keys"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = vbox(area, on=self)
        foot = hbox(None, edges=(24, 0, 24, 16))
        change = QPushButton(self.tr("Change keys…"), self)
        change.clicked.connect(self.change_wanted)
        change.clicked.connect(self.accept)
        foot.addWidget(change)
        whole.addLayout(foot)
        wished = inside.sizeHint()
        wished.setHeight(wished.height() + foot.sizeHint().height())
        most = wished.height() if parent is None else parent.height() - _AROUND
        bar = area.verticalScrollBar().sizeHint().width()
        self.resize(wished.width() + bar, min(wished.height(), most))

    def _group(self, head: str, specs: list[ActionSpec], actions: Actions) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        title = QLabel(head, self)
        title.setProperty("role", "heading")
        grid.addWidget(title, 0, 0, 1, 2)
        for row, spec in enumerate(specs, 1):
            text, keys = actions[spec.id].text().rstrip("…"), shown_keys(spec)
            if spec.id == "view.version_1":
                text, keys = self.tr("Version 1 to 9"), "1 – 9"
            key_label = QLabel(keys, self)
            key_label.setProperty("role", "dim")
            key_label.setMinimumWidth(96)
            grid.addWidget(key_label, row, 0)
            grid.addWidget(QLabel(text, self), row, 1)
        grid.setColumnStretch(1, 1)
        return grid
