"""The declared test of a set's pairs: estimate, interval, p and equivalence from one source."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sr_studio.studies.statistics.pairs import PairTests, rater_differences
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.signed_rank import signed_rank_shift
from sr_studio.studies.statistics.table import Floats


@dataclass(frozen=True)
class Declared:
    """What the declared test says of K pairs (first − second).

    Attributes:
        column: ``crossed`` (images like these) or ``raters`` (these images).
        estimate: Mean difference of the cells, or Hodges–Lehmann estimate over rater means.
        low, high: Its interval at the declared level; NaN where there is none.
        p, p_holm: Raw, and adjusted over the declared family.
        p_equivalence: Two one-sided tests with the declared bound.
        reason: Why there is no p; empty where there is one.
    """

    column: str
    estimate: Floats
    low: Floats
    high: Floats
    p: Floats
    p_holm: Floats
    p_equivalence: Floats
    reason: np.ndarray

    @property
    def halfwidth(self) -> Floats:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def declared_test(scores: Floats, pairs: PairTests, p_holm: Floats, plan: AnalysisPlan) -> Declared:
    """The test that the plan names, on the pairs of a set.

    Args:
        scores: I × J × S of the set.
        pairs: All its tests.
        p_holm: K adjusted p values of the declared test.
    """
    if plan.column == "crossed":
        return Declared(
            "crossed",
            pairs.difference,
            pairs.difference - pairs.halfwidth,
            pairs.difference + pairs.halfwidth,
            pairs.crossed.p,
            p_holm,
            pairs.p_equivalence,
            pairs.crossed.reason,
        )
    shift = signed_rank_shift(
        rater_differences(scores, pairs.first, pairs.second),
        bound=plan.analysis.equivalence_bound,
        level=plan.level,
    )
    reason = np.where(np.isnan(pairs.raters.p), "no rater rated both on one image", "")
    return Declared(
        "raters",
        shift.estimate,
        shift.low,
        shift.high,
        pairs.raters.p,
        p_holm,
        shift.p_equivalence,
        reason.astype(object),
    )
