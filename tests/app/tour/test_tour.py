"""The tours: every page has one, it goes on and back, is skipped, and ends with its page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from sr_studio.app.pages import PAGES
from sr_studio.app.tour.steps import TOURS
from sr_studio.app.tour.tour import Tour, part_of
from sr_studio.app.window import MainWindow

#: Words a person reads in two minutes, at the slow pace of a foreign language.
_WORDS = 240


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


def test_a_tour_shows_all_of_its_words_and_only_what_is_seen_of_a_part(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 640)
    for name, steps in TOURS.items():
        page = window.go(name)
        window.perform("app.tour")
        tour = _tour(window)
        for number in range(len(steps)):
            tour.show_step(number)
            for label in tour.card.findChildren(QLabel):
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        if name == "upscale":
            tour.show_step(2)
            output = part_of(page, "inspector.output")
            place = tour._lit()
            seen = output.visibleRegion().boundingRect()
            assert not seen.isEmpty()
            assert place.topLeft() == output.mapTo(tour.parentWidget(), seen.topLeft())
            button = page.inspector.button  # type: ignore[attr-defined]
            assert place.bottom() < button.mapTo(tour.parentWidget(), QPoint(0, 0)).y()
        tour.close()
        QCoreApplication.sendPostedEvents(tour, QEvent.Type.DeferredDelete)


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
