"""Reading ``study.toml``: every mistake at once, each with its code, line and remedy."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sr_studio.studies.definition.checks import check_definition
from sr_studio.studies.definition.draft import (
    Reference,
    StudyDefinition,
    expand_references,
    with_preset,
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
        remedy = "Make a study with: sr-studio study new --plan five-minute-demo --out FOLDER."
        return None, [Problem("E00", "", f"there is no {file.name}", remedy)]
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        return None, [Problem("E00", "", what, "Save the file as UTF-8.")]
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Problem("E00", "", f"not valid TOML: {error}", REMEDIES["E00"])]
    lines = LineFinder(text)
    filled = with_preset(document)
    try:
        definition = StudyDefinition.model_validate_json(json.dumps(filled, default=str))
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
        code, what = "E08", "this field is unknown"
    elif kind == "missing":
        code, what = code_of(location), "it is missing"
        if location == ("system",):
            code = "E13"
    else:
        code = "E13" if (location, kind) == (("system",), "too_short") else code_of(location)
        message = detail["msg"]
        what = f"{message[0].lower()}{message[1:]} (here {_shortened(detail['input'])})"
    return Found(code, location, what)


def _shortened(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
