"""The power of a draft: what its plan of raters and pictures will find."""

from __future__ import annotations

from collections.abc import Sequence

from sr_studio.studies.errors import RatingsError
from sr_studio.studies.planning.reading import Draft
from sr_studio.studies.results.power_table import DELTAS, planned_power
from sr_studio.studies.results.results import PowerRow


def draft_power(
    draft: Draft, variances: str, differences: Sequence[float] = DELTAS
) -> tuple[list[PowerRow], list[str]]:
    """Power of each set of a draft, by its raters, level and target.

    Raises:
        RatingsError: A pair comparison, or variances of no such name.
    """
    definition = draft.definition
    if definition.study.method == "pc":
        raise RatingsError(
            "power is computed for scores, and this is a pair comparison", where=draft.folder
        )
    assignment, analysis = definition.assignment, definition.analysis
    rows: list[PowerRow] = []
    notes: list[str] = []
    for name in draft.sets:
        found, notes = planned_power(
            variances,
            assignment.raters_planned,
            sum(reference.set == name for reference in draft.references),
            per_rater=assignment.references_per_rater.get(name),
            alpha=analysis.alpha,
            target=analysis.power_target,
            differences=differences,
            name=name,
        )
        rows += found
    return rows, notes
