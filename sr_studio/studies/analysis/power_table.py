"""The power of each set of a study, from what was observed."""

from __future__ import annotations

import numpy as np

from sr_studio.studies.analysis.components import Components
from sr_studio.studies.analysis.pairs import PairTests
from sr_studio.studies.analysis.plan import AnalysisPlan
from sr_studio.studies.analysis.power import (
    DifferenceComponents,
    detectable_difference,
    images_needed,
    power,
    raters_needed,
)
from sr_studio.studies.analysis.results import PowerRow, SetResults

DELTAS = (0.1, 0.15, 0.2, 0.25, 0.5)


def difference_components(
    components: Components | None, pairs: PairTests | None
) -> DifferenceComponents | None:
    """Variances of a difference: from the complete block, else the mean over the pairs."""
    if components is not None:
        return DifferenceComponents(*components.of_difference())
    if pairs is None:
        return None
    each = (pairs.crossed.var_rater, pairs.crossed.var_image, pairs.crossed.var_residual)
    known = ~np.isnan(each[2])
    if not known.any():
        return None
    rater, image, residual = (float(np.maximum(values[known], 0).mean()) for values in each)
    return DifferenceComponents(rater, image, residual)


def power_rows(one: SetResults, plan: AnalysisPlan) -> list[PowerRow]:
    """Power at a few true differences, raters still needed, smallest detectable difference."""
    components, pairs = one.difference, one.pairs
    if components is None or pairs is None or components.residual <= 0:
        return []
    raters, images = one.block.scores.shape[:2]
    seen = ~np.isnan(one.block.scores).all(axis=2)
    per_rater = int(np.rint(seen.sum() / raters))
    per = None if per_rater == images else per_rater
    target, alpha = plan.analysis.power_target, plan.alpha
    detectable, corrected = (
        detectable_difference(components, raters, images, target=target, per_rater=per, alpha=a)
        for a in (alpha, alpha / len(pairs.first))
    )
    rows = []
    for delta in DELTAS:
        needed = raters_needed(components, delta, images, target=target, per_rater=per, alpha=alpha)
        rows.append(
            PowerRow(
                set=one.name,
                raters=raters,
                images=images,
                per_rater=per_rater,
                delta=delta,
                power=power(components, delta, raters, images, per_rater=per, alpha=alpha),
                raters_needed=needed,
                images_needed=images_needed(components, delta, raters, target=target, alpha=alpha)
                if needed is None
                else None,
                detectable=detectable,
                detectable_corrected=corrected,
            )
        )
    return rows
