"""MATLAB's imresize: known vectors, the literature's LR files, and properties for any ratio."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple, gaussian_lr
from sr_studio.imaging.resize import KERNELS, imresize, nearest, output_size, resize_weights


def test_weights_of_bicubic_halving_are_matlabs() -> None:
    indices, weights = resize_weights(16, 8, kernel="bicubic", border="mirror")
    expected = np.array([-3, -9, 29, 111, 111, 29, -9, -3]) / 256
    assert indices[4].tolist() == list(range(5, 13))
    np.testing.assert_allclose(weights[4], expected, atol=1e-15)


def test_weights_of_bicubic_enlargement_by_four() -> None:
    """The phases 1/8 and 3/8 of Keys' kernel with a = -0.5."""
    indices, weights = resize_weights(8, 32, kernel="bicubic", border="mirror")
    assert indices[18].tolist() == [3, 4, 5, 6]
    x = 0.125
    near = [1.5 * d**3 - 2.5 * d**2 + 1 for d in (x, 1 - x)]
    far = [-0.5 * d**3 + 2.5 * d**2 - 4 * d + 2 for d in (1 + x, 2 - x)]
    np.testing.assert_allclose(weights[18], [far[0], near[0], near[1], far[1]], atol=1e-15)


def test_borders_replicate_and_mirror() -> None:
    replicated, _ = resize_weights(4, 2, border="replicate")
    mirrored, _ = resize_weights(4, 2, border="mirror")
    assert replicated[0].tolist() == [0, 0, 0, 0, 1, 2, 3, 3]
    assert mirrored[0].tolist() == [2, 1, 0, 0, 1, 2, 3, 3]


def test_uint8_variant_rounds_and_clips_between_the_passes() -> None:
    """Four quarters, black and white: the overshoot of the first pass is cut off only in uint8."""
    picture = np.zeros((16, 16), np.uint8)
    picture[:8, :8] = picture[8:, 8:] = 255
    indices, weights = resize_weights(16, 8, border="replicate")
    halve = np.zeros((8, 16))
    np.add.at(halve, (np.arange(8)[:, None], indices), weights)

    def rounded(values: np.ndarray) -> np.ndarray:
        return np.clip(np.floor(values + 0.5), 0, 255)

    twice = rounded(rounded(halve @ picture) @ halve.T)
    once = rounded(halve @ picture @ halve.T)
    assert (twice != once).any()
    assert np.array_equal(imresize(picture, 0.5, variant="uint8"), twice)
    assert np.array_equal(imresize(picture, 0.5, variant="double", border="replicate"), once)


@pytest.mark.parametrize("variant", ["uint8", "double"])
def test_lr_files_of_the_literature_to_the_last_byte(shared_data: Path, variant: str) -> None:
    benchmark = shared_data / "benchmark"
    compared = 0
    for file in sorted((benchmark / f"LR_bicubic_{variant}").rglob("*.png")):
        scale = int(file.parent.name[1:])
        hr = np.asarray(Image.open(benchmark / file.parent.parent.name / file.name))
        lr = np.asarray(Image.open(file))
        assert np.array_equal(bicubic_lr(hr, scale, variant), lr), file  # type: ignore[arg-type]
        compared += 1
    assert compared == (57 if variant == "uint8" else 2)


@pytest.mark.parametrize("shape", [(12, 8), (12, 8, 1), (12, 8, 3)])
def test_dimensions_and_type_are_kept(shape: tuple[int, ...]) -> None:
    for dtype in (np.uint8, np.uint16):
        lr = bicubic_lr(np.ones(shape, dtype), 2)
        assert lr.shape == (6, 4, *shape[2:])
        assert lr.dtype == dtype
    for dtype in (np.float32, np.float64):
        assert imresize(np.ones(shape, dtype), 2.0, variant="float").dtype == dtype


@settings(max_examples=60, deadline=None)
@given(
    height=st.integers(1, 40),
    width=st.integers(1, 40),
    scale=st.one_of(
        st.floats(0.05, 5), st.tuples(st.integers(1, 90), st.integers(1, 90)), st.integers(1, 4)
    ),
    kernel=st.sampled_from(sorted(KERNELS)),
    variant=st.sampled_from(["uint8", "double"]),
    value=st.integers(0, 255),
    antialias=st.booleans(),
)
def test_constant_stays_constant(height, width, scale, kernel, variant, value, antialias) -> None:  # type: ignore[no-untyped-def]
    picture = np.full((height, width, 3), value, np.uint8)
    result = imresize(picture, scale, kernel=kernel, variant=variant, antialias=antialias)
    assert result.shape == (*output_size(height, width, scale), 3)
    assert (result == value).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 30), st.integers(2, 30), st.floats(0.2, 4), st.integers(0, 2**32 - 1))
