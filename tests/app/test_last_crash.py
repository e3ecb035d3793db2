"""The last words of a program that died are offered at the next start."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from sr_studio.app import last_crash
from sr_studio.app.dialogs.error_dialog import ErrorDialog
from sr_studio.app.start import _offer_last_crash
from sr_studio.app.window import MainWindow


@pytest.fixture(autouse=True)
def _pytests_own_fault_handler() -> Iterator[None]:
    """A process has one fault handler; this one's is pytest's again afterwards."""
    yield
    faulthandler.enable()


def _die(how: str) -> None:
    script = f"from sr_studio.app.last_crash import LastWords\nwords = LastWords()\n{how}\n"
    subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)


@pytest.mark.skipif(os.name == "nt", reason="ends by a signal")
def test_a_crash_is_offered_once_with_its_details(window: MainWindow, qtbot: QtBot) -> None:
    _die("import os; os.abort()")
    _offer_last_crash(_application(), window)
    dialog = window.desk.shown
    assert isinstance(dialog, ErrorDialog)
    assert "Aborted" in dialog.text() and "SR Studio" in dialog.text()
    (copy,) = [b for b in dialog.findChildren(QPushButton) if b.text() == "Copy details"]
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "Fatal Python error" in QApplication.clipboard().text()
    assert last_crash.untold() == ""


@pytest.mark.parametrize("how", ["import os, signal; os.kill(os.getpid(), 9)", "words.close()"])
def test_who_was_killed_or_ended_in_order_left_no_words(how: str) -> None:
    _die(how)
    assert last_crash.untold() == ""


def test_a_program_without_a_place_for_them_starts_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home").write_text("a file is in the way")
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path / "home"))
    own = last_crash.LastWords()
    assert faulthandler.is_enabled() and last_crash.untold() == ""
    own.close()


def test_the_words_of_a_living_process_are_its_own() -> None:
    own = last_crash.LastWords()
    try:
        assert own._file is not None
        own._file.write(b"not yet")
        own._file.flush()
        assert last_crash.untold() == ""
    finally:
        own.close()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
