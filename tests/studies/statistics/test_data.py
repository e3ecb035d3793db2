"""What a tidy table says of raters, on every scale."""

from __future__ import annotations

import pandas as pd
import pytest

from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.statistics.data import study_data
from sr_studio.studies.statistics.plan import AnalysisPlan


@pytest.mark.parametrize(("lowest", "accept"), [(1, (1.0, 2.0)), (-3, (-3.0, -1.5))])
def test_golden_showings_are_judged_on_scales_below_zero_too(
    lowest: int, accept: tuple[float, float]
) -> None:
    frame = pd.DataFrame(
        [
            {
                "rater": f"r{i}",
                "reference": f"image{j}",
                "system": system,
                "score": lowest + (i == 2),
                "first_score": lowest + 3 * (i == 2),
                "golden": j < 2,
            }
            for i in range(3)
            for j in range(6)
            for system in ("low", "other")
        ]
    )
    plan = AnalysisPlan(scale=Scale(lowest=lowest, highest=lowest + 6))
    conduct = study_data(frame, plan=plan, accept={"low": accept}).conduct
    assert conduct.golden_rater.tolist() == [0, 0, 1, 1, 2, 2]  # of the system with a range only
    assert conduct.golden_hit.tolist() == [True] * 4 + [False] * 2
