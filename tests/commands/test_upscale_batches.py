"""Batches of ``sr-studio upscale``: what is skipped, names, sizes, folders, faults, resuming."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sr_studio import cli
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_xmp
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from sr_studio.sharing import somebody_goes_first
from sr_studio.upscaling.queue import UpscaleQueue
from tests.commands.test_upscale import upscale
from tests.support.places import lock, mounted
from tests.upscaling.conftest import make_model, make_photo

__all__ = ["make_model"]


def photo(path: Path, height: int = 6, width: int = 9, tone: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(Picture(make_photo(height, width) + np.uint8(tone)), path)
    return path


def names(folder: Path) -> list[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found)


def run_json(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    capsys.readouterr()
    upscale(*words, "--json")
    return json.loads(capsys.readouterr().out)


def statuses(capsys: pytest.CaptureFixture[str], *words: object) -> list[str]:
    return [row["status"] for row in run_json(capsys, *words)["pictures"]]


# What is there already ----------------------------------------------------------------------------


def test_only_the_very_same_result_is_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = photo(tmp_path / "a.png"), tmp_path / "out"
    words = [source, "-o", out, "-m", "bicubic", "-s", "2"]
    assert statuses(capsys, *words) == ["done"]
    assert statuses(capsys, *words) == ["skipped"]
    other = photo(tmp_path / "a.jpg", tone=9)
    assert statuses(capsys, other, *words[1:]) == ["done"], "another picture of the same name"
    assert statuses(capsys, other, *words[1:]) == ["skipped"], "found under its number, too"
    photo(source, tone=50)
    assert statuses(capsys, *words) == ["done"], "the picture was edited"
    assert names(out) == ["a_x2_bicubic (2).png", "a_x2_bicubic (3).png", "a_x2_bicubic.png"]
    assert statuses(capsys, *words, "--skip") == ["skipped"]
    assert statuses(capsys, *words, "--number") == ["done"]
    assert statuses(capsys, *words, "--overwrite") == ["done"]


def test_another_detail_and_a_named_file_are_other_results(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make_model: Callable[..., Path]
) -> None:
    source, named = photo(tmp_path / "a.png"), tmp_path / "y.png"
    assert statuses(capsys, source, "-o", named, "-m", "bicubic") == ["done"]
    first = named.read_bytes()
    row = run_json(capsys, source, "-o", named, "-m", "lanczos")["pictures"][0]
    assert row["status"] == "done" and row["output"].endswith("y (2).png")
    assert any("y.png was there already and was kept" in note for note in row["notes"])
    assert named.read_bytes() == first
    model = make_model()
    words = [source, "-m", model, "--device", "cpu", "--backend", "torch", "-o", tmp_path / "o"]
    assert statuses(capsys, *words) == ["done"]
    assert statuses(capsys, *words, "--detail", "0.5") == ["done"]
    assert names(tmp_path / "o") == ["a_x2_random-d0.5.png", "a_x2_random.png"]
    make_model(change=lambda network: network.conv_last.weight.data.mul_(2))
    assert statuses(capsys, *words) == ["done"], "the model file was replaced"


def test_how_it_was_made_stands_in_the_xmp_and_survives_stripping(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.png")
    for format in ("png", "jpeg", "webp", "tiff", "avif"):
        out = tmp_path / format
        assert upscale(source, "-o", out, "-m", "lanczos", "-f", format, "--strip-metadata") == 0
        (made,) = out.iterdir()
        told = properties_of(read_xmp(made))
        assert told["Method"] == "lanczos" and len(told["Source"]) == 64
        assert json.loads(told["Settings"])["keep_metadata"] is False
        assert str(tmp_path) not in str(told)


def test_results_of_earlier_times_are_no_inputs(tmp_path: Path) -> None:
    photo(tmp_path / "a.png")
    for _ in range(2):
        assert upscale(tmp_path, "-m", "nearest", "-s", "2") == 0
    assert names(tmp_path) == ["a.png", "a_x2_nearest.png"]
    assert upscale(tmp_path / "a_x2_nearest.png", "-m", "nearest", "-s", "2") == 0
    assert "a_x2_nearest_x2_nearest.png" in names(tmp_path), "what is named itself is meant"


# Faults -------------------------------------------------------------------------------------------


def test_odd_files_are_a_sentence_each_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    photo(folder / f"{'n' * 240}.png")
    photo(folder / "with\nline.png")
    photo(folder / os.fsdecode(b"caf\xe9.png"))
    (folder / "bad\nname.png").write_bytes(b"nothing")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.png")
    report = tmp_path / "report.csv"
    words = [folder, "-o", tmp_path / "out", "-m", "bicubic", "--report", report]
    assert upscale(*words) == 1
    told = capsys.readouterr().err
    assert "Traceback" not in told
    bad = 2 if hasattr(os, "mkfifo") else 1
    assert len([line for line in told.splitlines() if "error: " in line]) == bad
    with report.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["status"] for row in rows].count("done") == 3 and len(rows) == 3 + bad
    assert all("\n" not in row["input"] + row["error"] for row in rows)


@pytest.mark.skipif(os.name != "posix", reason="a file as a folder is another error there")
def test_folders_that_cannot_be_made_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = photo(tmp_path / "a.png")
    (tmp_path / "file").write_text("x")
    document = run_json(capsys, source, "-o", tmp_path / "file" / "out", "-m", "nearest")
    assert "a file is in the way of this folder" in document["pictures"][0]["error"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_may_not_be_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = photo(tmp_path / "a.png")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    for place in (closed, closed / "sub"):
        document = run_json(capsys, source, "-o", place, "-m", "nearest")
        assert "may not be written to" in document["pictures"][0]["error"]


def test_the_report_of_a_place_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = photo(tmp_path / "a.png")
    with mounted(tmp_path / "card", "size=1m"):
        lock(tmp_path / "card")
        for place, code, said in (
            ("no/r.csv", 2, "does not exist"),
            (".", 2, "is a folder"),
            ("card/r.csv", 1, "may not be written to"),
        ):
            words = [source, "-m", "nearest", "--report", tmp_path / place]
            assert upscale(*words) == code, "before the work"
            assert said in " ".join(capsys.readouterr().err.split())
    assert names(tmp_path) == ["a.png"]


@pytest.mark.parametrize("name", ["z.gif", "z.bmp", "z.heic", "z.ppm"])
def test_a_file_of_a_format_that_is_not_written_makes_no_folder(tmp_path: Path, name: str) -> None:
    assert upscale(photo(tmp_path / "a.png"), "-m", "nearest", "-o", tmp_path / name) == 2
    assert names(tmp_path) == ["a.png"] and not (tmp_path / name).exists()


def test_a_disk_that_is_full_before_the_first_picture_ends_no_batch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = photo(tmp_path / "a.png")
    with UpscaleQueue() as queue, closing(sqlite3.connect(queue.path)) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE INSERT ON item "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
        assert upscale(source, "-m", "nearest", "-s", "2") == 0
        database.execute("DROP TRIGGER full")
        assert queue.items() == []
    assert "What is not finished cannot be resumed" in capsys.readouterr().err
    assert names(tmp_path) == ["a.png", "a_x2_nearest.png"]


@pytest.mark.parametrize("devices", ["cpu", "cpu,cpu"])
def test_a_queue_that_cannot_be_written_ends_no_batch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], devices: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for number in range(5):
        photo(folder / f"{number}.png")
    words = [folder, "-o", out, "-m", "nearest", "-s", "2", "--device", devices]
    with UpscaleQueue() as queue, closing(sqlite3.connect(queue.path)) as database:
        database.execute(
            "CREATE TRIGGER full BEFORE UPDATE ON item "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
        assert upscale(*words, "--json") == 1
        database.execute("DROP TRIGGER full")
    told = capsys.readouterr()
    assert json.loads(told.out)["counts"] == {"done": 5}
    assert names(out) == [f"{number}_x2_nearest.png" for number in range(5)]
    assert told.err.count("The pictures are made all the same") == 1
    assert told.err.splitlines()[-1].startswith("error: ") and "disk is full" in told.err
    assert statuses(capsys, "--resume") == ["skipped"] * 5, "nothing is made twice"


# Names, sizes, folders ----------------------------------------------------------------------------


def test_sizes_instead_of_scales(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    photo(folder / "wide.png", 10, 30)
    photo(folder / "tall.png", 30, 10)

    def sizes(*words: object) -> list[tuple[int, int]]:
        command = [folder, "-m", "bicubic", "-o", tmp_path / "out", "--overwrite", *words]
        rows = run_json(capsys, *command)["pictures"]
        return [(row["width_out"], row["height_out"]) for row in rows]

    assert sizes("--width", 77) == [(77, 231), (77, 26)]
    assert sizes("--height", 45) == [(15, 45), (135, 45)]
    assert sizes("--width", 60, "--height", 60) == [(20, 60), (60, 20)]
    assert sizes("--megapixels", 0.03) == [(100, 300), (300, 100)]
    for words in (["--width", 5, "--scale", 2], ["--width", 5, "--megapixels", 1]):
        assert upscale(folder, "-m", "bicubic", *words) == 2


def test_a_model_goes_to_an_exact_size(tmp_path: Path, make_model: Callable[..., Path]) -> None:
    source = photo(tmp_path / "a.png", 12, 20)
    words = ["-m", make_model(), "--device", "cpu", "--backend", "torch", "--width", 71]
    assert upscale(source, *words, "-o", tmp_path / "out.png") == 0
    assert read_picture(tmp_path / "out.png").width == 71


def test_folders_are_mirrored_and_names_made_by_a_template(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a.png", "x/a.png", "x/y/b.png", "x/y/c.jpg"):
        photo(folder / name)
    words = [folder, "-m", "nearest", "-s", "2", "-r", "--pattern", "*.png"]
    assert upscale(*words, "-o", out, "--template", "{folder}-{name}-{width}") == 0
    assert names(out) == ["in-a-18.png", "x/x-a-18.png", "x/y/y-b-18.png"]
    assert upscale(*words, "-o", tmp_path / "flat", "--flat") == 0
    assert names(tmp_path / "flat") == [
        "a_x2_nearest (2).png",
        "a_x2_nearest.png",
        "b_x2_nearest.png",
    ]
    assert upscale(*words, "--template", "{nmae}") == 2


def test_several_methods_for_one_picture(tmp_path: Path) -> None:
    source = photo(tmp_path / "a.png")
    assert upscale(source, "-m", "nearest", "-m", "bicubic", "-o", tmp_path / "out") == 0
    assert names(tmp_path / "out") == ["a_x4_bicubic.png", "a_x4_nearest.png"]
    words = ["-m", "nearest", "-m", "bicubic", "-o", tmp_path / "one.png"]
    assert upscale(source, *words) == 2


def test_options_that_do_nothing_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-m", "bicubic", "--detail", "0.5", "--precision", "bf16", "--quality", "80"]
    assert upscale(photo(tmp_path / "a.png"), *words) == 0
    told = capsys.readouterr().err
    for option in ("--detail", "--precision", "--quality"):
        assert f"note: {option} does nothing for" in told


def test_damage_that_a_method_amplifies_is_said(
    tmp_path: Path, make_model: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    write_picture(Picture(make_photo(64, 64)), tmp_path / "a.jpg", quality=40)
    write_picture(Picture(make_photo(64, 64)), tmp_path / "b.jpg", quality=98)
    words = [tmp_path / "a.jpg", tmp_path / "b.jpg", "--device", "cpu", "--backend", "torch"]
    report = tmp_path / "report.csv"
    clean = make_model(name="clean", purpose="clean")
    words += ["--overwrite", "-o", tmp_path / "out", "--report", report]
    bad, good = run_json(capsys, *words, "-m", clean)["pictures"]
    (said,) = (note for note in bad["notes"] if "makes texture of blocks" in note)
    assert "JPEG of quality 40" in said and "photo-x2 was made for such pictures" in said
    assert "makes texture of blocks" in report.read_text(encoding="utf-8")
    assert not [note for note in good["notes"] if "blocks" in note]
    bad, _ = run_json(capsys, *words, "-m", clean, "--scale", 4)["pictures"]
    assert any("photo-x4 was made for such pictures" in note for note in bad["notes"])
    for other in (make_model(name="strong", purpose="photograph"), "bicubic"):
        for row in run_json(capsys, *words, "-m", other)["pictures"]:
            assert not [note for note in row["notes"] if "makes texture" in note]


def test_a_json_report(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert upscale(photo(tmp_path / "a.png"), "-m", "nearest", "--report", report) == 0
    assert json.loads(report.read_text(encoding="utf-8"))["counts"] == {"done": 1}


# Stopping and going on ----------------------------------------------------------------------------


def queue(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    with pytest.raises(SystemExit):
        cli.main(["queue", *words, "--json"])
    return json.loads(capsys.readouterr().out)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_what_was_killed_is_resumed_where_it_stopped(
    tmp_path: Path, make_model: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    for name in ("a", "c"):
        photo(folder / f"{name}.png")
    write_picture(Picture(np.tile(make_photo(40, 40), (12, 12, 1))), folder / "b.png")
    command = [sys.executable, "-m", "sr_studio", "upscale", str(folder), "-o", str(out)]
    command += ["-m", str(make_model()), "--backend", "torch", "--device", "cpu", "--tile", "16"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while "a_x2_random.png" not in process.stderr.readline():
        assert process.poll() is None
    process.kill()
    process.communicate()
    (batch,) = queue(capsys, "list")
    assert batch["state"] == "left over" and batch["counts"]["done"] == 1
    made = (out / "a_x2_random.png").stat().st_mtime_ns
    (out / ".b_x2_random.0123abcd.part.png").write_bytes(b"half")
    assert statuses(capsys, "--resume") == ["done", "done", "done"]
    assert (out / "a_x2_random.png").stat().st_mtime_ns == made, "not made twice"
    assert names(out) == ["a_x2_random.png", "b_x2_random.png", "c_x2_random.png"]
    assert statuses(capsys, "--resume") == []
    assert queue(capsys, "clear") == {"removed": 3}


def test_what_failed_is_tried_again_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "a.png", tmp_path / "out"
    source.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    assert statuses(capsys, source, "-o", out, "-m", "nearest") == ["failed"]
    assert statuses(capsys, "--resume") == []
    photo(source)
    assert queue(capsys, "retry") == {"retried": 1}
    assert statuses(capsys, "--resume") == ["done"]
    assert queue(capsys, "retry") == {"retried": 0}


# Who goes first -----------------------------------------------------------------------------------


def test_a_terminal_that_upscales_goes_first_on_the_device(tmp_path: Path) -> None:
    """It holds the lease for which a training waits, as the window does."""
    for number in range(4):
        photo(tmp_path / "in" / f"{number}.png", 600, 600)
    words = ["upscale", tmp_path / "in", "-o", tmp_path / "out", "-m", "lanczos", "-s", "4"]
    started = subprocess.Popen([sys.executable, "-m", "sr_studio", *map(str, words)])
    seen = False
    while started.poll() is None and not seen:
        seen = somebody_goes_first()
    assert started.wait() == 0
    assert seen and not somebody_goes_first()
