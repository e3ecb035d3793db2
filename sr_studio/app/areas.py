"""F6: the focus goes from one area of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_next(areas: Sequence[QWidget]) -> None:
    """Give the focus to the area after the one that has it, or to the first."""
    areas = [area for area in areas if area.isVisible()]
    if not areas:
        return
    focus = QApplication.focusWidget()
    at = next((i for i, area in enumerate(areas) if focus and _holds(area, focus)), -1)
    area = areas[(at + 1) % len(areas)]
    if area.focusPolicy() != Qt.FocusPolicy.NoFocus:
        area.setFocus(Qt.FocusReason.ShortcutFocusReason)
    else:
        area.setFocus()
        area.focusNextChild()


def _holds(area: QWidget, widget: QWidget) -> bool:
    return area is widget or area.isAncestorOf(widget)
