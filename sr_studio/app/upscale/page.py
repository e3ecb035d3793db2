"""The page that makes pictures larger: viewer in the middle, queue below, inspector beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_for_files, ask_for_folder
from sr_studio.app.intake import MODEL_SUFFIXES, is_picture
from sr_studio.app.pages import Page
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.arriving import Arriving
from sr_studio.app.upscale.batch_tools import BatchTools
from sr_studio.app.upscale.comeback import Comeback
from sr_studio.app.upscale.empty_page import SamplesPage
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.folder_search import FolderSearch
from sr_studio.app.upscale.importing import add_to_methods
from sr_studio.app.upscale.inspector import Inspector
from sr_studio.app.upscale.meant import Meant
from sr_studio.app.upscale.previews import Previews
from sr_studio.app.upscale.queue_head import QueueHead
from sr_studio.app.upscale.queue_model import QueueModel
from sr_studio.app.upscale.queue_view import QueueView
from sr_studio.app.upscale.removing import Removing
from sr_studio.app.upscale.saving import Pair, Saver
from sr_studio.app.upscale.stage import Stage
from sr_studio.app.upscale.starting import Starting, Wish
from sr_studio.app.upscale.worklist import Worklist
from sr_studio.imaging.inputs import Found
from sr_studio.sentences import filled

_REFRESH_MS = 30
_ALWAYS = ("file.open", "file.open_folder", "file.more_models", "edit.paste")


class UpscalePage(Page):
    """Puts the parts together and does the actions."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.worklist = Worklist(context, self)
        self.saver = Saver(context, self)
        self.stage = Stage(context, self)
        self.queue = QueueView(context, QueueModel(self.worklist, self), self)
        self.head = QueueHead(context, self.worklist, self)
        self.inspector = Inspector(context, self.worklist.pace, self)
        self.empty = SamplesPage(context, self)
        # Thousands of pictures report within a moment; the window counts them a few times only.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REFRESH_MS)
        self._soon.timeout.connect(self._refresh)
        self._folders = FolderSearch(context, self)
        self._folders.found.connect(lambda found: self._add(self.worklist.add_found(found)))
        self._starting = Starting(context, self.worklist, self)
        self._meant = Meant(self.worklist, self._starting, self.queue, self.stage)
        self.previews = Previews(context, self.stage, self.inspector, self.worklist)
        self.batch = BatchTools(context, self.worklist, self)
        self._removing = Removing(context, self.worklist, self)
        self._arriving = Arriving(context, self.stage, self.worklist)
        self._comeback = Comeback(context, self.worklist, self.queue, self.stage, self)
        self._lay_out()
        self._connect()
        self._comeback.bring_back()
        self._refresh()

    def _lay_out(self) -> None:
        self._halves = QSplitter(Qt.Orientation.Vertical, self)
        self._halves.addWidget(self.stage)
        self._below = QWidget(self)
        vbox(self.head, (self.queue, 1), on=self._below, spacing=0)
        self._halves.addWidget(self._below)
        self._halves.setStretchFactor(0, 1)
        self._halves.setCollapsible(0, False)
        self._halves.setSizes([1000, self._below.sizeHint().height()])
        self._middle = QStackedWidget(self)
        self._middle.addWidget(self.empty)
        self._middle.addWidget(self._halves)
        self._whole = QSplitter(Qt.Orientation.Horizontal, self)
        self._whole.addWidget(self._middle)
        self._whole.addWidget(self.inspector)
        self._whole.setStretchFactor(0, 1)
        self._whole.setCollapsible(0, False)
        self._whole.setSizes([2000, self.inspector.minimumWidth()])
        hbox(self._whole, on=self)

    def _connect(self) -> None:
        self.empty.wanted.connect(lambda _: self._ask_for_files())
        self.empty.sample_wanted.connect(lambda path: self.open_paths([path]))
        self.queue.current_changed.connect(self._entry_changed)
        self.queue.wanted.connect(self._row_wants)
        self.queue.selectionModel().selectionChanged.connect(self.actions_changed)
        self.worklist.changed.connect(self._job_changed)
        self.worklist.finished.connect(self.stage.result_added)
        self.worklist.removed.connect(self.stage.forget)
        self.worklist.removed.connect(self._rows_gone)
        self.worklist.dropped.connect(self.stage.result_added)
        self.stage.shelf.renewed.connect(self.worklist.look_again)
        self.worklist.runner.pause_changed.connect(self._refresh)
        # Through the list's own signal: the row has to say so as well.
        self.saver.saved.connect(self.worklist.changed)
        self._starting.started.connect(self._comeback.write)
        self.stage.close_wanted.connect(self._removing.close)
        self.stage.changed.connect(self.actions_changed)
        self.inspector.start_wanted.connect(lambda: self.perform("job.start"))
        self.inspector.changed.connect(self._inspector_changed)
        more = self.inspector.more_options
        more.watch_wanted.connect(self.batch.toggle_watching)
        more.report_wanted.connect(self.batch.ask_for_report)
        self.batch.watched.connect(more.show_watched)
        self.batch.found.connect(self._came_in)

    # The window's questions ----------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Whether an action means something here now."""
        if action in _ALWAYS:
            return True
        if action.startswith("view."):
            return self.stage.viewer.can(action)
        possible = {
            "file.save": lambda: bool(self._meant.by_save()),
            "file.save_all": lambda: bool(self._meant.by_save_all()),
            "file.save_as": lambda: self.stage.result is not None,
            "file.reveal": lambda: self.stage.file is not None,
            "edit.copy": lambda: self.stage.viewer.after is not None,
            "edit.copy_report": lambda: self.stage.result is not None,
            "job.compare": lambda: bool(self.stage.viewer.versions),
            "job.start": self._can_start,
            "job.start_selected": lambda: (
                self.inspector.usable() and bool(self._meant.by_only_these())
            ),
            "job.pause": lambda: self.worklist.runner.paused or self._meant.under_way() > 0,
            "job.cancel": lambda: bool(self._meant.by_cancel()),
            "job.retry": lambda: bool(self._meant.by_again()),
            "job.remove": lambda: bool(self.queue.selected()),
            "job.remove_done": lambda: bool(self._removing.finished()),
        }.get(action)
        return possible is not None and possible()

    def checked(self, action: str) -> bool:
        """The mode in use; whether the queue is held."""
        if action == "job.pause":
            return self.worklist.runner.paused
        return self.stage.viewer.checked(action)

    def perform(self, action: str) -> None:
        """Do one action."""
        if action.startswith("view."):
            self.stage.viewer.perform(action)
            return
        {
            "file.open": self._ask_for_files,
            "file.open_folder": self._ask_for_folder,
            "file.more_models": self.inspector.show_more_models,
            "file.save": lambda: self._save(self._meant.by_save()),
            "file.save_all": lambda: self._save(self._meant.by_save_all()),
            "file.save_as": self._save_as,
            "file.reveal": self._reveal,
            "edit.paste": lambda: self.take_mime(QGuiApplication.clipboard().mimeData()),
            "edit.copy": self.stage.copy_picture,
            "edit.copy_report": self.stage.copy_report,
            "job.compare": self._compare,
            "job.start": self._start_or_go_on,
            "job.start_selected": lambda: self.start(self._meant.by_only_these(), first=True),
            "job.pause": lambda: self.worklist.runner.pause(not self.worklist.runner.paused),
            "job.cancel": lambda: self._cancel(self._meant.by_cancel()),
            "job.retry": lambda: self._again(self._meant.by_again()),
            "job.remove": lambda: self._removing.remove(self.queue.selected()),
            "job.remove_done": lambda: self._removing.remove(self._removing.finished()),
        }[action]()

    def accepts(self, path: Path) -> bool:
        """Pictures, folders, and model files."""
        return path.is_dir() or path.suffix.lower() in MODEL_SUFFIXES or is_picture(path)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Add pictures and what is in folders to the queue; import models."""
        models = [path for path in paths if path.suffix.lower() in MODEL_SUFFIXES]
        for path in models:
            add_to_methods(self.context, path, filled(self.tr("Reading the model %1…"), path.name))
        rest = [path for path in paths if path not in models]
        if any(path.is_dir() for path in rest):
            self._folders.search(rest, self.inspector.plan())
        elif rest:
            self._add(self.worklist.add_found([Found(path) for path in rest]))

    def take_pasted(self, pixels: np.ndarray, name: str) -> None:
        """Add a pasted picture."""
        self._add([self.worklist.add_pixels(pixels, name)])

    def fold_panels(self, folded: bool) -> None:
        """The picture alone."""
        for widget in (self.inspector, self._below, self.stage.bar, self.stage.report):
            widget.setVisible(not folded)

    def areas(self) -> list[QWidget]:
        """Picture, queue, inspector."""
        return [self.stage.viewer, self.queue, self.inspector]

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        for part in (self.stage, self.empty, self.inspector):
            part.theme_changed()
        self.queue.viewport().update()

    def unfinished(self) -> str:
        """Work under way, results that are nowhere but here."""
        busy, unsaved = self._meant.under_way(), len(self._meant.by_save_all())
        parts = []
        if busy:
            parts.append(self.tr("%n picture(s) are still being made larger.", "", busy))
        if unsaved:
            parts.append(self.tr("%n result(s) are not saved.", "", unsaved))
        if parts and self._comeback.sure:
            parts.append(self.tr("They will be here again at the next start."))
        return " ".join(parts)

    def saver_of_all(self) -> Callable[[Callable[[], None]], None] | None:
        """Saves every result that is not saved, if there is one."""
        pairs = self._meant.by_save_all()
        return (lambda then: self._save(pairs, then)) if pairs else None

    def shut_down(self) -> None:
        """Stop timers; the window stops tasks and the engine."""
        self.batch.shut_down()
        self._starting.shut_down()
        self.worklist.shut_down()
        self._soon.stop()  # what the engines said last has set it going
        self._comeback.shut_down()
        self.stage.viewer.shut_down()
        self.inspector.shut_down()

    # Work ----------------------------------------------------------------------------------------

    def _can_start(self) -> bool:
        entries = self._meant.by_upscale()
        return self.inspector.usable() if entries else self._meant.held() > 0

    def _start_or_go_on(self) -> None:
        entries = self._meant.by_upscale()
        if entries:
            self.start(entries)
        else:
            self.worklist.runner.pause(False)

    def start(self, entries: Sequence[Entry], *, first: bool = False) -> None:
        """Upscale entries as the inspector says; those still being read once they are read.

        Args:
            entries: Which ones, in this order.
            first: Whether before all that wait.
        """
        if entries and self.inspector.usable():
            self.stage.viewer.setFocus()
            wish = Wish(self.inspector.requests(), self.inspector.plan(), first)
            self._starting.start(entries, wish)

    def _cancel(self, entries: Sequence[Entry]) -> None:
        self._starting.forget(entries)
        self.worklist.cancel(entries)

    def _again(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.unreadable:
                self.worklist.read_again(entry)
        self.start(entries)

    def _rows_gone(self, _: Sequence[Entry]) -> None:
        if self.worklist.entries and self.queue.current() is None:
            self.queue.make_current(self.worklist.entries[0])
        elif not self.worklist.entries:
            self._entry_changed(None)
        self._refresh()

    def _row_wants(self, action: str, entry: Entry) -> None:
        """A button of a row: its entry is meant, whatever is selected."""
        self.queue.make_current(entry)
        if action == "job.explain":
            # The file's name may have a full stop in it: it is looked for behind the name.
            reason, _, remedy = entry.reason.partition(". ")
            place = entry.error.removesuffix(entry.reason)
            kept = self.tr("The original and all finished results are as they were.")
            what = f"{place}{reason.rstrip('.')}."
            self.context.show_trouble(Trouble(what, kept, remedy, entry.details))
        else:
            self.perform(action)

    def _save(self, pairs: Sequence[Pair], then: Callable[[], None] = lambda: None) -> None:
        self.saver.save(pairs, self.inspector.plan(), then)

    def _save_as(self) -> None:
        if self.stage.entry is not None and self.stage.result is not None:
            plan = self.inspector.plan()
            self.saver.save_as(self.stage.entry, self.stage.result, plan)

    def _reveal(self) -> None:
        if self.stage.file is not None:
            self.saver.reveal(self.stage.file)

    def _compare(self) -> None:
        page = self.context.go("compare")
        assert self.stage.entry is not None
        page.add_versions(
            self.stage.versions(), title=self.stage.entry.name, source=self.stage.entry.id
        )

    def _ask_for_files(self) -> None:
        ask_for_files(self.context, self, self.context.open_paths)

    def _ask_for_folder(self) -> None:
        ask_for_folder(self.context, self, self.context.open_paths)

    # What is shown -------------------------------------------------------------------------------

    def _came_in(self, found: list[Found]) -> None:
        """Pictures of the watched folder are made; nobody need be there to save a single one."""
        entries = self.worklist.add_found(found)
        if self.inspector.usable():
            plan = self.inspector.plan().for_count(max(2, len(entries)))
            self._starting.start(entries, Wish(self.inspector.requests(), plan))
        self._refresh()

    def _add(self, entries: Sequence[Entry]) -> None:
        if self.context.settings.get("upscale.at_once"):
            self.start([entry for entry in entries if entry.state is EntryState.READING])
        self._refresh()
        if entries:
            self.queue.make_current(entries[0])
            if entries[0].size is not None:  # it was on show already, and may have been changed
                self.stage.result_added(entries[0])
            self.stage.viewer.setFocus()

    def _entry_changed(self, entry: Entry | None) -> None:
        self.stage.show_entry(entry, self.inspector.scale)
        self.inspector.look_at(None if entry is None else entry.path)
        self._refresh()

    def _job_changed(self, entry: Entry) -> None:
        self.stage.entry_changed(entry)
        if not self._soon.isActive():
            self._soon.start()
        self._comeback.write_soon()

    def _inspector_changed(self) -> None:
        self.stage.set_scale(self.inspector.scale)
        self._refresh_button()
        self.actions_changed.emit()

    def _refresh(self) -> None:
        entries = self.worklist.entries
        self._middle.setCurrentWidget(self._halves if entries else self.empty)
        self._refresh_estimate()
        self._refresh_button()
        self.status.emit(self.head.tell())
        self.actions_changed.emit()

    def _refresh_estimate(self) -> None:
        waiting = self._meant.by_upscale()
        shown = self.stage.entry or (waiting[0] if waiting else None)
        name, size = (shown.name, shown.size) if shown is not None else ("", None)
        sizes = [entry.size for entry in waiting if entry.size is not None]
        self.inspector.show_picture(name, size, sizes)

    def _refresh_button(self) -> None:
        entries = self._meant.by_upscale()
        text = self.tr("Upscale")
        if not entries and self._meant.held():
            text = self.tr("Go on")
        elif entries and not entries[0].state.startable:
            text = self.tr("Upscale again")
        elif len(entries) > 1:
            text = self.tr("Upscale %n picture(s)", "", len(entries))
        self.inspector.button.setText(text)
        self.inspector.button.setEnabled(self.can("job.start"))
