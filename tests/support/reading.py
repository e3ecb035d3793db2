"""Everything a person can read or be told in a window, and what of it is English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTabBar, QWidget

_SPOKEN = (
    *("text", "title", "windowTitle", "placeholderText", "toPlainText", "specialValueText"),
    *("toolTip", "statusTip", "accessibleName", "accessibleDescription"),
)
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_MOST_ROWS = 60
#: Paths, and what programs read: ``sr-studio``, ``study.toml``, ``bt500_r1``, ``{name}_x{scale}``.
_FOR_PROGRAMS = re.compile(r"\S*[/\\{}]\S*|[\w]+(?:[-_.=][\w]+)+")
_HANGUL = re.compile("[가-힣]")
_WORD = re.compile(r"[A-Za-z]['’A-Za-z]+")


def texts_of(top: QWidget) -> Iterator[str]:
    """Texts, tooltips, names for screen readers, items, cells and headings below ``top``."""
    for widget in (top, *top.findChildren(QWidget)):
        for name in _SPOKEN:
            if callable(ask := getattr(widget, name, None)):
                yield str(ask())
        for action in widget.actions():
            yield from (action.text(), action.toolTip(), action.statusTip())
        if isinstance(widget, QComboBox):
            yield from (widget.itemText(place) for place in range(widget.count()))
        if isinstance(widget, QTabBar):
            yield from (widget.tabText(place) for place in range(widget.count()))
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            yield from _cells(model)


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    # A list does not let anybody ask how many columns it has.
    wide = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for role in _ROLES:
        for column in range(wide):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(min(_MOST_ROWS, model.rowCount(QModelIndex()))):
                yield str(model.index(row, column).data(role) or "")


def english_in(texts: Iterable[str], names: Iterable[str]) -> set[str]:
    """Lines with two words or more and no Hangul, or with four English words on end.

    Args:
        names: What has the same name in every language.
    """
    known = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    found = set()
    for line in {line for text in set(texts) for line in text.splitlines()}:
        left = _FOR_PROGRAMS.sub(" ", known.sub(" ", line))
        most = 4 if _HANGUL.search(left) else 2
        runs = re.split(r"[^A-Za-z'’ ]+", left) if most == 4 else [left]
        if any(len(_WORD.findall(run)) >= most for run in runs):
            found.add(line)
    return found
