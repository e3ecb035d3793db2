"""One test for each of the mistakes that published trainers make."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
import torch
from torch import nn

from sr_studio.errors import StudioError
from sr_studio.metrics.lpips import load_lpips
from sr_studio.networks.registry import build
from sr_studio.networks.vgg import VGG19Features, tap_index
from sr_studio.networks.vgg_weights import load_vgg19
from sr_studio.training.acceleration import Acceleration
from sr_studio.training.crops import Crops
from sr_studio.training.ema import ExponentialMovingAverage
from sr_studio.training.learner import Learner
from sr_studio.training.loss_terms import Adversary, LossSetup, PictureDistance
from sr_studio.training.losses.adversarial import PapersAdversarialLoss
from sr_studio.training.losses.content import ContentLoss
from sr_studio.training.losses.lpips import LpipsLoss
from sr_studio.training.losses.pixel import PixelLoss
from sr_studio.training.losses.r1 import R1
from sr_studio.training.objective import Objective
from sr_studio.training.preparation import Sources, build_learner
from sr_studio.training.preprocessing import Preprocessor
from sr_studio.training.recipes import Recipe
from tests.support.recipes import small_recipe

_PLAIN = Acceleration(torch.device("cpu"), None)
_SETUP = LossSetup(torch.device("cpu"))


def adversary_of(kind: str) -> Adversary:
    return PapersAdversarialLoss.model_validate({"kind": kind, "weight": 1}).build(_SETUP)


@pytest.fixture(scope="module")
def vgg_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VGG19 of random weights, all sixteen convolutions, under torchvision's names."""
    torch.manual_seed(0)
    network = VGG19Features(("5,4",))
    for layer in network.features:
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight)  # else nothing is left at the fifth stage
    path = tmp_path_factory.mktemp("vgg") / "vgg19.pth"
    torch.save({name: weight.half() for name, weight in network.state_dict().items()}, path)
    return path


def learner_of(recipe: Recipe, vgg: Path | None = None) -> Learner:
    return build_learner(recipe, Sources(Path(), vgg_weights=vgg), _PLAIN)


def crops_of(recipe: Recipe, seed: int = 0) -> Crops:
    dice = torch.Generator().manual_seed(seed)
    side, count = recipe.data.crop, recipe.data.batch
    hr = torch.randint(0, 256, (count, 3, side, side), dtype=torch.uint8, generator=dice)
    small = torch.nn.functional.avg_pool2d(hr.float(), recipe.data.scale)
    return Crops(small.round().byte(), hr)


@pytest.mark.parametrize(
    "loss",
    [
        {"pixel": {}},
        {"pixel": {"distance": "l1"}},
        {"pixel": {"distance": "charbonnier"}},
        {"pixel": {"weight": 0}, "content": {"tap": "2,2", "weight": 1}},
        {
            "pixel": {"weight": 0},
            "content": {"tap": "5,4", "weight": 1, "before_activation": True},
        },
        {"pixel": {"weight": 1e-30}, "total_variation": {"weight": 1}},
    ],
)
def test_each_content_term_alone_moves_the_generator(
    loss: dict[str, dict[str, object]], vgg_file: Path
) -> None:
    recipe = small_recipe("srresnet-mse", loss=loss)
    learner = learner_of(recipe, vgg_file)
    crops = crops_of(recipe)
    sr = learner.generator(learner.input(crops.lr))
    terms = learner.objective.of_pictures(sr, learner.target(crops.hr))
    assert set(terms) <= set(loss)
    terms[list(loss)[-1]].backward()
    norm = sum(float(p.grad.norm()) for p in learner.generator.parameters() if p.grad is not None)
    assert norm > 1e-6


