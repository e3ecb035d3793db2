"""What the table shows and what the command is told, without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.app.evaluate.order import parse_points, words_of
from sr_studio.app.evaluate.rows import mean_entries, metrics_of, picture_entries, sort_entries
from sr_studio.evaluation import runner
from sr_studio.evaluation.comparison import compare
from sr_studio.evaluation.request import EvaluationRequest, Interpolation
from sr_studio.evaluation.results import EvaluationResult, MethodFacts, Row


def result_of(bicubic: float = 28.0) -> EvaluationResult:
    """Two methods and the original on two pictures of Set5."""
    values = {
        ("nearest", "baby"): (26.0, 17.0),
        ("nearest", "bird"): (25.0, 16.0),
        ("bicubic", "baby"): (bicubic, 12.0),
        ("bicubic", "bird"): (27.0, None),
        ("hr", "baby"): (None, 6.0),
        ("hr", "bird"): (None, 5.0),
    }
    rows = [
        Row(model, "Set5", image, {"psnr_y": psnr, "niqe": niqe}, 0.25)
        for (model, image), (psnr, niqe) in values.items()
    ]
    titles = {"nearest": "Nearest", "bicubic": "Bicubic", "hr": "HR"}
    methods = [MethodFacts(name, title, "interpolation") for name, title in titles.items()]
    return EvaluationResult(4, "float", "uint8", images=rows, methods=methods)


def test_means_stand_above_published_rows_and_the_best_of_ours_is_marked() -> None:
    entries = mean_entries(result_of(), published=True)
    assert [entry.title for entry in entries[:3]] == ["Nearest", "Bicubic", "HR"]
    assert entries[1].text("psnr_y") == "27.50"
    assert entries[1].best == {"psnr_y"}
    assert entries[1].text("niqe") == "–"  # one picture lacks it
    assert not entries[2].best  # the original is no rival
    published = entries[3:]
    assert published
    assert all(entry.source and entry.title.endswith("†") for entry in published)
    assert not any(entry.best for entry in published)
    assert metrics_of(entries) == ["psnr_y", "niqe"]


def test_each_picture_has_its_own_best() -> None:
    best = {(e.model, e.image): e.best for e in picture_entries(result_of(bicubic=24.0))}
    assert best[("nearest", "baby")] == {"psnr_y"}
    assert best[("bicubic", "baby")] == {"niqe"}
    assert best[("bicubic", "bird")] == {"psnr_y"}


def test_means_over_different_pictures_have_no_best() -> None:
    result = result_of()
    result.images = [row for row in result.images if (row.model, row.image) != ("bicubic", "bird")]
    assert not any(entry.best for entry in mean_entries(result, published=False))
    result.images.append(Row("bicubic", "Set5", "an easier one", {"psnr_y": 40.0}, 0.25))
    assert not any(entry.best for entry in mean_entries(result, published=False))


def test_sorting_keeps_equal_rows_and_puts_absent_values_last() -> None:
    entries = picture_entries(result_of())
    by_psnr = sort_entries(entries, lambda entry: entry.values["psnr_y"], descending=True)
    assert [entry.text("psnr_y") for entry in by_psnr] == [
        *("28.00", "27.00", "26.00", "25.00"),
        *("–", "–"),
    ]
    by_image = sort_entries(by_psnr, lambda entry: entry.image, descending=False)
    assert [entry.text("psnr_y") for entry in by_image[:2]] == ["28.00", "26.00"]


def test_a_comparison_shows_what_changed() -> None:
    now, earlier = result_of(28.0), result_of(27.0)
    entries = mean_entries(now, published=False, comparison=compare(earlier, now))
    assert entries[0].text("psnr_y") == "25.50  (=)"
    assert entries[1].text("psnr_y") == "27.50  (+0.50)"
    assert entries[1].changes["psnr_y"].better


def test_the_command_understands_what_the_form_asks_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typer

    from sr_studio.commands import evaluate as command

    request = EvaluationRequest(
        methods=("nearest", str(tmp_path)),
        data=(tmp_path / "Set5", tmp_path / "with space"),
        interpolations=(Interpolation("rrdb", "esrgan", (0.2, 0.75)),),
        scale=3,
        lr_variant="gaussian",
        protocol="uint8",
        metrics=("psnr_y", "lpips_vgg"),
        device="cpu",
        lpips_weights={"vgg": tmp_path / "vgg.pth"},
        ma_scores=tmp_path / "ma.csv",
        pictures=tmp_path / "kept",
    )
    asked = []

    def keep(found: EvaluationRequest, **_: object) -> EvaluationResult:
        asked.append(found)
        return EvaluationResult(3, "uint8", "gaussian")

    monkeypatch.setattr(runner, "evaluate", keep)
    typer.main.get_command(command.app).main(args=words_of(request), standalone_mode=False)
    assert asked == [request]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("0.2, 0.5 0.8", (0.2, 0.5, 0.8)),
        ("1", (1.0,)),
        ("", None),
        ("half", None),
        ("0.5, 1.5", None),
    ],
)
def test_points_between_two_models(text: str, points: tuple[float, ...] | None) -> None:
    assert parse_points(text) == points
