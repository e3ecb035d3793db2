"""What a press at a showing means as an answer, and what a rater may read of an error."""

from __future__ import annotations

import re

from sr_studio.app.studies.rating.keys import Press
from sr_studio.app.studies.rating.showing import Showing
from sr_studio.errors import StudioError
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.records import Answer, Choice

_TOKEN = re.compile(r"[0-9a-f]{32}")
_TIE = 3


def place_of(press: Press, manifest: Manifest) -> int:
    """The labelled key that is meant, from 1; 0 for none.

    A digit means the score that is printed on a key: on a scale from 0 to 10 the 3 means the
    fourth key.
    """
    if press.number is None:
        return 0
    typed = press.input in ("key", "keypad")
    if not typed or manifest.study.method == "pc":
        return press.number
    return manifest.scale.grade(str(press.number)) or 0


def answer_to(
    step: Show, number: int, kind: str, at_ns: int, showing: Showing, manifest: Manifest
) -> Answer:
    """The answer that key ``number`` gives to what is shown.

    Args:
        kind: ``key``, ``keypad``, ``click`` or ``touch``.
        at_ns: Monotonic nanoseconds of the press.
    """
    choice = _choice(step, number) if manifest.study.method == "pc" else None
    return Answer(
        score=None if choice else number,
        input=kind,
        shown_us=showing.shown_us,
        first_paint_ns=showing.first_paint_ns,
        answered_ns=at_ns,
        choice=choice,
        attempt=step.attempt,
    )


def _choice(step: Show, number: int) -> Choice:
    if number == _TIE:
        return "tie"
    first_is_a = step.presentation.side != "right"
    return "a" if (number == 1) == first_is_a else "b"


def spoken(error: Exception) -> str:
    """What a rater may read: the sentence without the file it is about, and without a token."""
    if not isinstance(error, StudioError):
        return type(error).__name__
    sentence = f"{error.what[:1].upper()}{error.what[1:]}. {error.remedy}".strip()
    return _TOKEN.sub("…", sentence)
