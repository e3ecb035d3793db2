"""Two one-sided tests: is a difference smaller than a bound declared beforehand?"""

from __future__ import annotations

import numpy as np
from scipy import stats

from sr_studio.studies.statistics.table import Floats


def tost(difference: Floats, se: Floats, df: Floats, bound: float) -> Floats:
    """p of the two one-sided tests; NaN where there is no standard error.

    p < α says the same as: the 1 − 2α interval lies inside ±bound.

    Args:
        difference, se, df: Of the crossed estimate.
        bound: Largest difference that counts as equivalent, score points, > 0.

    Source: Schuirmann (1987).
    """
    usable = np.asarray(se) > 0
    safe = np.where(usable, se, 1.0)
    p = np.maximum(
        stats.t.sf((difference + bound) / safe, df), stats.t.cdf((difference - bound) / safe, df)
    )
    return np.where(usable, p, np.nan)
