"""How much faster whole commands are than upscalers usually work: files in, files out, in one run.

    python benchmarks/whole_commands.py CASE [--pictures N] [--side PIXELS] [--rounds 1]

CASE is one of esrgan6, srresnet, compact (three pictures of 576×576 each), rrdb23 (one) and small
(the Compact network on 500 pictures of 100×100). Both sides take turns, each in a process of its
own that starts, loads the model, reads, enlarges and writes PNG files:

* usual: eager torch in fp32, batch norm and memory order as they are, fixed tiles of 256 with 16
  pixels of overlap, file after file, PNG at level 1;
* SR Studio: ``sr-studio upscale FOLDER -o FOLDER -m MODEL``, after one command that is not counted:
  conversions and trials are kept from a model's first use on. Its time is printed, too.

Printed are seconds and the largest resident size of each, where the program's seconds went, and
the ratio of the best times. RRDB-23 has the weights of RRDB-6 in its first blocks, and others that
change nothing in the rest; the time is the same.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from sr_studio.paths import resources_dir


@dataclass(frozen=True)
class Case:
    """A model, and what it enlarges."""

    model: str
    pictures: int
    side: int


CASES = {
    "esrgan6": Case("esrgan6-x4", 3, 576),
    "srresnet": Case("srresnet-x4", 3, 576),
    "compact": Case("photo-x4", 3, 576),
    "rrdb23": Case("", 1, 576),
    "small": Case("photo-x4", 500, 100),
}
TILE, OVERLAP = 256, 16


def usual(model: str, source: Path, output: Path) -> None:
    """Every picture of a folder as upscalers usually do it."""
    import numpy as np
    import torch

    from sr_studio.zoo.loading import load_model

    resolver = load_model(model).super_resolver()
    scale = resolver.scale
    for path in sorted(source.iterdir()):
        pixels = np.asarray(Image.open(path).convert("RGB"))
        small = torch.from_numpy(pixels.transpose(2, 0, 1).astype(np.float32) / 255)[None]
        _, _, height, width = small.shape
        large = torch.zeros(1, 3, height * scale, width * scale)
        with torch.no_grad():
            for top in range(0, height, TILE):
                for left in range(0, width, TILE):
                    bottom, right = min(top + TILE, height), min(left + TILE, width)
                    above, before = max(0, top - OVERLAP), max(0, left - OVERLAP)
                    tile = small[:, :, above : bottom + OVERLAP, before : right + OVERLAP]
                    made = resolver(tile)
                    rows = slice((top - above) * scale, (bottom - above) * scale)
                    columns = slice((left - before) * scale, (right - before) * scale)
                    large[:, :, top * scale : bottom * scale, left * scale : right * scale] = made[
                        :, :, rows, columns
                    ]
        levels = (large[0].clamp(0, 1) * 255).round().byte().numpy().transpose(1, 2, 0)
        Image.fromarray(levels).save(output / f"{path.stem}.png", compress_level=1)


def rrdb23(path: Path) -> Path:
    """A model file of 23 blocks that makes pictures of pictures."""
    import torch

    from sr_studio.networks.registry import build
    from sr_studio.zoo.card import ModelCard
    from sr_studio.zoo.loading import load_model
    from sr_studio.zoo.saving import save_model

    torch.manual_seed(0)
    network: Any = build("rrdbnet", {})
    network.load_state_dict(load_model("rrdb6-psnr-x4").module.state_dict(), strict=False)
    with torch.no_grad():
        for name, weights in network.body[6:].named_parameters():
            if "conv5" in name:
                weights.zero_()
        # A block of such layers makes 1.2 times what it gets of it.
        network.conv_body.weight /= 1.2 ** len(network.body[6:])
    save_model(path, network, ModelCard(name="rrdb23", architecture="rrdbnet", scale=4))
    return path


def taken(words: list[str]) -> tuple[float, float, str]:
    """Seconds of a process, its largest resident size in GB, and what it printed."""
    with tempfile.TemporaryFile("w+") as said:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, *words], stdout=said)
        _, state, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        if state:
            sys.exit(f"a command failed: {' '.join(words)}")
        said.seek(0)
        return seconds, usage.ru_maxrss * 1024 / 1e9, said.read()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--pictures", type=int)
    parser.add_argument("--side", type=int)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--usual", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.usual:
        model, source, output = options.usual
        usual(model, Path(source), Path(output))
        return
    case = CASES[options.case]
    side, count = options.side or case.side, options.pictures or case.pictures
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("first", "in", "usual", "studio"):
            (folder / part).mkdir()
        sample = Image.open(resources_dir() / "samples" / "city.webp").convert("RGB")
        for number in range(count):
            turned = sample.rotate(number)  # no two alike
            turned.resize((side, side)).save(folder / "in" / f"{number:04}.png")
        sample.resize((64, 64)).save(folder / "first" / "first.png")
        model = case.model or str(rrdb23(folder / "rrdb23.safetensors"))
        command = ["-m", "sr_studio", "upscale", "-m", model, "--overwrite", "--json"]
        first, _, _ = taken([*command, str(folder / "first"), "-o", str(folder / "studio")])
        print(f"{options.case}: {count} pictures of {side}×{side}; first use {first:.1f} s")
        sides = {
            "usual": [__file__, options.case, "--usual", model, str(folder / "in")],
            "studio": [*command, str(folder / "in"), "-o"],
        }
        best = dict.fromkeys(sides, float("inf"))
        for _ in range(options.rounds):
            for way, words in sides.items():
                seconds, size, said = taken([*words, str(folder / way)])
                best[way] = min(best[way], seconds)
                print(f"{way:8} {seconds:7.1f} s, {size:.2f} GB", end="")
                if way == "studio":
                    made = json.loads(said)["pictures"]
                    inner = sum(one["seconds"] for one in made)
                    print(f", of that {inner:.1f} s of enlarging by {made[0]['backend']}", end="")
                    print(f" in {made[0]['precision']}", end="")
                print(flush=True)
        print(f"times as fast: {best['usual'] / best['studio']:.2f}")


if __name__ == "__main__":
    main()
