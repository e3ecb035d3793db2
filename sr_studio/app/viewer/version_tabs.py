"""The versions in the viewer's bar, by number; one is looked at, any may be closed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from sr_studio.app.closing_tabs import ClosingTabs
from sr_studio.app.context import Context
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer

_NUMBERED = 9


class VersionTabs(ClosingTabs):
    """Follows one viewer: the current tab is the version that is looked at."""

    def __init__(self, context: Context, viewer: Viewer, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._viewer = viewer
        self._shown: list[Version] = []
        self.setAccessibleName(self.tr("Versions"))
        self.currentChanged.connect(self._chosen)
        self.close_wanted.connect(lambda index: viewer.close_wanted.emit(self._shown[index]))

    def refresh(self) -> None:
        """Show what the viewer shows."""
        versions = self._viewer.versions
        if versions != self._shown:
            self._shown = list(versions)
            self.show_tabs(
                [_numbered(index, version) for index, version in enumerate(versions)],
                closable=[self._viewer.closable(version) for version in versions],
            )
            for index, version in enumerate(versions):
                help_text = self.tr("Show this version (%1). With Shift: compare with it.")
                text = f"{version.name}\n{help_text.replace('%1', str(index + 1))}"
                self.setTabToolTip(index, text)
        if self._viewer.after in versions:
            blocked = self.blockSignals(True)
            self.setCurrentIndex(versions.index(self._viewer.after))
            self.blockSignals(blocked)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """With Shift the version becomes the one to compare with."""
        at = self.tabAt(event.position().toPoint())
        if at >= 0 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._viewer.choose(self._shown[at], as_before=True)
        else:
            super().mousePressEvent(event)

    def _chosen(self, index: int) -> None:
        if 0 <= index < len(self._shown):
            self._viewer.choose(self._shown[index])


def _numbered(index: int, version: Version) -> str:
    return f"{index + 1}  {version.name}" if index < _NUMBERED else version.name
