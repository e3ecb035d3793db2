"""One call from ratings to every result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sr_studio.progress import CancelToken
from sr_studio.studies.results.notes import notes_on
from sr_studio.studies.results.pair_comparison import compare_choices
from sr_studio.studies.results.power_table import difference_components, power_rows
from sr_studio.studies.results.results import Results, ScoreResults, SetResults
from sr_studio.studies.results.verdicts import exclusion_sensitivity, judged, primary_contrasts
from sr_studio.studies.statistics import conduct as behaviour
from sr_studio.studies.statistics.bootstrap import (
    MOST_RESAMPLED,
    Bootstrap,
    bootstrap_pairs,
    sign_flips,
    two_way_bootstrap,
)
from sr_studio.studies.statistics.data import StudyData
from sr_studio.studies.statistics.descriptives import (
    category_stars,
    describe_stimuli,
    describe_systems,
    differential,
    missingness,
    score_counts,
)
from sr_studio.studies.statistics.flags import screen
from sr_studio.studies.statistics.mixed_model import MOST_FITTED, MixedModel, mixed_models
from sr_studio.studies.statistics.omnibus import friedman, mean_ranks, ranks
from sr_studio.studies.statistics.pairs import (
    PairTests,
    compare_pairs,
    declared_test,
    holm_by_set,
    rater_differences,
)
from sr_studio.studies.statistics.plan import AnalysisPlan
from sr_studio.studies.statistics.power import variance_components
from sr_studio.studies.statistics.reliability import (
    intraclass,
    ordinal_alpha,
    repeat_agreement,
    split_half,
)
from sr_studio.studies.statistics.score_distribution import (
    MOST_SCORES,
    ScoreDistribution,
    consistency,
    fit_gsd,
    opinion_spread,
)
from sr_studio.studies.statistics.subject_model import remove_bias, subject_model
from sr_studio.studies.statistics.table import Floats, RatingTable, SetBlock

#: Of the fit of each stimulus's score distribution: p down to 0.005.
_GSD_RESAMPLES = 199


def analyse(
    data: StudyData, *, resample: bool = True, cancel: CancelToken | None = None
) -> Results:
    """Compute every table of a study.

    Args:
        data: Ratings, plan and facts.
        resample: Also the two-way bootstraps and random halves, which take most of the time.
        cancel: Looked at between the sets.
    """
    if data.table is None:
        return compare_choices(data, resample=resample, cancel=cancel)
    table, plan, conduct = data.table, data.plan, data.conduct
    token = cancel or CancelToken()
    sets = []
    for block in table.blocks:
        token.check()
        planned = data.planned_in(block.name)
        sets.append(_one_set(table, block, plan, planned, resample=resample))
    sets = [_with_declared(one, plan) for one in _adjusted(sets, plan)]
    token.check()
    scores = table.stimuli.scores
    flags = screen(table, conduct, plan.screening)
    token.check()
    primary = primary_contrasts(sets, plan)
    order_p, order_means = _order(table, conduct)
    complete = _complete_raters(data, table, sets)
    results = ScoreResults(
        data=data,
        stimuli=describe_stimuli(scores, level=plan.level, scale=plan.scale),
        bias=remove_bias(scores, level=plan.level),
        model=subject_model(scores, floor=plan.inconsistency_floor),
        flags=tuple(flags),
        sets=tuple(sets),
        primary=primary,
        agreement=intraclass(scores, level=plan.level),
        alpha_ordinal=ordinal_alpha(scores),
        repeats=repeat_agreement(conduct.repeat_first, conduct.repeat_second),
        repeats_p=behaviour.first_against_second(conduct),
        sensitivity=exclusion_sensitivity(sets, primary, flags, data),
        power=tuple(row for one in sets for row in power_rows(one, plan)),
        stopping=judged(plan, complete, primary),
        order_p=order_p,
        order_means=order_means,
    )
    return replace(results, notes=tuple(notes_on(results)))


def _complete_raters(data: StudyData, table: RatingTable, sets: Sequence[SetResults]) -> int:
    """Raters with everything that was planned for them in all sets, also those not begun."""
    if not data.planned:
        return min((one.missing.complete_raters for one in sets), default=0)
    rated = np.bincount(table.rater, minlength=len(table.raters))
    return int((rated >= data.planned_of(table.raters)).sum())


def _one_set(
    table: RatingTable,
    block: SetBlock,
    plan: AnalysisPlan,
    planned: Mapping[str, int],
    *,
    resample: bool,
) -> SetResults:
    scores = block.scores
    raters = len(scores)
    seed = plan.seed + table.sets.index(block.name)
    matrix = scores.reshape(raters, -1)
    shown = np.flatnonzero(~np.isnan(matrix).all(axis=0))
    matrix = matrix[:, shown]
    image, system = np.divmod(shown, scores.shape[2])
    distribution = _distribution(matrix, plan, seed, resample=resample)
    bound = plan.analysis.equivalence_bound
    pairs = None
    if scores.shape[2] > 1:
        pairs = compare_pairs(scores, bound=bound, level=plan.level, step=plan.scale.step)
    hidden = np.flatnonzero(block.systems == table.hidden_reference)
    dmos = (
        describe_systems(
            differential(scores, int(hidden[0]), plan.scale.highest),
            level=plan.level,
            scale=plan.scale,
        )
        if len(hidden)
        else None
    )
    components = variance_components(scores)
    return SetResults(
        name=block.name,
        systems=tuple(table.systems[code] for code in block.systems),
        references=tuple(table.references[code] for code in block.references),
        block=block,
        missing=missingness(
            block,
            np.array([planned.get(table.raters[code], 0) for code in block.raters])
            if planned
            else None,
        ),
        statistics=describe_systems(scores, level=plan.level, scale=plan.scale),
        dmos=dmos,
        mean_ranks=mean_ranks(scores),
        rank_bootstrap=_rank_bootstrap(block, plan, seed) if resample else None,
        pairs=pairs,
        p_holm={},
        declared=None,
        pair_bootstrap=_pair_bootstrap(block, pairs, plan, seed) if resample else None,
        mixed=_mixed(block, pairs) if resample else None,
        sign_flips=sign_flips(rater_differences(scores, pairs.first, pairs.second), seed=seed)
        if resample and pairs is not None
        else None,
        omnibus=friedman(scores, alpha=plan.alpha),
        components=components,
        difference=difference_components(components, pairs),
        agreement=intraclass(matrix, level=plan.level),
        alpha_ordinal=ordinal_alpha(matrix),
        ceiling=split_half(matrix, seed=seed) if resample else None,
        cells=tuple(
            (table.references[block.references[j]], table.systems[block.systems[s]])
            for j, s in zip(image.tolist(), system.tolist(), strict=True)
        ),
        spread=opinion_spread(
            matrix, image, plan.scale.lowest, plan.scale.highest, level=plan.level
        ),
        distribution=distribution,
        consistency=None
        if distribution is None or distribution.p is None
        else consistency(distribution.p),
        stars=(),
        grey_stars=(),
    )


def _distribution(
    matrix: Floats, plan: AnalysisPlan, seed: int, *, resample: bool
) -> ScoreDistribution | None:
    """The distribution of the scores of each stimulus, on scales that have one."""
    if not 3 <= plan.scale.grades <= MOST_SCORES:
        return None
    counts = score_counts(matrix, axis=0, scale=plan.scale)
    return fit_gsd(
        counts,
        resamples=_GSD_RESAMPLES if resample else 0,
        seed=seed,
        lowest=plan.scale.lowest,
        step=plan.scale.step,
    )


def _mixed(block: SetBlock, pairs: PairTests | None) -> tuple[MixedModel, ...] | None:
    """Only where the set has holes: on complete sets the crossed test is the same estimate."""
    if pairs is None or block.complete or len(pairs.first) > MOST_FITTED:
        return None
    by_system = np.moveaxis(block.scores, 2, 0)
    layers = (by_system[a] - by_system[b] for a, b in zip(pairs.first, pairs.second, strict=True))
    return tuple(mixed_models(layers, pairs.crossed))


def _rank_bootstrap(block: SetBlock, plan: AnalysisPlan, seed: int) -> Bootstrap | None:
    each = ranks(block.scores)
    if np.isnan(each).all() or min(each.shape[:2]) < 2:
        return None
    return two_way_bootstrap(
        np.moveaxis(each, 2, 0),
        seed=seed,
        resamples=plan.analysis.bootstrap,
        level=plan.level,
    )


def _pair_bootstrap(
    block: SetBlock, pairs: PairTests | None, plan: AnalysisPlan, seed: int
) -> Bootstrap | None:
    """Only where the set has holes: on complete sets the formula needs no check."""
    if pairs is None or block.complete or min(block.scores.shape[:2]) < 2:
        return None
    if len(pairs.first) > MOST_RESAMPLED:
        return None
    return bootstrap_pairs(
        block.scores,
        pairs.first,
        pairs.second,
        seed=seed,
        resamples=plan.analysis.bootstrap,
        level=plan.level,
    )


def _adjusted(sets: list[SetResults], plan: AnalysisPlan) -> list[SetResults]:
    """With Holm's correction of every test over the declared family."""
    raw = {one.name: one.pairs.p for one in sets if one.pairs is not None}
    p_holm: dict[str, dict[str, Floats]] = {name: {} for name in raw}
    for test in ("crossed", "raters", "pooled"):
        adjusted = holm_by_set([p[test] for p in raw.values()], plan.analysis.family)
        for name, values in zip(raw, adjusted, strict=True):
            p_holm[name][test] = values
    return [replace(one, p_holm=p_holm.get(one.name, {})) for one in sets]


