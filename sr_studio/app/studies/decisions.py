"""What is decided about a study for good: who is left out, closing it, naming its codes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_folder
from sr_studio.app.studies import work
from sr_studio.app.studies.reason_dialog import ReasonDialog
from sr_studio.studies.definition.filenames import KEY_FILE
from sr_studio.studies.errors import UnknownServerError

if TYPE_CHECKING:
    from sr_studio.studies.rating.enrolment import Action


class Decisions(QObject):
    """Asks for a reason, then writes.

    Signals:
        written: The study is different now.
        failed: The error that kept it as it was.
    """

    written = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._widget = context, parent
        self.dialog: ReasonDialog | None = None
        self.question: QMessageBox | None = None

    def close(self, folder: Path) -> None:
        """End the rating."""
        self._ask(
            self.tr("Close the rating"),
            self.tr("Nobody can be enrolled or rate any more. This cannot be taken back."),
            self.tr("Close the rating"),
            lambda reason: self._write(partial(work.close_study, folder, reason)),
        )

    def about_rater(self, folder: Path, rater: str, action: Action) -> None:
        """Leave a rater out of the analysis, or take one back in."""
        if action == "exclude":
            title, agree = self.tr("Exclude %1"), self.tr("Exclude")
            text = self.tr(
                "The ratings stay, and the analysis leaves them out. Who was excluded, when, why, "
                "and whether names were known stands in the report."
            )
        else:
            title, agree = self.tr("Include %1"), self.tr("Include")
            text = self.tr("The analysis counts the ratings again; the report says so and why.")
        write = partial(work.decide, folder, rater, action)
        self._ask(
            title.replace("%1", rater),
            text,
            agree,
            lambda reason: self._write(partial(write, reason)),
        )

    def about_server(self, error: UnknownServerError) -> None:
        """Ask before a folder leads this computer to a server; connect to it if that is wanted."""
        text = self.tr(
            "The ratings of this study are kept on a server: %1. Connect only if you know it: the "
            "folder may come from somebody else."
        )
        self.question = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Connect to a server?"),
            text.replace("%1", error.url),
            QMessageBox.StandardButton.Cancel,
            self._widget.window(),
        )
        self.question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        agree = self.question.addButton(self.tr("Connect"), QMessageBox.ButtonRole.AcceptRole)
        trust = partial(work.trust_server, error.study_id, error.url)
        agree.clicked.connect(lambda: self._write(trust))
        self.question.open()

    def unblind(self, folder: Path) -> None:
        """Give the codes their names; where the key is elsewhere, ask for its folder."""
        self._ask(
            self.tr("Unblind the study"),
            self.tr(
                "The systems get their names, and the study keeps a record of who looked, when "
                "and why. This cannot be taken back."
            ),
            self.tr("Unblind"),
            partial(self._unblind, folder),
        )

    def _unblind(self, folder: Path, reason: str) -> None:
        def with_key(chosen: list[Path]) -> None:
            self._write(partial(work.unblind, folder, chosen[0] / KEY_FILE, reason))

        if (folder / KEY_FILE).is_file():
            with_key([folder])
        else:
            ask_for_folder(self._context, self._widget, with_key)

    def _ask(self, title: str, text: str, agree: str, take: Callable[[str], None]) -> None:
        self.dialog = ReasonDialog(title, text, agree, take, self._widget.window())
        self.dialog.open()

    def _write(self, write: Callable[[], object]) -> None:
        self._context.tasks.start(
            lambda _: write(), lambda _: self.written.emit(), self.failed.emit, writes=True
        )
