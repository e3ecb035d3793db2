"""What a rater meets, one step after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sr_studio.studies.store.records import PresentationInfo

Phase = Literal["training", "calibration", "test"]
Text = Literal["instructions", "training", "calibration", "test"]


@dataclass(frozen=True)
class AskSite:
    """Ask once where this computer stands: (code, name) of each site."""

    sites: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskConsent:
    """Show the consent text; nothing is stored yet.

    Attributes:
        waived: There is no text; the rater only says that it may begin.
    """

    waived: bool = False


@dataclass(frozen=True)
class AskSelfReport:
    """Ask about sight and experience, once."""

    fields: tuple[str, ...]


@dataclass(frozen=True)
class AskRoom:
    """Record screen and room.

    Attributes:
        before: What was said last time.
        goes_on: Whether the sitting goes on with the last session, whose screen was tested.
    """

    before: Mapping[str, Any] = field(default_factory=dict)
    goes_on: bool = False


@dataclass(frozen=True)
class TestScreen:
    """Show the pattern and read it back."""

    __test__ = False  # its name is no test's


@dataclass(frozen=True)
class Read:
    """A page of text to read."""

    text: Text


@dataclass(frozen=True)
class Show:
    """One presentation.

    Attributes:
        presentation: What is shown.
        phase: Which words stand around it; stabilising and repeats look like the test.
        number, total: ``37 of 280``.
        attempt: 1, and one more for each interrupted showing before.
        upcoming: Tokens of the next pictures, those of this one first.
        following: What comes next, empty after the last showing.
    """

    presentation: PresentationInfo
    phase: Phase
    number: int
    total: int
    attempt: int = 1
    upcoming: tuple[str, ...] = ()
    following: tuple[PresentationInfo, ...] = ()


@dataclass(frozen=True)
class Rest:
    """The session is over; the next may begin after ``seconds``."""

    seconds: float


@dataclass(frozen=True)
class Finished:
    """Everything is rated, or the rater stops for today, or did not agree.

    Attributes:
        reason: ``done``, ``stopped`` or ``refused``.
        pseudonym: What to name for a withdrawal; empty if nobody was enrolled.
        minutes: Length of this session.
    """

    reason: Literal["done", "stopped", "refused"]
    pseudonym: str = ""
    minutes: float = 0.0


Step = AskSite | AskConsent | AskSelfReport | AskRoom | TestScreen | Read | Show | Rest | Finished


def tokens_of(presentation: PresentationInfo, method: str) -> tuple[str, ...]:
    """Tokens of a presentation in the order left to right, or first to last.

    In a degradation rating the reference comes first; in a pair ``side`` says where the first
    stimulus stands.
    """
    first, second = presentation.token, presentation.token_b
    if second is None:
        return (first,)
    swapped = method == "dcr" or presentation.side == "right"
    return (second, first) if swapped else (first, second)
