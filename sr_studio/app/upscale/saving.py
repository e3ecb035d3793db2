"""Saving results: under the name from the template, or under one the person gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.files_dialog import ask_where_to_save
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.entry import Entry, Result
from sr_studio.app.upscale.output import OutputPlan
from sr_studio.errors import StudioError
from sr_studio.files import explained
from sr_studio.imaging.formats import FORMATS, WRITABLE, picture_suffixes
from sr_studio.progress import CancelToken
from sr_studio.upscaling.naming import numbered
from sr_studio.upscaling.queue_items import file_stamp
from sr_studio.upscaling.result_copy import Copied, copy_result

Pair = tuple[Entry, Result]


class Saver(QObject):
    """Writes results to their last place, off the window's thread.

    Signals:
        saved: An :class:`Entry` one of whose results has a file now.
    """

    saved = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._promised: set[Path] = set()
        self._writing = 0
        self._afterwards: list[Callable[[], None]] = []
        #: What formats could not hold of what was saved and is not told yet, each once.
        self._notes: dict[str, None] = {}
        self.dialog: QFileDialog | None = None

    def save(
        self, pairs: Sequence[Pair], plan: OutputPlan, then: Callable[[], None] = lambda: None
    ) -> None:
        """Save results under names from the template, beside the originals or in the folder.

        Args:
            pairs: Results and whose they are; those that are saved already are left out, and where
                one is just being saved, all of it waits for that.
            plan: Format, folder and names.
            then: Called when all of them are saved; not if one of them could not be.
        """
        if any(result.saving for _, result in pairs):
            self._afterwards.append(partial(self.save, pairs, plan, then))
            return
        fresh = [(entry, result) for entry, result in pairs if result.saved is None]
        if not fresh:
            if pairs:
                saved = str(pairs[0][1].saved)
                self._context.say(self.tr("It is saved already, as %1").replace("%1", saved))
            then()
            return
        left, refused = [len(fresh)], list[tuple[Path, Exception]]()

        def one_less(target: Path, error: Exception | None) -> None:
            self._promised.discard(target)
            if error is not None:
                refused.append((target, error))
            left[0] -= 1
            if left[0] == 0:
                self._tell(fresh, refused)
                if not refused:
                    then()

        for entry, result in fresh:
            folder = plan.folder_for(entry.path, entry.root)
            try:
                target = numbered(folder / self._name(entry, result, plan), self._promised)
            except StudioError as error:
                one_less(folder, error)
                continue
            except OSError as error:  # a share that is gone; the others have theirs
                one_less(folder, explained(error, folder))
                continue
            self._promised.add(target)
            self._write(entry, result, target, plan, partial(one_less, target))

    def save_as(self, entry: Entry, result: Result, plan: OutputPlan) -> None:
        """Ask for a name and a format first."""
        order = sorted(WRITABLE, key=lambda format: format != plan.format)
        kinds = {FORMATS[format].suffixes[0]: FORMATS[format].name for format in order}
        try:
            name = self._name(entry, result, plan).removesuffix(plan.suffix)
        except StudioError:
            name = entry.stem

        def chosen(path: Path) -> None:
            def done(error: Exception | None) -> None:
                self._tell([(entry, result)], [] if error is None else [(path, error)])

            self._write(entry, result, path, plan, done)

        self.dialog = ask_where_to_save(
            self._context,
            self._window,
            self.tr("Save the result"),
            name,
            kinds,
            chosen,
            also=picture_suffixes(),
            folder=plan.folder_for(entry.path),
        )

    def reveal(self, path: Path) -> None:
        """Open the folder a file is in."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _write(
        self,
        entry: Entry,
        result: Result,
        target: Path,
        plan: OutputPlan,
        told: Callable[[Exception | None], None],
    ) -> None:
        source = result.file
        assert source is not None
        result.saving = True
        self._writing += 1

        def ended(error: Exception | None) -> None:
            result.saving = False
            self._writing -= 1
            told(error)
            if self._writing == 0:
                waiting, self._afterwards = self._afterwards, []
                for again in waiting:
                    again()

        def done(copied: Copied) -> None:
            result.saved = target
            result.copy_stamp = file_stamp(target) if copied.whole else ""
            self._notes.update(dict.fromkeys(map(said, copied.lost)))
            self.saved.emit(entry)
            ended(None)

        def work(_: CancelToken) -> Copied:
            return copy_result(source, target, plan.wished, entry.path)

        self._context.tasks.start(work, done, ended)

    def _tell(self, pairs: Sequence[Pair], refused: Sequence[tuple[Path, Exception]]) -> None:
        """One sentence for all that was saved, one dialog for all that was not."""
        notes, self._notes = list(self._notes), {}
        saved = [result.saved for _, result in pairs if result.saved is not None]
        if saved:
            self._context.settings.set("files.last_folder", str(saved[-1].parent))
        if refused:
            kept = self.tr("The results are still in the window.")
            trouble = Trouble.of(refused[0][1], kept=kept)
            lines = [f"{target}: {error}" for target, error in refused]
            details = "\n".join([*lines, "", trouble.details])
            self._context.show_trouble(Trouble(trouble.what, kept, trouble.remedy, details))
        elif len(saved) == 1:
            name = self.tr("Saved as %1").replace("%1", str(saved[0]))
            self._context.say(". ".join([name, *notes]))
        else:
            self._context.say(" ".join([self.tr("%n result(s) saved.", "", len(saved)), *notes]))

    def _name(self, entry: Entry, result: Result, plan: OutputPlan) -> str:
        report = result.report
        return plan.name(entry.stem, result.request, report.scale, report.size_out, entry.folder)