def test_turning_the_picture_turns_the_result(
    height: int, width: int, scale: float, seed: int
) -> None:
    """Without rounding the two passes commute, and flipping commutes with either."""
    picture = np.random.default_rng(seed).random((height, width))
    size = output_size(height, width, scale)
    result = imresize(picture, size, variant="float")
    turned = imresize(picture.T, size[::-1], variant="float").T
    flipped = imresize(picture[::-1], size, variant="float")[::-1]
    np.testing.assert_allclose(turned, result, atol=1e-9)
    np.testing.assert_allclose(flipped, result, atol=1e-9)


def test_bands_leave_no_seams() -> None:
    """A picture of many bands equals the plain matrix product."""
    picture = np.random.default_rng(0).random((700, 90, 3))
    rows, row_weights = resize_weights(700, 1400, scale=2.0)
    dense = np.zeros((1400, 700))
    np.add.at(dense, (np.arange(1400)[:, None], rows), row_weights)
    columns, column_weights = resize_weights(90, 180, scale=2.0)
    across = np.zeros((180, 90))
    np.add.at(across, (np.arange(180)[:, None], columns), column_weights)
    expected = np.einsum("ih,hwc,jw->ijc", dense, picture, across, optimize=True)
    np.testing.assert_allclose(imresize(picture, 2.0, variant="float"), expected, atol=1e-12)


def test_linear_ramp_survives_bilinear_and_bicubic_enlargement() -> None:
    ramp = np.tile(np.arange(20.0) * 8, (20, 1))
    for kernel in ("bilinear", "bicubic"):
        inside = imresize(ramp, 4, kernel=kernel, variant="float")[:, 16:-16]  # type: ignore[arg-type]
        np.testing.assert_allclose(np.diff(inside, axis=1), 2.0, atol=1e-9)


def test_unequal_ratios_shrink_the_more_reduced_side_first() -> None:
    picture = np.random.default_rng(3).integers(0, 256, (24, 24), dtype=np.uint8)
    result = imresize(picture, (24, 6))
    columns_first = imresize(picture.T, (6, 24)).T
    assert np.array_equal(result, columns_first)


def test_wrong_arguments_are_refused() -> None:
    grey = np.zeros((4, 4), np.uint8)
    for scale in (0, -1, float("nan"), (0, 3)):
        with pytest.raises(ValueError, match=r"scale|size"):
            imresize(grey, scale)
    with pytest.raises(ValueError, match="variant"):
        imresize(grey, 2, variant="float")
    with pytest.raises(ValueError, match="empty"):
        imresize(grey[:0], 2)


def test_factors_that_are_not_exact_in_binary_keep_their_size() -> None:
    assert output_size(33, 99, 1 / 3) == (11, 33)
    assert output_size(10, 10, 0.33) == (4, 4)


def test_nearest_repeats_pixels() -> None:
    picture = np.array([[1, 2], [3, 4]], np.uint16)
    assert nearest(picture, 2).tolist() == [[1, 1, 2, 2], [1, 1, 2, 2], [3, 3, 4, 4], [3, 3, 4, 4]]
    assert nearest(nearest(picture, 3), 1 / 3).tolist() == picture.tolist()


def test_gaussian_lr_lies_where_the_bicubic_one_lies() -> None:
    """The centre of mass of a blob is the same in both, at every scale."""
    y, x = np.mgrid[:48, :48]
    blob = (250 * np.exp(-((y - 20.3) ** 2 + (x - 26.1) ** 2) / 60)).astype(np.uint8)
    for scale in (2, 3, 4):
        gaussian, bicubic = gaussian_lr(blob, scale).astype(float), bicubic_lr(blob, scale)
        for axis in (0, 1):
            places = np.arange(48 // scale)
            centres = [
                (lr.sum(axis=axis) * places).sum() / lr.sum() for lr in (gaussian, bicubic * 1.0)
            ]
            assert abs(centres[0] - centres[1]) < 0.05
    assert gaussian_lr(blob, 4, sigma=0.5).std() > gaussian_lr(blob, 4, sigma=3).std()


def test_crop_to_multiple_keeps_the_top_left() -> None:
    picture = np.arange(7 * 9).reshape(7, 9)
    assert np.array_equal(crop_to_multiple(picture, 4), picture[:4, :8])
    with pytest.raises(ValueError, match="no LR"):
        crop_to_multiple(picture, 8)
