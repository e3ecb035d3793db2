"""Parts of the document of results: pair comparisons, and how scores spread, as plain rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import special

from sr_studio.studies.results.results import ChoiceResults, ChoiceSet, PairFit, SetResults
from sr_studio.studies.statistics.choice_strengths import JOD

Row = dict[str, Any]


def choice_document(results: ChoiceResults) -> dict[str, list[Row]]:
    """Strengths, pairs and repeats as lists of rows."""
    return {
        "strengths": [row for one in results.sets for row in strength_rows(one)],
        "pairs": [row for one in results.sets for row in choice_pair_rows(one)],
        "repeats": [vars(results.repeats)],
    }


def strength_rows(one: ChoiceSet) -> list[Row]:
    """One row a system, by both models over all references, and by Bradley–Terry on each."""
    return [
        row
        for fitted in (one.pooled, one.thurstone, *one.by_reference)
        for row in _rows_of_fit(fitted)
    ]


def _rows_of_fit(fitted: PairFit) -> list[Row]:
    unit = JOD[fitted.strengths.model]
    none = np.full(len(fitted.systems), np.nan)
    theta, half = fitted.strengths.theta, none if fitted.halfwidth is None else fitted.halfwidth
    return [
        {
            "system": name,
            "set": fitted.set,
            "reference": fitted.reference or None,
            "model": fitted.strengths.model,
            "strength": theta[s],
            "ci_low": theta[s] - half[s],
            "ci_high": theta[s] + half[s],
            "jod": theta[s] / unit,
            "jod_ci_low": (theta[s] - half[s]) / unit,
            "jod_ci_high": (theta[s] + half[s]) / unit,
            "se_if_independent": fitted.strengths.se[s],
            "wins": fitted.wins[s].sum(),
            "comparisons": (fitted.wins[s] + fitted.wins[:, s]).sum(),
        }
        for s, name in enumerate(fitted.systems)
    ]


def choice_pair_rows(one: ChoiceSet) -> list[Row]:
    """One row a pair: difference of strengths, resampled interval and p, direct wins."""
    pairs = one.pairs
    if pairs is None:
        return []
    unit = JOD["bradley_terry"]
    return [
        {
            "a": one.systems[a],
            "b": one.systems[b],
            "set": one.name,
            "test": "bootstrap_raters_images" if one.of_images else "bootstrap_raters",
            "difference": pairs.difference[k],
            "se": pairs.se[k],
            "df": pairs.df[k],
            "ci_low": pairs.low[k],
            "ci_high": pairs.high[k],
            "jod": pairs.difference[k] / unit,
            "jod_ci_low": pairs.low[k] / unit,
            "jod_ci_high": pairs.high[k] / unit,
            "chance_a_preferred": special.expit(pairs.difference[k]),
            "p": pairs.p[k],
            "p_holm": pairs.p_holm[k],
            "wins_a": one.pooled.wins[a, b],
            "wins_b": one.pooled.wins[b, a],
            "note": pairs.reason,
        }
        for k, (a, b) in enumerate(zip(pairs.first, pairs.second, strict=True))
    ]


def distribution_rows(one: SetResults) -> Iterator[dict[str, Any]]:
    """The generalised score distribution fitted to each stimulus of the set."""
    found = one.distribution
    if found is None:
        return
    for k, (reference, system) in enumerate(one.cells):
        yield {
            "set": one.name,
            "reference": reference,
            "system": system,
            "quality": found.quality[k],
            "agreement": found.agreement[k],
            "g": found.g[k],
            "p": None if found.p is None else found.p[k],
        }


def spread_row(one: SetResults) -> dict[str, Any]:
    """How the scores of a set spread: the SOS parameter, and stimuli that fit no distribution."""
    spread, fit = one.spread, one.consistency
    return {
        "set": one.name,
        "sos": spread.a,
        "sos_low": spread.low,
        "sos_high": spread.high,
        "sos_stimuli": spread.stimuli,
        "gsd_stimuli": None if fit is None else fit.stimuli,
        "gsd_poor": None if fit is None else fit.poor,
        "gsd_share": None if fit is None else fit.share,
        "gsd_bound": None if fit is None else fit.bound,
        "note": spread.reason,
    }
