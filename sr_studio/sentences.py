"""Sentences whose values stand apart, so that they can be said in another language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Self

_FIELD = re.compile(r"%(\d+)")


class Sentence(str):
    """Words of the program that know their text and their values, so that they can be said in
    another language; everywhere else they are plain English.

    Who shows them asks :meth:`spoken`. What is no sentence (a name, a number, a path) is a ``str``.

    Args:
        text: With ``%1``, ``%2``, … where the values stand.
        values: What stands there; sentences among them are translated, too.

    Examples:
        >>> found = Sentence("%1 of %2 done", 3, 4)
        >>> found
        '3 of 4 done'
        >>> found.spoken({"%1 of %2 done": "%2 중 %1 완료"}.get)
        '4 중 3 완료'
    """

    text: str
    values: tuple[object, ...]

    def __new__(cls, text: str, *values: object) -> Self:
        """The English words, with the values in their fields."""
        made = super().__new__(cls, filled(text, *values))
        made.text, made.values = text, values
        return made

    def __str__(self) -> str:
        # As every str does. Otherwise who calls str(), as matplotlib does, would lose the values.
        return self

    def spoken(self, translate: Callable[[str], str | None]) -> str:
        """The sentence in another language; what ``translate`` knows nothing of stays English."""
        values = (
            value.spoken(translate) if isinstance(value, Sentence) else value
            for value in self.values
        )
        return filled(translate(self.text) or self.text, *values)

    def apart(self) -> list[object]:
        """The text and its values, for JSON; :func:`together` makes it a sentence again."""
        values = (
            value.apart()
            if isinstance(value, Sentence)
            else value
            if isinstance(value, int | float)
            else str(value)
            for value in self.values
        )
        return [self.text, *values]


def together(apart: Sequence[Any]) -> Sentence:
    """A sentence that another program took apart."""
    text, *values = apart
    return Sentence(
        text, *(together(value) if isinstance(value, list) else value for value in values)
    )


def written(words: str) -> str | list[object]:
    """For JSON: a sentence apart, other words as they are."""
    return words.apart() if isinstance(words, Sentence) else words


def read_back(words: str | Sequence[Any]) -> str:
    """What :func:`written` gave."""
    return words if isinstance(words, str) else together(words)


class _Apart:
    """Has pydantic write words and read them so; it is imported where it is used."""

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            read_back, serialization=core_schema.plain_serializer_function_ser_schema(written)
        )


#: A field of a message between programs: words whose values stay apart on the way.
Words = Annotated[str, _Apart()]


def joined(separator: str, parts: Sequence[str]) -> Sentence:
    """Parts with something between them, each still to be said in another language."""
    return Sentence(separator.join(f"%{place}" for place in range(1, len(parts) + 1)), *parts)


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
