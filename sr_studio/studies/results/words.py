"""Numbers as people and spreadsheets read them: never p = 0, never a silent NaN or formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from typing import Any

from sr_studio.sentences import Sentence
from sr_studio.studies.statistics.table import Floats

SMALLEST_P = 1e-4


def p_text(p: float) -> str:
    """``0.0123``, ``< 0.0001``, or a dash where there is none."""
    if math.isnan(p):
        return "–"
    return "< 0.0001" if p < SMALLEST_P else f"{p:.4f}"


def p_words(p: float) -> str:
    """``p = 0.0123``, ``p < 0.0001`` or ``no p``."""
    if math.isnan(p):
        return Sentence("no p")
    return f"p {p_text(p)}" if p < SMALLEST_P else f"p = {p_text(p)}"


def number(value: float, digits: int = 2, *, signed: bool = False) -> str:
    """A fixed number of decimals, a true minus sign, or a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    text = f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("+-")
    return text.replace("-", "−")


def counted(n: int, singular: str, plural: str = "") -> str:
    """``1 rater``, ``26 raters``."""
    return Sentence(f"%1 {singular if n == 1 else plural or singular + 's'}", f"{n:,}")


def listed(names: list[str], most: int = 6) -> str:
    """``a, b and 3 more``."""
    if len(names) <= most:
        return ", ".join(names)
    return Sentence("%1 and %2 more", ", ".join(names[:most]), len(names) - most)


def share_text(share: float) -> str:
    """``12%``, or a dash where there is none."""
    return "–" if math.isnan(share) else f"{share:.0%}"


def interval_text(low: float, high: float) -> str:
    """``[1.20, 1.45]``, or a dash where there is none."""
    if math.isnan(low) or math.isnan(high):
        return "–"
    return f"[{number(low)}, {number(high)}]"


def interval_of(ends: tuple[Floats, Floats], place: int) -> str:
    """:func:`interval_text` of one of several intervals, given by their lower and upper ends."""
    low, high = ends
    return interval_text(float(low[place]), float(high[place]))


def rows_to_csv(rows: Iterable[dict[str, Any]], columns: Iterable[str] = ()) -> str:
    """Plain rows as CSV: UTF-8, LF, ``.`` decimals, RFC 4180 quoting, empty for undefined.

    A text that a spreadsheet could take as a formula is written with an apostrophe in front.

    Args:
        columns: The first columns, which are there without any row, too.
    """
    rows = list(rows)
    names = list(dict.fromkeys((*columns, *(name for row in rows for name in row))))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([csv_cell(row.get(name)) for name in names])
    return stream.getvalue()


def csv_cell(value: Any) -> str:
    """One cell; lists are joined by spaces."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return " ".join(csv_cell(item) for item in value)
    return guarded(value) if isinstance(value, str) else str(value)


def guarded(text: str) -> str:
    """No text begins like a formula: ``= + - @``, tab or return get an apostrophe in front."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
