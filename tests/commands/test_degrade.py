"""``sr-studio degrade``: a damaged test set, always the same, and what can be wrong with it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.evaluation.references import load_reference, open_dataset
from sr_studio.imaging.degrade import bicubic_lr
from tests.imaging.profiles import wide_profile
from tests.support.commands import run
from tests.support.pictures import make_picture, write_pictures


def test_a_test_set_is_made_measured_and_always_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hr" / "inner").mkdir(parents=True)
    write_pictures(tmp_path / "hr", 2)
    write_pictures(tmp_path / "hr" / "inner", 1)
    assert run("degrade", tmp_path / "hr", "-o", tmp_path / "one", "--seed", 3, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["written"]) == 3
    assert run("degrade", tmp_path / "hr", "-o", tmp_path / "two", "--seed", 3) == 0
    for name in ("00.png", "01.png", "inner/00.png"):
        one, two = (np.asarray(Image.open(tmp_path / of / name)) for of in ("one", "two"))
        assert one.shape == (15, 18, 3)
        assert np.array_equal(one, two)
    data = ("--data", tmp_path / "hr" / "inner", "--lr", tmp_path / "one" / "inner")
    assert run("evaluate", *data, "--model", "bicubic", "--metrics", "psnr_y") == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names are texts there")
def test_a_name_that_is_no_text_is_damaged_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "hr").mkdir()
    name = os.fsdecode(b"caf\xe9.png")
    Image.fromarray(make_picture(1)).save(tmp_path / "hr" / name)
    assert run("degrade", tmp_path / "hr", "-o", tmp_path / "lr") == 0
    assert (tmp_path / "lr" / name).is_file()


#: Nothing but a reduction.
_CLEAN = ("--set", "data.degradation.light=0", "--set", "data.degradation.clean=1")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["empty", "-o", "out"], "holds no picture"),
        (["hr", "-o", "hr"], "among their originals"),
        (["hr", "-o", "hr/out"], "among their originals"),
        (["hr", "-o", "out", "--recipe", "nothing"], "no such recipe"),
        (["hr", "-o", "out", "--set", "data.degradation.first.blur.sides=[6,8]"], "no middle"),
        (["hr", "-o", "out", "--set", "data.degradation.second.noise.sigma=[9,1]"], "upside down"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 1)
    assert run("degrade", *words) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "hr" / "out").exists()


def test_a_broken_picture_is_named_and_the_others_are_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 1)
    (tmp_path / "hr" / "broken.png").write_bytes(b"nothing")
    assert run("degrade", tmp_path / "hr", "-o", tmp_path / "out") == 1
    assert "broken.png" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["00.png"]


def test_two_of_one_name_are_not_written_over_each_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 1)
    Image.open(tmp_path / "hr" / "00.png").crop((0, 0, 32, 32)).save(tmp_path / "hr" / "00.webp")
    assert run("degrade", tmp_path / "hr", "-o", tmp_path / "out") == 1
    assert "00.webp: its LR picture would be that of 00.png" in capsys.readouterr().err
    assert Image.open(tmp_path / "out" / "00.png").size == (18, 15)


@pytest.mark.parametrize("output", ["lr", "."])
def test_pictures_of_somebody_else_are_never_written_over(
    output: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 3)
    folder = tmp_path / output
    folder.mkdir(exist_ok=True)
    photograph = folder / "01.png"
    Image.fromarray(make_picture(9, 15, 18)).save(photograph)
    before = photograph.read_bytes()
    assert run("degrade", tmp_path / "hr", "-o", folder) == 1
    told = capsys.readouterr().err
    assert f"{photograph}: this file was not made by `sr-studio degrade`" in told
    assert "Name another folder with -o" in told
    assert photograph.read_bytes() == before
    assert not (folder / "00.png").exists()


def test_what_was_made_before_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 2)
    for seed in (1, 2):
        assert run("degrade", tmp_path / "hr", "-o", tmp_path / "lr", "--seed", seed) == 0
    assert run("degrade", tmp_path / "hr", "-o", tmp_path / "other", "--seed", 2) == 0
    for name in ("00.png", "01.png"):
        made, other = ((tmp_path / of / name).read_bytes() for of in ("lr", "other"))
        assert made == other


def test_what_is_transparent_or_has_a_profile_is_measured_as_it_was_damaged(
    tmp_path: Path,
) -> None:
    odd = tmp_path / "odd"
    odd.mkdir()
    pixels = make_picture(1)
    half_clear = np.dstack(
        [pixels, np.linspace(0, 255, pixels[..., 0].size).reshape(pixels.shape[:2])]
    )
    Image.fromarray(half_clear.astype(np.uint8)).save(odd / "00.png")
    Image.fromarray(pixels).save(odd / "01.png", icc_profile=wide_profile())
    assert run("degrade", odd, "-o", tmp_path / "lr", *_CLEAN) == 0
    data = open_dataset("odd", odd, tmp_path / "lr")
    for file in data.files:
        measured = load_reference(data, file, 4, "uint8")
        assert np.array_equal(measured.lr, bicubic_lr(measured.hr, 4, variant="double"))


def test_a_sheet_of_pairs_is_written_and_nothing_trained(tmp_path: Path) -> None:
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 11)  # of which some are held out
    done = run(
        *("train", "photo-psnr", "--data", tmp_path / "hr", "--preview-data", tmp_path / "look"),
        *("--set", "data.crop=32", "--set", "data.batch=8", "--run", tmp_path / "run"),
    )
    assert done == 0
    assert Image.open(tmp_path / "look" / "pairs.png").size == (4 * 68 + 4, 8 * 36 + 4)
    assert not (tmp_path / "run").exists()


def test_what_a_run_would_refuse_its_sheet_refuses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hr").mkdir()
    write_pictures(tmp_path / "hr", 8)  # enough for a batch only together with those held out
    words = ("train", "photo-psnr", "--data", tmp_path / "hr", "--set", "data.batch=8")
    words += ("--set", "data.crop=32", "--preview-data", tmp_path / "look")
    assert run(*words) == 1
    assert "cannot fill a batch of 8" in capsys.readouterr().err
    assert run(*words, "--validation", tmp_path / "hr") == 0
