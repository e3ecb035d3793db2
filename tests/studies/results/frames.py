"""Scores of an array as the table that an analysis begins with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd


def tidy(scores: np.ndarray, **columns: Any) -> pd.DataFrame:
    """A row a score of I × J × S, NaN left out: raters r01…, references image1…, systems s1…."""
    i, j, s = np.nonzero(~np.isnan(scores))
    return pd.DataFrame(
        {
            "rater": [f"r{k + 1:02d}" for k in i],
            "reference": [f"image{k + 1}" for k in j],
            "system": [f"s{k + 1}" for k in s],
            "score": scores[i, j, s].astype(int),
            **columns,
        }
    )
