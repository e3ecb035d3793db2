"""Small real studies: real pictures, built by the real builder, in a real database."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio.studies.store.folder import StudyFolder
from tests.app.studies.rater import Rater
from tests.support.small_study import build_small_study


@pytest.fixture(scope="session")
def built_studies(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds each kind of study once; tests get copies."""
    built: dict[str, Path] = {}

    def get(**wishes: object) -> Path:
        name = repr(sorted(wishes.items()))
        if name not in built:
            built[name] = build_small_study(tmp_path_factory.mktemp("study"), **wishes)
        return built[name]

    return get


@pytest.fixture
def make_study(tmp_path: Path, built_studies: Callable[..., Path]) -> Callable[..., StudyFolder]:
    """Makes a built study of 3 references and 3 systems in a folder of its own."""

    def make(**wishes: object) -> StudyFolder:
        folder = tmp_path / f"study-{uuid.uuid4().hex[:6]}"
        shutil.copytree(built_studies(**wishes), folder)
        return StudyFolder(folder)

    return make


@pytest.fixture
def sit(qtbot: QtBot) -> Iterator[Callable[..., Rater]]:
    """Seats raters, and sends them home when the test is over."""
    seated: list[Rater] = []

    def seat(folder: StudyFolder, name: str | None = "R07") -> Rater:
        seated.append(Rater(qtbot, folder, name))
        return seated[-1]

    yield seat
    for rater in seated:
        rater.leave()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
