"""One evaluation from its first row to its saved result, done by a child process."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from sr_studio import paths
from sr_studio.app.evaluate.child import EvaluateChild
from sr_studio.app.evaluate.order import words_of
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError
from sr_studio.evaluation.request import USUAL_SCALE, EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult, MethodFacts, Note, Row, read_result
from sr_studio.files import made_folder
from sr_studio.progress import Progress

#: Rows of quick methods come by the hundred; what is shown follows at this pace.
_PACE_MS = 200


def results_folder() -> Path:
    """Where every finished evaluation is kept, so that none is lost by closing the window."""
    return paths.user_data_dir() / "evaluations"


class Measuring(QObject):
    """Collects rows and notes while they come, and the whole result at the end.

    Signals:
        changed: Rows, notes or progress are new.
        ended: The child is gone; the result is whole, or says why it is not.
        failed: A :class:`Trouble`: there is no result.
    """

    changed = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(
        self,
        request: EvaluationRequest,
        titles: dict[str, str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pictures = tempfile.TemporaryDirectory(
            prefix="sr-studio-evaluation-", ignore_cleanup_errors=True
        )
        self.pictures = Path(self._pictures.name)
        self.file = results_folder() / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
        self.progress: Progress | None = None
        self.what = ""
        self.result = EvaluationResult(
            request.scale or USUAL_SCALE,
            request.protocol,
            request.lr_variant,
            methods=[MethodFacts(name, title, "") for name, title in titles.items()],
        )
        self._request = replace(request, pictures=self.pictures)
        self._child = EvaluateChild(self)
        self._child.progressed.connect(self._progressed)
        self._child.conventions_told.connect(self._conventions)
        self._child.row_arrived.connect(self._row)
        self._child.noted.connect(self._note)
        self._child.ended.connect(self._ended)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PACE_MS)
        self._timer.timeout.connect(self.changed)

    @property
    def running(self) -> bool:
        """Whether the child still works."""
        return self._child.running

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked it to stop."""
        return self._child.cancelled

    def start(self) -> None:
        """Start the child.

        Raises:
            StudioError: The folder of results cannot be made.
        """
        made_folder(self.file.parent)
        self._child.start([*words_of(self._request), "--json", str(self.file)])

    def cancel(self) -> None:
        """Stop; the rows there are stay."""
        self._child.cancel()

    def shut_down(self) -> None:
        """End the child and remove the pictures."""
        self._timer.stop()
        self._child.shut_down()
        self._pictures.cleanup()

    def _progressed(self, progress: Progress, what: str) -> None:
        self.progress, self.what = progress, what
        self._soon()

    def _conventions(self, sentences: dict[str, str]) -> None:
        self.result.conventions = sentences

    def _row(self, row: Row) -> None:
        self.result.images.append(row)
        self._soon()

    def _note(self, note: Note) -> None:
        self.result.notes.append(note)
        self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _ended(self, code: int) -> None:
        self._timer.stop()
        if self.file.is_file():
            self._read_result()
        elif self.cancelled:
            share = 100 * (self.progress.fraction if self.progress is not None else 0)
            sentence = self.tr("Cancelled at %1 %; means rest on the pictures measured by then.")
            note = Note(sentence.replace("%1", f"{share:.0f}"), failure=True)
            self.result.notes.append(note)
        else:
            self._fail(code)
        self.ended.emit()

    def _read_result(self) -> None:
        try:
            self.result = read_result(self.file)
        except StudioError as error:
            self.failed.emit(Trouble.of(error))
            return
        failures = [note.sentence() for note in self.result.notes if note.failure]
        if not self.result.images and failures:
            self.file.unlink(missing_ok=True)
            what = self.tr("Nothing could be measured.")
            self.failed.emit(Trouble(what, "", failures[0], "\n".join(failures)))

    def _fail(self, code: int) -> None:
        what = self._child.failure() or self.tr("The evaluation ended with code %1.").replace(
            "%1", str(code)
        )
        kept = self.tr("The rows that were measured are kept.") if self.result.images else ""
        self.failed.emit(Trouble(what, kept, "", self._child.said()))
