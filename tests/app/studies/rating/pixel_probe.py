"""Run by test_pixels.py in a process of its own: show pictures, read them back, print what came.

Run as ``python -m tests.app.studies.rating.pixel_probe SCALE …``; prints a line of JSON for each
scale factor. Qt reads QT_SCALE_FACTOR once at start, so each scale has a process of its own; where
the system can, it is split off from this one when everything is imported.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sr_studio.app.studies.rating.decoding import image_of, pixels_of
from sr_studio.app.studies.rating.selftest import (
    buffer_pixels,
    examine,
    pattern,
    screen_pixels,
)
from sr_studio.app.studies.rating.stage import Stage
from sr_studio.studies.definition.screen_layout import ScreenTooSmallError


def probe(scale: str) -> None:
    """Print what one scale factor gives."""
    os.environ["QT_SCALE_FACTOR"] = scale
    application = QApplication(sys.argv[:1])
    stage = Stage(128)
    stage.setWindowFlags(Qt.WindowType.FramelessWindowHint)
    stage.set_keys([(str(n), f"key {n}") for n in range(1, 6)])
    stage.showFullScreen()
    QTest.qWaitForWindowExposed(stage)
    QTest.qWait(200)
    random = np.random.default_rng(7)
    found = {
        "ratio": stage.devicePixelRatioF(),
        "platform": application.platformName(),
        "screen": [stage.device_size().width, stage.device_size().height],
        "pictures": [],
    }
    for height, width, zoom in ((97, 131, 1), (64, 64, 2), (255, 301, 1)):
        pixels = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
        image = image_of(pixels, zoom)
        try:
            stage.show_pictures([image, image] if width == 131 else [image])
        except ScreenTooSmallError as error:
            found["pictures"].append({"refused": str(error)})
            continue
        QTest.qWait(50)
        expected = pixels.repeat(zoom, axis=0).repeat(zoom, axis=1)
        assert np.array_equal(pixels_of(image), expected)
        box = stage.boxes()[-1]
        seen = screen_pixels(stage, box)
        found["pictures"].append(
            {
                "window": bool(np.array_equal(buffer_pixels(stage, box), expected)),
                "screen": seen is not None and bool(np.array_equal(seen, expected)),
                "inside": box.bottom < min(k.y for k in stage.arrangement().keys),
            }
        )
    stage.show_pictures([pattern()])
    QTest.qWait(50)
    found["selftest"] = examine(stage)
    print(json.dumps(found), flush=True)
    stage.close()


def main(*scales: str) -> None:
    """All of them, one after the other."""
    kinds = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in kinds else "spawn")
    for scale in scales:
        child = context.Process(target=probe, args=(scale,))
        child.start()
        child.join()
        if child.exitcode:
            sys.exit(f"scale {scale} ended with {child.exitcode}")


if __name__ == "__main__":
    main(*sys.argv[1:])
