"""What it costs to show tiles while a result is made: best time with them over best time
without, alternated.

``python benchmarks/parts_cost.py [--model espcn-x4] [--rounds 5]``: the fastest model is the worst
case, since its tiles come fastest.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np

from sr_studio.engine.client import EngineClient
from sr_studio.engine.protocol import Job, JobPart, JobStatus
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture
from sr_studio.upscaling.request import UpscaleRequest


def main() -> None:
    """Measure and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="espcn-x4")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    ended, parts, outcomes = threading.Event(), [], []

    def hear(status: JobStatus) -> None:
        if status.state.final:
            outcomes.append(status)
            ended.set()

    def come(part: JobPart) -> None:
        parts.append(np.array(part.pixels.open()).nbytes)

    with tempfile.TemporaryDirectory() as folder, EngineClient(hear, on_part=come) as client:
        source = Path(folder) / "source.png"
        noise = np.random.default_rng(1).integers(0, 255, (1500, 2000, 3))
        write_picture(Picture(noise.astype(np.uint8)), source)
        plain = Job(UpscaleRequest(asked.model), source=source)
        seconds: dict[bool, list[float]] = {False: [], True: []}
        for turn in range(2 * asked.rounds + 1):
            shown = turn % 2 == 0
            ended.clear()
            client.submit(replace(plain, want_parts=shown))
            ended.wait()
            report = outcomes[-1].report
            if report is None:
                raise SystemExit(outcomes[-1].error)
            if turn:  # the first loads the model
                seconds[shown].append(report.seconds)
    ratio = min(seconds[True]) / min(seconds[False])
    print(f"{asked.model}: {len(parts)} parts, with them {ratio:.3f} of the time without")


if __name__ == "__main__":
    main()
