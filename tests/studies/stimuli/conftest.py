"""A study built from the draft."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.studies.stimuli.builder import BuildReport, build_study
from tests.studies.stimuli.drafts import make_draft, make_sr


@pytest.fixture
def built(tmp_path: Path) -> BuildReport:
    return build_study(make_draft(tmp_path / "study"), make_sr)
