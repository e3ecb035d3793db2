"""A row of tabs that elides, scrolls and lets one close; never wider than the room it is given."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget

from sr_studio.app.context import Context

_WIDEST = 200
_NARROWEST = 104


class ClosingTabs(QTabBar):
    """A row of tabs with a named button that closes each; never wider than it is given.

    Signals:
        close_wanted: The index of the tab whose button was pressed.
    """

    close_wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("Chips")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUsesScrollButtons(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_tabs(self, names: list[str], *, closable: list[bool]) -> None:
        """Show these tabs and no others, without announcing a change."""
        blocked = self.blockSignals(True)
        while self.count() > len(names):
            self.removeTab(self.count() - 1)
        for index, (name, may_close) in enumerate(zip(names, closable, strict=True)):
            if index == self.count():
                self.addTab("")
            self.setTabText(index, name.replace("&", "&&"))
            self.setTabToolTip(index, name)
            self._set_button(index, self.tr("Close %1").replace("%1", name), may_close)
        self.blockSignals(blocked)
        self.updateGeometry()

    def theme_changed(self) -> None:
        """Draw icons in the colours of the theme."""
        for index in range(self.count()):
            button = self.tabButton(index, QTabBar.ButtonPosition.RightSide)
            if isinstance(button, QToolButton):
                button.setIcon(self._context.icon("cancel", "text_dim"))

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802 (Qt's name)
        """A long name is elided, however much room there is."""
        size = super().tabSizeHint(index)
        return QSize(min(size.width(), _WIDEST), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802 (Qt's name)
        """So much of a name is always shown; what has no room then is scrolled."""
        size = self.tabSizeHint(index)
        return QSize(min(size.width(), _NARROWEST), size.height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Room to scroll in: the row never keeps a window from being narrow."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def _set_button(self, index: int, name: str, may_close: bool) -> None:
        side = QTabBar.ButtonPosition.RightSide
        button = self.tabButton(index, side)
        if not may_close:
            if button is not None:
                self.setTabButton(index, side, None)  # type: ignore[arg-type]  # takes it away
                button.deleteLater()
            return
        if button is None:
            made = QToolButton(self)
            made.setObjectName("TabClose")
            made.setIcon(self._context.icon("cancel", "text_dim"))
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete closes the tab that is current
            made.clicked.connect(lambda _=False, button=made: self._closed(button))
            self.setTabButton(index, side, made)
            button = made
        button.setAccessibleName(name)
        button.setToolTip(name)

    def _closed(self, button: QToolButton) -> None:
        side = QTabBar.ButtonPosition.RightSide
        for index in range(self.count()):
            if self.tabButton(index, side) is button:
                self.close_wanted.emit(index)
                return
