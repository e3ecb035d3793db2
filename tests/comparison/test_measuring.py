"""Scores of the whole and of a region, and values along a line."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sr_studio.comparison.line_profile import edge_width, line_profile
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Registration
from sr_studio.comparison.scores import Scores, measure, usual_shave
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.psnr import psnr_y
from sr_studio.metrics.ssim import ssim_y
from sr_studio.sentences import Sentence


@pytest.fixture
def pair() -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    hr = random.integers(0, 256, (60, 80, 3), dtype=np.uint8)
    sr = np.clip(hr + random.integers(-20, 21, hr.shape), 0, 255).astype(np.uint8)
    return hr, sr


def test_the_whole_is_measured_as_the_metrics_do(pair: tuple[np.ndarray, np.ndarray]) -> None:
    found = measure(*pair, shave=4)
    assert found.psnr_y == psnr_y(*pair, shave=4)
    assert found.ssim_y == ssim_y(*pair, shave=4)
    assert found.text() == f"{found.psnr_y:.2f} dB / {found.ssim_y:.4f}"


@pytest.mark.parametrize("height", [512, 513, 522, 523, 1300])
def test_a_high_picture_is_measured_in_bands_as_in_one(height: int) -> None:
    random = np.random.default_rng(6)
    hr = random.integers(0, 256, (height, 30, 3), dtype=np.uint8)
    sr = np.clip(hr + random.integers(-20, 21, hr.shape), 0, 255).astype(np.uint8)
    found = measure(hr, sr)
    assert found.psnr_y == pytest.approx(psnr_y(hr, sr, shave=0), rel=1e-12)
    assert found.ssim_y == pytest.approx(ssim_y(hr, sr, shave=0), rel=1e-12)


def test_a_region_is_measured_alone(pair: tuple[np.ndarray, np.ndarray]) -> None:
    hr, sr = pair
    other = sr.copy()
    other[:, 40:] = 0
    region = Box(0.1, 0.2, 0.4, 0.7)
    assert measure(hr, other, shave=4, region=region) == measure(hr, sr, region=region)
    assert measure(hr, other, shave=4, region=Box(0.1, 0.2, 0.2, 0.3)).ssim_y is None
    assert math.isinf(measure(hr, hr).psnr_y)


def test_other_sizes_cannot_be_measured(pair: tuple[np.ndarray, np.ndarray]) -> None:
    with pytest.raises(MetricError, match="original has 80×60") as found:
        measure(pair[0], pair[1][:30])
    assert isinstance(found.value.what, Sentence)  # it is shown in the window, in its language


def test_the_shave_is_the_scale() -> None:
    assert usual_shave((480, 320), (120, 80)) == 4
    assert usual_shave((480, 320), None) == usual_shave((480, 320), (480, 320)) == 0


def edge(width: int, at: float, soft: float) -> np.ndarray:
    """An upright edge from 20 to 220 that rises over ``soft`` pixels."""
    places = np.arange(width) + 0.5
    row = 20 + 200 * np.clip((places - at) / soft + 0.5, 0, 1)
    return np.repeat(row.round().astype(np.uint8)[None, :, None], 20, axis=0)


def profile(
    pixels: np.ndarray,
    start: tuple[float, float],
    end: tuple[float, float],
    scene: tuple[float, float],
    lies: Registration | None = None,
) -> np.ndarray:
    size = pixels.shape[1], pixels.shape[0]
    return line_profile(size, lambda rows, columns: pixels[rows, columns], start, end, scene, lies)


def test_a_line_across_an_edge_shows_how_soft_it_is() -> None:
    sharp = profile(edge(100, 50, 1), (0.3, 0.5), (0.7, 0.5), (100, 20))
    soft = profile(edge(100, 50, 10), (0.3, 0.5), (0.7, 0.5), (100, 20))
    assert sharp[-1, 0] == soft[-1, 0] == pytest.approx(40)
    assert (sharp[0, 1], sharp[-1, 1]) == (20, 220)
    narrow, wide = edge_width(sharp), edge_width(soft)
    assert narrow is not None and wide is not None
    assert narrow <= 1
    assert wide == pytest.approx(8, abs=0.3)
    assert edge_width(sharp[:10]) is None


def test_a_grey_original_is_measured_as_the_tables_do() -> None:
    rng = np.random.default_rng(0)
    hr = rng.integers(0, 256, (40, 40, 1), dtype=np.uint8)
    sr = np.clip(hr.astype(int) + rng.integers(-9, 10, hr.shape), 0, 255).astype(np.uint8)
    shown = (np.repeat(one, 3, axis=2) for one in (hr, sr))
    assert measure(*shown, shave=4, grey=True) == Scores(
        psnr_y(hr, sr, shave=4), ssim_y(hr, sr, shave=4)
    )


def test_a_line_follows_a_version_of_another_size_and_place() -> None:
    small = profile(edge(50, 25, 1), (0.3, 0.5), (0.7, 0.5), (100, 20))
    assert np.interp(20, small[:, 0], small[:, 1]) == pytest.approx(120, abs=1)
    lies = Registration(right=0.06)
    moved = profile(edge(100, 50, 10), (0.3, 0.5), (0.7, 0.5), (100, 20), lies)
    assert np.interp(26, moved[:, 0], moved[:, 1]) == pytest.approx(120, abs=1)
    assert np.isnan(profile(edge(9, 4, 1), (-1, 0.5), (0.5, 0.5), (9, 20))[0, 1])
