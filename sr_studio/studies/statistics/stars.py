"""Which losses of Table 1 get an asterisk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sr_studio.studies.statistics.table import Floats, Ints


def category_stars(
    first: Ints,
    second: Ints,
    difference: Floats,
    p: Floats,
    categories: Sequence[Sequence[int]],
    *,
    alpha: float = 0.05,
) -> list[int]:
    """Systems that are higher than every other system of their own category at ``alpha``.

    Args:
        first, second, difference, p: Of all pairs of the set (first − second).
        categories: Places of the systems of each category; one with a single system has no
            asterisk, because nothing was compared.
    """
    size = int(max(second)) + 1 if len(second) else 0
    beats = np.zeros((size, size), dtype=bool)
    convincing = np.nan_to_num(p, nan=1.0) < alpha
    beats[first, second] = convincing & (difference > 0)
    beats[second, first] = convincing & (difference < 0)
    return [
        system
        for members in categories
        for system in members
        if len(members) > 1 and all(beats[system, other] for other in members if other != system)
    ]
