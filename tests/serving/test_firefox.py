"""A whole session in a real Firefox: what was pressed is stored, what is shown is the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.serving.conftest import Served, scores
from tests.serving.firefox import Firefox, firefox

Make = Callable[..., Path]
Serve = Callable[..., Served]

STEP = "document.body.dataset.step"
MAIN = "document.querySelector('.buttons .main:not(:disabled)')"


def come_to_pictures(page: Firefox) -> None:
    """Do what comes before the first picture."""
    while (step := page.until(STEP)) != "show":
        if step == "room":
            page.script(
                "const light = document.getElementById('light'); light.value = 'dim';"
                "light.dispatchEvent(new Event('input', { bubbles: true }));"
            )
        if step == "screen":
            page.script(
                "for (const id of ['even-yes', 'steps_seen-yes'])"
                " document.getElementById(id).click();"
            )
        title = page.script("return document.querySelector('h1').innerText")
        page.until(f"{MAIN} !== null")
        page.script(f"{MAIN}.click()")
        page.until(f"document.querySelector('h1')?.innerText !== {title!r}")


@pytest.mark.timeout(600)
def test_a_session_by_keys_in_firefox(make_study: Make, serve: Serve, tmp_path: Path) -> None:
    served = serve(make_study(gap_ms=30, min_view_ms=30))
    pressed: list[int] = []
    with firefox(tmp_path / "profile") as page:
        page.go(f"{served.address}/r/{served.room}")
        come_to_pictures(page)
        while True:
            page.until("document.body.dataset.on === '1'")
            number = int(page.script("return document.body.dataset.number"))
            if number == 1:
                (sitting,) = served.house.sittings.values()
                box = sitting.document()["pictures"][0]
                file = served.folder / "stimuli" / f"{sitting.token_of(box['address'])}.png"
                x, y, width, height = (box[name] for name in ("x", "y", "width", "height"))
                seen = page.pixels()[y : y + height, x : x + width]
                assert np.array_equal(seen, np.asarray(Image.open(file)))
            key, place = page.script("return document.body.dataset.key"), 1 + (3 * number) % 5
            page.press(str(place))
            pressed.append(place)
            page.until(f"{STEP} !== 'show' || document.body.dataset.key !== '{key}'")
            if page.script(f"return {STEP}") != "show":
                break
            if number == 5:
                page.go(f"{served.address}/")  # as reloading does
        page.until(f"{STEP} === 'finished'")
    assert len(pressed) == 9
    with served.store() as store, store.reading() as connection:
        assert list(scores(store).values()) == [pressed]
        (display,) = set(connection.exec_driver_sql("SELECT display FROM sessions").scalars())
    assert '"browser":"Firefox' in display
