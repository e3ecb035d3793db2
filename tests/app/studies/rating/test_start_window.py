"""The first window of a kiosk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sr_studio.app.studies.rating.start_window import StartWindow


@pytest.mark.parametrize(("text", "name"), [("I am new here", ""), ("Go on with my number", "R01")])
def test_a_double_click_seats_one_rater(qtbot: QtBot, text: str, name: str) -> None:
    window = StartWindow(128)
    qtbot.addWidget(window)
    seated: list[str] = []
    window.chosen.connect(seated.append)
    window.chosen.connect(window.close)  # as the kiosk does once the rater's screen is there
    window.show()
    (button,) = (one for one in window.findChildren(QPushButton) if one.text() == text)
    place = button.mapTo(window, button.rect().center())
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, none, place)
    assert seated == [name]
