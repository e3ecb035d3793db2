"""Which answers a study takes."""

from __future__ import annotations

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import RatingRefusedError
from sr_studio.studies.store.records import Answer


def require_answer(manifest: Manifest, answer: Answer) -> None:
    """Refuse what is neither a grade of the study's scale nor one of the study's choices.

    Raises:
        RatingRefusedError: See above.
    """
    choices = ("a", "b", "tie") if manifest.pc.tie else ("a", "b")
    # bool is an int to Python, and 3.0 equals 3: neither is a score.
    grades = manifest.scale.grades
    score_fits = type(answer.score) is int and 1 <= answer.score <= grades
    if manifest.study.method == "pc":
        fits = answer.score is None and answer.choice in choices
        expected = f"one of {', '.join(choices)}"
    else:
        fits = answer.choice is None and score_fits
        expected = f"a whole score from 1 to {grades}"
    if not fits:
        given = answer.choice if answer.score is None else answer.score
        raise RatingRefusedError(f"{given!r} is not {expected}")
