"""How much faster one model enlarges a photograph than another, whole commands, both in one run.

    python benchmarks/photograph_speed.py [--model photo-x4] [--against esrgan6-x4] [--rounds 3]
    python benchmarks/photograph_speed.py --large     # a 12-megapixel photograph: time and memory

The two take turns on a 576×576 picture; the ratio of each round and their median are printed, for
the upscaling itself (as the report of the command says) and for the whole command with its start.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from sr_studio.paths import resources_dir

SIDE = 576
LARGE = (4000, 3000)


def picture(folder: Path, size: tuple[int, int]) -> Path:
    """A sample photograph in this size, as a camera's JPEG."""
    sample = resources_dir() / "samples" / "city.webp"
    path = folder / f"photograph_{size[0]}.jpg"
    Image.open(sample).convert("RGB").resize(size, Image.Resampling.LANCZOS).save(path, quality=90)
    return path


def upscale(path: Path, model: str) -> tuple[float, float]:
    """Seconds of the whole command and of the upscaling in it."""
    words = [str(path), "--model", model, "--output", str(path.with_suffix(".png"))]
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio", "upscale", *words, "--overwrite", "--json"],
        capture_output=True,
        text=True,
    )
    whole = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stderr)
    return whole, json.loads(done.stdout)["pictures"][0]["seconds"]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="photo-x4")
    parser.add_argument("--against", default="esrgan6-x4")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", action="store_true")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if words.large:
            whole, inner = upscale(picture(Path(folder), LARGE), words.model)
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
            print(f"{words.model}, 12 MP: {whole:.0f} s, of that {inner:.0f} s of upscaling")
            print(f"largest resident size {peak:.2f} GiB")
            return
        path = picture(Path(folder), (SIDE, SIDE))
        for model in (words.model, words.against):
            upscale(path, model)  # compiled models and speeds are kept from the first time on
        whole_ratios, inner_ratios = [], []
        for number in range(words.rounds):
            fast, slow = upscale(path, words.model), upscale(path, words.against)
            whole_ratios.append(slow[0] / fast[0])
            inner_ratios.append(slow[1] / fast[1])
            print(
                f"round {number + 1}: {words.model} {fast[0]:.2f} s ({fast[1]:.2f} s), "
                f"{words.against} {slow[0]:.2f} s ({slow[1]:.2f} s)"
            )
        print(f"upscaling x{statistics.median(inner_ratios):.2f}", end=", ")
        print(f"whole command x{statistics.median(whole_ratios):.2f}")


if __name__ == "__main__":
    main()
