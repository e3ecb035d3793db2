"""The good study as a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.studies.definition.good_study import GOOD, picture


@pytest.fixture(scope="session")
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody may change it."""
    folder = tmp_path_factory.mktemp("good") / "study"
    for place, system in enumerate(("refs", "plain", "fancy")):
        (folder / system).mkdir(parents=True)
        for number, name in enumerate(("one", "two", "three")):
            Image.fromarray(picture(10 * place + number)).save(folder / system / f"{name}.png")
    (folder / "study.toml").write_text(GOOD)
    return folder


@pytest.fixture
def study(written_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written_once, tmp_path / "study"))
