"""What was decided before the ratings were looked at, and what is known about the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.definition.sections import Analysis, Screening
from sr_studio.studies.statistics.subject_model import INCONSISTENCY_FLOOR

#: The rules print four digits of 1/√12; a threshold this near to it means the number itself.
_FLOOR_DIGITS = 5e-5


@dataclass(frozen=True)
class AnalysisPlan:
    """The declared analysis, system names in place of codes.

    Attributes:
        analysis: Family, alpha, inference, contrasts, stopping rule.
        screening: Thresholds of the flags.
        method: acr, acr_hr, dcr or pc.
        scale: What scores may be.
        declared: The plan was frozen before the first rating; False for imported ratings.
        seed: Of bootstraps and random halves.
        categories: Category to its systems, in order: the groups of Table 1.
    """

    analysis: Analysis = field(default_factory=Analysis)
    screening: Screening = field(default_factory=Screening)
    method: str = "acr_hr"
    scale: Scale = FIVE_POINTS
    declared: bool = False
    seed: int = 1
    categories: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def alpha(self) -> float:
        """Level of the tests."""
        return self.analysis.alpha

    @property
    def level(self) -> float:
        """Level of the intervals."""
        return 1 - self.analysis.alpha

    @property
    def column(self) -> str:
        """The test that carries the asterisks: ``crossed`` or ``raters``."""
        return "crossed" if self.analysis.inference == "images_like_these" else "raters"

    @property
    def inconsistency_floor(self) -> float:
        """Smallest inconsistency of the subject model."""
        floor = self.screening.subject_sd_floor
        near = abs(floor - INCONSISTENCY_FLOOR) < _FLOOR_DIGITS
        return INCONSISTENCY_FLOOR if near else floor


@dataclass(frozen=True)
class EventFact:
    """A thing that happened to the study: what, on which day, why."""

    kind: str
    day: str
    reason: str = ""


@dataclass(frozen=True)
class DecisionFact:
    """A rater or session left out or taken back by a person."""

    subject: str
    action: str
    rule: str
    reason: str
    day: str
    after_unblinding: bool


@dataclass(frozen=True)
class SessionFact:
    """One sitting, as far as it bears on the ratings.

    Attributes:
        minutes: To its end; to the last rating where nobody ended it.
        face: desk, browser or empty.
    """

    rater: str
    ordinal: int
    minutes: float
    ending: str
    selftest: str
    display: str
    scaled: bool
    room: Mapping[str, object] = field(default_factory=dict)
    face: str = ""


@dataclass(frozen=True)
class StudyFacts:
    """The head of a report: what is known beside the ratings. Empty where unknown.

    Attributes:
        unrecorded: The study could not be written to, so its record says nothing of this analysis.
        self_reports: What raters said about themselves, one mapping a rater, built-in answers only.
    """

    title: str = "Untitled ratings"
    study_id: str = ""
    version: int = 1
    preset: str = "none"
    ethics: str = ""
    contact: str = ""
    origin: str = "study"
    manifest_sha256: str = ""
    plan_sha256: str = ""
    built_with: str = ""
    state: str = ""
    blinding: str = ""
    names_known: bool = True
    enrolled: int = 0
    withdrawn: int = 0
    excluded: int = 0
    planned: int | None = None
    events: tuple[EventFact, ...] = ()
    unrecorded: bool = False
    decisions: tuple[DecisionFact, ...] = ()
    sessions: tuple[SessionFact, ...] = ()
    self_reports: tuple[Mapping[str, str], ...] = ()
    scale_labels: tuple[str, ...] = ("Bad", "Poor", "Fair", "Good", "Excellent")

    @property
    def simulated(self) -> bool:
        """Whether a program gave the ratings."""
        return self.built_with.endswith("(simulated)")
