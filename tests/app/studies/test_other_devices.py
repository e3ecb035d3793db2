"""The Study page's window that lets people rate on other devices: a real server beside it."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.studies.other_devices import OtherDevices
from sr_studio.studies.store.folder import StudyFolder

WAIT_MS = 90_000


def test_it_serves_while_it_is_open(qtbot: QtBot, make_study: Callable[..., StudyFolder]) -> None:
    window = OtherDevices(make_study().path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.dashboard.isEnabled, timeout=WAIT_MS)
    link, code = window.facts["room_link"].text(), window.facts["room"].text()
    assert link.endswith(f"/r/{code}") and len(code) == 8
    assert not window.code.pixmap().isNull()
    with urllib.request.urlopen(link) as answer:
        assert b"files/rate.js" in answer.read()
    failures: list[str] = []
    window.failed.connect(failures.append)
    with qtbot.waitSignal(window.child.ended, timeout=WAIT_MS):
        window.child.cancel()
    assert failures == [] and not window.isVisible()
    with pytest.raises(OSError):
        urllib.request.urlopen(link)
