"""``study.toml`` as a whole: the draft of a study, its presets, and the references it names."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, ValidationError

from sr_studio.imaging.inputs import expand_inputs
from sr_studio.sentences import Sentence
from sr_studio.studies.definition.problems import Found, Location
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.definition.sections import Design, Section, SiteRange, StudyHead, SystemRole

Preset = Literal["none", "srgan-2017", "acr-hr", "dcr", "pair", "demo"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Labels = Annotated[tuple[Text, ...], Field(min_length=2)]


def _valid_uuid(text: str) -> str:
    return str(UUID(text))


class DraftHead(StudyHead):
    """``[study]``. The texts are files beside ``study.toml``."""

    id: Annotated[str, AfterValidator(_valid_uuid)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    preset: Preset = "none"
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] = "en"


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
        score: One of the study's scale.
    """

    reference_file: Text
    system_files: str = ""
    system: str = ""
    score: float


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


class StudyDefinition(Design):
    """The whole of ``study.toml``."""

    study: DraftHead
    scale: DraftScale = DraftScale()
    set: tuple[DraftSet, ...] = ()
    reference: tuple[DraftReference, ...] = ()
    system: Annotated[tuple[DraftSystem, ...], Field(min_length=2, max_length=40)]
    calibration: Calibration = Calibration()
    training: Training = Training()
    site: tuple[SiteRange, ...] = (SiteRange(),)


Defaults = Mapping[str, Mapping[str, Any]]

#: The paper's study: everybody rates everything once, fully random, told what 1 and 5 look like.
_SRGAN: Defaults = {
    "study": {"method": "acr_hr"},
    "order": {"mode": "free"},
    "assignment": {"mode": "complete", "raters_planned": 26},
    "analysis": {"stop": {"raters": 26}},
    "repeats": {"share": 0.05},
}
_ACR_HR: Defaults = {"study": {"method": "acr_hr"}, "order": {"mode": "rounds"}}
_DCR: Defaults = {
    "study": {"method": "dcr"},
    "order": {"mode": "rounds"},
    "repeats": {"share": 0.05},
}
_PAIR: Defaults = {
    "study": {"method": "pc"},
    "golden": {"items": "none"},
    "stabilising": {"first": 3, "next": 2},
    "display": {"min_view_ms": 500},
}
#: A look at the program in five minutes: no repeats, few warm-up showings, short gaps.
_DEMO: Defaults = {
    "study": {"method": "acr_hr", "consent_waived": "a demonstration on one's own computer"},
    "display": {"min_width": 800, "min_height": 600, "gap_ms": 300, "min_view_ms": 500},
    "stabilising": {"first": 2, "next": 1},
    "golden": {"items": "none"},
    "repeats": {"share": 0.0, "min_count": 0},
    "assignment": {"raters_planned": 3, "seconds_per_trial": 5.0},
    "sessions": {"max_minutes": 10, "min_break_minutes": 0},
    "self_report": {"fields": []},
    "analysis": {"stop": {"raters": 3}},
}
PRESETS: Mapping[str, Defaults] = {
    "none": {},
    "srgan-2017": _SRGAN,
    "acr-hr": _ACR_HR,
    "dcr": _DCR,
    "pair": _PAIR,
    "demo": _DEMO,
}


def definition_of(document: Mapping[str, Any]) -> StudyDefinition:
    """The definition in a parsed study.toml, with its preset.

    Raises:
        pydantic.ValidationError: With every field that is wrong.
    """
    # By way of JSON: the models are strict, and TOML knows lists where they have tuples.
    return StudyDefinition.model_validate_json(json.dumps(_with_preset(document), default=str))


