"""Where results go, as what, and what they are called, with a preview of the name."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QSpinBox,
    QToolButton,
    QWidget,
)

from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.form_rows import FormRows, name_field
from sr_studio.app.upscale.output import AUTO, BESIDE, FOLDER, WINDOW, OutputPlan
from sr_studio.errors import StudioError
from sr_studio.files import is_folder, typed_path
from sr_studio.imaging.formats import FORMATS, WRITABLE
from sr_studio.upscaling.naming import FIELDS
from sr_studio.upscaling.request import UpscaleRequest


class OutputOptions(QWidget):
    """The lower part of the inspector.

    Signals:
        changed: Something that bears on names or files is different.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._name_of = ("photo", UpscaleRequest(), 4.0, (2048, 1536))
        self._format = QComboBox(self)
        for name in WRITABLE:
            self._format.addItem(FORMATS[name].name, name)
        self._quality = QSpinBox(self)
        self._quality.setRange(1, 100)
        self._quality.setToolTip(self.tr("Quality: 100 is best and largest."))
        self._place = QComboBox(self)
        self._place.addItem(self.tr("Several beside originals"), AUTO)
        self._place.addItem(self.tr("I save them myself"), WINDOW)
        self._place.addItem(self.tr("Beside the original"), BESIDE)
        self._place.addItem(self.tr("In a folder"), FOLDER)
        self._place.setToolTip(
            self.tr("A single result waits until you save it; several go beside their originals.")
        )
        self._place.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._place.setMinimumContentsLength(8)
        self._folder = QLineEdit(self)
        self._folder.setPlaceholderText(self.tr("Folder"))
        self._browse = QToolButton(self)
        self._browse.setToolTip(self.tr("Choose a folder"))
        self._browse.clicked.connect(self._choose_folder)
        self._template = QLineEdit(self)
        fields = ", ".join(f"{{{field}}}" for field in FIELDS)
        self._template.setToolTip(self.tr("Filled in: %1").replace("%1", fields))
        self._preview = QLabel(self)
        self._preview.setProperty("role", "small")
        self._preview.setWordWrap(True)
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._read()
        self._format.currentIndexChanged.connect(self._edited)
        self._quality.valueChanged.connect(self._edited)
        self._place.currentIndexChanged.connect(self._edited)
        self._folder.textChanged.connect(self._edited)
        self._template.textChanged.connect(self._edited)
        self._edited()

    def plan(self) -> OutputPlan:
        """What is set."""
        text = self._folder.text().strip()
        return OutputPlan(
            self._format.currentData(),
            self._quality.value(),
            self._place.currentData(),
            typed_path(text) if text else None,
            self._template.text(),
        )

    def problem(self) -> StudioError | None:
        """Why this plan cannot be used, if so."""
        plan = self.plan()
        try:
            plan.name(*self._name_of)
        except StudioError as error:
            return error
        if plan.place == FOLDER and (plan.folder is None or not is_folder(plan.folder)):
            return StudioError(self.tr("choose a folder for the results"))
        return None

    def preview_for(
        self, name: str, request: UpscaleRequest, scale: float, size: tuple[int, int]
    ) -> None:
        """Show what the result of this picture would be called."""
        self._name_of = (name, request, scale, size)
        self._show_preview()

    def label_width(self) -> int:
        """The width of the widest label, so that others can stand in line."""
        return max(label.sizeHint().width() for label in self._labels.values())

    def theme_changed(self) -> None:
        """Draw the icon in the colours of the theme."""
        self._browse.setIcon(self._context.icon("folder"))

    def _lay_out(self) -> None:
        rows = FormRows()
        self.setLayout(rows)
        self._labels = {
            field: rows.add(text, field, extra)
            for text, field, extra in (
                (self.tr("Format"), self._format, self._quality),
                (self.tr("Results"), self._place, None),
                (self.tr("Folder"), self._folder, self._browse),
                (self.tr("Name"), self._template, None),
            )
        }
        name_field(self._quality, self.tr("Quality"))
        self._browse.setAccessibleName(self.tr("Choose a folder"))
        rows.setColumnMinimumWidth(0, self.label_width())
        rows.addWidget(self._preview, rows.rowCount(), 1)
        self.theme_changed()

    def _read(self) -> None:
        get = self._context.settings.get
        self._format.setCurrentIndex(max(0, self._format.findData(get("output.format"))))
        self._quality.setValue(get("output.quality"))
        self._place.setCurrentIndex(max(0, self._place.findData(get("output.place"))))
        self._folder.setText(get("output.folder"))
        self._template.setText(get("output.template"))

    def _edited(self) -> None:
        plan = self.plan()
        self._quality.setVisible(plan.lossy)
        in_folder = plan.place == FOLDER
        for widget in (self._folder, self._browse, self._labels[self._folder]):
            widget.setVisible(in_folder)
        self._show_preview()
        if self.problem() is None:
            put = self._context.settings.set
            put("output.format", plan.format)
            put("output.quality", plan.quality)
            put("output.place", plan.place)
            put("output.folder", self._folder.text().strip())
            put("output.template", plan.template)
        self.changed.emit()

    def _show_preview(self) -> None:
        problem = self.problem()
        self._preview.setProperty("role", "small" if problem is None else "danger")
        self._preview.style().polish(self._preview)
        if problem is None:
            self._preview.setText(self.plan().name(*self._name_of))
        else:
            self._preview.setText(f"{said(problem.what)}. {said(problem.remedy)}".rstrip())

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Folder for the results"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(self._folder.text() or str(Path.home()))
        dialog.fileSelected.connect(self._folder.setText)
        dialog.open()
