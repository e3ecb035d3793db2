"""Figures in every format; the panel's crop; colours that stay apart for everybody."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from sr_studio.evaluation.figures.panel import Crop, lively_crop, parse_crop, write_panel
from sr_studio.evaluation.figures.scatter import write_scatter
from sr_studio.evaluation.figures.style import COLOURS
from sr_studio.evaluation.request import EvaluationError, EvaluationRequest
from sr_studio.evaluation.results import EvaluationResult, Row
from sr_studio.evaluation.runner import evaluate
from tests.evaluation.models import save_pictures


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[EvaluationResult, Path]:
    place = tmp_path_factory.mktemp("measured")
    request = EvaluationRequest(
        methods=("nearest", "bicubic", "hr"),
        data=(save_pictures(place / "Set2", count=2, size=(260, 200), grey=1),),
        metrics=("psnr_y", "ssim_daala", "niqe"),
        pictures=place / "kept",
    )
    return evaluate(request), place / "kept"


def files(folder: Path) -> list[Path]:
    return [folder / f"figure{suffix}" for suffix in (".svg", ".pdf", ".png")]


def check_formats(paths: list[Path]) -> str:
    svg, pdf, png = paths
    assert pdf.read_bytes().startswith(b"%PDF")
    with Image.open(png) as image:
        assert min(image.size) > 200
    return svg.read_text()


def test_the_panel_shows_every_method_with_its_numbers(
    measured: tuple[EvaluationResult, Path], tmp_path: Path
) -> None:
    result, kept = measured
    write_panel(result, kept, files(tmp_path))
    text = check_formats(files(tmp_path))
    row = result.images[0]
    expected = f"({row.values['psnr_y']:.2f} dB / {row.values['ssim_daala']:.4f})"
    for words in ("Nearest", "Bicubic", "HR", "LR", expected, "daala SSIM", "picture_0"):
        assert words in text


def test_a_grey_picture_and_a_crop_of_choice(
    measured: tuple[EvaluationResult, Path], tmp_path: Path
) -> None:
    result, kept = measured
    crop = parse_crop("10,20,60,40")
    assert crop == Crop(10, 20, 60, 40)
    write_panel(result, kept, [tmp_path / "grey.png"], image="Set2/picture_1", crop=crop)
    with Image.open(tmp_path / "grey.png") as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    coloured = np.abs(pixels[..., 0] - pixels[..., 2]) > 30
    # Only the frame around the crop has a colour.
    assert 0 < coloured.mean() < 0.02


def test_panel_requests_that_are_not_possible(
    measured: tuple[EvaluationResult, Path], tmp_path: Path
) -> None:
    result, kept = measured
    with pytest.raises(EvaluationError, match="no measured picture lenna"):
        write_panel(result, kept, files(tmp_path), image="lenna")
    with pytest.raises(EvaluationError, match="lies outside"):
        write_panel(result, kept, files(tmp_path), crop=Crop(200, 0, 100, 50))
    for words in ("1,2,3", "a,b,c,d", "0,0,0,5"):
        with pytest.raises(EvaluationError, match="no rectangle"):
            parse_crop(words)
    assert not any(path.exists() for path in files(tmp_path))


def test_the_lively_crop_finds_the_texture() -> None:
    picture = np.full((200, 300, 1), 90, np.uint8)
    picture[120:170, 200:250, 0] = np.random.default_rng(0).integers(0, 256, (50, 50))
    crop = lively_crop(picture, 4)
    assert crop.width == crop.height == 56
    assert (crop.left % 4, crop.top % 4) == (0, 0)
    assert abs(crop.left + 28 - 225) < 12
    assert abs(crop.top + 28 - 145) < 12


@pytest.mark.parametrize("shape", [(32, 32), (32, 48), (48, 32), (24, 24), (33, 35)])
def test_the_lively_crop_lies_in_the_smallest_pictures(shape: tuple[int, int]) -> None:
    height, width = shape
    crop = lively_crop(np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8), 4)
    assert crop.width == crop.height == min(32, height // 4 * 4, width // 4 * 4)
    assert 0 <= crop.left <= width - crop.width
    assert 0 <= crop.top <= height - crop.height


def test_the_lively_crop_reaches_the_border() -> None:
    picture = np.full((128, 128, 1), 90, np.uint8)
    picture[96:, 96:, 0] = np.random.default_rng(0).integers(0, 256, (32, 32))
    assert lively_crop(picture, 4) == Crop(92, 92, 36, 36)


def test_scatter_of_every_method_but_the_original(
    measured: tuple[EvaluationResult, Path], tmp_path: Path
) -> None:
    write_scatter(measured[0], files(tmp_path))
    text = check_formats(files(tmp_path))
    for words in ("NIQE, lower is better", "PSNR [dB], higher is better", "Nearest", "Bicubic"):
        assert words in text
    assert ">HR<" not in text


def test_the_way_between_two_models_is_a_line(tmp_path: Path) -> None:
    result = EvaluationResult(4, "float", "uint8")
    for alpha in (0, 0.5, 1):
        values: dict[str, float | None] = {"psnr_y": 30 - alpha, "lpips_alex": 0.3 - alpha / 5}
        result.images.append(Row(f"a~b@{alpha:g}", "Set5", "baby", values, 0.1))
    svg = tmp_path / "way.svg"
    write_scatter(result, [svg])
    text = svg.read_text()
    assert "a~b@0.5" in text
    assert "LPIPS (AlexNet)" in text


def test_the_same_numbers_give_the_same_file(
    measured: tuple[EvaluationResult, Path], tmp_path: Path
) -> None:
    one, two = tmp_path / "one.svg", tmp_path / "two.svg"
    write_scatter(measured[0], [one])
    write_scatter(measured[0], [two])
    assert one.read_bytes() == two.read_bytes()


def test_a_scatter_without_numbers_is_a_sentence(tmp_path: Path) -> None:
    result = EvaluationResult(4, "float", "uint8")
    result.images.append(Row("m", "S", "p", {"psnr_y": 30.0, "niqe": None}, 0.1))
    with pytest.raises(EvaluationError, match="measure of perception"):
        write_scatter(result, [tmp_path / "none.svg"])


#: Simulation of colour blindness in linear RGB (Viénot, Brettel, Mollon 1999).
_BLINDNESS = {
    "protanopia": [[0.1124, 0.8876, 0.0], [0.1124, 0.8876, 0.0], [0.0040, -0.0040, 1.0]],
    "deuteranopia": [[0.2927, 0.7073, 0.0], [0.2927, 0.7073, 0.0], [-0.0223, 0.0223, 1.0]],
}


@pytest.mark.parametrize("kind", _BLINDNESS)
def test_colours_stay_apart_for_the_colour_blind(kind: str) -> None:
    linear = np.array([to_rgb(colour) for colour in COLOURS]) ** 2.2
    seen = np.clip(linear @ np.array(_BLINDNESS[kind]).T, 0, 1) ** (1 / 2.2)
    for first, second in itertools.combinations(seen, 2):
        assert np.abs(first - second).max() > 0.08
