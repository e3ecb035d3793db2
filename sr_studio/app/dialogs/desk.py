"""Opens the dialogs of one window; none of them stops the program, all are opened here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from sr_studio.app.actions import Actions
from sr_studio.app.settings import Settings
from sr_studio.app.trouble import Trouble


class DialogDesk(QObject):
    """The dialogs of one window; ``shown`` is the one opened last."""

    def __init__(self, window: QWidget, actions: Actions, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._settings = settings
        self.shown: QDialog | None = None

    def trouble(self, trouble: Trouble) -> None:
        """What happened, what was kept, what to do."""
        from sr_studio.app.dialogs.error_dialog import ErrorDialog

        self._open(ErrorDialog(trouble, self._window))

    def settings(self) -> None:
        """The person's settings."""
        from sr_studio.app.dialogs.settings_dialog import SettingsDialog

        self._open(SettingsDialog(self._settings, self._window))

    def keys(self) -> None:
        """All keys on one sheet."""
        from sr_studio.app.dialogs.keys_sheet import KeysSheet

        self._open(KeysSheet(self._actions, self._window))

    def palette(self, chosen: Callable[[str], None]) -> None:
        """All commands by name."""
        from sr_studio.app.dialogs.command_palette import CommandPalette

        palette = CommandPalette(self._actions, self._window)
        palette.chosen.connect(chosen)
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        palette.move(corner.x() + (self._window.width() - palette.width()) // 2, corner.y() + 80)
        self.shown = palette
        palette.show()

    def about(self) -> None:
        """What program this is."""
        from PySide6.QtWidgets import QMessageBox

        from sr_studio import __version__

        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About SR Studio"))
        box.setText(f"SR Studio {__version__}")
        box.setInformativeText(
            self.tr(
                "Enlarge photographs, compare versions, train the networks, measure them, "
                "and ask people.\n\nApache License 2.0. Nothing is ever sent anywhere."
            )
        )
        self._open(box)

    def closing(self, losses: Sequence[str], agreed: Callable[[], None]) -> None:
        """Ask whether to close although something would be lost."""
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("Close SR Studio?"))
        box.setText(self.tr("Close SR Studio?"))
        box.setInformativeText("\n".join(losses))
        close = box.addButton(self.tr("Close"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(self.tr("Go on working"), QMessageBox.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda button: agreed() if button is close else None)
        self._open(box)

    def _open(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.open()
