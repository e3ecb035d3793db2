"""Iterations a second of our trainer against the plain loop people use, both in one run.

    python benchmarks/training_speed.py --data FOLDER [--recipe srresnet-mse] [--rounds 4]
    python benchmarks/training_speed.py --data FOLDER --recipe esrgan6 --random-vgg
    python benchmarks/training_speed.py --data FOLDER --recipe photo --lpips-weights FILE

The plain loop: a DataLoader that decodes a whole picture for each crop and makes LR by Pillow,
fp32, contiguous memory, unfused Adam; where the recipe damages crops, its workers do so with our
code. Both train the same network with the same batch and crop.
The two take turns, so that a machine that slows down slows both; the ratio of each round and
their median are printed. On a GPU also the share of the measured bf16 matrix rate.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torch.utils.flop_counter import FlopCounterMode

from sr_studio.networks.folded import FoldedConv2d
from sr_studio.networks.prelu import PReLU
from sr_studio.networks.registry import build
from sr_studio.networks.srresnet import SRResNet
from sr_studio.networks.vgg import VGG19Features
from sr_studio.training.acceleration import Acceleration, choose
from sr_studio.training.crops import batches
from sr_studio.training.distributed import World
from sr_studio.training.learner import Learner
from sr_studio.training.lr_synthesis import damaged_lr
from sr_studio.training.pictures import find_pictures
from sr_studio.training.preparation import Prepared, Sources, build_learner, prepare
from sr_studio.training.recipes import Recipe, load_recipe


class CropsFromDisk(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """One random crop a picture, decoded anew each time."""

    def __init__(self, folder: Path, recipe: Recipe) -> None:
        self.paths = find_pictures(folder)
        self.data = recipe.data
        self.crop, self.scale = recipe.data.crop, recipe.data.scale

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, torch.Tensor]:
        picture = Image.open(self.paths[index]).convert("RGB")
        if min(picture.size) < self.crop:
            picture = picture.resize((self.crop, self.crop))
        left = random.randint(0, picture.width - self.crop)
        top = random.randint(0, picture.height - self.crop)
        hr = picture.crop((left, top, left + self.crop, top + self.crop))
        if self.data.lr == "degraded":
            damaged = damaged_lr(np.asarray(hr), self.data, np.random.default_rng())
            return _tensor(Image.fromarray(damaged)), _tensor(hr)
        lr = hr.resize((self.crop // self.scale,) * 2, Image.Resampling.BICUBIC)
        return _tensor(lr), _tensor(hr)


def _tensor(picture: Image.Image) -> torch.Tensor:
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1).float() / 255


def make_plain(network: nn.Module) -> None:
    """Put torch's own layers where ours are made to train faster."""
    for layer in list(network.modules()):
        for name, child in layer.named_children():
            device = next((weight.device for weight in child.parameters()), None)
            if isinstance(child, FoldedConv2d):
                side = child.kernel_size[0]
                plain = nn.Conv2d(child.in_channels, child.out_channels, side, padding=side // 2)
                setattr(layer, name, plain.to(device))
            elif isinstance(child, PReLU):
                setattr(layer, name, nn.PReLU(child.num_parameters).to(device))
    if isinstance(network, SRResNet):
        network._enlarged = lambda trunk: network.last(network.upsampler(trunk))


class PlainLoop:
    """The loop of many public repositories, for recipes without or with an adversary."""

    def __init__(
        self, folder: Path, recipe: Recipe, sources: Sources, device: torch.device
    ) -> None:
        plain = choose(str(device), "fp32")
        learner = build_learner(recipe, sources, plain)
        make_plain(learner.generator)
        learner.generator.to(memory_format=torch.contiguous_format)
        learner.optimiser = torch.optim.Adam(
            [{"params": list(learner.generator.parameters()), "factor": 1.0}],
            recipe.optimiser.lr,
            fused=False,
            foreach=False,
        )
        self.learner = learner
        self.recipe = recipe
        self.device = device
        workers = 2 if device.type == "cpu" else 8
        self.loader = DataLoader(
            CropsFromDisk(folder, recipe),
            recipe.data.batch,
            shuffle=True,
            num_workers=workers,
            drop_last=True,
        )
        self.batches = self._forever()

    def _forever(self) -> Iterator[list[torch.Tensor]]:
        while True:
            yield from self.loader

    def step(self) -> None:
        """One update."""
        lr, hr = (part.to(self.device) for part in next(self.batches))
        learner = self.learner
        low, high = self.recipe.network.output_range
        hr = hr * (high - low) + low
        learner.optimiser.zero_grad()
        sr = learner.generator(lr)
        terms = learner.objective.of_pictures(sr, hr)
        discriminator = learner.discriminator
        if discriminator is not None:
            of_hr, of_sr = discriminator(hr), discriminator(sr.detach())
            judged = learner.objective.of_discriminator(of_hr, of_sr)["discriminator"]
            discriminator.requires_grad_(False)
            terms |= learner.objective.of_generator(of_hr.detach(), discriminator(sr))
            discriminator.requires_grad_(True)
        total = torch.stack(list(terms.values())).sum()
        total.backward()
        total.item()  # most loops print the loss
        learner.optimiser.step()
        if discriminator is not None and learner.discriminator_optimiser is not None:
            learner.discriminator_optimiser.zero_grad()
            judged.backward()
            learner.discriminator_optimiser.step()


class OurLoop:
    """What the trainer does for each update."""

    def __init__(self, prepared: Prepared, device: torch.device, workers: int) -> None:
        self.prepared = prepared
        self.iteration = 0
        self.seconds = self.waited = 0.0
        coming = batches(prepared.crops, range(1_000_000), workers=workers, device=device)
        self.batches = iter(coming)

    def step(self) -> None:
        """One update."""
        began = time.perf_counter()
        batch = next(self.batches)
        self.waited += time.perf_counter() - began
        self.prepared.learner.update(batch, self.iteration)
        self.seconds += time.perf_counter() - began
        self.iteration += 1


def rate(loop: PlainLoop | OurLoop, device: torch.device, seconds: float) -> float:
    """Updates a second over about ``seconds``."""
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds or done < 2:
        loop.step()
        done += 1
    if device.type == "cuda":
        torch.cuda.synchronize()
    return done / (time.perf_counter() - began)


def profile(ours: OurLoop, updates: int = 5) -> None:
    """Print the operations that take most of our time."""
    for _ in range(2):
        ours.step()
    with torch.profiler.profile() as seen:
        for _ in range(updates):
            ours.step()
    print(seen.key_averages().table(sort_by="self_cpu_time_total", row_limit=25))


def matrix_rate(device: torch.device) -> float:
    """Measured bf16 matrix products, FLOP a second."""
    side = 8192 if device.type == "cuda" else 1024
    a = torch.randn(side, side, device=device, dtype=torch.bfloat16)
    for _ in range(3):
        a @ a
    if device.type == "cuda":
        torch.cuda.synchronize()
    began = time.perf_counter()
    for _ in range(10):
        a @ a
    if device.type == "cuda":
        torch.cuda.synchronize()
    return 10 * 2 * side**3 / (time.perf_counter() - began)


def flops_an_update(learner: Learner, recipe: Recipe) -> float:
    """Floating-point operations of forward and backward of the generator alone."""
    network = build(recipe.network.architecture, recipe.network.parameters).eval()
    side = recipe.data.crop // recipe.data.scale
    counter = FlopCounterMode(display=False)
    with counter:
        network(torch.zeros(1, network.channels, side, side)).sum().backward()
    return float(counter.get_total_flops()) * recipe.data.batch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--recipe", default="srresnet-mse")
    parser.add_argument("--vgg-weights", type=Path)
    parser.add_argument("--lpips-weights", type=Path)
    parser.add_argument(
        "--random-vgg", action="store_true", help="a VGG19 of random weights: as fast as the real"
    )
    parser.add_argument("--device", default="auto")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--workers", type=int, default=0, help="that make our crops ahead")
    parser.add_argument("--threads", type=int, help="that both loops compute with")
    parser.add_argument("--profile", action="store_true", help="only say where our time goes")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=10.0)
    words = parser.parse_args()

    if words.threads:
        torch.set_num_threads(words.threads)
    recipe = load_recipe(words.recipe)
    fast = choose(words.device, "auto", compile=words.compile)
    with tempfile.TemporaryDirectory() as folder:
        vgg = random_vgg(Path(folder)) if words.random_vgg else words.vgg_weights
        compare(
            words,
            recipe,
            Sources(words.data, vgg_weights=vgg, lpips_weights=words.lpips_weights),
            fast,
        )


