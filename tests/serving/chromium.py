"""Real browsers: the Chromium of the system, driven through Playwright."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@contextmanager
def chromium() -> Iterator[object]:
    """A headless Chromium; the test is skipped where there is none."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium is installed here")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"],
        )
        try:
            yield browser
        finally:
            browser.close()


class Seated:
    """A page in which somebody rates; ``patience`` is how many seconds it waits for anything."""

    def __init__(  # type: ignore[no-untyped-def]
        self, browser, address: str, room: str, *, patience: float = 120, **options
    ) -> None:
        options = {"viewport": {"width": 1280, "height": 800}, **options}
        options.setdefault("screen", options["viewport"])
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(1000 * patience)
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda said: (
                self.faults.append(said.text) if "Content Security Policy" in said.text else None
            ),
        )
        self.page.goto(f"{address}/r/{room}")

    def until(self, condition: str, argument: object = None) -> object:
        """Wait until a function of the page gives something true; gives that.

        Raises:
            AssertionError: It does not; says what the page shows.
        """
        try:
            return self.page.wait_for_function(condition, arg=argument).json_value()
        except Exception as error:
            shows = self.page.evaluate(
                "() => [{ ...document.body.dataset }, document.body.innerText]"
            )
            raise AssertionError(f"never: {condition} {argument}; there is {shows}") from error

    def step(self, *names: str) -> str:
        """Wait for one of these steps."""
        self.until("names => names.includes(document.body.dataset.step)", list(names))
        return str(self.page.evaluate("() => document.body.dataset.step"))

    def main(self) -> None:
        """Press the main button."""
        self.page.click(".buttons .main:not(:disabled)")

    def next_picture(self) -> bool:
        """Wait for a picture that can be answered; False when there is none any more.

        A server that is started anew tells the task again: that is read through.
        """
        while True:
            step = self.until(
                "() => { const { on, step } = document.body.dataset;"
                " return on === '1' ? 'show' : ['read', 'finished'].includes(step) && step; }"
            )
            if step != "read":
                return step == "show"
            # Not by a click of the mouse, which waits for a button that may have gone by then.
            self.page.evaluate(
                "() => document.querySelector('.buttons .main:not(:disabled)')?.click()"
            )
            self.page.wait_for_timeout(50)

    def come_to_the_screen(self) -> None:
        """Agree and say what the room is like, up to the test of the screen."""
        self.step("consent")
        self.main()
        self.step("room")
        self.page.select_option("#light", "dim")
        self.main()
        self.step("screen")

    def come_to_pictures(
        self, *, finger: bool = False, read: Callable[[str], object] = lambda words: None
    ) -> None:
        """Do what comes before the next picture; ``read`` gets the words of each page."""
        press = self.page.tap if finger else self.page.click
        while True:
            step = self.step("consent", "self_report", "room", "screen", "read", "show")
            if step == "show":
                return
            read(str(self.page.inner_text("#page")))
            if step == "self_report":
                for box in self.page.query_selector_all("select"):
                    box.select_option(index=1)
            if step == "room":
                self.page.select_option("#light", "dim")
                self.page.check("#night")
            if step == "screen":
                press("#even-yes")
                press("#steps_seen-yes")
            before = self.page.inner_text("h1")
            press(".buttons .main:not(:disabled)")
            self.page.wait_for_function(
                "before => document.querySelector('h1')?.innerText !== before", arg=before
            )

    def wait_for_picture(self) -> int:
        """Until an answer counts; gives the number of the picture."""
        self.until("() => document.body.dataset.on === '1'")
        return int(self.page.evaluate("() => document.body.dataset.number"))

    def wait_for_next(self, key: str) -> str:
        self.until(
            "key => document.body.dataset.step !== 'show' || document.body.dataset.key !== key", key
        )
        return str(self.page.evaluate("() => document.body.dataset.step"))

    @property
    def key(self) -> str:
        return str(self.page.evaluate("() => document.body.dataset.key"))

    def targets(self) -> list[dict[str, float]]:
        """Where everything stands that a finger touches at a picture, in CSS pixels."""
        return list(
            self.page.eval_on_selector_all(
                "#keys button, #bar button",
                "all => all.map(one => one.getBoundingClientRect().toJSON())",
            )
        )

    def pixels(self) -> np.ndarray:
        """What is shown, in device pixels, H×W×3."""
        data = self.page.screenshot(scale="device", animations="disabled")
        return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
