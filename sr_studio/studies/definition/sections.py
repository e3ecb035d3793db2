"""The settings of a study, section by section, with their defaults and ranges.

The same models check ``study.toml`` and are frozen into the manifest. Which error a broken rule
has, and what to do about it, stands in :mod:`sr_studio.studies.definition.problems`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Share = Annotated[float, Field(ge=0, le=0.5)]
Method = Literal["acr", "acr_hr", "dcr", "pc"]
SystemRole = Literal["test", "baseline", "low_anchor", "hidden_reference"]


def _accepted_scores() -> dict[SystemRole, tuple[float, float]]:
    return {"low_anchor": (1, 2), "hidden_reference": (4, 5)}


def _stop() -> dict[Literal["raters", "halfwidth"], float]:
    return {"raters": 26.0}


class Section(BaseModel):
    """A table of ``study.toml``: strict types, unknown fields are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)


class Geometry(Section):
    """One rule of cropping and zoom for all versions of a reference.

    Attributes:
        crop_border: Pixels cut from each side first.
        max_width, max_height: Then the centre of this size is kept; 0 keeps all.
        multiple_of: Then right and bottom are cut until both sides are multiples of this.
        zoom: Device pixels per image pixel and side, by nearest neighbour.
    """

    crop_border: int = Field(0, ge=0)
    max_width: int = Field(0, ge=0)
    max_height: int = Field(0, ge=0)
    multiple_of: int = Field(1, ge=1)
    zoom: Literal[1, 2, 3, 4] = 1


class Making(Section):
    """How pictures are made for systems given as methods: LR from the reference, then SR.

    Attributes:
        scale: Factor per side between LR and reference.
        lr: ``uint8`` or ``double``: the variant of MATLAB's imresize that makes the LR.
    """

    scale: int = Field(4, ge=2, le=8)
    lr: Literal["uint8", "double"] = "double"


class Display(Section):
    """The smallest screen, the grey around and between images, and the times of one showing."""

    min_width: int = Field(1280, ge=320)
    min_height: int = Field(720, ge=240)
    background: int = Field(128, ge=0, le=255)
    gap_ms: int = Field(500, ge=0, le=5000)
    min_view_ms: int = Field(1000, ge=0, le=10000)
    exposure_ms: int = Field(0, ge=0, le=600_000)

    @model_validator(mode="after")
    def _exposed_long_enough(self) -> Display:
        if 0 < self.exposure_ms < self.min_view_ms:
            raise PydanticCustomError("exposure_ms", "exposure_ms is shorter than min_view_ms")
        return self


class Stabilising(Section):
    """Unanalysed showings at the start of the first and of later sessions."""

    first: int = Field(5, ge=0, le=20)
    next: int = Field(3, ge=0, le=20)
    pool: Literal["test", "training"] = "test"


class Golden(Section):
    """Showings whose answer is expected in a range; a miss is a flag, never an exclusion."""

    items: Literal["anchors", "none"] = "anchors"
    accept: dict[SystemRole, tuple[float, float]] = Field(default_factory=_accepted_scores)
    max_share: float = Field(1 / 12, ge=0, le=0.5)

    @model_validator(mode="after")
    def _ranges_in_order(self) -> Golden:
        for role, (low, high) in self.accept.items():
            if low > high:
                raise PydanticCustomError("accept", f"accept.{role} ends before it begins")
        return self


class Repeats(Section):
    """Hidden repeats of the rater's own presentations."""

    share: Share = 0.05
    min_count: int = Field(10, ge=0)
    min_gap: int = Field(20, ge=1)


class Assignment(Section):
    """Who sees which references, how many raters, how long a showing takes."""

    mode: Literal["complete", "blocks"] = "complete"
    references_per_rater: dict[str, int] = Field(default_factory=dict)
    raters_planned: int = Field(26, ge=2, le=5000)
    seconds_per_trial: float = Field(5.0, ge=1, le=60)


class Sessions(Section):
    """How long a sitting may last, and how long a rater may stay away."""

    max_minutes: float = Field(25, ge=5, le=30)
    max_trials: int = Field(0, ge=0)
    min_break_minutes: float = Field(10, ge=0, le=1440)
    stale_hours: float = Field(12, ge=0.5, le=720)


class Order(Section):
    """How a rater's stream is ordered."""

    mode: Literal["rounds", "free"] = "rounds"
    max_system_run: int = Field(2, ge=1)


