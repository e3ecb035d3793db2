"""How much faster the chosen CPU backend is than plain torch, both in one run.

    python benchmarks/upscaling_backends.py [--side 128] [--runs 3] [--json FILE]

Compared are eager torch in fp32, as a script would run the network (batch norm not folded, memory
in torch's usual order), and each backend of the program, on one square LR picture. The runs of all
take turns, so that another program on the machine slows all alike; the ratio of the best times is
what counts. Weights are random: they do not change the time.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from sr_studio.networks.registry import build
from sr_studio.progress import CancelToken
from sr_studio.upscaling.backends import Backend, make_backend
from sr_studio.upscaling.devices import Choice, cpu_name, openvino_precisions
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.super_resolver import SuperResolver

NETWORKS = (("SRResNet", "srresnet", 4), ("RRDB-23", "rrdbnet", 4))
Run = Callable[[], object]


def resolver(architecture: str) -> SuperResolver:
    torch.manual_seed(0)
    network = build(architecture, {}).eval()
    return SuperResolver(
        network, ModelCard(name=architecture, architecture=architecture, scale=network.scale)
    )


def plain_torch(architecture: str, picture: np.ndarray) -> Run:
    model = resolver(architecture)
    tensor = torch.from_numpy(picture)[None]

    @torch.inference_mode()
    def run() -> object:
        return model(tensor)

    return run


def program(architecture: str, picture: np.ndarray, backend: str, precision: str) -> Run:
    choice = Choice("cpu", backend, precision, cpu_name())
    made: Backend
    made, notes = make_backend(resolver(architecture), choice)
    assert not notes, notes
    return lambda: made.run(picture, CancelToken())


def best_times(runs: dict[str, Run], turns: int) -> dict[str, float]:
    """Seconds of the best of ``turns`` runs of each, after one that is not counted."""
    for run in runs.values():
        run()
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(turns):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    return {name: min(spent) for name, spent in times.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", type=int, default=128, help="side of the LR picture in pixels")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    picture = np.random.default_rng(0).random((3, options.side, options.side), np.float32)
    print(f"{cpu_name()}, {torch.get_num_threads()} threads, LR {options.side}×{options.side}\n")
    print(f"{'network':<10} {'backend':<16} {'seconds':>8} {'MP/s (SR)':>10} {'times as fast':>14}")
    rows = []
    for title, architecture, scale in NETWORKS:
        runs = {"plain torch fp32": plain_torch(architecture, picture)}
        runs["torch fp32"] = program(architecture, picture, "torch", "fp32")
        for precision in reversed(openvino_precisions()):
            name = f"OpenVINO {precision}"
            runs[name] = program(architecture, picture, "openvino", precision)
        times = best_times(runs, options.runs)
        for name, seconds in times.items():
            ratio = times["plain torch fp32"] / seconds
            speed = (options.side * scale) ** 2 / seconds / 1e6
            print(f"{title:<10} {name:<16} {seconds:8.2f} {speed:10.3f} {ratio:13.2f}×")
            rows.append({"network": title, "backend": name, "seconds": seconds, "ratio": ratio})
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
