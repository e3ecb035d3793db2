"""Time from starting Python to a visible window, against an empty PySide6 window, in one run.

    python benchmarks/window_start.py [--repetitions 7]

Both are started as processes of their own, in turns, so that the machine's mood is shared. Visible
means painted once and processed by the window system. The ratio of the medians is printed, of
the seconds and of the processor's: on a machine that is busy with other things the second one
says more. The goal is at most 1.6.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

GOAL = 1.6
ROOT = Path(__file__).resolve().parent.parent

_EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.say)
    def say(self):
        print("visible", flush=True)

application = QApplication([])
window = Window()
window.resize(1280, 820)
window.show()
application.exec()
"""

# The program as it is; only its window is told to say when it is visible: before its own timer,
# which brings the rest.
_STUDIO = """
import sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "sr_studio.app.start":
            sys.meta_path.remove(self)
            from PySide6.QtCore import QTimer
            from sr_studio.app.window import MainWindow
            paint = MainWindow.paintEvent
            def painted(self, event):
                if not self._painted:
                    QTimer.singleShot(0, lambda: print("visible", flush=True))
                paint(self, event)
            MainWindow.paintEvent = painted

sys.meta_path.insert(0, Watch())
from sr_studio.cli import main
main([])
"""


def seconds(script: str, home: str) -> tuple[float, float]:
    """Start a script and wait until it says that its window is visible: seconds, and of these the
    processor's."""
    environment = {
        "QT_QPA_PLATFORM": "offscreen",
        **os.environ,
        "SR_STUDIO_HOME": home,
        "PYTHONPATH": str(ROOT),
        # Bytecode as an installed program has it, wherever this is run.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(Path(home) / "bytecode"),
    }
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    taken = time.perf_counter() - start
    worked = sum(psutil.Process(process.pid).cpu_times()[:2])
    process.kill()
    process.wait()
    if line.strip() != "visible":
        raise SystemExit("error: the window did not become visible.")
    return taken, worked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=7)
    count = parser.parse_args().repetitions
    with tempfile.TemporaryDirectory() as home:
        # Once before counting: files into the system's cache, bytecode written.
        seconds(_EMPTY, home), seconds(_STUDIO, home)
        pairs = [(seconds(_EMPTY, home), seconds(_STUDIO, home)) for _ in range(count)]
    for name, kind in (("seconds", 0), ("processor", 1)):
        empty = statistics.median(one[kind] for one, _ in pairs)
        studio = statistics.median(other[kind] for _, other in pairs)
        ratio = studio / empty
        print(f"{name:10} empty {empty:.3f}, SR Studio {studio:.3f}, ratio {ratio:.2f}")
        if kind == 0:
            within = ratio <= GOAL
    print(f"goal: a ratio of at most {GOAL}")
    return 0 if within else 1


if __name__ == "__main__":
    raise SystemExit(main())
