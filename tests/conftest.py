"""Fixtures for all tests: where the shared benchmark data lies, and a home of the test's own."""

from __future__ import annotations

import gc
import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

gc.disable()  # while tests and all they import are read: nothing of it is garbage

_ROOT = Path(__file__).resolve().parent.parent
_SHARED = Path(os.environ.get("SR_STUDIO_SHARED", _ROOT.parent / "shared"))


def pytest_collection_finish() -> None:
    """Collect from now on, but never again look at what was imported: it stays."""
    gc.freeze()
    gc.enable()


def pytest_unconfigure() -> None:
    """Some libraries complain of what is still there when Python ends."""
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, caches and imported models of a test never meet the developer's own."""
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return _ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Benchmark pictures, weights and foreign checkpoints, which are not part of the project."""
    folder = _SHARED / "data"
    if not folder.is_dir():
        pytest.skip("the benchmark pictures (../shared/data, or SR_STUDIO_SHARED) are not here")
    return folder


@pytest.fixture(scope="session")
def shared_reference() -> Path:
    """Published numbers and rating cases with known answers."""
    folder = _SHARED / "reference"
    if not folder.is_dir():
        pytest.skip("the reference numbers (../shared/reference, or SR_STUDIO_SHARED) are not here")
    return folder


@pytest.fixture(scope="session")
def picture_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve small pictures to train on."""
    from tests.support.pictures import write_pictures

    return write_pictures(tmp_path_factory.mktemp("pictures"))
