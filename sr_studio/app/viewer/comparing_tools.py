"""How two versions are put against each other: dividing lines, manners, the version before."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication

from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.manner_words import manner_text
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.differences import Manner
from sr_studio.comparison.splitting import Split

_TURN = 15.0
#: One key press moves the line or the lens by this share of the pane.
_SHARE = 0.025
SIDES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


class SplitTool(Tool):
    """Moves, turns and crosses the dividing line; moves the lens by keys."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.actions = {
            "view.quartered": self._quarter,
            "view.turn_line_left": partial(self._turn, _TURN),
            "view.turn_line_right": partial(self._turn, -_TURN),
        }
        for side, (across, down) in SIDES.items():
            self.actions[f"view.line_{side}"] = partial(self._move, across, down)

    def can(self, action: str) -> bool:
        """There are two versions; the moves mean the lens as well."""
        if action == "view.quartered":
            return self.viewer.compares
        modes = (Mode.SPLIT, Mode.LENS) if action.startswith("view.line_") else (Mode.SPLIT,)
        return self.viewer.compares and self.viewer.mode in modes

    def checked(self, action: str) -> bool:
        """Quartered."""
        return self.viewer.mode is Mode.SPLIT and self.viewer.how.split.quartered

    def _quarter(self) -> None:
        split = self.viewer.how.split
        on = self.viewer.mode is Mode.SPLIT and split.quartered
        self._divide(replace(split, quartered=not on))
        self.viewer.set_mode(Mode.SPLIT)

    def _turn(self, degrees: float) -> None:
        self._divide(self.viewer.how.split.turned(degrees))

    def _move(self, across: int, down: int) -> None:
        if self.viewer.mode is Mode.LENS:
            for pane in self.viewer.panes:
                x, y = pane.lens_at
                pane.lens_at = _within(x + across * _SHARE), _within(y + down * _SHARE)
                pane.update()
            return
        split = self.viewer.how.split
        x, y = _within(split.x + across * _SHARE), _within(split.y + down * _SHARE)
        self._divide(replace(split, x=x, y=y))

    def _divide(self, split: Split) -> None:
        self.viewer.arrange(replace(self.viewer.how, split=split))


class DifferenceTool(Tool):
    """Chooses the manner and the strength of differences, and what is compared with."""

    def __init__(self, viewer: Viewer) -> None:
        super().__init__(viewer)
        self.actions = {
            "view.manner": self._next,
            "view.less": partial(self._step, -1),
            "view.more": partial(self._step, 1),
            "view.compare_next": self._compare_next,
        }

    def can(self, action: str) -> bool:
        """There are two versions."""
        if action == "view.compare_next":
            return len(self.viewer.versions) > 2
        return self.viewer.compares and (
            action == "view.manner" or self.viewer.mode is Mode.DIFFERENCE
        )

    def _next(self) -> None:
        viewer = self.viewer
        manners = list(Manner)
        if viewer.mode is Mode.DIFFERENCE:
            at = manners.index(viewer.how.manner) + 1
            viewer.arrange(replace(viewer.how, manner=manners[at % len(manners)]))
        else:
            viewer.set_mode(Mode.DIFFERENCE)
        viewer.say(manner_text(viewer.how.manner))

    def _step(self, step: int) -> None:
        how = self.viewer.how
        if how.manner.has_gain:
            self.viewer.arrange(replace(how, doublings=how.doublings + step))
        else:
            other = max(1, how.tolerance * 2) if step > 0 else how.tolerance // 2
            self.viewer.arrange(replace(how, tolerance=other))

    def _compare_next(self) -> None:
        viewer = self.viewer
        others = [version for version in viewer.versions if version is not viewer.after]
        at = others.index(viewer.before) + 1 if viewer.before in others else 0
        chosen = others[at % len(others)]
        viewer.choose(chosen, as_before=True)
        said = QCoreApplication.translate("Viewer", "Compared with %1.")
        viewer.say(said.replace("%1", chosen.name))


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0)
