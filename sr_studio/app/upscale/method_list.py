"""The list of methods by what they are for, and the card of the one that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QWidget,
)

from sr_studio.app.boxes import hbox, vbox
from sr_studio.app.durations import duration
from sr_studio.app.method_words import said
from sr_studio.zoo.purposes import grouped

if TYPE_CHECKING:
    from sr_studio.upscaling.methods import Method

_METHOD = Qt.ItemDataRole.UserRole
_ROW = 28
#: Rows of the list in a window that has room for all that is below, and in the smallest one.
_ROWS_SHOWN, _FEWEST_ROWS = 8, 4
#: Room for the words about a method; it is the same for all, so that nothing below moves.
_LINES_OF_WORDS = 4
_BEST_METRICS = ("psnr", "ssim", "lpips", "niqe")


class MethodList(QWidget):
    """Interpolations and models in one list; the card below says what the chosen one is.

    Attributes:
        row: Below the words, beside the arrow: room for what else bears on the list.

    Signals:
        chosen: The :class:`Method` that is current now.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list = _Rows(self)
        self._list.setObjectName("MethodList")
        self._list.setAccessibleName(self.tr("Method"))
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.spare_height(0)
        self._list.currentItemChanged.connect(self._current_changed)
        self._words = self._label()
        self._words.setFixedHeight(self._words.fontMetrics().lineSpacing() * _LINES_OF_WORDS)
        self._arrow = QToolButton(self)
        self._arrow.setText(self.tr("Figures and origin"))
        self._arrow.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._arrow.setCheckable(True)
        self._arrow.setAutoRaise(True)
        self._figures = self._label()
        self._arrow.toggled.connect(self._unfold)
        self._unfold(False)
        column = vbox(self._list, self._words, on=self, spacing=8)
        self.row = hbox(self._arrow, None)
        column.addLayout(self.row)
        column.addWidget(self._figures)

    def show_methods(self, methods: Sequence[Method], wish: str) -> None:
        """Fill the list; the method named ``wish`` becomes current, else the first."""
        self._list.blockSignals(True)
        self._list.clear()
        models = [method for method in methods if method.kind == "model"]
        for words, members in grouped(models, lambda method: method.purpose):
            self._add_group(said(words.title), members)
        rest = [method for method in methods if method.kind != "model"]
        if rest:
            self._add_group(self.tr("Interpolations"), rest)
        self._list.blockSignals(False)
        names = [method.name for method in self.methods()]
        if names:
            self.choose(wish if wish in names else names[0])
        else:
            self._current_changed()

    def methods(self) -> list[Method]:
        """All methods in the list."""
        return [item.data(_METHOD) for item in self._items()]

    def current(self) -> Method | None:
        """The chosen method."""
        item = self._list.currentItem()
        return None if item is None else item.data(_METHOD)

    def choose(self, name: str) -> None:
        """Make the method of this name current."""
        item = next(item for item in self._items() if item.data(_METHOD).name == name)
        self._list.setCurrentItem(item)

    def tell_times(self, seconds: Mapping[str, float | None]) -> None:
        """Show how long methods will take here, by name; None where it is not known yet."""
        for item in self._items():
            method = item.data(_METHOD)
            known = seconds.get(method.name)
            about = "" if known is None else duration(max(1.0, known))
            item.setText(f"{_title(method)}  ·  {about}" if about else _title(method))

    def spare_height(self, missing: int) -> None:
        """Be so much lower (logical pixels) than one would like, as far as the list stays useful.

        It goes by the room there is, never by the method: nothing moves when one is chosen.
        """
        rows = max(_FEWEST_ROWS, _ROWS_SHOWN - -(-missing // _ROW))
        self._list.setFixedHeight(min(_ROWS_SHOWN, rows) * _ROW + 6)

    def _label(self) -> QLabel:
        label = QLabel(self)
        label.setProperty("role", "small")
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignTop)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def _items(self) -> list[QListWidgetItem]:
        rows = (self._list.item(row) for row in range(self._list.count()))
        return [item for item in rows if item.data(_METHOD) is not None]

    def _add_group(self, title: str, methods: Sequence[Method]) -> None:
        heading = QListWidgetItem(title, self._list)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setSizeHint(QSize(0, _ROW))
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        for method in methods:
            item = QListWidgetItem(_title(method), self._list)
            item.setData(_METHOD, method)
            item.setToolTip(said(method.summary))
            item.setSizeHint(QSize(0, _ROW))

    def _unfold(self, unfolded: bool) -> None:
        arrow = Qt.ArrowType.DownArrow if unfolded else Qt.ArrowType.RightArrow
        self._arrow.setArrowType(arrow)
        self._figures.setVisible(unfolded)

    def _current_changed(self) -> None:
        method = self.current()
        self._words.setText("" if method is None else words_about(method))
        self._figures.setText("" if method is None else figures_of(method))
        # Interpolations have none; the place of the arrow stays, so that nothing moves.
        self._arrow.setEnabled(bool(self._figures.text()))
        self.chosen.emit(method)


class _Rows(QListWidget):
    """Keeps what is chosen in sight when it becomes lower."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())


def words_about(method: Method) -> str:
    """What a person wants to know before using a method: what it does, and what it is for."""
    translate = QCoreApplication.translate
    lines = [said(method.summary)] if method.summary else []
    if method.card is not None and method.purpose:
        words = next(words for words, _ in grouped([method], lambda each: each.purpose))
        lines.append(translate("Method", "For %1.").replace("%1", said(words.meant_for)))
    return "\n".join(lines)


def figures_of(method: Method) -> str:
    """Network, licence, scores and training pictures of a model; empty for the others."""
    translate = QCoreApplication.translate
    card = method.card
    if card is None:
        return ""
    facts = [translate("Method", "made for ×%1").replace("%1", str(card.scale)), card.architecture]
    if card.licence:
        facts.append(card.licence)
    lines = [" · ".join(facts)]
    for dataset, scores in list(card.scores.items())[:2]:
        known = [f"{key.upper()} {value:.4g}" for key, value in scores.items()]
        lines.append(f"{dataset}: {', '.join(known[: len(_BEST_METRICS)])}")
    if card.data:
        lines.append(translate("Method", "Trained on %1").replace("%1", said(card.data)))
    research = ", ".join(source.name for source in card.data_sources if source.research)
    if research:
        text = translate("Method", "Of its training pictures these are for research: %1.")
        lines.append(text.replace("%1", research))
    return "\n".join(lines)


def _title(method: Method) -> str:
    title = said(method.title)
    if method.scale is None or f"×{method.scale}" in title:
        return title
    return f"{title}  ×{method.scale}"
