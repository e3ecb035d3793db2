"""Sentences whose values stand apart, so that they can be said in another language."""

from __future__ import annotations

import re

_FIELD = re.compile(r"%(\d+)")


def filled(text: str, *values: object) -> str:
    """A text with values in its fields ``%1``, ``%2``, …; a field without a value stays.

    Examples:
        >>> filled("%1 of %2 done", 3, "%1")
        '3 of %1 done'
    """

    def value(field: re.Match[str]) -> str:
        number = int(field.group(1))
        return str(values[number - 1]) if 0 < number <= len(values) else field.group()

    return _FIELD.sub(value, text)
