"""The form at the right: what to train, on what, from where, and how long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_files, ask_for_folder
from sr_studio.app.form_rows import name_field
from sr_studio.app.side_panel import SidePanel
from sr_studio.app.training.pair_preview import PairPreview
from sr_studio.errors import StudioError
from sr_studio.training.recipes import Recipe, load_recipe, parse_setting, recipe_names
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.catalogue import list_models

_FRESH = ""


class NewRunForm(SidePanel):
    """Checks what is typed as it is typed; the button works when everything is possible.

    Signals:
        start_wanted: The words of the command line that the form stands for.
    """

    start_wanted = Signal(list)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self.recipe_box = QComboBox(self)
        self.recipe_box.setAccessibleName(self.tr("Recipe"))
        self.recipe_box.addItems(recipe_names())
        self.recipe_box.setCurrentText("srresnet-mse")
        self.summary = self._small()
        self.data = QLineEdit(self)
        self.data.setAccessibleName(self.tr("Folder of HR pictures"))
        self.data.setPlaceholderText(self.tr("Folder of HR pictures"))
        self.start_box = QComboBox(self)
        self.start_box.setAccessibleName(self.tr("Starting model"))
        self.budget = QDoubleSpinBox(self)
        name_field(self.budget, self.tr("Budget"))
        self.budget.setDecimals(5)
        self.budget.setRange(0.00001, 10)
        self.budget.setValue(0.01)
        self.budget.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.length = self._small()
        self.vgg = QLineEdit(self)
        self.vgg.setAccessibleName(self.tr("Weights of VGG19"))
        self.vgg.setPlaceholderText(self.tr("torchvision's own"))
        self.settings = QPlainTextEdit(self)
        self.settings.setAccessibleName(self.tr("Changed keys"))
        self.settings.setPlaceholderText("data.batch = 8\noptimiser.lr = 2e-4")
        self.settings.setTabChangesFocus(True)
        self.settings.setFixedHeight(64)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.pairs_button = QPushButton(self.tr("Look at training pairs …"), self)
        self.pairs_button.clicked.connect(self.show_pairs)
        self.button = QPushButton(self.tr("Start training"), self)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(lambda: self.start_wanted.emit(self.words()))
        self._lay_out()
        self.recipe_box.currentTextChanged.connect(self._recipe_changed)
        for signal in (
            self.data.textChanged,
            self.start_box.currentIndexChanged,
            self.budget.valueChanged,
            self.vgg.textChanged,
            self.settings.textChanged,
        ):
            signal.connect(lambda *_: self.refresh())
        self._recipe_changed()

    def take_recipe(self, path: Path) -> None:
        """Add a recipe file of the person's own and choose it."""
        if self.recipe_box.findText(str(path)) < 0:
            self.recipe_box.addItem(str(path))
        self.recipe_box.setCurrentText(str(path))

    def take_data(self, folder: Path) -> None:
        """Train on the pictures of a folder."""
        self.data.setText(str(folder))

    def words(self) -> list[str]:
        """What would be typed after ``sr-studio train``, without the run folder."""
        words = [self.recipe_box.currentText(), "--data", self.data.text().strip()]
        words += ["--budget", f"{self.budget.value():g}"]
        for setting in self._settings():
            words += ["--set", setting]
        if self.start_box.currentData():
            words += ["--start", self.start_box.currentData()]
        if self.vgg.isVisibleTo(self) and self.vgg.text().strip():
            words += ["--vgg-weights", self.vgg.text().strip()]
        return words

    def recipe(self) -> Recipe:
        """The recipe as the form has it.

        Raises:
            StudioError: Something in it is not possible; all faults are named.
        """
        overrides = dict(parse_setting(setting) for setting in self._settings())
        return load_recipe(
            self.recipe_box.currentText(), overrides | {"budget": self.budget.value()}
        )

    def show_pairs(self) -> PairPreview:
        """Show HR and LR crops as the network will see them."""
        preview = PairPreview(self.words(), self.window())
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.open()
        return preview

    def run_name(self) -> str:
        """The name of the run's folder: recipe and moment."""
        recipe = re.sub(r"[^a-z0-9.-]", "-", Path(self.recipe_box.currentText()).stem.lower())
        return f"{recipe}-{time.strftime('%Y%m%d-%H%M%S')}"

    def refresh(self) -> None:
        """Say how long the run is and what still stands in its way."""
        problem = self._find_problem()
        self.pairs_button.setEnabled(Path(self.data.text().strip() or "?").is_dir())
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.button.setEnabled(not problem)

    def refresh_models(self) -> None:
        """Offer the models that fit the recipe's network."""
        chosen = self.start_box.currentData()
        self.start_box.blockSignals(True)
        self.start_box.clear()
        try:
            recipe = self.recipe()
        except StudioError:
            recipe = None
        if recipe is None or not recipe.starts_from:
            self.start_box.addItem(self.tr("fresh weights"), _FRESH)
        for entry in list_models():
            card = entry.card
            if card is None or recipe is None:
                continue
            if _fits(card, recipe):
                self.start_box.addItem(entry.name, entry.name)
        wish = chosen or (recipe.starts_from if recipe is not None else "")
        index = self.start_box.findData(wish)
        self.start_box.setCurrentIndex(max(0, index))
        self.start_box.blockSignals(False)
        self.refresh()

    def _settings(self) -> list[str]:
        lines = self.settings.toPlainText().splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _recipe_changed(self) -> None:
        self.refresh_models()

    def _find_problem(self) -> str:
        try:
            recipe = self.recipe()
        except StudioError as error:
            self.length.setText("")
            return str(error)
        self.summary.setText(f"{recipe.summary}\n{recipe.source}".strip())
        length = self.tr("%1 iterations").replace("%1", f"{recipe.iterations:,}")
        self.length.setText(length)
        for widget in (self.vgg, self._vgg_label, self._vgg_button):
            widget.setVisible(bool(recipe.loss.content))
        folder = self.data.text().strip()
        if not folder:
            return self.tr("Choose a folder of HR pictures.")
        if not Path(folder).is_dir():
            return self.tr("The folder of HR pictures does not exist.")
        if recipe.starts_from and not self.start_box.currentData():
            text = self.tr("This recipe starts from %1, or a model of its kind: train one first.")
            return text.replace("%1", recipe.starts_from)
        return ""

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.heading(self.tr("New run")))
        column.addWidget(self.recipe_box)
        column.addWidget(self.summary)
        column.addSpacing(4)
        column.addWidget(self.heading(self.tr("Pictures")))
        column.addLayout(self._with_button(self.data, self._ask_for_data)[0])
        column.addWidget(self.pairs_button)
        column.addSpacing(4)
        column.addWidget(self.heading(self.tr("Starting model")))
        column.addWidget(self.start_box)
        column.addSpacing(4)
        column.addWidget(self.heading(self.tr("Budget")))
        row = QHBoxLayout()
        row.addWidget(self.budget, 1)
        row.addWidget(self.length, 1)
        column.addLayout(row)
        column.addSpacing(4)
        self._vgg_label = self.heading(self.tr("Weights of VGG19"))
        column.addWidget(self._vgg_label)
        layout, self._vgg_button = self._with_button(self.vgg, self._ask_for_vgg)
        column.addLayout(layout)
        column.addWidget(self.heading(self.tr("Changed keys")))
        column.addWidget(self.settings)
        column.addStretch(1)
        self.foot.addWidget(self.problem)
        self.foot.addWidget(self.button)

    def _small(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        return label

    def _with_button(
        self, edit: QLineEdit, ask: Callable[[], None]
    ) -> tuple[QHBoxLayout, QToolButton]:
        button = QToolButton(self)
        button.setText("…")
        button.setAccessibleName(self.tr("Choose: %1").replace("%1", edit.accessibleName()))
        button.clicked.connect(lambda: ask())
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(edit, 1)
        row.addWidget(button)
        return row, button

    def _ask_for_data(self) -> None:
        ask_for_folder(self._context, self, lambda paths: self.take_data(paths[0]))

    def _ask_for_vgg(self) -> None:
        ask_for_files(self._context, self, lambda paths: self.vgg.setText(str(paths[0])))


def _fits(card: ModelCard, recipe: Recipe) -> bool:
    """Whether the recipe's network can take a model's weights."""
    wanted = recipe.network.parameters
    return (
        card.architecture == recipe.network.architecture
        and card.scale == recipe.data.scale
        and all(card.parameters.get(name, value) == value for name, value in wanted.items())
    )