def _with_declared(one: SetResults, plan: AnalysisPlan) -> SetResults:
    """The declared test and its asterisks, once the family is known."""
    pairs = one.pairs
    if pairs is None:
        return one
    p_holm = one.p_holm[plan.column]
    one = replace(one, declared=declared_test(one.block.scores, pairs, p_holm, plan))
    return _with_stars(one, pairs, plan) if plan.categories else one


def _with_stars(one: SetResults, pairs: PairTests, plan: AnalysisPlan) -> SetResults:
    categories = [
        [one.systems.index(name) for name in members if name in one.systems]
        for _, members in plan.categories
    ]

    def above(p: np.ndarray) -> tuple[str, ...]:
        found = category_stars(
            pairs.first,
            pairs.second,
            pairs.difference,
            p,
            categories,
            alpha=plan.alpha,
        )
        return tuple(one.systems[system] for system in found)

    return replace(
        one,
        stars=above(one.p_holm[plan.column]) if one.claims else (),
        grey_stars=above(pairs.pooled.test.p),
    )


def _order(table: RatingTable, conduct: behaviour.Conduct) -> tuple[float, np.ndarray]:
    if conduct.position is None:
        return float("nan"), np.full(len(table.systems), np.nan)
    return (
        behaviour.kruskal_of_position(conduct.position, table.system),
        behaviour.mean_order_balance(conduct.position, table.system, len(table.systems)),
    )
