"""Two evaluations side by side: what changed, and whether they may be compared; no torch."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.evaluation.results import EvaluationResult
from sr_studio.metrics.metric import METRICS
from sr_studio.sentences import Sentence


@dataclass(frozen=True)
class Change:
    """One metric of one method on one data set, then and now."""

    model: str
    dataset: str
    metric: str
    earlier: float
    now: float

    @property
    def difference(self) -> float:
        """Now minus earlier."""
        return self.now - self.earlier

    @property
    def better(self) -> bool | None:
        """Whether it became better; None if it is the same as printed, or has no direction."""
        metric = METRICS[self.metric]
        if metric.higher_is_better is None or abs(self.difference) < 0.5 * 10**-metric.decimals:
            return None
        return (self.difference > 0) == metric.higher_is_better


@dataclass(frozen=True)
class Comparison:
    """Two evaluations side by side.

    Attributes:
        changes: Means that both have.
        only_earlier: Method and data set of means that only the earlier one has.
        only_now: The same for the new one.
        warnings: What differs, so that numbers do not compare.
    """

    changes: tuple[Change, ...]
    only_earlier: tuple[tuple[str, str], ...]
    only_now: tuple[tuple[str, str], ...]
    warnings: tuple[Sentence, ...]


def compare(earlier: EvaluationResult, now: EvaluationResult) -> Comparison:
    """Put the means of two evaluations beside one another."""
    then = {(row.model, row.dataset): row for row in earlier.means()}
    here = {(row.model, row.dataset): row for row in now.means()}
    changes = []
    warnings = _warnings(earlier, now)
    for key, row in here.items():
        if key not in then:
            continue
        if row.pictures != then[key].pictures:
            told = "%1 on %2 rests on %3 pictures now and on %4 earlier"
            warnings.append(Sentence(told, *key, row.pictures, then[key].pictures))
        elif now.pictures_of(row) != earlier.pictures_of(then[key]):
            warnings.append(Sentence("%1 on %2 rests on other pictures now than earlier", *key))
        for metric in METRICS:
            before, after = then[key].values.get(metric), row.values.get(metric)
            if before is not None and after is not None:
                changes.append(Change(*key, metric, before, after))
    return Comparison(
        tuple(changes),
        tuple(key for key in then if key not in here),
        tuple(key for key in here if key not in then),
        tuple(warnings),
    )


def to_text(comparison: Comparison) -> str:
    """The comparison in aligned lines for a terminal."""
    lines = [f"warning: {text}." for text in comparison.warnings]
    for change in comparison.changes:
        digits = METRICS[change.metric].decimals
        verdict = {True: "better", False: "worse", None: ""}[change.better]
        lines.append(
            f"{change.dataset:<10} {change.model:<24} {change.metric:<22} "
            f"{change.earlier:>10.{digits}f} -> {change.now:>10.{digits}f}  "
            f"{change.difference:+.{digits}f} {verdict}".rstrip()
        )
    lines += [f"{d}, {m}: only in the earlier one" for m, d in comparison.only_earlier]
    lines += [f"{d}, {m}: only in this one" for m, d in comparison.only_now]
    return "\n".join(lines) + "\n"


def _warnings(earlier: EvaluationResult, now: EvaluationResult) -> list[Sentence]:
    differs = "%1 was %2 and is %3: the numbers do not compare"
    told = [
        Sentence(differs, what, before, after)
        for what, before, after in (
            (Sentence("the scale"), earlier.scale, now.scale),
            (Sentence("the protocol"), earlier.protocol, now.protocol),
        )
        if before != after
    ]
    # Another scale or protocol changes the sentence of every metric and has just been told.
    sentences = {} if told else now.conventions
    before, after = _making_of_lr(earlier, now)
    if before != after:
        making = Sentence("the way LR pictures are made")
        told.append(Sentence(differs, making, repr(before), repr(after)))
    for key, sentence in sentences.items():
        known = earlier.conventions.get(key)
        if key in METRICS and known is not None and known != sentence:
            told.append(Sentence("the convention of %1 was another one: %2", key, repr(known)))
    return told


def _making_of_lr(earlier: EvaluationResult, now: EvaluationResult) -> tuple[str, str]:
    """How LR pictures were made then and now; the variant says nothing where they were given."""
    if "lr" in earlier.conventions and "lr" in now.conventions:
        return earlier.conventions["lr"], now.conventions["lr"]
    return earlier.lr_variant, now.lr_variant
