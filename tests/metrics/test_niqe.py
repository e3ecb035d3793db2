"""NIQE against its published values, its parts against distributions of known shape."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple
from sr_studio.imaging.resize import imresize
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.niqe import _asymmetric_gaussian, block_features, niqe
from sr_studio.metrics.niqe_model import PristineModel, default_model, read_model
from sr_studio.metrics.planes import luma_plane, shaved
from sr_studio.paths import user_data_dir
from tests.metrics.pictures import load


@pytest.fixture
def original(shared_data: Path) -> PristineModel:
    return read_model(shared_data / "weights/niqe_pris_params.npz")


def niqe_y(picture: np.ndarray, model: PristineModel, *, shave: int) -> float:
    """As the metric has it: of rounded luma, without the border."""
    return niqe(luma_plane(shaved(picture, shave), rounded=True), model)


@pytest.fixture
def sample(root: Path) -> np.ndarray:
    return load(root / "resources/samples/city.webp")


def test_published_values_of_baboon(original: PristineModel, shared_data: Path) -> None:
    baboon = load(shared_data / "benchmark/Set14/baboon.png")
    lr = bicubic_lr(crop_to_multiple(baboon, 4), 4)
    enlarged = imresize(lr, 4.0, variant="uint8")
    assert niqe_y(baboon, original, shave=0) == pytest.approx(5.7296, abs=0.001)
    assert niqe_y(baboon, original, shave=4) == pytest.approx(5.990, abs=0.001)
    assert niqe_y(enlarged, original, shave=4) == pytest.approx(7.531, abs=0.001)


def test_the_original_statistics_are_recognised(original: PristineModel) -> None:
    assert original.original
    assert "original authors" in original.source


def test_the_original_file_is_used_when_the_person_keeps_it(shared_data: Path) -> None:
    assert not default_model().original
    weights = user_data_dir() / "weights"
    weights.mkdir(parents=True)
    file = shared_data / "weights/niqe_pris_params.npz"
    (weights / file.name).write_bytes(file.read_bytes())
    assert default_model().original


def test_our_statistics_rank_as_they_should(sample: np.ndarray) -> None:
    model = default_model()
    assert "not comparable" in model.source
    blurred = imresize(bicubic_lr(crop_to_multiple(sample, 4), 4), 4.0)
    assert niqe_y(sample, model, shave=4) < niqe_y(blurred, model, shave=4)


@pytest.mark.parametrize(("power", "shape"), [(1.0, 1.0), (2.0, 2.0)])
def test_the_fit_finds_laplace_and_gauss(power: float, shape: float) -> None:
    random = np.random.default_rng(11)
    draw = random.laplace if power == 1.0 else random.normal
    blocks = draw(size=(2, 400, 400))
    shapes, left, right = _asymmetric_gaussian(blocks)
    assert shapes == pytest.approx(shape, abs=0.03)
    assert left == pytest.approx(right, rel=0.03)


def test_the_fit_finds_asymmetry() -> None:
    random = np.random.default_rng(12)
    values = random.normal(size=(1, 400, 400))
    values[values > 0] *= 2
    _, left, right = _asymmetric_gaussian(values)
    assert (right / left).item() == pytest.approx(2.0, rel=0.03)


def test_only_whole_blocks_count(sample: np.ndarray) -> None:
    plane = sample[:200, :300, 1].astype(float)
    features, sharpness = block_features(plane)
    assert features.shape == (6, 36)
    assert sharpness.shape == (6,)
    assert np.array_equal(features, block_features(plane[:192, :288])[0])


def test_one_block_is_not_enough(sample: np.ndarray) -> None:
    with pytest.raises(MetricError, match="at least two whole blocks of 96×96"):
        niqe_y(sample[:100, :190], default_model(), shave=0)


def test_a_flat_picture_has_no_niqe() -> None:
    with pytest.raises(MetricError, match="flat"):
        niqe(np.full((192, 192), 80.0), default_model())


def test_flat_blocks_are_left_out(sample: np.ndarray) -> None:
    plane = sample[:192, :288, 1].astype(float)
    plane[:96, :96] = 128
    assert np.isnan(block_features(plane)[0][0]).any()
    assert np.isfinite(niqe(plane, default_model()))


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.npz"
    np.savez(file, weights=np.zeros(3))
    with pytest.raises(MetricError, match="holds no NIQE statistics"):
        read_model(file)
    file.write_bytes(b"not an archive")
    with pytest.raises(MetricError, match="cannot be read"):
        read_model(file)
    with pytest.raises(MetricError, match="cannot be read"):
        read_model(tmp_path / "missing.npz")


def fit_with_the_tool(root: Path, folder: Path, output: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/fit_niqe.py", str(folder), "-o", str(output)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )


def test_the_tool_fits_statistics_the_program_reads(root: Path, tmp_path: Path) -> None:
    for file in (root / "resources/samples").glob("*.webp"):
        picture = load(file)
        Image.fromarray(picture).save(tmp_path / f"{file.stem}.png")
        Image.fromarray(picture.swapaxes(0, 1)).save(tmp_path / f"{file.stem}_turned.png")
    output = tmp_path / "fitted.npz"
    done = fit_with_the_tool(root, tmp_path, output)
    assert "8 photographs" in done.stdout, done.stderr
    model = read_model(output)
    assert "fitted to 8" in model.source
    assert np.all(np.linalg.eigvalsh(model.covariance) > -1e-9)


def test_the_tool_refuses_too_few_blocks_and_writes_nothing(root: Path, tmp_path: Path) -> None:
    output = tmp_path / "fitted.npz"
    done = fit_with_the_tool(root, root / "resources/samples", output)
    assert done.returncode != 0
    assert "too few" in done.stderr
    assert not output.exists()
