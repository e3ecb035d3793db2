"""What an analysis found, as plain values for reports, figures, exports and the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sr_studio.sentences import Sentence
from sr_studio.studies.results.sensitivity import Sensitivity
from sr_studio.studies.statistics.bootstrap import Bootstrap
from sr_studio.studies.statistics.choice_strengths import Strengths
from sr_studio.studies.statistics.choices import Choices
from sr_studio.studies.statistics.data import StudyData
from sr_studio.studies.statistics.descriptives import Missing, StimulusStatistics, SystemStatistics
from sr_studio.studies.statistics.flags import Flag
from sr_studio.studies.statistics.mixed_model import MixedModel
from sr_studio.studies.statistics.omnibus import Omnibus
from sr_studio.studies.statistics.pairs import Declared, PairTests
from sr_studio.studies.statistics.power import Components, DifferenceComponents, Stopping
from sr_studio.studies.statistics.reliability import Agreement, NoiseCeiling, Repeats
from sr_studio.studies.statistics.score_distribution import (
    Consistency,
    OpinionSpread,
    ScoreDistribution,
)
from sr_studio.studies.statistics.subject_model import BiasRemoval, SubjectModel
from sr_studio.studies.statistics.table import Floats, Ints, RatingTable, SetBlock

#: Fewest references in a set for a statement about images in general.
FEWEST_IMAGES = 6


@dataclass(frozen=True)
class OneSet:
    """What a set of scores and one of comparisons have in common. Sets are different contexts:
    nothing is ever averaged over them.

    Attributes:
        name, systems, references: Names in the order of all lists.
        pairs: Every two systems; None where there is nothing to compare.
    """

    name: str
    systems: tuple[str, ...]
    references: tuple[str, ...]
    pairs: PairTests | ChoicePairs | None

    def pair(self, k: int) -> str:
        """``first − second`` of the k-th pair; there must be pairs."""
        assert self.pairs is not None
        return f"{self.systems[self.pairs.first[k]]} − {self.systems[self.pairs.second[k]]}"

    @property
    def few_images(self) -> bool:
        """Too few references for a statement about images in general."""
        return len(self.references) < FEWEST_IMAGES


@dataclass(frozen=True)
class SetResults(OneSet):
    """One set of scores.

    Attributes:
        block: The scores.
        statistics, dmos: Per system; dmos is None without a hidden reference.
        mean_ranks: 1 = best; rank_bootstrap their two-way bootstrap, if it was asked for.
        pairs, declared: None for a set with one system; declared is the test of the plan.
        p_holm: Test (as ``PairTests.p``) to p adjusted over the declared family; empty without
            pairs.
        pair_bootstrap: Two-way bootstrap of the differences, for sets with holes.
        mixed: A mixed model of each pair, for sets with holes, if resampling was asked for.
        sign_flips: p of each pair over raters by sign flips, if it was asked for.
        components: None for sets with holes; difference: what power is computed from.
        cells: (reference, system) of every stimulus that was rated, the order of ``distribution``.
        spread: The SOS parameter.
        distribution: Fitted to each stimulus; None for scales of more than 11 scores. Its p only
            where resampling was asked for; ``consistency`` sums them up.
        stars: Systems above all others of their category by the declared test with Holm.
        grey_stars: The same by the pooled, uncorrected test.
    """

    pairs: PairTests | None
    block: SetBlock
    missing: Missing
    statistics: SystemStatistics
    dmos: SystemStatistics | None
    mean_ranks: Floats
    rank_bootstrap: Bootstrap | None
    p_holm: Mapping[str, Floats]
    declared: Declared | None
    pair_bootstrap: Bootstrap | None
    mixed: tuple[MixedModel, ...] | None
    sign_flips: Floats | None
    omnibus: Omnibus
    components: Components | None
    difference: DifferenceComponents | None
    agreement: Agreement
    alpha_ordinal: float
    ceiling: NoiseCeiling | None
    cells: tuple[tuple[str, str], ...]
    spread: OpinionSpread
    distribution: ScoreDistribution | None
    consistency: Consistency | None
    stars: tuple[str, ...]
    grey_stars: tuple[str, ...]

    @property
    def general(self) -> bool:
        """Whether the set is about images like these, and not only about these images."""
        of_images = self.declared is None or self.declared.column == "crossed"
        return of_images and not self.few_images

    @property
    def claims(self) -> bool:
        """Whether the declared test may mark differences: never about images in general with a
        handful of images."""
        return self.declared is not None and (
            self.declared.column == "raters" or not self.few_images
        )


@dataclass(frozen=True)
class Primary:
    """A contrast declared beforehand, tested before everything else.

    Attributes:
        difference, low, high, p, p_holm, p_equivalence: By the declared test; NaN where it could
            not be computed. Such a contrast still counts among those that Holm corrects for.
        reason: Why there is no p; empty where there is one.
    """

    first: str
    second: str
    set: str
    difference: float
    low: float
    high: float
    p: float
    p_holm: float
    p_equivalence: float
    verdict: str
    reason: str = ""

    @classmethod
    def untested(cls, first: str, second: str, name: str, reason: str) -> Primary:
        """A contrast on the set called ``name`` that has no numbers."""
        return cls(first, second, name, *(float("nan"),) * 6, verdict="", reason=reason)


@dataclass(frozen=True)
class PowerRow:
    """What a set can find.

    Attributes:
        delta: True difference, points; power: chance to find it with the present raters.
        raters_needed: For the target; None when no number of raters is enough, and then
            images_needed says what would be; None where more images alone do not do it either,
            and then both_needed gives the (raters, images) with the fewest ratings that does.
        detectable, detectable_corrected: Smallest difference found with the target chance, at
            alpha and at alpha divided by the number of pairs.
    """

    set: str
    raters: int
    images: int
    per_rater: int
    delta: float
    power: float
    raters_needed: int | None
    images_needed: int | None
    both_needed: tuple[int, int] | None
    detectable: float
    detectable_corrected: float


@dataclass(frozen=True)
class Note:
    """A sentence the report must not leave out.

    Attributes:
        code: Short name, stable.
        severity: "red", "warning" or "note".
        text: Whole sentences.
    """

    code: str
    severity: str
    text: Sentence


@dataclass(frozen=True)
class ScoreResults:
    """The whole analysis of a study of scores.

    Attributes:
        data: What was analysed.
        stimuli: Per stimulus, in the order of ``table.stimuli``.
        agreement, alpha_ordinal: Over all stimuli of all sets.
    """

    data: StudyData
    stimuli: StimulusStatistics
    bias: BiasRemoval
    model: SubjectModel
    flags: tuple[Flag, ...]
    sets: tuple[SetResults, ...]
    primary: tuple[Primary, ...]
    agreement: Agreement
    alpha_ordinal: float
    repeats: Repeats
    repeats_p: float
    sensitivity: Sensitivity
    power: tuple[PowerRow, ...]
    stopping: Stopping | None
    order_p: float
    order_means: Floats
    notes: tuple[Note, ...] = ()

    @property
    def table(self) -> RatingTable:
        """The scores."""
        assert self.data.table is not None
        return self.data.table

    def set(self, name: str) -> SetResults:
        """The results of the set called ``name``."""
        return next(one for one in self.sets if one.name == name)

    @property
    def raters(self) -> tuple[str, ...]:
        """Names of the raters, by code."""
        return self.table.raters

    @property
    def flagged_raters(self) -> Ints:
        """Codes of raters with at least one flag."""
        return flagged(self.flags)


@dataclass(frozen=True)
class PairFit:
    """Strengths of a pair comparison in one set, or for one reference of it.

    Attributes:
        set, reference: Where; reference is empty for the whole set.
        systems: S names.
        wins: S × S, row over column.
        strengths: S, sum 0.
        halfwidth: S half-widths of their intervals, raters and images as the plan says; None
            where they were not asked for.
    """

    set: str
    reference: str
    systems: tuple[str, ...]
    wins: Floats
    strengths: Strengths
    halfwidth: Floats | None


@dataclass(frozen=True)
class ChoicePairs:
    """Every pair (first − second) of a set, log-odds of the Bradley–Terry model.

    Attributes:
        first, second: K places along the systems.
        difference, se, df, low, high, p, p_holm: K values; NaN where they cannot be computed.
        reason: Why they cannot; empty where they can.
    """

    first: Ints
    second: Ints
    difference: Floats
    se: Floats
    df: Floats
    low: Floats
    high: Floats
    p: Floats
    p_holm: Floats
    reason: str


@dataclass(frozen=True)
class ChoiceSet(OneSet):
    """One set of a pair comparison.

    Attributes:
        comparisons: How many.
        pooled, thurstone: Strengths over all references by both models.
        by_reference: Bradley–Terry strengths on each reference, without a test.
        pairs: None where resampling was not asked for.
        of_images: Whether images are taken as a sample.
    """

    pairs: ChoicePairs | None
    comparisons: int
    pooled: PairFit
    thurstone: PairFit
    by_reference: tuple[PairFit, ...]
    of_images: bool

    @property
    def claims(self) -> bool:
        """Whether a difference may be marked as shown (see :class:`SetResults`)."""
        return not (self.of_images and self.few_images)


@dataclass(frozen=True)
class ChoiceRepeats:
    """Hidden repeats of a pair comparison: n answers, the share given again, and its interval."""

    n: int
    same: float
    low: float
    high: float


@dataclass(frozen=True)
class ChoiceResults:
    """The whole analysis of a pair comparison."""

    data: StudyData
    sets: tuple[ChoiceSet, ...]
    flags: tuple[Flag, ...]
    primary: tuple[Primary, ...]
    repeats: ChoiceRepeats
    sensitivity: Sensitivity
    stopping: Stopping | None
    complete_raters: int
    notes: tuple[Note, ...] = ()

    @property
    def choices(self) -> Choices:
        """The comparisons."""
        assert self.data.choices is not None
        return self.data.choices

    @property
    def raters(self) -> tuple[str, ...]:
        """Names of the raters, by code."""
        return self.choices.raters

    @property
    def flagged_raters(self) -> Ints:
        """Codes of raters with at least one flag."""
        return flagged(self.flags)


Results = ScoreResults | ChoiceResults


def flagged(flags: tuple[Flag, ...]) -> Ints:
    """Codes of raters with at least one flag, in order."""
    return np.unique(np.array([f.rater for f in flags if f.flagged], dtype=np.int64))
