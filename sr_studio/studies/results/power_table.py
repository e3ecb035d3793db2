"""The power of each set: of a study from what was observed, of a draft from what is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.errors import RatingsError
from sr_studio.studies.planning.reading import Draft
from sr_studio.studies.results.results import PowerRow, Results, ScoreResults, SetResults
from sr_studio.studies.statistics.omnibus import images_in_common
from sr_studio.studies.statistics.pairs import PairTests
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.power import (
    MOST_IMAGES,
    MOST_RATERS,
    PLANNING,
    Components,
    DifferenceComponents,
    both_needed,
    detectable_difference,
    images_needed,
    planning_variances,
    power,
    raters_needed,
)

_DELTAS = (0.1, 0.15, 0.2, 0.25, 0.5)


def usual_differences(scale: Scale = FIVE_POINTS) -> tuple[float, ...]:
    """The true differences that are tabled where none are asked for, in points of the scale."""
    return tuple(scale.stretch * delta for delta in _DELTAS)


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


def needs_words(row: PowerRow) -> Sentence:
    """What it would take to find the difference of a row, in words."""
    if row.raters_needed is not None:
        return Sentence("%1 raters", f"{row.raters_needed:,}")
    if row.images_needed is not None:
        least = "no number of raters; more images: at least %1"
        return Sentence(least, f"{row.images_needed:,}")
    if row.both_needed is not None:
        raters, images = row.both_needed
        both = "more of both: %1 raters and %2 images"
        return Sentence(both, f"{raters:,}", f"{images:,}")
    most = "more than %1 raters and %2 images"
    return Sentence(most, f"{MOST_RATERS:,}", f"{MOST_IMAGES:,}")


@dataclass(frozen=True)
class Design:
    """What the power of a set is computed from.

    Attributes:
        components: Variances of a difference; those of images 0 where the images are no sample.
        raters, images: How many a pair of systems has.
        per_rater: Images that a rater saw of them.
    """

    components: DifferenceComponents
    raters: int
    images: int
    per_rater: int


def observed_design(one: SetResults, plan: AnalysisPlan) -> Design | None:
    """How a set was rated; None where the components are not known: a set with one system, or
    without variation."""
    components, pairs = one.difference, one.pairs
    if components is None or pairs is None or components.residual <= 0:
        return None
    if plan.column == "raters":  # these images are not a sample, so they add no variance
        components = replace(components, image=0.0)
    raters, images = one.block.scores.shape[:2]
    seen = ~np.isnan(one.block.scores).all(axis=2)
    per_rater = int(np.rint(seen.sum() / raters))
    if not images_in_common(one.block.scores).all():
        # A pair has only the images that both were shown on: take the pair in the middle.
        c = pairs.crossed
        shared = c.n_cells > 0
        raters = int(np.median(c.n_raters[shared]))
        images = int(np.median(c.n_images[shared]))
        per_rater = max(1, min(images, int(np.rint(np.median(c.n_cells[shared]) / raters))))
    return Design(components, raters, images, per_rater)


def power_rows(
    one: SetResults, plan: AnalysisPlan, differences: Sequence[float] | None = None
) -> list[PowerRow]:
    """Power at a few true differences, raters still needed, smallest detectable difference.

    Without ``differences`` the :func:`usual_differences`. Empty without an
    :func:`observed_design`.
    """
    design = observed_design(one, plan)
    if design is None or one.pairs is None:
        return []
    return _rows(
        one.name,
        design.components,
        design.raters,
        design.images,
        design.per_rater,
        pairs=len(one.pairs.first),
        alpha=plan.alpha,
        target=plan.analysis.power_target,
        differences=differences or usual_differences(plan.scale),
    )


def planned_power(
    variances: str,
    raters: int,
    images: int,
    *,
    per_rater: int | None = None,
    alpha: float = 0.05,
    target: float = 0.8,
    differences: Sequence[float] | None = None,
    scale: Scale = FIVE_POINTS,
    name: str = "plan",
) -> tuple[list[PowerRow], list[str]]:
    """The power of a plan before anybody rated, and what it rests on.

    Args:
        differences: True differences of two systems, in points; without them the
            :func:`usual_differences`.
        scale: What scores will be.
        name: Of the set, for the rows.

    Raises:
        RatingsError: The variances have no such name, or the design is impossible.
    """
    if variances not in PLANNING:
        raise RatingsError(
            f"there are no variances {variances}", remedy=f"There are {', '.join(PLANNING)}."
        )
    if per_rater is not None and per_rater > images:
        raise RatingsError(f"a rater cannot see {per_rater} of {images} images")
    rater, image, error = planning_variances(variances, scale)
    rows = _rows(
        name,
        DifferenceComponents.planned(variances, scale),
        raters,
        images,
        per_rater or images,
        pairs=1,
        alpha=alpha,
        target=target,
        differences=differences or usual_differences(scale),
    )
    note = (
        f"Variances {variances}: rater × system {rater:g}, image × system {image:g}, error "
        f"{error:g} points². A pilot gives better ones: sr-studio study power STUDY."
    )
    return rows, [note]


def observed_power(
    results: Results, differences: Sequence[float] | None = None
) -> tuple[list[PowerRow], list[str]]:
    """The power of a study from its own ratings, with what has to be said about it.

    Raises:
        RatingsError: A pair comparison.
    """
    if not isinstance(results, ScoreResults):
        raise RatingsError("power is computed for scores, and this is a pair comparison")
    notes: list[str] = [
        note.text for note in results.notes if note.code in ("informal", "not_stopped")
    ]
    if results.stopping is not None:
        notes.append(f"Declared: {results.stopping.rule}; {results.stopping.state}.")
    if not results.power:
        notes.append("The ratings vary too little to say what a larger study would find.")
    plan = results.data.plan
    return [row for one in results.sets for row in power_rows(one, plan, differences)], notes


def _rows(
    name: str,
    components: DifferenceComponents,
    raters: int,
    images: int,
    per_rater: int,
    *,
    pairs: int,
    alpha: float,
    target: float,
    differences: Sequence[float],
) -> list[PowerRow]:
    per = None if per_rater == images else per_rater
    detectable, corrected = (
        detectable_difference(components, raters, images, target=target, per_rater=per, alpha=a)
        for a in (alpha, alpha / pairs)
    )
    rows = []
    for delta in differences:
        needed = raters_needed(components, delta, images, target=target, per_rater=per, alpha=alpha)
        more = (
            images_needed(components, delta, raters, target=target, alpha=alpha)
            if needed is None
            else None
        )
        rows.append(
            PowerRow(
                set=name,
                raters=raters,
                images=images,
                per_rater=per_rater,
                delta=delta,
                power=power(components, delta, raters, images, per_rater=per, alpha=alpha),
                raters_needed=needed,
                images_needed=more,
                both_needed=both_needed(components, delta, target=target, alpha=alpha)
                if needed is None and more is None
                else None,
                detectable=detectable,
                detectable_corrected=corrected,
            )
        )
    return rows


def draft_power(
    draft: Draft, variances: str, differences: Sequence[float] | None = None
) -> tuple[list[PowerRow], list[str]]:
    """Power of each set of a draft, by its raters, scale, level and target.

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
            scale=definition.scale,
            name=name,
        )
        rows += found
    return rows, notes
