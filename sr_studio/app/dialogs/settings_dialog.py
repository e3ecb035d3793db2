"""The settings dialog, made from the declared settings; every change takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sr_studio.app.settings import SETTINGS, Setting, Settings


def _text(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


class SettingsDialog(QDialog):
    """One row a setting; the file they are kept in is named at the foot."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        for setting in SETTINGS:
            if not setting.hidden:
                self._row(form, setting)
        column.addLayout(form)
        place = QLabel(self.tr("Kept in %1").replace("%1", str(settings.path)), self)
        place.setProperty("role", "small")
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _row(self, form: QFormLayout, setting: Setting) -> None:
        editor = self._editor(setting)
        label = _text(setting.label)
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(_text(setting.help))
        editor.setToolTip(_text(setting.help))
        self.editors[setting.id] = editor
        if isinstance(editor, QCheckBox):
            editor.setText(label)
            form.addRow("", editor)
        else:
            form.addRow(label, editor)

    def _editor(self, setting: Setting) -> QWidget:
        value = self._settings.get(setting.id)
        if setting.choices:
            box = QComboBox(self)
            for choice, label in setting.choices:
                box.addItem(_text(label), choice)
            box.setCurrentIndex(box.findData(value))
            box.currentIndexChanged.connect(
                lambda _: self._settings.set(setting.id, box.currentData())
            )
            return box
        if isinstance(setting.default, bool):
            check = QCheckBox(self)
            check.setChecked(value)
            check.toggled.connect(lambda on: self._settings.set(setting.id, on))
            return check
        line = QLineEdit(str(value), self)
        line.editingFinished.connect(lambda: self._settings.set(setting.id, line.text()))
        return line
