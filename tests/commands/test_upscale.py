"""``sr-studio upscale`` as a person uses it: files, folders, faults, names, reports, Ctrl-C."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture
from sr_studio.imaging.writing import write_picture
from tests.support.commands import run as run_command
from tests.support.damage import damaged_files, whole_files
from tests.upscaling.conftest import make_model, make_photo

__all__ = ["make_model"]


def upscale(*words: object) -> int:
    """Run the command in this process; its exit code."""
    return run_command("upscale", *words)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of three pictures."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, size in (("a.png", (9, 14)), ("b.jpg", (16, 8)), ("c.webp", (5, 5))):
        write_picture(Picture(make_photo(*size)), folder / name)
    return folder


def test_a_picture_beside_itself(photos: Path) -> None:
    assert upscale(photos / "a.png", "--model", "bicubic") == 0
    assert read_picture(photos / "a_x4_bicubic.png").pixels.shape == (36, 56, 3)


def test_a_folder_into_a_new_folder(photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "large"
    words = [photos, "-o", out, "--model", "lanczos", "--scale", "x2.5", "--format", "tiff"]
    assert upscale(*words) == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == [f"{stem}_x2.5_lanczos.tif" for stem in "abc"]
    assert read_picture(out / names[0]).width == 35


def test_a_named_file(photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "result.avif"
    words = [photos / "a.png", "-o", out, "-m", "nearest", "-s", "3", "--quality", "60"]
    assert upscale(*words) == 0
    assert read_picture(out).width == 42


def test_a_model_and_what_it_is_called(
    photos: Path, make_model: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    model = make_model(name="mine")
    words = ["--model", model, "--device", "cpu", "--backend", "torch", "--json", "--tile", "8"]
    assert upscale(photos / "a.png", *words) == 0
    (row,) = json.loads(capsys.readouterr().out)["pictures"]
    assert row["output"].endswith("a_x2_mine.png")
    facts = {key: row[key] for key in ("status", "scale", "backend", "precision", "width_out")}
    assert facts == {
        "status": "done",
        "scale": 2,
        "backend": "torch",
        "precision": "fp32",
        "width_out": 28,
    }


def test_bad_files_do_not_stop_the_batch(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (photos / "a.png").read_bytes()
    (photos / "cut.png").write_bytes(whole[: len(whole) // 2])
    (photos / "empty.jpg").write_bytes(b"")
    (photos / "text.png").write_text("not a picture")
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 0xFF
    (photos / "flipped.png").write_bytes(flipped)
    huge = bytearray(whole)
    huge[16:24] = (60_000).to_bytes(4, "big") * 2
    (photos / "huge.png").write_bytes(huge)
    out, report = tmp_path / "out", tmp_path / "report.csv"
    words = [photos, tmp_path / "nowhere.png", "-o", out, "-m", "bicubic", "--report", report]
    assert upscale(*words, "--json") == 1
    told = capsys.readouterr()
    document = json.loads(told.out)
    assert document["counts"] == {"done": 3, "failed": 6}
    assert sorted(path.stem[0] for path in out.iterdir()) == ["a", "b", "c"]
    failed = [row for row in document["pictures"] if row["status"] == "failed"]
    for row in failed:
        assert row["error"].startswith(row["input"]) and row["error"].endswith(".")
        assert row["error"] in told.err
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows].count("failed") == 6
    assert {row["size"] for row in [{"size": r["width_out"]} for r in rows]} >= {"56", "32", "20"}


def test_every_kind_of_damage_leaves_one_sentence_and_no_output(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = dict(damaged_files(whole_files(tmp_path)))
    assert len(damaged) >= 40
    for name, data in damaged.items():
        (photos / name).write_bytes(data)
    out = tmp_path / "out"
    assert upscale(photos, "-o", out, "-m", "bicubic", "--json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["counts"] == {"done": 3, "failed": len(damaged)}
    assert sorted(path.stem[0] for path in out.iterdir()) == ["a", "b", "c"]
    for row in document["pictures"]:
        if row["status"] == "failed":
            sentence = row["error"]
            assert sentence.startswith(row["input"])
            assert sentence.endswith(".")
            assert "Traceback" not in sentence and "\n" not in sentence


def test_outputs_that_exist(photos: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = [photos / "a.png", "-o", out, "-m", "nearest"]
    assert upscale(*words) == 0
    made = out / "a_x4_nearest.png"
    made.write_bytes(b"mine")
    assert upscale(*words) == 0 and made.read_bytes() == b"mine", "skipped unless told otherwise"
    assert upscale(*words, "--number") == 0 and made.read_bytes() == b"mine"
    assert read_picture(out / "a_x4_nearest (2).png").width == 56
    assert upscale(*words, "--overwrite") == 0 and read_picture(made).width == 56
    assert upscale(*words, "--overwrite", "--skip") == 2


def test_pictures_of_one_name_do_not_meet(photos: Path, tmp_path: Path) -> None:
    other = tmp_path / "a.png"
    write_picture(Picture(make_photo(3, 3)), other)
    out = tmp_path / "out"
    assert upscale(photos / "a.png", other, "-o", out, "-m", "nearest") == 0
    widths = {path.name: read_picture(path).width for path in out.iterdir()}
    assert widths == {"a_x4_nearest.png": 56, "a_x4_nearest (2).png": 12}


def test_a_picture_is_never_replaced_by_its_own_result(photos: Path) -> None:
    before = (photos / "a.png").read_bytes()
    words = [photos / "a.png", "-o", photos / "a.png", "-m", "nearest", "--overwrite"]
    assert upscale(*words) == 1
    assert (photos / "a.png").read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["--scale", "many"],
        ["--scale", "-2"],
        ["--scale", "1000"],
        ["--tile", "some"],
        ["--tile", "0"],
        ["--model", "bicubicc"],
        ["--precision", "int4"],
        ["--format", "bmp"],
        ["--quality", "101"],
        ["--detail", "2"],
        ["--nonsense"],
        ["-o", "one.png", "--format", "webp"],
    ],
)
def test_wrong_usage(photos: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(photos.iterdir())
    assert upscale(photos / "a.png", "--model", "bicubic", *words) == 2
    assert "rror" in capsys.readouterr().err
    assert sorted(photos.iterdir()) == before


def test_more_wrong_usage(photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert upscale() == 2
    assert upscale(photos, "-o", tmp_path / "one.png", "-m", "bicubic") == 2
    assert upscale(photos / "*", "-o", tmp_path / "one.png", "-m", "bicubic") == 2
    assert "one.png is one file" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert upscale(tmp_path / "empty", "-m", "bicubic") == 2


@pytest.mark.parametrize("method", ["bicubic", "model"])
def test_photographs_come_back_as_they_are(
    tmp_path: Path, make_model: Callable[..., Path], method: str
) -> None:
    """Upright, in their colours, at their depth, with their transparency."""
    wide = _p3()
    turned = Image.fromarray(make_photo(12, 20))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    turned.save(tmp_path / "turned.jpg", quality=95, exif=exif, icc_profile=wide)
    deep = make_photo(10, 10).astype(np.uint16) * 257 + 100
    write_picture(Picture(deep), tmp_path / "deep.png")
    alpha = np.tile(np.array([0, 255], np.uint8), (8, 4))
    write_picture(Picture(make_photo(8, 8), alpha=alpha), tmp_path / "cut.png")
    words: list[Any] = ["-m", "bicubic", "-s", 2]
    if method == "model":
        words = ["-m", make_model(), "--device", "cpu", "--backend", "torch"]
    inputs = [tmp_path / name for name in ("turned.jpg", "deep.png", "cut.png")]
    assert upscale(*inputs, *words, "-o", tmp_path / "out") == 0
    by_stem = {path.stem.split("_")[0]: read_picture(path) for path in (tmp_path / "out").iterdir()}
    upright = by_stem["turned"]
    assert (upright.height, upright.width) == (40, 24), "turned once, by its orientation"
    assert upright.icc == wide
    with Image.open(next((tmp_path / "out").glob("turned*"))) as written:
        assert written.getexif()[0x010F] == "Maker" and written.getexif().get(0x0112, 1) == 1
    source = read_picture(tmp_path / "turned.jpg").pixels
    means = upright.pixels.mean(axis=(0, 1)) - source.mean(axis=(0, 1))
    assert np.abs(means).max() < 4
    assert by_stem["deep"].bit_depth == 16
    cut = by_stem["cut"].alpha
    assert cut is not None and cut.shape == (16, 16) and cut.max() == 255 and cut.min() == 0


def _p3() -> bytes:
    import pyvips

    image = pyvips.Image.black(1, 1, bands=3).copy(interpretation="srgb")
    return bytes(image.icc_transform("p3", input_profile="srgb").get("icc-profile-data"))


def test_no_metadata_if_not_wanted(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    Image.fromarray(make_photo(6, 6)).save(tmp_path / "a.jpg", exif=exif)
    for words, kept in (([], True), (["--strip-metadata", "--overwrite"], False)):
        assert upscale(tmp_path / "a.jpg", "-m", "nearest", *words) == 0
        assert (read_picture(tmp_path / "a_x4_nearest.png").exif is not None) is kept


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_ctrl_c_leaves_nothing_half(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    source, out, report = tmp_path / "large.png", tmp_path / "out", tmp_path / "report.csv"
    write_picture(Picture(np.tile(make_photo(50, 50), (30, 30, 1))), source)
    small = tmp_path / "small.png"
    write_picture(Picture(make_photo(5, 5)), small)
    command = [sys.executable, "-m", "sr_studio", "upscale", small, source, small.parent / "b.png"]
    command += ["-m", make_model(), "--backend", "torch", "--device", "cpu", "--tile", "16"]
    process = subprocess.Popen(
        [*map(str, command), "-o", str(out), "--report", str(report)],
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not (out.is_dir() and list(out.iterdir())) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.3)  # now it is within the large picture
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "stopped" in told and "Traceback" not in told
    assert [path.name for path in out.iterdir()] == ["small_x2_random.png"]
    with report.open(encoding="utf-8", newline="") as file:
        assert [row["status"] for row in csv.DictReader(file)] == [
            "done",
            "not started",
            "not started",
        ]
