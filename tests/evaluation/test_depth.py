"""The depth sweep on tiny networks: trained, measured, timed, resumed, drawn."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from torch import nn

from sr_studio.errors import StudioError
from sr_studio.evaluation.depth import (
    DepthPlan,
    DepthPoint,
    DepthSweep,
    sweep,
    time_network,
)
from sr_studio.evaluation.figures.depth import write_depth_figure
from tests.evaluation.models import save_pictures
from tests.support.commands import run

TINY = (
    "network.parameters.features=8",
    "network.parameters.norm='none'",
    "data.crop=32",
    "data.batch=4",
    "optimiser.lr=0.002",
    "validation.held_out=1",
    "validation.every=1000000",
)


def test_a_sweep_trains_measures_and_is_not_trained_twice(tmp_path: Path) -> None:
    data = save_pictures(tmp_path / "train", count=6)
    plan = DepthPlan(
        data=data,
        test=save_pictures(tmp_path / "Test", count=1),
        runs=tmp_path / "runs",
        depths=(1,),
        budget=0.00002,
        settings=TINY,
        device="cpu",
        timed_runs=3,
    )
    said: list[str] = []
    found = sweep(plan, said.append)
    assert [(p.blocks, p.skip) for p in found.points] == [(1, True), (1, False)]
    assert all(point.psnr_y > 10 and point.seconds > 0 for point in found.points)
    assert (found.recipe, found.iterations, found.dataset) == ("srresnet-mse", 20, "Test")
    assert any(text.startswith("Training srresnet-mse") for text in said)
    said.clear()
    again = sweep(plan, said.append)
    assert not any("Training" in text for text in said)
    assert [p.psnr_y for p in again.points] == [p.psnr_y for p in found.points]
    for other in (
        dataclasses.replace(plan, budget=0.00004),
        dataclasses.replace(plan, settings=(*TINY, "schedule.iterations=2000000")),
    ):  # what is there would be drawn as what it is not
        with pytest.raises(StudioError, match="trained otherwise"):
            sweep(other, said.append)


def test_a_sweep_says_the_iterations_that_were_set(tmp_path: Path) -> None:
    data = save_pictures(tmp_path / "train", count=6)
    settings = (*TINY, "schedule.iterations=3")
    plan = DepthPlan(
        data, data, tmp_path / "runs", (1,), 1.0, settings=settings, device="cpu", timed_runs=1
    )
    assert sweep(plan, lambda text: None).iterations == 3


@pytest.mark.parametrize("words", [("--figure", "a.jpg"), ("--numbers", "none/a.json")])
def test_what_would_fail_after_the_trainings_is_said_before(
    words: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("depths", "--data", tmp_path, "--test", tmp_path, *words) == 2


@pytest.fixture
def found() -> DepthSweep:
    points = [
        DepthPoint(blocks, skip, 26 + blocks / 20 + skip / 10, blocks / 1000)
        for blocks in (1, 4, 16)
        for skip in (True, False)
    ]
    return DepthSweep("srresnet-mse", 10_000, "BSD100", "CPU", 100, tuple(points))


def test_a_sweep_is_written_whole(found: DepthSweep, tmp_path: Path) -> None:
    found.write(tmp_path / "sweep.json")
    document = json.loads((tmp_path / "sweep.json").read_text())
    assert document == json.loads(json.dumps(asdict(found)))


def test_the_figure_says_how_it_came_about(found: DepthSweep, tmp_path: Path) -> None:
    paths = [tmp_path / f"depth{suffix}" for suffix in (".svg", ".png")]
    write_depth_figure(found, paths)
    text = paths[0].read_text()
    for words in ("residual blocks", "PSNR on BSD100", "10,000 iterations", "with skip", "64×64"):
        assert words in text


def test_time_grows_with_the_number_of_layers() -> None:
    shallow, deep = (
        nn.Sequential(*(nn.Conv2d(3, 3, 5, padding=2) for _ in range(n))) for n in (1, 40)
    )
    here = torch.device("cpu")
    assert time_network(deep, here, runs=10) > 3 * time_network(shallow, here, runs=10)
