"""Windows for tests, and a watch over what a test leaves running."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from sr_studio.app.settings import Settings
from sr_studio.app.window import MainWindow

LONG_MS = 90_000


@pytest.fixture(autouse=True)
def _nothing_left_running(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves threads or timers behind."""
    threads = set(threading.enumerate())
    timers = {id(timer) for timer in _active_timers()}
    yield
    if "warm_window" in request.fixturenames:
        return  # it serves a whole module, which looks at its threads when it has closed it
    left = new_threads(threads)
    assert not left, f"threads left running: {left}"
    still = [timer for timer in _active_timers() if id(timer) not in timers]
    assert not still, f"timers left running: {[timer.parent() for timer in still]}"


def new_threads(known: set[threading.Thread]) -> list[str]:
    """Names of threads that run now and are not among those known."""
    return [
        thread.name
        for thread in threading.enumerate()
        if thread not in known and thread.is_alive() and not thread.name.startswith("Dummy")
    ]


def _active_timers() -> list[QTimer]:
    found = []
    for widget in QApplication.topLevelWidgets():
        found += [timer for timer in widget.findChildren(QTimer) if timer.isActive()]
    return found


def opened_window(*, ahead: bool = False) -> MainWindow:
    """A window made as the program does, ready for use."""
    settings = Settings()
    # Off unless wanted: a test that upscales nothing should start no engine.
    settings.set("engine.ahead", ahead)
    window = MainWindow(settings)
    window.resize(1200, 800)
    window.show()
    deadline = time.monotonic() + LONG_MS / 1000
    while not window.ready and time.monotonic() < deadline:
        QApplication.processEvents()
        time.sleep(0.005)
    assert window.ready
    return window


def close_window(window: MainWindow) -> None:
    """Close a window as a person would who agrees to everything."""
    if window.desk.shown is not None:
        with contextlib.suppress(RuntimeError):  # closed and deleted by the test
            window.desk.shown.close()
    window.close_anyway()
    assert not window.isVisible()
    assert not window.tasks.running
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows and closes them after the test."""
    made: list[MainWindow] = []

    def make(*, ahead: bool = False) -> MainWindow:
        made.append(opened_window(ahead=ahead))
        return made[-1]

    yield make
    for window in made:
        if isValid(window) and window.isVisible():  # a test may have closed it
            close_window(window)


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    """One window with its first page."""
    return make_window()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A small photograph-like picture, 40 × 30."""
    return save_picture(tmp_path / "garden.png", 40, 30)


def save_picture(path: Path, width: int, height: int, seed: int = 0) -> Path:
    """Write a picture of soft colours with some edges."""
    rows, columns = np.mgrid[0:height, 0:width]
    base = np.stack([rows * 5 % 256, columns * 5 % 256, (rows + columns) * 3 % 256], axis=2)
    noise = np.random.default_rng(seed).integers(0, 20, base.shape)
    Image.fromarray(((base + noise) % 256).astype(np.uint8)).save(path)
    return path


def drop(widget: QWidget, paths: list[Path]) -> bool:
    """Drop files on the middle of a widget as a file manager does; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    middle = widget.rect().center()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(middle), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(middle), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(widget, event)
    return event.isAccepted()
