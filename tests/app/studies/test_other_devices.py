"""The Study page's window that lets people rate on other devices: a real server beside it."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from sr_studio.app.studies.other_devices import OtherDevices
from sr_studio.studies.rating.enrolment import known_site
from sr_studio.studies.store.folder import StudyFolder

WAIT_MS = 90_000
_SITES = """
[[site]]
id = "north"
name = "Laboratory north"
first_number = 1
last_number = 99
[[site]]
id = "south"
first_number = 101
last_number = 199
"""


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


def test_a_study_of_several_sites_asks_once_where_this_computer_is(
    qtbot: QtBot, make_study: Callable[..., StudyFolder]
) -> None:
    study = make_study(more=_SITES)
    window = OtherDevices(study.path)
    qtbot.addWidget(window)
    window.show()
    assert window.site.isVisible() and not window.child.running
    assert [window.site.itemText(n) for n in range(2)] == ["Laboratory north", "south"]
    window.site.setCurrentIndex(1)
    window.begin.click()
    qtbot.waitUntil(window.dashboard.isEnabled, timeout=WAIT_MS)
    assert not window.site.isVisible() and known_site(study.manifest) == "south"
    window.shut_down()
    again = OtherDevices(study.path)
    qtbot.addWidget(again)
    again.show()
    assert again.child.running and not again.site.isVisible()
    again.shut_down()
