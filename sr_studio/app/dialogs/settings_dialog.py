"""The settings dialog, made from the declared settings; every change takes effect at once."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, scrolling, vbox
from sr_studio.app.settings import SETTINGS, Setting, Settings

#: Pixels of the screen that the dialog needs around its rows; rows that are always to be seen.
_AROUND, _LEAST = 280, 240


def _text(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


class SettingsDialog(QDialog):
    """One row a setting, found by typing; the file they are kept in is named at the foot.

    Signals:
        keys_wanted: The person wants keys of their own.
    """

    keys_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._settings = settings
        self.editors: dict[str, QWidget] = {}
        column = vbox(on=self, edges=(24, 20, 24, 16), spacing=16)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        column.addWidget(self.search)
        self._nothing = QLabel(self.tr("No setting is called so."), self)
        self._nothing.setProperty("role", "dim")
        self._nothing.hide()
        column.addWidget(self._nothing)
        self._body = body = QWidget(self)
        body.setObjectName("Clear")
        self._form = form = QFormLayout(body)
        form.setContentsMargins(0, 0, 8, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        for setting in SETTINGS:
            if not setting.hidden:
                self._row(form, setting)
        self._area = area = scrolling(body, self)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(area, 1)
        place = QLabel(self.tr("Kept in %1").replace("%1", str(settings.path)), self)
        place.setProperty("role", "small")
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(place)
        keys = QPushButton(self.tr("Keys…"), self)
        keys.setAutoDefault(False)
        keys.clicked.connect(self.keys_wanted)
        keys.clicked.connect(self.accept)
        close = QPushButton(self.tr("Close"), self)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = hbox(keys, None, close)
        column.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """As large as all rows, dressed in the theme, need; no larger than the screen."""
        needed = self._body.sizeHint()
        bar = self._area.verticalScrollBar().sizeHint().width()
        room = self.screen().availableGeometry().height() - _AROUND
        self._area.setMinimumWidth(needed.width() + bar)
        self._area.setMinimumHeight(max(_LEAST, min(needed.height(), room)))
        self.resize(self.sizeHint())
        super().showEvent(event)

    def _find(self, query: str) -> None:
        """Show only settings in whose name, help or choices every typed word occurs."""
        words, shown = query.casefold().split(), 0
        for setting in SETTINGS:
            if setting.hidden:
                continue
            labels = [setting.label, setting.help, *(label for _, label in setting.choices)]
            text = " ".join(_text(label) for label in labels).casefold()
            fits = all(word in text for word in words)
            self._form.setRowVisible(self.editors[setting.id], fits)
            shown += fits
        self._nothing.setVisible(not shown)

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
