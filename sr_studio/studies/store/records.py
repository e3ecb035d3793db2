"""What the store takes and gives: plain values, safe to hand to a window or another thread."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sr_studio.studies.planning.basis import Role, Side

StudyState = Literal["draft", "open", "closed", "unblinded"]
EndReason = Literal["done", "break", "clock", "abandoned", "crash_found"]
SelfTest = Literal["screen", "window", "confirmed"]
Face = Literal["desk", "browser"]
Choice = Literal["a", "b", "tie"]

#: Kind of the event that a showing was interrupted; its detail is the presentation's id.
INTERRUPTED = "interrupted_showing"
#: Kinds of local notes: a rater number without a plan, on which computer a file was rated, and when
#: and why there is no copy of it.
NUMBER_SKIPPED, COMPUTER, BACKUP_FAILED = "number_skipped", "computer", "backup_failed"


def face_of(display: Mapping[str, Any]) -> Face | Literal[""]:
    """What a session was shown in, from its record of the display; empty where it is not known."""
    if display.get("face") == "browser":
        return "browser"
    return "desk" if "ratio" in display else ""


def display_name(display: Mapping[str, Any]) -> str:
    """The make of a screen, or the browser and the kind of device; empty where not known."""
    if face_of(display) == "browser":
        return f"{display.get('browser', '')} ({display.get('device', '')})"
    return str(display.get("model", ""))


@dataclass(frozen=True)
class Consent:
    """That a text was agreed to, which one and when (UTC microseconds)."""

    version: str
    text_sha256: str
    at_us: int


@dataclass(frozen=True)
class RaterInfo:
    """A rater as the program knows one: a number and a pseudonym."""

    id: uuid.UUID
    number: int
    pseudonym: str
    site: str
    enrolled_us: int
    plan_digest: str
    withdrawn: bool = False


@dataclass(frozen=True)
class SessionInfo:
    """One sitting, with its first recorded end and what was written down at its start."""

    id: uuid.UUID
    rater_id: uuid.UUID
    ordinal: int
    started_us: int
    ended_us: int | None = None
    end_reason: str | None = None
    selftest: str = ""
    display: Mapping[str, Any] = field(default_factory=dict)
    environment: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sitting:
    """What is written down at the start of a session.

    Attributes:
        display: Screen and window: model, size, pixels, ratio of device pixels, refresh, depth.
        environment: Room: light, distance, luminance as asked.
    """

    clock_id: str
    selftest: SelfTest
    app_version: str
    code_revision: str = ""
    display: dict[str, Any] = field(default_factory=dict)
    environment: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PresentationInfo:
    """One planned showing with the files it needs; tokens name files under ``stimuli/``."""

    id: uuid.UUID
    block: int
    seq: int
    role: Role
    token: str
    token_b: str | None
    side: Side | None
    told_score: int | None
    golden: bool
    repeat_of: uuid.UUID | None
    width: int
    height: int
    score: int | None = None
    choice: Choice | None = None
    revision: int = 0

    @property
    def rated(self) -> bool:
        """Whether it has a rating."""
        return self.revision > 0


@dataclass(frozen=True)
class Answer:
    """A rater's answer with its times.

    Attributes:
        score: The grade from 1, the lowest score of the scale; None for a pair.
        choice: For a pair: ``a`` is the presentation's first stimulus, wherever it stood.
        input: ``key``, ``keypad``, ``click``, ``touch`` or ``script``.
        shown_us: UTC microseconds of the first paint.
        first_paint_ns, answered_ns: Monotonic nanoseconds of this process.
        attempt: 1, and one more for each interrupted showing before.
    """

    score: int | None
    input: str
    shown_us: int
    first_paint_ns: int
    answered_ns: int
    choice: Choice | None = None
    attempt: int = 1

    @property
    def rt_ms(self) -> int:
        """Whole milliseconds from the first painted frame to the answer."""
        return max(0, (self.answered_ns - self.first_paint_ns) // 1_000_000)


@dataclass(frozen=True)
class StudyEventInfo:
    """Something that happened to the study as a whole."""

    kind: str
    at_us: int
    by_role: str
    reason: str
    detail: str
    site: str | None


@dataclass(frozen=True)
class DecisionInfo:
    """A person's decision about what the analysis leaves out."""

    subject_type: str
    subject_id: uuid.UUID
    action: Literal["exclude", "include"]
    rule: str
    value: str
    threshold: str
    by_role: str
    reason: str
    at_us: int
    after_unblinding: bool
