"""The middle of the Upscale page: the viewer with its bar, and the report of what is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.app.error_words import said
from sr_studio.app.upscale.entry import Entry, EntryState, Result
from sr_studio.app.upscale.report_line import ReportLine
from sr_studio.app.upscale.shelf import Shelf
from sr_studio.app.viewer.bar import ViewerBar
from sr_studio.app.viewer.pyramid import array_of
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.telling_spot import telling_spot
from sr_studio.comparison.view_state import Spot


class Stage(QWidget):
    """Shows one entry. The former picture stays until the new one is whole.

    Signals:
        changed: Another version, mode, zoom or entry.
        close_wanted: An :class:`Entry` and its :class:`Result` that is not to be shown any more.
        entry_shown: An :class:`Entry` whose picture is on screen now, and was not before.
    """

    changed = Signal()
    close_wanted = Signal(object, object)
    entry_shown = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._scale = 1.0
        self.entry: Entry | None = None
        self._on_screen: Entry | None = None
        self._arriving: Version | None = None
        #: Where one looked, by the id of the entry.
        self.spots: dict[str, Spot] = {}
        self.shelf = Shelf(context, self)
        self.viewer = Viewer(context, parent=self)
        self.viewer.closable = self._is_result
        self._why_not = QLabel(self)
        self._why_not.setObjectName("WhyNot")
        self._why_not.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why_not.setWordWrap(True)
        self._why_not.setTextFormat(Qt.TextFormat.PlainText)
        self._why_not.setMargin(32)
        self._screen = QStackedWidget(self)
        self._screen.addWidget(self.viewer)
        self._screen.addWidget(self._why_not)
        self.bar = ViewerBar(context, self.viewer, self)
        self.report = ReportLine(context, self)
        vbox(self.bar, (self._screen, 1), self.report, on=self, spacing=0)
        self.shelf.fetched.connect(self._fetched)
        self.shelf.failed.connect(self._failed)
        self.viewer.changed.connect(self._viewer_changed)
        self.viewer.close_wanted.connect(self._close_version)

    @property
    def on_screen(self) -> Entry | None:
        """The entry whose picture is shown; the one before until the next is there."""
        return self._on_screen if self._on_screen is self.entry else None

    def versions(self) -> list[Version]:
        """The whole versions of what is on screen: the original and its results."""
        return [] if self.on_screen is None else self.shelf.versions(self.on_screen)

    @property
    def original(self) -> Version | None:
        """The picture itself of what is on screen; None where its file is gone."""
        return None if self.on_screen is None else self.shelf.original(self.on_screen)

    def show_with(self, partial: list[Version]) -> None:
        """Show the whole versions, and after them such as cover a part."""
        if self.on_screen is None:
            return
        versions = [*self._with_arriving(), *partial]
        before = self.viewer.before if self.viewer.before in versions else None
        self.viewer.show_versions(versions, before=before, scene=self._scene(self.on_screen))

    def show_arriving(self, version: Version | None) -> None:
        """Show a version of what is on screen that is still being made; None: it will not be."""
        if version is None and self._arriving is None:
            return
        self._arriving = version
        self.show_with([])

    def arriving_ends(self) -> None:
        """The whole comes next; until it is there what has been made of it stays on screen."""
        self._arriving = None

    def _with_arriving(self) -> list[Version]:
        return [*self.versions(), *([] if self._arriving is None else [self._arriving])]

    @property
    def result(self) -> Result | None:
        """The result that is looked at, or the newest one while it is the original."""
        if self.entry is None or self._on_screen is not self.entry:
            return None
        shown = self.shelf.result_of(self.entry, self.viewer.after)
        return shown or self.entry.newest

    @property
    def file(self) -> Path | None:
        """The file of what is looked at: the saved result, else the original."""
        if self.entry is None:
            return None
        result = self.result
        return result.saved if result is not None and result.saved else self.entry.path

    def show_entry(self, entry: Entry | None, scale: float | None) -> None:
        """Show another entry, or none; ``scale`` is the factor its first result would have."""
        self._remember()
        self.entry = entry
        self._scale = scale or self._scale
        if entry is None:
            self._on_screen = None
            self.viewer.show_versions([])
            self._screen.setCurrentWidget(self.viewer)
        elif entry.size is not None:
            self.shelf.fetch(entry)
        elif entry.state is EntryState.FAILED:
            self._show_why_not(entry.error)

    def entry_changed(self, entry: Entry) -> None:
        """Fetch the picture of the entry as soon as it is known that it can be read."""
        if entry is self.entry and self._on_screen is not entry:
            if entry.size is not None:
                self.shelf.fetch(entry)
            elif entry.state is EntryState.FAILED:
                self._show_why_not(entry.error)
        self._show_report()

    def result_added(self, entry: Entry) -> None:
        """Fetch a new result if its entry is the one that is shown."""
        if entry is self.entry:
            self.shelf.fetch(entry)

    def set_scale(self, scale: float | None) -> None:
        """The factor the next result would have; the LR picture is drawn that much larger."""
        self._scale = scale or self._scale
        if self._on_screen is not None and not self._on_screen.results:
            self.viewer.state.set_scene(*self._scene(self._on_screen))

    def forget(self, entries: list[Entry]) -> None:
        """Let go of entries that left the queue."""
        for entry in entries:
            self.shelf.forget(entry)
            self.spots.pop(entry.id, None)
        if self.entry in entries:
            self.show_entry(None, None)

    def copy_picture(self) -> None:
        """Put the version that is looked at on the clipboard."""
        if self.viewer.after is not None:
            QGuiApplication.clipboard().setImage(self.viewer.after.pyramid.whole())
            self._context.say(self.tr("%1 is on the clipboard.").replace(
                "%1", self.viewer.after.name))  # fmt: skip

    def copy_report(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.text)
        self._context.say(self.tr("The report is on the clipboard."))

    def theme_changed(self) -> None:
        """Draw in the colours of the theme."""
        self.viewer.theme_changed()
        self.bar.theme_changed()

    def where(self) -> dict[str, Spot]:
        """Where one looked in each entry, now."""
        self._remember()
        return self.spots

    def _fetched(self, entry: Entry) -> None:
        if entry is not self.entry:
            return
        versions = self.shelf.versions(entry)
        same = self._on_screen is entry
        had = sum(one.under is None for one in self.viewer.versions) if same else 0
        self._on_screen = entry
        if not same:
            self._arriving = None
        self._screen.setCurrentWidget(self.viewer)
        self.viewer.every = False
        shown = self._with_arriving()
        self.viewer.show_versions(shown, scene=self._scene(entry), keep_view=same)
        if not same and entry.id in self.spots:
            self.viewer.state.go_to(self.spots[entry.id])
        elif had == 1 and len(versions) > 1 and self.viewer.state.fitted:
            self.look_closely()
        if not same:
            self.entry_shown.emit(entry)

    def _failed(self, entry: Entry, error: Exception) -> None:
        if entry is not self.entry:
            return
        if self.shelf.versions(entry):
            self._context.say(said(str(error)))
        else:
            self._show_why_not(said(str(error)))

    def _scene(self, entry: Entry) -> tuple[float, float]:
        sizes = [result.report.size_out for result in entry.results]
        if sizes:
            return max(sizes, key=lambda size: size[0] * size[1])
        assert entry.size is not None
        scale = max(1.0, self._scale)
        return entry.size[0] * scale, entry.size[1] * scale

    def look_closely(self) -> None:
        """Pixel by pixel, where there is most to see; small, nothing differs."""
        view = self.viewer.panes[0].view_size()
        scene = self.viewer.state.scene_width, self.viewer.state.scene_height
        seen = view[0] / scene[0], view[1] / scene[1]
        if self.viewer.state.zoom_in(view) >= 1:
            return
        small = self.viewer.versions[0].pyramid.images[-1]
        assert small is not None
        self.viewer.state.zoom_to(1.0, view)
        self.viewer.state.look_at(telling_spot(array_of(small), seen), view)

    def _show_why_not(self, error: str) -> None:
        """What cannot be shown is said in its place, so that no other picture passes for it."""
        self._on_screen = None
        self.viewer.show_versions([])
        self._why_not.setText(error)
        self._screen.setCurrentWidget(self._why_not)

    def _remember(self) -> None:
        if self._on_screen is not None and self._on_screen is self.entry:
            self.spots[self._on_screen.id] = self.viewer.state.spot

    def _is_result(self, version: Version) -> bool:
        return self.entry is not None and self.shelf.result_of(self.entry, version) is not None

    def _close_version(self, version: Version) -> None:
        if self.entry is not None:
            result = self.shelf.result_of(self.entry, version)
            if result is not None:
                self.close_wanted.emit(self.entry, result)

    def _viewer_changed(self) -> None:
        self._show_report()
        self.changed.emit()

    def _show_report(self) -> None:
        result = self.result
        self.report.show_report(None if result is None else result.report)
