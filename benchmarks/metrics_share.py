"""How long the metrics take beside the model: the aim is less than a fifth of its time.

    python benchmarks/metrics_share.py FOLDER... [--precision fp32] [--lpips-weights FILE]

Every picture of the folders (Set5, Set14, BSD100) is enlarged four times by SRResNet (16 blocks,
64 features; untrained, which takes the same time) and measured by PSNR, SSIM, daala's SSIM and
NIQE, and by LPIPS where its backbone is at hand. Decoding is left out of both.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from sr_studio.evaluation.references import load_reference, open_dataset
from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.evaluation.scoring import Scorer
from sr_studio.imaging.resize import imresize
from sr_studio.networks.registry import build
from sr_studio.progress import CancelToken
from sr_studio.upscaling.backends import Backend, make_backend
from sr_studio.upscaling.devices import choose
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.super_resolver import SuperResolver

SCALE = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--precision", default="fp32")
    parser.add_argument("--backend", default="auto")
    parser.add_argument("--lpips-weights", type=Path)
    arguments = parser.parse_args()
    backend = _srresnet(arguments.precision, arguments.backend)
    weights = {"alex": arguments.lpips_weights} if arguments.lpips_weights else {}
    request = EvaluationRequest(("srresnet",), tuple(arguments.folders), lpips_weights=weights)
    scorer = Scorer(request, SCALE)
    model_seconds = metric_seconds = 0.0
    pictures = 0
    for folder in arguments.folders:
        dataset = open_dataset(folder.name, folder)
        for path in dataset.files:
            reference = load_reference(dataset, path, SCALE, "uint8")
            model_seconds += _enlarging(backend, reference.lr, warm=pictures > 0)
            sr = imresize(reference.lr, float(SCALE), variant="double")
            if pictures == 0:
                scorer.score(reference.hr, sr)
            start = time.perf_counter()
            scorer.score(reference.hr, sr)
            metric_seconds += time.perf_counter() - start
            pictures += 1
    choice = backend.choice
    print(f"{pictures} pictures, {choice.name}, {torch.get_num_threads()} threads")
    print(f"SRResNet ({choice.backend} {choice.precision}): {model_seconds:.2f} s")
    absent = "".join(f", no {key}" for key in scorer.unavailable)
    print(f"{', '.join(scorer.keys)}{absent}: {metric_seconds:.2f} s")
    print(f"share: {metric_seconds / model_seconds:.1%} of the model's time")


def _srresnet(precision: str, backend: str) -> Backend:
    parameters = {"scale": SCALE}
    card = ModelCard(name="srresnet", architecture="srresnet", parameters=parameters, scale=SCALE)
    resolver = SuperResolver(build("srresnet", parameters).eval(), card)
    made, notes = make_backend(
        resolver, choose(UpscaleRequest(precision=precision, backend=backend))
    )
    for note in notes:
        print(note)
    return made


def _enlarging(backend: Backend, lr: np.ndarray, *, warm: bool) -> float:
    colour = np.repeat(lr, 3, axis=2) if lr.shape[2] == 1 else lr
    tile = colour.transpose(2, 0, 1).astype(np.float32) / 255
    if not warm:
        backend.run(tile, CancelToken())
    start = time.perf_counter()
    backend.run(tile, CancelToken())
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