@pytest.mark.parametrize("name", ["srgan-mse", "esrgan6"])
def test_the_adversarial_term_alone_moves_the_generator(name: str, vgg_file: Path) -> None:
    recipe = small_recipe(name)
    learner = learner_of(recipe, vgg_file)
    crops = crops_of(recipe)
    sr = learner.generator(learner.input(crops.lr))
    real = learner.discriminator(learner.target(crops.hr))  # type: ignore[misc]
    fake = learner._step._convinced(sr)  # type: ignore[attr-defined]
    learner.objective.of_generator(real.detach(), fake)["adversarial"].backward()
    assert sum(float(p.grad.norm()) for p in learner.generator.parameters()) > 0  # type: ignore[union-attr]
    assert all(p.grad is None for p in learner.discriminator.parameters())  # type: ignore[union-attr]
    assert all(p.requires_grad for p in learner.discriminator.parameters())  # type: ignore[union-attr]


def test_the_average_goes_the_right_way_round() -> None:
    network = build("espcn", {"scale": 2})
    average = ExponentialMovingAverage(network, 0.999)
    old = [weight.clone() for weight in network.parameters()]
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(torch.randn_like(weight))
    average.update(network)
    averages = average.module.parameters()
    for kept, before, now in zip(averages, old, network.parameters(), strict=True):
        torch.testing.assert_close(kept, 0.999 * before + 0.001 * now, rtol=0, atol=1e-7)


def test_the_average_normalises_by_statistics_of_its_own_activations() -> None:
    torch.manual_seed(0)
    network = build("srresnet", {"scale": 2, "blocks": 2, "features": 8})
    average = ExponentialMovingAverage(network, 0.5)
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(torch.randn_like(weight))
    average.update(network)
    inputs = torch.rand(4, 3, 24, 24)
    with torch.no_grad():
        by_the_batch = copy.deepcopy(average.module).train()(inputs)
        stale = average.module(inputs)
        average.calibrate([inputs])
        calibrated = average.module(inputs)
    assert not average.module.training
    spread = float(by_the_batch.std())
    assert float((stale - by_the_batch).std()) > 0.1 * spread
    assert float((calibrated - by_the_batch).std()) < 0.002 * spread  # the variance's n/(n-1)


def test_ranges_agree_and_nothing_is_clamped() -> None:
    recipe = small_recipe("srresnet-mse")
    preprocessor = Preprocessor(recipe, enlarged=False)
    hr = torch.arange(256, dtype=torch.uint8).view(1, 1, 16, 16).expand(1, 3, 16, 16)
    target = preprocessor.target(hr)
    assert (float(target.min()), float(target.max())) == (-1, 1)
    assert float(preprocessor.input(hr).min()) == 0
    assert float(preprocessor.input(hr).max()) == 1
    distance = PixelLoss().build(_SETUP)
    assert float(distance(target, target)) == 0
    outside = (target * 3).requires_grad_()
    distance(outside, target).backward()
    assert outside.grad is not None
    assert float(outside.grad[target.abs() > 0.5].abs().min()) > 0


def test_hr_as_sr_has_no_content_loss(vgg_file: Path) -> None:
    recipe = small_recipe("srgan-vgg54")
    objective = learner_of(recipe, vgg_file).objective
    hr = torch.rand(2, 3, 32, 32) * 2 - 1
    assert float(objective.of_pictures(hr, hr)["content"]) == 0


def test_luminance_is_the_studio_range() -> None:
    preprocessor = Preprocessor(small_recipe("espcn"), enlarged=False)
    white = torch.full((1, 3, 4, 4), 255, dtype=torch.uint8)
    assert float(preprocessor.input(white).mean()) * 255 == pytest.approx(235, abs=1e-3)
    assert float(preprocessor.input(white * 0).mean()) * 255 == pytest.approx(16, abs=1e-3)


def test_srcnn_gets_its_input_enlarged() -> None:
    recipe = small_recipe("srcnn")
    learner = learner_of(recipe)
    assert learner.preprocessor.input(crops_of(recipe).lr).shape[-2:] == (32, 32)


