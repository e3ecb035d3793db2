"""Children one after the other: what was meant for one does not hit the next."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QProcess
from pytestqt.qtbot import QtBot

from sr_studio.app import command_child
from sr_studio.app.command_child import CommandChild
from tests.app.conftest import LONG_MS


class Sleeper(CommandChild):
    def start(self, seconds: float) -> None:
        self._process.start(sys.executable, ["-c", f"import time; time.sleep({seconds})"])

    def _not_started(self, why: str) -> None:
        raise AssertionError(why)


def test_the_patience_with_a_child_ends_with_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_child, "_PATIENCE_MS", 400)
    child = Sleeper()
    finished = child._process.finished
    child.start(60)
    with qtbot.waitSignal(child._process.started, timeout=LONG_MS):
        pass
    with qtbot.waitSignal(finished, timeout=LONG_MS):
        child.cancel()
    with qtbot.waitSignal(finished, timeout=LONG_MS) as ended:
        child.start(2)
    assert ended.args == [0, QProcess.ExitStatus.NormalExit]
