"""Pan and zoom of large pictures in the viewer, against a bare QPainter.drawImage, in one run.

    python benchmarks/viewer_frames.py [--megapixels 12 48 200] [--size 3840 2160] [--frames 40]

Each frame of a pane is painted into an image, as the screen's would be, right after a frame that
draws the same part of the same picture with one bare ``drawImage``, so that the machine's mood is
shared. The bare one draws from the whole picture as one 32-bit image, however large: what Qt can
do where memory is no matter. Printed are the ratio of the medians, goal at most 1.3, and the
longest frame in milliseconds, goal at most 33.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from sr_studio.app.viewer.content import Content
from sr_studio.app.viewer.painting import NEAREST_FROM, Look
from sr_studio.app.viewer.pane import Pane
from sr_studio.app.viewer.pyramid import build
from sr_studio.app.viewer.tiles import image_of
from sr_studio.app.viewer.version import Version
from sr_studio.comparison.view_state import ViewState

GOAL, LONGEST_MS = 1.3, 33.0


def photograph(megapixels: float) -> np.ndarray:
    """Smooth colours with noise, 3:2, H×W×3."""
    height = round(math.sqrt(megapixels * 1e6 / 1.5))
    width = round(height * 1.5)
    tile = np.random.default_rng(0).integers(0, 256, (512, 512, 3), dtype=np.uint8)
    rows, columns = math.ceil(height / 512), math.ceil(width / 512)
    return np.ascontiguousarray(np.tile(tile, (rows, columns, 1))[:height, :width])


def bare(target: QImage, whole: QImage, state: ViewState) -> float:
    view = target.width(), target.height()
    place = state.placement(view)
    scene = QRectF(place.left, place.top, place.width, place.height)
    seen = scene & QRectF(0, 0, *view)
    per = whole.width() / place.width
    source = QRectF(
        (seen.left() - place.left) * per,
        (seen.top() - place.top) * per,
        seen.width() * per,
        seen.height() * per,
    )
    start = time.process_time()
    painter = QPainter(target)
    smooth = 1 / per < NEAREST_FROM and per != 1
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    painter.drawImage(seen, whole, source)
    painter.end()
    return time.process_time() - start


def viewed(target: QImage, pane: Pane) -> float:
    start = time.process_time()
    pane.render(target)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megapixels", type=float, nargs="+", default=[12, 48, 200])
    parser.add_argument("--size", type=int, nargs=2, default=(3840, 2160))
    parser.add_argument("--frames", type=int, default=40)
    arguments = parser.parse_args()
    application = QApplication([])
    grey = QColor(119, 119, 119)
    view = tuple(arguments.size)
    for megapixels in arguments.megapixels:
        pixels = photograph(megapixels)
        version = Version("picture", build(pixels))
        whole = image_of(pixels)
        state = ViewState(pixels.shape[1], pixels.shape[0])
        pane = Pane(state, Look(grey, grey, grey, grey))
        pane.resize(*view)
        pane.show_content(Content(after=version))
        target = QImage(*view, QImage.Format.Format_RGB32)
        target.fill(Qt.GlobalColor.black)
        for name, zoom in (("pan at 1:1", 1.0), ("pan at 2:1", 2.0), ("zoom", 0.0)):
            ours, theirs = [], []
            state.zoom_to(zoom or 1.0, view)
            state.look_at((0.3, 0.3), view)
            for frame in range(arguments.frames):
                if zoom:
                    state.pan(-37, -23, view)
                else:
                    state.zoom_to(1.0 * 1.03 ** (frame - arguments.frames / 2), view)
                theirs.append(bare(target, whole, state))
                ours.append(viewed(target, pane))
            ratio = statistics.median(ours) / statistics.median(theirs)
            print(
                f"{megapixels:g} MP, {name}: {ratio:.2f} of a bare drawImage "
                f"(goal {GOAL}), longest frame {max(ours) * 1000:.0f} ms "
                f"(goal {LONGEST_MS:.0f}; bare {max(theirs) * 1000:.0f} ms)",
                flush=True,
            )
    application.quit()


if __name__ == "__main__":
    main()
