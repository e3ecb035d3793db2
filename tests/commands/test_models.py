"""``sr-studio models`` as a person types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from sr_studio.zoo.catalogue import list_models
from sr_studio.zoo.loading import load_model
from tests.support.commands import run as run_command
from tests.zoo.conftest import make_model


def _models(*words: object) -> int:
    return run_command("models", *words)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two ESRGAN files under the names of two other projects."""
    paths = []
    for seed, wrapper in enumerate(("params", "params_ema")):
        path = tmp_path / f"fine-{seed}.pth"
        torch.save({wrapper: make_model("rrdbnet", seed=seed).module.state_dict()}, path)
        paths.append(path)
    return paths


def test_import_list_show(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert _models("import", *files) == 0
    assert "fine-0.pth -> fine-0" in capsys.readouterr().out
    assert _models("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["name", "scale", "network", "origin", "about"]
    assert any(line.split()[:4] == ["fine-1", "x4", "rrdbnet", "own"] for line in lines)
    assert _models("show", "fine-1") == 0
    shown = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert shown["source"] == "fine-1.pth"
    assert "blocks: 2" in shown["parameters"]


def test_list_is_grouped_by_what_models_are_for(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _models("import", files[0]) == 0
    capsys.readouterr()
    assert _models("list") == 0
    groups = [part.splitlines() for part in capsys.readouterr().out.split("\n\n")[1:]]
    headings = [group[0].partition(" (")[0] for group in groups]
    wished = ["Clean pictures", "Other models", "The papers' networks, for study"]
    assert [heading for heading in headings if heading in wished] == wished
    named = {heading: group[1:] for heading, group in zip(headings, groups, strict=True)}
    assert any(line.startswith("esrgan6-x4 ") for line in named["Clean pictures"])
    assert named["Other models"][0].split()[0] == "fine-0"


def test_json(files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert _models("import", files[0], "--name", "first one", "--json") == 0
    (imported,) = json.loads(capsys.readouterr().out)
    assert imported["name"] == "first-one"
    assert imported["imported_from"] == str(files[0])
    assert _models("list", "--json") == 0
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert listed["first-one"]["parameters"]["growth"] == 3
    assert _models("show", "first-one", "--json") == 0
    assert json.loads(capsys.readouterr().out)["scale"] == 4


def test_show_reads_a_file_that_was_never_imported(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _models("show", files[0], "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["architecture"], shown["origin"]) == ("rrdbnet", "file")


def test_one_bad_file_does_not_stop_the_others(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.pth"
    bad.write_bytes(b"nothing")
    assert _models("import", files[0], bad, files[1]) == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        f"error: {bad}: this is neither a safetensors nor a PyTorch file."
    ]
    assert len(told.out.splitlines()) == 2


def test_export(files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _models("export", files[0], "--to", "safetensors") == 0
    opened = load_model(tmp_path / "fine-0.safetensors")
    assert opened.card.architecture == "rrdbnet"
    assert _models("export", files[0], "--to", "pth", "-o", tmp_path / "again.pth") == 0
    again = load_model(tmp_path / "again.pth").module.state_dict()
    assert all(torch.equal(v, again[k]) for k, v in opened.module.state_dict().items())


def test_the_suffix_says_the_kind_of_an_export(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "named.PTH"
    assert _models("export", files[0], "-o", path, "--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["kind"], facts["file"]) == ("pth", str(path)) and path.is_file()
    assert _models("export", files[0], "-o", tmp_path / "named.txt") == 2
    assert "onnx, pth, safetensors" in capsys.readouterr().err


def test_interpolate(files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _models("interpolate", *files, "--alpha", "0.25") == 0
    name = capsys.readouterr().out.strip()
    assert name == "fine-0+fine-1-0.25"
    ends = [load_model(file).module.state_dict()["conv_first.bias"] for file in files]
    mixed = load_model(name).module.state_dict()["conv_first.bias"]
    torch.testing.assert_close(mixed, 0.75 * ends[0] + 0.25 * ends[1])
    assert _models("interpolate", *files, "-o", tmp_path / "mixed.safetensors") == 0
    assert load_model(tmp_path / "mixed.safetensors").card.name == "mixed"


@pytest.mark.parametrize(
    ("words", "code", "text"),
    [
        (["show", "nothing-x4"], 1, "there is no model 'nothing-x4'"),
        (["show", "none/nothing.pth"], 1, "there is no such model file"),
        (["export", "a", "--to", "gguf"], 2, "gguf"),
        (["export", "a"], 2, "--to"),
        (["export", "a", "--to", "pth", "-o", "a.onnx"], 2, "another kind"),
        (["interpolate", "a", "b", "--alpha", "1.5"], 2, "alpha"),
        (["import"], 2, "FILE"),
        (["import", "a.pth", "b.pth", "--name", "c"], 2, "--name is for one file"),
    ],
)
def test_mistakes_are_told(
    words: list[str], code: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _models(*words) == code
    told = capsys.readouterr()
    assert text in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_listing_does_not_wait_for_torch(root: Path) -> None:
    code = (
        "import sys\nfrom sr_studio.cli import main\n"
        "try:\n    main(['models', 'list', '--json'])\n"
        "except SystemExit as left:\n    assert not left.code\n"
        "assert 'torch' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=root, env=os.environ, capture_output=True
    )


def test_nothing_is_exported_over_a_file_that_is_there(
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A checkpoint holds more than the weights that an export would leave of it."""
    monkeypatch.chdir(tmp_path)
    before = files[0].read_bytes()
    for words in (("--to", "pth"), ("-o", "fine-0.pth"), ("-o", files[0])):
        assert _models("export", "fine-0.pth", *words) == 2
    assert _models("interpolate", files[0], files[1], "-o", files[0]) == 2
    assert files[0].read_bytes() == before
    told = " ".join(capsys.readouterr().err.split())
    assert "there is a file fine-0.pth here already" in told and "is the model itself" in told
    assert _models("export", "fine-0.pth", "-o", "plain.pth") == 0
    assert _models("export", "fine-1.pth", "-o", "plain.pth") == 0, "that was named"


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_a_file_whose_name_is_no_text_is_imported(
    files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    odd = files[0].rename(files[0].with_name(os.fsdecode(b"m\xe9l.pth")))
    assert _models("import", odd) == 0
    assert _models("show", "m-l", "--json") == 0
    assert '"source": "m\\ufffdl.pth"' in capsys.readouterr().out


def test_models_of_one_file_name_are_told_apart(
    files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, path in enumerate(files):
        (tmp_path / str(number)).mkdir()
        path.rename(tmp_path / str(number) / "net_g_latest.pth")
        assert _models("import", tmp_path / str(number) / "net_g_latest.pth") == 0
    assert _models("import", tmp_path / "0" / "net_g_latest.pth", "--name", "portrait") == 0
    titles = {entry.name: entry.card.title for entry in list_models() if entry.origin == "own"}
    assert titles == {name: name for name in ("net_g_latest", "net_g_latest-2", "portrait")}
