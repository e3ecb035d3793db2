"""A second start, what was opened lately, and where the program says which it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QIcon
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from sr_studio import paths
from sr_studio.app import door as door_module
from sr_studio.app.door import Door
from sr_studio.app.menus import RecentMenu
from sr_studio.app.window import MainWindow
from sr_studio.version import commit, version_and_commit
from tests.app.conftest import LONG_MS


@pytest.fixture
def door(qapp: QApplication) -> Iterator[Door]:
    made = Door()
    assert made.open()
    yield made
    made.close()


def test_a_second_start_hands_its_files_over(door: Door, qtbot: QtBot, picture: Path) -> None:
    heard: list[list[Path]] = []
    door.knocked.connect(heard.append)
    process = QProcess()
    process.setWorkingDirectory(str(picture.parent))
    process.start(sys.executable, ["-m", "sr_studio", picture.name])
    qtbot.waitUntil(lambda: process.state() == QProcess.ProcessState.NotRunning, timeout=LONG_MS)
    assert process.exitCode() == 0, process.readAllStandardError().data()
    assert heard == [[picture]]


def test_only_one_window_listens(door: Door) -> None:
    second = Door()
    assert not second.open()


def test_what_a_killed_window_left_behind_is_in_nobodys_way(qapp: QApplication) -> None:
    script = (
        "import os\nfrom PySide6.QtCore import QCoreApplication\n"
        "from sr_studio.app.door import Door\n"
        "application = QCoreApplication([])\ndoor = Door()\n"
        "assert door.open()\nos._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=False, env=dict(os.environ))
    assert paths.window_socket().exists()
    assert not door_module.hand_over([])
    made = Door()
    assert made.open()
    made.close()


@pytest.mark.parametrize("message", [b"hello\n", b'{"files": "x"}\n', b"[1]\n", b"\xff\n"])
def test_what_is_no_message_of_ours_is_not_answered(
    door: Door, qtbot: QtBot, message: bytes
) -> None:
    heard: list[object] = []
    door.knocked.connect(heard.append)
    socket = QLocalSocket()
    socket.connectToServer(door_module.address())
    assert socket.waitForConnected(1000)
    socket.write(message)
    qtbot.waitUntil(
        lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState, timeout=LONG_MS
    )
    assert not heard and socket.readAll().data() == b""


def test_what_was_opened_lately_is_in_the_menu_and_opens_again(
    make_window: Callable[..., MainWindow], qtbot: QtBot, picture: Path
) -> None:
    window = make_window()
    window.open_paths([picture])
    window.close_anyway()
    window = make_window()
    page = window.go("upscale")
    page.perform("job.remove_done")
    menu = cast(RecentMenu, next(iter(window.findChildren(RecentMenu))))
    menu.fill()
    entry = menu.actions()[0]
    assert entry.text().startswith(picture.name)
    assert entry.statusTip() == str(picture)
    entry.trigger()
    entries = page.worklist.entries  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: any(one.path == picture for one in entries), timeout=LONG_MS)
    menu.actions()[-1].trigger()
    menu.fill()
    assert not menu.actions()[0].isEnabled()


def test_nothing_is_remembered_against_the_persons_wish(window: MainWindow, picture: Path) -> None:
    window.context.settings.set("files.recent", False)
    window.open_paths([picture])
    assert not window.recent.path.exists()


def test_about_says_version_and_commit(window: MainWindow) -> None:
    window.perform("app.about")
    box = window.desk.shown
    assert isinstance(box, QMessageBox)
    assert box.text() == f"SR Studio {version_and_commit()}"
    if paths.checkout() is not None:
        assert commit() in box.text() and commit()


def test_the_icon_is_drawn(qapp: QApplication, root: Path) -> None:
    icon = QIcon(str(root / "resources" / "app" / "sr-studio.svg"))
    image = icon.pixmap(64, 64).toImage()
    assert not image.isNull() and image.pixelColor(32, 6).alpha() == 255
