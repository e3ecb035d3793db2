"""The rail at the left edge: one button a page, settings at its foot."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QWidget

from sr_studio.app.boxes import vbox
from sr_studio.app.icons import icon
from sr_studio.app.pages import PageSpec

_ICON_SIDE = 24


class Rail(QFrame):
    """Buttons of the pages; exactly one is on.

    Signals:
        chosen: The id of the page whose button was pressed.
        settings_wanted: The button at the foot was pressed.
    """

    chosen = Signal(str)
    settings_wanted = Signal()

    def __init__(self, pages: tuple[PageSpec, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("Rail")
        self.setAccessibleName(self.tr("Pages"))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, QToolButton] = {}
        self._icons: dict[QToolButton, str] = {}
        column = vbox(on=self, edges=(4, 8, 4, 8), spacing=4)
        for number, page in enumerate(pages, 1):
            title = QCoreApplication.translate("Pages", page.title)
            button = self._button(title, page.icon)
            button.setCheckable(True)
            help_text = QCoreApplication.translate("Pages", page.help) if page.help else ""
            button.setToolTip(f"{title} (Ctrl+{number})\n{help_text}".rstrip())
            button.clicked.connect(lambda _=False, name=page.id: self.chosen.emit(name))
            self._group.addButton(button)
            self._buttons[page.id] = button
        for page in pages:
            if not page.foot:
                column.addWidget(self._buttons[page.id])
        column.addStretch(1)
        for page in pages:
            if page.foot:
                column.addWidget(self._buttons[page.id])
        foot = self._button(self.tr("Settings"), "settings")
        foot.setToolTip(self.tr("Settings (Ctrl+,)"))
        foot.clicked.connect(self.settings_wanted)
        column.addWidget(foot)

    def select(self, page: str) -> None:
        """Show which page is on without announcing it."""
        self._buttons[page].setChecked(True)

    def tint(self, colour: QColor, disabled: QColor) -> None:
        """Draw the icons in these colours."""
        for button, name in self._icons.items():
            button.setIcon(icon(name, colour, disabled, _ICON_SIDE))

    def _button(self, title: str, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(title)
        button.setAccessibleName(title)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._icons[button] = icon_name
        return button
