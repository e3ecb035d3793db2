"""The results as one JSON document of plain lists; what is undefined is null with a reason."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from sr_studio.studies.results.document_rows import choice_document, distribution_rows, spread_row
from sr_studio.studies.results.metric_results import SetMetrics, difference_rows, metric_rows
from sr_studio.studies.results.results import Note, Results, ScoreResults, SetResults
from sr_studio.studies.statistics.reliability import Agreement
from sr_studio.studies.statistics.table import Floats

Row = dict[str, Any]

#: Name of the "set" of rows about all stimuli together.
EVERYTHING = "all sets"
TESTS = {"crossed": "crossed", "raters": "wilcoxon_raters", "pooled": "wilcoxon_pooled"}


def document(results: Results) -> dict[str, list[Row]]:
    """All tables as lists of rows."""
    return {name: [plain(row) for row in rows] for name, rows in tables_of(results)}


def document_pieces(results: Results, against: tuple[SetMetrics, ...] = ()) -> Iterator[str]:
    """:func:`document`, and what metrics say, as the text of one JSON document, a row a line, piece
    by piece: with hundreds of systems it is a gigabyte that need not be in memory at once."""
    between = "{\n"
    for name, rows in tables_of(results, against):
        yield f"{between}{json.dumps(name)}: ["
        between, line = ",\n", "\n"
        for row in rows:
            yield line + json.dumps(plain(row), ensure_ascii=False, allow_nan=False)
            line = ",\n"
        yield "]"
    yield "\n}\n"


def tables_of(
    results: Results, against: tuple[SetMetrics, ...] = ()
) -> Iterator[tuple[str, Iterable[Row]]]:
    """Name and rows of each table, made when their turn comes.

    Args:
        against: Objective metrics held against the scores, if there are any.
    """
    if isinstance(results, ScoreResults):
        yield from _of_scores(results)
    else:
        yield from choice_document(results).items()
    yield "screening", screening_rows(results)
    yield "primary", [vars(row) for row in results.primary]
    if against:
        yield "metrics", metric_rows(against)
        yield "metric_differences", difference_rows(against)
    yield "notes", [_note_row(note) for note in results.notes]


def _note_row(note: Note) -> Row:
    return {"code": note.code, "severity": note.severity, "text": note.text}


def _of_scores(results: ScoreResults) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "stimuli", stimulus_rows(results)
    yield "systems", (row for one in results.sets for row in system_rows(one))
    level = results.data.plan.level
    yield "pairs", (row for one in results.sets for row in pair_rows(one, level))
    yield "raters", rater_rows(results)
    yield "subject_model", subject_model_rows(results)
    yield "score_distribution", (row for one in results.sets for row in distribution_rows(one))
    yield "spread", [spread_row(one) for one in results.sets]
    yield "omnibus", (row for one in results.sets for row in omnibus_rows(one))
    yield "reliability", reliability_rows(results)
    yield "power", (vars(row) for row in results.power)


def plain(value: Any) -> Any:
    """Python's own types; NaN and infinity become None."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def stimulus_rows(results: ScoreResults) -> list[Row]:
    """One row a stimulus."""
    table, found = results.table, results.stimuli
    stimuli = table.stimuli
    unanimous = {True: "unanimous", False: ""}
    return [
        {
            "stimulus": stimuli.names[k],
            "set": table.sets[stimuli.sets[k]],
            "reference": table.references[stimuli.references[k]],
            "system": table.systems[stimuli.systems[k]],
            "n": found.n[k],
            "mos": found.mos[k],
            "sd": found.sd[k],
            "ci_low": found.mos[k] - found.halfwidth[k],
            "ci_high": found.mos[k] + found.halfwidth[k],
            "counts": found.counts[k],
            "note": "one rating" if found.n[k] == 1 else unanimous[bool(found.unanimous[k])],
        }
        for k in range(len(stimuli.names))
    ]


