"""Where versions lie and where panes look: nudges, turns, links, exact zooms, marked regions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from sr_studio.app.viewer.comparing_tools import SIDES
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.specs import TIMES
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Registration

_TURN = 0.25


class RegistrationTool(Tool):
    """Nudges and turns the version that is looked at."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.actions = {
            "view.turn_version_left": partial(self._turn, -_TURN),
            "view.turn_version_right": partial(self._turn, _TURN),
            "view.unmoved": self._back,
        }
        for side, (across, down) in SIDES.items():
            self.actions[f"view.nudge_{side}"] = partial(self._nudge, across, down)

    def can(self, action: str) -> bool:
        """There is something to lie on; putting back needs a version that was moved."""
        after = self.viewer.after
        if action == "view.unmoved":
            return after is not None and not after.registration.is_identity
        return len(self.viewer.versions) > 1

    def _nudge(self, across: int, down: int) -> None:
        """By a pixel of the scene, or by a pixel of the screen where that is less."""
        viewer, after = self.viewer, self.viewer.after
        assert after is not None
        state = viewer.active_state
        step = 1 / max(1.0, state.zoom_in(viewer.active_view()))
        right, lower = across * step / state.scene_width, down * step / state.scene_height
        self._lay(after.registration.nudged(right, lower))

    def _turn(self, degrees: float) -> None:
        assert self.viewer.after is not None
        self._lay(self.viewer.after.registration.turned(degrees))

    def _back(self) -> None:
        self._lay(Registration())

    def _lay(self, registration: Registration) -> None:
        assert self.viewer.after is not None
        self.viewer.after.registration = registration
        state = self.viewer.state
        dx, dy = registration.pixels((state.scene_width, state.scene_height))
        self.viewer.say(f"{dx:+z.2f}, {dy:+z.2f} px, {registration.angle:+.2f}°")
        self.viewer.refresh()


class LookingTool(Tool):
    """Exact zooms, panes that move alone, the marked region."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.actions = {
            "view.unlinked": self._unlink_all,
            "view.unlinked_one": self._unlink_one,
            "view.mark": self._mark,
        }
        for count in TIMES:
            self.actions[f"view.times_{count}"] = partial(self._times, count)

    def can(self, action: str) -> bool:
        """Unlinking needs panes beside each other."""
        if action.startswith("view.unlinked"):
            return self.viewer.mode is Mode.SIDE_BY_SIDE and len(self.viewer.panes) > 1
        return True

    def checked(self, action: str) -> bool:
        """Unlinked, or marking."""
        alone, pane = self.viewer.links.alone, self.viewer.active_pane.content.after
        if action == "view.unlinked":
            return bool(alone)
        if action == "view.unlinked_one":
            return pane is not None and pane.number in alone
        return self.viewer.region is not None

    def _unlink_all(self) -> None:
        alone = [one for one in self.viewer.versions if one.number in self.viewer.links.alone]
        self.viewer.unlink(alone or self.viewer.versions)

    def _unlink_one(self) -> None:
        version = self.viewer.active_pane.content.after
        assert version is not None
        self.viewer.unlink([version])
        unlinked = version.number in self.viewer.links.alone
        said = (
            QCoreApplication.translate("Viewer", "%1 moves alone.")
            if unlinked
            else QCoreApplication.translate("Viewer", "%1 moves with the others.")
        )
        self.viewer.say(said.replace("%1", version.name))

    def _times(self, count: int) -> None:
        self.viewer.active_state.magnify_to(count, self.viewer.active_view())

    def _mark(self) -> None:
        """The middle of what is seen; the pointer may then draw another."""
        viewer = self.viewer
        if viewer.region is not None:
            viewer.set_region(None)
            return
        view = viewer.active_view()
        left, top = viewer.active_state.to_scene((view[0] * 0.375, view[1] * 0.375), view)
        right, bottom = viewer.active_state.to_scene((view[0] * 0.625, view[1] * 0.625), view)
        viewer.set_region(Box(left, top, right, bottom).within())
