"""PSNR and time against the number of residual blocks, with and without the long skip connection.

The sweep behind the depth figure of the SRGAN paper (arXiv 1609.04802v5, A.1, Fig. 7): every depth
is trained by one recipe at a stated budget, measured on one data set, and timed on a 64×64 input.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from torch import nn

from sr_studio.evaluation.request import EvaluationError, EvaluationRequest
from sr_studio.evaluation.runner import evaluate
from sr_studio.files import write_text
from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.cards import model_of_run
from sr_studio.training.recipes import parse_recipe
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.session import run_training
from sr_studio.zoo.saving import save_model

#: Of the figure: side of the LR picture and number of runs whose mean is taken.
TIMED_SIDE = 64
TIMED_RUNS = 100
_WARM_UP = 5


@dataclass(frozen=True)
class DepthPoint:
    """One trained depth.

    Attributes:
        blocks: Residual blocks.
        skip: Whether the long skip connection was there.
        psnr_y: Mean over the data set in dB.
        seconds: Mean time of a 64×64 LR picture.
    """

    blocks: int
    skip: bool
    psnr_y: float
    seconds: float


@dataclass(frozen=True)
class DepthSweep:
    """All depths, and how they came about.

    Attributes:
        recipe: The recipe that trained them.
        iterations: Updates of each.
        dataset: What they were measured on.
        device: What they were timed on, in words.
        timed_runs: Runs whose mean time was taken.
        points: One for each depth, with and without the skip connection.
    """

    recipe: str
    iterations: int
    dataset: str
    device: str
    timed_runs: int
    points: tuple[DepthPoint, ...]

    def write(self, path: Path) -> None:
        """Write the sweep as JSON."""
        write_text(path, json.dumps(asdict(self), indent=1) + "\n")


@dataclass(frozen=True)
class DepthPlan:
    """What is swept.

    Attributes:
        data: Folder of HR pictures to train on.
        test: Folder of HR pictures to measure on.
        runs: Folder of the runs; a finished run in it is not trained again, another is resumed.
        depths: Numbers of residual blocks.
        budget: Of each training, as in ``sr-studio train --budget``.
        recipe: A recipe whose network is ``srresnet``.
        settings: Further ``key=value`` for each training.
        device: As for training; the timing uses it too.
        timed_runs: Runs whose mean time is taken.
    """

    data: Path
    test: Path
    runs: Path
    depths: tuple[int, ...]
    budget: float
    recipe: str = "srresnet-mse"
    settings: tuple[str, ...] = field(default=())
    device: str = "auto"
    timed_runs: int = TIMED_RUNS


def sweep(plan: DepthPlan, say: Callable[[str], None]) -> DepthSweep:
    """Train, measure and time every depth with and without the skip connection.

    Raises:
        StudioError: A training failed or was stopped, a run that is there was trained otherwise, or
            a folder is at fault.
    """
    points = []
    for blocks in plan.depths:
        for skip in (True, False):
            point = _point(plan, blocks, skip, say)
            say(
                f"{blocks} blocks, {'with' if skip else 'without'} skip: "
                f"{point.psnr_y:.2f} dB, {point.seconds * 1000:.1f} ms"
            )
            points.append(point)
    recipe = _order(plan, RunFolder(plan.runs), 1, True).resolved_recipe()
    device = _device(plan.device)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else device.type.upper()
    return DepthSweep(
        recipe.name,
        recipe.iterations,
        plan.test.resolve().name,
        name,
        plan.timed_runs,
        tuple(points),
    )


def time_network(network: nn.Module, device: torch.device, runs: int = TIMED_RUNS) -> float:
    """Mean seconds of one 64×64 RGB picture through a network, fp32, after a warm-up."""
    network = network.eval().to(device)
    picture = torch.rand(1, 3, TIMED_SIDE, TIMED_SIDE, device=device)

    def finished() -> float:
        if device.type == "cuda":
            torch.cuda.synchronize(device)
        return time.perf_counter()

    with torch.inference_mode():
        for _ in range(_WARM_UP):
            network(picture)
        start = finished()
        for _ in range(runs):
            network(picture)
        return (finished() - start) / runs


def _point(plan: DepthPlan, blocks: int, skip: bool, say: Callable[[str], None]) -> DepthPoint:
    run = RunFolder(plan.runs / f"{blocks:02d}_blocks_{'skip' if skip else 'plain'}")
    _train(plan, run, blocks, skip, say)
    model = model_of_run(run.path, checkpoint="last")
    file = run.path / "model.safetensors"
    save_model(file, model.module, model.card)
    request = EvaluationRequest(
        (str(file),), (plan.test,), metrics=("psnr_y",), device=plan.device, backend="torch"
    )
    result = evaluate(request)
    means = result.means()
    psnr = means[0].values["psnr_y"] if means else None
    if psnr is None or result.failed:
        reasons = " ".join(note.sentence() for note in result.notes)
        raise EvaluationError(f"{blocks} blocks could not be measured: {reasons}", where=run.path)
    seconds = time_network(model.module, _device(plan.device), plan.timed_runs)
    return DepthPoint(blocks, skip, psnr, seconds)


def _train(
    plan: DepthPlan, run: RunFolder, blocks: int, skip: bool, say: Callable[[str], None]
) -> None:
    order = _order(plan, run, blocks, skip)
    if run.exists:
        there = parse_recipe(run.recipe_table(), where=str(run.recipe_file))
        if there.sha256() != order.resolved_recipe().sha256():
            # Its numbers would stand below a recipe and a budget that are not its own.
            raise EvaluationError(
                "the run that is there was trained otherwise",
                where=run.path,
                remedy="Name another folder with --runs, or the recipe, budget and keys it had.",
            )
        status = run.status()
        if status is not None and status.state == "finished":
            return
        order = TrainingArguments(run=run.path, resume=True, device=plan.device)
    if run_training(order, say).state != "finished":
        raise EvaluationError("the training was stopped", where=run.path)


def _order(plan: DepthPlan, run: RunFolder, blocks: int, skip: bool) -> TrainingArguments:
    """The training of one depth."""
    settings = (
        f"network.parameters.blocks={blocks}",
        f"network.parameters.skip={'true' if skip else 'false'}",
        *plan.settings,
    )
    return TrainingArguments(
        recipe=plan.recipe,
        data=plan.data,
        run=run.path,
        settings=settings,
        budget=plan.budget,
        device=plan.device,
    )


def _device(name: str) -> torch.device:
    from sr_studio.upscaling.devices import choose
    from sr_studio.upscaling.request import UpscaleRequest

    return torch.device(choose(UpscaleRequest(device=name, backend="auto")).device)