def system_rows(one: SetResults) -> list[Row]:
    """One row a system of the set, with both intervals."""
    s, d = one.statistics, one.dmos

    def interval(ends: tuple[Floats, Floats], k: int) -> list[float] | None:
        return None if math.isnan(ends[0][k]) else [ends[0][k], ends[1][k]]

    return [
        {
            "system": name,
            "set": one.name,
            "n": s.n[k],
            "mos": s.mos[k],
            "mean_of_rater_means": s.mean_of_rater_means[k],
            "sd": s.sd[k],
            "counts": s.counts[k],
            "dmos": None if d is None else d.mos[k],
            "ci_raters": interval(s.interval_raters, k),
            "ci_raters_pictures": interval(s.interval_both, k),
            "se_raters": s.se_raters[k],
            "df_raters": s.df_raters[k],
            "se_raters_pictures": s.both.se[k],
            "df_raters_pictures": s.both.df[k],
            "dmos_ci_raters": None if d is None else interval(d.interval_raters, k),
            "dmos_ci_raters_pictures": None if d is None else interval(d.interval_both, k),
            "mean_rank": one.mean_ranks[k],
            "design_effect": s.design_effect[k],
            "star": name in one.stars,
            "note": str(s.both.reason[k]),
        }
        for k, name in enumerate(one.systems)
    ]


def pair_rows(one: SetResults, level: float) -> Iterator[Row]:
    """Three rows a pair: crossed, over raters, pooled; ``level`` is that of the intervals."""
    pairs, p_holm = one.pairs, one.p_holm
    if pairs is None:
        return
    c = pairs.crossed
    for k in range(len(pairs.first)):
        rows: list[Row] = []
        head = {
            "a": one.systems[pairs.first[k]],
            "b": one.systems[pairs.second[k]],
            "set": one.name,
        }
        half = pairs.halfwidth[k]
        shares = {
            "share_a_higher": pairs.share_higher[k],
            "share_equal": pairs.share_equal[k],
            "share_b_higher": pairs.share_lower[k],
        }
        rows.append(
            head
            | {
                "test": TESTS["crossed"],
                "difference": pairs.difference[k],
                "statistic": c.t[k],
                "df": c.df[k],
                "p": c.p[k],
                "p_holm": p_holm["crossed"][k],
                "se": c.se[k],
                "ci_low": pairs.difference[k] - half,
                "ci_high": pairs.difference[k] + half,
                "p_equivalence": pairs.p_equivalence[k],
                "floored": c.floored[k],
                "n": c.n_cells[k],
                **shares,
                "note": str(c.reason[k]),
            }
        )
        if one.pair_bootstrap is not None:
            b = one.pair_bootstrap
            rows[-1] |= {"bootstrap_low": b.low[k], "bootstrap_high": b.high[k]}
        if one.mixed is not None:
            m = one.mixed[k]
            low, high = m.interval(level)
            rows[-1] |= {
                "mixed_difference": m.mean,
                "mixed_se": m.se,
                "mixed_df": m.df,
                "mixed_low": low,
                "mixed_high": high,
                "mixed_p": m.p,
            }
        r, pooled = pairs.raters, pairs.pooled
        rows.append(
            head
            | {
                "test": TESTS["raters"],
                "difference": pairs.difference[k],
                "statistic": r.statistic[k],
                "df": None,
                "p": r.p[k],
                "p_holm": p_holm["raters"][k],
                "n": r.n[k],
                "n_nonzero": r.n_nonzero[k],
                "rank_biserial": r.rank_biserial[k],
                "p_sign_flips": None if one.sign_flips is None else one.sign_flips[k],
                "note": _method(bool(r.exact[k]), int(r.n_nonzero[k])),
            }
        )
        rows.append(
            head
            | {
                "test": TESTS["pooled"],
                "difference": pairs.difference[k],
                "statistic": pooled.test.statistic[k],
                "df": None,
                "p": pooled.test.p[k],
                "p_holm": p_holm["pooled"][k],
                "p_zsplit": pooled.p_zsplit[k],
                "n": pooled.test.n[k],
                "n_nonzero": pooled.test.n_nonzero[k],
                "rank_biserial": pooled.test.rank_biserial[k],
                "note": "as in the paper; treats repeated ratings as independent",
            }
        )
        yield from rows


def _method(exact: bool, nonzero: int) -> str:
    if not nonzero:
        return "all differences are zero"
    return "exact p of all sign patterns" if exact else "asymptotic p"


def screening_rows(results: Results) -> list[Row]:
    """Every rule on every rater."""
    changes = results.sensitivity.rater_changes
    return [
        {
            "rater": results.raters[flag.rater],
            "rule": flag.rule,
            "value": flag.value,
            "threshold": flag.threshold,
            "flagged": flag.flagged,
            "sentence": flag.sentence,
            "verdicts_changed_without": changes.get(flag.rater),
        }
        for flag in results.flags
    ]


