"""``study.toml`` as a whole: the draft of a study, with the names of its systems."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from sr_studio.studies.definition.scale import Scale
from sr_studio.studies.definition.sections import (
    Analysis,
    Assignment,
    DegradationRating,
    Display,
    Geometry,
    Golden,
    Making,
    Method,
    Order,
    PairComparison,
    Repeats,
    Score,
    Screening,
    Section,
    SelfReport,
    Sessions,
    SiteRange,
    Stabilising,
    SystemRole,
)

Preset = Literal["none", "srgan-2017", "acr-hr", "dcr", "pair", "demo"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Labels = Annotated[tuple[Text, ...], Field(min_length=2)]


def _valid_uuid(text: str) -> str:
    return str(UUID(text))


class DraftHead(Section):
    """``[study]``. The texts are files beside ``study.toml``."""

    id: Annotated[str, AfterValidator(_valid_uuid)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    version: int = Field(1, ge=1)
    contact: str = ""
    ethics: str = ""
    preset: Preset = "none"
    method: Method = "acr_hr"
    seed: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    blinding: Literal["rater", "double"] = "rater"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"
    instructions: str = ""
    consent: str = ""
    consent_version: str = "1"
    consent_waived: str = ""


class DraftSet(Section):
    """``[[set]]``: a folder whose pictures all become references of the set."""

    name: Annotated[str, StringConstraints(pattern=r"^[^|{}/\\]{1,64}$")]
    folder: Text


class DraftReference(Section):
    """``[[reference]]``: one picture."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,64}$")]
    set: Annotated[str, StringConstraints(pattern=r"^[^|{}/\\]{1,64}$")]
    file: Text


class DraftSystem(Section):
    """``[[system]]``: ready pictures by a pattern, or a method that makes them.

    Attributes:
        files: Pattern with ``{set}`` and ``{reference}``, such as ``SRGAN/{set}/{reference}.png``.
        method: Instead of files: an interpolation or a model, as ``sr-studio upscale`` knows it.
        detail: For a method that has one: 0 faithful to 1 detailed.
        sets: The sets it is shown in; empty for all.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.+-]{1,64}$")]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    role: SystemRole = "test"
    files: str = ""
    method: str = ""
    detail: float | None = Field(None, ge=0, le=1)
    sets: tuple[str, ...] = ()
    category: Annotated[str, StringConstraints(max_length=64)] = ""
    duplicate_of: str = ""


class TrainingItem(Section):
    """``[[training.item]]``: pictures that are shown unscored before the test.

    Attributes:
        files: The pictures as shown; or ``reference_file`` with ``systems`` (ids) to make them.
            In a degradation rating ``files`` need their original as ``reference_file``; in a pair
            comparison each item has at least two versions of one picture.
    """

    files: tuple[Text, ...] = ()
    reference_file: str = ""
    systems: tuple[Text, ...] = ()


class CalibrationItem(Section):
    """``[[calibration.item]]``: a picture with the score raters are told it has.

    Attributes:
        reference_file: The original, which must not be in the test.
        system_files: The picture as shown; or ``system`` (an id) to make it from the original.
    """

    reference_file: Text
    system_files: str = ""
    system: str = ""
    score: Score


class Training(Section):
    """``[training]``."""

    item: tuple[TrainingItem, ...] = ()


class Calibration(Section):
    """``[calibration]``.

    Attributes:
        later_sessions: How many pairs of told scores are shown again in later sessions.
    """

    item: tuple[CalibrationItem, ...] = ()
    later_sessions: int = Field(4, ge=0, le=40)


class DraftScale(Scale):
    """``[scale]``: the range, and under the code of a language the label of every score."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Labels] = Field(init=False)

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """Language to labels, the lowest score's first."""
        return dict(self.__pydantic_extra__ or {})

    @property
    def range(self) -> Scale:
        """The scale without words, as it is frozen."""
        return Scale(lowest=self.lowest, highest=self.highest, step=self.step)


class StudyDefinition(Section):
    """The whole of ``study.toml``."""

    study: DraftHead
    scale: DraftScale = DraftScale()
    set: tuple[DraftSet, ...] = ()
    reference: tuple[DraftReference, ...] = ()
    system: Annotated[tuple[DraftSystem, ...], Field(min_length=2, max_length=40)]
    making: Making = Making()
    geometry: Geometry = Geometry()
    display: Display = Display()
    calibration: Calibration = Calibration()
    training: Training = Training()
    stabilising: Stabilising = Stabilising()
    golden: Golden = Golden()
    repeats: Repeats = Repeats()
    assignment: Assignment = Assignment()
    sessions: Sessions = Sessions()
    order: Order = Order()
    pc: PairComparison = PairComparison()
    dcr: DegradationRating = DegradationRating()
    site: tuple[SiteRange, ...] = (SiteRange(),)
    self_report: SelfReport = SelfReport()
    analysis: Analysis = Analysis()
    screening: Screening = Screening()
