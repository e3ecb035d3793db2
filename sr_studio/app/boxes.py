"""Puts widgets one below the other, side by side, or behind a scroll bar, in one call."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

#: A widget or a layout, with how much it stretches; logical pixels of room; None for a stretch.
Part = QWidget | QLayout | tuple[QWidget | QLayout, int] | int | None
Edges = tuple[int, int, int, int]
NO_EDGES: Edges = (0, 0, 0, 0)
_Box = TypeVar("_Box", bound=QBoxLayout)


def vbox(
    *parts: Part, on: QWidget | None = None, edges: Edges = NO_EDGES, spacing: int | None = None
) -> QVBoxLayout:
    """Parts one below the other.

    Args:
        parts: From above.
        on: The widget they fill; None for a layout that goes into another one.
        edges: Logical pixels left free at left, top, right and bottom.
        spacing: Logical pixels between parts; as Qt's style if None.
    """
    return _filled(QVBoxLayout(on) if on is not None else QVBoxLayout(), parts, edges, spacing)


def hbox(
    *parts: Part, on: QWidget | None = None, edges: Edges = NO_EDGES, spacing: int | None = None
) -> QHBoxLayout:
    """Parts side by side, from the left; the rest as in :func:`vbox`."""
    return _filled(QHBoxLayout(on) if on is not None else QHBoxLayout(), parts, edges, spacing)


def scrolling(inside: QWidget, parent: QWidget) -> QScrollArea:
    """Something that may be higher than the room it is given, and is as wide as that."""
    area = QScrollArea(parent)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area


def _filled(box: _Box, parts: tuple[Part, ...], edges: Edges, spacing: int | None) -> _Box:
    box.setContentsMargins(*edges)
    if spacing is not None:
        box.setSpacing(spacing)
    for part in parts:
        item, stretch = part if isinstance(part, tuple) else (part, 0)
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        elif isinstance(item, QLayout):
            box.addLayout(item, stretch)
        else:
            box.addWidget(item, stretch)
    return box
