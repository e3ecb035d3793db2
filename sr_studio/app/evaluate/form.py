"""The form at the right: methods, pictures, conventions, metrics, and the button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import hbox
from sr_studio.app.context import Context
from sr_studio.app.evaluate.convention_words import convention
from sr_studio.app.evaluate.folder_list import FolderList
from sr_studio.app.evaluate.method_choice import MethodChoice
from sr_studio.app.evaluate.metric_choice import MetricChoice
from sr_studio.app.evaluate.order import lr_folder_of
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.form_rows import FormRows
from sr_studio.app.side_panel import SidePanel
from sr_studio.evaluation.request import LR_VARIANTS, USUAL_SCALE, EvaluationRequest
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.upscaling.methods import list_methods

WIDTH = 312
_SCALES = (2, 3, 4, 8)
#: The line of the LR box that is no way to make LR pictures.
_FILES = "files"


class EvaluateForm(SidePanel):
    """Checks what is chosen as it is chosen; the button works when everything is possible.

    Signals:
        start_wanted: The button was pressed.
        changed: Something else is chosen.
    """

    start_wanted = Signal()
    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(WIDTH, parent)
        self._context = context
        self._busy = False
        self.methods = MethodChoice(self)
        self.folders = FolderList(context, self)
        self.scale_box = QComboBox(self)
        for factor in _SCALES:
            self.scale_box.addItem(f"×{factor}", factor)
        self.scale_box.setCurrentIndex(self.scale_box.findData(USUAL_SCALE))
        self.protocol_box = self._box(
            {
                "float": self.tr("Y not rounded"),
                "uint8": self.tr("MATLAB's uint8"),
            },
            {name: convention(protocol.sentence) for name, protocol in PROTOCOLS.items()},
        )
        self.lr_box = self._box(
            {
                "uint8": self.tr("bicubic, uint8"),
                "double": self.tr("bicubic, double"),
                "gaussian": self.tr("Gaussian blur"),
            },
            {name: convention(sentence) for name, sentence in LR_VARIANTS.items()},
        )
        self._lr_folder: Path | None = None
        self.lr_box.addItem(self.tr("files of a folder…"), _FILES)
        self.lr_box.activated.connect(lambda _: self._lr_chosen())
        self.metrics = MetricChoice(context, self)
        self.problem = QLabel(self)
        self.problem.setProperty("role", "warning")
        self.problem.setWordWrap(True)
        self.button = QPushButton(self.tr("Measure"), self)
        self.button.setProperty("primary", True)
        self.button.setToolTip(context.actions["evaluate.start"].toolTip())
        self.button.clicked.connect(self.start_wanted)
        self._lay_out()
        self.refresh_methods()
        self._scale_changed()
        self.scale_box.currentIndexChanged.connect(lambda _: self._scale_changed())
        for part in (self.methods, self.folders, self.metrics):
            part.changed.connect(self.refresh)
        self.refresh()

    @property
    def scale(self) -> int:
        """The factor."""
        return int(self.scale_box.currentData())

    def request(self) -> EvaluationRequest:
        """What is to be measured, as far as it is chosen."""
        blend = self.methods.blend()
        return EvaluationRequest(
            methods=self.methods.chosen(),
            data=self.folders.folders(),
            interpolations=() if blend is None else (blend,),
            scale=self.scale,
            lr_variant=self._lr_variant(),
            lr=self._lr_folders(),
            protocol=self.protocol_box.currentData(),
            metrics=self.metrics.chosen(),
            device=self._context.settings.get("engine.device"),
            lpips_weights=self.metrics.lpips_weights(),
            ma_scores=self.metrics.ma_scores(),
        )

    def refresh_methods(self) -> None:
        """Look again which models there are."""
        self.methods.show_methods(list_methods())

    def set_busy(self, busy: bool) -> None:
        """One evaluation at a time."""
        self._busy = busy
        self.refresh()

    def refresh(self) -> None:
        """Say what still stands in the way."""
        problem = self._find_problem()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.button.setEnabled(not problem and not self._busy)
        self.changed.emit()

    def _find_problem(self) -> str:
        if problem := self.methods.problem():
            return problem
        if not self.folders.folders():
            return self.tr("Add a folder of HR pictures.")
        empty = self.folders.empty_folders()
        if len(empty) == len(self.folders.folders()):
            return self.tr("%1 holds no pictures.").replace("%1", empty[0])
        if not self.metrics.chosen():
            return self.tr("Check at least one metric.")
        return ""

    def take_lr(self, folder: Path) -> None:
        """Take LR pictures from files instead of making them."""
        self._lr_folder = folder
        place = self.lr_box.findData(_FILES)
        self.lr_box.setItemText(place, self.tr("files of %1").replace("%1", folder.name))
        self.lr_box.setItemData(place, str(folder), Qt.ItemDataRole.ToolTipRole)
        self.lr_box.setCurrentIndex(place)
        self.lr_box.setToolTip(str(folder))
        self.refresh()

    def _lr_chosen(self) -> None:
        """Ask which folder, each time its line is chosen; until one is, LR pictures are made."""
        if self.lr_box.currentData() != _FILES:
            return
        if self._lr_folder is None:
            self.lr_box.setCurrentIndex(0)
        ask_for_folder(self._context, self, lambda paths: self.take_lr(paths[0]))

    def _lr_variant(self) -> str:
        chosen = str(self.lr_box.currentData())
        return next(iter(LR_VARIANTS)) if chosen == _FILES else chosen

    def _lr_folders(self) -> tuple[Path, ...]:
        if self.lr_box.currentData() != _FILES or self._lr_folder is None:
            return ()
        given = self._lr_folder
        return tuple(lr_folder_of(given, data, self.scale) for data in self.folders.folders())

    def _scale_changed(self) -> None:
        self.methods.set_scale(self.scale)
        self.refresh()

    def _box(self, titles: dict[str, str], sentences: dict[str, str]) -> QComboBox:
        box = QComboBox(self)
        for name, title in titles.items():
            box.addItem(title, name)
            box.setItemData(box.count() - 1, sentences[name], Qt.ItemDataRole.ToolTipRole)
        box.currentIndexChanged.connect(
            lambda _: box.setToolTip(sentences.get(box.currentData(), ""))
        )
        box.setToolTip(sentences[box.currentData()])
        return box

    # Layout --------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        column = self.column
        add_sr = self._small_button(self.tr("SR folder…"), self._ask_for_sr)
        add_sr.setToolTip(self.tr("Measure SR pictures that some other program made."))
        column.addLayout(self._head(self.tr("Methods"), add_sr))
        column.addWidget(self.methods)
        column.addSpacing(4)
        remove = self._small_button(self.tr("Remove"), self.folders.remove_current)
        remove.setToolTip(self.tr("Take the folder off the list; no file is removed."))
        add = self._small_button(self.tr("Add…"), self.ask_for_data)
        add.setToolTip(self.tr("Add a folder of HR pictures; or drop one anywhere."))
        column.addLayout(self._head(self.tr("HR pictures"), remove, add))
        column.addWidget(self.folders)
        column.addSpacing(4)
        column.addLayout(self._conventions())
        column.addSpacing(4)
        column.addLayout(self._head(self.tr("Metrics")))
        column.addWidget(self.metrics)
        column.addStretch(1)
        self.foot.addWidget(self.problem)
        self.foot.addWidget(self.button)

    def _conventions(self) -> FormRows:
        rows = FormRows()
        for text, box in (
            (self.tr("Scale"), self.scale_box),
            (self.tr("Protocol"), self.protocol_box),
            (self.tr("LR pictures"), self.lr_box),
        ):
            rows.add(text, box, heading=True)
        return rows

    def _head(self, text: str, *buttons: QPushButton) -> QHBoxLayout:
        row = hbox((self.heading(text), 1), spacing=4)
        for button in buttons:
            row.addWidget(button)
        return row

    def _small_button(self, text: str, do: object) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("flat", True)
        button.clicked.connect(do)
        return button

    def ask_for_data(self) -> None:
        """Ask for a folder of HR pictures."""
        ask_for_folder(self._context, self, lambda paths: self.add_data(paths))

    def add_data(self, paths: list[Path]) -> None:
        """Take folders of HR pictures in."""
        for path in paths:
            self.folders.add(path)

    def _ask_for_sr(self) -> None:
        ask_for_folder(self._context, self, lambda paths: self.methods.add_folder(paths[0]))
