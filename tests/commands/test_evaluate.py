"""``sr-studio evaluate`` as a person and as a window's child process use it."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.evaluation.models import save_pictures, save_tiny
from tests.support.commands import run as run_command
from tests.support.places import mounted

FAST = ["--metrics", "psnr_y,ssim_y"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return save_pictures(tmp_path / "Set2", count=2)


def run(*words: object) -> int:
    return run_command("evaluate", *words)


def test_a_table_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--model", "nearest", "--model", "bicubic", "--data", folder, *FAST) == 0
    out = capsys.readouterr().out
    assert "Set2, ×4, 2 pictures" in out
    assert "Bicubic" in out
    assert "PSNR [dB]" in out


def test_several_words_after_one_option(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = save_pictures(tmp_path / "Other", count=1)
    words = ("--model", "nearest", "bicubic", "lanczos", "--scale", "3", "--data", folder, other)
    assert run(*words, "--json", "-", *FAST) == 0
    means = json.loads(capsys.readouterr().out)["means"]
    assert [(row["model"], row["dataset"]) for row in means] == [
        (model, dataset)
        for model in ("nearest", "bicubic", "lanczos")
        for dataset in ("Set2", "Other")
    ]


def test_every_kind_of_file(folder: Path, tmp_path: Path) -> None:
    names = ("t.csv", "t.json", "t.tex", "t.md", "s.svg", "s.png", "p.pdf")
    table, document, latex, markdown, scatter, png, panel = (tmp_path / name for name in names)
    code = run(
        *("--model", "bicubic", "--data", save_pictures(tmp_path / "L", 2, (300, 200))),
        *("--metrics", "psnr_y,niqe", "--published", "--csv", table, "--json", document),
        *("--latex", latex, "--markdown", markdown, "--figure", scatter, "--figure", png),
        *("--panel", panel, "--panel-image", "picture_1"),
    )
    assert code == 0
    assert len(list(csv.DictReader(table.open()))) == 3
    assert len(json.loads(document.read_text())["images"]) == 2
    assert "\\toprule" in latex.read_text()
    assert "| Bicubic |" in markdown.read_text()
    assert all(path.stat().st_size > 1000 for path in (scatter, png, panel))
    assert not list(tmp_path.glob(".*"))


def test_a_file_that_cannot_be_written_costs_the_others_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disk, table, figure = tmp_path / "disk", tmp_path / "t.csv", tmp_path / "f.svg"
    folder = save_pictures(tmp_path / "L", 2, (300, 200))  # NIQE needs some room
    with mounted(disk, "size=16k"):
        with suppress(OSError):  # it takes new files, and nothing into them
            (disk / "full").write_bytes(bytes(1_000_000))
        outputs = ("--json", disk / "t.json", "--latex", disk / "t.tex", "--csv", table)
        words = ("--model", "nearest", "--data", folder, *outputs, "--figure", figure)
        assert run(*words, "--metrics", "psnr_y,niqe") == 1
        assert [path.name for path in disk.iterdir()] == ["full"]
    assert len(list(csv.DictReader(table.open()))) == 3 and figure.stat().st_size > 1000
    told = capsys.readouterr().err
    assert all(f"error: {disk / name}" in told for name in ("t.json", "t.tex"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--panel", "p.png", "--panel-image", "lenna"), "there is no picture lenna"),
        (("--panel", "p.png", "--panel-crop", "5,5,9000,3"), "the crop lies outside"),
        (("--panel-image", "picture_1"), "--panel"),
    ],
)
def test_a_panel_that_cannot_be_drawn_is_told_before_measuring(
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    named = [tmp_path / word if word == "p.png" else word for word in words]
    table = tmp_path / "t.csv"
    assert run("--model", "bicubic", "--data", folder, "--csv", table, *named, *FAST) in (1, 2)
    captured = capsys.readouterr()
    assert said in captured.err and not captured.out
    assert not table.exists()


def test_json_on_stdout_is_one_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--model", "bicubic", "--data", folder, "--json", "-", *FAST) == 0
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    assert [row["model"] for row in document["means"]] == ["bicubic"]
    assert document["means"][0]["lpips_alex"] is None
    assert "PSNR" in captured.err


def test_a_failed_input_is_exit_code_1_and_the_rest_is_there(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    twice = save_tiny(tmp_path, "twice", scale=2)
    empty = tmp_path / "empty"
    empty.mkdir()
    code = run(
        *("--model", twice, "--model", "nearest", "--scale", "4", "--data", folder),
        *("--data", empty, "--json", tmp_path / "r.json", *FAST),
    )
    assert code == 1
    told = capsys.readouterr().err
    assert "enlarges by 2" in told
    assert "holds no pictures" in told
    assert "broken" in told
    assert len(json.loads((tmp_path / "r.json").read_text())["images"]) == 2


def test_a_model_file_and_points_between_two(folder: Path, tmp_path: Path) -> None:
    ends = [save_tiny(tmp_path, name, seed=k) for k, name in enumerate(("plain", "rich"))]
    target = tmp_path / "r.json"
    code = run(
        *("--model", ends[0], "--interpolate", *ends, "0.2", "0.8", "--data", folder),
        *("--json", target, "--backend", "torch", *FAST),
    )
    assert code == 0
    document = json.loads(target.read_text())
    names = [row["model"] for row in document["means"]]
    assert names == ["plain", "plain~rich@0.2", "plain~rich@0.8"]
    assert all(facts["multiply_adds"] for facts in document["models"])


def test_openvino_and_torch_give_the_same_numbers(folder: Path, tmp_path: Path) -> None:
    model = save_tiny(tmp_path)
    found = []
    for backend in ("torch", "auto"):
        target = tmp_path / f"{backend}.json"
        run("--model", model, "--data", folder, "--backend", backend, "--json", target, *FAST)
        found.append(json.loads(target.read_text())["means"][0]["psnr_y"])
    assert found[0] == pytest.approx(found[1], abs=0.005)


def test_comparison_with_an_earlier_result(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = tmp_path / "earlier.json"
    run("--model", "bicubic", "--data", folder, "--json", earlier, *FAST)
    run("--model", "bicubic", "--data", folder, "--compare", earlier, "--protocol", "uint8", *FAST)
    out = capsys.readouterr().out
    assert "protocol was float and is uint8" in out
    assert "->" in out


def test_lr_files_given_are_not_compared_in_silence_with_made_ones(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = save_pictures(tmp_path / "LR", count=2, size=(32, 30))
    earlier = tmp_path / "earlier.json"
    run("--model", "bicubic", "--data", folder, "--lr", small, "--json", earlier, *FAST)
    run("--model", "bicubic", "--data", folder, "--compare", earlier, *FAST)
    assert "LR pictures are made was 'The files given: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "no method"),
        (("--model", "bicubic"), "no folder"),
        (("--model", "bicubic", "--data", ".", "--protocol", "best"), "'best' is not known"),
        (("--model", "bicubic", "--data", ".", "--figure", "f.gif"), "ends in .svg"),
        (("--model", "bicubic", "--data", ".", "--csv", "no/such/t.csv"), "does not exist"),
        (("--model", "bicubic", "--data", ".", "--json", "."), "this is a folder"),
        (("--model", "bicubic", "--data", ".", "--scale", "4", "stray"), "no option"),
        (("--interpolate", "a", "b", "much", "--data", "."), "no numbers"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    # The message stands in a frame whose lines are broken anywhere.
    err = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert told in err


def test_a_damaged_earlier_result_stops_before_the_work(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.json").write_text("{")
    code = run("--model", "bicubic", "--data", folder, "--compare", tmp_path / "old.json")
    assert code == 1
    captured = capsys.readouterr()
    assert "no saved evaluation" in captured.err
    assert not captured.out


def test_a_place_for_pictures_that_cannot_be_stops_before_the_work(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    words = ("--model", "bicubic", "--data", folder, "--pictures", tmp_path / "file" / "out")
    assert run(*words, *FAST) == 1
    captured = capsys.readouterr()
    assert "a file is in the way of this folder" in captured.err
    assert not captured.out


@pytest.mark.skipif(os.name != "posix", reason="names are no bytes there")
def test_names_that_are_not_utf8_are_measured_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = os.fsdecode(b"caf\xe9")
    data, ready = (
        save_pictures(tmp_path / place / odd, count=2, size=(128, 120)) for place in ("hr", "sr")
    )
    for folder in (data, ready):
        (folder / "picture_0.png").rename(folder / f"{odd}.png")
    missing, broken = tmp_path / f"{odd}.pth", data / f"broken {odd}.png"
    broken.write_bytes(b"nothing")
    names = ("t.csv", "t.json", "t.tex", "t.md", "p.png")
    table, document, latex, markdown, panel = (tmp_path / name for name in names)
    code = run(
        *("--model", "bicubic", ready, missing, "--data", data, "--scale", "4", *FAST),
        *("--csv", table, "--json", document, "--latex", latex, "--markdown", markdown),
        *("--panel", panel, "--pictures", tmp_path / "kept", "--progress-json"),
    )
    assert code == 1  # of what is missing and broken
    rows = json.loads(document.read_text(encoding="utf-8"))["images"]
    told = "caf\\udce9"
    assert [(row["model"], row["dataset"], row["image"]) for row in rows] == [
        *(("bicubic", told, image) for image in (told, "picture_1")),
        *((told, told, image) for image in (told, "picture_1")),
    ]
    assert all(path.stat().st_size for path in (table, latex, markdown, panel))
    assert told in capsys.readouterr().out


def child(root: Path, *words: str | Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sr_studio", "evaluate", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_window_reads_progress_as_json_lines(root: Path, folder: Path) -> None:
    words = ("--model", "nearest", "--model", "nope", "--data", folder, "--json", "-")
    process = child(root, *words, "--progress-json", *FAST)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert len(json.loads(out)["images"]) == 2
    events = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    kinds = [event["event"] for event in events]
    assert kinds.count("row") == 2
    assert kinds.count("note") == 1
    assert events[-1]["event"] == "progress"
    assert events[-1]["fraction"] == 1.0
    assert next(e for e in events if e["event"] == "note")["failure"] is True


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_stopped_evaluation_leaves_nothing(root: Path, tmp_path: Path) -> None:
    folder = save_pictures(tmp_path / "Many", count=40, size=(300, 200))
    target = tmp_path / "r.json"
    process = child(
        root, "--model", "bicubic", "--data", folder, "--json", target, "--progress-json"
    )
    assert process.stderr is not None
    for line in process.stderr:
        if '"row"' in line:
            process.send_signal(signal.SIGTERM)
            break
    process.communicate(timeout=120)
    assert process.returncode == 130
    assert not target.exists()
