"""Whether memory grows: many small pictures in a row by one command, looked at as they come.

    python benchmarks/soak.py [--pictures 2000] [--model photo-x4] [--side 24]

Printed are the anonymous bytes of the command after the first hundred results and at the end, and
the ratio of the two; the exit code is 1 where it exceeds 1.1. Linux only.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.writing import write_picture

FIRST, MOST = 100, 1.1
SUFFIXES = ("png", "jpg", "webp", "tif")


def fill(folder: Path, count: int, side: int) -> None:
    generator = np.random.default_rng(0)
    for number in range(count):
        pixels = generator.integers(0, 256, (side, side, 3), np.uint8)
        write_picture(Picture(pixels), folder / f"{number:05}.{SUFFIXES[number % 4]}")


def anonymous(pid: int) -> int:
    """Bytes; 0 once the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--model", default="photo-x4")
    parser.add_argument("--side", type=int, default=24)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, output = Path(name, "in"), Path(name, "out")
        folder.mkdir()
        output.mkdir()
        fill(folder, options.pictures, options.side)
        command = [sys.executable, "-m", "sr_studio", "upscale", str(folder), "-o", str(output)]
        process = subprocess.Popen(
            [*command, "-m", options.model], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        first = last = 0
        while process.poll() is None:
            done = sum(1 for _ in output.iterdir())
            held = anonymous(process.pid)
            if held and done:
                last = held
            if not first and done >= FIRST:
                first = held
            time.sleep(0.2)
        made = sum(1 for _ in output.iterdir())
    if process.returncode or made != options.pictures or not first:
        sys.exit(f"{made} of {options.pictures} were made, exit code {process.returncode}")
    print(
        f"after {FIRST}: {first / 1e6:.0f} MB, at the end: {last / 1e6:.0f} MB, x{last / first:.3f}"
    )
    sys.exit(int(last > first * MOST))


if __name__ == "__main__":
    main()