def test_content_is_equation_5_of_srgan(vgg_file: Path) -> None:
    torch.manual_seed(1)
    features = load_vgg19(("2,2",), False, vgg_file)
    setup = LossSetup(torch.device("cpu"), files={"vgg": vgg_file})
    content = ContentLoss(tap="2,2", feature_scale=1 / 12.75, weight=1).build(setup)
    sr, hr = torch.rand(2, 2, 3, 32, 32).unbind()
    a, b = features(sr)["2,2"], features(hr)["2,2"]
    wanted = ((a - b).square().sum((1, 2, 3)) / (a.shape[2] * a.shape[3])).mean() / 12.75**2
    torch.testing.assert_close(content(sr, hr), wanted, rtol=1e-5, atol=0)
    assert tap_index("5,4") == 34
    assert float(features(sr)["2,2"].min()) >= 0
    assert float(VGG19Features(("2,2",), before_activation=True)(sr)["2,2"].min()) < 0


def test_the_generators_gradient_is_large_where_the_discriminator_is_sure() -> None:
    logit = torch.logit(torch.tensor([[0.01]])).requires_grad_()
    adversary_of("standard").generator(torch.zeros(1, 1), logit).backward()
    assert logit.grad is not None
    assert abs(float(logit.grad)) == pytest.approx(0.99, abs=1e-6)  # log(1 - D) would give 0.01


def test_standard_losses_have_their_closed_form() -> None:
    real, fake = torch.tensor([[1.0], [2.0]]), torch.tensor([[-0.5], [0.25]])
    d_real, d_fake = torch.sigmoid(real), torch.sigmoid(fake)
    wanted = -d_real.log().mean() - (1 - d_fake).log().mean()
    adversary = adversary_of("standard")
    torch.testing.assert_close(adversary.discriminator(real, fake), wanted)
    torch.testing.assert_close(adversary.generator(real, fake), -d_fake.log().mean())


def test_relativistic_losses_have_their_closed_form_and_both_terms_act() -> None:
    adversary = adversary_of("relativistic-average")
    real = torch.tensor([[1.0], [2.0]], requires_grad=True)
    fake = torch.tensor([[-0.5], [0.25]], requires_grad=True)
    d_real = torch.sigmoid(real - fake.mean())
    d_fake = torch.sigmoid(fake - real.mean())
    wanted = -(1 - d_real).log().mean() - d_fake.log().mean()
    torch.testing.assert_close(adversary.generator(real, fake), wanted)
    wanted = -d_real.log().mean() - (1 - d_fake).log().mean()
    torch.testing.assert_close(adversary.discriminator(real, fake), wanted)
    real_term = nn.functional.softplus(real.detach() - fake.mean()).mean()
    real_term.backward()
    assert fake.grad is not None
    assert float(fake.grad.abs().sum()) > 0
    before = adversary.generator(real.detach(), fake.detach())
    assert not torch.equal(adversary.generator(real.detach() + 1, fake.detach()), before)


def test_sureness_is_relative_where_the_discriminator_is() -> None:
    real, fake = torch.full((4, 1), -3.0), torch.full((4, 1), -9.0)
    plain, relative = adversary_of("standard"), adversary_of("relativistic-average")
    assert float(plain.realness(real, fake)) == pytest.approx(0.047, abs=1e-3)
    assert float(relative.realness(real, fake)) == pytest.approx(0.998, abs=1e-3)


@pytest.mark.parametrize("name", ["srresnet-mse", "srgan-mse"])
def test_running_statistics_move_once_an_update(name: str) -> None:
    recipe = small_recipe(name)
    learner = learner_of(recipe)
    norm = next(m for m in learner.generator.modules() if isinstance(m, nn.BatchNorm2d))
    for iteration in range(3):
        learner.update(crops_of(recipe, iteration), iteration)
        assert int(norm.num_batches_tracked or 0) == iteration + 1


def test_the_output_of_the_average_does_not_depend_on_the_batch() -> None:
    recipe = small_recipe("srresnet-mse")
    learner = learner_of(recipe)
    learner.update(crops_of(recipe), 0)
    pictures = torch.rand(16, 3, 8, 8)
    with torch.no_grad():
        together = learner.average.module(pictures)
        alone = torch.cat([learner.average.module(picture[None]) for picture in pictures])
    torch.testing.assert_close(together, alone, rtol=1e-4, atol=1e-5)


