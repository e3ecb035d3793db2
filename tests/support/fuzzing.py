"""Damaged pictures, model files and protocol lines by the hundred thousand.

    python -m tests.support.fuzzing [--inputs 100000] [--first 0] [--targets pictures lines ...]

Every number is one damaged input, always the same; a finding is repeated with ``--first N
--inputs 1``. Each input may end in a StudioError and in nothing else. The inputs are tried in a
process of their own: where that dies, or one input takes longer than a minute, its number is told
and the next ones are tried in a new process. The exit code is 1 if there were findings.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import numpy as np

from sr_studio.errors import StudioError

PATIENCE_SECONDS = 60.0
_PIXEL_LIMIT = 4_000_000
Try = Callable[[bytes], object]
#: Bytes that stand for limits of numbers.
_EDGES = (b"\0", b"\xff", b"\x7f", b"\x80", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff")


def damaged(random: Random, content: bytes) -> bytes:
    """Some bytes changed, most often in the header, a part doubled or left out, the end cut off."""
    spoiled = bytearray(content)
    for _ in range(random.randint(1, 6)):
        reach = len(spoiled) if random.random() < 0.5 else min(len(spoiled), 200)
        place = random.randrange(max(1, reach))
        match random.randrange(5):
            case 0:
                spoiled[place : place + 1] = bytes([random.randrange(256)])
            case 1:
                spoiled[place : place + 1] = bytes([spoiled[place] ^ (1 << random.randrange(8))])
            case 2:
                edge = random.choice(_EDGES)
                spoiled[place : place + len(edge)] = edge
            case 3:
                spoiled[place:place] = spoiled[place : place + random.randint(1, 40)]
            case _:
                del spoiled[place : place + random.randint(1, 8)]
        if not spoiled:
            return b""
    if random.random() < 0.2:
        del spoiled[random.randrange(len(spoiled)) :]
    return bytes(spoiled)


class Targets:
    """What is tried, and the whole inputs that are damaged for it.

    Args:
        folder: Where files are put.
        names: Some of ``pictures``, ``models``, ``lines``.
    """

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        makers = {"pictures": self._pictures, "models": self._models, "lines": self._lines}
        self._cases = [case for name in names for case in makers[name]()]

    def attempt(self, number: int) -> str:
        """Try the input of a number; what went wrong, empty if nothing."""
        random = Random(number)
        content, attempt = self._cases[number % len(self._cases)]
        try:
            attempt(damaged(random, content))
        except StudioError as error:
            return "" if "\n" not in str(error) else f"a sentence of several lines: {error}"
        except Exception:
            return traceback.format_exc()
        return ""

    def _pictures(self) -> list[tuple[bytes, Try]]:
        from sr_studio.imaging.reading import read_picture, read_size, read_xmp
        from tests.support.damage import whole_files

        def attempt(suffix: str) -> Try:
            path = self._folder / f"damaged{suffix}"

            def read(content: bytes) -> None:
                path.write_bytes(content)
                read_xmp(path)
                read_size(path)
                read_picture(path, pixel_limit=_PIXEL_LIMIT)

            return read

        whole = whole_files(self._folder)
        return [
            (content, attempt(Path(name).suffix or f".{name}")) for name, content in whole.items()
        ]

    def _models(self) -> list[tuple[bytes, Try]]:
        import torch

        from sr_studio.networks.registry import build
        from sr_studio.zoo.card import ModelCard
        from sr_studio.zoo.header import read_card
        from sr_studio.zoo.loading import load_model
        from sr_studio.zoo.saving import save_model

        torch.set_num_threads(1)
        facts = {"blocks": 1, "features": 4}
        network = build("srresnet", facts)
        card = ModelCard(name="n", architecture="srresnet", parameters=facts, scale=4)
        whole = self._folder / "whole.safetensors"
        save_model(whole, network, card)
        torch.save({"params": network.state_dict()}, self._folder / "whole.pth")
        (self._folder / "graph.param").write_text(
            "7767517\n4 4\nInput in 0 1 x\nConvolution c 1 1 x a 0=12 1=3 4=1 5=1 6=324\n"
            "PReLU p 1 1 a b 0=12\nPixelShuffle s 1 1 b y 0=2\n"
        )
        weights = np.concatenate([np.zeros(1), np.full(324, 1 / 27), np.zeros(12), np.ones(12)])
        (self._folder / "graph.bin").write_bytes(weights.astype("<f4").tobytes())

        def attempt(suffix: str) -> Try:
            path = self._folder / f"damaged{suffix}"

            def load(content: bytes) -> None:
                path.write_bytes(content)
                if suffix == ".safetensors":
                    read_card(path)
                load_model(path)

            return load

        param = self._folder / "damaged.bin"
        param.write_bytes((self._folder / "graph.bin").read_bytes())
        return [
            (whole.read_bytes(), attempt(".safetensors")),
            ((self._folder / "whole.pth").read_bytes(), attempt(".pth")),
            ((self._folder / "graph.param").read_bytes(), attempt(".param")),
            (_small_onnx(), attempt(".onnx")),
        ]

    def _lines(self) -> list[tuple[bytes, Try]]:
        from sr_studio.engine.protocol import (
            AskEstimate,
            Job,
            JobDone,
            Ping,
            RunJob,
            decode,
            encode,
        )
        from sr_studio.upscaling.request import Region, UpscaleReport, UpscaleRequest

        request = UpscaleRequest("bicubic", 3)
        job = Job(request, source=Path("a.png"), output=Path("b.png"), region=Region(1, 2, 3, 4))
        report = UpscaleReport("Bicubic", 3, "CPU", "exact", "interpolation", None, 0.5)
        messages = (RunJob("1", job), AskEstimate("2", 3, 4, request), Ping(), JobDone("3", report))
        return [(encode(message), decode) for message in messages]


def _small_onnx() -> bytes:
    from onnx import TensorProto, helper, numpy_helper

    weights = {"w": np.full((12, 3, 3, 3), 1 / 27, np.float32)}
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["a"], pads=[1, 1, 1, 1]),
        helper.make_node("LeakyRelu", ["a"], ["b"], alpha=0.1),
        helper.make_node("DepthToSpace", ["b"], ["y"], blocksize=2, mode="CRD"),
    ]
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, None, None])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    made: bytes = helper.make_model(graph).SerializeToString()
    return made


def _work(first: int, count: int, names: list[str]) -> None:
    """The child: tells each number before it is tried, and what was found."""
    with tempfile.TemporaryDirectory() as folder:
        targets = Targets(Path(folder), names)
        for number in range(first, first + count):
            print(json.dumps({"trying": number}), flush=True)
            if found := targets.attempt(number):
                print(json.dumps({"found": number, "what": found}), flush=True)


class _Child:
    """One process that tries inputs, ended where it takes too long over one."""

    def __init__(self, first: int, count: int, names: list[str], patience: float) -> None:
        words = [sys.executable, "-m", "tests.support.fuzzing", "--child"]
        words += ["--first", str(first), "--inputs", str(count), "--targets", *names]
        self._process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._patience, self._since = patience, time.monotonic()
        self.current = first
        threading.Thread(target=self._watch, daemon=True).start()

    def findings(self) -> Iterator[str]:
        """What it finds, a text each, until it ends."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said = json.loads(line)
            if "found" in said:
                yield f"input {said['found']}:\n{said['what']}"
                continue
            self.current, self._since = said["trying"], time.monotonic()
            if self.current % 5000 == 0:
                print(f"at {self.current}", flush=True)
        if self._process.wait() != 0:
            yield f"input {self.current}: the process ended with {self._process.returncode}"

    def _watch(self) -> None:
        while self._process.poll() is None:
            if time.monotonic() - self._since > self._patience:
                self._process.kill()
            time.sleep(0.5)


def run(first: int, count: int, names: list[str], patience: float = PATIENCE_SECONDS) -> list[str]:
    """Try inputs; what was found, a text each."""
    found: list[str] = []
    end = first + count
    while first < end:
        child = _Child(first, end - first, names, patience)
        for finding in child.findings():
            print(finding, flush=True)
            found.append(finding)
        first = child.current + 1
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--targets", nargs="+", default=["pictures", "models", "lines"])
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _work(options.first, options.inputs, options.targets)
        return
    found = run(options.first, options.inputs, options.targets)
    print(f"{options.inputs} inputs tried, {len(found)} findings")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
