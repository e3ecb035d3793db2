"""daala's SSIM: its integer taps, and its sums against the definition written out with loops."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sr_studio.metrics.daala import C1, C2, ssim_daala, taps
from tests.metrics.pictures import noisy_pair


@pytest.mark.parametrize(
    ("height", "expected"),
    [
        (248, [72, 55, 27, 8, 2]),
        (288, [60, 51, 30, 12, 4, 1]),
        (472, [34, 35, 28, 21, 13, 7, 4, 2, 1]),
    ],
)
def test_published_taps(height: int, expected: list[int]) -> None:
    assert taps(1.5 * height / 256, height - 1).tolist() == expected


@pytest.mark.parametrize("height", [8, 20, 100, 481, 1080])
def test_taps_sum_to_256(height: int) -> None:
    half = taps(1.5 * height / 256, height - 1)
    assert half[0] + 2 * half[1:].sum() == 256


def test_a_tiny_sigma_is_one_tap() -> None:
    assert taps(0.001, 100).tolist() == [256]


def test_the_taps_never_reach_past_the_shorter_side() -> None:
    assert len(taps(50.0, 6)) == 7


def by_the_definition(a: np.ndarray, b: np.ndarray) -> float:
    """Loops over pixels and taps with Python's whole numbers, as the definition says it."""
    height, width = a.shape
    half = taps(1.5 * height / 256, min(height, width) - 1).tolist()
    reach = len(half) - 1
    weighted, masses = 0.0, 0
    for row in range(height):
        for column in range(width):
            w = sum_a = sum_b = sum_aa = sum_bb = sum_ab = 0
            for i in range(max(0, row - reach), min(height, row + reach + 1)):
                for j in range(max(0, column - reach), min(width, column + reach + 1)):
                    k = half[abs(i - row)] * half[abs(j - column)]
                    x, z = int(a[i, j]), int(b[i, j])
                    w += k
                    sum_a += k * x
                    sum_b += k * z
                    sum_aa += k * x * x
                    sum_bb += k * z * z
                    sum_ab += k * x * z
            c1, c2 = C1 * w * w, C2 * w * w
            q = ((2 * sum_a * sum_b + c1) * (2 * (w * sum_ab - sum_a * sum_b) + c2)) / (
                (sum_a**2 + sum_b**2 + c1) * (w * sum_aa - sum_a**2 + w * sum_bb - sum_b**2 + c2)
            )
            weighted += w * q
            masses += w
    return weighted / masses


@pytest.mark.parametrize("shape", [(24, 17), (130, 9), (9, 40)])
def test_the_separable_sums_are_those_of_the_definition(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(3)
    a = random.integers(0, 256, shape)
    b = np.clip(a + random.integers(-30, 31, shape), 0, 255)
    assert ssim_daala(a, b) == pytest.approx(by_the_definition(a, b), abs=1e-12)


def test_a_flat_picture_against_another_is_the_closed_form() -> None:
    flat, brighter = np.full((64, 64), 100.0), np.full((64, 64), 120.0)
    expected = (2 * 100 * 120 + C1) / (100**2 + 120**2 + C1)
    assert ssim_daala(flat, brighter) == pytest.approx(expected, abs=1e-12)


def test_identical_pictures_have_one() -> None:
    hr, _ = noisy_pair()
    assert ssim_daala(hr[..., 0], hr[..., 0]) == pytest.approx(1.0, abs=1e-12)


def test_the_window_follows_the_height_not_the_width() -> None:
    hr, sr = (p[:, :, 0] for p in noisy_pair(60, 200))
    assert not math.isclose(ssim_daala(hr, sr), ssim_daala(hr.T, sr.T), abs_tol=1e-4)


def test_wide_pixels_narrow_the_window_across() -> None:
    hr, sr = (p[:, :, 0] for p in noisy_pair(120, 120))
    assert ssim_daala(hr, sr, pixel_aspect=2.0) != ssim_daala(hr, sr)
