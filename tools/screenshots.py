"""Makes the pictures of the window in docs/images, always in the same size and type.

    python tools/screenshots.py [--theme dark] [--only window,empty] [--output docs/images]

The real program is driven without a screen: samples are opened, the real engine upscales them with
the best model there is, and for the last picture it is killed in mid-job.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_SCALE_FACTOR", "1")

SIZE = (1280, 800)
FONTS = ("Noto Sans CJK KR", "Noto Sans", "DejaVu Sans")
FONT_POINTS = 10
PATIENCE = 600.0
SAMPLES = ROOT / "resources" / "samples"
#: The folder of pictures that is trained and measured on: the samples, under a name of nobody's.
PICTURES = "pictures"


def main() -> int:
    """Make the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--theme", default="dark")
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", default=",".join(SHOTS), help="Names, with commas between.")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "images")
    chosen = parser.parse_args()
    output = chosen.output.resolve()
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["SR_STUDIO_HOME"] = home
        shutil.copytree(SAMPLES, Path(home, PICTURES))
        os.chdir(home)  # so that no path of whoever runs this is to be seen
        studio = Studio(chosen.theme, chosen.language)
        try:
            for name in sorted(chosen.only.split(","), key=list(SHOTS).index):
                SHOTS[name](studio)
                target = output / f"{name}.png"
                studio.save(target)
                print(target)
        finally:
            studio.close()
    return 0


class Studio:
    """The program in the hands of this script."""

    def __init__(self, theme: str, language: str) -> None:
        from PySide6.QtGui import QFont, QFontDatabase

        from sr_studio.app.settings import Settings
        from sr_studio.app.start import install_translations, make_application
        from sr_studio.app.window import MainWindow

        self.application = make_application()
        families = QFontDatabase.families()
        family = next((name for name in FONTS if name in families), families[0])
        self.application.setFont(QFont(family, FONT_POINTS))
        settings = Settings()
        settings.set("window.theme", theme)
        install_translations(self.application, language)
        self.window = MainWindow(settings)
        self.window.resize(*SIZE)
        self.window.show()
        self.until(lambda: self.window.ready)
        self.page = self.window.go("upscale")
        self.worklist = self.page.worklist  # type: ignore[attr-defined]
        self.stage = self.page.stage  # type: ignore[attr-defined]
        self.inspector = self.page.inspector  # type: ignore[attr-defined]

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the program run until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise SystemExit("error: the program did not come to the state to be shown.")
            self.application.processEvents()
            time.sleep(0.005)

    def settle(self, seconds: float = 0.3) -> None:
        """Let the program come to rest."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end and self.window.tasks.open_count == 0)

    def open(self, *names: str) -> None:
        """Open samples, as if they had just been dropped on an empty window."""
        self.window.go("upscale")
        self.clear()
        self.window.open_paths([SAMPLES / f"{name}.webp" for name in names])
        self.until(lambda: bool(self.stage.viewer.versions))
        self.settle()

    def clear(self) -> None:
        """An empty queue."""
        for entry in self.worklist.entries:
            self.worklist.cancel([entry])
        self.until(lambda: not any(entry.state.under_way for entry in self.worklist.entries))
        self.page._remove(list(self.worklist.entries))  # type: ignore[attr-defined]

    def choose_best(self) -> None:
        """What a new person gets."""
        from sr_studio.upscaling.methods import default_method

        self.inspector.methods.choose(default_method().name)

    def start(self) -> None:
        """Press Upscale."""
        self.page.perform("job.start")

    def save(self, path: Path, *, keep_dialog: bool = False) -> None:
        """Take the picture, with the dialog that is open."""
        self.settle()
        self.window.status.clearMessage()
        image = self.window.grab().toImage()
        dialog = self.application.activeModalWidget() or self.window.desk.shown
        if dialog is not None and dialog.isVisible():
            _lay_over(image, dialog)
        if not keep_dialog:
            self.close_dialog()
        if not image.save(str(path)):
            raise SystemExit(f"error: {path} could not be written.")

    def at_home(self, text: str) -> str:
        """A text with the paths of whoever runs this replaced by those of nobody."""
        for own, shown in (
            (os.environ["SR_STUDIO_HOME"], "~/sr-studio"),
            (sys.prefix, "~/sr-studio/.venv"),
            (str(ROOT), "~/sr-studio"),
            (platform.platform(), "Linux"),
        ):
            text = text.replace(own, shown)
        return text

    def close_dialog(self) -> None:
        """Close the dialog that is open, if one is."""
        from shiboken6 import isValid

        dialogs = self.application.activeModalWidget(), self.window.desk.shown
        self.window.desk.shown = None
        for dialog in dialogs:
            if dialog is not None and isValid(dialog) and dialog.isVisible():
                dialog.close()

    def close(self) -> None:
        """Close the window and everything behind it."""
        self.window.close_anyway()


def _lay_over(image: object, dialog: object) -> None:
    """Draw a dialog where it would stand over the window."""
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtWidgets import QDialog

    assert isinstance(image, QImage)
    assert isinstance(dialog, QDialog)
    picture = dialog.grab()
    place = QRect(picture.rect())
    place.moveCenter(image.rect().center())
    painter = QPainter(image)
    painter.fillRect(image.rect(), QColor(0, 0, 0, 90))
    painter.drawPixmap(place.topLeft(), picture)
    painter.setPen(QColor(0, 0, 0, 160))
    painter.drawRect(place.adjusted(-1, -1, 0, 0))
    painter.end()


def shot_empty(studio: Studio) -> None:
    """What one sees first."""
    studio.clear()
    studio.settle(1.0)


def shot_window(studio: Studio) -> None:
    """A real result beside its original, at actual pixels."""
    studio.open("dog", "flowers", "girl")
    studio.choose_best()
    studio.start()
    studio.until(lambda: all(entry.state == "done" for entry in studio.worklist.entries))
    studio.until(lambda: len(studio.stage.viewer.versions) == 2)
    viewer = studio.stage.viewer
    view = viewer.panes[0].view_size()
    viewer.state.zoom_to(0.75, view)
    viewer.state.look_at((0.5, 0.42), view)


def _has_results(entry: Any, count: int) -> bool:
    return len(entry.results) == count


def shot_compare(studio: Studio) -> None:
    """Several methods on one spot."""
    from sr_studio.upscaling.methods import default_method

    studio.open("dog")
    (entry,) = studio.worklist.entries
    for name in ("nearest", "lanczos", default_method().name):
        studio.inspector.methods.choose(name)
        wanted = len(entry.results) + 1
        studio.start()
        studio.until(partial(_has_results, entry, wanted))
    count = 1 + len(studio.worklist.entries[0].results)
    # One that is still being made is shown, too, but is no version yet.
    studio.until(lambda: len(studio.stage.versions()) == count)
    studio.page.perform("job.compare")
    viewer = studio.window.page.viewer  # type: ignore[union-attr]
    studio.settle()
    view = viewer.panes[0].view_size()
    viewer.state.zoom_to(1.0, view)
    viewer.state.look_at((0.42, 0.40), view)


def shot_busy(studio: Studio) -> None:
    """In mid-work: progress, time left, cancel."""
    studio.open("city", "dog", "flowers", "girl")
    studio.choose_best()
    studio.start()
    first = studio.worklist.entries[0]
    studio.until(lambda: first.timing.fraction() > 0.2 or first.state not in ("waiting", "working"))


def shot_failing(studio: Studio) -> None:
    """The engine died in mid-job: the row says why, the rest went on."""
    studio.open("city", "dog")
    studio.choose_best()
    studio.start()
    first, second = studio.worklist.entries
    studio.until(lambda: first.state == "working")
    os.kill(studio.window.engine.status.pid, signal.SIGKILL)  # type: ignore[union-attr,arg-type]
    studio.until(lambda: first.state == "failed" and second.state == "done")
    studio.page._row_wants("job.explain", first)  # type: ignore[attr-defined]


def shot_keys(studio: Studio) -> None:
    """The sheet of keys."""
    studio.window.desk.keys()


def shot_tour(studio: Studio) -> None:
    """The second step of the tour of the first page."""
    studio.window.go("upscale")
    studio.clear()
    studio.window.perform("app.tour")
    studio.settle()
    studio.window.tour.show_step(1)


def shot_doctor(studio: Studio) -> None:
    """What the doctor found, with nobody's paths."""
    page: Any = studio.window.go("doctor")
    studio.until(lambda: bool(page.findings))
    page._show(json.loads(studio.at_home(json.dumps(page.findings))))


