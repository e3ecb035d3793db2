"""From what was chosen in the wizard to a readable ``study.toml``; no Qt."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from sr_studio.errors import StudioError
from sr_studio.files import is_folder, is_there, made_folder, write_text
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.studies.definition.filenames import STUDY_FILE
from sr_studio.studies.definition.sections import Repeats
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.reading import write_consent

_PRESETS = {"acr_hr": "acr-hr", "acr": "none", "dcr": "dcr", "pc": "pair"}
ORIGINAL = "HR"
_NUMBERS_A_SITE = 1000
#: Of a system or a site, as the definition takes it; a folder's name may be longer.
_LONGEST_NAME = 120


@dataclass(frozen=True)
class WishedSet:
    """A folder of reference pictures, what the set is called, how many pictures are in it."""

    name: str
    folder: Path
    pictures: int = 0


@dataclass(frozen=True)
class WishedSystem:
    """A system: a method with its settings, or a folder of ready pictures.

    Attributes:
        role: test, baseline or low_anchor.
        folder: Holds a picture for each reference under its name, in a folder for each set where
            there are several.
    """

    title: str
    method: str = ""
    detail: float | None = None
    folder: Path | None = None
    role: str = "test"


@dataclass(frozen=True)
class StudyWish:
    """Everything the wizard asks."""

    title: str
    method: str
    language: str
    contact: str
    sets: tuple[WishedSet, ...]
    systems: tuple[WishedSystem, ...]
    scale: int = 4
    max_width: int = 0
    max_height: int = 0
    zoom: int = 1
    order: str = "rounds"
    raters: int = 26
    per_rater: dict[str, int] = field(default_factory=dict)
    max_minutes: float = 25.0
    consent: bool = True
    retention: str = ""
    sites: tuple[str, ...] = ()
    original: str = "Original"


def write_draft(wish: StudyWish, folder: Path) -> Path:
    """Make the study's folder with its ``study.toml`` and consent text; give the folder.

    Raises:
        StudioError: The folder is in use, or cannot be written.
    """
    if is_there(folder) and (not is_folder(folder) or any(folder.iterdir())):
        raise StudyError("the folder is in use", where=folder, remedy="Name a new one.")
    made_folder(folder)
    consent = folder / _consent_file(wish.language)
    try:
        if wish.consent:
            write_consent(consent, wish.language, wish.contact, wish.retention)
        write_text(folder / STUDY_FILE, tomlkit.dumps(_document(wish)))
    except StudioError:
        consent.unlink(missing_ok=True)  # or the folder would be in use at the next try
        raise
    return folder


def _document(wish: StudyWish) -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    document.add(tomlkit.comment("Made in the window; every field may be changed here."))
    document.add("study", _table(_head(wish)))
    document.add("making", _table({"scale": wish.scale}))
    document.add(
        "geometry",
        _table(
            {"max_width": wish.max_width, "max_height": wish.max_height, "zoom": wish.zoom},
        ),
    )
    document.add(
        "set", _tables([{"name": one.name, "folder": str(one.folder)} for one in wish.sets])
    )
    ids = system_ids(wish.systems)
    document.add("system", _tables(_systems(wish, ids)))
    document.add("order", _table({"mode": wish.order}))
    assignment: dict[str, Any] = {"raters_planned": wish.raters}
    if wish.per_rater:
        assignment |= {"mode": "blocks", "references_per_rater": dict(wish.per_rater)}
    document.add("assignment", _table(assignment))
    if (repeats := repeats_for(showings(wish))) is not None:
        document.add("repeats", _table(repeats))
    document.add("sessions", _table({"max_minutes": wish.max_minutes}))
    if len(wish.sites) > 1:
        document.add("site", _tables(sites_of(wish.sites)))
    analysis = {"primary": _contrasts(wish, ids), "stop": {"raters": float(wish.raters)}}
    document.add("analysis", _table(analysis))
    return document


def sites_of(names: tuple[str, ...]) -> list[dict[str, Any]]:
    """A site for each name, each with a thousand rater numbers of its own."""
    sites: list[dict[str, Any]] = []
    for place, name in enumerate(names):
        plain = re.sub(r"[^a-z0-9_]+", "-", name.casefold()).strip("-")[:48] or "site"
        identity = plain
        while identity in [site["id"] for site in sites]:
            identity = f"{plain}-{place + 1}"
        first = place * _NUMBERS_A_SITE + 1
        last = first + _NUMBERS_A_SITE - 1
        sites.append(
            {
                "id": identity,
                "name": name[:_LONGEST_NAME],
                "first_number": first,
                "last_number": last,
            }
        )
    return sites


def showings(wish: StudyWish) -> int:
    """How many presentations of the test a rater has."""
    shown = len(wish.systems) + (wish.method in ("acr_hr", "dcr"))
    if wish.method == "pc":
        shown = shown * (shown - 1) // 2
    return sum(shown * wish.per_rater.get(one.name, one.pictures) for one in wish.sets)


def repeats_for(count: int) -> dict[str, Any] | None:
    """Hidden repeats that fit a small study; None where the usual ones do.

    A repeat needs its distance from the original, so a short stream has room for few or none.
    """
    gap, usual = Repeats().min_gap, Repeats().min_count
    fitting = (count - gap) // 4
    if fitting >= usual:
        return None
    if fitting < 1:
        return {"share": 0.0, "min_count": 0}
    return {"share": Repeats().share, "min_count": fitting}


def _head(wish: StudyWish) -> dict[str, Any]:
    head: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "title": wish.title,
        "preset": _PRESETS[wish.method],
        "method": wish.method,
        "contact": wish.contact,
        "language": wish.language,
        "seed": secrets.token_hex(32),
    }
    if wish.consent:
        head["consent"] = _consent_file(wish.language)
    else:
        head["consent_waived"] = "a test on one's own computer"
    return head


def _systems(wish: StudyWish, ids: list[str]) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for identity, system in zip(ids, wish.systems, strict=True):
        one: dict[str, Any] = {"id": identity, "name": system.title[:_LONGEST_NAME]}
        if system.role != "test":
            one["role"] = system.role
        if system.folder is not None:
            one["files"] = pattern(system.folder, wish.sets)
        else:
            one["method"] = system.method
            if system.detail is not None:
                one["detail"] = system.detail
        made.append(one)
    if wish.method in ("acr_hr", "dcr"):
        made.append({"id": ORIGINAL, "name": wish.original, "role": "hidden_reference"})
    return made


def _contrasts(wish: StudyWish, ids: list[str]) -> list[list[str]]:
    """Every test system against the baseline, or against the first system where there is none."""
    roles = [system.role for system in wish.systems]
    against = ids[roles.index("baseline")] if "baseline" in roles else ids[0] if ids else ""
    tested = [
        identity
        for identity, role in zip(ids, roles, strict=True)
        if role == "test" and identity != against
    ]
    return [[identity, against, one.name] for one in wish.sets for identity in tested]


def system_ids(systems: tuple[WishedSystem, ...]) -> list[str]:
    """Short ids, each once."""
    ids: list[str] = []
    for system in systems:
        plain = re.sub(r"[^A-Za-z0-9_.+-]+", "-", system.method or system.title).strip("-")[:56]
        identity, number = plain or "system", 2
        while identity in (*ids, ORIGINAL):
            identity, number = f"{plain}-{number}", number + 1
        ids.append(identity)
    return ids


def pattern(folder: Path, sets: tuple[WishedSet, ...]) -> str:
    """Where the ready pictures of a system are, with ``{set}`` and ``{reference}``."""
    by_set = any((folder / one.name).is_dir() for one in sets)
    place = folder / sets[0].name if by_set and sets else folder
    pictures = expand_inputs([place]) if place.is_dir() else []
    suffix = pictures[0].suffix if pictures else ".png"
    inner = "{set}/{reference}" if by_set else "{reference}"
    return f"{folder.as_posix()}/{inner}{suffix}"


def set_name(folder: Path, taken: tuple[str, ...]) -> str:
    """What a set is called after its folder, each name once."""
    plain = re.sub(r"[|{}/\\]", "-", folder.name)[:60] or "pictures"
    name, number = plain, 2
    while name in taken or name.casefold() in ("training", "calibration"):
        name, number = f"{plain}-{number}", number + 1
    return name


def _consent_file(language: str) -> str:
    return f"consent.{language}.txt"


def _table(values: dict[str, Any]) -> Any:
    table = tomlkit.table()
    for name, value in values.items():
        table.add(name, value)
    return table


def _tables(rows: list[dict[str, Any]]) -> Any:
    array = tomlkit.aot()
    for row in rows:
        array.append(_table(row))
    return array
