"""What raters are asked about themselves and the room: the answers there are, as they are stored.

Answers are chosen, never typed: nothing that could name a person can get into the database. The
words for them are those of the face that asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sr_studio.studies.errors import RatingRefusedError

_TESTS = ("not tested", "passed", "failed")
#: Question of the self-report to its answers.
SELF_REPORT: Mapping[str, tuple[str, ...]] = {
    "age_band": ("18-24", "25-34", "35-44", "45-54", "55-64", "65+", "not stated"),
    "vision_test": _TESTS,
    "correction": ("none", "glasses", "contact lenses"),
    "colour_vision": _TESTS,
    "expertise": ("none", "some", "expert"),
}
#: Questions whose answer has a month: that of a real test, done by somebody trained for it.
DATED = ("vision_test", "colour_vision")
UNDATED_ANSWER = "not tested"
#: Light in the room.
LIGHT = ("dark", "dim", "ordinary", "bright")

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def require_self_report(fields: Iterable[str], answers: Mapping[str, str]) -> None:
    """Refuse answers that are none of those there are, or that leave a question out.

    Raises:
        RatingRefusedError: See above.
    """
    asked = tuple(fields)
    if set(answers) != set(asked):
        raise RatingRefusedError(f"the questions of this study are {', '.join(asked) or 'none'}")
    for name, answer in answers.items():
        chosen, _, month = answer.partition(" ") if name in DATED else (answer, "", "")
        if answer == UNDATED_ANSWER and name in DATED:
            continue
        dated = bool(_MONTH.fullmatch(month)) or name not in DATED
        if chosen not in SELF_REPORT[name] or not dated:
            raise RatingRefusedError(f"{answer[:40]!r} is no answer to {name}")