def shot_train(studio: Studio) -> None:
    """A short run: curves, pictures, the form."""
    page: Any = studio.window.go("train")
    form = page.form
    form.recipe_box.setCurrentText("espcn")
    form.take_data(Path(PICTURES))
    settings = ["data.crop=64", "data.batch=2", "validation.held_out=1", "validation.every=16"]
    form.settings.setPlainText("\n".join([*settings, "schedule.iterations=160"]))
    form.budget.budget.setValue(1.0)
    studio.until(form.button.isEnabled)
    form.button.click()

    def finished() -> bool:
        status = page.watch.status if page.watch is not None else None
        return status is not None and status.state == "finished"

    studio.until(finished)
    studio.until(lambda: bool(page.view.viewer.versions))
    studio.settle(4.0)  # the list of runs looks every three seconds


def shot_evaluate(studio: Studio) -> None:
    """Three methods on the samples, one picture looked at."""
    from PySide6.QtCore import Qt

    page: Any = studio.window.go("evaluate")
    page.form.add_data([Path(PICTURES)])
    chosen = page.form.methods.list
    for row in range(chosen.count()):
        wanted = chosen.item(row).data(Qt.ItemDataRole.UserRole) in (
            "nearest",
            "bicubic",
            "espcn-x4",
        )
        state = Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked
        chosen.item(row).setCheckState(state)
    page.start()
    studio.until(lambda: page.measuring is not None and not page.measuring.running)
    page.view.state.setText(studio.at_home(page.view.state.text()))
    page.view.table.selectRow(0)
    studio.settle(1.0)


def shot_study(studio: Studio) -> None:
    """The results of a study filled from a stated truth, which it says."""
    from sr_studio.studies.simulation.study import simulate_study

    folder = Path(os.environ["SR_STUDIO_HOME"]) / "studies" / "simulated"
    simulate_study("acr-hr", folder, truth="ladder", raters=26, references={"pictures": 12})
    page: Any = studio.window.go("study")
    page.open_study(folder)
    studio.until(lambda: page.dashboard.buttons["results"].isEnabled())
    page.dashboard.buttons["results"].click()
    studio.until(lambda: page._stack.currentWidget() is page.results)
    page._place.setText(studio.at_home(page._place.text()))
    page.results.tabs.setCurrentIndex(1)


SHOTS: dict[str, Callable[[Studio], None]] = {
    "empty": shot_empty,
    "window": shot_window,
    "compare": shot_compare,
    "busy": shot_busy,
    "failing": shot_failing,
    "keys": shot_keys,
    "tour": shot_tour,
    "doctor": shot_doctor,
    "train": shot_train,
    "evaluate": shot_evaluate,
    "study": shot_study,
}

if __name__ == "__main__":
    raise SystemExit(main())
