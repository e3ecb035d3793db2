"""Drafts: made from a ready-made plan, and read with every mistake at once and its remedy."""

from __future__ import annotations

import json
import secrets
import shutil
import tomllib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from tomlkit.items import AoT

from sr_studio import paths
from sr_studio.files import made_folder, write_text
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.sentences import Sentence
from sr_studio.studies.definition.checks import check_definition
from sr_studio.studies.definition.draft import (
    Reference,
    StudyDefinition,
    definition_of,
    expand_references,
)
from sr_studio.studies.definition.filenames import STUDY_FILE
from sr_studio.studies.definition.problems import (
    REMEDIES,
    Found,
    InvalidStudyError,
    LineFinder,
    Problem,
    code_of,
    spoken,
)
from sr_studio.studies.definition.texts import filled_in
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.preview import basis_of_draft, plan_problems


@dataclass(frozen=True)
class Draft:
    """A study that was read and has no mistake the file alone can show.

    Attributes:
        folder: Where ``study.toml`` lies; relative paths in it begin here.
        definition: Its fields, presets filled in.
        references: The pictures, folders of sets taken apart, in the order declared.
        warnings: Things to think about before people are asked.
    """

    folder: Path
    definition: StudyDefinition
    references: tuple[Reference, ...]
    warnings: tuple[Problem, ...]

    @property
    def sets(self) -> tuple[str, ...]:
        """Names of the sets in the order declared."""
        return tuple(dict.fromkeys(reference.set for reference in self.references))


def read_draft(folder: Path) -> Draft:
    """Read ``study.toml`` in a study folder.

    Raises:
        InvalidStudyError: With every mistake found.
    """
    file = folder / STUDY_FILE
    draft, problems = examine(file)
    if draft is None or any(problem.is_error for problem in problems):
        raise InvalidStudyError(problems, file)
    return draft


