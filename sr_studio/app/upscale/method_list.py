"""The list of methods and the card of the one that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sr_studio.app.text import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from sr_studio.upscaling.methods import Method

_METHOD = Qt.ItemDataRole.UserRole
_ROW = 28
_ROWS_SHOWN = 7
#: The interpolations are declared without Qt; this is where their texts are offered to translators.
_TEXTS = (
    QT_TRANSLATE_NOOP("Methods", "Nearest"),
    QT_TRANSLATE_NOOP("Methods", "Bilinear"),
    QT_TRANSLATE_NOOP("Methods", "Bicubic"),
    QT_TRANSLATE_NOOP("Methods", "Lanczos"),
    QT_TRANSLATE_NOOP("Methods", "Repeats pixels; shows what is really in the picture."),
    QT_TRANSLATE_NOOP("Methods", "Smooth and soft, without overshoot."),
    QT_TRANSLATE_NOOP("Methods", "The usual baseline; a little sharper than bilinear."),
    QT_TRANSLATE_NOOP("Methods", "The sharpest interpolation, with slight halos at hard edges."),
)
_BEST_METRICS = ("psnr", "ssim", "lpips", "niqe")


class MethodList(QWidget):
    """Interpolations and models in one list; the card below says what the chosen one is.

    Signals:
        chosen: The :class:`Method` that is current now.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = QListWidget(self)
        self._list.setObjectName("MethodList")
        self._list.setAccessibleName(self.tr("Method"))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.currentItemChanged.connect(self._current_changed)
        self._card = QLabel(self)
        self._card.setProperty("role", "small")
        self._card.setWordWrap(True)
        self._card.setTextFormat(Qt.TextFormat.PlainText)
        self._card.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._card.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._list)
        column.addWidget(self._card)

    def show_methods(self, methods: Sequence[Method], wish: str) -> None:
        """Fill the list; the method named ``wish`` becomes current, else the first."""
        self._list.blockSignals(True)
        self._list.clear()
        for method in methods:
            item = QListWidgetItem(_title(method), self._list)
            item.setData(_METHOD, method)
            item.setToolTip(_said(method.summary))
            item.setSizeHint(QSize(0, _ROW))
        self._list.blockSignals(False)
        rows = min(max(len(methods), 4), _ROWS_SHOWN)
        self._list.setFixedHeight(rows * _ROW + 6)
        names = [method.name for method in methods]
        self._list.setCurrentRow(names.index(wish) if wish in names else 0)

    def methods(self) -> list[Method]:
        """All methods in the list."""
        return [self._list.item(row).data(_METHOD) for row in range(self._list.count())]

    def current(self) -> Method | None:
        """The chosen method."""
        item = self._list.currentItem()
        return None if item is None else item.data(_METHOD)

    def choose(self, name: str) -> None:
        """Make the method of this name current."""
        names = [method.name for method in self.methods()]
        self._list.setCurrentRow(names.index(name))

    def _current_changed(self) -> None:
        method = self.current()
        self._card.setText("" if method is None else card_text(method))
        self.chosen.emit(method)


def card_text(method: Method) -> str:
    """What a person wants to know of a method before using it, a few short lines."""
    translate = QCoreApplication.translate
    lines = [_said(method.summary)] if method.summary else []
    card = method.card
    if card is None:
        return "\n".join(lines)
    facts = [translate("Method", "made for ×%1").replace("%1", str(card.scale)), card.architecture]
    if card.licence:
        facts.append(card.licence)
    lines.append(" · ".join(facts))
    for dataset, scores in list(card.scores.items())[:2]:
        known = [f"{key.upper()} {value:.4g}" for key, value in scores.items()]
        lines.append(f"{dataset}: {', '.join(known[: len(_BEST_METRICS)])}")
    if card.data:
        lines.append(translate("Method", "Trained on %1").replace("%1", card.data))
    return "\n".join(lines)


def _title(method: Method) -> str:
    title = _said(method.title)
    if method.scale is None or f"×{method.scale}" in title:
        return title
    return f"{title}  ×{method.scale}"


def _said(text: str) -> str:
    return QCoreApplication.translate("Methods", text)
