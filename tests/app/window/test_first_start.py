"""What meets a person first: the tours, the Doctor page, the last words of a program that died."""

from __future__ import annotations

import faulthandler
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sr_studio.app import last_crash
from sr_studio.app.dialogs.error_dialog import ErrorDialog
from sr_studio.app.doctor.page import DoctorPage
from sr_studio.app.pages import PAGES
from sr_studio.app.start import _offer_last_crash
from sr_studio.app.tour.steps import TOURS
from sr_studio.app.tour.tour import Tour, part_of
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS

#: Words a person reads in two minutes, at the slow pace of a foreign language.
_WORDS = 240


@pytest.fixture(autouse=True)
def _pytests_own_fault_handler() -> Iterator[None]:
    """A process has one fault handler; this one's is pytest's again afterwards."""
    yield
    faulthandler.enable()


def _tour(window: MainWindow) -> Tour:
    (tour,) = window.findChildren(Tour)
    return tour


def test_every_page_has_a_tour_of_two_minutes_whose_parts_exist(window: MainWindow) -> None:
    assert set(TOURS) == {page.id for page in PAGES}
    for name, steps in TOURS.items():
        page = window.go(name)
        for step in steps:
            assert page is part_of(page, step.part) or page.isAncestorOf(part_of(page, step.part))
        assert sum(len(f"{step.title} {step.text}".split()) for step in steps) <= _WORDS


def test_a_tour_goes_on_and_back_and_ends(window: MainWindow, qtbot: QtBot) -> None:
    window.perform("app.tour")
    tour = _tour(window)
    shown = {label.text() for label in tour.card.findChildren(QLabel)}
    assert TOURS["upscale"][0].title in shown and "1 of 5" in shown
    assert tour.focusWidget() is tour._next
    qtbot.keyClick(tour, Qt.Key.Key_Right)
    qtbot.keyClick(tour, Qt.Key.Key_Right)
    assert tour.at == 2
    qtbot.keyClick(tour, Qt.Key.Key_Left)
    assert tour.at == 1
    assert tour.rect().contains(tour.card.geometry())
    part = part_of(window.go("upscale"), "inspector.methods")
    assert not tour.card.geometry().intersects(
        part.rect().translated(part.mapTo(tour.parentWidget(), part.rect().topLeft()))
    )
    for at in range(len(TOURS["upscale"])):
        tour.show_step(at)
        text = tour._text
        assert text.height() >= text.heightForWidth(text.width()), "all of it is to be seen"
    tour.show_step(1)
    for _ in TOURS["upscale"][1:]:
        qtbot.mouseClick(tour._next, Qt.MouseButton.LeftButton)
    assert not tour.isVisible()


def test_a_tour_ends_with_its_page(window: MainWindow) -> None:
    window.perform("app.tour")
    tour = _tour(window)
    window.go("compare")
    assert not tour.isVisible()


def test_a_tour_is_skipped_by_escape_and_offered_where_nothing_is_yet(
    window: MainWindow, qtbot: QtBot
) -> None:
    for name in ("upscale", "compare", "train", "evaluate", "study"):
        page = window.go(name)
        (offer,) = [
            button
            for button in page.findChildren(QPushButton)
            if button.text() == "Two-minute tour" and button.isVisible()
        ]
        qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
        tour = _tour(window)
        assert tour.steps == TOURS[name]
        qtbot.keyClick(tour, Qt.Key.Key_Escape)
        QCoreApplication.sendPostedEvents(tour, QEvent.Type.DeferredDelete)
        assert not window.findChildren(Tour)


def test_the_doctor_page_says_what_the_command_says(window: MainWindow, qtbot: QtBot) -> None:
    page = window.go("doctor")
    assert isinstance(page, DoctorPage)
    qtbot.waitUntil(lambda: bool(page.findings), timeout=LONG_MS)
    words = {label.text() for label in page.findChildren(QLabel)}
    assert {"Program", "Devices", "SR Studio", "torch"} <= words
    assert page.again.isEnabled() and not page.progress.isVisible()
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    assert "SR Studio: " in QApplication.clipboard().text()


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


def test_the_words_of_a_living_process_are_its_own() -> None:
    own = last_crash.LastWords()
    try:
        own._file.write(b"not yet")
        own._file.flush()
        assert last_crash.untold() == ""
    finally:
        own.close()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
