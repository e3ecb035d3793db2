"""What a press at a showing means as an answer, and what a rater may read of an error."""

from __future__ import annotations

import re

from sr_studio.errors import StudioError
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.records import Answer, Choice

_TOKEN = re.compile(r"[0-9a-f]{32}")
_TIE = 3


def answer_of(
    step: Show,
    place: int,
    manifest: Manifest,
    *,
    kind: str,
    shown_us: int,
    first_paint_ns: int,
    answered_ns: int,
    attempt: int | None = None,
) -> Answer:
    """The answer that the labelled key at ``place``, from 1, gives to what is shown.

    Args:
        kind: ``key``, ``keypad``, ``click`` or ``touch``.
        shown_us, first_paint_ns, answered_ns: See :class:`Answer`.
        attempt: Which showing of the picture was answered; the newest if left out.
    """
    choice = _choice(step, place) if manifest.study.method == "pc" else None
    return Answer(
        score=None if choice else place,
        input=kind,
        shown_us=shown_us,
        first_paint_ns=first_paint_ns,
        answered_ns=answered_ns,
        choice=choice,
        attempt=step.attempt if attempt is None else attempt,
    )


def _choice(step: Show, place: int) -> Choice:
    if place == _TIE:
        return "tie"
    first_is_a = step.presentation.side != "right"
    return "a" if (place == 1) == first_is_a else "b"


def looked_long_enough(manifest: Manifest, looked_ns: int) -> bool:
    """Whether an answer counts after looking for so long."""
    return looked_ns >= manifest.display.min_view_ms * 1_000_000


def spoken(error: Exception) -> str:
    """What a rater may read: the sentence without the file it is about, and without a token."""
    if not isinstance(error, StudioError):
        return type(error).__name__
    sentence = f"{error.what[:1].upper()}{error.what[1:]}. {error.remedy}".strip()
    return _TOKEN.sub("…", sentence)
