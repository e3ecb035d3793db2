"""The runner on small folders: numbers, conventions, and failures with the other rows there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.errors import Cancelled
from sr_studio.evaluation.comparison import compare
from sr_studio.evaluation.request import EvaluationError, EvaluationRequest, Interpolation
from sr_studio.evaluation.results import Row, read_result
from sr_studio.evaluation.runner import Silent, evaluate
from sr_studio.evaluation.saving import picture_path
from sr_studio.evaluation.scoring import Scorer
from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple
from sr_studio.imaging.resize import imresize
from sr_studio.metrics.metric import Metric
from sr_studio.metrics.pair import Pair
from sr_studio.metrics.psnr import psnr_y
from sr_studio.metrics.ssim import ssim_y
from sr_studio.networks.base import parameter_count
from sr_studio.progress import CancelToken, Progress
from sr_studio.zoo.loading import load_model
from tests.evaluation.models import save_pictures, save_tiny
from tests.evaluation.running import FAST, failures, run
from tests.imaging.profiles import wide_profile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "Set3", grey=1)


@pytest.mark.parametrize("protocol", ["float", "uint8"])
def test_numbers_are_those_of_the_metrics(folder: Path, protocol: str) -> None:
    result = run(["bicubic"], folder, scale=3, protocol=protocol)
    assert [row.image for row in result.images] == ["picture_0", "picture_1", "picture_2"]
    for row in result.images:
        with Image.open(folder / f"{row.image}.png") as image:
            hr = crop_to_multiple(np.asarray(image), 3)
        rounding = "uint8" if protocol == "uint8" else "double"
        sr = imresize(bicubic_lr(hr, 3), 3.0, variant=rounding)
        how = {"shave": 3, "rounded_y": protocol == "uint8"}
        assert row.values["psnr_y"] == pytest.approx(psnr_y(hr, sr, **how), abs=1e-9)
        assert row.values["ssim_y"] == pytest.approx(ssim_y(hr, sr, **how), abs=1e-9)
        assert row.megapixels == hr.shape[0] * hr.shape[1] / 1e6
    (mean,) = result.means()
    assert mean.values["psnr_y"] == pytest.approx(
        np.mean([row.values["psnr_y"] for row in result.images])
    )
    assert (mean.dataset, mean.pictures, result.failed) == ("Set3", 3, False)


def test_set5_is_the_anchor(shared_data: Path) -> None:
    (mean,) = run(["bicubic"], shared_data / "benchmark/Set5").means()
    assert mean.values["psnr_y"] == pytest.approx(28.4318, abs=0.001)
    assert mean.values["ssim_y"] == pytest.approx(0.81126, abs=0.0001)
    assert mean.values["ssim_daala"] == pytest.approx(0.82021, abs=0.0001)


def test_the_grey_file_of_set14_stays_grey(shared_data: Path) -> None:
    result = run(["bicubic"], shared_data / "benchmark/Set14", metrics=("psnr_y",))
    assert result.means()[0].values["psnr_y"] == pytest.approx(25.998, abs=0.001)


def test_lr_files_give_the_same_as_made_ones(shared_data: Path) -> None:
    data = shared_data / "benchmark"
    made = run(["bicubic"], data / "Set5", metrics=("psnr_y",))
    lr = data / "LR_bicubic_uint8/Set5/x4"
    given = run(["bicubic"], data / "Set5", metrics=("psnr_y",), lr=(lr,))
    assert not failures(given)
    assert [r.values["psnr_y"] for r in given.images] == [r.values["psnr_y"] for r in made.images]
    assert given.conventions["lr"] == "The files given: LR_bicubic_uint8/Set5/x4."


def test_a_model_says_what_it_costs(folder: Path, tmp_path: Path) -> None:
    model = save_tiny(tmp_path)
    result = run([str(model), "nearest"], folder)
    assert result.scale == 4
    facts = result.methods[0]
    assert (facts.model, facts.kind) == ("tiny", "model")
    assert facts.parameters == parameter_count(load_model(model).module)
    # Layer by layer: head, block and first enlargement at 320×180 pixels, then 640×360, 1280×720.
    convolutions = 320 * 180 * 9 * (3 * 8 + 2 * 8 * 8 + 8 * 32)
    convolutions += 640 * 360 * 9 * (8 * 32) + 1280 * 720 * 9 * (8 * 8 + 8 * 3)
    assert facts.multiply_adds == convolutions
    assert facts.peak_memory is not None and facts.peak_memory >= 0
    assert (facts.precision, bool(facts.device)) == ("fp32", True)
    assert all(row.values["seconds"] > 0 for row in result.images)
    assert [row.model for row in result.means()] == ["tiny", "nearest"]
    assert not failures(result)


def test_points_between_two_models(folder: Path, tmp_path: Path) -> None:
    ends = [str(save_tiny(tmp_path, name, seed=k)) for k, name in enumerate(("plain", "rich"))]
    blend = Interpolation(ends[0], ends[1], (0.0, 0.5, 1.0))
    result = run(ends, folder, interpolations=(blend,))
    means = {row.model: row.values["psnr_y"] for row in result.means()}
    assert means["plain~rich@0"] == pytest.approx(means["plain"], abs=1e-6)
    assert means["plain~rich@1"] == pytest.approx(means["rich"], abs=1e-6)
    assert means["plain~rich@0.5"] != pytest.approx(means["plain"], abs=1e-5)


def test_two_files_that_call_themselves_the_same_keep_their_rows(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "later").mkdir()
    first = save_tiny(tmp_path, seed=1)
    second = shutil.copy(save_tiny(tmp_path / "later", seed=2), tmp_path / "second.safetensors")
    result = run([str(first), str(second)], folder)
    means = result.means()
    assert [(row.model, row.pictures) for row in means] == [("tiny", 3), ("second", 3)]
    assert means[0].values["psnr_y"] != means[1].values["psnr_y"]
    assert [facts.title for facts in result.methods] == ["tiny", "tiny (second)"]


def test_a_model_of_another_scale_leaves_the_other_rows(folder: Path, tmp_path: Path) -> None:
    wrong = save_tiny(tmp_path, "twice", scale=2)
    result = run([str(wrong), "bicubic"], folder, scale=4)
    (failure,) = failures(result)
    assert "enlarges by 2, and the evaluation is at 4" in failure.reason
    assert [row.model for row in result.means()] == ["bicubic"]
    assert result.failed


def test_an_unreadable_file_leaves_the_other_rows(folder: Path) -> None:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nand then nothing")
    result = run(["nearest", "bicubic"], folder)
    (failure,) = failures(result)
    assert (failure.image, failure.model) == ("broken", None)
    assert len(result.images) == 6


def test_a_missing_and_an_empty_folder(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = run(["nearest"], empty, tmp_path / "missing", folder)
    reasons = [note.reason for note in failures(result)]
    assert "holds no pictures" in reasons[0]
    assert "no such folder" in reasons[1]
    assert len(result.images) == 3


def test_ready_pictures_are_measured_and_wrong_sizes_named(folder: Path, tmp_path: Path) -> None:
    first = run(["bicubic"], folder, pictures=tmp_path / "kept")
    ready = tmp_path / "elsewhere"
    ready.mkdir()
    for k in range(2):
        source = picture_path(tmp_path / "kept", "Set3", f"picture_{k}", "bicubic")
        (ready / f"picture_{k}.png").write_bytes(source.read_bytes())
    Image.new("RGB", (50, 60)).save(ready / "picture_2.png")
    result = run([str(ready)], folder, scale=4)
    assert [row.values["psnr_y"] for row in result.images] == [
        row.values["psnr_y"] for row in first.images[:2]
    ]
    assert result.images[0].values["seconds"] is None
    (failure,) = failures(result)
    assert failure.image == "picture_2"
    assert "the original has 128×120 pixels and the enlarged picture 50×60" in failure.reason


def test_a_missing_ready_picture_is_named(folder: Path, tmp_path: Path) -> None:
    ready = save_pictures(tmp_path / "ready", count=1, size=(128, 120))
    result = run([str(ready)], folder)
    assert [n.image for n in failures(result)] == ["picture_1", "picture_2"]
    assert "no picture named picture_1" in failures(result)[0].reason


def test_an_lr_file_of_another_size_is_named(folder: Path, tmp_path: Path) -> None:
    lr = save_pictures(tmp_path / "LR", size=(40, 40))
    result = run(["bicubic"], folder, lr=(lr,))
    assert not result.images
    assert "asks for 32×30" in failures(result)[0].reason


def test_pictures_in_folders_below_are_told(folder: Path) -> None:
    save_pictures(folder / "2024", count=2)
    result = run(["nearest"], folder, metrics=("psnr_y",))
    (told,) = [note for note in result.notes if "folders below" in note.reason]
    assert told.reason.startswith("2 more") and not told.failure and len(result.images) == 3


def test_two_folders_of_lr_files_are_told_apart(folder: Path, tmp_path: Path) -> None:
    first, second = (
        run(["bicubic"], folder, lr=(save_pictures(tmp_path / made / "X4", size=(32, 30)),))
        for made in ("jpeg75", "jpeg40")
    )
    (told,) = compare(first, second).warnings
    assert "jpeg75/X4" in told and "jpeg40/X4" in told


def test_what_cannot_be_had_is_null_with_its_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    result = run(["bicubic"], folder, metrics=("psnr_y", "niqe", "lpips_alex"))
    document = json.loads(result.to_json())
    for row in document["images"]:
        assert row["lpips_alex"] is None
        assert row["niqe"] is None
    (absent,) = (note for note in document["notes"] if note["metric"] == "lpips_alex")
    assert "not on this computer" in absent["reason"]
    too_small = [note for note in document["notes"] if note["metric"] == "niqe"]
    assert "two whole blocks" in too_small[0]["reason"]
    assert not result.failed


def test_the_original_has_no_finite_psnr(folder: Path) -> None:
    result = run(["hr"], folder)
    assert result.images[0].values["psnr_y"] is None
    assert result.means()[0].values["ssim_y"] == pytest.approx(1.0)
    (note,) = result.notes
    assert (note.metric, note.model, note.failure) == ("psnr_y", "hr", False)


def test_the_perceptual_index_needs_ma_scores(tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "Large", count=2, size=(300, 216))
    scores = tmp_path / "ma.csv"
    scores.write_text("model,dataset,image,ma\nbicubic,Large,picture_0,4.5\n")
    result = run(["bicubic"], folder, ma_scores=scores)
    first, second = result.images
    assert first.values["perceptual_index"] == pytest.approx(
        ((10 - 4.5) + first.values["niqe"]) / 2
    )
    assert second.values["perceptual_index"] is None
    assert result.means()[0].values["perceptual_index"] is None
    assert any("no Ma score" in note.reason for note in result.notes)


def test_deep_and_transparent_originals_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    Image.new("RGBA", (64, 64), (10, 200, 30, 128)).save(folder / "clear.png")
    Image.new("RGBA", (64, 64), (10, 200, 30, 255)).save(folder / "solid.png")
    Image.fromarray(np.full((64, 64), 40_000, np.uint16)).save(folder / "deep.png")
    wide = Image.new("RGB", (64, 64), (10, 200, 30))
    wide.save(folder / "wide.png", icc_profile=wide_profile())
    notes = run(["nearest"], folder).notes
    assert {(note.image, note.reason) for note in notes if "measuring" in note.reason} == {
        ("clear", "Transparent parts were laid over white for measuring."),
        ("deep", "16 bits were rounded to 8 for measuring."),
        ("wide", "Colours were converted to sRGB for measuring."),
    }


def test_progress_reaches_the_end_whatever_fails(folder: Path, tmp_path: Path) -> None:
    class Listener(Silent):
        def __init__(self) -> None:
            self.last = Progress(0, 1)
            self.rows: list[Row] = []

        def progress(self, progress: Progress, what: str) -> None:
            assert progress.done >= self.last.done or self.last.total == 1
            self.last = progress

        def row(self, row: Row) -> None:
            self.rows.append(row)

    listener = Listener()
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    wrong = save_tiny(tmp_path, "twice", scale=2)
    request = EvaluationRequest(
        methods=("nearest", str(wrong), "bicubic"), data=(folder,), scale=4, metrics=FAST
    )
    result = evaluate(request, watcher=listener)
    assert listener.last.fraction == pytest.approx(1.0)
    assert listener.rows == result.images


def test_cancel_stops_between_pictures(folder: Path) -> None:
    cancel = CancelToken()

    class Impatient(Silent):
        def row(self, row: Row) -> None:
            cancel.cancel()

    request = EvaluationRequest(methods=("nearest",), data=(folder,), metrics=FAST)
    with pytest.raises(Cancelled):
        evaluate(request, watcher=Impatient(), cancel=cancel)


def test_json_has_what_the_format_promises_and_comes_back(folder: Path, tmp_path: Path) -> None:
    result = run(["bicubic"], folder)
    file = tmp_path / "result.json"
    result.write(file)
    document = json.loads(file.read_text())
    named = {"model", "dataset", "image", "psnr_y", "ssim_y", "ssim_daala", "niqe", "lpips_alex"}
    named |= {"seconds", "megapixels_per_second"}
    for row in (*document["images"], *document["means"]):
        assert named <= row.keys()
    assert {"psnr_y", "ssim_y", "ssim_daala", "seconds"} <= document["conventions"].keys()
    again = read_result(file)
    assert again.to_json() == result.to_json()


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"images": []}')
    with pytest.raises(EvaluationError, match="no saved evaluation"):
        read_result(file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"methods": ()}, "no method"),
        ({"data": ()}, "no folder"),
        ({"protocol": "best"}, "--protocol"),
        ({"lr_variant": "pillow"}, "--lr-variant"),
        ({"metrics": ("fid",)}, "fid"),
        ({"lr": (Path("a"), Path("b"))}, "2 LR folders"),
        ({"scale": 0}, "scale of 0"),
        ({"interpolations": (Interpolation("a", "b", (1.5,)),)}, "0..1"),
    ],
)
def test_wrong_requests_are_sentences(change: dict[str, object], words: str) -> None:
    good: dict[str, object] = {"methods": ("nearest",), "data": (Path("pictures"),)}
    with pytest.raises(EvaluationError, match=words):
        EvaluationRequest(**{**good, **change}).checked()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("file", "scale", "psnr"),
    [
        ("srgan_leftthomas_netG_epoch_4_100.pth", 4, 30.70),
        ("srgan_leftthomas_netG_epoch_2_100.pth", 2, 35.33),
        ("realesr-animevideov3.pth", 4, 28.23),
    ],
)
def test_files_of_other_projects_reach_their_known_numbers(
    file: str, scale: int, psnr: float, shared_data: Path
) -> None:
    result = run(
        [str(shared_data / "checkpoints" / file)],
        shared_data / "benchmark/Set5",
        lr_variant="double",
        metrics=("psnr_y",),
    )
    assert result.scale == scale
    assert not failures(result)
    assert result.means()[0].values["psnr_y"] == pytest.approx(psnr, abs=0.01)


@pytest.mark.parametrize(
    "lack", [MemoryError("480 MiB"), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
)
def test_a_metric_that_finds_no_memory_costs_its_own_value_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch, lack: Exception
) -> None:
    prepare, asked = Scorer._prepare, []

    def prepared(self: Scorer, metric: Metric, request: EvaluationRequest) -> None:
        prepare(self, metric, request)
        measure = self._measures[metric.key]

        def without_memory(pair: Pair) -> float:
            asked.append(metric.key)
            if asked.count("ssim_y") == 2:
                raise lack
            return measure(pair)

        if metric.key == "ssim_y":
            self._measures["ssim_y"] = without_memory

    monkeypatch.setattr(Scorer, "_prepare", prepared)
    result = run(["bicubic"], folder, metrics=("psnr_y", "ssim_y"))
    assert [row.values["ssim_y"] is None for row in result.images] == [False, True, False]
    assert all(row.values["psnr_y"] is not None for row in result.images)
    (note,) = [note for note in result.notes if note.metric == "ssim_y"]
    assert (note.reason, note.image) == ("there is not enough memory to measure it", "picture_1")
