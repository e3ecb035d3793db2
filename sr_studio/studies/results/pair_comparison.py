"""The analysis of a pair comparison: strengths, contrasts, repeats, screening, stopping."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import special, stats

from sr_studio.progress import CancelToken
from sr_studio.sentences import Sentence, joined
from sr_studio.studies.results.notes import notes_on
from sr_studio.studies.results.results import (
    ChoicePairs,
    ChoiceRepeats,
    ChoiceResults,
    ChoiceSet,
    PairFit,
    Primary,
)
from sr_studio.studies.results.sensitivity import Sensitivity, Trial
from sr_studio.studies.results.verdicts import (
    EXCLUDED,
    find_pair,
    judged,
    reach,
    verdict_changes,
    with_verdicts,
)
from sr_studio.studies.results.words import p_words
from sr_studio.studies.statistics.choice_strengths import (
    JOD,
    SEPARATED,
    Model,
    Resampled,
    cell_wins,
    fit,
    own_combinations,
    pair_combinations,
    resampled,
)
from sr_studio.studies.statistics.choices import Choices, screen_choices
from sr_studio.studies.statistics.data import StudyData
from sr_studio.studies.statistics.pairs import holm, holm_by_set, pair_indices
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.table import Floats, Ints


def compare_choices(
    data: StudyData, *, resample: bool = True, cancel: CancelToken | None = None
) -> ChoiceResults:
    """Compute every table of a pair comparison.

    Contents that were never compared with each other never share a fit: a comparison is always
    of two systems on one reference, and the pooled fit is over systems.

    Args:
        data: Choices, plan and facts.
        resample: Also the bootstraps, without which there are no intervals and no tests.
        cancel: Looked at between the sets.
    """
    choices, plan = data.choices, data.plan
    assert choices is not None
    token = cancel or CancelToken()
    sets = _sets(choices, plan, token, resample=resample)
    primary = _primary_contrasts(sets, plan)
    complete = _complete_raters(data, choices)
    view = data.conduct.min_view_ms
    soonest = None if view is None else view + plan.screening.fast_ms
    results = ChoiceResults(
        data=data,
        sets=tuple(sets),
        flags=tuple(screen_choices(choices, plan.screening, soonest)),
        primary=primary,
        repeats=_repeats(choices.repeat_same, plan.level),
        sensitivity=_sensitivity(sets, primary, data, token),
        stopping=judged(plan, complete, primary),
        complete_raters=complete,
    )
    return replace(results, notes=tuple(notes_on(results)))


def _sets(
    choices: Choices, plan: AnalysisPlan, token: CancelToken, *, resample: bool
) -> list[ChoiceSet]:
    sets = []
    for code, name in enumerate(choices.sets):
        token.check()
        sets.append(_one_set(choices, code, name, plan, resample=resample))
    return _one_family(sets) if plan.analysis.family == "all" else sets


def _sensitivity(
    sets: list[ChoiceSet], primary: tuple[Primary, ...], data: StudyData, token: CancelToken
) -> Sensitivity:
    """The tests with the comparisons that a decision leaves out. Without single raters they are
    not repeated: each time would take as long as the analysis."""
    everybody, choices = data.with_excluded, data.choices
    tested = [one for one in sets if one.pairs is not None]
    if not isinstance(everybody, Choices) or choices is None or not tested:
        return Sensitivity()
    others = {one.name: one for one in _sets(everybody, data.plan, token, resample=True)}
    changes = verdict_changes(
        tested,
        primary,
        [one.pairs.p_holm for one in tested if one.pairs is not None],
        [_p_of(others[one.name], one) for one in tested],
        data.plan,
    )
    more = len(everybody.raters) - len(choices.raters)
    return Sensitivity(Trial(EXCLUDED, more, changes))


def _p_of(other: ChoiceSet, one: ChoiceSet) -> Floats:
    """p of the pairs of one set, as the other found them."""
    assert one.pairs is not None
    assert other.pairs is not None
    places = [
        find_pair(other, one.systems[a], one.systems[b])
        for a, b in zip(one.pairs.first, one.pairs.second, strict=True)
    ]
    return np.array([other.pairs.p[place[0]] for place in places if place is not None])


def _one_set(
    choices: Choices, code: int, name: str, plan: AnalysisPlan, *, resample: bool
) -> ChoiceSet:
    rows = choices.set_code == code
    shown = np.unique(np.concatenate([choices.first[rows], choices.second[rows]]))
    place = np.full(len(choices.systems), -1)
    place[shown] = np.arange(len(shown))
    systems = tuple(choices.systems[k] for k in shown)
    first, second = place[choices.first[rows]], place[choices.second[rows]]
    references = np.unique(choices.reference[rows])
    cells = cell_wins(
        choices.rater[rows],
        choices.reference[rows],
        first,
        second,
        choices.outcome[rows],
        len(systems),
    )
    of_images = plan.column == "crossed"
    first_of, second_of = pair_indices(len(systems))

    def pooled(model: Model) -> tuple[PairFit, ChoicePairs | None]:
        wins = cells.wins.sum(axis=0)
        strengths = fit(wins, model=model)
        if not resample:
            return PairFit(name, "", systems, wins, strengths, None), None
        own, apart = (
            own_combinations(len(systems)),
            pair_combinations(first_of, second_of, len(systems)),
        )
        found = resampled(
            cells,
            strengths,
            np.concatenate([own, apart]),
            seed=plan.seed + code,
            resamples=plan.analysis.bootstrap,
            these_images=not of_images,
        )
        half = found.part(0, len(own)).halfwidth(plan.level)
        whole = PairFit(name, "", systems, wins, strengths, half)
        return whole, _tested(
            first_of, second_of, apart @ strengths.theta, found.part(len(own)), plan.level
        )

    whole, tested = pooled("bradley_terry")
    by_reference = []
    for image, reference in enumerate(references):
        wins = cells.wins[cells.image == image].sum(axis=0)
        by_reference.append(
            PairFit(name, choices.references[reference], systems, wins, fit(wins), None)
        )
    return ChoiceSet(
        name=name,
        systems=systems,
        references=tuple(choices.references[k] for k in references),
        comparisons=int(rows.sum()),
        pooled=whole,
        thurstone=pooled("thurstone")[0],
        by_reference=tuple(by_reference),
        pairs=tested,
        of_images=of_images,
    )


def _tested(
    first: Ints, second: Ints, difference: Floats, found: Resampled, level: float
) -> ChoicePairs:
    half, p = found.halfwidth(level), found.p(difference)
    return ChoicePairs(
        first=first,
        second=second,
        difference=difference,
        se=found.se,
        df=found.df,
        low=difference - half,
        high=difference + half,
        p=p,
        p_holm=holm(p),
        reason=found.reason,
    )


def _one_family(sets: list[ChoiceSet]) -> list[ChoiceSet]:
    """Holm over the pairs of all sets together."""
    raw = [one.pairs.p for one in sets if one.pairs is not None]
    parts = iter(holm_by_set(raw, "all"))
    return [
        one if one.pairs is None else replace(one, pairs=replace(one.pairs, p_holm=next(parts)))
        for one in sets
    ]


def _primary_contrasts(sets: list[ChoiceSet], plan: AnalysisPlan) -> tuple[Primary, ...]:
    """The declared contrasts in JOD; one that cannot be computed stays and counts for Holm."""
    by_name = {one.name: one for one in sets}
    found = [_contrast(*contrast, sets) for contrast in plan.analysis.primary]
    return with_verdicts(found, lambda row: _verdict(row, by_name, plan))


def _contrast(first: str, second: str, name: str, sets: list[ChoiceSet]) -> Primary:
    one = next((one for one in sets if one.name == name), None)
    lacking = [s for s in (first, second) if one is None or s not in one.systems]
    if one is None or lacking or one.pairs is None:
        reason = (
            Sentence("no comparisons of %1 on %2", joined(" and ", lacking), name)
            if lacking
            else Sentence("the bootstrap was not asked for")
        )
        return Primary.untested(first, second, name, reason)
    place = find_pair(one, first, second)
    assert place is not None, "every two systems of a set are a pair"
    (k, sign), pairs, unit = place, one.pairs, JOD["bradley_terry"]
    low, high = sorted((sign * float(pairs.low[k]) / unit, sign * float(pairs.high[k]) / unit))
    p = float(pairs.p[k])
    reason = Sentence(pairs.reason or (SEPARATED if np.isnan(p) else ""))
    return replace(
        Primary.untested(first, second, name, reason),
        difference=sign * float(pairs.difference[k]) / unit,
        low=low,
        high=high,
        p=p,
    )


def _verdict(row: Primary, sets: dict[str, ChoiceSet], plan: AnalysisPlan) -> str:
    """What a comparison says, and never that two systems are equal."""
    if np.isnan(row.p):
        return Sentence("%1 and %2 could not be compared: %3.", row.first, row.second, row.reason)
    chance = special.expit(row.difference * JOD["bradley_terry"])
    numbers = Sentence(
        "%1 − %2 = %3 JOD [%4, %5], %6",
        row.first,
        row.second,
        f"{row.difference:+.2f}",
        f"{row.low:+.2f}",
        f"{row.high:+.2f}",
        p_words(row.p_holm),
    )
    if row.p_holm < plan.alpha:
        better, worse = (row.first, row.second) if row.difference > 0 else (row.second, row.first)
        preferred = "%1 was preferred to %2, in an estimated %3 of comparisons: %4."
        share = f"{max(chance, 1 - chance):.0%}"
        text = Sentence(preferred, better, worse, share, numbers)
    else:
        not_shown = "A preference between %1 and %2 was not shown: %3."
        text = Sentence(not_shown, row.first, row.second, numbers)
    one = sets[row.set]
    return joined(" ", [text, *reach(not one.of_images, one)])


def _repeats(same: np.ndarray, level: float) -> ChoiceRepeats:
    if not len(same):
        nan = float("nan")
        return ChoiceRepeats(0, nan, nan, nan)
    limits = stats.binomtest(int(same.sum()), len(same)).proportion_ci(level)
    return ChoiceRepeats(len(same), float(same.mean()), float(limits.low), float(limits.high))


def _complete_raters(data: StudyData, choices: Choices) -> int:
    """Raters with every comparison that was planned for them; by default as many as anybody."""
    raters = len(choices.raters)
    rated = np.bincount(choices.rater, minlength=raters)
    owed = data.planned_of(choices.raters)
    if not owed.any():
        owed[:] = rated.max(initial=0)
    return int((rated >= owed).sum())
