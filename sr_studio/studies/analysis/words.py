"""Numbers as people read them: never p = 0, never a silent NaN."""

from __future__ import annotations

import math

SMALLEST_P = 1e-4


def p_text(p: float) -> str:
    """``0.0123``, ``< 0.0001``, or a dash where there is none."""
    if math.isnan(p):
        return "–"
    return "< 0.0001" if p < SMALLEST_P else f"{p:.4f}"


def p_words(p: float) -> str:
    """``p = 0.0123``, ``p < 0.0001`` or ``no p``."""
    if math.isnan(p):
        return "no p"
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
    return f"{n:,} {singular if n == 1 else plural or singular + 's'}"


def listed(names: list[str], most: int = 6) -> str:
    """``a, b and 3 more``."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def interval_text(low: float, high: float) -> str:
    """``[1.20, 1.45]``, or a dash where there is none."""
    if math.isnan(low) or math.isnan(high):
        return "–"
    return f"[{number(low)}, {number(high)}]"
