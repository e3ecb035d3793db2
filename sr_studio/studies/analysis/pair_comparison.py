"""The analysis of a pair comparison: one fit for each set, and one for each reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sr_studio.studies.analysis.bradley_terry import fit, rater_bootstrap, win_matrix
from sr_studio.studies.analysis.data import Choices, StudyData
from sr_studio.studies.analysis.notes import notes_on
from sr_studio.studies.analysis.reliability import repeat_agreement
from sr_studio.studies.analysis.results import PairFit, Results
from sr_studio.studies.analysis.table import Floats

_RESAMPLES = 1000


def compare_choices(data: StudyData, *, resample: bool) -> Results:
    """Strengths per set, pooled over its references, and per reference.

    Contents that were never compared with each other never share a fit: a comparison is always
    of two systems on one reference, and the pooled fit is over systems.
    """
    choices = data.choices
    assert choices is not None
    fits = []
    for code, name in enumerate(choices.sets):
        inside = choices.set_code == code
        fits.append(_fit(choices, inside, name, "", data.plan.seed, resample=resample))
        fits += [
            _fit(
                choices,
                inside & (choices.reference == reference),
                name,
                choices.references[reference],
                data.plan.seed,
                resample=False,
            )
            for reference in np.unique(choices.reference[inside])
        ]
    results = Results(
        data=data,
        stimuli=None,
        bias=None,
        model=None,
        flags=(),
        sets=(),
        primary=(),
        agreement=None,
        alpha_ordinal=float("nan"),
        repeats=repeat_agreement(np.empty(0), np.empty(0)),
        repeats_p=float("nan"),
        sensitivity=None,
        power=(),
        stopping=None,
        order_p=float("nan"),
        order_means=np.empty(0),
        fits=tuple(fits),
    )
    return replace(results, notes=tuple(notes_on(results)))


def _fit(
    choices: Choices, rows: np.ndarray, name: str, reference: str, seed: int, *, resample: bool
) -> PairFit:
    shown = np.unique(np.concatenate([choices.first[rows], choices.second[rows]]))
    place = np.full(len(choices.systems), -1)
    place[shown] = np.arange(len(shown))
    wins = _wins(choices, rows, place, len(shown))
    strengths = fit(wins)
    se_raters = None
    if resample and not strengths.separated:
        each = [
            _wins(choices, rows & (choices.rater == rater), place, len(shown))
            for rater in np.unique(choices.rater[rows])
        ]
        if len(each) > 1:
            se_raters = rater_bootstrap(each, seed=seed, resamples=_RESAMPLES)[0]
    systems = tuple(choices.systems[code] for code in shown)
    return PairFit(name, reference, systems, wins, strengths, se_raters)


def _wins(choices: Choices, rows: np.ndarray, place: np.ndarray, systems: int) -> Floats:
    outcome = choices.outcome[rows]
    first, second = place[choices.first[rows]], place[choices.second[rows]]
    winner, loser = np.where(outcome < 0, second, first), np.where(outcome < 0, first, second)
    return win_matrix(winner, loser, systems, outcome == 0)
