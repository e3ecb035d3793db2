"""What a page may ask for, field by field; everything else is refused in a sentence."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sr_studio.studies.errors import StudyError

#: A page that is open in a browser names itself with so many hexadecimal digits.
_Name = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Pixels = Annotated[int, Field(ge=1, le=65_536)]
#: Milliseconds of the page's own clock: a page may stay open for a month.
_Moment = Annotated[float, Field(ge=0, le=31 * 86_400_000)]
_Count = Annotated[int, Field(ge=1, le=100_000)]
Noticed = Literal[
    "early_key",
    "other_key",
    "modifier",
    "auto_repeat",
    "calibration_hint",
    "focus_lost",
    "focus_back",
    "late_picture",
    "resent",
]


class BadWishError(StudyError):
    """What a page asked for is not one of the things a page asks for."""


class Wish(BaseModel):
    """Strict types, unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


Kind = TypeVar("Kind", bound=Wish)


class Screen(Wish):
    """What a page sees of its screen; sizes in device pixels.

    Attributes:
        width, height: Of the room the page has.
        ratio: Device pixels a CSS pixel.
        screen_width, screen_height: Of the whole screen.
        zoom: Pinched in or out, 1 where it is not.
        touch: Whether fingers can touch it.
    """

    width: _Pixels
    height: _Pixels
    ratio: float = Field(ge=0.25, le=16)
    screen_width: _Pixels
    screen_height: _Pixels
    zoom: float = Field(1.0, ge=0.05, le=50)
    touch: bool = False


class Enter(Wish):
    """Come in by a link or by the code of the room; ``browser`` is what it keeps of its own."""

    browser: _Name
    invitation: str = Field("", max_length=64)
    room: str = Field("", max_length=32)


class Hello(Wish):
    """A page is there, or its screen has changed."""

    page: _Name
    screen: Screen


class Act(Wish):
    """Something a rater did at a step; ``at`` names the step the page was at."""

    page: _Name
    at: str = Field(max_length=64)


class Consent(Act):
    """The answer to the consent text."""

    agreed: bool


class SelfReport(Act):
    """The answers of the self-report."""

    answers: dict[str, Annotated[str, Field(max_length=40)]]


class Room(Act):
    """What no program can read: light, distance, the card of grey steps."""

    light: str = Field(max_length=20)
    distance_cm: int = Field(ge=10, le=500)
    luminance_cd_m2: int | None = Field(None, ge=1, le=2000)
    night_light_off: bool


class Tested(Act):
    """What the rater and the page saw of the pattern and of the card."""

    even: bool
    steps_seen: bool
    read_back: bool


class Answer(Act):
    """An answer to a showing, with the page's own clock.

    Attributes:
        key: The key of the showing.
        place: The labelled key that was pressed, from 1.
        shown, answered, sent: Milliseconds: the frame that showed the picture, the press, now.
        noticed: What did not count, and how often.
    """

    key: _Name
    place: int = Field(ge=1, le=30_000)
    input: Literal["key", "keypad", "click", "touch"]
    shown: _Moment
    answered: _Moment
    sent: _Moment
    attempt: int = Field(ge=1, le=10_000)
    noticed: dict[Noticed, _Count] = Field(default_factory=dict)


class Invite(Wish):
    """The experimenter wants an invitation; the next free number where none is named."""

    number: int | None = Field(None, ge=1, le=999_999)


class Revoke(Wish):
    """The experimenter takes an invitation back."""

    number: int = Field(ge=1, le=999_999)


class Door(Wish):
    """The experimenter opens the room, with a new code, or closes it."""

    open: bool


class Password(Wish):
    """The experimenter's password."""

    password: str = Field(max_length=64)


def read_wish(kind: type[Kind], body: bytes) -> Kind:
    """The wish in the body of a request.

    Raises:
        BadWishError: It is none; the sentence names the first field at fault.
    """
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "the request"
        raise BadWishError(f"{field}: {first['msg']}") from error
