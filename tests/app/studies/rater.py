"""A rater for tests: opens the window as the kiosk does, and presses keys as a hand would."""

from __future__ import annotations

import time
from collections.abc import Callable

import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from sr_studio.app.studies.rating.forms import RoomPage, SelfReportPage
from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.app.studies.rating.run import open_rating
from sr_studio.app.studies.rating.text_pages import TroublePage
from sr_studio.app.studies.rating.window import RatingWindow
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.folder import StudyFolder

KEYS = {n: Qt.Key(Qt.Key.Key_0 + n) for n in range(1, 6)}
WAIT_MS = 20_000


class Rater:
    """One person before one window."""

    def __init__(self, qtbot: QtBot, folder: StudyFolder, name: str | None = "R07") -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.codes: list[int] = []
        self.window: RatingWindow = open_rating(folder.path, name, self.codes.append)

    # What is seen --------------------------------------------------------------------------------

    @property
    def page(self) -> RaterPage | None:
        """The page shown, None while the stage is."""
        stack = self.window._stack.currentWidget()
        return stack if isinstance(stack, RaterPage) else None

    def page_is(self, kind: type[RaterPage]) -> bool:
        return isinstance(self.page, kind) and not self.window._writes.busy

    def wait_for(self, kind: type[RaterPage]) -> RaterPage:
        self.qtbot.waitUntil(lambda: self.page_is(kind), timeout=WAIT_MS)
        assert self.page is not None
        return self.page

    @property
    def step(self) -> Show:
        step = self.window.conductor.step
        assert isinstance(step, Show)
        return step

    def settle(self) -> None:
        """Wait until a picture or a page is there and nothing is being written."""
        self.qtbot.waitUntil(
            lambda: (
                (self.window.showing.on or self.page is not None) and not self.window._writes.busy
            ),
            timeout=WAIT_MS,
        )

    def wait_for_picture(self, number: int | None = None) -> Show:
        def there() -> bool:
            step = self.window.conductor.step
            wanted = isinstance(step, Show) and (number is None or step.number == number)
            return wanted and self.window.showing.on and not self.window._writes.busy

        self.qtbot.waitUntil(there, timeout=WAIT_MS)
        return self.step

    # What is done --------------------------------------------------------------------------------

    def press_main(self) -> None:
        assert self.page is not None and self.page.main_button is not None
        assert self.page.main_button.isEnabled()
        QTest.mouseClick(self.page.main_button, Qt.MouseButton.LeftButton)

    def come_in(self) -> None:
        """Through all pages to the first picture, answering whatever is asked."""

        self.qtbot.waitUntil(self.walk, timeout=WAIT_MS)

    def walk(self) -> bool:
        """Answer the page that is shown; True once there is a picture."""
        page = self.page
        if self.window._writes.busy or page is None:
            return self.window.showing.on
        if isinstance(page, SelfReportPage):
            for box in page.boxes.values():
                box.setCurrentIndex(0)
        elif isinstance(page, RoomPage):
            page.light.setCurrentIndex(1)
        wants = not isinstance(page, TroublePage) and page.main_button is not None
        if wants and page.main_button is not None and page.main_button.isEnabled():
            self.press_main()
        return False

    def wait_to_rate(self) -> None:
        """Look for as long as the study asks."""
        showing = self.window.showing
        if showing._toggles:
            self.press(Qt.Key.Key_Space)
        self.qtbot.waitUntil(lambda: not showing.too_early(time.monotonic_ns()), timeout=WAIT_MS)

    def press(self, key: Qt.Key, *, modifier: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.window.stage, key, modifier or Qt.KeyboardModifier.NoModifier)

    def rate(self, score: int) -> None:
        self.wait_for_picture()
        self.wait_to_rate()
        self.press(KEYS[score])

    def rate_all(self, score_of: Callable[[Show], int]) -> list[Show]:
        """Rate until a page comes; give what was shown."""
        shown = []
        while True:
            self.settle()
            if self.page is not None:
                return shown
            shown.append(self.step)
            self.rate(score_of(self.step))

    def leave(self) -> None:
        self.window.close()
        self.qtbot.waitUntil(lambda: not self.window.isVisible(), timeout=WAIT_MS)
        self.window.deleteLater()


def stored(folder: StudyFolder, table: str = "ratings") -> list[sa.Row]:
    """All rows of a table, past the program."""
    engine = sa.create_engine(f"sqlite:///{folder.path / 'study.sqlite'}")
    with engine.connect() as connection:
        rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()
    engine.dispose()
    return list(rows)


def score_for(step: Show) -> int:
    """A score that is known beforehand."""
    return 1 + step.number % 5


def texts_of(page: object) -> list[str]:
    """All words on a page."""
    assert isinstance(page, QWidget)
    return [label.text() for label in page.findChildren(QLabel)]
