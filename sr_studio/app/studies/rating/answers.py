"""What a press on the keyboard or a click means as an answer."""

from __future__ import annotations

from sr_studio.app.studies.rating.keys import Press
from sr_studio.app.studies.rating.showing import Showing
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.rating.answering import answer_of
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.store.records import Answer


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
    """The answer that key ``number`` gives to what is shown; ``at_ns``: see :class:`Answer`."""
    return answer_of(
        step,
        number,
        manifest,
        kind=kind,
        shown_us=showing.shown_us,
        first_paint_ns=showing.first_paint_ns,
        answered_ns=at_ns,
    )