class PairComparison(Section):
    """Which pairs are shown, and how."""

    pairs: Literal["all", "anchored", "sampled"] = "all"
    tie: bool = False
    layout: Literal["side_by_side", "toggle"] = "side_by_side"


class DegradationRating(Section):
    """How reference and test image are shown together (DCR).

    Attributes:
        layout: One after the other, or side by side with the reference on the left.
        reference_ms: How long the reference is shown first.
        grey_ms: Grey between the two.
    """

    layout: Literal["sequence", "side_by_side"] = "sequence"
    reference_ms: int = Field(3000, ge=2000, le=10000)
    grey_ms: int = Field(2000, ge=0, le=5000)


SelfReportField = Literal["age_band", "vision_test", "correction", "colour_vision", "expertise"]
SELF_REPORT_FIELDS: tuple[SelfReportField, ...] = (
    "age_band",
    "vision_test",
    "correction",
    "colour_vision",
    "expertise",
)


class SelfReport(Section):
    """What a rater is asked once, from a built-in list; nobody types text."""

    fields: tuple[SelfReportField, ...] = SELF_REPORT_FIELDS


class Analysis(Section):
    """What is decided about the analysis before the first rating.

    Attributes:
        primary: Contrasts (system, system, set) tested first, as a family of their own.
        stop: When rating ends: a number of raters, or the half-width of the first primary
            difference; never a p-value.
    """

    primary: tuple[tuple[str, str, str], ...] = ()
    family: Literal["set", "all"] = "set"
    alpha: float = Field(0.05, gt=0, lt=0.5)
    correction: Literal["holm"] = "holm"
    inference: Literal["images_like_these", "these_images"] = "images_like_these"
    equivalence_bound: float = Field(0.2, gt=0)
    stop: dict[Literal["raters", "halfwidth"], float] = Field(default_factory=_stop)
    bootstrap: int = Field(4000, ge=1000)
    power_target: float = Field(0.8, gt=0, lt=1)

    @model_validator(mode="after")
    def _one_stop(self) -> Analysis:
        if len(self.stop) != 1 or not all(value > 0 for value in self.stop.values()):
            raise PydanticCustomError("stop", "stop needs exactly one positive number")
        return self


class Screening(Section):
    """Thresholds of the flags; a flag excludes nobody."""

    bt500_share: float = Field(0.05, gt=0, lt=1)
    bt500_balance: float = Field(0.3, gt=0, le=1)
    correlation: float = Field(0.75, gt=0, lt=1)
    relative_correlation: float = Field(0.70, gt=0, lt=1)
    score_sd: float = Field(0.4, ge=0)
    equal_run: int = Field(20, ge=2)
    fast_ms: int = Field(200, ge=0, le=5000)
    fast_share: float = Field(0.20, gt=0, lt=1)
    golden_misses: float = Field(0.20, gt=0, lt=1)
    repeat_kappa: float = Field(0.3, ge=-1, le=1)
    consistency: float = Field(0.5, ge=-1, le=1)
    subject_sd_floor: float = Field(0.2887, gt=0)


class SiteRange(Section):
    """A place where people rate, and the rater numbers it may give out."""

    id: str = Field("main", pattern=r"^[a-z0-9_-]{1,64}$")
    name: str = Field("", max_length=120)
    first_number: int = Field(1, ge=1)
    last_number: int = Field(9999, ge=1)


class StudyHead(Section):
    """What the draft's and the frozen study's ``[study]`` share."""

    version: int = Field(1, ge=1)
    contact: str = ""
    ethics: str = ""
    method: Method = "acr_hr"
    seed: str = Field(pattern=r"^[0-9a-f]{64}$")
    blinding: Literal["rater", "double"] = "rater"
    instructions: str = ""
    consent: str = ""
    consent_version: str = "1"
    consent_waived: str = ""


class Design(Section):
    """What is decided about a study: the same in its draft and when it is frozen."""

    making: Making = Making()
    geometry: Geometry = Geometry()
    display: Display = Display()
    stabilising: Stabilising = Stabilising()
    golden: Golden = Golden()
    repeats: Repeats = Repeats()
    assignment: Assignment = Assignment()
    sessions: Sessions = Sessions()
    order: Order = Order()
    pc: PairComparison = PairComparison()
    dcr: DegradationRating = DegradationRating()
    self_report: SelfReport = SelfReport()
    analysis: Analysis = Analysis()
    screening: Screening = Screening()

    @property
    def decided(self) -> dict[str, Any]:
        """Its sections by name, to make another form of the study from."""
        return {name: getattr(self, name) for name in Design.model_fields}
