"""What the engine says comes to the person in the window's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio.app.start import install_translations
from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.window import MainWindow


@pytest.fixture
def _korean(qapp: QApplication) -> Iterator[None]:
    installed = install_translations(qapp, "ko")
    yield
    for translator in installed:
        qapp.removeTranslator(translator)


@pytest.mark.usefixtures("_korean")
def test_notes_and_failures_of_the_engine_are_in_korean(
    cleared_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = cleared_window.go("upscale")
    good, bad = tmp_path / "good.jpg", tmp_path / "bad.jpg"
    for file in (good, bad):
        Image.new("CMYK", (40, 30), (90, 10, 200, 0)).save(file)
    page.open_paths([good, bad])
    entries = page.worklist.entries
    ready = EntryState.READY
    qtbot.waitUntil(lambda: [one.state for one in entries] == [ready, ready], timeout=20_000)
    bad.write_bytes(good.read_bytes()[:300])
    page.start(entries)
    ended = (EntryState.DONE, EntryState.FAILED)
    qtbot.waitUntil(lambda: tuple(one.state for one in entries) == ended, timeout=60_000)
    page.queue.make_current(entries[0])
    qtbot.waitUntil(lambda: "CMYK에서 sRGB로" in page.stage.report.text, timeout=20_000)
    assert "손상" in entries[1].error and "damaged" not in entries[1].error
