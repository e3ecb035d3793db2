"""PSNR and SSIM against closed forms, scikit-image, torchmetrics and their own batched twins."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from skimage.metrics import peak_signal_noise_ratio, structural_similarity
from torchmetrics.functional.image import peak_signal_noise_ratio as torchmetrics_psnr
from torchmetrics.functional.image import structural_similarity_index_measure as torchmetrics_ssim

from sr_studio.imaging.colour import rgb_to_y
from sr_studio.metrics import batched
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.planes import luma_plane
from sr_studio.metrics.psnr import psnr, psnr_rgb, psnr_y
from sr_studio.metrics.ssim import ssim, ssim_y
from tests.metrics.pictures import noisy_pair

SHAVE = 4


def test_psnr_of_a_constant_difference_is_the_closed_form() -> None:
    black = np.zeros((20, 20), np.uint8)
    assert psnr(black, black + 5) == pytest.approx(20 * math.log10(255 / 5), abs=1e-12)


def test_uint8_differences_do_not_wrap_around() -> None:
    low, high = np.full((20, 20), 3, np.uint8), np.full((20, 20), 250, np.uint8)
    assert psnr(low, high) == psnr(high, low) == pytest.approx(20 * math.log10(255 / 247))


def test_identical_pictures() -> None:
    hr, _ = noisy_pair()
    assert psnr_y(hr, hr, shave=SHAVE) == math.inf
    assert psnr_rgb(hr, hr, shave=SHAVE) == math.inf
    assert ssim_y(hr, hr, shave=SHAVE) == pytest.approx(1.0, abs=1e-12)


def test_white_on_y_is_235_and_grey_files_stay_as_they_are() -> None:
    white = np.full((4, 4, 3), 255, np.uint8)
    assert luma_plane(white, rounded=False)[0, 0] == pytest.approx(235.0)
    assert luma_plane(white[:, :, 0], rounded=False)[0, 0] == 255.0
    assert luma_plane(white[:, :, :1], rounded=True).shape == (4, 4)


def test_the_border_is_left_out() -> None:
    hr, sr = noisy_pair()
    spoiled = sr.copy()
    spoiled[:SHAVE] = 0
    spoiled[:, -SHAVE:] = 255
    assert psnr_y(hr, spoiled, shave=SHAVE) == psnr_y(hr, sr, shave=SHAVE)
    assert ssim_y(hr, spoiled, shave=SHAVE) == ssim_y(hr, sr, shave=SHAVE)
    assert psnr_y(hr, spoiled, shave=SHAVE - 1) < psnr_y(hr, sr, shave=SHAVE - 1)


def test_scikit_image_agrees_in_the_setting_of_the_field() -> None:
    hr, sr = (rgb_to_y(p)[SHAVE:-SHAVE, SHAVE:-SHAVE] for p in noisy_pair())
    expected = structural_similarity(
        hr,
        sr,
        data_range=255,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
    )
    assert ssim(hr, sr) == pytest.approx(expected, abs=1e-9)
    assert psnr(hr, sr) == pytest.approx(peak_signal_noise_ratio(hr, sr, data_range=255), abs=1e-9)


def test_torchmetrics_agrees_away_from_the_border() -> None:
    """torchmetrics pads by reflection and crops 5 pixels: its interior is the valid region."""
    hr, sr = (
        torch.from_numpy(rgb_to_y(p)[SHAVE:-SHAVE, SHAVE:-SHAVE].copy())[None, None]
        for p in noisy_pair(seed=2)
    )
    _, whole_map = torchmetrics_ssim(
        sr, hr, data_range=255.0, sigma=1.5, kernel_size=11, return_full_image=True
    )
    # Its full map still holds the padded windows; the 5 pixels at each border are not valid ones.
    valid = whole_map[..., 5:-5, 5:-5].mean()
    assert ssim(hr[0, 0].numpy(), sr[0, 0].numpy()) == pytest.approx(float(valid), abs=1e-6)
    # torchmetrics keeps its sums in float32, hence six digits.
    assert psnr(hr.numpy(), sr.numpy()) == pytest.approx(
        float(torchmetrics_psnr(sr, hr, data_range=255.0)), abs=1e-5
    )


@pytest.mark.parametrize("rounded", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
def test_batched_twins_agree_with_the_arrays(rounded: bool, channels: int) -> None:
    pairs = [noisy_pair(seed=seed) for seed in range(3)]
    originals, enlarged = (
        torch.stack([torch.from_numpy(pair[i][:, :, :channels].copy()) for pair in pairs])
        .permute(0, 3, 1, 2)
        .contiguous()
        for i in (0, 1)
    )
    shave = {"shave": SHAVE, "rounded_y": rounded}
    for k, (hr, sr) in enumerate(pairs):
        hr, sr = hr[:, :, :channels], sr[:, :, :channels]
        assert batched.psnr_y(originals, enlarged, **shave)[k].item() == pytest.approx(
            psnr_y(hr, sr, **shave), abs=1e-9
        )
        assert batched.ssim_y(originals, enlarged, **shave)[k].item() == pytest.approx(
            ssim_y(hr, sr, **shave), abs=1e-9
        )
        assert batched.psnr_rgb(originals, enlarged, shave=SHAVE)[k].item() == pytest.approx(
            psnr_rgb(hr, sr, shave=SHAVE), abs=1e-9
        )


def test_a_batch_of_identical_pictures_is_infinite() -> None:
    batch = torch.zeros(2, 3, 30, 30, dtype=torch.uint8)
    assert torch.isinf(batched.psnr_y(batch, batch, shave=2)).all()


def test_rounding_y_matters_and_lowers_psnr_of_fine_noise() -> None:
    hr, sr = noisy_pair()
    assert psnr_y(hr, sr, shave=SHAVE) != psnr_y(hr, sr, shave=SHAVE, rounded_y=True)


def test_sizes_that_differ_are_named() -> None:
    hr, sr = noisy_pair()
    with pytest.raises(MetricError, match=r"72×60 pixels .* 72×59"):
        psnr_y(hr, sr[:-1], shave=SHAVE)
    with pytest.raises(MetricError, match="sizes differ"):
        batched.psnr_y(torch.zeros(1, 3, 8, 8), torch.zeros(1, 3, 8, 9), shave=0)


def test_a_picture_without_inside_is_refused() -> None:
    hr, sr = (p[:8, :8] for p in noisy_pair())
    with pytest.raises(MetricError, match="nothing but border"):
        psnr_y(hr, sr, shave=4)
    with pytest.raises(MetricError, match="11×11"):
        ssim_y(hr, sr, shave=0)
    with pytest.raises(MetricError, match="nothing but border"):
        batched.ssim_y(torch.zeros(1, 1, 8, 8), torch.zeros(1, 1, 8, 8), shave=4)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_graphics_card_gives_the_same_numbers() -> None:
    hr, sr = (torch.from_numpy(p).permute(2, 0, 1)[None].contiguous() for p in noisy_pair(seed=5))
    for function in (batched.psnr_y, batched.ssim_y):
        here = function(hr, sr, shave=SHAVE)
        there = function(hr.cuda(), sr.cuda(), shave=SHAVE).cpu()
        assert torch.allclose(here, there, atol=1e-9)
