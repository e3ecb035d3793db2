"""An engine at rest gives its memory back, and works on as before."""

from __future__ import annotations

import queue
import sys
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from sr_studio.engine.process import EngineProcess
from sr_studio.engine.protocol import Alive, Event, Job, JobDone, Ping, RunJob
from sr_studio.upscaling.request import UpscaleRequest
from tests.upscaling.conftest import make_photo

#: Bytes of the engine's own; pages of library files are shared and taken back by the system.
_MOST = 500_000_000
_QUICKLY = (
    "from sr_studio.engine import server; server.REST_AFTER = 0.3; server.main()"  # not a minute
)


def _own_bytes(engine: EngineProcess) -> int:
    memory = psutil.Process(engine.pid).memory_info()
    return int(memory.rss - getattr(memory, "shared", 0))  # only Linux tells them apart


def test_an_engine_at_rest_holds_less_than_700_mb(tmp_path: Path) -> None:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    ended = queue.SimpleQueue[bool]()
    engine = EngineProcess(
        events.put, lambda: ended.put(True), tmp_path, [sys.executable, "-c", _QUICKLY]
    )
    try:
        Image.fromarray(make_photo(200, 200)).save(tmp_path / "a.png")
        request = UpscaleRequest("srresnet-x4")
        for turn in range(2):
            output = tmp_path / f"{turn}.png"
            engine.send(RunJob(f"job{turn}", Job(request, tmp_path / "a.png", output=output)))
            while not isinstance(events.get(timeout=200), JobDone):
                pass
            assert np.array(Image.open(output)).shape == (800, 800, 3)
            # Until it holds less; the test's own time limit ends a wait in vain.
            while _own_bytes(engine) > _MOST:
                engine.send(Ping())
                while not isinstance(events.get(timeout=60), Alive):
                    pass
    finally:
        engine.kill()
        ended.get(timeout=30)
        engine.close()