def random_vgg(folder: Path) -> Path:
    """A file with a VGG19 nobody trained."""
    path = folder / "vgg19.pth"
    torch.save(VGG19Features(("5,4",)).state_dict(), path)
    return path


def compare(
    words: argparse.Namespace, recipe: Recipe, sources: Sources, fast: Acceleration
) -> None:
    """Let the two loops take turns and print what they did."""
    prepared = prepare(recipe, sources, fast, World(), print)
    ours = OurLoop(prepared, fast.device, words.workers)
    if words.profile:
        profile(ours)
        return
    plain = PlainLoop(words.data, recipe, sources, fast.device)
    for loop in (ours, plain):
        loop.step()
        loop.step()
    print(f"{recipe.name}, batch {recipe.data.batch}, crop {recipe.data.crop}; {fast.in_words()}")
    ratios, rates = [], []
    for number in range(words.rounds):
        slow = rate(plain, fast.device, words.seconds)
        quick = rate(ours, fast.device, words.seconds)
        ratios.append(quick / slow)
        rates.append(quick)
        print(
            f"round {number + 1}: plain {slow:.3f} it/s, ours {quick:.3f} it/s, x{quick / slow:.2f}"
        )
    print(f"median ratio {statistics.median(ratios):.2f}")
    print(f"waiting for crops: {100 * ours.waited / ours.seconds:.1f} % of our time")
    share = flops_an_update(prepared.learner, recipe) * statistics.median(rates)
    peak = matrix_rate(fast.device)
    print(
        f"generator alone {share / 1e9:.1f} GFLOP/s of {peak / 1e9:.1f} GFLOP/s measured "
        f"bf16 matrix rate: {100 * share / peak:.1f} %"
    )


if __name__ == "__main__":
    main()
