"""The references of a draft: pictures named one by one, and folders taken apart."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from sr_studio.imaging.inputs import expand_inputs
from sr_studio.studies.definition.draft import StudyDefinition
from sr_studio.studies.definition.lines import Location
from sr_studio.studies.definition.problems import Found

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
            problems.append(Found("E11", (*where, "file"), f"there is no file {one.file}"))
    for number, whole in enumerate(definition.set):
        where = ("set", number)
        place = folder / whole.folder
        pictures = expand_inputs([place]) if place.is_dir() else []
        if not pictures:
            what = f"there are no pictures in {whole.folder}"
            problems.append(Found("E37", (*where, "folder"), what))
        found += [
            Reference(reference_id(whole.name, file), file.stem, whole.name, file, where)
            for file in pictures
        ]
    problems += _twice(found)
    for reference in found:
        if reference.set.casefold() in RESERVED_SETS:
            what = f"a set cannot be called {reference.set}"
            problems.append(Found("E10", reference.where, what, "Choose another name."))
    if not found and not problems:
        problems.append(Found("E10", ("reference",), "there is no reference picture"))
    return found, problems


def reference_id(set_name: str, file: Path) -> str:
    """An id for a picture of a folder: ``set14-baboon``."""
    return re.sub(r"[^a-z0-9_]+", "-", f"{set_name}-{file.stem}".casefold()).strip("-")[:64]


def _twice(references: list[Reference]) -> list[Found]:
    by_id: dict[str, list[Reference]] = defaultdict(list)
    for reference in references:
        by_id[reference.id].append(reference)
    return [
        Found("E10", same[-1].where, f"the id {identity} is there {len(same)} times")
        for identity, same in by_id.items()
        if len(same) > 1
    ]
