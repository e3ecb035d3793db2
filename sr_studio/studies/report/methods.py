"""The methods paragraph, ready to paste, and standards named as far as they were checked."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from sr_studio import __version__
from sr_studio.paths import resources_dir
from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.results.results import ChoiceResults, Results
from sr_studio.studies.results.words import counted, listed
from sr_studio.studies.statistics.subject_model import INCONSISTENCY_FLOOR


@cache
def _rules() -> dict[str, dict[str, Any]]:
    path = resources_dir() / "standards.toml"
    with path.open("rb") as stream:
        rules = tomllib.load(stream)["rules"]
    assert isinstance(rules, dict)
    return rules


def cited(rule: str) -> str:
    """``ITU-T P.910 (10/2023), clause 6.1`` where checked, else ``P.910-style``.

    Raises:
        KeyError: The rule is not in ``resources/standards.toml``.
    """
    entry = _rules()[rule]
    if not entry["checked"]:
        return str(entry["style"])
    edition = f" ({entry['edition']})" if entry["edition"] else ""
    clause = f", {entry['clause']}" if entry["clause"] else ""
    return f"{entry['document']}{edition}{clause}"


def origin(rule: str) -> str:
    """The standard that a rule follows, with its clause where checked; else that it was not.

    Raises:
        KeyError: The rule is not in ``resources/standards.toml``.
    """
    entry = _rules()[rule]
    return cited(rule) if entry["checked"] else f"{entry['document']}, clause not compared"


def unchecked() -> list[str]:
    """Rules nobody has compared with the standard's text."""
    return [name for name, entry in _rules().items() if not entry["checked"]]


_METHODS = {
    "acr": "absolute category rating ({style})",
    "acr_hr": "absolute category rating with hidden reference ({style})",
    "dcr": "degradation category rating ({style})",
    "pc": "pair comparison",
}


def methods_paragraph(results: Results) -> str:
    """What was done, in words a paper can use; only checked clauses are cited."""
    if isinstance(results, ChoiceResults):
        return _of_choices(results)
    data, plan, table = results.data, results.data.plan, results.table
    sets = ", ".join(
        f"{one.name} ({counted(len(one.references), 'image')}, "
        f"{counted(len(one.systems), 'system')})"
        for one in results.sets
    )
    style = cited(plan.method) if plan.method in ("acr", "acr_hr", "dcr") else ""
    alpha = f"{plan.alpha:g}"
    level = f"{plan.level:.0%}"
    family = "each set" if plan.analysis.family == "set" else "all sets together"
    parts = [
        f"{counted(len(table.raters), 'rater')} gave {len(table):,} ratings by "
        f"{_METHODS[plan.method].format(style=style)} on a scale "
        f"{_scale(plan.scale, data.facts.scale_labels)}: "
        f"{sets}.",
        f"For every system we report the mean opinion score with two {level} intervals: over "
        "raters for these images (t interval of rater means), and over raters and images "
        "(standard error of the two-way crossed random model with Satterthwaite's degrees of "
        "freedom).",
        "Pairs of systems were compared by the crossed quasi-t test on the paired differences"
        if plan.column == "crossed"
        else "Pairs of systems were compared by the Wilcoxon signed-rank test on rater means",
    ]
    parts[-1] += (
        f" (two-sided, α = {alpha}), with Holm's correction over all pairs of {family}"
        + (", declared before the first rating" if plan.declared else ", not declared beforehand")
        + "."
    )
    if results.primary:
        names = listed([f"{p.first} against {p.second} on {p.set}" for p in results.primary])
        parts.append(f"Primary contrasts, corrected among themselves: {names}.")
    parts.append(
        "Equivalence was tested by two one-sided tests with a bound of "
        f"{plan.analysis.equivalence_bound:g} points. "
        "The systems of a set were compared as a whole by Friedman's test on rater means."
    )
    s = plan.screening
    parts.append(
        "Raters were screened, without automatic exclusion, by the share and balance of extreme "
        f"ratings ({cited('outliers')}, guarded against unanimous stimuli; "
        f"> {s.bt500_share:.0%} and asymmetry < {s.bt500_balance:g}), by their correlation with "
        f"the panel mean ({cited('correlation_r1')}, r < {s.correlation:g}; and relative to the "
        f"panel), and by behaviour; {counted(len(results.flagged_raters), 'rater')} flagged, "
        f"{data.facts.excluded} excluded, {data.facts.withdrawn} withdrawn. Rater bias and "
        f"inconsistency come from the subject model ({cited('subject_model')}, inconsistency at "
        f"least {_floor(plan.inconsistency_floor)})."
    )
    parts.append(
        "Agreement is given as ICC(A,1) and ICC(A,k) and as Krippendorff's ordinal alpha. "
        f"Resampling used {plan.analysis.bootstrap:,} two-way bootstraps with seed {plan.seed}. "
        f"Analysis: SR Studio {__version__}."
    )
    return " ".join(parts)


def _floor(value: float) -> str:
    return "1/√12" if value == INCONSISTENCY_FLOOR else f"{value:.3g} points"


def _scale(scale: Scale, labels: Sequence[str]) -> str:
    if len(labels) != scale.grades:
        return f"of {scale.spoken}"
    step = "" if scale.step == 1 else f" in steps of {scale.step:g}"
    return (
        f"from {scale.lowest:g} ({labels[0].lower()}) to {scale.highest:g} "
        f"({labels[-1].lower()}){step}"
    )


def _of_choices(results: ChoiceResults) -> str:
    choices, plan = results.choices, results.data.plan
    sampled = "raters and of images" if plan.column == "crossed" else "raters"
    joined = (
        " whose variances were joined as in the two-way crossed random model, with "
        "Satterthwaite's degrees of freedom"
        if plan.column == "crossed"
        else ""
    )
    declared = "declared before the first rating" if plan.declared else "not declared beforehand"
    family = "each set" if plan.analysis.family == "set" else "all sets together"
    parts = [
        f"{counted(len(choices.raters), 'rater')} made {len(choices):,} pair comparisons of "
        f"{counted(len(choices.systems), 'system')} on "
        f"{counted(len(choices.references), 'image')}.",
        "Strengths are maximum-likelihood estimates of the Bradley–Terry model and of Thurstone's "
        "case V, ties counted half each; at a distance of one JOD three in four prefer the better "
        "one.",
        f"Because comparisons of one rater or of one image are not independent, intervals and "
        f"two-sided tests rest on separate bootstraps of whole {sampled}{joined} "
        f"({plan.analysis.bootstrap:,} resamples each, seed {plan.seed}), with Holm's correction "
        f"over all pairs of {family} (α = {plan.alpha:g}, {declared}).",
    ]
    if results.primary:
        names = listed([f"{p.first} against {p.second} on {p.set}" for p in results.primary])
        parts.append(f"Primary contrasts, corrected among themselves: {names}.")
    parts.append(
        "Raters were screened, without automatic exclusion, by side habits, agreement with the "
        f"others and hidden repeats; {counted(len(results.flagged_raters), 'rater')} flagged, "
        f"{results.data.facts.excluded} excluded, {results.data.facts.withdrawn} withdrawn. "
        f"Analysis: SR Studio {__version__}."
    )
    return " ".join(parts)
