"""The checkable list of methods, and the points between the two models of a pair."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from sr_studio.app.boxes import vbox
from sr_studio.app.evaluate.order import parse_points
from sr_studio.app.method_words import said
from sr_studio.evaluation.request import HR, Interpolation
from sr_studio.upscaling.methods import Method

#: Under which an item of the list says which method it is.
METHOD_NAME = Qt.ItemDataRole.UserRole
_SCALE = Qt.ItemDataRole.UserRole + 1
_ROW = 26
_ROWS_SHOWN = 8
_USUAL_POINTS = "0.2, 0.5, 0.8"


class MethodChoice(QWidget):
    """Interpolations, models, the original, and folders of ready SR pictures.

    Signals:
        changed: Something else is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setObjectName("MethodList")
        self.list.setAccessibleName(self.tr("Methods to measure"))
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.pairs = QComboBox(self)
        self.pairs.setAccessibleName(self.tr("Pair of models to blend"))
        self.points = QLineEdit(_USUAL_POINTS, self)
        self.points.setAccessibleName(self.tr("Points between the two models"))
        self.points.setToolTip(
            self.tr("Numbers from 0 (faithful) to 1 (detailed); each is measured as a method.")
        )
        self.pairs.currentIndexChanged.connect(lambda _: self._pair_changed())
        self.points.textChanged.connect(lambda _: self.changed.emit())
        self._methods: list[Method] = []
        self._scale = 0
        column = vbox(on=self, spacing=8)
        for widget in (self.list, self.pairs, self.points):
            column.addWidget(widget)

    # What is chosen ------------------------------------------------------------------------------

    def chosen(self) -> tuple[str, ...]:
        """Names of the checked methods that can be measured at the scale."""
        return tuple(item.data(METHOD_NAME) for item in self._checked() if item.flags() & _ENABLED)

    def titles(self) -> dict[str, str]:
        """Name in a result → title of everything that is chosen."""
        wanted = self.chosen()
        return {
            _name_in_result(item.data(METHOD_NAME)): item.text()
            for item in self._items()
            if item.data(METHOD_NAME) in wanted
        }

    def blend(self) -> Interpolation | None:
        """The points between a pair; None where no pair is chosen or the points are none."""
        pair, points = self.pairs.currentData(), parse_points(self.points.text())
        if pair is None or points is None:
            return None
        faithful, detailed = pair
        return Interpolation(faithful, detailed, points)

    def problem(self) -> str:
        """What still stands in the way; empty when nothing does."""
        if self.pairs.currentData() is not None and self.blend() is None:
            return self.tr("Points between two models are numbers from 0 to 1, as 0.2, 0.5.")
        if not self.chosen() and self.blend() is None:
            return self.tr("Check at least one method.")
        return ""

    # What is offered -----------------------------------------------------------------------------

    def show_methods(self, methods: Sequence[Method]) -> None:
        """Fill the list; what was checked stays so, at first bicubic and the first model."""
        first = self.list.count() == 0
        checked = {item.data(METHOD_NAME) for item in self._checked()}
        if first:
            models = [method.name for method in methods if method.kind == "model"]
            checked = {"bicubic", *models[:1]}
        folders = [
            name for item in self._items() if Path(name := item.data(METHOD_NAME)).is_absolute()
        ]
        self.list.blockSignals(True)
        self.list.clear()
        for method in methods:
            self._add(method.name, said(method.title), said(method.summary), method.scale, checked)
        hr_help = self.tr("The original itself: the NIQE of the truth.")
        self._add(HR, self.tr("HR (original)"), hr_help, None, checked)
        for name in folders:
            self._add(name, Path(name).name, name, None, checked)
        self.list.blockSignals(False)
        self._fit()
        self._methods = list(methods)
        self.set_scale(self._scale)

    def add_folder(self, folder: Path) -> None:
        """Offer SR pictures that some other program made, and check them."""
        name = str(folder.resolve())
        if all(item.data(METHOD_NAME) != name for item in self._items()):
            self._add(name, folder.name, name, None, {name})
            self._fit()
            self.changed.emit()

    def set_scale(self, scale: int) -> None:
        """Grey the models that were made for another scale, and offer the pairs of this one."""
        self._scale = scale
        self.list.blockSignals(True)
        for item in self._items():
            fits = item.data(_SCALE) in (None, scale)
            item.setFlags(item.flags() | _ENABLED if fits else item.flags() & ~_ENABLED)
        self.list.blockSignals(False)
        self._show_pairs()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Delete takes a folder of SR pictures off the list."""
        item = self.list.currentItem()
        folder = item is not None and Path(item.data(METHOD_NAME)).is_absolute()
        if folder and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.list.takeItem(self.list.currentRow())
            self._fit()
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def _checked(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if item.checkState() == Qt.CheckState.Checked]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _add(self, name: str, title: str, help_text: str, scale: int | None, on: set[str]) -> None:
        item = QListWidgetItem(title)
        if scale is not None:
            if f"×{scale}" not in title:
                item.setText(f"{title}  ×{scale}")
            only = self.tr("Made for ×%1; it can be measured at that scale only.")
            help_text = f"{help_text}\n{only.replace('%1', str(scale))}".strip()
        item.setData(METHOD_NAME, name)
        item.setData(_SCALE, scale)
        item.setToolTip(help_text)
        item.setSizeHint(QSize(0, _ROW))
        item.setCheckState(Qt.CheckState.Checked if name in on else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _fit(self) -> None:
        self.list.setFixedHeight(min(self.list.count(), _ROWS_SHOWN) * _ROW + 6)

    def _show_pairs(self) -> None:
        chosen = self.pairs.currentData()
        fitting = [method for method in self._methods if method.scale == self._scale]
        titles = {method.name: said(method.title) for method in fitting}
        self.pairs.blockSignals(True)
        self.pairs.clear()
        for method in fitting:
            card = method.card
            if card is None or card.role != "faithful" or card.pair not in titles:
                continue
            if self.pairs.count() == 0:
                self.pairs.addItem(self.tr("no points between two models"), None)
            text = f"{titles[method.name]} → {titles[card.pair]}"
            self.pairs.addItem(text, (method.name, card.pair))
        if self.pairs.count() == 0:
            self.pairs.addItem(self.tr("no two models of this scale are a pair"), None)
        self.pairs.setEnabled(self.pairs.count() > 1)
        # Qt compares Python's tuples by identity, so findData would never find one.
        offered = [self.pairs.itemData(row) for row in range(self.pairs.count())]
        self.pairs.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)
        self.pairs.blockSignals(False)
        self._pair_changed()

    def _pair_changed(self) -> None:
        self.points.setVisible(self.pairs.currentData() is not None)
        self.changed.emit()


_ENABLED = Qt.ItemFlag.ItemIsEnabled


def _name_in_result(name: str) -> str:
    """Folders of ready pictures go by their own name in tables."""
    return Path(name).name if Path(name).is_absolute() else name
