"""The viewer: versions of one picture in panes that are always on the same spot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from sr_studio.app.announcing import announce
from sr_studio.app.context import Context
from sr_studio.app.viewer.content import Arrangement, Content, Mode
from sr_studio.app.viewer.figures import columns_for, percent
from sr_studio.app.viewer.links import Links
from sr_studio.app.viewer.painting import Look
from sr_studio.app.viewer.pane import Pane
from sr_studio.app.viewer.tool import Tool, usual_tools
from sr_studio.app.viewer.version import Version, largest_size
from sr_studio.comparison.parts import Box
from sr_studio.comparison.splitting import Split
from sr_studio.comparison.view_state import ViewState

#: One press of an arrow key moves by this share of the pane.
_PAN_SHARE = 0.125
_MODES = {f"view.{mode.value}": mode for mode in Mode}
_PANS = {
    "view.pan_left": (1, 0),
    "view.pan_right": (-1, 0),
    "view.pan_up": (0, 1),
    "view.pan_down": (0, -1),
}


class Viewer(QWidget):
    """Shows versions by mode, keeps two of them chosen: *before* and *after*.

    Args:
        every_version: Whether side by side shows all versions, or only before and after.

    Signals:
        changed: Versions, choice, mode, zoom or gain are different now.
        close_wanted: A :class:`Version` that is not to be shown any more.
        region_changed: Another region is marked, or none.
        pointed: The place of the scene under the pointer, None when it has left.
        version_clicked: The :class:`Version` of the pane that was clicked.
    """

    changed = Signal()
    close_wanted = Signal(object)
    region_changed = Signal()
    pointed = Signal(object)
    version_clicked = Signal(object)

    def __init__(
        self, context: Context, *, every_version: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.every = every_version
        self.state = ViewState()
        self.state.subscribe(self._moved)
        self.versions: list[Version] = []
        #: Whether a version may be closed; whoever hears ``close_wanted`` decides.
        self.closable: Callable[[Version], bool] = lambda version: False
        self.before: Version | None = None
        #: Whether somebody chose it; else it is what there was first.
        self.before_is_chosen = False
        self.after: Version | None = None
        self.mode = Mode.SPLIT
        self.how = Arrangement()
        self.region: Box | None = None
        #: What is said of versions besides their names, such as scores, by their numbers.
        self.captions: dict[int, str] = {}
        self.links = Links(self.state, self._moved)
        self.tools: list[Tool] = []
        self._active = 0
        self._holding = False
        self._held_by: int | None = None
        self._blink_before = False
        self._blink = QTimer(self)
        self._blink.timeout.connect(self._blinked)
        self.panes: list[Pane] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        context.settings.changed.connect(self._setting_changed)
        self._lay_out()
        self.tools = usual_tools(self, context)

    # What is shown -------------------------------------------------------------------------------

    def show_versions(
        self,
        versions: Sequence[Version],
        *,
        before: Version | None = None,
        after: Version | None = None,
        scene: tuple[float, float] | None = None,
        keep_view: bool = True,
    ) -> None:
        """Show versions of one picture.

        Args:
            versions: In the order of their keys 1–9.
            before: The one to compare with; the first if None.
            after: The one that is looked at; the last if None.
            scene: Size of the scene in pixels; that of the largest version if None.
            keep_view: Stay on the spot; otherwise the picture is shown whole.
        """
        self.versions = list(versions)
        self.before = before or (self.versions[0] if self.versions else None)
        self.before_is_chosen = before is not None
        self.after = after or (self.versions[-1] if self.versions else None)
        if scene is not None:
            self.state.set_scene(*scene)
        elif self.versions:
            self.state.set_scene(*largest_size(self.versions))
        if not keep_view:
            self.state.fit()
        self._lay_out()

    def choose(self, version: Version, *, as_before: bool = False) -> None:
        """Make a version the one that is looked at, or the one it is compared with."""
        if as_before:
            self.before, self.before_is_chosen = version, True
        else:
            self.after = version
        self._lay_out()

    def set_mode(self, mode: Mode) -> None:
        """Put before and after against each other in another way."""
        self.mode = mode
        self._blink_before = False
        if mode is Mode.BLINK:
            self._blink.start(self._context.settings.get("viewer.blink_ms"))
        else:
            self._blink.stop()
        self._lay_out()

    def arrange(self, how: Arrangement) -> None:
        """Put versions against each other along other lines, or in another manner."""
        self.how = how.bounded()
        self.refresh()

    def set_region(self, region: Box | None) -> None:
        """Mark a part of the scene, or none; while one is marked the pointer draws another."""
        self.region = region
        self.refresh()
        self.region_changed.emit()

    def unlink(self, versions: Sequence[Version]) -> None:
        """Let the panes of these move alone; once they do, back to the spot of the active pane."""
        spot = self.active_state.spot
        self.links.toggle(version.number for version in versions)
        self._lay_out()
        if not self.links.alone:
            self.state.go_to(spot)

    @property
    def active_pane(self) -> Pane:
        """The pane which was pressed last."""
        return self.panes[min(self._active, len(self.panes) - 1)]

    @property
    def active_state(self) -> ViewState:
        """The state that keys move: that of the active pane."""
        return self.active_pane.state

    def active_view(self) -> tuple[int, int]:
        """The size of that pane in device pixels."""
        return self.active_pane.view_size()

    def say(self, sentence: str) -> None:
        """Say in the status bar, and to a screen reader, what a key did."""
        self._context.say(sentence)
        announce(self, sentence)

    @property
    def compares(self) -> bool:
        """Whether there are two different versions to put against each other."""
        return self.before is not None and self.before is not self.after

    @property
    def magnification(self) -> float:
        """Device pixels per pixel of the version that is looked at."""
        return self.state.magnification(self._view())

    # Actions -------------------------------------------------------------------------------------

    def can(self, action: str) -> bool:
        """Whether a ``view.`` action means something now."""
        if not self.versions or not action.startswith("view."):
            return False
        if action.startswith("view.version_"):
            return int(action.rpartition("_")[2]) <= len(self.versions)
        if action == "view.close_version":
            return self.after is not None and self.closable(self.after)
        if action in _MODES and _MODES[action] is not Mode.SINGLE:
            return self.compares
        tool = self._tool(action)
        return tool is None or tool.can(action)

    def checked(self, action: str) -> bool:
        """Whether a mode is the one in use."""
        if not self.versions:
            return False
        tool = self._tool(action)
        return _MODES.get(action) is self.mode if tool is None else tool.checked(action)

    def perform(self, action: str) -> None:
        """Do a ``view.`` action."""
        view, state, tool = self.active_view(), self.active_state, self._tool(action)
        if tool is not None:
            tool.actions[action]()
        elif action in _MODES:
            mode = _MODES[action]
            # Blink is pressed again to stop it; the others stay until another is chosen.
            again = mode is self.mode and mode in (Mode.BLINK, Mode.DIFFERENCE)
            self.set_mode(Mode.SPLIT if again else mode)
        elif action in _PANS:
            across, down = _PANS[action]
            state.pan(across * view[0] * _PAN_SHARE, down * view[1] * _PAN_SHARE, view)
        elif action.startswith("view.version_"):
            self.choose(self.versions[int(action.rpartition("_")[2]) - 1])
        elif action == "view.close_version":
            self.close_wanted.emit(self.after)
        elif action == "view.fit":
            state.fit()
        elif action == "view.one_to_one":
            state.magnify_to(1.0, view)
        elif action == "view.zoom_in":
            state.zoom_steps(1, view)
        elif action == "view.zoom_out":
            state.zoom_steps(-1, view)
        elif action == "view.before":
            self.hold_before(not self._holding)

    def _tool(self, action: str) -> Tool | None:
        return next((tool for tool in self.tools if action in tool.actions), None)

    def hold_before(self, held: bool) -> None:
        """Show the picture as it was, in one pane, for as long as it is held."""
        if held != self._holding and self.before is not None:
            self._holding = held
            self._lay_out()

    # Keys ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Arrows and Space mean something only here."""
        name = self._context.actions.for_viewer_key(QKeySequence(event.keyCombination()))
        if name is None:
            super().keyPressEvent(event)
        elif name == "view.before":
            if not event.isAutoRepeat():
                self._held_by = event.key()
                self.hold_before(True)
        elif self.can(name):
            self.perform(name)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Letting its key go brings the result back, whatever else is pressed."""
        if event.key() == self._held_by and not event.isAutoRepeat():
            self.hold_before(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """A key whose release goes elsewhere is let go."""
        self.hold_before(False)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """The gaps between panes, and a line around them that shows the focus."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._context.colour("window"))
        if self.panes:  # nothing bright beside pictures where the last row is not full
            free = self.panes[-1].geometry().translated(self.panes[-1].width() + 2, 0)
            painter.fillRect(free.adjusted(0, 0, self.width(), 0), self._look().surround)
        if self.hasFocus():
            painter.setPen(self._context.colour("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # Panes ---------------------------------------------------------------------------------------

    def theme_changed(self) -> None:
        """Take the colours of the theme in use."""
        look = self._look()
        for pane in self.panes:
            pane.look = look
        self.refresh()

    def shut_down(self) -> None:
        """Stop blinking, and what tools still do."""
        self._blink.stop()
        for tool in self.tools:
            tool.shut_down()

    def _contents(self) -> list[Content]:
        if self._holding and self.before is not None:
            return [Content(Mode.SINGLE, self.before)]
        if self.mode is Mode.SIDE_BY_SIDE and len(self.versions) > 1:
            shown = self.versions if self.every else [self.before, self.after]
            if not self.every and not self.compares:
                shown = [self.after]
            return [Content(Mode.SINGLE, version) for version in shown]
        if self.mode is Mode.BLINK:
            return [Content(Mode.SINGLE, self.before if self._blink_before else self.after)]
        if not self.compares:
            return [Content(Mode.SINGLE, self.after)]
        rest = [one for one in self.versions if one not in (self.before, self.after)]
        return [self.how.content(self.mode, self.after, self.before, rest)]

    def _lay_out(self) -> None:
        self.state.columns = None if self.after is None else self.after.columns
        contents = self._contents()
        while len(self.panes) < len(contents):
            pane = Pane(self.state, self._look(), self)
            pane.split_moved.connect(self._move_split)
            pane.marked.connect(self.set_region)
            pane.pressed.connect(partial(self._pressed, pane))
            pane.clicked.connect(partial(self._clicked, pane))
            pane.pointed.connect(self.pointed)
            self.panes.append(pane)
        while len(self.panes) > len(contents):
            pane = self.panes.pop()
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        columns = columns_for(len(contents), self.width() / max(1, self.height()))
        for index, pane in enumerate(self.panes):
            self._grid.addWidget(pane, index // columns, index % columns)
            pane.show()
        beside = self.mode is Mode.SIDE_BY_SIDE
        self.links.join(self.panes, contents, beside)
        self.refresh()

    def refresh(self) -> None:
        """Show what was changed in a version or in how it is shown."""
        for pane in self.panes:
            pane.region, pane.marking = self.region, self.region is not None
        for pane, content in zip(self.panes, self._contents(), strict=True):
            pane.show_content(content)
        self._moved()

    def _moved(self) -> None:
        for pane in self.panes:
            pane.update()
        self.setAccessibleName(self._spoken())
        self.changed.emit()

    def _spoken(self) -> str:
        if self.after is None:
            return self.tr("Picture: none")
        parts = [self.after.name, self.after.size_text, percent(self.magnification)]
        if self.compares and self.before is not None:
            parts.insert(0, f"{self.before.name} ·")
        return self.tr("Picture: %1").replace("%1", " ".join(parts))

    def _move_split(self, split: Split) -> None:
        self.arrange(replace(self.how, split=split))

    def _pressed(self, pane: Pane) -> None:
        self._active = self.panes.index(pane)
        self.setFocus()

    def _clicked(self, pane: Pane) -> None:
        if pane.content.after is not None:
            self.version_clicked.emit(pane.content.after)

    def _blinked(self) -> None:
        self._blink_before = not self._blink_before
        self.refresh()

    def _view(self) -> tuple[float, float]:
        return self.panes[0].view_size()

    def _look(self) -> Look:
        colour = self._context.colour
        return Look(
            colour("surround"),
            colour("checker_light"),
            colour("checker_dark"),
            colour("surround_text"),
            self._context.settings.get("viewer.enlarge") == "smooth",
        )

    def _setting_changed(self, name: str) -> None:
        if name == "viewer.enlarge":
            self.theme_changed()
        elif name == "viewer.blink_ms" and self._blink.isActive():
            self._blink.setInterval(self._context.settings.get(name))
