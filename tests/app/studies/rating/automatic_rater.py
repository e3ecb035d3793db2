"""Run by test_crash.py in a process of its own: rates as fast as allowed, and says what it sees.

``painted N`` is printed when picture N of the test is on the screen: then ratings 1 to N - 1 have
to be on the disk, whatever happens to this process.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sr_studio.app.studies.rating.forms import RoomPage
from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.app.studies.rating.run import open_rating
from sr_studio.app.studies.rating.text_pages import EndPage
from sr_studio.studies.rating.steps import Show
from tests.app.studies.rater import KEYS


def main(study: str, rater: str) -> None:
    application = QApplication(sys.argv[:1])
    window = open_rating(Path(study), rater, lambda _: application.quit())
    seen: set[str] = set()

    def act() -> None:
        page = window._stack.currentWidget()
        step = window.conductor.step
        if window._writes.busy:
            return
        if isinstance(page, EndPage):
            print("end", flush=True)
            window.close()
        elif isinstance(page, RaterPage) and page.main_button is not None:
            if isinstance(page, RoomPage):
                page.light.setCurrentIndex(0)
            page.main_button.click()
        elif window.showing.on and isinstance(step, Show):
            text = f"painted {step.number} attempt {step.attempt}"
            if text not in seen:
                seen.add(text)
                print(text, flush=True)
            if not window.showing.too_early(time.monotonic_ns()):
                QTest.keyClick(window.stage, KEYS[1 + step.number % 5])

    timer = QTimer()
    timer.timeout.connect(act)
    timer.start(2)
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
