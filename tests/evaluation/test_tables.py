"""Tables in every format, published rows, and the comparison with an earlier result."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from sr_studio.evaluation.comparison import compare
from sr_studio.evaluation.comparison import to_text as comparison_text
from sr_studio.evaluation.published import all_rows, published_rows
from sr_studio.evaluation.results import EvaluationResult, MethodFacts, Note, Row
from sr_studio.evaluation.tables import (
    cost_table,
    mean_table,
    to_csv,
    to_latex,
    to_markdown,
    to_text,
)
from sr_studio.sentences import Sentence


def row(model: str, psnr: float | None, ssim: float, image: str = "baby", **more: float) -> Row:
    values = {"psnr_y": psnr, "ssim_y": ssim, "seconds": 0.5, "megapixels_per_second": 0.4, **more}
    return Row(model, "Set5", image, values, megapixels=0.2)


@pytest.fixture
def result() -> EvaluationResult:
    return EvaluationResult(
        4,
        "float",
        "uint8",
        conventions={"psnr_y": "On Y & so on."},
        images=[
            row("bicubic", 28.0, 0.80),
            row("bicubic", 29.0, 0.82, "bird"),
            row("my_model", 30.0, 0.79),
            row("my_model", 31.5, 0.83, "bird"),
            row("hr", None, 1.0),
        ],
        methods=[
            MethodFacts("bicubic", "Bicubic", "interpolation"),
            MethodFacts("my_model", "My_Model", "model", 1_547_350, 2_000_000_000, 5_000_000),
        ],
        notes=[Note("too small", metric="niqe", model="bicubic", dataset="Set5", image="baby")],
    )


def test_best_values_are_marked_and_the_original_does_not_compete(
    result: EvaluationResult,
) -> None:
    (section,) = mean_table(result, published=False).sections
    lines = {line.method: line for line in section.lines}
    assert lines["My_Model"].cells[:2] == ("30.75", "0.8100")
    assert lines["Bicubic"].cells[:2] == ("28.50", "0.8100")
    # 0.8100 twice: a tie on paper is a tie.
    assert lines["My_Model"].best[:2] == (True, True)
    assert lines["Bicubic"].best[:2] == (False, True)
    assert not any(lines["hr"].best)
    assert lines["hr"].cells[0] == "–"


def best_of(result: EvaluationResult) -> dict[str, tuple[bool, ...]]:
    (section,) = mean_table(result, published=False).sections
    return {line.method: line.best[:2] for line in section.lines}


def test_means_over_other_pictures_are_never_bold(result: EvaluationResult) -> None:
    result.images[3] = row("my_model", 31.5, 0.83, "an_easier_one")
    assert best_of(result) == dict.fromkeys(("Bicubic", "My_Model", "hr"), (False, False))
    assert "textbf" not in to_latex(result, published=False)
    del result.images[3]
    assert "**30" not in to_markdown(result, published=False)


def test_the_only_value_of_a_column_is_not_the_best(result: EvaluationResult) -> None:
    result.images[1].values["psnr_y"] = None
    assert best_of(result)["My_Model"] == (False, True)


def test_published_rows_are_marked_with_their_source(result: EvaluationResult) -> None:
    table = mean_table(result, published=True)
    lines = {line.method: line for line in table.sections[0].lines}
    assert lines["SRResNet-MSE"].cells[0] == "32.05"
    assert lines["SRResNet-MSE"].source == "arXiv 1609.04802v5, Table 1"
    assert not lines["Bicubic"].best[0] or not lines["Bicubic"].source
    text = to_text(table)
    assert re.search(r"SRResNet-MSE †1 +32\.05", text)
    assert "†1 arXiv 1609.04802v5, Table 1" in text
    assert "†" not in to_text(mean_table(result, published=False))


def test_markdown(result: EvaluationResult) -> None:
    text = to_markdown(result, published=False)
    assert "| My_Model | **30.75** | **0.8100** |" in text
    assert "1,547,350" in text
    assert "* `psnr_y`: On Y & so on." in text
    assert "* bicubic, Set5, baby, niqe: too small" in text


def test_latex_is_escaped_and_balanced(result: EvaluationResult) -> None:
    text = to_latex(result, published=True)
    assert r"My\_Model & \textbf{30.75}" in text
    body = [
        line for line in text.splitlines() if line.endswith(r"\\") and "multicolumn" not in line
    ]
    assert {line.count(" & ") for line in body} == {4}
    assert text.count("{") == text.count("}")
    assert r"$^{\dagger 1}$" in text


def test_csv_has_every_picture_and_every_mean(result: EvaluationResult) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(result, published=True))))
    own = [r for r in rows if not r["source"]]
    assert len(own) == 5 + 3
    (mean,) = (r for r in own if r["model"] == "my_model" and r["image"] == "mean")
    assert float(mean["psnr_y"]) == 30.75
    assert next(r for r in own if r["model"] == "hr")["psnr_y"] == ""
    assert any(r["model"] == "ESRGAN" and r["source"] for r in rows)


def test_costs(result: EvaluationResult) -> None:
    (section,) = cost_table(result).sections
    assert section.lines[0].cells[:3] == ("1,547,350", "2.0", "5")


def test_speed_of_a_mean_is_all_pixels_by_all_seconds() -> None:
    result = EvaluationResult(4, "float", "uint8")
    for seconds in (0.1, 0.9):
        result.images.append(Row("m", "S", str(seconds), {"seconds": seconds}, 1.0))
        result.images[-1].values["megapixels_per_second"] = 1 / seconds
    (mean,) = result.means()
    assert mean.values["megapixels_per_second"] == pytest.approx(2.0)
    assert mean.values["seconds"] == pytest.approx(0.5)


def test_an_earlier_result(result: EvaluationResult) -> None:
    now = EvaluationResult(4, "float", "uint8", dict(result.conventions))
    now.images = [row("bicubic", 28.0, 0.80), row("bicubic", 29.4, 0.82, "bird"), row("x", 1, 1)]
    done = compare(result, now)
    (psnr,) = (c for c in done.changes if c.metric == "psnr_y")
    assert psnr.difference == pytest.approx(0.2)
    assert psnr.better is True
    (ssim,) = (c for c in done.changes if c.metric == "ssim_y")
    assert ssim.better is None
    assert done.only_earlier == (("my_model", "Set5"), ("hr", "Set5"))
    assert done.only_now == (("x", "Set5"),)
    assert not done.warnings
    assert "+0.20 better" in comparison_text(done)


def test_results_that_do_not_compare_say_so(result: EvaluationResult) -> None:
    now = EvaluationResult(4, "uint8", "double", images=result.images[:1])
    warnings = compare(result, now).warnings
    assert any("protocol was float and is uint8" in text for text in warnings)
    assert any("LR pictures" in text for text in warnings)
    assert any("1 pictures now and on 2 earlier" in text for text in warnings)
    assert all(isinstance(text, Sentence) for text in warnings)  # the window translates them


def test_another_convention_of_one_metric_is_told(result: EvaluationResult) -> None:
    now = EvaluationResult(4, "float", "uint8", {"psnr_y": "On RGB."}, result.images)
    assert any("convention of psnr_y" in text for text in compare(result, now).warnings)


def test_every_convention_that_differs_is_told(result: EvaluationResult) -> None:
    result.conventions |= {"ssim_y": "On RGB.", "lr": "The files given."}
    other = {"psnr_y": "On RGB.", "ssim_y": "On Y.", "lr": "Gaussian blur."}
    now = EvaluationResult(4, "float", "uint8", other, result.images)
    told = compare(result, now).warnings
    assert all(isinstance(text, Sentence) for text in told)
    for words in ("LR pictures are made was 'The files given.'", "of psnr_y", "of ssim_y"):
        assert any(words in text for text in told), words
    # Another scale changes the sentences of all metrics, and is told once.
    now.scale = 2
    told = compare(result, now).warnings
    assert len(told) == 2
    assert any("LR pictures are made" in text for text in told)


def test_means_over_other_pictures_are_told(result: EvaluationResult) -> None:
    now = EvaluationResult(4, "float", "uint8", dict(result.conventions))
    now.images = [row("bicubic", 28.0, 0.80), row("bicubic", 29.0, 0.82, "an_easier_one")]
    told = "bicubic on Set5 rests on other pictures now than earlier"
    assert compare(result, now).warnings == (told,)


def test_published_data_is_complete_and_plausible() -> None:
    rows = all_rows()
    assert len(rows) > 150
    for entry in rows:
        assert entry.source, entry
        assert entry.values or entry.other, entry
        assert 20 < entry.values.get("psnr_y", 30) < 40, entry
        for key in ("ssim_y", "ssim_daala"):
            assert 0.6 < entry.values.get(key, 0.8) <= 1, entry


def test_published_rows_are_those_of_the_reference(shared_reference: Path) -> None:
    tables = json.loads((shared_reference / "srgan-paper-tables.json").read_text())["tables"]
    for dataset, methods in tables[1]["sets"].items():
        found = {
            (r.values.get("psnr_y"), r.values["ssim_daala"], r.other["mos"])
            for r in all_rows()
            if r.dataset == dataset and "ssim_daala" in r.values
        }
        for name, values in methods.items():
            assert (values["psnr_y"], values["ssim_daala"], values["mos"]) in found, name
    esrgan = json.loads((shared_reference / "esrgan-paper-tables.json").read_text())
    (table,) = (t for t in esrgan["tables"] if t["id"] == "supplement-table-2")
    for method in table["rows"]:
        for dataset in ("Set5", "Set14", "BSD100", "Urban100", "Manga109"):
            assert any(r.values == method[dataset] for r in all_rows() if r.dataset == dataset), (
                method
            )
    anchors = json.loads((shared_reference / "srresnet-anchors.json").read_text())
    for entry in anchors["entries"]:
        if entry["convention"] == "y-standard":
            expected = {"psnr_y": entry["Set5"]["psnr"], "ssim_y": entry["Set5"]["ssim"]}
            assert any(r.values == expected for r in published_rows("Set5", 4)), entry["id"]


def test_folder_names_find_their_published_rows() -> None:
    assert published_rows("set5", 4) == published_rows("Set5", 4) != []
    assert published_rows("BSD-100", 4) == published_rows("BSD100", 4) != []
    assert published_rows("Set5/HR/x4", 4) == published_rows("Set5", 4)
    assert published_rows("Set5/Set14/HR", 4) == published_rows("Set14", 4) != []
    assert published_rows("Set5", 8) == []
    assert all(r.method != "HR" for r in published_rows("Set5", 4))


def test_a_note_says_a_name_once() -> None:
    there = Note("no.pth: there is no such model file.", model="no.pth")
    assert there.sentence() == "no.pth: there is no such model file."
    deeper = Note("baby: too small.", model="bicubic", dataset="Set5", image="baby")
    assert deeper.sentence() == "bicubic, Set5: baby: too small."
