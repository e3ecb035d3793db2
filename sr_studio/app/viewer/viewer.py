"""The viewer: versions of one picture in panes that are always on the same spot."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from sr_studio.app.context import Context
from sr_studio.app.viewer.painting import Look
from sr_studio.app.viewer.pane import Content, Mode, Pane
from sr_studio.app.viewer.version import Version
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
LARGEST_GAIN = 5


class Viewer(QWidget):
    """Shows versions by mode, keeps two of them chosen: *before* and *after*.

    Args:
        every_version: Whether side by side shows all versions, or only before and after.

    Signals:
        changed: Versions, choice, mode, zoom or gain are different now.
        close_wanted: A :class:`Version` that is not to be shown any more.
    """

    changed = Signal()
    close_wanted = Signal(object)

    def __init__(
        self, context: Context, *, every_version: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._every = every_version
        self.state = ViewState()
        self.state.subscribe(self._moved)
        self.versions: list[Version] = []
        #: Whether a version may be closed; whoever hears ``close_wanted`` decides.
        self.closable: Callable[[Version], bool] = lambda version: False
        self.before: Version | None = None
        self.after: Version | None = None
        self.mode = Mode.SPLIT
        self.doublings = 2
        self._split_at = 0.5
        self._holding = False
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
        self.after = after or (self.versions[-1] if self.versions else None)
        sizes = [(v.pyramid.width, v.pyramid.height) for v in self.versions]
        if scene is not None:
            self.state.set_scene(*scene)
        elif sizes:
            self.state.set_scene(*max(sizes, key=lambda size: size[0] * size[1]))
        if not keep_view:
            self.state.fit()
        self._lay_out()

    def choose(self, version: Version, *, as_before: bool = False) -> None:
        """Make a version the one that is looked at, or the one it is compared with."""
        if as_before:
            self.before = version
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

    def set_doublings(self, doublings: int) -> None:
        """Show differences 2**doublings as large as they are."""
        self.doublings = min(max(doublings, 0), LARGEST_GAIN)
        self._refresh()

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
        return True

    def checked(self, action: str) -> bool:
        """Whether a mode is the one in use."""
        return bool(self.versions) and _MODES.get(action) is self.mode

    def perform(self, action: str) -> None:
        """Do a ``view.`` action."""
        view = self._view()
        if action in _MODES:
            mode = _MODES[action]
            # Blink is pressed again to stop it; the others stay until another is chosen.
            again = mode is self.mode and mode in (Mode.BLINK, Mode.DIFFERENCE)
            self.set_mode(Mode.SPLIT if again else mode)
        elif action in _PANS:
            across, down = _PANS[action]
            self.state.pan(across * view[0] * _PAN_SHARE, down * view[1] * _PAN_SHARE, view)
        elif action.startswith("view.version_"):
            self.choose(self.versions[int(action.rpartition("_")[2]) - 1])
        elif action == "view.close_version":
            self.close_wanted.emit(self.after)
        elif action == "view.fit":
            self.state.fit()
        elif action == "view.one_to_one":
            self.state.magnify_to(1.0, view)
        elif action == "view.zoom_in":
            self.state.zoom_steps(1, view)
        elif action == "view.zoom_out":
            self.state.zoom_steps(-1, view)
        elif action == "view.before":
            self.hold_before(not self._holding)

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
                self.hold_before(True)
        elif self.can(name):
            self.perform(name)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Letting Space go brings the result back."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
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
        if self.hasFocus():
            painter.setPen(self._context.colour("focus"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    # Panes ---------------------------------------------------------------------------------------

    def theme_changed(self) -> None:
        """Take the colours of the theme in use."""
        look = self._look()
        for pane in self.panes:
            pane.look = look
        self._refresh()

    def shut_down(self) -> None:
        """Stop blinking."""
        self._blink.stop()

    def _contents(self) -> list[Content]:
        if self._holding and self.before is not None:
            return [Content(Mode.SINGLE, self.before)]
        if self.mode is Mode.SIDE_BY_SIDE and len(self.versions) > 1:
            shown = self.versions if self._every else [self.before, self.after]
            if not self._every and not self.compares:
                shown = [self.after]
            return [Content(Mode.SINGLE, version) for version in shown]
        if self.mode is Mode.BLINK:
            return [Content(Mode.SINGLE, self.before if self._blink_before else self.after)]
        if not self.compares:
            return [Content(Mode.SINGLE, self.after)]
        return [Content(self.mode, self.after, self.before, self.doublings)]

    def _lay_out(self) -> None:
        self.state.columns = None if self.after is None else self.after.pyramid.width
        contents = self._contents()
        while len(self.panes) < len(contents):
            pane = Pane(self.state, self._look(), self)
            pane.split_at = self._split_at
            pane.split_moved.connect(self._move_split)
            pane.pressed.connect(self.setFocus)
            self.panes.append(pane)
        while len(self.panes) > len(contents):
            pane = self.panes.pop()
            self._grid.removeWidget(pane)
            pane.hide()
            pane.deleteLater()
        columns = _columns(len(contents), self.width() / max(1, self.height()))
        for index, pane in enumerate(self.panes):
            self._grid.addWidget(pane, index // columns, index % columns)
            pane.show()
        self._refresh()

    def _refresh(self) -> None:
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

    def _move_split(self, at: float) -> None:
        self._split_at = at
        for pane in self.panes:
            pane.split_at = at
            pane.update()

    def _blinked(self) -> None:
        self._blink_before = not self._blink_before
        self._refresh()

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


def percent(magnification: float) -> str:
    """A magnification as people read it: ``25 %``, ``66.7 %``, ``0.4 %``."""
    value = magnification * 100
    digits = 0 if value >= 100 or abs(value - round(value)) < 0.05 else 1
    return f"{value:.{digits}f} %"


def _columns(count: int, aspect: float) -> int:
    """How many panes beside each other make the squarest panes."""
    if count <= 3:
        return max(1, count if aspect >= 0.8 else 1)
    return min(count, max(1, math.ceil(math.sqrt(count * min(aspect, 1.6) / 1.3))))
