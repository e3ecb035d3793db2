"""Nearest and bicubic on the benchmark sets: the numbers of the literature, in both protocols."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple
from sr_studio.imaging.resize import imresize, nearest
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.metrics.daala import ssim_daala
from sr_studio.metrics.planes import luma_pair
from sr_studio.metrics.psnr import psnr
from sr_studio.metrics.ssim import ssim
from tests.metrics.pictures import load

SETS = ["Set5", "Set14", pytest.param("BSD100", marks=pytest.mark.slow)]
SCALES = [2, 3, 4]

#: The paper's SSIM, arXiv 1609.04802, Table 2 (x4).
SRGAN_TABLE_2 = {
    ("Set5", "nearest"): 0.7552,
    ("Set5", "bicubic"): 0.8211,
    ("Set14", "nearest"): 0.7100,
    ("Set14", "bicubic"): 0.7486,
    ("BSD100", "nearest"): 0.6606,
    ("BSD100", "bicubic"): 0.6935,
}


@lru_cache(maxsize=64)
def scores(folder: Path, scale: int, method: str, protocol: str) -> dict[str, dict[str, float]]:
    """picture -> metric -> value, computed here."""
    how = PROTOCOLS[protocol]
    table = {}
    for path in sorted(folder.iterdir()):
        hr = crop_to_multiple(load(path), scale)
        lr = bicubic_lr(hr, scale, "uint8")
        if method == "nearest":
            sr = nearest(lr, scale)
        else:
            sr = imresize(lr, scale, kernel="bicubic", variant=how.interpolation)
        planes = luma_pair(hr, sr, shave=scale, rounded=how.rounded_y)
        integer = luma_pair(hr, sr, shave=scale, rounded=True)
        table[path.stem] = {
            "psnr_y": psnr(*planes),
            "ssim_y": ssim(*planes),
            "ssim_daala": ssim_daala(*integer),
            "ssim_daala_float_y": ssim_daala(*planes),
        }
    return table


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("method", ["nearest", "bicubic"])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dataset", SETS)
def test_set_means_are_the_anchors(
    dataset: str,
    scale: int,
    method: str,
    protocol: str,
    shared_data: Path,
    shared_reference: Path,
) -> None:
    anchors = json.loads((shared_reference / "bicubic-anchors.json").read_text())
    (row,) = (
        r
        for r in anchors["sets"]
        if (r["dataset"], r["scale"], r["method"]) == (dataset, scale, method)
    )
    pictures = scores(shared_data / "benchmark" / dataset, scale, method, protocol)
    assert len(pictures) == row["images"]
    for metric, expected in row[protocol].items():
        mean = np.mean([values[metric] for values in pictures.values()])
        # The anchors' own tolerance in the same protocol, tighter than the 0.005 dB and 0.0005
        # asked for.
        tolerance = 0.001 if metric == "psnr_y" else 0.0001
        assert mean == pytest.approx(expected, abs=tolerance), metric


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dataset", SETS)
def test_each_picture_is_that_of_the_published_table(
    dataset: str, scale: int, shared_data: Path
) -> None:
    file = shared_data / "benchmark/reference/selfexsr_per_image.json"
    table = json.loads(file.read_text())
    column = table["columns"].index("bicubic")
    published = table["sets"][f"{dataset}_x{scale}"]
    pictures = scores(shared_data / "benchmark" / dataset, scale, "bicubic", "uint8")
    assert pictures.keys() == published.keys()
    for name, values in pictures.items():
        assert values["psnr_y"] == pytest.approx(published[name]["psnr"][column], abs=0.001), name
        assert values["ssim_y"] == pytest.approx(published[name]["ssim"][column], abs=0.0001), name


@pytest.mark.parametrize("method", ["nearest", "bicubic"])
@pytest.mark.parametrize("dataset", SETS)
def test_daala_ssim_is_the_one_of_the_srgan_paper(
    dataset: str, method: str, shared_data: Path
) -> None:
    pictures = scores(shared_data / "benchmark" / dataset, 4, method, "float")
    mean = np.mean([values["ssim_daala"] for values in pictures.values()])
    assert mean == pytest.approx(SRGAN_TABLE_2[dataset, method], abs=0.0015)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("method", ["nearest", "bicubic"])
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("dataset", ["Set5", "Set14"])
def test_each_picture_is_its_anchor(
    dataset: str,
    scale: int,
    method: str,
    protocol: str,
    shared_data: Path,
    shared_reference: Path,
) -> None:
    anchors = json.loads((shared_reference / "bicubic-anchors.json").read_text())
    expected = {
        row["image"]: row[method][protocol]
        for row in anchors["images"]
        if (row["dataset"], row["scale"]) == (dataset, scale)
    }
    pictures = scores(shared_data / "benchmark" / dataset, scale, method, protocol)
    for name, metrics in expected.items():
        for metric, value in metrics.items():
            tolerance = 0.001 if metric == "psnr_y" else 0.0001
            assert pictures[name][metric] == pytest.approx(value, abs=tolerance), (name, metric)
    assert expected
