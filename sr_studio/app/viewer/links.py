"""Which panes look at the shared spot, and which move alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sr_studio.app.viewer.content import Content
from sr_studio.app.viewer.pane import Pane
from sr_studio.comparison.view_state import ViewState


class Links:
    """Versions whose panes move alone, by their numbers, so that it outlives the panes.

    Args:
        shared: The state of all panes that are linked.
        moved: Called when a pane that is alone has moved.
    """

    def __init__(self, shared: ViewState, moved: Callable[[], None]) -> None:
        self._shared = shared
        self._moved = moved
        self.alone: set[int] = set()

    def toggle(self, numbers: Iterable[int]) -> None:
        """Unlink these; if they all are alone already, link them again."""
        wanted = set(numbers)
        self.alone = self.alone - wanted if wanted <= self.alone else self.alone | wanted

    def join(self, panes: Sequence[Pane], contents: Sequence[Content], possible: bool) -> None:
        """Give every pane its state: the shared one, or one of its own that starts there."""
        for pane, content in zip(panes, contents, strict=True):
            number = None if content.after is None else content.after.number
            if not possible or number not in self.alone:
                pane.state = self._shared
            elif pane.state is self._shared:
                pane.state = self._shared.copy()
                pane.state.subscribe(self._moved)
