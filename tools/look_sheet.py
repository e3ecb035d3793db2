"""Makes sheets of every page to be looked at: all states, sizes, themes and languages.

    python tools/look_sheet.py [--output build/look] [--language en,ko] [--only upscale,compare]
        [--size 1280x720]

One sheet a page and language: a row for each state and theme, a column for each size of the window;
beside it every picture alone in its full size. The real program is driven as by
tools/screenshots.py. Korean needs a font that has it, such as Debian's fonts-noto-cjk. With
QT_SCALE_FACTOR=2 the largest size is a 4K screen at factor 2.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

from screenshots import SAMPLES, Studio  # noqa: E402

SIZES = "960x600,1280x720,1440x900,1920x1080"
THEMES = ("light", "dark", "contrast")
#: Every picture on a sheet is this wide.
_COLUMN = 640
_GAP = 8
_RUN = ROOT / "models" / "training" / "srresnet-x4"

Show = Callable[[], None]


def main() -> int:
    """Make the sheets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--language", default="en,ko")
    parser.add_argument("--only", default=",".join(PAGES), help="Pages, with commas between.")
    parser.add_argument("--size", default=SIZES, help="Sizes of the window, with commas between.")
    parser.add_argument("--output", type=Path, default=ROOT / "build" / "look")
    chosen = parser.parse_args()
    languages = chosen.language.split(",")
    if len(languages) > 1:  # a program has one language for as long as it runs
        words = [sys.executable, __file__, "--only", chosen.only, "--output", str(chosen.output)]
        words += ["--size", chosen.size]
        return max(subprocess.call([*words, "--language", one]) for one in languages)
    chosen.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["SR_STUDIO_HOME"] = home
        os.environ["XDG_PICTURES_DIR"] = home
        studio = Studio("dark", languages[0])
        try:
            for page in chosen.only.split(","):
                _sheet(studio, page, chosen.output, languages[0], chosen.size.split(","))
        finally:
            studio.close()
    return 0


def _sheet(studio: Studio, page: str, folder: Path, language: str, sizes: list[str]) -> None:
    from PySide6.QtGui import QImage

    from sr_studio.app.tour.tour import Tour

    rows: list[list[QImage]] = []
    for state, bring in PAGES[page](studio, Path(tempfile.mkdtemp())).items():
        bring()
        for theme in THEMES:
            studio.window.context.settings.set("window.theme", theme)
            row = []
            for size in sizes:
                path = folder / f"{page}-{state}-{theme}-{size}-{language}.png"
                studio.window.resize(*(int(side) for side in size.split("x")))
                studio.save(path, keep_dialog=True)
                row.append(QImage(str(path)))
            rows.append(row)
        studio.close_dialog()
        if (tour := studio.window.findChild(Tour)) is not None:
            tour.close()
    target = folder / f"sheet-{page}-{language}.png"
    _together(rows).save(str(target))
    print(target)


