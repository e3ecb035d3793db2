"""The other methods in a real Chromium: the original first, and pairs side by side or in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sr_studio.studies.rating.steps import Show, tokens_of
from tests.serving.chromium import Seated, chromium
from tests.serving.conftest import Served

Make = Callable[..., Path]
Serve = Callable[..., Served]

#: Notes what is drawn, when, and how it looks on the canvas.
WATCH = """() => {
  const context = document.getElementById('canvas').getContext('2d');
  const plain = context.drawImage.bind(context);
  window.drawn = [];
  context.drawImage = (...given) => {
    plain(...given);
    const [, x, y, width, height] = given;
    const { data } = context.getImageData(x, y, width, height);
    window.drawn.push({ at: performance.now(), x, y, width, height,
      pixels: Array.from(data.filter((_, place) => place % 4 < 3)) });
  };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


def sit(browser: Any, served: Served, **options: Any) -> Seated:
    """Somebody whose canvas is watched from the beginning."""
    seat = Seated(browser, served.address, served.room, **options)
    seat.step("consent")
    seat.page.evaluate(WATCH)
    return seat


def shown(served: Served) -> Show:
    """What the only rater is at."""
    (sitting,) = served.house.sittings.values()
    step = sitting.conductor.step
    assert isinstance(step, Show)
    return step


def each_showing(seat: Seated, served: Served) -> Iterator[tuple[int, Show]]:
    """Number and step of each showing until the last is answered, which each must be."""
    while True:
        number = seat.wait_for_picture()
        key = seat.key
        yield number, shown(served)
        if seat.wait_for_next(key) != "show":
            break
    seat.step("finished")


def drawn(seat: Seated) -> list[dict[str, Any]]:
    """What was drawn since it was last asked for."""
    return list(seat.page.evaluate("() => window.drawn.splice(0)"))


def is_file(served: Served, one: dict[str, Any], token: str) -> bool:
    """Whether the canvas had exactly the pixels of a picture."""
    file = np.asarray(Image.open(served.folder / "stimuli" / f"{token}.png"))
    return file.shape[:2] == (one["height"], one["width"]) and np.array_equal(
        file.ravel(), one["pixels"]
    )


@pytest.mark.parametrize(
    "pictures", [2, pytest.param(9, marks=pytest.mark.slow)], ids=["beginning", "whole"]
)
def test_a_degradation_rating_shows_the_original_first(
    pictures: int, browser: Any, make_study: Make, serve: Serve
) -> None:
    served = serve(
        make_study(
            method="dcr",
            gap_ms=30,
            min_view_ms=30,
            more="[dcr]\nreference_ms = 2000\ngrey_ms = 80\n",
        )
    )
    seat = sit(browser, served)
    seat.come_to_pictures()
    assert "Imperceptible" in seat.page.inner_text("#keys")
    pressed: list[int] = []
    originals: set[bool] = set()
    while True:
        number = seat.wait_for_picture()
        first, second = drawn(seat)
        row = shown(served).presentation
        assert row.token_b is not None  # the hidden reference's is the reference itself
        originals.add(row.token_b != row.token)
        assert is_file(served, first, row.token_b) and is_file(served, second, row.token)
        assert [first[side] for side in "xy"] == [second[side] for side in "xy"]
        assert second["at"] - first["at"] >= 2000 + 80 - 2 * 17  # whole frames
        key, place = seat.key, 1 + (3 * number) % 5
        seat.page.keyboard.press(str(place))
        pressed.append(place)
        if seat.wait_for_next(key) != "show" or number == pictures:
            break
    assert pictures == 2 or originals == {True, False}
    assert len(pressed) == pictures and (pictures == 2 or seat.step("finished"))
    with served.store() as store:
        (rater,) = store.raters()
        given = [row.score for row in store.presentations(rater.id) if row.rated]
        assert given == pressed
    assert seat.faults == []


@pytest.mark.parametrize("finger", [False, True], ids=["keys", "touch"])
def test_pairs_in_place(finger: bool, browser: Any, make_study: Make, serve: Serve) -> None:
    served = serve(
        make_study(
            method="pc", gap_ms=30, min_view_ms=30, more='[pc]\nlayout = "toggle"\ntie = true\n'
        )
    )
    seat = sit(browser, served, has_touch=finger, is_mobile=finger)
    seat.come_to_pictures(finger=finger)
    expected: list[str] = []
    for number, step in each_showing(seat, served):
        key = seat.key
        assert "first picture" in seat.page.inner_text("#counter")
        place = 1 + number % 3
        if not finger:
            seat.page.keyboard.press(str(place))  # who has not seen both cannot answer
            assert seat.key == key and seat.step("show")
        if finger:
            seat.page.touchscreen.tap(640, 300)
        else:
            seat.page.keyboard.press(" ")
        assert "second picture" in seat.page.inner_text("#counter")
        first, second = drawn(seat)
        tokens = tokens_of(step.presentation, "pc")
        assert is_file(served, first, tokens[0]) and is_file(served, second, tokens[1])
        assert [first[side] for side in "xy"] == [second[side] for side in "xy"]
        if finger:
            seat.page.tap(f"#keys button:nth-child({place})")
        else:
            seat.page.keyboard.press(str(place))
        first_is_a = step.presentation.side != "right"
        expected.append("tie" if place == 3 else "a" if (place == 1) == first_is_a else "b")
    assert choices(served) == expected and len(expected) == 3 and seat.faults == []


def test_pairs_side_by_side_are_chosen_by_touching_one(
    browser: Any, make_study: Make, serve: Serve
) -> None:
    served = serve(make_study(method="pc", gap_ms=30, min_view_ms=30))
    seat = sit(browser, served, has_touch=True, is_mobile=True)
    seat.come_to_pictures(finger=True)
    expected: list[str] = []
    for number, step in each_showing(seat, served):
        both = drawn(seat)
        tokens = tokens_of(step.presentation, "pc")
        assert all(is_file(served, one, token) for one, token in zip(both, tokens, strict=True))
        left, right = both
        assert left["y"] == right["y"] and left["x"] + left["width"] < right["x"]
        one = both[number % 2]
        seat.page.touchscreen.tap(one["x"] + one["width"] / 2, one["y"] + one["height"] / 2)
        chosen_first, first_is_a = number % 2 == 0, step.presentation.side != "right"
        expected.append("a" if chosen_first == first_is_a else "b")
    assert choices(served) == expected and len(expected) == 3 and seat.faults == []


def choices(served: Served) -> list[str | None]:
    """What the only rater chose, in order."""
    with served.store() as store:
        (rater,) = store.raters()
        return [row.choice for row in store.presentations(rater.id)]
