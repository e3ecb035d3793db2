"""Building a study on the Study page: what fails, what is cancelled, and whose build is shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.studies.page import StudyPage
from sr_studio.app.window import MainWindow
from sr_studio.studies.store.folder import StudyFolder
from tests.app.studies.test_page import WAIT_MS, page, shows

__all__ = ["page"]


@pytest.fixture
def unbuilt(make_study: Callable[..., StudyFolder]) -> Path:
    """The draft of a small study."""
    folder = make_study().path
    for name in ("manifest.json", "study.sqlite", "key.json"):
        (folder / name).unlink()
    shutil.rmtree(folder / "stimuli")
    return folder


def test_a_build_that_fails_says_why_and_changes_nothing(
    window: MainWindow, page: StudyPage, qtbot: QtBot, unbuilt: Path
) -> None:
    folder = unbuilt
    picture = folder / "srgan" / "baboon.png"
    picture.write_bytes(picture.read_bytes()[:200])
    page.open_study(folder)
    qtbot.waitUntil(lambda: shows(page, page.draft), timeout=WAIT_MS)
    before = sorted(path.name for path in folder.iterdir())
    page.draft.build_button.click()
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=WAIT_MS)
    dialog: Any = window.desk.shown
    assert "E46" in dialog.text()
    assert "baboon" in dialog.text()
    assert sorted(path.name for path in folder.iterdir()) == before
    qtbot.waitUntil(lambda: not page.draft.build_button.isHidden(), timeout=WAIT_MS)


def test_a_build_can_be_cancelled(
    window: MainWindow, page: StudyPage, qtbot: QtBot, unbuilt: Path
) -> None:
    folder = unbuilt
    page.open_study(folder)
    qtbot.waitUntil(lambda: shows(page, page.draft), timeout=WAIT_MS)
    before = sorted(path.name for path in folder.iterdir())
    page.draft.build_button.click()
    child = page.building
    assert child is not None
    qtbot.waitUntil(lambda: child.running, timeout=WAIT_MS)
    page.draft.cancel_button.click()
    qtbot.waitUntil(lambda: page.building is None, timeout=WAIT_MS)
    assert window.desk.shown is None
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_build_is_shown_on_the_draft_that_is_built(
    window: MainWindow, page: StudyPage, qtbot: QtBot, unbuilt: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other draft"
    shutil.copytree(unbuilt, other)
    page.open_study(unbuilt)
    qtbot.waitUntil(lambda: shows(page, page.draft), timeout=WAIT_MS)
    page.draft.build_button.click()
    page.open_study(other)
    qtbot.waitUntil(page.draft.isEnabled, timeout=WAIT_MS)
    assert not page.draft.build_button.isHidden() and page.draft.cancel_button.isHidden()
    page.draft.build_button.click()
    assert "Another study is being built" in window.status.currentMessage()
    page.open_study(unbuilt)
    qtbot.waitUntil(page.draft.isEnabled, timeout=WAIT_MS)
    assert not page.draft.cancel_button.isHidden()
    page.draft.cancel_button.click()
    qtbot.waitUntil(lambda: page.building is None, timeout=WAIT_MS)
