"""Nothing but the picture tells a rater, or anybody looking over a shoulder, what is shown."""

from __future__ import annotations

import logging
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from sr_studio import paths
from sr_studio.app.studies.rating.text_pages import EndPage, PausePage
from sr_studio.studies.store.folder import StudyFolder
from tests.app.studies.rater import Rater
from tests.support.small_study import REFERENCES, SYSTEMS


def forbidden(folder: StudyFolder) -> list[str]:
    """Every word that would give something away."""
    manifest = folder.manifest
    words = [*SYSTEMS, *REFERENCES, "original", "hidden_reference", folder.path.name, ".png"]
    for stimulus in manifest.stimuli:
        words += [stimulus.token, stimulus.sha256, stimulus.pixel_sha256]
    return [word.lower() for word in words]


def accessible_texts(interface: QAccessibleInterface) -> Iterator[str]:
    for kind in (
        QAccessible.Text.Name,
        QAccessible.Text.Description,
        QAccessible.Text.Help,
        QAccessible.Text.Value,
        QAccessible.Text.Accelerator,
    ):
        yield interface.text(kind)
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            yield from accessible_texts(child)


def told_by(window: QWidget) -> list[str]:
    """Every text the window gives to the desktop, to tools and to screen readers."""
    texts = [QGuiApplication.applicationDisplayName(), QGuiApplication.clipboard().text()]
    for widget in [window, *window.findChildren(QWidget)]:
        texts += [
            widget.windowTitle(),
            widget.windowFilePath(),
            widget.windowIconText(),
            widget.toolTip(),
            widget.statusTip(),
            widget.whatsThis(),
            widget.objectName(),
            widget.accessibleName(),
            widget.accessibleDescription(),
        ]
        for name in ("text", "toPlainText", "title"):
            method = getattr(widget, name, None)
            if callable(method):
                texts.append(str(method()))
    handle = window.windowHandle()
    texts += [handle.title(), handle.filePath(), handle.objectName()]
    texts += accessible_texts(QAccessible.queryAccessibleInterface(window))
    return texts


def test_no_word_gives_anything_away(
    make_study: Callable[..., StudyFolder],
    sit: Callable[..., Rater],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.INFO)
    folder = make_study()
    words = forbidden(folder)
    rater = sit(folder)
    rater.come_in()
    names = []
    looked = 0
    while rater.page is None:
        step = rater.wait_for_picture()
        names.append(rater.window.stage.accessibleName())
        texts = told_by(rater.window)
        for text in texts:
            assert not [word for word in words if word in text.lower()], text
        assert f"Image {step.number} of {step.total}" in texts
        looked += 1
        if looked == 4:
            rater.press(Qt.Key.Key_Escape)
            rater.wait_for(PausePage)
            assert not any(word in text.lower() for text in told_by(rater.window) for word in words)
            rater.press_main()
            rater.wait_for_picture()
        rater.rate(3)
        rater.settle()
    rater.wait_for(EndPage)
    assert looked == 9
    assert names == [f"Image {number} of 9" for number in range(1, 10)]
    said = caplog.text + "".join(capfd.readouterr())
    assert not [word for word in words if word in said.lower()]
    home = [file for file in paths.user_config_dir().parent.rglob("*") if file.is_file()]
    kept = [file.read_text(errors="replace") + file.name for file in home]
    assert not [word for word in words if any(word in text.lower() for text in kept)]


def test_a_crash_report_names_no_picture(
    root: Path, make_study: Callable[..., StudyFolder], tmp_path: Path
) -> None:
    folder = make_study()
    token = folder.manifest.stimuli[0].token
    folder.stimulus(token).write_bytes(b"no picture at all")
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from sr_studio.app.studies.rating.decoding import Decoder\n"
        "token = sys.stdin.readline().strip()\n"
        "Decoder(Path(sys.argv[1]), {token: '0' * 64}).frame(token)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder.stimuli)],
        input=token,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "PictureRefusedError" in done.stderr
    assert token not in done.stderr
    assert str(folder.path) not in done.stderr


def test_every_system_appears_equally_fast(
    make_study: Callable[..., StudyFolder], sit: Callable[..., Rater]
) -> None:
    folder = make_study(gap_ms=150, size=(320, 240))
    system = {stimulus.token: stimulus.system for stimulus in folder.manifest.stimuli}
    rater = sit(folder)
    grey_at: list[int] = []
    clear = rater.window.stage.clear

    def watch() -> int:
        grey_at.append(clear())
        return grey_at[-1]

    rater.window.stage.clear = watch  # type: ignore[method-assign]
    rater.come_in()
    waits: dict[str | None, list[float]] = defaultdict(list)
    while rater.page is None:
        step = rater.wait_for_picture()
        wait = (rater.window.showing.first_paint_ns - grey_at[-1]) / 1e6
        waits[system[step.presentation.token]].append(wait)
        rater.rate(3)
        rater.settle()
    everything = [wait for own in waits.values() for wait in own]
    assert min(everything) >= 150  # never before the gap is over, however ready a picture is
    middles = [statistics.median(own) for own in waits.values()]
    assert max(middles) - min(middles) < 60  # generous: other programs run beside the tests


def test_only_one_widget_has_the_focus(
    make_study: Callable[..., StudyFolder], sit: Callable[..., Rater]
) -> None:
    rater = sit(make_study())
    rater.come_in()
    QApplication.processEvents()
    keys = rater.window.stage.buttons
    assert all(key.focusPolicy() == Qt.FocusPolicy.NoFocus for key in keys)
    assert len({(key.width(), key.height(), key.font().weight()) for key in keys}) == 1
    assert rater.window.stage.cursor().shape() == Qt.CursorShape.BlankCursor
