"""The damage: kernels, noise and compression as declared, and nothing by chance."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sr_studio.imaging.degrade import bicubic_lr
from sr_studio.training.degradation import kernels, steps
from sr_studio.training.degradation.pipeline import degrade
from sr_studio.training.degradation.settings import Blur, Degradation, Stage
from sr_studio.training.recipes import RecipeError, load_recipe
from tests.support.pictures import make_picture

_QUIET = Stage.model_validate(
    {
        "blur": {"probability": 0},
        "resize": {"up": 0, "down": 0, "keep": 1},
        "noise": {"probability": 0},
        "compression": {"probability": 0},
    }
)


def dice(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def flat(level: float = 0.5, side: int = 64) -> steps.Values:
    return np.full((side, side, 3), level, np.float32)


@given(st.integers(0, 10_000))
@settings(max_examples=200, deadline=None)
def test_every_kernel_is_odd_sums_to_one_and_is_symmetric_about_its_middle(seed: int) -> None:
    kernel = kernels.draw_kernel(Blur(), dice(seed))
    assert kernel.shape[0] == kernel.shape[1]
    assert kernel.shape[0] % 2 == 1
    assert 7 <= kernel.shape[0] <= 21
    assert kernel.sum() == pytest.approx(1, abs=1e-5)
    assert np.allclose(kernel, kernel[::-1, ::-1], atol=1e-6)


def test_a_gaussian_kernel_has_its_deviations_along_its_axes() -> None:
    kernel = kernels.gaussian(41, (3.0, 1.5), 0.0)
    steps_from_middle = np.arange(41) - 20
    along = (kernel.sum(0) * steps_from_middle**2).sum() ** 0.5
    across = (kernel.sum(1) * steps_from_middle**2).sum() ** 0.5
    assert along == pytest.approx(3.0, rel=0.01)
    assert across == pytest.approx(1.5, rel=0.01)
    turned = kernels.gaussian(41, (3.0, 1.5), np.pi / 2)
    assert np.allclose(turned, kernel.T, atol=1e-6)


def test_beta_one_is_the_gaussian_and_a_plateau_is_flatter_than_it() -> None:
    assert np.allclose(
        kernels.gaussian(15, (2, 2), 0, 1.0), kernels.gaussian(15, (2, 2), 0), atol=1e-7
    )
    plateau = kernels.plateau(15, (2, 2), 0, 2.0)
    gaussian = kernels.gaussian(15, (2, 2), 0)
    assert plateau[7, 8] / plateau[7, 7] > gaussian[7, 8] / gaussian[7, 7]


def test_a_sinc_takes_high_frequencies_and_leaves_low_ones() -> None:
    kernel = kernels.sinc(21, np.pi / 2)
    response = np.abs(np.fft.fft2(kernel, (128, 128)))[0]
    assert response[8] == pytest.approx(1, abs=0.1)
    assert response[60] < 0.1
    assert kernel.min() < 0  # it rings


def test_the_sinc_at_the_end_cuts_where_it_is_told_at_every_size() -> None:
    quiet = Degradation(
        first=_QUIET, second=_QUIET, final_sinc=1, final_sides=(21, 21), final_cutoff=(0.5, 0.5)
    )
    noise = dice().integers(0, 256, (64, 64, 3), dtype=np.uint8)
    spectrum = np.abs(np.fft.fft2(degrade(noise, 1, quiet, dice())[..., 0].astype(float)))[0]
    assert spectrum[4:12].mean() > 5 * spectrum[24:33].mean()
    assert Degradation().final_cutoff == (pytest.approx(1 / 3), 1)


def test_what_is_too_large_for_webp_is_compressed_all_the_same() -> None:
    wide = flat(side=1).repeat(steps.LARGEST_WEBP_SIDE + 1, axis=1)
    assert steps.compressed(wide, 90, "WEBP", False).shape == wide.shape


@pytest.mark.parametrize("grey", [True, False])
def test_noise_has_its_deviation_and_grey_noise_has_no_colour(grey: bool) -> None:
    noisy = steps.with_gaussian_noise(flat(side=200), 8.0, grey, dice()) - 0.5
    assert noisy.std() * 255 == pytest.approx(8, rel=0.03)
    assert (np.abs(noisy[..., 0] - noisy[..., 1]).max() < 1e-6) == grey
    shot = steps.with_poisson_noise(flat(side=200), 1.0, grey, dice()) - 0.5
    assert shot.std() * 255 == pytest.approx(127.5**0.5, rel=0.03)
    assert (np.abs(shot[..., 0] - shot[..., 1]).max() < 1e-6) == grey


def test_jpeg_of_low_quality_hurts_more_and_full_colour_keeps_colour() -> None:
    values = steps.from_bytes(make_picture(1))

    def hurt(quality: int, full_colour: bool = False) -> float:
        done = steps.compressed(values, quality, "JPEG", full_colour)
        return float(np.square(done - values).mean())

    assert hurt(30) > hurt(60) > hurt(95)
    assert hurt(90, full_colour=True) < hurt(90)
    assert np.square(steps.compressed(values, 50, "WEBP", False) - values).mean() > 0


def test_a_blur_keeps_a_flat_picture_and_works_on_tiny_ones() -> None:
    kernel = kernels.gaussian(21, (3, 3), 0)
    assert np.allclose(steps.blurred(flat(0.7), kernel), 0.7, atol=1e-5)
    assert np.allclose(steps.blurred(flat(0.7, side=4), kernel), 0.7, atol=1e-5)
    assert steps.blurred(flat(0.7, side=1), kernel).shape == (1, 1, 3)


@pytest.mark.parametrize("order", ["second-order", "shuffled"])
@pytest.mark.parametrize("scale", [2, 3, 4])
def test_the_same_dice_give_the_same_picture_of_lr_size(order: str, scale: int) -> None:
    hr = make_picture(2)[: 60 // scale * scale, : 48 // scale * scale]
    given_so = Degradation(order=order)
    for seed in range(12):
        one, other = (degrade(hr, scale, given_so, dice(seed)) for _ in range(2))
        assert np.array_equal(one, other)
        assert one.shape == (hr.shape[0] // scale, hr.shape[1] // scale, 3)
        assert one.dtype == np.uint8


def test_clean_crops_are_bicubic_and_light_ones_are_near_it() -> None:
    hr = make_picture(3)[:64, :64]
    lr = bicubic_lr(hr, 4, variant="double")
    assert np.array_equal(degrade(hr, 4, Degradation(clean=1.0), dice()), lr)
    light = [degrade(hr, 4, Degradation(light=1.0), dice(seed)) for seed in range(30)]
    distance = [np.abs(one.astype(int) - lr).mean() for one in light]
    assert 0 < np.mean(distance) < 20
    shares = [
        np.array_equal(degrade(hr, 4, Degradation(clean=0.5), dice(seed)), lr)
        for seed in range(200)
    ]
    assert 70 < sum(shares) < 130


def test_damage_without_any_step_is_a_plain_reduction() -> None:
    nothing = Degradation(first=_QUIET, second=_QUIET, final_sinc=0)
    hr = np.full((64, 64, 3), 77, np.uint8)
    assert (degrade(hr, 4, nothing, dice()) == 77).all()


def test_a_stage_given_in_part_keeps_the_rest_of_its_own_defaults() -> None:
    given_so = Degradation.model_validate(
        {"second": {"blur": {"probability": 0.1}}, "lightly": {"noise": {"sigma": [0, 3]}}}
    )
    plain = Degradation()
    assert given_so.second.blur.sigma == plain.second.blur.sigma == (0.2, 1.5)
    assert given_so.second.resize == plain.second.resize
    assert given_so.lightly.blur.probability == 0
    assert given_so.lightly.noise.gaussian == 1
    assert given_so.lightly.noise.sigma == (0, 3)
    faulty = {"lightly": {"noise": 5}}
    with pytest.raises(ValueError, match="noise"):
        Degradation.model_validate(faulty)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("data.degradation.first.blur.sigma", [3.0, 0.2], "upside down"),
        ("data.degradation.first.blur.sides", [6, 20], "no middle"),
        ("data.degradation.second.compression.quality", [0, 95], "between 1 and 100"),
        ("data.degradation.first.noise.sigma", [-1.0, 5.0], "below 0"),
        ("data.degradation.first.resize.factor", [0.0, 1.5], "at or below 0"),
        ("data.degradation.clean", 0.9, "more than all"),
        ("data.degradation.first.blur.probability", 1.5, "less than or equal to 1"),
        ("data.degradation.first.blur.sigma", [1.0, math.inf], "finite"),
        ("data.degradation.first.noise.sigma", [math.nan, math.nan], "finite"),
        ("data.degradation.first.blur.iso", math.inf, "finite"),
        ("data.degradation.first.resize.factor", [0.3, 500.0], "8 at most"),
        ("data.degradation.second.blur.sides", [7, 100_001], "99 at most"),
        ("data.degradation.final_cutoff", [0.3, 3.0], "between 0 and 1"),
    ],
)
def test_faulty_ranges_are_told_in_a_sentence(key: str, value: object, words: str) -> None:
    with pytest.raises(RecipeError, match=words):
        load_recipe("photo-psnr", {key: value})
