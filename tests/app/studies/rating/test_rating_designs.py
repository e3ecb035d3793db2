"""What a study may look like: Korean, practice first, two pictures, the reference before it."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt

from sr_studio.app.studies.rating.decoding import pixels_of
from sr_studio.app.studies.rating.text_pages import (
    EndPage,
    ReadingPage,
)
from sr_studio.imaging.reading import read_picture
from sr_studio.studies.store.folder import StudyFolder
from tests.app.studies.rater import KEYS, Rater, stored, texts_of

MakeStudy = Callable[..., StudyFolder]


def test_korean(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    rater = sit(make_study(language="ko"))
    rater.come_in()
    rater.wait_for_picture(1)
    names = [button.accessibleName() for button in rater.window.stage.buttons]
    assert names == ["1 매우 나쁨", "2 나쁨", "3 보통", "4 좋음", "5 매우 좋음"]


def test_practice_and_calibration_come_first_and_tell_the_key(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(prelude=True)
    rater = sit(folder)
    rater.come_in()
    counter = rater.window.stage._counter
    assert rater.wait_for_picture().phase == "training"
    assert counter.text() == "1 of 1"
    rater.rate(2)
    for told, label in ((1, "Bad"), (5, "Excellent")):
        rater.come_in()
        step = rater.wait_for_picture()
        assert (step.phase, step.presentation.told_score) == ("calibration", told)
        hint = f"This picture is a {told} ({label}). Press {told}."
        assert hint in counter.text()
        rater.wait_to_rate()
        rater.press(KEYS[3])  # not the key that was named
        assert rater.step is step
        rater.qtbot.waitUntil(lambda hint=hint: hint in counter.text(), timeout=5000)
        rater.press(KEYS[told])
        rater.settle()
    assert isinstance(rater.page, ReadingPage)
    assert "every rating counts" in " ".join(texts_of(rater.page))
    rater.come_in()
    step = rater.wait_for_picture()
    assert (step.phase, step.number, step.total) == ("test", 1, 9)
    rater.press(Qt.Key.Key_Backspace)  # calibration cannot be undone
    assert rater.step.number == 1
    events = [(row.kind, row.detail) for row in stored(folder, "events")]
    assert events.count(("calibration_hint", "1")) == 2
    scores = {row.role: [] for row in stored(folder, "presentations")}
    for row in stored(folder):
        (shown,) = [p for p in stored(folder, "presentations") if p.id == row.presentation_id]
        scores[shown.role].append(row.score)
    assert scores == {"training": [2], "calibration": [1, 5], "test": []}


def test_two_pictures_in_one_place(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study(method="pc", more='[pc]\nlayout = "toggle"\ntie = true\n')
    rater = sit(folder)
    rater.come_in()
    presentation = rater.wait_for_picture(1).presentation
    assert presentation.token_b is not None
    pictures = [
        read_picture(folder.stimulus(token)).rgb().tobytes()
        for token in (presentation.token, presentation.token_b)
    ]
    if presentation.side == "right":
        pictures.reverse()

    def on_screen() -> bytes:
        ((_, image),) = rater.window.stage._images
        return pixels_of(image).tobytes()

    def told() -> str:
        return rater.window.stage._counter.text()

    painted = rater.window.showing.first_paint_ns
    assert on_screen() == pictures[0]
    assert "first picture" in told() and "Space bar: the other one" in told()
    rater.qtbot.waitUntil(lambda: time.monotonic_ns() - painted > 100_000_000)
    rater.press(KEYS[1])  # nobody can choose who has seen one of two
    assert rater.step.number == 1 and stored(folder) == []
    rater.press(Qt.Key.Key_Space)
    assert on_screen() == pictures[1] and "second picture" in told()
    rater.press(Qt.Key.Key_Space)
    assert on_screen() == pictures[0]
    assert rater.window.showing.first_paint_ns == painted
    assert [key.accessibleName() for key in rater.window.stage.buttons] == [
        "first",
        "second",
        "no difference",
    ]
    rater.wait_to_rate()
    rater.press(KEYS[3])
    rater.wait_for_picture(2)
    assert [row.choice for row in stored(folder)] == ["tie"]


def test_two_pictures_one_choice(make_study: MakeStudy, sit: Callable[..., Rater]) -> None:
    folder = make_study(method="pc")
    rater = sit(folder)
    rater.come_in()
    sides = []
    while rater.page is None:
        step = rater.wait_for_picture()
        assert len(rater.window.stage.boxes()) == 2
        left = pixels_of(rater.window.stage._images[0][1])
        token = step.presentation.token
        assert step.presentation.token_b is not None
        if step.presentation.side == "right":
            token = step.presentation.token_b
        assert (left == read_picture(folder.stimulus(token)).rgb()).all()
        sides.append(step.presentation.side)
        rater.wait_to_rate()
        rater.press(Qt.Key.Key_Left)
        rater.settle()
    rater.wait_for(EndPage)
    with folder.open_store() as store:
        enrolled = store.find_rater("R07")
        assert enrolled is not None
        rows = store.presentations(enrolled.id)
    assert [row.choice for row in rows] == ["a" if side == "left" else "b" for side in sides]
    assert len(set(sides)) == 2


def test_a_degradation_rating_shows_the_reference_first(
    make_study: MakeStudy, sit: Callable[..., Rater]
) -> None:
    folder = make_study(method="dcr", more="[dcr]\nreference_ms = 2000\ngrey_ms = 50\n")
    rater = sit(folder)
    seen: list[bytes] = []
    paint = rater.window.stage.show_pictures

    def watch(images: list) -> int:
        seen.extend(pixels_of(image).tobytes() for image in images if image.width() == 96)
        return paint(images)

    rater.window.stage.show_pictures = watch  # type: ignore[method-assign]
    rater.come_in()
    presentation = rater.wait_for_picture(1).presentation
    assert presentation.token_b is not None
    expected = [presentation.token_b, presentation.token]
    assert seen == [read_picture(folder.stimulus(t)).rgb().tobytes() for t in expected]
    rater.rate(5)
    rater.wait_for_picture(2)
    assert [row.score for row in stored(folder)] == [5]
