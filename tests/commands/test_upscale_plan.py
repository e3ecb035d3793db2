"""``sr-studio upscale --dry-run``: what would be made, and what would not."""

from __future__ import annotations

import csv
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sr_studio.commands.upscale_plan import dry_run, place_of
from sr_studio.errors import StudioError
from sr_studio.upscaling.output import check_output
from sr_studio.upscaling.queue_items import NewItem
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from tests.commands.test_upscale_batches import names, photo, run_json, statuses
from tests.support.commands import run
from tests.support.places import lock, mounted, powerless
from tests.upscaling.conftest import make_photo


def test_a_dry_run_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes(b"no picture")
    rows = run_json(capsys, tmp_path, "-m", "bicubic", "-o", tmp_path / "out", "--dry-run")
    assert [row["output"].rsplit("/", 1)[-1] for row in rows] == [
        "a_x4_bicubic.png",
        "b_x4_bicubic.png",
    ]
    assert rows[0]["width_out"] == 36 and rows[0]["memory"] > 0 and rows[0]["seconds"] is not None
    assert "not a picture" in rows[1]["error"]
    assert names(tmp_path) == ["a.png", "b.png"]

    wrong = run("upscale", tmp_path, "-m", "bicubic", "-o", tmp_path / "out", "--dry-run")
    assert wrong == 1
    *_, told, last = capsys.readouterr().out.splitlines()
    assert told.count("b.png") == 1 and "not a picture" in told
    assert last.startswith("1 of 2 can be made, in ") and last.endswith(
        " MB on disk; nothing was made."
    )


@pytest.mark.parametrize("words", [("--dry-run",), ("-o", "elsewhere"), ("-m", "bicubic")])
def test_what_is_resumed_is_made_as_it_was_asked_for(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
    assert statuses(capsys, tmp_path / "a.png", "-m", "nearest") == ["failed"]
    photo(tmp_path / "a.png")
    assert run("queue", "retry") == 0
    capsys.readouterr()
    assert run("upscale", "--resume", *words) == 2
    assert "as it was asked for" in " ".join(capsys.readouterr().err.split())
    assert names(tmp_path) == ["a.png"], "nothing was made"


def test_a_dry_run_on_a_locked_disk_says_what_will_happen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = tmp_path / "card"
    with mounted(card, "size=1m"):
        photo(card / "a.png")
        before = card.stat().st_mtime_ns
        (row,) = run_json(capsys, card, "-m", "nearest", "--dry-run")
        assert "error" not in row and card.stat().st_mtime_ns == before, "nothing came or went"
        lock(card)
        (row,) = run_json(capsys, card, "-m", "nearest", "--dry-run")
        assert "the folder may not be written to" in row["error"]


def test_a_dry_run_knows_that_animations_are_written_as_gif(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    frames = [Image.fromarray(make_photo(6, 9) + np.uint8(tone)) for tone in (0, 60)]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    photo(tmp_path / "still.png")
    words = [tmp_path, "-m", "nearest", "-f", "gif"]
    moving, still = run_json(capsys, *words, "--dry-run")
    assert "error" not in moving and moving["width_out"] == 36
    assert "written for animations only" in still["error"]
    assert statuses(capsys, *words) == ["done", "failed"], "as it turns out to be"


def test_no_result_replaces_another_picture_of_the_batch(tmp_path: Path) -> None:
    photo(tmp_path / "a.tiff", tone=40)
    kept = photo(tmp_path / "a.png").read_bytes()
    words = ["-m", "nearest", "-s", "2", "--template", "{name}", "--overwrite"]
    assert run("upscale", tmp_path, *words) == 1, "none replaces itself, either"
    assert (tmp_path / "a.png").read_bytes() == kept
    with Image.open(tmp_path / "a (2).png") as made, Image.open(tmp_path / "a.tiff") as source:
        assert made.getpixel((0, 0)) == source.getpixel((0, 0))


def test_results_in_a_folder_below_are_no_inputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo(tmp_path / "a.png")
    photo(tmp_path / "sub" / "b.png")
    words = [".", "-r", "-o", "large", "-m", "nearest", "-s", "2"]
    monkeypatch.chdir(tmp_path)
    assert statuses(capsys, *words) == ["done", "done"]
    assert statuses(capsys, *words) == ["skipped", "skipped"], "as a watch looks again and again"
    assert statuses(capsys, *words, "--flat") == ["skipped", "done"], "b is one folder higher"
    made = ["a_x2_nearest.png", "b_x2_nearest.png", "sub/b_x2_nearest.png"]
    assert names(tmp_path / "large") == made
    assert statuses(capsys, "large", "-r", "-o", ".", "-m", "nearest") == ["done"] * 3, "named"


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_folder_that_may_not_be_looked_into_is_a_sentence() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, output = photo(folder / "a.png"), folder / "b.png"

        def looked() -> list[dict[str, Any]]:
            place_of(output, None, None, False, source)
            item = NewItem(source, output, UpscaleRequest("nearest", 2))
            return dry_run([item], Upscaler())

        assert "error" not in looked()[0]
        folder.chmod(0)
        with powerless():
            (row,) = looked()
            with pytest.raises(StudioError, match="may not be written to"):
                check_output(output, Path(__file__))
        folder.chmod(0o755)
        assert "the file may not be read" in row["error"]


def test_names_that_are_too_long_are_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / f"{'n' * 300}.png"
    assert "File name too long" in run_json(capsys, name)["pictures"][0]["error"]
    words = [photo(tmp_path / "a.png"), "-m", "nearest", "-o", name]
    assert "longer than the 255 bytes" in run_json(capsys, *words)["pictures"][0]["error"]


@pytest.mark.skipif(os.name != "posix", reason="names there are text")
def test_a_name_of_any_bytes_may_be_typed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = photo(tmp_path / os.fsdecode(b"caf\xe9.png"))
    report = tmp_path / "report.csv"
    words = [odd, "-m", "nearest", "--template", "{name}", "--report", report]
    assert statuses(capsys, *words) == ["done"]
    with report.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["notes"] == "caf\\udce9.png was there already and was kept."
    assert run("queue", "list") == 0
    assert "caf\\udce9.png" in capsys.readouterr().out
