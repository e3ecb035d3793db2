"""The frozen study: what every site shares, without a system name or a file name in it."""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import Any, Literal

from pydantic import Field, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.definition.sections import (
    Design,
    Section,
    SiteRange,
    StudyHead,
    SystemRole,
)
from sr_studio.studies.errors import StudyError


def canonical_json(value: Any) -> str:
    """JSON with sorted keys, no spaces and no NaN, so that equal values give equal text.

    Raises:
        ValueError: The value holds NaN or an infinity.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def canonical_sha256(value: Any) -> str:
    """SHA-256 (hex) of the UTF-8 canonical JSON of ``value``."""
    return text_sha256(canonical_json(value))


def text_sha256(text: str) -> str:
    """SHA-256 (hex) of the UTF-8 bytes of ``text``."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


Pool = Literal["test", "training", "calibration"]


class Head(StudyHead):
    """What the study is called, how it rates, and the texts its raters read."""

    id: str
    title: str
    preset: str = "none"
    language: str = "en"
    labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)


class ManifestReference(Section):
    """A picture content; ``set`` is the pool for training and calibration contents."""

    code: str
    set: str
    width: int
    height: int
    pixel_sha256: str


class ManifestSystem(Section):
    """A system by its code. ``sets`` are those it is shown in; ``duplicate_of`` is a code."""

    code: str
    role: SystemRole = "test"
    category: str = ""
    sets: tuple[str, ...] = ()
    duplicate_of: str = ""


class ManifestStimulus(Section):
    """One picture file.

    Attributes:
        told: The grade a calibration picture is announced with: 1 is the lowest score.
        beside_only: The original beside which a training or calibration picture is shown (DCR),
            and no showing of its own.
    """

    reference: str
    system: str | None
    pool: Pool = "test"
    token: str = Field(pattern=r"^[0-9a-f]{32}$")
    sha256: str
    pixel_sha256: str
    width: int
    height: int
    told: int | None = Field(None, ge=1)
    beside_only: bool = False


class Manifest(Design):
    """Everything about a study that never changes once it is built."""

    format: Literal[1] = 1
    study: Head
    scale: Scale = FIVE_POINTS
    calibration_later: int = Field(4, ge=0, le=40)
    sites: tuple[SiteRange, ...] = (SiteRange(),)
    references: tuple[ManifestReference, ...]
    systems: tuple[ManifestSystem, ...]
    stimuli: tuple[ManifestStimulus, ...]
    #: Rater numbers without a legal order, found at the build; they are not given out.
    skipped_numbers: tuple[int, ...] = ()
    key_commitment: str = ""
    built_us: int
    built_with: str
    #: The text it was read from, where an older program wrote it with other fields: the hash is
    #: that of the text which was frozen, whatever defaults have been added since.
    _text: str = PrivateAttr("")

    @model_validator(mode="after")
    def _told_on_the_scale(self) -> Manifest:
        if any((stimulus.told or 1) > self.scale.grades for stimulus in self.stimuli):
            raise PydanticCustomError("told", "a told grade is beyond the scale")
        return self

    @property
    def study_id(self) -> uuid.UUID:
        """The study's identity."""
        return uuid.UUID(self.study.id)

    @property
    def sets(self) -> tuple[str, ...]:
        """Names of the sets of test references, in the order they were declared."""
        tested = {stimulus.reference for stimulus in self.stimuli if stimulus.pool == "test"}
        return tuple(dict.fromkeys(r.set for r in self.references if r.code in tested))

    @property
    def consent_sha256(self) -> str:
        """Hash of the consent text, or of the reason it was waived."""
        return text_sha256(self.study.consent or self.study.consent_waived)

    def to_json(self) -> str:
        """Canonical JSON: what is hashed, and what is stored."""
        return self._text or canonical_json(self.model_dump(mode="json"))

    @property
    def sha256(self) -> str:
        """``manifest_sha256``."""
        return text_sha256(self.to_json())

    @property
    def plan_sha256(self) -> str:
        """``plan_sha256``: hash of the analysis section, contrasts in codes."""
        return canonical_sha256(self.analysis.model_dump(mode="json"))

    @classmethod
    def from_json(cls, text: str, where: str | None = None) -> Manifest:
        """Read a manifest.

        Raises:
            StudyError: It is not one of ours, or was edited into something impossible.
        """
        try:
            manifest = cls.model_validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"])) or "the file"
            raise StudyError(
                f"the manifest cannot be used: {field}: {first['msg']}",
                where=where,
                remedy="Restore manifest.json as it was built.",
            ) from error
        if manifest.to_json() != text.strip():
            manifest._text = text.strip()
        return manifest
