"""Small arithmetic of the viewer's looks: magnifications in words, panes in rows."""

from __future__ import annotations

import math


def percent(magnification: float) -> str:
    """A magnification as people read it: ``25 %``, ``66.7 %``, ``0.4 %``."""
    value = magnification * 100
    digits = 0 if value >= 100 or abs(value - round(value)) < 0.05 else 1
    return f"{value:.{digits}f} %"


def columns_for(count: int, aspect: float) -> int:
    """How many panes beside each other make the squarest panes, with the fewest holes."""
    if count <= 3:
        return max(1, count if aspect >= 0.8 else 1)
    most = min(count, max(1, math.ceil(math.sqrt(count * min(aspect, 1.6) / 1.3))))
    rows = math.ceil(count / most)
    return math.ceil(count / rows)
