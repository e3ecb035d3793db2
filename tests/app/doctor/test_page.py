"""The Doctor page looks when it is first shown, and gives what it found to the clipboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sr_studio.app.doctor.page import DoctorPage
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS


def test_the_doctor_page_says_what_the_command_says(window: MainWindow, qtbot: QtBot) -> None:
    page = window.go("doctor")
    assert isinstance(page, DoctorPage)
    qtbot.waitUntil(lambda: bool(page.findings), timeout=LONG_MS)
    words = {label.text() for label in page.findChildren(QLabel)}
    assert {"Program", "Devices", "SR Studio", "torch"} <= words
    assert page.again.isEnabled() and not page.progress.isVisible()
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert "SR Studio: " in QApplication.clipboard().text()
