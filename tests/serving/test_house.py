"""For which numbers a server invites."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.serving.access import AccessError
from sr_studio.serving.house import House
from sr_studio.studies.errors import EnrolmentError, StudyError
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.records import NUMBER_SKIPPED
from tests.serving.conftest import PASSWORD, Served
from tests.serving.page_rater import SCREEN, PageRater
from tests.support.small_study import build_small_study

FEW = """
[[site]]
id = "here"
last_number = 3
"""
SITES = """
[[site]]
id = "north"
last_number = 99
[[site]]
id = "south"
first_number = 101
last_number = 199
"""


def test_invitations_are_for_the_site_that_is_kept(
    make_study: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    """The server was told once where it stands; a link that is no good is not given out."""
    folder = make_study(more=SITES)
    asyncio.run(House(folder, site="south").close())
    served = serve(folder)
    (number,) = served.house.next_numbers()
    assert number == 101
    invited = PageRater(served.address)
    invited.come_in(invitation=served.house.invite(number))
    invited.act("consent", agreed=True)
    assert [one.number for one in served.house.raters()] == [101]
    with pytest.raises(EnrolmentError, match=r"south: .* gives out no number 1\. .* 101 to 199"):
        served.house.invite(1)
    # Whoever is enrolled is welcome everywhere.
    desk = open_conductor(folder, site="north")
    desk.consent(True)
    desk.close()
    guest = PageRater(served.address)
    guest.come_in(invitation=served.house.invite(1))
    assert guest.doc["step"] == "room"


def test_nobody_is_invited_for_the_number_of_an_erased_rater(
    make_study: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.act("consent", agreed=True)
    (gone,) = served.house.raters()
    erase_rater(served.house.store, gone.id)
    assert served.house.next_numbers() == [2]
    with pytest.raises(EnrolmentError, match="number 1 was erased"):
        served.house.invite(1)


def test_nobody_is_invited_for_a_number_without_a_legal_order(
    make_study: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    """Who opened such a link could agree and never be enrolled."""
    served = serve(make_study())
    served.house.store.note(NUMBER_SKIPPED, "1")
    assert served.house.next_numbers() == [2]
    with pytest.raises(EnrolmentError, match="no legal order"):
        served.house.invite(1)


def test_links_that_cannot_all_be_made_are_promised_to_nobody(
    make_study: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    """Those that were made before the numbers ended were never shown, and their numbers gone."""
    served = serve(make_study(more=FEW))
    with pytest.raises(AccessError, match="only 3 numbers are left to invite for, and not 4"):
        served.house.next_numbers(4)
    assert served.house.next_numbers(3) == [1, 2, 3]
    assert served.house.access.invitations == ()


def test_a_study_is_served_once(
    make_study: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    """Two servers wrote one list: whoever had come in at the first was forgotten."""
    folder = make_study()
    served = serve(folder)
    with pytest.raises(StudyError, match="this study is served already"):
        House(folder)
    served.stop()
    asyncio.run(House(folder).close())


def test_a_copy_without_all_its_pictures_is_refused_in_a_sentence(
    make_study: Callable[..., Path],
) -> None:
    folder = make_study()
    gone = min((folder / "stimuli").iterdir())
    kept = gone.read_bytes()
    gone.unlink()
    with pytest.raises(StudyError, match="Copy the stimuli folder again"):
        House(folder)
    gone.write_bytes(kept)
    asyncio.run(House(folder).close())  # nothing was left open


def test_two_studies_at_two_ports_of_one_host(
    make_study: Callable[..., Path], serve: Callable[..., Served], tmp_path: Path
) -> None:
    """A browser keeps one cookie of a name for all ports: the second study ended the first."""
    first = serve(make_study())
    second = serve(build_small_study(tmp_path / "another"))
    jar = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(jar)

    def ask(served: Served, path: str, **body: object) -> int:
        data = json.dumps(body).encode()
        kind = {"content-type": "application/json"}
        asked = urllib.request.Request(f"{served.address}/{path}", data or None, kind)
        return int(browser.open(asked).status)

    for served in (first, second):
        ask(served, "api/enter", browser="a" * 32, room=served.room)
        ask(served, "desk/login", password=PASSWORD)
    for served in (first, second):
        assert ask(served, "api/hello", page="b" * 32, screen=SCREEN) == 200
        assert browser.open(f"{served.address}/desk/status").status == 200
