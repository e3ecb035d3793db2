"""Fourth step: what of the pictures is shown, in which order, and to how many raters."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.studies.wizard_step import WizardStep


class PeopleStep(WizardStep):
    """Crop, zoom, order, raters, length of a session."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.width_box = self._number(0, 8000, 620, self.tr(" px"), self.tr("Width shown"))
        self.height_box = self._number(0, 8000, 480, self.tr(" px"), self.tr("Height shown"))
        for box in (self.width_box, self.height_box):
            box.setSpecialValueText(self.tr("whole"))
            box.setToolTip(self.tr("The middle of every picture, the same for all versions."))
        self.zoom = self._number(1, 4, 1, "×", self.tr("Zoom"))
        self.zoom.setToolTip(self.tr("Whole screen pixels for each pixel, never anything between."))
        self.order = QComboBox(self)
        self.order.setAccessibleName(self.tr("Order"))
        self.order.addItem(self.tr("in rounds: every reference once a round"), "rounds")
        self.order.addItem(self.tr("fully random"), "free")
        self.raters = self._number(2, 5000, 26, "", self.tr("Raters"))
        self.share = QCheckBox(self.tr("Each rater sees a part of the references:"), self)
        self.share.toggled.connect(lambda _: self._shared())
        self.part = self._number(2, 2, 2, "", self.tr("References a rater"))
        self.minutes = self._number(5, 30, 25, self.tr(" min"), self.tr("Longest session"))
        self.places = QLineEdit(self)
        self.places.setMinimumWidth(360)
        self.places.setAccessibleName(self.tr("Sites"))
        self.places.setPlaceholderText(self.tr("one place; several with commas between them"))
        self.places.setToolTip(
            self.tr(
                "Each place gives out rater numbers of its own, and each computer is asked once "
                "where it stands. Their files are merged afterwards."
            )
        )
        size = hbox(self.width_box, QLabel("×", self), self.height_box, spacing=8)
        part = hbox(self.share, self.part, spacing=8)
        form = self.form()
        form.addRow(self.tr("Part shown"), size)
        form.addRow(self.tr("Zoom"), self.zoom)
        form.addRow(self.tr("Order"), self.order)
        form.addRow(self.tr("Raters"), self.raters)
        form.addRow("", part)
        form.addRow(self.tr("Sites"), self.places)
        form.addRow(self.tr("Longest session"), self.minutes)
        vbox(
            form,
            self.small(
                self.tr(
                    "How many showings and minutes this makes, and which differences it finds, "
                    "stands on the next page before anything is built. Fewer than 15 raters make a "
                    "study informal."
                )
            ),
            on=self,
            spacing=12,
        )
        self._shared()

    def show_sizes(self, counts: dict[str, int]) -> None:
        """Offer parts up to the smallest set."""
        smallest = min(counts.values(), default=2)
        self.part.setMaximum(max(2, smallest))
        self.share.setEnabled(smallest > 2)
        if not self.share.isChecked():
            self.part.setValue(max(2, smallest // 4))

    def per_rater(self, counts: dict[str, int]) -> dict[str, int]:
        """Set to references a rater sees; empty where everybody sees all."""
        if not self.share.isChecked():
            return {}
        return {name: min(count, self.part.value()) for name, count in counts.items()}

    def sites(self) -> tuple[str, ...]:
        """The names of the places where people rate, each once; empty for one without a name."""
        names = (name.strip() for name in self.places.text().split(","))
        return tuple(dict.fromkeys(name for name in names if name))

    def _shared(self) -> None:
        self.part.setEnabled(self.share.isChecked())
        self.changed.emit()

    def _number(self, low: int, high: int, value: int, unit: str, name: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(low, high)
        box.setValue(value)
        box.setSuffix(unit)
        box.setAccessibleName(name)
        box.setMinimumWidth(110)
        box.valueChanged.connect(lambda _: self.changed.emit())
        return box
