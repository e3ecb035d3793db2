"""What the page is before there is a picture: a drop area, two sentences, the samples."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from sr_studio import paths
from sr_studio.app.context import Context
from sr_studio.app.icons import pixmap
from sr_studio.app.viewer.tiles import image_of
from sr_studio.progress import CancelToken

_SAMPLE = QSize(120, 90)


class EmptyPage(QWidget):
    """Shown while the queue is empty.

    Signals:
        open_wanted: The button was pressed.
        sample_wanted: The path of the sample picture that was pressed.
    """

    open_wanted = Signal()
    sample_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = QLabel(self.tr("Drop pictures or a folder here."), self)
        title.setProperty("role", "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        more = QLabel(
            self.tr("They become larger with the method chosen at the right; the originals stay."),
            self,
        )
        more.setProperty("role", "dim")
        more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton(self.tr("Open…"), self)
        button.setToolTip(context.actions["file.open"].toolTip())
        button.clicked.connect(self.open_wanted)
        self._samples = QHBoxLayout()
        self._samples.setSpacing(12)
        self._sample_title = QLabel(self.tr("Or try one of these"), self)
        self._sample_title.setProperty("role", "small")
        self._sample_title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(8)
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(8)
        column.addWidget(title)
        column.addWidget(more)
        column.addSpacing(12)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        column.addWidget(self._sample_title)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(self._samples)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.theme_changed()
        self._show_samples()

    def theme_changed(self) -> None:
        """Draw the icon in the colours of the theme."""
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap("drop", self._context.colour("text_dim"), 48, ratio))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """A quiet frame that says: here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._context.colour("border_strong"), 1.5, Qt.PenStyle.DashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(16, 16, -16, -16), 8, 8)

    def _show_samples(self) -> None:
        folder = paths.resources_dir() / "samples"
        found = sorted(folder.glob("*.webp")) if folder.is_dir() else []
        self._sample_title.setVisible(bool(found))
        for path in found[:4]:
            button = QToolButton(self)
            button.setIconSize(_SAMPLE)
            button.setFixedSize(_SAMPLE + QSize(12, 12))
            name = path.stem.replace("_", " ")
            button.setAccessibleName(self.tr("Sample picture: %1").replace("%1", name))
            button.setToolTip(name)
            button.clicked.connect(lambda _=False, path=path: self.sample_wanted.emit(path))
            self._samples.addWidget(button)
            ratio = self.devicePixelRatioF()
            self._context.tasks.start(
                partial(_cover, path, ratio),
                partial(_show, button),
                _ignore,  # a sample without its small copy can still be pressed
            )


def _cover(path: Path, ratio: float, token: CancelToken) -> np.ndarray:
    """The middle of a sample, just large enough to fill its button."""
    from sr_studio.imaging.reading import thumbnail
    from sr_studio.imaging.resize import imresize

    width, height = round(_SAMPLE.width() * ratio), round(_SAMPLE.height() * ratio)
    small = thumbnail(path, 2 * width)
    token.check()
    factor = max(width / small.shape[1], height / small.shape[0])
    small = imresize(small, factor)
    top, left = (small.shape[0] - height) // 2, (small.shape[1] - width) // 2
    return np.ascontiguousarray(
        small[max(0, top) : max(0, top) + height, max(0, left) : max(0, left) + width]
    )


def _show(button: QToolButton, pixels: np.ndarray) -> None:
    button.setIcon(QIcon(QPixmap.fromImage(image_of(pixels))))


def _ignore(error: Exception) -> None:
    """Nothing to say."""
