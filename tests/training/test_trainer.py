"""The loop and what it prepares: warnings, held-out pictures, gradients, the GAN as shipped."""

from __future__ import annotations

import os
from pathlib import Path

import torch
from torch import nn

from sr_studio.networks.registry import build
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.callback import Moment
from sr_studio.training.callbacks.watch import Watch
from sr_studio.training.distributed import World
from sr_studio.training.preparation import Sources, prepare
from sr_studio.training.run_folder import RunFolder
from sr_studio.training.trainer import Trainer
from sr_studio.training.training_set import hold_out
from tests.support.recipes import small_recipe

_PLAIN = Acceleration(torch.device("cpu"), None)


def silent(sentence: str) -> None:
    """Nobody listens."""


def test_a_discriminator_that_is_always_sure_is_told_once(
    picture_folder: Path, tmp_path: Path
) -> None:
    recipe = small_recipe("srgan-mse")
    run = RunFolder(tmp_path / "run")
    prepared = prepare(recipe, Sources(picture_folder), _PLAIN, World(), silent)
    run.create(recipe.canonical_json(), {})
    said: list[str] = []
    trainer = Trainer(recipe, run, prepared, _PLAIN, say=said.append)
    watch = Watch()

    def look(realness: float, times: int) -> None:
        for _ in range(times):
            watch.reached(trainer, Moment(1, {"realness_of_hr": realness}, 1e-4))

    look(0.999, 10)
    look(0.6, 1)  # it was not: the count starts again
    look(0.999, 19)
    assert said == []
    look(0.999, 50)
    assert len(said) == 1
    assert "discriminator" in said[0]
    assert run.metrics()[0][-1]["note"] == said[0]


def test_a_growing_folder_keeps_its_held_out_pictures() -> None:
    paths = [Path(f"{number}.png") for number in range(40)]
    _, before = hold_out(paths, 4)
    _, shuffled = hold_out(paths[::-1], 4)
    training, after = hold_out([*paths, Path("a-new-one.png")], 4)
    assert before == shuffled
    assert len(set(before) & set(after)) >= 3
    assert not set(training) & set(after)
    odd = Path(os.fsdecode(b"caf\xe9.png"))  # a name that is no text
    assert any(odd in part for part in hold_out([*paths, odd], 4))


def test_no_batch_norm_stands_after_the_first_pixel_shuffle() -> None:
    layers = list(build("srresnet", {"blocks": 2}).modules())
    first = next(i for i, layer in enumerate(layers) if isinstance(layer, nn.PixelShuffle))
    assert not any(isinstance(layer, nn.BatchNorm2d) for layer in layers[first:])


def test_both_gradient_paths_end_in_the_same_update_whatever_the_layout() -> None:
    """channels_last changes how numbers lie in memory, not which numbers they are."""
    torch.manual_seed(3)
    network = build("srresnet", {"blocks": 1, "features": 8})
    picture = torch.rand(2, 3, 8, 8)
    plain = network.eval()(picture)
    laid_out = network.to(memory_format=torch.channels_last)(  # type: ignore[call-overload]
        picture.contiguous(memory_format=torch.channels_last)
    )
    torch.testing.assert_close(plain, laid_out, rtol=1e-4, atol=1e-5)


def test_srgan_vgg22_as_shipped_is_a_gan_with_the_original_weights(
    shared_data: Path, picture_folder: Path, tmp_path: Path
) -> None:
    weights = shared_data / "weights" / "vgg19_conv1_1_to_conv3_4_fp16.safetensors"
    shares = []
    for caffe in ("rescaled", "as-is"):
        recipe = small_recipe("srgan-vgg22", **{"loss.content.caffe": caffe})
        said: list[str] = []
        sources = Sources(picture_folder, vgg_weights=weights)
        prepared = prepare(recipe, sources, _PLAIN, World(), said.append)
        terms = prepared.learner.update(prepared.crops[0], 0)
        run = RunFolder(tmp_path / caffe)
        run.create(recipe.canonical_json(), {})
        trainer = Trainer(recipe, run, prepared, _PLAIN, say=said.append)
        means = {name: float(value) for name, value in terms.items()}
        watch = Watch()
        for _ in range(3):
            watch.reached(trainer, Moment(1, means, 1e-4))
        shares.append((means["content"] / means["adversarial"], " ".join(said)))
    assert shares[0][0] < 1e3
    assert "original ones" in shares[0][1] and "learns from it alone" not in shares[0][1]
    assert shares[1][0] > 1e6
    assert shares[1][1].count("learns from it alone") == 1
    assert "--set loss.content.weight=" in shares[1][1]
