"""Whole sessions in a real Chromium: what was pressed is what is stored, what is shown is the
file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sr_studio.studies.rating.steps import Show
from tests.serving.chromium import Seated, chromium
from tests.serving.conftest import PASSWORD, Served, scores

Make = Callable[..., Path]
Serve = Callable[..., Served]


TABLET = (
    "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/156.0.0.0 Safari/537.36"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


def held(
    browser: Any, served: Served, size: tuple[int, int], ratio: float = 2, **options: Any
) -> Seated:
    """Somebody with a tablet or a telephone in the hand."""
    return Seated(
        browser,
        served.address,
        served.room,
        viewport={"width": size[0], "height": size[1]},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=ratio,
        **options,
    )


def pressed_and_stored(served: Served, pressed: list[int]) -> None:
    with served.store() as store:
        (given,) = scores(store).values()
    assert given == pressed


def test_a_session_by_keys(browser: Any, make_study: Make, serve: Serve) -> None:
    served = serve(make_study(gap_ms=120, min_view_ms=200))
    seat = Seated(browser, served.address, served.room)
    seat.come_to_pictures()
    pressed: list[int] = []
    undone = False
    while True:
        number = seat.wait_for_picture()
        key = seat.key
        place = 1 + (3 * number) % 5
        seat.page.keyboard.press("7")  # no key of this scale
        seat.page.keyboard.press(f"Control+{place}")
        seat.page.keyboard.press(str(place) if number % 2 else f"Numpad{place}")
        pressed.append(place)
        if seat.wait_for_next(key) != "show":
            break
        if number == 4 and not undone:
            undone = True
            seat.page.keyboard.press("Backspace")
            seat.page.wait_for_function("() => document.body.dataset.number === '4'")
            seat.wait_for_picture()
            key = seat.key
            seat.page.keyboard.press("5")
            pressed[-1] = 5
            seat.wait_for_next(key)
        if number == 6:
            seat.wait_for_picture()
            seat.page.keyboard.press("Escape")
            seat.step("pause")
            seat.main()
    seat.step("finished")
    assert "Thank you" in seat.page.inner_text("h1")
    assert undone and len(pressed) == 9 and seat.faults == []
    pressed_and_stored(served, pressed)
    with served.store() as store, store.reading() as connection:
        times = [
            tuple(row)
            for row in connection.exec_driver_sql("SELECT rt_ms, attempt, input FROM ratings")
        ]
    assert all(ms >= 200 for ms, *_ in times)
    assert {kind for *_, kind in times} == {"key", "keypad"}
    # What was on the screen when the rater went back or paused was shown again.
    assert sorted(attempt for _, attempt, _ in times) == [1] * 8 + [2] * 2


def test_a_session_by_touch(browser: Any, make_study: Make, serve: Serve) -> None:
    served = serve(make_study(gap_ms=60, min_view_ms=60))
    seat = held(browser, served, (1024, 768), user_agent=TABLET)
    seat.come_to_pictures(finger=True)
    targets = seat.targets()
    assert len(targets) == 7 and all(min(one["width"], one["height"]) >= 44 for one in targets)
    pressed = []
    while True:
        number = seat.wait_for_picture()
        key, place = seat.key, 1 + (2 * number) % 5
        seat.page.tap(f"#keys button:nth-child({place})")
        pressed.append(place)
        if seat.wait_for_next(key) != "show":
            break
        if number == 3:
            seat.wait_for_picture()
            seat.page.tap("#undo")
            seat.page.wait_for_function("() => document.body.dataset.number === '3'")
            seat.wait_for_picture()
            key = seat.key
            seat.page.tap("#keys button:nth-child(1)")
            pressed[-1] = 1
            seat.wait_for_next(key)
    seat.step("finished")
    assert "Thank you" in seat.page.inner_text("h1") and seat.faults == []
    pressed_and_stored(served, pressed)
    with served.store() as store, store.reading() as connection:
        (display,) = connection.exec_driver_sql("SELECT display FROM sessions").scalars()
        kinds = set(connection.exec_driver_sql("SELECT input FROM ratings").scalars())
    assert kinds == {"touch"}
    assert '"face":"browser"' in display and '"device":"tablet"' in display


def test_a_session_in_korean(browser: Any, make_study: Make, serve: Serve) -> None:
    served = serve(
        make_study(
            language="ko",
            consent="사진을 평가합니다. 언제든지 그만둘 수 있습니다.",
            self_report='fields = ["age_band", "correction"]',
            prelude=True,
            gap_ms=30,
            min_view_ms=30,
        )
    )
    seat = Seated(browser, served.address, served.room)
    said: list[str] = []
    seat.come_to_pictures(read=said.append)
    assert "동의합니다" in said[0] and "매우 좋음" in seat.page.inner_text("#keys")
    pressed: list[int] = []
    while True:
        number = seat.wait_for_picture()
        said.append(seat.page.inner_text("#stage"))
        (sitting,) = served.house.sittings.values()
        step = sitting.conductor.step
        assert isinstance(step, Show)
        key, place = seat.key, step.presentation.told_score or 1 + (2 * number) % 5
        seat.page.keyboard.press(str(place))
        if step.phase == "test":
            pressed.append(place)
        if seat.wait_for_next(key) not in ("show", "read"):
            break
        if number == 3 and len(pressed) == 3:
            seat.wait_for_picture()
            seat.page.keyboard.press("Escape")
            seat.step("pause")
            said.append(seat.page.inner_text("#page"))
            seat.main()
        seat.come_to_pictures(read=said.append)
    said.append(seat.page.inner_text("#page"))
    assert "감사합니다" in said[-1] and seat.faults == []
    with served.store() as store:
        (rater,) = store.raters()
        assert [row.score for row in store.presentations(rater.id)] == pressed
    # But for units, keys and what the study itself says, nothing is left in English.
    own = f"{rater.pseudonym}|{served.house.manifest.study.contact}"
    words = set(re.findall("[A-Za-z]{2,}", re.sub(own, "", " ".join(said))))
    assert words <= {"cd", "lx", "cm", "Esc", "Backspace"}


def test_the_network_is_cut_three_times(browser: Any, make_study: Make, serve: Serve) -> None:
    served = serve(make_study(gap_ms=30, min_view_ms=30))
    seat = Seated(browser, served.address, served.room)
    seat.come_to_pictures()
    pressed: list[int] = []
    while True:
        number = seat.wait_for_picture()
        key, place = seat.key, 1 + (3 * number) % 5
        cut = number in (2, 5, 7)
        if cut:
            seat.context.set_offline(True)
        seat.page.keyboard.press(str(place))
        pressed.append(place)
        if cut:
            seat.page.wait_for_selector("#banner:not([hidden])")
            assert "Your last answer is kept" in seat.page.inner_text("#banner")
            if number == 5:  # the tab is closed as well, and another one opened
                seat.page.close()
                seat.context.set_offline(False)
                seat.page = seat.context.new_page()
                seat.page.goto(served.address)
            else:
                seat.context.set_offline(False)
        if number == 5:
            seat.page.wait_for_function("() => document.body.dataset.number === '6'")
        elif seat.wait_for_next(key) != "show":
            break
    seat.step("finished")
    assert len(pressed) == 9
    pressed_and_stored(served, pressed)


@pytest.mark.parametrize("ratio", [1, 1.5, 2])
def test_pixels_shown_are_those_of_the_file(
    ratio: float, browser: Any, make_study: Make, serve: Serve
) -> None:
    served = serve(make_study(gap_ms=30, min_view_ms=30))
    width, height = round(1281 / ratio), 720
    seat = Seated(
        browser,
        served.address,
        served.room,
        viewport={"width": width, "height": height},
        device_scale_factor=ratio,
    )
    seat.come_to_pictures()
    for _ in range(2):
        number = seat.wait_for_picture()
        (sitting,) = served.house.sittings.values()
        shown = sitting.document()
        box, token = shown["pictures"][0], sitting.token_of(shown["pictures"][0]["address"])
        file = np.asarray(Image.open(served.folder / "stimuli" / f"{token}.png"))
        seen = seat.pixels()
        part = seen[box["y"] : box["y"] + box["height"], box["x"] : box["x"] + box["width"]]
        assert number == shown["number"] and np.array_equal(part, file)
        around = seen[box["y"] - 1, box["x"] - 1 : box["x"] + box["width"] + 1]
        assert (around == 128).all()  # the study's grey, up to the very edge
        key = seat.key
        seat.page.keyboard.press("3")
        seat.wait_for_next(key)


def test_a_picture_is_shown_as_long_as_declared(
    browser: Any, make_study: Make, serve: Serve
) -> None:
    served = serve(make_study(gap_ms=100, min_view_ms=100, exposure_ms=400))
    seat = Seated(browser, served.address, served.room)
    seat.come_to_pictures()
    seat.wait_for_picture()
    seat.page.evaluate(
        """() => {
          const context = document.getElementById('canvas').getContext('2d');
          const plain = context.drawImage.bind(context), fill = context.fillRect.bind(context);
          const log = (what) => window.log.push([what, performance.now()]);
          window.log = [];
          context.drawImage = (...a) => { log('on'); plain(...a); };
          context.fillRect = (...a) => { log('grey'); fill(...a); };
        }"""
    )
    key = seat.key
    seat.page.keyboard.press("3")
    seat.wait_for_next(key)
    seat.wait_for_picture()
    seat.page.wait_for_function(
        "() => window.log.length > 1 && window.log.at(-1)[0] === 'grey' && "
        "window.log.at(-2)[0] === 'on'"
    )
    log = seat.page.evaluate("() => window.log")
    (on, at), (off, then) = log[-2:]
    assert (on, off) == ("on", "grey")
    assert 340 <= then - at <= 400 + 250  # frames come late where other programs run


def test_the_card_stands_between_its_questions(
    browser: Any, make_study: Make, serve: Serve
) -> None:
    served = serve(make_study())
    seat = Seated(browser, served.address, served.room)
    seat.come_to_the_screen()
    seat.page.wait_for_selector("#even-yes")
    tops = seat.page.eval_on_selector_all(
        ".column h1, .column canvas, #even-yes, #steps_seen-yes",
        "all => all.map(one => one.getBoundingClientRect().top)",
    )
    assert tops == sorted(tops) and len(set(tops)) == 6
    assert seat.page.evaluate(
        "() => { const b = document.querySelector('.card canvas').getBoundingClientRect();"
        " return [b.left % 1, b.top % 1]; }"
    ) == [0, 0]  # a device pixel of the pattern is one of the screen


def test_pictures_stand_on_the_screen_as_it_is_when_they_come(
    browser: Any, make_study: Make, serve: Serve
) -> None:
    """Who took the whole screen at its test, or turned the tablet, had the keys of before."""
    served = serve(make_study())
    seat = Seated(browser, served.address, served.room)
    seat.come_to_the_screen()
    seat.page.set_viewport_size({"width": 1600, "height": 1200})
    seat.page.wait_for_function("() => innerHeight === 1200")
    seat.come_to_pictures()
    seat.wait_for_picture()
    assert seat.page.evaluate(
        "() => document.querySelector('#keys button').getBoundingClientRect().top > 800"
    )


def test_a_file_that_is_gone_is_a_sentence(browser: Any, make_study: Make, serve: Serve) -> None:
    """The page asked for it again and again, and the rater saw grey."""
    served = serve(make_study())
    seat = Seated(browser, served.address, served.room)
    seat.come_to_pictures()
    seat.wait_for_picture()
    for file in (served.folder / "stimuli").glob("*.png"):
        file.unlink()
    key = seat.key
    seat.page.keyboard.press("3")
    if seat.wait_for_next(key) == "show":  # the next picture had been fetched already
        seat.until(
            "() => document.body.dataset.on === '1' || document.body.dataset.step !== 'show'"
        )
        seat.page.keyboard.press("3")
    seat.step("trouble")
    assert "cannot be read" in seat.page.inner_text("#page")


def test_a_dashboard_that_is_cut_off_says_so(browser: Any, make_study: Make, serve: Serve) -> None:
    """It showed for hours who was there when the server ended."""
    served = serve(make_study())
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.address}/desk")
    page.fill("#password", PASSWORD)
    page.click(".main")
    page.wait_for_selector("table")
    context.set_offline(True)
    page.wait_for_selector("#stale")
    context.set_offline(False)
    page.wait_for_selector("#stale", state="detached")


def test_a_phone_is_refused_in_a_sentence(browser: Any, make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    seat = held(browser, served, (375, 667), 1)
    seat.step("unfit")
    assert "at least 640 × 480" in seat.page.inner_text("main")
    assert seat.page.evaluate("() => document.documentElement.scrollWidth") <= 375


def test_a_phone_is_allowed_where_the_study_says_so(
    browser: Any, make_study: Make, serve: Serve
) -> None:
    served = serve(make_study(gap_ms=30, min_view_ms=30, least=(320, 480), size=(320, 240)))
    seat = held(browser, served, (375, 667))
    seat.come_to_pictures(finger=True)
    seat.wait_for_picture()
    for one in seat.targets():
        assert min(one["width"], one["height"]) >= 44 and 0 <= one["left"] < one["right"] <= 375
    assert seat.page.eval_on_selector_all(
        "#keys button, #counter",
        "all => all.every(one => one.scrollWidth <= one.clientWidth"
        " && one.scrollHeight <= one.clientHeight)",
    )  # all words can be read
    (sitting,) = served.house.sittings.values()
    box = sitting.document()["pictures"][0]
    file = served.folder / "stimuli" / f"{sitting.token_of(box['address'])}.png"
    seen = seat.pixels()
    assert seen.shape[:2] == (2 * 667, 2 * 375)  # all pixels of the screen are the page's
    part = seen[box["y"] : box["y"] + box["height"], box["x"] : box["x"] + box["width"]]
    assert np.array_equal(part, np.asarray(Image.open(file)))
    assert box["x"] == (2 * 375 - 320) // 2
    assert seat.page.evaluate("() => document.documentElement.scrollWidth") <= 375
