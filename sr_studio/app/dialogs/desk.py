"""Opens the dialogs of one window; none of them stops the program, all are opened here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from sr_studio.app.actions import Actions
from sr_studio.app.settings import Settings
from sr_studio.app.trouble import Trouble

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton, QDialog, QMessageBox, QWidget

    from sr_studio.app.context import Context
    from sr_studio.app.tour.tour import Tour


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

        dialog = SettingsDialog(self._settings, self._window)
        dialog.keys_wanted.connect(self.own_keys)
        self._open(dialog)

    def keys(self) -> None:
        """All keys on one sheet."""
        from sr_studio.app.dialogs.keys_sheet import KeysSheet

        sheet = KeysSheet(self._actions, self._window)
        sheet.change_wanted.connect(self.own_keys)
        self._open(sheet)

    def own_keys(self) -> None:
        """Other keys than the declared ones."""
        from sr_studio.app.dialogs.own_keys import OwnKeys

        self._open(OwnKeys(self._actions, self._window))

    def palette(self, chosen: Callable[[str], None]) -> None:
        """All commands by name."""
        from sr_studio.app.dialogs.command_palette import CommandPalette

        palette = CommandPalette(self._actions, self._window)
        palette.chosen.connect(chosen)
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        palette.move(corner.x() + (self._window.width() - palette.width()) // 2, corner.y() + 80)
        self.shown = palette
        palette.show()

    def tour(self, context: Context, name: str, page: QWidget) -> Tour:
        """Walk through the page of this id."""
        from sr_studio.app.tour.steps import TOURS
        from sr_studio.app.tour.tour import Tour

        return Tour(context, page, TOURS[name], page.parentWidget() or self._window)

    def about(self) -> None:
        """What program this is."""
        from PySide6.QtWidgets import QMessageBox

        from sr_studio.version import version_and_commit

        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About SR Studio"))
        box.setText(f"SR Studio {version_and_commit()}")
        box.setInformativeText(
            self.tr(
                "Enlarge photographs, compare versions, train the networks, measure them, "
                "and ask people.\n\nApache License 2.0. Nothing is sent anywhere before you ask."
            )
        )
        self._open(box)

    def closing(
        self,
        losses: Sequence[str],
        agreed: Callable[[], None],
        savers: Sequence[Callable[[Callable[[], None]], None]],
    ) -> None:
        """Ask whether to close although something would be lost.

        Args:
            losses: What would be lost, one sentence each.
            agreed: Closes.
            savers: Each saves what it can and then calls back; with none, saving is not offered.
        """
        box = self._question(self.tr("Close SR Studio?"), "\n".join(losses))
        close = box.addButton(self.tr("Close"), box.ButtonRole.DestructiveRole)
        save = None
        if savers:
            save = box.addButton(self.tr("Save all and close"), box.ButtonRole.AcceptRole)

        def saved_all() -> None:
            left.pop()
            if not left:
                agreed()

        left = list(savers)

        def pressed(button: QAbstractButton) -> None:
            if button is close:
                agreed()
            elif button is save:
                for saver in savers:
                    saver(saved_all)

        box.buttonClicked.connect(pressed)
        self._open(box)

    def ask(self, title: str, loss: str, verb: str, agreed: Callable[[], None]) -> None:
        """Ask before something is lost; the answer that keeps it has the focus."""
        box = self._question(title, loss)
        yes = box.addButton(verb, box.ButtonRole.DestructiveRole)
        box.buttonClicked.connect(lambda button: agreed() if button is yes else None)
        self._open(box)

    def _question(self, title: str, loss: str) -> QMessageBox:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(loss)
        stay = box.addButton(self.tr("Go on working"), box.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        return box

    def _open(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.open()