def examine(file: Path) -> tuple[Draft | None, list[Problem]]:
    """Read a definition and list all its mistakes and warnings.

    Returns:
        The draft, or None where the fields themselves are wrong; and the problems by line.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        command = "sr-studio study new --plan five-minute-demo --out FOLDER"
        remedy = Sentence("Make a study with: %1.", command)
        return None, [Problem("E00", "", Sentence("there is no %1", file.name), remedy)]
    except UnicodeDecodeError as error:
        what = Sentence("byte %1 is not UTF-8", error.start)
        return None, [Problem("E00", "", what, Sentence("Save the file as UTF-8."))]
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what = Sentence("not valid TOML: %1", error)
        return None, [Problem("E00", "", what, Sentence(REMEDIES["E00"]))]
    lines = LineFinder(text)
    try:
        definition = definition_of(document)
    except ValidationError as error:
        found = [_field_problem(detail) for detail in error.errors()]
        return None, _placed(found, lines)
    references, problems = expand_references(definition, file.parent)
    problems += check_definition(definition, references, file.parent)
    if not any(problem.code.startswith("E") for problem in problems):
        problems += plan_problems(basis_of_draft(definition, references))
    placed = _placed(problems, lines)
    warnings = tuple(problem for problem in placed if not problem.is_error)
    return Draft(file.parent, definition, tuple(references), warnings), placed


def _placed(found: list[Found], lines: LineFinder) -> list[Problem]:
    placed = [
        Problem(one.code, spoken(one.where), one.what, one.remedy, lines.find(one.where))
        for one in found
    ]
    return sorted(placed, key=lambda p: (p.line or 0, p.code, p.field))


def _field_problem(detail: ErrorDetails) -> Found:
    # pydantic says "[key]" where a key of a table is wrong, not its value.
    location = tuple(part for part in detail["loc"] if part != "[key]")
    kind = detail["type"]
    if kind == "extra_forbidden":
        code, what = "E08", Sentence("this field is unknown")
    elif kind == "missing":
        code, what = code_of(location), Sentence("it is missing")
        if location == ("system",):
            code = "E13"
    else:
        code = "E13" if (location, kind) == (("system",), "too_short") else code_of(location)
        message = detail["msg"]
        here = _shortened(detail["input"])
        what = Sentence("%1 (here %2)", f"{message[0].lower()}{message[1:]}", here)
    return Found(code, location, what)


def _shortened(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


LANGUAGES = ("en", "ko")


@dataclass(frozen=True)
class PlanInfo:
    """A ready-made plan."""

    name: str
    title: str
    summary: str


@dataclass(frozen=True)
class ModelSystem:
    """A model to add as a system: what ``method`` is called, and what people call it."""

    method: str
    title: str


def list_plans() -> list[PlanInfo]:
    """The plans that come with the program, the simplest first."""
    files = sorted(
        paths.shipped_studies_dir().glob(f"*/{STUDY_FILE}"), key=lambda f: f.stat().st_size
    )
    found = []
    for file in files:
        text = file.read_text("utf-8")
        head = []
        for line in text.splitlines():
            if not line.startswith("# "):
                break
            head.append(line[2:])
        title = str(tomlkit.parse(text)["study"]["title"])  # type: ignore[index]
        found.append(PlanInfo(file.parent.name, title, " ".join(head)))
    return found


def new_study(
    plan: str,
    out: Path,
    *,
    title: str = "",
    language: str = "en",
    sets: Mapping[str, Path] | None = None,
    calibration: Path | None = None,
    models: Sequence[ModelSystem] = (),
    contact: str = "",
    retention: str = "",
) -> Path:
    """Make a study folder with a draft to fill in; give the path of its ``study.toml``.

    Args:
        plan: Name of a ready-made plan.
        out: A folder that does not exist yet, or is empty.
        sets: Name of a set to the folder its references are in.
        calibration: Folder of pictures told to be 1 (nearest) and 5 (hidden reference).
        models: Added as systems, each with a primary contrast against the baseline.
        contact: Whom raters can ask; stands in the consent text, too.
        retention: How long and where the ratings are kept, for the consent text.

    Raises:
        StudioError: No such plan, set or language, or the folder is in use or takes no file.
    """
    source = paths.shipped_studies_dir() / plan / STUDY_FILE
    if not source.is_file():
        names = ", ".join(one.name for one in list_plans())
        raise StudyError(f"there is no plan {plan}", remedy=f"Choose one of {names}.")
    if language not in LANGUAGES:
        raise StudyError(
            f"there are no texts in {language!r}",
            remedy=f"Choose one of {', '.join(LANGUAGES)}, or write your own texts afterwards.",
        )
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise StudyError("the folder is in use", where=out, remedy="Name a new one.")
    document = tomlkit.parse(source.read_text("utf-8"))
    _fill_head(document, title, language)
    head: Any = document["study"]
    if contact:
        head["contact"] = contact
    _fill_sets(document, sets or {})
    if calibration is not None:
        _fill_calibration(document, calibration)
    for model in models:
        _add_model(document, model)
    made = not out.exists()
    made_folder(out)
    try:
        _copy_beside(document, out)
        if "consent" in head:
            write_consent(out / str(head["consent"]), language, contact, retention)
        write_text(out / STUDY_FILE, tomlkit.dumps(document))
    except BaseException:
        if made:
            shutil.rmtree(out, ignore_errors=True)
        raise
    return out / STUDY_FILE


def _fill_head(document: tomlkit.TOMLDocument, title: str, language: str) -> None:
    head: Any = document["study"]
    head["id"] = str(uuid.uuid4())
    head["seed"] = secrets.token_hex(32)
    head["language"] = language
    if title:
        head["title"] = title
    if "consent" in head:
        head["consent"] = f"consent.{language}.txt"


def _fill_sets(document: tomlkit.TOMLDocument, sets: Mapping[str, Path]) -> None:
    own: Any = document.get("set", [])
    by_name = {str(one["name"]): one for one in own}
    for name, folder in sets.items():
        if name not in by_name:
            known = ", ".join(by_name) or "none"
            raise StudyError(f"the plan has no set {name}", remedy=f"Its sets: {known}.")
        try:
            str(folder.absolute()).encode()
        except UnicodeEncodeError as error:
            raise StudyError(
                "the name of this folder is not UTF-8, which study.toml is written in",
                where=folder,
                remedy="Give it another name.",
            ) from error
        by_name[name]["folder"] = str(folder.absolute())


def _fill_calibration(document: tomlkit.TOMLDocument, folder: Path) -> None:
    pictures = expand_inputs([folder]) if folder.is_dir() else []
    if not pictures:
        raise StudyError("there are no pictures", where=folder, remedy="Name another folder.")
    roles = {str(one.get("role", "test")): str(one["id"]) for one in document["system"]}  # type: ignore[union-attr, arg-type]
    told = [(roles.get("low_anchor"), 1), (roles.get("hidden_reference"), 5)]
    items = tomlkit.aot()
    for picture in pictures:
        for system, score in told:
            if system is not None:
                item = tomlkit.table()
                item["reference_file"] = str(picture.absolute())
                item["system"] = system
                item["score"] = score
                items.append(item)
    table = tomlkit.table(is_super_table=True)
    table["item"] = items
    document["calibration"] = table


def _add_model(document: tomlkit.TOMLDocument, model: ModelSystem) -> None:
    systems = document["system"]
    assert isinstance(systems, AoT)
    made = tomlkit.table()
    made["id"] = "".join(c if c.isalnum() or c in "_.+-" else "-" for c in model.method)[:64]
    made["name"] = model.title
    made["method"] = model.method
    # Before the last one, the hidden reference, so that the file reads from worst to best.
    systems.insert(len(systems) - 1, made)
    analysis: Any = document["analysis"]
    baseline = next((str(s["id"]) for s in systems if s.get("role") == "baseline"), None)
    if baseline is not None:
        own: Any = document.get("set", []) or document.get("reference", [])
        names = dict.fromkeys(str(one.get("name", one.get("set"))) for one in own)
        for name in names:
            analysis["primary"].append([made["id"], baseline, name])


def write_consent(file: Path, language: str, contact: str, retention: str) -> None:
    """Write the program's consent text, with what is known of this study filled in.

    Args:
        contact, retention: See :func:`new_study`; what is empty stays to be filled in.
    """
    text = (paths.shipped_studies_dir() / f"consent.{language}.txt").read_text("utf-8")
    write_text(file, filled_in(text, retention, contact))


def _copy_beside(document: tomlkit.TOMLDocument, out: Path) -> None:
    """Sample pictures that the plan names, and the folders it expects."""
    references: Any = document.get("reference", [])
    for one in references:
        file = out / str(one["file"])
        sample = paths.resources_dir() / "samples" / file.name
        made_folder(file.parent)
        if sample.is_file():
            shutil.copyfile(sample, file)
    sets: Any = document.get("set", [])
    for one in sets:
        folder = Path(str(one["folder"]))
        if not folder.is_absolute():
            made_folder(out / folder)
