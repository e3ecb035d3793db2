"""Memory and start of the program at rest: the window with its first page, and the engine.

    python benchmarks/at_rest.py

Each is a process of its own. Printed are seconds until the first page is there and files may be
opened, and MB that belong to the process alone (USS), which is what comes back when it ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_WINDOW = """
import sys, time
start = time.perf_counter()
import psutil
from PySide6.QtCore import QTimer
from sr_studio.app.settings import Settings
from sr_studio.app.start import make_application
settings = Settings()
settings.set("engine.ahead", False)
application = make_application()
from sr_studio.app.window import MainWindow
window = MainWindow(settings)
def tell():
    used = psutil.Process().memory_full_info().uss / 1e6
    print(f"window: first page after {ready:.2f} s, {used:.0f} MB at rest", flush=True)
    window.close_anyway()
def complete():
    global ready
    ready = time.perf_counter() - start
    QTimer.singleShot(5000, tell)  # thumbnails of the samples are made meanwhile
window.completed.connect(complete)
window.show()
application.exec()
"""

_ENGINE = """
import time
start = time.perf_counter()
import psutil
from sr_studio.engine.client import EngineClient
from sr_studio.engine.protocol import EngineState
with EngineClient() as client:
    client.start()
    while client.status.state in (EngineState.STOPPED, EngineState.STARTING):
        time.sleep(0.01)
    seconds = time.perf_counter() - start
    used = psutil.Process(client.status.pid).memory_full_info().uss / 1e6
    print(f"engine: ready after {seconds:.2f} s, {used:.0f} MB at rest")
"""


def main() -> int:
    """Start each and print what it says."""
    for script in (_WINDOW, _ENGINE):
        with tempfile.TemporaryDirectory() as home:
            environment = {
                "QT_QPA_PLATFORM": "offscreen",
                **os.environ,
                "SR_STUDIO_HOME": home,
                "PYTHONPATH": str(ROOT),
            }
            subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
