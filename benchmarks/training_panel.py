"""How fast the training page opens a run with a million points, and how many frames it draws.

Both by the clock and by the processor time of the window's thread: on a busy computer the clock
tells mostly how busy it is.

QT_QPA_PLATFORM=offscreen python benchmarks/training_panel.py --points 1000000
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import tempfile
import time
from pathlib import Path

_TERMS = ("pixel", "content", "adversarial")
_FRAMES = 60


def write_run(folder: Path, points: int) -> None:
    """Write a run folder whose log has so many points, six a line."""
    from sr_studio.training.recipes import load_recipe
    from sr_studio.training.run_folder import RunFolder, Status

    run = RunFolder(folder)
    run.create(load_recipe("srresnet-mse").canonical_json(), {"data": ""})
    lines = points // (len(_TERMS) + 3)
    with run.metrics_file.open("w", encoding="utf-8") as file:
        for number in range(1, lines + 1):
            level = 1 / math.sqrt(number)
            line = {
                "iteration": number * 4,
                "losses": {name: level * random.uniform(0.5, 1.5) for name in _TERMS},
                "learning_rate": 1e-4,
                "rate": random.uniform(9, 10),
                "memory": 1.5e9,
                "time": 1.5e9 + number,
            }
            file.write(json.dumps(line) + "\n")
    done = 4 * lines
    run.write_status(Status("finished", done, done, None, None, float(lines)))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--points", type=int, default=1_000_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sr-studio-panel-") as home:
        os.environ["SR_STUDIO_HOME"] = home
        run = Path(home) / "data" / "runs" / "long"
        write_run(run, arguments.points)
        _measure(arguments.points)
    return 0


class _Watch:
    """Clock and processor time since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.thread_time()

    def told(self) -> str:
        wall = time.perf_counter() - self._began[0]
        own = time.thread_time() - self._began[1]
        return f"{wall:.2f} s by the clock, {own:.2f} s of the window's thread"


def _measure(points: int) -> None:
    from PySide6.QtWidgets import QApplication

    from sr_studio.app.settings import Settings
    from sr_studio.app.window import MainWindow

    application = QApplication.instance() or QApplication([])
    settings = Settings()
    settings.set("engine.ahead", False)
    window = MainWindow(settings)
    window.resize(1280, 720)
    window.show()
    while not window.ready:
        application.processEvents()
    began = _Watch()
    page = window.go("train")
    curves = page.view.curves
    while not curves.left.plot.accessibleDescription():
        application.processEvents()
    curves.grab()
    print(f"{points:,} points: the page shows its curves after {began.told()}", flush=True)
    while not page.watch.whole:
        application.processEvents()
        time.sleep(0.002)  # the window's thread sleeps between events, too
    print(f"all of them are read after {began.told()}", flush=True)
    last, frames = points * 4 / 6, _Watch()
    for number in range(_FRAMES):
        part = last * (1 - number / _FRAMES * 0.99)  # from all to a hundredth, moving along
        curves.left.zoom(last - part, last)
        application.processEvents()
        curves.left.grab()
    print(f"{_FRAMES} frames of zooming take {frames.told()}")
    window.close_anyway()


if __name__ == "__main__":
    raise SystemExit(main())
