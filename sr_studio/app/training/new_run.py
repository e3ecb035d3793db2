"""The form at the right: what to train, on what, from where, and how long."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_files, ask_for_folder
from sr_studio.app.form_rows import FormRows
from sr_studio.app.side_panel import SidePanel
from sr_studio.app.training.budget_rows import BudgetRows
from sr_studio.app.training.fixes import Fixes
from sr_studio.app.training.folder_line import FolderLine
from sr_studio.app.training.key_form import KeyForm
from sr_studio.app.training.pair_preview import PairPreview
from sr_studio.app.training.recipe_words import summary_of
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.files import is_there
from sr_studio.training.recipe_keys import keys_of, settings_in
from sr_studio.training.recipes import Recipe, load_recipe, parse_setting, recipe_names
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.catalogue import list_models

_FRESH = ""


class NewRunForm(SidePanel):
    """Checks what is typed as it is typed; the button works when everything is possible.

    Signals:
        start_wanted: The words of the command line that the form stands for.
        queue_wanted: The same, for a run that is to wait for others.
        sweep_wanted: The words of ``sr-studio depths``, without its folder of runs.
    """

    start_wanted = Signal(list)
    queue_wanted = Signal(list)
    sweep_wanted = Signal(list)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._sent_at = 0.0
        self.recipe_box = QComboBox(self)
        self.recipe_box.setAccessibleName(self.tr("Recipe"))
        self.recipe_box.addItems(recipe_names())
        self.recipe_box.setCurrentText("srresnet-mse")
        self.summary = self._small()
        self.folder = FolderLine(context, self)
        self.held_out = QSpinBox(self)
        self.held_out.setRange(1, 1000)
        self.start_box = QComboBox(self)
        self.start_box.setAccessibleName(self.tr("Starting model"))
        self.budget = BudgetRows(self)
        self.vgg = QLineEdit(self)
        self.vgg.setAccessibleName(self.tr("Weights of VGG19"))
        self.vgg.setPlaceholderText(self.tr("torchvision's own"))
        self.settings = QPlainTextEdit(self)
        self.settings.setAccessibleName(self.tr("Changed keys"))
        self.settings.setPlaceholderText("data.batch = 8\noptimiser.lr = 2e-4")
        self.settings.setTabChangesFocus(True)
        self.settings.setFixedHeight(64)
        self.keys_button = QPushButton(self.tr("All keys …"), self)
        self.keys_button.clicked.connect(self.show_keys)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.fixes = Fixes(self)
        self.fixes.chosen.connect(self.change)
        self.pairs_button = QPushButton(self.tr("Look at training pairs …"), self)
        self.pairs_button.clicked.connect(self.show_pairs)
        self.button = QPushButton(self.tr("Start training"), self)
        self.button.setProperty("primary", True)
        self.button.clicked.connect(lambda: self._send(self.start_wanted))
        self.queue_button = QPushButton(self.tr("Queue"), self)
        self.queue_button.setToolTip(self.tr("Start it when no other run trains here any more."))
        self.queue_button.clicked.connect(lambda: self._send(self.queue_wanted))
        self.sweep_button = QPushButton(self.tr("Depth figure …"), self)
        self.sweep_button.setToolTip(
            self.tr("Train this recipe with 1 to 24 blocks, with and without the long skip.")
        )
        self.sweep_button.clicked.connect(self.ask_for_sweep)
        self._lay_out()
        self.recipe_box.currentTextChanged.connect(self._recipe_changed)
        self.budget.trial_wanted.connect(lambda: self.budget.try_out(self.words()))
        self.budget.advised.connect(self._advise)
        for signal in (
            self.folder.changed,
            self.held_out.valueChanged,
            self.start_box.currentIndexChanged,
            self.budget.changed,
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
        self.folder.take(folder)

    def words(self) -> list[str]:
        """What would be typed after ``sr-studio train``, without the run folder."""
        words = [self.recipe_box.currentText(), "--data", self.folder.edit.text().strip()]
        words += ["--budget", f"{self.budget.budget.value():g}"]
        for setting in self._all_settings():
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
        return self._recipe_with(self._all_settings())

    def show_pairs(self) -> PairPreview:
        """Show HR and LR crops as the network will see them."""
        preview = PairPreview(self.words(), self.window())
        preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        preview.open()
        return preview

    def show_keys(self) -> KeyForm | None:
        """Show every key of the recipe with its own value, to be changed; None where its file has
        faults, which are told."""
        try:
            keys = keys_of(self.recipe_box.currentText())
        except StudioError as error:
            self._context.show_trouble(Trouble.of(error))
            return None
        form = KeyForm(keys, self._settings(), self._problem_of, self.window())
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.accepted_settings.connect(
            lambda settings: self.settings.setPlainText("\n".join(settings))
        )
        form.open()
        return form

    def ask_for_sweep(self) -> None:
        """Ask for the pictures to measure on, and train all depths of the figure."""
        ask_for_folder(self._context, self, lambda paths: self.sweep_on(paths[0]))

    def sweep_on(self, test: Path) -> None:
        """Train all depths of the figure as the form has it, and measure them on a folder."""
        words = ["--recipe", self.recipe_box.currentText(), "--test", str(test)]
        words += ["--data", self.folder.edit.text().strip()]
        words += ["--budget", f"{self.budget.budget.value():g}"]
        for setting in self._all_settings():
            words += ["--set", setting]
        self.sweep_wanted.emit(words)

    def change(self, setting: str) -> None:
        """Add one ``key=value`` to the changed keys, in the place of an earlier one."""
        key = setting.partition("=")[0]
        others = [line for line in self._settings() if line.partition("=")[0].strip() != key]
        self.settings.setPlainText("\n".join([*others, setting]))

    def shut_down(self) -> None:
        """End what is under way."""
        self.folder.shut_down()
        self.budget.shut_down()

    def run_name(self) -> str:
        """The name of the run's folder: recipe and moment."""
        recipe = re.sub(r"[^a-z0-9.-]", "-", Path(self.recipe_box.currentText()).stem.lower())
        return f"{recipe}-{time.strftime('%Y%m%d-%H%M%S')}"

    def refresh(self) -> None:
        """Say how long the run is and what still stands in its way."""
        self._say(*self._find_problem())

    def _send(self, wanted: SignalInstance) -> None:
        """Say what is wanted; a double click is one wish."""
        if time.monotonic() - self._sent_at > QApplication.doubleClickInterval() / 1000:
            wanted.emit(self.words())
        self._sent_at = time.monotonic()

    def _say(self, problem: str, changes: Sequence[str] = ()) -> None:
        """Show what stands in the way, with the changes of it that the recipe allows."""
        self.pairs_button.setEnabled(self.folder.folder is not None)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.fixes.offer([change for change in changes if self._helps(change)])
        for button in (self.button, self.queue_button, self.sweep_button):
            button.setEnabled(not problem)

    def _helps(self, change: str) -> bool:
        """Whether the recipe takes a change beside the others."""
        key = change.partition("=")[0]
        others = [line for line in self._all_settings() if line.partition("=")[0].strip() != key]
        return not self._problem_of([*others, change])

    def _advise(self, sentence: str) -> None:
        """A trial failed: offer what its sentence advises."""
        self.fixes.offer([change for change in settings_in(sentence) if self._helps(change)])

    def _recipe_with(self, settings: Sequence[str]) -> Recipe:
        overrides = dict(parse_setting(setting) for setting in settings)
        overrides["budget"] = self.budget.budget.value()
        return load_recipe(self.recipe_box.currentText(), overrides, with_plugins=False)

    def _problem_of(self, settings: Sequence[str]) -> str:
        try:
            self._recipe_with(settings)
        except StudioError as error:
            return error.what
        return ""

    def _all_settings(self) -> list[str]:
        """The changed keys, and the pictures kept back where their number is not the recipe's."""
        settings = self._settings()
        own = any(line.startswith("validation.held_out") for line in settings)
        if self.held_out.value() != self._paper_held_out and not own:
            settings.append(f"validation.held_out={self.held_out.value()}")
        return settings

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
        start = "" if recipe is None else recipe.starts_from
        if Path(start).suffix and is_there(Path(start)):  # a file, as a run's own recipe names it
            self.start_box.addItem(Path(start).name, start)
        wanted = start or chosen  # what was chosen for another recipe is not what this one says
        index = self.start_box.findData(wanted)
        self.start_box.setCurrentIndex(max(0, index))
        self.start_box.blockSignals(False)
        self.refresh()

    def _settings(self) -> list[str]:
        lines = self.settings.toPlainText().splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _recipe_changed(self) -> None:
        try:
            recipe = load_recipe(self.recipe_box.currentText(), with_plugins=False)
            self._paper_held_out = recipe.validation.held_out
        except StudioError:
            self._paper_held_out = self.held_out.value()  # the faults are told by refresh
        self.held_out.blockSignals(True)
        self.held_out.setValue(self._paper_held_out)
        self.held_out.blockSignals(False)
        self.refresh_models()

    def _find_problem(self) -> tuple[str, Sequence[str]]:
        """What stands in the way of a run, and settings that would mend it."""
        try:
            recipe = self.recipe()
        except StudioError as error:
            self.budget.show_recipe(None, possible=False)
            return error.what, settings_in(f"{error.what} {error.remedy}")
        self.summary.setText(f"{summary_of(recipe.summary)}\n{recipe.source}".strip())
        for widget in (self.vgg, self._vgg_label, self._vgg_button):
            widget.setVisible(recipe.takes_file("vgg"))
        alone = recipe.discriminator is None  # the figure is of networks trained for pixels
        self.sweep_button.setVisible(alone and recipe.network.architecture == "srresnet")
        problem = self.folder.problem()
        changes: Sequence[str] = ()
        check = None if problem else self.folder.check(recipe)
        if check is not None:
            problem, changes = check.problem, check.changes
        if not problem and recipe.starts_from and not self.start_box.currentData():
            text = self.tr("This recipe starts from %1, or a model of its kind: train one first.")
            problem = text.replace("%1", recipe.starts_from)
        self.budget.show_recipe(recipe, possible=not problem)
        return problem, changes

    def _lay_out(self) -> None:
        column = self.column
        column.addWidget(self.heading(self.tr("New run")))
        column.addWidget(self.recipe_box)
        column.addWidget(self.summary)
        column.addSpacing(4)
        column.addWidget(self.heading(self.tr("Pictures")))
        column.addWidget(self.folder)
        rows = FormRows()
        rows.add(self.tr("Kept back"), self.held_out)
        self.held_out.setToolTip(self.tr("Pictures that only validation sees; a quarter at most."))
        column.addLayout(rows)
        column.addWidget(self.pairs_button)
        column.addSpacing(4)
        column.addWidget(self.heading(self.tr("Starting model")))
        column.addWidget(self.start_box)
        column.addSpacing(4)
        column.addWidget(self.heading(self.tr("Budget")))
        column.addWidget(self.budget)
        column.addSpacing(4)
        self._vgg_label = self.heading(self.tr("Weights of VGG19"))
        column.addWidget(self._vgg_label)
        layout, self._vgg_button = self._with_button(self.vgg, self._ask_for_vgg)
        column.addLayout(layout)
        column.addWidget(self.heading(self.tr("Changed keys")))
        column.addWidget(self.settings)
        column.addWidget(self.keys_button)
        column.addWidget(self.sweep_button)
        column.addStretch(1)
        self.foot.addWidget(self.problem)
        self.foot.addWidget(self.fixes)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button, 1)
        row.addWidget(self.queue_button)
        self.foot.addLayout(row)

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
