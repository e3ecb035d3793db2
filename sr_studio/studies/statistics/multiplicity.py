"""Correction for more than one comparison: Holm."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.statistics.table import Floats


def holm(p: Floats) -> Floats:
    """Step-down adjusted p values of one family.

    An undefined p (NaN) stays undefined but keeps its place in the size of the family, so that a
    comparison which could not be computed never makes the others look better.

    Args:
        p: Raw p values, any order.

    Returns:
        Adjusted p values in the same order: min(1, max over l ≤ k of (m − l + 1)·p₍l₎).

    Source: Holm, Scandinavian Journal of Statistics 6 (1979).
    """
    p = np.asarray(p, dtype=np.float64)
    defined = np.flatnonzero(~np.isnan(p))
    order = defined[np.argsort(p[defined], kind="stable")]
    factors = len(p) - np.arange(len(order))
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(factors * p[order]))
    return adjusted