def _together(rows: list[list[object]]) -> object:
    """All pictures on one, a row a state and theme, a column a size."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    small = [
        [image.scaledToWidth(_COLUMN, Qt.TransformationMode.SmoothTransformation) for image in row]
        for row in rows
    ]
    heights = [max(image.height() for image in row) for row in small]
    width = max(len(row) for row in small) * (_COLUMN + _GAP)
    whole = QImage(width, sum(heights) + _GAP * len(heights), QImage.Format.Format_RGB32)
    whole.fill(Qt.GlobalColor.darkCyan)
    painter = QPainter(whole)
    top = 0
    for row, height in zip(small, heights, strict=True):
        for column, image in enumerate(row):
            painter.drawImage(column * (_COLUMN + _GAP), top, image)
        top += height + _GAP
    painter.end()
    return whole


def _upscale(studio: Studio, folder: Path) -> dict[str, Show]:
    broken = folder / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")

    def busy() -> None:
        studio.open("city", "dog", "flowers", "girl")
        studio.inspector.methods.choose("bicubic")
        studio.inspector.scale_box.setCurrentText("×8")
        studio.worklist.runner.pause(True)
        studio.start()

    def failing() -> None:
        studio.open("dog", "girl")
        studio.window.open_paths([broken])
        studio.until(lambda: studio.worklist.entries[-1].state == "failed")
        studio.page.queue.make_current(studio.worklist.entries[-1])

    def full() -> None:
        studio.worklist.runner.pause(False)
        studio.open("dog", "girl", "flowers")
        for method in ("nearest", "lanczos"):
            studio.inspector.methods.choose(method)
            studio.inspector.scale_box.setCurrentText("×4")
            studio.page.start(list(studio.worklist.entries))
            studio.until(lambda: all(entry.state == "done" for entry in studio.worklist.entries))
        studio.until(lambda: len(studio.stage.viewer.versions) == 3)

    def tour() -> None:
        studio.window.perform("app.tour")
        studio.window.tour.show_step(2)

    return {"empty": studio.clear, "busy": busy, "failing": failing, "full": full, "tour": tour}


def _compare(studio: Studio, folder: Path) -> dict[str, Show]:
    from sr_studio.app.viewer.version import Version

    page = studio.window.go("compare")

    def failing() -> None:
        broken = folder / "broken.png"
        broken.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing")
        studio.window.open_paths([broken])
        studio.until(lambda: studio.window.desk.shown is not None)

    def full() -> None:
        studio.window.open_paths([SAMPLES / "dog.webp"])
        studio.until(lambda: len(page.viewer.versions) == 1)
        picture = page.viewer.versions[0].pyramid
        page.add_versions([Version(f"A method of {n} blocks ×4", picture) for n in range(4)])
        studio.window.perform("compare.new")
        studio.window.open_paths([SAMPLES / "girl.webp"])
        studio.until(lambda: len(page.viewer.versions) == 1)
        page.tabs.setCurrentIndex(0)

    return {"empty": page.clear, "failing": failing, "full": full}


def _train(studio: Studio, folder: Path) -> dict[str, Show]:
    page = studio.window.go("train")

    def run(name: str, **status: object) -> Show:
        def bring() -> None:
            target = folder / name
            shutil.copytree(_RUN, target)
            known = {"iteration": 12_000, "iterations": 24_700, "pid": os.getpid(), **status}
            known["started"] = psutil.Process().create_time()
            (target / "status.json").write_text(json.dumps(known), encoding="utf-8")
            page.attach(target)
            studio.until(lambda: bool(page.watch and page.watch.status))

        return bring

    why = "The pictures in /photos are gone. Put them back, then resume."
    return {
        "empty": lambda: None,
        "busy": run("running run", state="running", seconds_left=3000.0),
        "failing": run("failed run", state="failed", message=why),
        "full": run("finished run", state="finished", iteration=24_700),
    }


def _evaluate(studio: Studio, folder: Path) -> dict[str, Show]:
    from sr_studio.app.evaluate.method_choice import METHOD_NAME

    page = studio.window.go("evaluate")
    for name in ("dog", "girl"):
        shutil.copyfile(SAMPLES / f"{name}.webp", folder / f"{name}.webp")

    def begin() -> None:
        chosen = page.form.methods.list
        for row in range(chosen.count()):
            item = chosen.item(row)
            item.setCheckState(_checked(item.data(METHOD_NAME) in ("bicubic", "nearest")))
        for key, box in page.form.metrics.boxes.items():
            box.setChecked(key in ("psnr_y", "ssim_y"))
        studio.window.open_paths([folder])
        page.perform("evaluate.start")

    def full() -> None:
        studio.until(lambda: not page.measuring.running)

    def failing() -> None:
        (folder / "girl.webp").write_bytes(b"RIFF and then nothing")
        page.perform("evaluate.start")
        studio.until(lambda: not page.measuring.running)

    return {"empty": lambda: None, "busy": begin, "full": full, "failing": failing}


def _checked(on: bool) -> object:
    from PySide6.QtCore import Qt

    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked


def _study(studio: Studio, folder: Path) -> dict[str, Show]:
    page = studio.window.go("study")
    ratings = folder / "ratings.csv"
    rows = [
        f"rater {rater},{picture},{system},{1 + (rater + picture + grade) % 3 + grade}"
        for rater in range(8)
        for picture in range(6)
        for grade, system in enumerate(("bicubic", "srresnet", "srgan"))
    ]
    ratings.write_text("\n".join(["rater,reference,system,score", *rows]), encoding="utf-8")

    def failing() -> None:
        page.open_or_say([folder])
        studio.until(lambda: studio.window.desk.shown is not None)

    def built() -> None:
        page._demo()
        studio.until(lambda: page.building is not None)
        studio.until(lambda: page.building is None)

    def full() -> None:
        made = folder / "imported"
        words = ["study", "import", str(ratings), "--out", str(made), "--scale", "1-5"]
        subprocess.run([sys.executable, "-m", "sr_studio", *words], check=True)
        page.open_study(made)
        studio.settle(2)
        page._do("results")
        studio.settle(20)

    def wizard() -> None:
        page._begin("new")
        studio.settle(1)

    return {
        "empty": lambda: None,
        "wizard": wizard,
        "failing": failing,
        "built": built,
        "full": full,
    }


def _others(studio: Studio, folder: Path) -> dict[str, Show]:
    studio.open("dog")
    desk = studio.window.desk
    return {
        "settings": desk.settings,
        "keys": desk.keys,
        "about": desk.about,
        "palette": lambda: studio.window.perform("app.palette"),
        "models": studio.inspector.show_more_models,
    }


def _doctor(studio: Studio, folder: Path) -> dict[str, Show]:
    page = studio.window.go("doctor")
    return {
        "busy": lambda: None,
        "full": lambda: studio.until(lambda: bool(page.findings)),
        "tour": lambda: studio.window.perform("app.tour"),
    }


PAGES: dict[str, Callable[[Studio, Path], dict[str, Show]]] = {
    "upscale": _upscale,
    "compare": _compare,
    "train": _train,
    "evaluate": _evaluate,
    "study": _study,
    "doctor": _doctor,
    "others": _others,
}

if __name__ == "__main__":
    raise SystemExit(main())
