"""A study built from the draft, once; tests get copies."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.stimuli.builder import BuildReport, build_study
from sr_studio.studies.store.folder import StudyFolder
from tests.studies.conftest import CONSENT
from tests.studies.stimuli.drafts import make_draft, make_sr


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    """Nobody may change it."""
    return build_study(make_draft(tmp_path_factory.mktemp("built") / "study"), make_sr)


@pytest.fixture
def built(built_once: BuildReport, tmp_path: Path) -> BuildReport:
    """A study as it was built, without raters."""
    folder = shutil.copytree(built_once.folder, tmp_path / "study")
    key = folder / built_once.key.relative_to(built_once.folder)
    return replace(built_once, folder=folder, key=key)


@pytest.fixture(scope="session")
def enrolled_once(built_once: BuildReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody may change it."""
    folder = shutil.copytree(built_once.folder, tmp_path_factory.mktemp("enrolled") / "study")
    with StudyFolder(folder).open_store() as store:
        for _ in range(3):
            store.enrol(planner(basis_of(store.manifest)), CONSENT)
    return folder


@pytest.fixture
def enrolled(enrolled_once: Path, tmp_path: Path) -> Path:
    """The same study with three raters."""
    return Path(shutil.copytree(enrolled_once, tmp_path / "study"))
