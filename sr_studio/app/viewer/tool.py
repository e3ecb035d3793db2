"""A part of what the viewer can do: some of its actions, and what they need."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sr_studio.app.context import Context
    from sr_studio.app.viewer.viewer import Viewer


class Tool:
    """Does some ``view.`` actions of one viewer.

    Args:
        viewer: Whose actions.

    Attributes:
        actions: What each of its actions does.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.actions: dict[str, Callable[[], None]] = {}

    def can(self, action: str) -> bool:
        """Whether one of its actions means something now; there is at least one version."""
        return True

    def checked(self, action: str) -> bool:
        """Whether one of its checkable actions is on."""
        return False

    def shut_down(self) -> None:
        """Let go of timers and of work under way before the window closes."""


def usual_tools(viewer: Viewer, context: Context) -> list[Tool]:
    """The tools every viewer has."""
    from sr_studio.app.viewer.comparing_tools import DifferenceTool, SplitTool
    from sr_studio.app.viewer.exporting import ExportTool
    from sr_studio.app.viewer.facts import FactsTool
    from sr_studio.app.viewer.line_graph import GraphTool
    from sr_studio.app.viewer.mini_map import MapTool
    from sr_studio.app.viewer.placing_tools import LookingTool, RegistrationTool

    plain = (SplitTool, DifferenceTool, RegistrationTool, LookingTool, MapTool, GraphTool)
    tools: list[Tool] = [kind(viewer) for kind in plain]
    return [*tools, FactsTool(viewer, context), ExportTool(viewer, context)]