def test_parts_of_a_batch_add_up_to_the_batch() -> None:
    crops = crops_of(small_recipe("rrdb6-psnr"))
    weights = []
    for parts in (1, 2, 4):
        learner = learner_of(small_recipe("rrdb6-psnr", accumulate=parts))
        learner.update(crops, 0)
        weights.append(torch.cat([w.detach().flatten() for w in learner.generator.parameters()]))
    torch.testing.assert_close(weights[0], weights[1], rtol=0, atol=2e-6)
    torch.testing.assert_close(weights[0], weights[2], rtol=0, atol=2e-6)


def test_only_the_last_layer_is_slow() -> None:
    learner = learner_of(small_recipe("srcnn"))
    crops = crops_of(small_recipe("srcnn"))
    learner.update(crops, 0)
    rates = {group["factor"]: group["lr"] for group in learner.optimiser.param_groups}
    assert rates[0.1] == pytest.approx(rates[1.0] / 10)
    slow = learner.optimiser.param_groups[1]["params"]
    assert slow[0] is learner.generator.conv3.weight


def test_missing_vgg_weights_are_told_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="--vgg-weights"):
        learner_of(small_recipe("srgan-vgg54"), tmp_path / "none.safetensors")


def test_terms_sum_to_the_loss_that_is_minimised() -> None:
    recipe = small_recipe("espcn", loss={"pixel": {"distance": "l1", "weight": 0.5}})
    sr, hr = torch.zeros(1, 3, 8, 8), torch.ones(1, 3, 8, 8)
    assert float(Objective(recipe, _SETUP).of_pictures(sr, hr)["pixel"]) == 0.5


def lpips_of(weights: Path) -> PictureDistance:
    setup = LossSetup(torch.device("cpu"), files={"lpips": weights})
    return LpipsLoss(backbone="squeeze", weight=1).build(setup)


def test_lpips_is_a_loss_with_a_gradient_for_sr_alone(shared_data: Path) -> None:
    weights = shared_data / "weights" / "lpips_squeeze_fp16.safetensors"
    loss = lpips_of(weights)
    sr = torch.rand(2, 3, 32, 32, requires_grad=True)  # no room to look from elsewhere
    hr = torch.rand(2, 3, 32, 32, requires_grad=True)
    distance = loss(sr, hr)
    distance.backward()
    assert sr.grad is not None and sr.grad.abs().sum() > 0
    assert hr.grad is None
    model = load_lpips("squeeze", weights)
    assert distance.item() == pytest.approx(model(sr * 2 - 1, hr * 2 - 1).mean().item(), rel=1e-5)
    assert loss(hr, hr).item() == pytest.approx(0, abs=1e-7)


def test_lpips_as_a_loss_looks_from_many_corners(shared_data: Path) -> None:
    """The same ones whenever torch's dice are the same, so that a run can be repeated."""
    loss = lpips_of(shared_data / "weights" / "lpips_squeeze_fp16.safetensors")
    torch.manual_seed(5)
    sr, hr = torch.rand(1, 3, 64, 64), torch.rand(1, 3, 64, 64)
    torch.manual_seed(6)
    seen = [loss(sr, hr).item() for _ in range(6)]
    torch.manual_seed(6)
    assert [loss(sr, hr).item() for _ in range(6)] == seen
    assert len(set(seen)) > 3


def test_photo_learns_with_its_discriminator_and_lpips(shared_data: Path) -> None:
    weights = shared_data / "weights" / "lpips_squeeze_fp16.safetensors"
    recipe = small_recipe("photo")
    learner = build_learner(recipe, Sources(Path(), lpips_weights=weights), _PLAIN)
    crops = Crops(*(torch.randint(256, (4, 3, n, n), dtype=torch.uint8) for n in (8, 32)))
    terms = learner.update(crops, 0)
    assert {"pixel", "lpips", "adversarial", "discriminator"} <= set(terms)
    assert all(torch.isfinite(value) for value in terms.values())