def rater_rows(results: ScoreResults) -> list[Row]:
    """Bias and inconsistency of each rater by the subject model."""
    table, model, bias = results.table, results.model, results.bias
    n = np.bincount(table.rater, minlength=len(table.raters))
    return [
        {
            "rater": name,
            "n": n[i],
            "bias": model.bias[i],
            "inconsistency": model.inconsistency[i],
            "inconsistency_unfloored": model.inconsistency_unfloored[i],
            "at_floor": model.at_floor[i],
            "mean_deviation": bias.bias[i],
        }
        for i, name in enumerate(table.raters)
    ]


def subject_model_rows(results: ScoreResults) -> list[Row]:
    """Quality of each stimulus by the subject model, and SD and interval after bias removal."""
    table, model, bias = results.table, results.model, results.bias
    free = bias.stimuli
    return [
        {
            "stimulus": name,
            "quality": model.quality[k],
            "se_model": model.se_model[k],
            "se_empirical": model.se_empirical[k],
            "mos_bias_removed": free.mos[k],
            "sd_bias_removed": free.sd[k],
            "ci_low_bias_removed": free.mos[k] - free.halfwidth[k],
            "ci_high_bias_removed": free.mos[k] + free.halfwidth[k],
            "iterations": model.iterations,
            "converged": model.converged,
        }
        for k, name in enumerate(table.stimuli.names)
    ]


def omnibus_rows(one: SetResults) -> list[Row]:
    """Friedman and Kendall's W, and the post hoc comparisons of mean ranks."""
    o = one.omnibus
    rows: list[Row] = [
        {
            "set": one.name,
            "test": "friedman",
            "statistic": o.chi2,
            "df": o.k - 1,
            "p": o.p,
            "kendalls_w": o.kendalls_w,
            "n": o.n,
            "k": o.k,
            "critical_difference": o.critical_difference,
            "note": o.reason,
        }
    ]
    if o.reason:
        return rows
    for k in range(len(o.first)):
        a, b = o.first[k], o.second[k]
        rows.append(
            {
                "set": one.name,
                "test": "post_hoc",
                "a": one.systems[a],
                "b": one.systems[b],
                "mean_rank_difference": o.mean_ranks[a] - o.mean_ranks[b],
                "p_nemenyi": o.nemenyi_p[k],
                "p_conover": o.conover_p[k],
                "p_conover_holm": o.conover_holm[k],
            }
        )
    return rows


def _measure(
    name: str, measure: str, value: float, *limits: float, note: str = "", undefined: str = ""
) -> Row:
    low, high = limits or (math.nan, math.nan)
    note = note or (undefined or "undefined" if math.isnan(value) else "")
    return {
        "set": name,
        "measure": measure,
        "value": value,
        "ci_low": low,
        "ci_high": high,
        "note": note,
    }


def _agreement(name: str, a: Agreement, alpha: float) -> list[Row]:
    nothing = "no variation or no stimulus rated twice"
    return [
        _measure(name, "icc_a1", a.single, a.single_low, a.single_high, note=a.reason),
        _measure(name, "icc_ak", a.average, a.average_low, a.average_high, note=a.reason),
        _measure(name, "alpha_ordinal", alpha, undefined=nothing),
    ]


def agreement_rows(one: SetResults) -> list[Row]:
    """Agreement of the raters within a set, and how well any metric could do."""
    rows = _agreement(one.name, one.agreement, one.alpha_ordinal)
    if one.ceiling is not None:
        c = one.ceiling
        rows.append(_measure(one.name, "split_half_ceiling", c.r, c.low, c.high))
    return rows


def reliability_rows(results: ScoreResults) -> list[Row]:
    """Agreement of raters with each other and with themselves."""
    rows = [row for one in results.sets for row in agreement_rows(one)]
    if len(results.sets) > 1:
        rows += _agreement(EVERYTHING, results.agreement, results.alpha_ordinal)
    r = results.repeats
    if r.n:
        rows += [
            _measure(EVERYTHING, "repeats", float(r.n)),
            _measure(EVERYTHING, "repeats_exact_share", r.exact),
            _measure(EVERYTHING, "repeats_mean_absolute_difference", r.mean_absolute),
            _measure(EVERYTHING, "repeats_weighted_kappa", r.kappa),
            _measure(EVERYTHING, "repeats_first_against_second_p", results.repeats_p),
        ]
    rows += [
        _measure(one.name, f"variance_{name}", value)
        for one in results.sets
        if one.components is not None
        for name, value in vars(one.components).items()
    ]
    return rows
