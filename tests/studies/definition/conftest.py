"""The good study as a folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tests.studies.definition.good_study import GOOD, picture


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    for place, system in enumerate(("refs", "plain", "fancy")):
        (folder / system).mkdir(parents=True)
        for number, name in enumerate(("one", "two", "three")):
            Image.fromarray(picture(10 * place + number)).save(folder / system / f"{name}.png")
    (folder / "study.toml").write_text(GOOD)
    return folder
