"""How long a run is to be: in hours, once a trial has told what the recipe costs here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton, QWidget

from sr_studio.app.boxes import vbox
from sr_studio.app.durations import duration
from sr_studio.app.form_rows import FormRows
from sr_studio.app.training.trial_child import TRIAL_SECONDS, TrialChild
from sr_studio.training.cost import Cost
from sr_studio.training.recipes import Recipe

_HOUR = 3600


class BudgetRows(QWidget):
    """Budget and hours, each following the other, and the trial that ties them.

    Signals:
        changed: The budget is another one.
        trial_wanted: The person wants to know what the recipe costs.
        advised: A trial failed with this sentence.
    """

    changed = Signal()
    trial_wanted = Signal()
    advised = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe: Recipe | None = None
        self._tried = ""
        self._costs: dict[str, Cost] = {}
        self.budget = QDoubleSpinBox(self)
        self.budget.setDecimals(5)
        self.budget.setRange(0.00001, 10)
        self.budget.setValue(0.01)
        self.budget.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.budget.setToolTip(self.tr("1 is what the paper trained; the schedule shrinks along."))
        self.hours = QDoubleSpinBox(self)
        self.hours.setDecimals(2)
        self.hours.setRange(0.01, 10_000)
        self.hours.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.length = self._small()
        self.button = QPushButton(self.tr("Try for ten seconds"), self)
        self.button.setToolTip(self.tr("Measures what this recipe costs on this computer."))
        self.cost = self._small()
        self.child = TrialChild(self)
        rows = FormRows()
        rows.add(self.tr("Hours"), self.hours)
        rows.add(self.tr("Budget"), self.budget)
        vbox(rows, self.length, self.button, self.cost, on=self, spacing=6)
        self.budget.valueChanged.connect(lambda _: self.changed.emit())
        self.hours.valueChanged.connect(self._hours_chosen)
        self.button.clicked.connect(self.trial_wanted)
        self.child.measured.connect(self._measured)
        self.child.failed.connect(self._failed)

    def show_recipe(self, recipe: Recipe | None, *, possible: bool) -> None:
        """Follow the form: what is trained, and whether a trial of it is possible."""
        self._recipe = recipe
        self.button.setEnabled(possible and not self.child.running)
        cost = None if recipe is None else self._costs.get(_key(recipe))
        self.hours.setEnabled(cost is not None)
        if recipe is None:
            self.length.setText("")
            self.cost.setText("")
            return
        text = self.tr("%1 iterations").replace("%1", f"{recipe.iterations:,}")
        self.length.setText(text)
        if cost is not None:
            self._show_cost(cost, recipe)
        elif not self.child.running:
            self.cost.setText(self.tr("Hours can be chosen once it was tried."))

    def try_out(self, words: list[str], seconds: float = TRIAL_SECONDS) -> None:
        """Measure what the words of a run cost."""
        if self._recipe is None or self.child.running:
            return
        self._tried = _key(self._recipe)
        self.cost.setText(self.tr("Trying: reading pictures, building the networks, training …"))
        self.button.setEnabled(False)
        self.child.start(words, seconds)

    def shut_down(self) -> None:
        """End a trial under way."""
        self.child.shut_down()

    def _show_cost(self, cost: Cost, recipe: Recipe) -> None:
        hours = cost.hours(recipe)
        self.hours.blockSignals(True)
        self.hours.setValue(hours)
        self.hours.blockSignals(False)
        parts = [
            self.tr("%1 it/s").replace("%1", f"{cost.rate:.3g}"),
            duration(hours * _HOUR),
            self.tr("%1 GB").replace("%1", f"{cost.memory / 1e9:.1f}"),
            cost.computes_with,
        ]
        self.cost.setText(" · ".join(parts))
        self.cost.setToolTip(
            self.tr("A validation takes %1 s, a checkpoint %2 s.")
            .replace("%1", f"{cost.validation:.1f}")
            .replace("%2", f"{cost.checkpoint:.1f}")
        )

    def _hours_chosen(self, hours: float) -> None:
        cost = None if self._recipe is None else self._costs.get(_key(self._recipe))
        if cost is not None and self._recipe is not None:
            self.budget.setValue(cost.budget_for(hours, self._recipe))

    def _measured(self, cost: Cost) -> None:
        self._costs[self._tried] = cost
        self.changed.emit()

    def _failed(self, sentence: str) -> None:
        self.cost.setText(sentence)
        self.advised.emit(sentence)

    def _small(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        return label


def _key(recipe: Recipe) -> str:
    """What is trained, whatever its length."""
    return recipe.model_copy(update={"budget": 1.0}).sha256()
