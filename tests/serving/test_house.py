"""For which numbers a server invites."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.serving.house import House
from sr_studio.studies.errors import EnrolmentError
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.records import NUMBER_SKIPPED
from tests.serving.conftest import Served
from tests.serving.page_rater import PageRater

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
    number = served.house.next_number()
    assert number == 101
    invited = PageRater(served.address)
    invited.come_in(invitation=served.house.invite(number))
    invited.act("consent", agreed=True)
    assert [one.number for one in served.house.raters()] == [101]
    with pytest.raises(EnrolmentError, match=r"gives out no number 1\. .*south.* 101 to 199"):
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
    assert served.house.next_number() == 2
    with pytest.raises(EnrolmentError, match="number 1 was erased"):
        served.house.invite(1)


def test_nobody_is_invited_for_a_number_without_a_legal_order(
    make_study: Callable[..., Path], serve: Callable[..., Served]
) -> None:
    """Who opened such a link could agree and never be enrolled."""
    served = serve(make_study())
    served.house.store.note(NUMBER_SKIPPED, "1")
    assert served.house.next_number() == 2
    with pytest.raises(EnrolmentError, match="no legal order"):
        served.house.invite(1)
