"""What a consent text leaves to whoever carries out the study, and filling it in."""

from __future__ import annotations

import re

#: A passage in square brackets that says something: "[Say here whom to ask.]".
_TO_FILL_IN = re.compile(r"\[[^\[\]]*[^\W\d_][^\[\]]*\]")


def left_to_fill_in(text: str) -> list[str]:
    """The passages of a text that still stand in square brackets, each on one line."""
    return [" ".join(passage.split()) for passage in _TO_FILL_IN.findall(text)]


def filled_in(text: str, *answers: str) -> str:
    """The text with its passages replaced in order; an empty answer leaves its passage.

    Args:
        answers: Of the texts that come with the program: how long and where the ratings are kept,
            and whom to ask.
    """
    given = iter(answers)
    return _TO_FILL_IN.sub(lambda passage: next(given, "").strip() or passage.group(), text)
