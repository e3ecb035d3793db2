"""On which line of a TOML text a field stands."""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[^=\s.]+)*)\s*=""")
_PART = re.compile(r"""[^\s."']+|"[^"]*"|'[^']*'""")

#: Names and positions from the top of the document, as pydantic and tomllib give them.
Location = tuple[str | int, ...]


class LineFinder:
    """Finds the line of a field, or of the nearest table around it."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Location, int] = {}
        counts: Counter[Location] = Counter()
        table: Location = ()
        closing = ""
        for number, line in enumerate(text.splitlines(), 1):
            if closing:
                closing = "" if closing in line else closing
                continue
            if header := _HEADER.match(line):
                table = self._table(header, counts, number)
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                place = (*table, *_parts(key.group(1)))
                self._lines.setdefault(place, number)
                closing = _left_open(line[key.end() :])

    def _table(self, header: re.Match[str], counts: Counter[Location], number: int) -> Location:
        place: Location = ()
        parts = _parts(header.group(2))
        for depth, part in enumerate(parts):
            place = (*place, part)
            last = depth == len(parts) - 1
            if header.group(1) == "[[" and last:
                self._lines.setdefault(place, number)  # the array as a whole
                counts[place] += 1
            if counts[place]:
                place = (*place, counts[place] - 1)
        return place

    def find(self, location: Location) -> int | None:
        """The line of ``location``; of the innermost thing around it that has one; else None."""
        for length in range(len(location), 0, -1):
            if (line := self._lines.get(location[:length])) is not None:
                return line
        return None


def _parts(dotted: str) -> Location:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _left_open(value: str) -> str:
    """The quotes that end a string which goes on over the line, empty if none does."""
    for quotes in ('"""', "'''"):
        if value.lstrip().startswith(quotes) and value.count(quotes) % 2:
            return quotes
    return ""


def spoken(location: Location) -> str:
    """``system[2].files`` for ("system", 1, "files"): people count from 1."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text
