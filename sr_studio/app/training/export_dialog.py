"""From a run to a model for others: which checkpoint, what kind, under what licence, with whom."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.form_rows import FormRows
from sr_studio.errors import StudioError
from sr_studio.training.data_licence import DataLicence, licence_of_data, proposal_from
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.start_facts import facts_of_start
from sr_studio.zoo.catalogue import list_models

_LICENCES = ("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "Apache-2.0", "MIT")
_OWN = "own"


class ExportDialog(QDialog):
    """Asks what has to be known of a model before it goes out.

    Args:
        run: The run.
        checkpoints: What can be exported, as ``--checkpoint`` takes it.
        parent: The window.

    Signals:
        wanted: The words after ``sr-studio models`` (list of str), without an output file, and the
            kind of file; ``own`` stands for the person's models.
    """

    wanted = Signal(list, str)

    def __init__(
        self, run: RunFolder, checkpoints: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export the model"))
        self._run = run
        self.checkpoint_box = QComboBox(self)
        self.checkpoint_box.addItems(list(checkpoints))
        self.kind_box = QComboBox(self)
        for text, kind in (
            (self.tr("my models"), _OWN),
            (self.tr("safetensors, with its card"), "safetensors"),
            (self.tr("pth, for other programs"), "pth"),
            (self.tr("ONNX, for other programs"), "onnx"),
        ):
            self.kind_box.addItem(text, kind)
        self.licence_box = QComboBox(self)
        self.licence_box.setEditable(True)
        self.licence_box.addItems(["", *_LICENCES])
        self.pair_box = QComboBox(self)
        self.pair_box.addItem(self.tr("nothing"), "")
        self._offer_partners()
        rows = FormRows()
        rows.add(self.tr("Checkpoint"), self.checkpoint_box)
        rows.add(self.tr("Into"), self.kind_box)
        rows.add(self.tr("Licence of the weights"), self.licence_box)
        self._pair_label = rows.add(self.tr("Slider of detail with"), self.pair_box)
        self.said = QLabel(self)
        self.said.setProperty("role", "small")
        self.said.setWordWrap(True)
        self._propose_licence()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(rows)
        whole.addWidget(self.said)
        whole.addWidget(buttons)
        self.kind_box.currentIndexChanged.connect(lambda _: self._kind_chosen())
        self._kind_chosen()

    def words(self) -> list[str]:
        """What would be typed after ``sr-studio models``, without an output file."""
        kind = self.kind_box.currentData()
        command = ["import"] if kind == _OWN else ["export", "--to", kind]
        words = [*command, str(self._run.path), "--checkpoint", self.checkpoint_box.currentText()]
        if self.licence_box.currentText().strip():
            words += ["--licence", self.licence_box.currentText().strip()]
        if kind == _OWN and self.pair_box.currentData():
            words += ["--pair", self.pair_box.currentData()]
        return words

    def _take(self) -> None:
        self.wanted.emit(self.words(), self.kind_box.currentData())
        self.accept()

    def _kind_chosen(self) -> None:
        own = self.kind_box.currentData() == _OWN
        self.pair_box.setEnabled(own and self.pair_box.count() > 1)

    def _propose_licence(self) -> None:
        found = self._licence()
        if found is None:
            self.said.setText(self.tr("The folder of pictures says nothing of their licences."))
            return
        start = facts_of_start(self._run)
        proposal = found.proposal if start is None else proposal_from(start.licence, found.proposal)
        self.licence_box.setCurrentText(proposal)
        text = self.tr("The pictures stand under: %1.").replace("%1", found.source.licence)
        if not found.proposal:
            text += " " + self.tr("Some state none, so that none is proposed for the weights.")
        self.said.setText(text)

    def _licence(self) -> DataLicence | None:
        try:
            data = self._run.origin().get("data")
        except (StudioError, OSError, ValueError):
            return None
        return licence_of_data(Path(data)) if data else None

    def _offer_partners(self) -> None:
        """Models of the same network: the one the run started from comes first."""
        try:
            network = self._run.recipe_table()["network"]
            start = Path(self._run.origin().get("starts_from") or "").stem
        except (StudioError, OSError, ValueError, KeyError):
            return
        fitting = [
            entry.name
            for entry in list_models()
            if entry.card is not None
            and entry.card.architecture == network["architecture"]
            and entry.card.parameters == network["parameters"]
            and entry.card.role != "detailed"
        ]
        for name in sorted(fitting, key=lambda name: name != start):
            self.pair_box.addItem(name, name)
        if start in fitting:
            self.pair_box.setCurrentIndex(self.pair_box.findData(start))
