"""The Upscale page before there is a picture: a drop area, and samples to try it on."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from sr_studio import paths
from sr_studio.app.boxes import hbox
from sr_studio.app.context import Context
from sr_studio.app.empty_page import EmptyPage, Offer
from sr_studio.app.viewer.tiles import image_of
from sr_studio.progress import CancelToken

_SAMPLE = QSize(104, 78)


class SamplesPage(EmptyPage):
    """The empty Upscale page: with pictures to try it on.

    Signals:
        sample_wanted: The path of the sample picture that was pressed.
    """

    sample_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        # Nothing has a tr() of its own before it is made.
        translate = QCoreApplication.translate
        super().__init__(
            context,
            "drop",
            translate("SamplesPage", "Drop pictures or a folder here."),
            translate(
                "SamplesPage",
                "They become larger with the method chosen at the right; the originals stay.",
            ),
            [
                Offer(
                    "open",
                    translate("SamplesPage", "Open…"),
                    context.actions["file.open"].toolTip(),
                )
            ],
            parent,
        )
        self._samples = QHBoxLayout()
        self._samples.setSpacing(12)
        self._sample_title = QLabel(self.tr("Or try one of these"), self)
        self._sample_title.setProperty("role", "small")
        self._sample_title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(self._sample_title)
        row = hbox(None, self._samples, None)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self._show_samples()

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
