"""Which page each step of a sitting has, and what is stored when it is answered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sr_studio.app.studies.rating import texts
from sr_studio.app.studies.rating.forms import RoomPage, SelfReportPage
from sr_studio.app.studies.rating.page import RaterPage
from sr_studio.app.studies.rating.text_pages import (
    BeginPage,
    ConsentPage,
    EndPage,
    ReadingPage,
    RestPage,
    SitePage,
)
from sr_studio.studies.rating import steps
from sr_studio.studies.rating.conductor import StudyConductor


def page_for(
    step: steps.Step,
    conductor: StudyConductor,
    display: Callable[[], dict[str, object]],
    store: Callable[[Callable[[], None]], None],
    close: Callable[[], object],
) -> RaterPage:
    """The page of a step that is neither a picture nor the test of the screen.

    Args:
        display: Describes the screen, for the page about the room.
        store: Writes what was answered, beside the window, and goes on to the next step.
        close: Ends the sitting from the last page.
    """
    head = conductor.manifest.study

    def given(write: Callable[..., None]) -> Callable[..., None]:
        return lambda *said: store(partial(write, *said))

    if isinstance(step, steps.AskSite):
        return SitePage(step.sites, given(conductor.choose_site))
    if isinstance(step, steps.AskConsent):
        consent = given(conductor.consent)
        if step.waived:
            return BeginPage(head.title, consent)
        return ConsentPage(head.consent, head.consent_version, consent)
    if isinstance(step, steps.AskSelfReport):
        return SelfReportPage(step.fields, given(conductor.self_report))
    if isinstance(step, steps.AskRoom):
        screen = display()
        return RoomPage(screen, step.before, given(partial(conductor.room, screen)))
    if isinstance(step, steps.Read):
        title, text = texts.reading(step.text, conductor.manifest)
        return ReadingPage(title, text, given(conductor.read))
    if isinstance(step, steps.Rest):
        return RestPage(step.seconds, given(conductor.rested), given(conductor.stop))
    assert isinstance(step, steps.Finished)
    return EndPage(step, head.contact, close)