def _with_preset(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with its preset's defaults filled in; an unknown preset fills nothing."""
    head = document.get("study")
    name = head.get("preset", "none") if isinstance(head, dict) else "none"
    filled = dict(document)
    preset = PRESETS.get(name) if isinstance(name, str) else None
    for defaults in (preset or {}, _for_scale(document.get("scale"))):
        for section, fields in defaults.items():
            own = filled.get(section, {})
            if isinstance(own, dict):
                filled[section] = {**fields, **own}
    return filled


def stretched(scale: Scale) -> Defaults:
    """The defaults that are stated in points of the scale from 1 to 5, for another scale."""
    low, high, point = scale.lowest, scale.highest, scale.stretch
    return {
        "analysis": {"equivalence_bound": 0.2 * point},
        "screening": {"score_sd": 0.4 * point, "subject_sd_floor": 0.2887 * point},
        "golden": {
            "accept": {"low_anchor": (low, low + point), "hidden_reference": (high - point, high)}
        },
    }


def _for_scale(section: object) -> Defaults:
    if not isinstance(section, dict):
        return {}
    given = {key: section[key] for key in ("lowest", "highest", "step") if key in section}
    try:
        scale = Scale.model_validate(given)
    except ValidationError:
        return {}  # it is told of where the whole definition is read
    return {} if scale == FIVE_POINTS else stretched(scale)


RESERVED_SETS = ("training", "calibration")


@dataclass(frozen=True)
class Reference:
    """A picture content of the test; ``name`` is what ``{reference}`` in a pattern stands for."""

    id: str
    name: str
    set: str
    file: Path
    where: Location


def expand_references(
    definition: StudyDefinition, folder: Path
) -> tuple[list[Reference], list[Found]]:
    """The references in the order declared, folders after single pictures, and what is wrong."""
    found: list[Reference] = []
    problems: list[Found] = []
    for number, one in enumerate(definition.reference):
        where: Location = ("reference", number)
        file = folder / one.file
        found.append(Reference(one.id, one.id, one.set, file, where))
        if not file.is_file():
            problems.append(
                Found("E11", (*where, "file"), Sentence("there is no file %1", one.file))
            )
    for number, whole in enumerate(definition.set):
        where = ("set", number)
        place = folder / whole.folder
        pictures = expand_inputs([place]) if place.is_dir() else []
        if not pictures:
            what = Sentence("there are no pictures in %1", whole.folder)
            problems.append(Found("E37", (*where, "folder"), what))
        found += [
            Reference(reference_id(whole.name, file), file.stem, whole.name, file, where)
            for file in pictures
        ]
    found = _told_apart(found)
    problems += _twice(found)
    for reference in found:
        if reference.set.casefold() in RESERVED_SETS:
            what = Sentence("a set cannot be called %1", reference.set)
            problems.append(Found("E10", reference.where, what, Sentence("Choose another name.")))
    if not found and not problems:
        problems.append(Found("E10", ("reference",), Sentence("there is no reference picture")))
    return found, problems


def reference_id(set_name: str, file: Path) -> str:
    """An id for a picture of a folder: ``set14-baboon``."""
    return re.sub(r"[^a-z0-9_]+", "-", f"{set_name}-{file.stem}".casefold()).strip("-")[:64]


def _told_apart(references: list[Reference]) -> list[Reference]:
    """Other pictures of folders that come to the same id get a number: names that are written
    without Latin letters, that differ in signs only, or far behind.

    Declared ids stay, and so do those of two files of one name: systems' files are found by it.
    """
    pictures: dict[str, tuple[str, str]] = {}
    apart = []
    for reference in references:
        if reference.where[0] == "set":
            picture = (reference.set, reference.name)
            base = reference.id or "picture"
            numbered = (f"{base[:60]}-{number}" for number in itertools.count(2))
            identity = next(
                one
                for one in itertools.chain((base,), numbered)
                if pictures.setdefault(one, picture) == picture
            )
            reference = replace(reference, id=identity)
        apart.append(reference)
    return apart


def _twice(references: list[Reference]) -> list[Found]:
    by_id: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        by_id[reference.id].append(reference)
    return [
        Found("E10", same[-1].where, Sentence("the id %1 is there %2 times", identity, len(same)))
        for identity, same in by_id.items()
        if len(same) > 1
    ]
