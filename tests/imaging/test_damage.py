"""Damage is found: JPEG qualities exactly, noise of known strength within a tenth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.imaging.damage import Damage, damage_of, jpeg_quality, noise_sigma
from sr_studio.paths import resources_dir


@pytest.fixture(scope="module")
def photograph() -> np.ndarray:
    """A clean photograph, H×W×3."""
    return np.asarray(Image.open(resources_dir() / "samples" / "dog.webp").convert("RGB"))


def noisy(pixels: np.ndarray, sigma: float) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, sigma, pixels.shape)
    return np.clip(np.round(pixels + noise), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("quality", [5, 30, 40, 60, 75, 88, 90, 95, 99])
def test_the_quality_is_read_from_the_tables(tmp_path: Path, quality: int) -> None:
    for subsampling in (0, 2):
        path = tmp_path / "a.jpg"
        Image.new("RGB", (16, 16)).save(path, quality=quality, subsampling=subsampling)
        assert jpeg_quality(path) == quality


def test_tables_of_others_get_the_nearest_quality(tmp_path: Path) -> None:
    path = tmp_path / "camera.jpg"
    flat = [[3] * 64, [4] * 64]
    Image.new("RGB", (16, 16)).save(path, qtables=flat)
    found = jpeg_quality(path)
    assert found is not None
    assert 90 <= found <= 99


def test_other_files_have_no_quality(tmp_path: Path) -> None:
    Image.new("RGB", (16, 16)).save(tmp_path / "a.png")
    (tmp_path / "b.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    assert jpeg_quality(tmp_path / "a.png") is None
    assert jpeg_quality(tmp_path / "b.jpg") is None
    assert jpeg_quality(tmp_path / "none.jpg") is None


@pytest.mark.parametrize("sigma", [4, 8, 12, 20])
def test_noise_of_known_strength_is_measured(photograph: np.ndarray, sigma: float) -> None:
    assert noise_sigma(noisy(photograph, sigma)) == pytest.approx(sigma, rel=0.12)
    assert noise_sigma(noisy(photograph[:, :, 1], sigma)) == pytest.approx(sigma, rel=0.12)


def test_a_large_picture_is_measured_in_tiles(photograph: np.ndarray) -> None:
    large = np.tile(photograph, (4, 4, 1))
    assert noise_sigma(noisy(large, 8)) == pytest.approx(8, rel=0.1)


def test_edges_and_texture_are_not_noise(photograph: np.ndarray) -> None:
    assert (noise_sigma(photograph) or 0) < 2
    stripes = np.kron(np.indices((40, 40)).sum(0) % 2, np.ones((9, 9))) * 100 + 50
    assert (noise_sigma(stripes.astype(np.uint8)) or 0) < 1


def test_pictures_without_room_or_all_clipped_are_not_measured() -> None:
    assert noise_sigma(np.zeros((5, 5, 3), np.uint8)) is None
    assert noise_sigma(np.full((300, 300, 3), 255, np.uint8)) is None


def test_what_matters(photograph: np.ndarray, tmp_path: Path) -> None:
    picture = Image.fromarray(photograph)
    for name, options, matters in (
        ("clean.png", {}, False),
        ("fine.jpg", {"quality": 95}, False),
        ("strong.jpg", {"quality": 60}, True),
    ):
        picture.save(tmp_path / name, **options)
        assert damage_of(tmp_path / name).matters is matters, name
    Image.fromarray(noisy(photograph, 8)).save(tmp_path / "noisy.png")
    found = damage_of(tmp_path / "noisy.png")
    assert (found.noisy, found.strong_jpeg) == (True, False)
    assert not Damage().matters


def test_known_noise_on_many_photographs(shared_data: Path) -> None:
    errors = []
    for path in sorted((shared_data / "samples" / "gb82").glob("*.webp")):
        pixels = np.asarray(Image.open(path).convert("RGB"))
        errors += [(noise_sigma(noisy(pixels, sigma)) or 0) / sigma - 1 for sigma in (5, 8, 12)]
    assert np.median(np.abs(errors)) < 0.05
    assert np.percentile(np.abs(errors), 80) < 0.15
