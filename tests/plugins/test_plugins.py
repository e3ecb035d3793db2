"""Plug-ins of one file each train and measure, and one that is broken is named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sr_studio.metrics.metric import find_metric
from sr_studio.plugins import FOLDER_VARIABLE, PluginError
from sr_studio.training.run_folder import RunFolder
from tests.support.pictures import write_pictures

_PLUGINS = Path(__file__).parent
_OWN = ("own_loss.py", "own_network.py", "own_metric.py")


def _run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env=os.environ | {"OMP_NUM_THREADS": "1"} | environment,
        capture_output=True,
        text=True,
        timeout=280,
    )


def _folder_of_plugins(folder: Path) -> Path:
    folder.mkdir()
    for name in _OWN:
        (folder / name).write_bytes((_PLUGINS / name).read_bytes())
    return folder


def test_a_loss_a_network_and_a_metric_of_a_file_each_are_trained_and_measured_with(
    tmp_path: Path,
) -> None:
    plugins = _folder_of_plugins(tmp_path / "plugins")
    (tmp_path / "pictures").mkdir()
    data = write_pictures(tmp_path / "pictures")
    done = _run(
        "-m",
        "tests.plugins.use_them",
        _PLUGINS / "own_recipe.toml",
        data,
        tmp_path,
        **{FOLDER_VARIABLE: str(plugins)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    lines = RunFolder(tmp_path / "run").metrics()[0]
    terms = [line["losses"] for line in lines if "losses" in line]
    assert all(set(line) == {"edges", "pixel"} for line in terms)
    validations = [line["validation"] for line in lines if "validation" in line]
    assert validations and all(0 < scores["mae_y"] < 255 for scores in validations)
    scores = json.loads((tmp_path / "scores.json").read_text(encoding="utf-8"))
    assert all(0 < row["mae_y"] < 255 for row in scores["means"])
    assert "Mean absolute error on Y" in scores["conventions"]["mae_y"]


def test_an_installed_package_may_name_its_plug_ins(tmp_path: Path) -> None:
    (tmp_path / "their_metric.py").write_bytes((_PLUGINS / "own_metric.py").read_bytes())
    told = tmp_path / "theirs-1.0.dist-info"
    told.mkdir()
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: theirs\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[sr_studio.plugins]\nmetric = their_metric\n")
    code = "from sr_studio.metrics.metric import find_metric; print(find_metric('mae_y').title)"
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", ""), str(Path.cwd())])
    done = _run("-c", code, PYTHONPATH=path)
    assert done.stdout.strip() == "MAE", done.stderr


def test_a_plug_in_that_cannot_be_imported_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken.py").write_text("import no_such_module\n")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    with pytest.raises(PluginError, match=r"broken\.py: .*no_such_module"):
        find_metric("nobodys")


def test_the_guide_shows_the_plug_ins_as_they_are(root: Path) -> None:
    guide = (root / "docs" / "training.md").read_text(encoding="utf-8")
    for name in (*_OWN, "own_recipe.toml"):
        assert (_PLUGINS / name).read_text(encoding="utf-8").strip() in guide, name
