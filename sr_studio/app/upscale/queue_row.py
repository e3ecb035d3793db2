"""Paints one row of the queue and says which of its buttons is under a point."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from sr_studio.app.context import Context
from sr_studio.app.icons import pixmap
from sr_studio.app.upscale.entry import Entry, EntryState
from sr_studio.app.upscale.queue_model import ENTRY, Index, QueueModel, size_text

ROW_HEIGHT = 48
_THUMBNAIL = 36
_BUTTON = 28
_BUTTONS = 3  # room for so many in every row, so that columns stand under each other
_ICON = 18
_PAD = 8
_STATE_WIDTH = 232
_SIZE_WIDTH = 190


def buttons_of(entry: Entry) -> list[str]:
    """Actions a row offers, from left to right."""
    if entry.state.under_way:
        return ["job.cancel"]
    found = []
    if entry.state is EntryState.FAILED:
        found.append("job.explain")
    if entry.size is not None and entry.state in (EntryState.FAILED, EntryState.CANCELLED):
        found.append("job.retry")
    if entry.newest is not None:
        found.append("file.save" if entry.newest.saved is None else "file.reveal")
    return [*found[: _BUTTONS - 1], "job.remove"]


_ICONS = {
    "job.cancel": "cancel",
    "job.retry": "retry",
    "job.explain": "details",
    "job.remove": "remove",
    "file.save": "save",
    "file.reveal": "reveal",
}
_STATE_ICONS = {
    EntryState.DONE: ("check", "success"),
    EntryState.FAILED: ("warning", "danger"),
    EntryState.WAITING: ("clock", "text_dim"),
    EntryState.CANCELLED: ("cancel", "text_dim"),
    EntryState.SKIPPED: ("check", "text_dim"),
}


class QueueRow(QStyledItemDelegate):
    """Thumbnail, name, sizes, state with a progress line, and the buttons that make sense."""

    def __init__(self, context: Context, model: QueueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 (Qt)
        """All rows are equally high."""
        return QSize(320, ROW_HEIGHT)

    def button_at(self, row: QRect, entry: Entry, point: QPoint) -> str | None:
        """The action of the button under a point, if any."""
        for name, place in self._places(row, entry):
            if place.contains(point):
                return name
        return None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        entry = cast(Entry, index.data(ENTRY))
        row = QRect(option.rect)  # type: ignore[attr-defined]  # the stubs leave its fields out
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._background(painter, row, state)
        self._thumbnail(painter, row, entry)
        places = self._places(row, entry)
        right = row.right() - _PAD - _BUTTONS * _BUTTON - _PAD
        left = row.left() + _PAD + _THUMBNAIL + 12
        wide = row.width() > 640
        name_right = right - _STATE_WIDTH - (_SIZE_WIDTH if wide else 0)
        base, small = self._fonts(option)
        middle = QRect(left, row.top(), max(60, name_right - left), row.height())
        painter.setFont(base)
        painter.setPen(self._context.colour("text"))
        lines = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        metrics = QFontMetrics(base)
        elide = Qt.TextElideMode.ElideMiddle
        painter.drawText(middle, lines, metrics.elidedText(entry.name, elide, middle.width() - 8))
        painter.setFont(small)
        painter.setPen(self._context.colour("text_dim"))
        if wide:
            sizes = QRect(name_right, row.top(), _SIZE_WIDTH - 8, row.height())
            painter.drawText(sizes, lines, size_text(entry))
        state_place = QRect(right - _STATE_WIDTH, row.top(), _STATE_WIDTH, row.height())
        self._state(painter, state_place, entry, QFontMetrics(small))
        hovered = bool(state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected))
        for name, place in places:
            self._button(painter, name, place, hovered)
        painter.restore()

    def _background(self, painter: QPainter, row: QRect, state: QStyle.StateFlag) -> None:
        inner = row.adjusted(4, 1, -4, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(self._context.colour("accent_soft"))
            painter.drawRoundedRect(inner, 4, 4)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._context.colour("hover"))
            painter.drawRoundedRect(inner, 4, 4)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._context.colour("focus"), 1))
            painter.drawRoundedRect(inner, 4, 4)

    def _thumbnail(self, painter: QPainter, row: QRect, entry: Entry) -> None:
        top = row.top() + (row.height() - _THUMBNAIL) // 2
        frame = QRect(row.left() + _PAD, top, _THUMBNAIL, _THUMBNAIL)
        path = QPainterPath()
        path.addRoundedRect(frame, 3, 3)
        painter.fillPath(path, self._context.colour("pressed"))
        if entry.small is None:
            return
        side = min(entry.small.width(), entry.small.height())
        source = QRect(
            (entry.small.width() - side) // 2, (entry.small.height() - side) // 2, side, side
        )
        painter.save()
        painter.setClipPath(path)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, entry.small, source)
        painter.restore()

    def _state(self, painter: QPainter, place: QRect, entry: Entry, metrics: QFontMetrics) -> None:
        left = place.left()
        if entry.state in _STATE_ICONS:
            name, role = _STATE_ICONS[entry.state]
            self._icon(painter, name, role, QPoint(left, place.center().y() - _ICON // 2 + 1))
            left += _ICON + 8
        role = "danger" if entry.state is EntryState.FAILED else "text_dim"
        painter.setPen(self._context.colour(role))
        lines = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        room = QRect(left, place.top(), place.right() - left, place.height())
        if entry.state is EntryState.WORKING:
            room.setHeight(place.height() - 10)
        text = metrics.elidedText(
            self._model.said(entry), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, lines, text)
        if entry.state is EntryState.WORKING:
            self._progress(painter, place, entry.timing.fraction())

    def _progress(self, painter: QPainter, place: QRect, fraction: float) -> None:
        groove = QRect(place.left(), place.bottom() - 15, place.width() - 12, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.colour("pressed"))
        painter.drawRoundedRect(groove, 2, 2)
        groove.setWidth(round(groove.width() * fraction))
        painter.setBrush(self._context.colour("accent"))
        painter.drawRoundedRect(groove, 2, 2)

    def _button(self, painter: QPainter, name: str, place: QRect, hovered: bool) -> None:
        corner = place.center() - QPoint(_ICON // 2 - 1, _ICON // 2 - 1)
        self._icon(painter, _ICONS[name], "text" if hovered else "text_dim", corner)

    def _icon(self, painter: QPainter, name: str, role: str, corner: QPoint) -> None:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(corner, pixmap(name, self._context.colour(role), _ICON, ratio))

    def _places(self, row: QRect, entry: Entry) -> list[tuple[str, QRect]]:
        right = row.right() - _PAD
        top = row.top() + (row.height() - _BUTTON) // 2
        names = buttons_of(entry)
        return [
            (name, QRect(right - _BUTTON * (number + 1), top, _BUTTON, _BUTTON))
            for number, name in enumerate(reversed(names))
        ]

    def _fonts(self, option: QStyleOptionViewItem) -> tuple[QFont, QFont]:
        base = QFont(option.font)  # type: ignore[attr-defined]
        small = QFont(base)
        small.setPointSizeF(base.pointSizeF() * 0.9)
        return base, small
