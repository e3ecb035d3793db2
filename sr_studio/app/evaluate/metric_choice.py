"""Which metrics are measured; those that cannot be had are grey and say why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QWidget

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.app.evaluate.availability import ASKED_FOR
from sr_studio.app.evaluate.convention_words import in_general
from sr_studio.app.files_dialog import ask_for_files
from sr_studio.evaluation.request import USUAL_METRICS
from sr_studio.metrics.metric import METRICS

#: These are always measured.
_TIMES = ("seconds", "megapixels_per_second")
_INDEX = "perceptual_index"
_LPIPS = "lpips_"
_BUTTON = (28, 20)


class MetricChoice(QWidget):
    """One box a metric, with a button where a file makes it possible.

    Signals:
        changed: Something else is chosen.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._files: dict[str, Path] = {}
        self._untouched = set(USUAL_METRICS)
        self.boxes: dict[str, QCheckBox] = {}
        self.reasons: dict[str, QLabel] = {}
        self._column = vbox(on=self, spacing=4)
        self._offer_known()
        for key in ASKED_FOR:
            self._forbid(key, self.tr("Looking whether it can be measured here…"))
        self._forbid(_INDEX, self.tr("Needs a file of Ma scores (model,dataset,image,ma)."))

    def chosen(self) -> tuple[str, ...]:
        """Checked metrics that can be had, in the order of a table."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked() and box.isEnabled())

    def lpips_weights(self) -> dict[str, Path]:
        """Network → file of its backbone, where the person named one."""
        return {
            key.removeprefix(_LPIPS): path
            for key, path in self._files.items()
            if key.startswith(_LPIPS)
        }

    def ma_scores(self) -> Path | None:
        """The file of Ma scores, if the perceptual index is chosen."""
        return self._files.get(_INDEX) if _INDEX in self.chosen() else None

    def set_reasons(self, reasons: Mapping[str, str]) -> None:
        """Grey what cannot be had, free what can, and offer what plug-ins have."""
        self._offer_known()
        for key in ASKED_FOR:
            if key in self._files:
                continue
            if key in reasons:
                self._forbid(key, reasons[key])
            else:
                self._allow(key, key in self._untouched)
        self.changed.emit()

    def take_file(self, key: str, path: Path) -> None:
        """Measure a metric with a file of the person's."""
        self._files[key] = path
        self._allow(key, True)
        self.boxes[key].setToolTip(f"{self.boxes[key].toolTip()}\n{path}")
        self.changed.emit()

    def _offer_known(self) -> None:
        for key in METRICS:
            if key not in self.boxes and key not in _TIMES:
                self._column.addLayout(self._row(key))
                self._column.addWidget(self.reasons[key])

    def _row(self, key: str) -> QHBoxLayout:
        box = QCheckBox(METRICS[key].title, self)
        box.setChecked(key in USUAL_METRICS)
        box.setToolTip(in_general(METRICS[key]))
        box.toggled.connect(lambda _: self.changed.emit())
        box.clicked.connect(lambda _: self._untouched.discard(key))
        reason = QLabel(self)
        reason.setProperty("role", "small")
        reason.setWordWrap(True)
        reason.setContentsMargins(22, 0, 0, 4)
        reason.hide()
        self.boxes[key], self.reasons[key] = box, reason
        row = QHBoxLayout()
        row.addWidget(box, 1)
        if key == _INDEX or key.startswith(_LPIPS):
            button = QToolButton(self)
            button.setText("…")
            button.setFixedSize(*_BUTTON)
            button.setToolTip(self._file_help(key))
            button.setAccessibleName(self._file_help(key))
            button.clicked.connect(partial(self._ask, key))
            row.addWidget(button)
        return row

    def _file_help(self, key: str) -> str:
        if key == _INDEX:
            return self.tr("Choose a file of Ma scores.")
        return self.tr("Choose a file with the weights of its backbone.")

    def _ask(self, key: str) -> None:
        ask_for_files(self._context, self, lambda paths: self.take_file(key, paths[0]))

    def _forbid(self, key: str, why: str) -> None:
        box, reason = self.boxes[key], self.reasons[key]
        box.setEnabled(False)
        box.setChecked(False)
        box.setToolTip(f"{in_general(METRICS[key])}\n\n{why}")
        box.setAccessibleDescription(why)
        # The first sentence says why, the rest what to do; that stands in the tooltip.
        reason.setText(why.split(". ")[0].rstrip(".…") + ("…" if why.endswith("…") else "."))
        reason.setToolTip(why)
        reason.show()

    def _allow(self, key: str, checked: bool) -> None:
        box = self.boxes[key]
        if not box.isEnabled():
            box.setEnabled(True)
            box.setChecked(checked)
        box.setToolTip(in_general(METRICS[key]))
        box.setAccessibleDescription("")
        self.reasons[key].hide()
