"""Saving results: under the name from the template, or under one the person gives."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from sr_studio.app.context import Context
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.entry import Entry, Result
from sr_studio.app.upscale.output import OutputPlan
from sr_studio.errors import StudioError
from sr_studio.files import replacing
from sr_studio.imaging.formats import FORMATS, WRITABLE, format_of_suffix
from sr_studio.imaging.reading import read_picture
from sr_studio.imaging.writing import write_picture
from sr_studio.upscaling.naming import numbered


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
        self.dialog: QFileDialog | None = None

    def save(self, entry: Entry, result: Result, plan: OutputPlan) -> None:
        """Save under the name from the template, beside the original or in the chosen folder."""
        if result.saved is not None:
            saved = str(result.saved)
            self._context.say(self.tr("It is saved already, as %1").replace("%1", saved))
            return
        try:
            target = numbered(plan.folder_for(entry.path) / self._name(entry, result, plan))
        except StudioError as error:
            self._context.show_trouble(Trouble.of(error, kept=self._still_there()))
            return
        self.write(entry, result, target, plan.quality)

    def save_as(self, entry: Entry, result: Result, plan: OutputPlan) -> None:
        """Ask for a name and a format first."""
        dialog = QFileDialog(self._window.window(), self.tr("Save the result"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        filters = [
            f"{FORMATS[name].name} (*{' *'.join(FORMATS[name].suffixes)})" for name in WRITABLE
        ]
        dialog.setNameFilters(filters)
        dialog.selectNameFilter(filters[WRITABLE.index(plan.format)])
        dialog.setDefaultSuffix(plan.suffix.lstrip("."))
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(
                FORMATS[WRITABLE[filters.index(chosen)]].suffixes[0].lstrip(".")
            )
        )
        last = self._context.settings.get("files.last_folder")
        folder = Path(last) if last and Path(last).is_dir() else plan.folder_for(entry.path)
        dialog.setDirectory(str(folder))
        try:
            dialog.selectFile(self._name(entry, result, plan))
        except StudioError:
            dialog.selectFile(f"{entry.stem}{plan.suffix}")
        dialog.fileSelected.connect(
            lambda chosen: self.write(entry, result, Path(chosen), plan.quality)
        )
        self.dialog = dialog
        dialog.open()

    def write(self, entry: Entry, result: Result, target: Path, quality: int) -> None:
        """Write a result to ``target`` and say where it is."""
        source = result.file
        assert source is not None

        def done(_: object) -> None:
            result.saved = target
            self._context.settings.set("files.last_folder", str(target.parent))
            self._context.say(self.tr("Saved as %1").replace("%1", str(target)))
            self.saved.emit(entry)

        def failed(error: Exception) -> None:
            self._context.show_trouble(Trouble.of(error, kept=self._still_there()))

        self._context.tasks.start(lambda _: copy_as(source, target, quality), done, failed)

    def reveal(self, path: Path) -> None:
        """Open the folder a file is in."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def _still_there(self) -> str:
        return self.tr("The result is still in the window.")

    def _name(self, entry: Entry, result: Result, plan: OutputPlan) -> str:
        report = result.report
        return plan.name(entry.stem, report.scale, Path(result.method).stem, report.size_out)


def copy_as(source: Path, target: Path, quality: int) -> None:
    """Write the picture in ``source`` to ``target``, in the format of the target's suffix.

    Raises:
        StudioError: The format cannot be written or cannot hold the picture, or the folder, the
            disk or the file say no.
    """
    format_ = format_of_suffix(target)
    if format_ is not None and format_ == format_of_suffix(source):
        if target != source:
            with replacing(target) as beside:
                shutil.copyfile(source, beside)
        return
    lossy = format_ is not None and FORMATS[format_].default_quality is not None
    write_picture(read_picture(source), target, quality=quality if lossy else None)
