"""The rating cases with known answers; those of our own lie beside the tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sr_studio.studies.statistics.table import RatingTable

DATA = Path(__file__).resolve().parent.parent / "data"
EDGE_CASES = ("synthetic_edge_7raters", "synthetic_edge_constant_rater")


def load(folder: Path, case: str) -> tuple[RatingTable, dict[str, Any]]:
    table = next(
        folder / f"{case}{suffix}"
        for suffix in (".csv", ".csv.gz")
        if (folder / f"{case}{suffix}").is_file()
    )
    frame = pd.read_csv(table).rename(columns={"condition": "system"})
    targets = json.loads((folder / f"{case}.json").read_text(encoding="utf-8"))
    return RatingTable.from_frame(frame), targets


@pytest.fixture(scope="session")
def paper_like() -> tuple[RatingTable, dict[str, Any]]:
    """26 raters, three sets, 29,328 scores."""
    return load(DATA, "srgan_paper_like")


@pytest.fixture(scope="session", params=EDGE_CASES)
def edge(request: pytest.FixtureRequest) -> tuple[RatingTable, dict[str, Any]]:
    """7 raters × 10 stimuli with six cells missing."""
    return load(DATA, request.param)


@pytest.fixture(scope="session")
def guarded() -> dict[str, Any]:
    """What the guarded rules give on the edge cases."""
    text = (DATA / "synthetic_edge_guarded_targets.json").read_text(encoding="utf-8")
    return json.loads(text)["cases"]


@pytest.fixture(scope="session")
def netflix(shared_reference: Path) -> tuple[RatingTable, dict[str, Any]]:
    """26 × 79 real scores, which may not be part of the project."""
    return load(shared_reference / "ratings", "nflx_public_26raters")