def test_an_lpips_term_without_its_backbone_is_told() -> None:
    with pytest.raises(StudioError, match="SqueezeNet"):
        build_learner(small_recipe("photo"), Sources(Path()), _PLAIN)


def test_more_steps_of_the_discriminator_move_it_further_and_the_generator_as_before() -> None:
    moved = []
    for steps in (1, 3):
        recipe = small_recipe("srgan-mse", discriminator__steps=steps)
        learner = learner_of(recipe)
        assert learner.discriminator is not None
        before = [weight.clone() for weight in learner.discriminator.parameters()]
        weights = [weight.clone() for weight in learner.generator.parameters()]
        learner.update(crops_of(recipe), 0)
        pairs = zip(before, learner.discriminator.parameters(), strict=True)
        discriminator = sum(float((now - old).detach().abs().sum()) for old, now in pairs)
        pairs = zip(weights, learner.generator.parameters(), strict=True)
        moved.append((discriminator, [now - old for old, now in pairs]))
    assert moved[1][0] > 1.5 * moved[0][0]
    assert all(torch.equal(a, b) for a, b in zip(moved[0][1], moved[1][1], strict=True))


def test_r1_is_half_the_squared_gradient_at_hr_and_comes_every_so_often() -> None:
    hr = torch.rand(4, 3, 8, 8)
    weights = torch.rand(1, 3 * 64)
    linear = nn.Linear(3 * 64, 1, bias=False)
    with torch.no_grad():
        linear.weight.copy_(weights)
    penalty = R1(weight=10).build(_SETUP)(nn.Sequential(nn.Flatten(), linear), hr, hr)
    torch.testing.assert_close(penalty, weights.square().sum() / 2)
    penalty.backward()
    assert linear.weight.grad is not None
    recipe = small_recipe("srgan-mse", loss__r1={"weight": 10, "every": 2})
    learner = learner_of(recipe)
    seen = ["r1" in learner.update(crops_of(recipe), iteration) for iteration in range(4)]
    assert seen == [True, False, True, False]


def test_a_run_goes_on_in_fp16_that_began_without_its_scale_of_gradients() -> None:
    recipe = small_recipe("espcn")
    state = learner_of(recipe).state()
    fp16 = Acceleration(torch.device("cpu"), torch.float16)
    learner = build_learner(recipe, Sources(Path()), fp16)
    learner.load_state(state)
    learner.update(crops_of(recipe), 0)
    assert learner.state()["scaler"]["_growth_tracker"] == 1


def halved(name: str) -> Recipe:
    scale = {"data__scale": 2, "network__parameters__scale": 2}
    return small_recipe(name, **scale)


@pytest.mark.parametrize(
    ("name", "anew"),
    [("photo-psnr", {"body.6.weight", "body.6.bias"}), ("rrdb-psnr", {"conv_first.weight"})],
)
def test_a_model_of_another_scale_gives_all_layers_but_those_that_make_the_size(
    name: str, anew: set[str]
) -> None:
    start = learner_of(small_recipe(name, seed=5)).generator.state_dict()
    said: list[str] = []
    begun = build_learner(halved(name), Sources(Path(), start=start), _PLAIN, said.append)
    own = begun.generator.state_dict()
    taken = {key for key in start.keys() & own.keys() if torch.equal(start[key], own[key])}
    assert own.keys() - taken == anew
    assert [words for words in said if "another scale" in words]


def test_a_model_of_another_size_is_none_of_another_scale() -> None:
    start = learner_of(small_recipe("photo-psnr", network__parameters__features=12)).generator
    with pytest.raises(StudioError, match="does not fit the recipe's network"):
        build_learner(halved("photo-psnr"), Sources(Path(), start=start.state_dict()), _PLAIN)
