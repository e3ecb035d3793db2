"""What is built carries everything the program needs, and works where nothing else is."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sr_studio.version import commit


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with an sdist and the wheel made of it."""
    folder = tmp_path_factory.mktemp("dist")
    words = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(root)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def _shipped(root: Path) -> set[str]:
    """Every file of models, resources and studies that git knows."""
    words = ["git", "-C", str(root), "ls-files", "resources", "models", "studies"]
    return set(subprocess.run(words, capture_output=True, text=True, check=True).stdout.split("\n"))


def test_wheel_and_sdist_carry_everything(built: Path, root: Path) -> None:
    if not (root / ".git").exists():
        pytest.skip("what belongs to the program is told by git, and this is no checkout")
    known = {name for name in _shipped(root) if name}
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        assert {f"sr_studio/_data/{name}" for name in known} <= names
        assert wheel.read("sr_studio/_data/COMMIT").decode().strip() == commit()
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    assert known <= inside


@pytest.mark.slow  # imports torch and OpenVINO in four processes of an environment without bytecode
def test_the_wheel_works_in_an_empty_environment(built: Path, root: Path) -> None:
    wheel = next(built.glob("*.whl"))
    words = [sys.executable, str(root / "tools" / "check_wheel.py"), "--wheel", str(wheel)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "The wheel works."
