"""A time line of a run's previews: which held-out picture, and as it was at which iteration."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSlider, QWidget

from sr_studio.app.boxes import hbox


class PreviewLine(QWidget):
    """Stays at the newest preview until it is moved back.

    Signals:
        changed: Another picture or iteration was chosen, or a new one has come.
        opened: The person wants LR, the chosen SR and HR on the Compare page (paths).
    """

    changed = Signal()
    opened = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._pictures: Sequence[Path] = ()
        self.picture_box = QComboBox(self)
        self.picture_box.setAccessibleName(self.tr("Held-out picture"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(self.tr("Preview of iteration"))
        self.slider.setToolTip(self.tr("Go back to what the run made earlier."))
        self.iteration = QLabel(self)
        self.iteration.setProperty("role", "small")
        self.compare = QPushButton(self.tr("Compare"), self)
        self.compare.setToolTip(self.tr("Open LR, this SR and HR on the Compare page."))
        hbox(
            self.picture_box,
            (self.slider, 1),
            self.iteration,
            self.compare,
            on=self,
            edges=(8, 2, 8, 2),
            spacing=8,
        )
        self.picture_box.currentIndexChanged.connect(lambda _: self._picture_chosen())
        self.slider.valueChanged.connect(lambda _: self._moved())
        self.compare.clicked.connect(lambda: self.opened.emit(list(self.files() or ())))
        self.hide()

    def clear(self) -> None:
        """Forget the pictures of a run."""
        self._pictures = ()
        self.picture_box.blockSignals(True)
        self.picture_box.clear()
        self.picture_box.blockSignals(False)
        self.slider.blockSignals(True)
        self.slider.setRange(0, 0)
        self.slider.blockSignals(False)
        self.hide()

    def show_pictures(self, folder: Path, pictures: Sequence[Path]) -> None:
        """Take over what a run has made so far."""
        self._folder, self._pictures = folder, pictures
        count = len({path.name.split("_")[0] for path in pictures})
        while self.picture_box.count() < count:
            number = self.picture_box.count() + 1
            self.picture_box.addItem(self.tr("picture %1").replace("%1", str(number)))
        self.picture_box.setVisible(count > 1)
        self._count_results()

    def files(self) -> tuple[Path, Path, Path] | None:
        """LR, the chosen SR and HR of the chosen picture; None before there is any."""
        results = self._results()
        if not results:
            return None
        number = self.picture_box.currentIndex()
        chosen = results[min(self.slider.value(), len(results) - 1)]
        return self._folder / f"{number}_lr.png", chosen, self._folder / f"{number}_hr.png"

    def _results(self) -> list[Path]:
        start = f"{self.picture_box.currentIndex()}_sr_"
        return [path for path in self._pictures if path.name.startswith(start)]

    def _count_results(self) -> None:
        results = self._results()
        self.setVisible(bool(results))
        if not results:
            return
        newest = self.slider.value() == self.slider.maximum()
        self.slider.blockSignals(True)
        self.slider.setRange(0, len(results) - 1)
        if newest:
            self.slider.setValue(len(results) - 1)
        self.slider.blockSignals(False)
        self.slider.setEnabled(len(results) > 1)
        self._moved()

    def _picture_chosen(self) -> None:
        if self._pictures:
            self._count_results()

    def _moved(self) -> None:
        files = self.files()
        if files is not None:
            iteration = int(files[1].stem.split("_")[2])
            self.iteration.setText(self.tr("iteration %1").replace("%1", f"{iteration:,}"))
        self.changed.emit()
