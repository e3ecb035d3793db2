"""How an action is declared."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW, VIEWER = "window", "viewer"


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        id: ``group.name``.
        text: What menus call it (translated where shown, context ``Actions``).
        keys: Key sequences in Qt's portable spelling, the first one is shown.
        icon: Name of an icon in ``resources/icons``.
        help: One sentence for tooltips, the palette and the status bar.
        menu: ``file``, ``edit``, ``view``, ``go`` or ``help``; empty for none.
        checkable: Whether it is on or off.
        scope: ``window``: the keys work everywhere; ``viewer``: only while a picture has the
            focus, because elsewhere these keys mean something else (Tab, arrows, Space).
        group: Actions of one group in one menu stand together between separators.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    help: str = ""
    menu: str = ""
    checkable: bool = False
    scope: str = WINDOW
    group: int = 0
