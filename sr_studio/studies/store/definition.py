"""Identifiers and raters' names, and the rows that follow from the manifest alone."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.planning.basis import Cell
from sr_studio.studies.store.models import (
    Site,
    Stimulus,
    Study,
    StudyReference,
    StudySystem,
    table_of,
)


def definition_id(study_id: uuid.UUID, kind: str, code: str) -> uuid.UUID:
    """UUIDv5 of a row that follows from the manifest, equal at all sites of the study."""
    return uuid.uuid5(study_id, f"{kind}:{code}")


def observation_id() -> uuid.UUID:
    """UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    Rows made one after the other lie close together in the index, which keeps inserts fast.
    """
    milliseconds = time.time_ns() // 1_000_000
    bits = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 7 << 76  # version
    bits = bits & ~(0b11 << 62) | 0b10 << 62  # variant
    return uuid.UUID(int=bits)


def observation_ids(count: int) -> list[str]:
    """Many UUIDv7 at once as hexadecimal digits, each larger than the one before.

    The bits after the milliseconds count (RFC 9562, method 1) before they are random.
    """
    counter = np.arange(count, dtype=np.uint64)
    random = np.frombuffer(secrets.token_bytes(8 * count), dtype=np.uint64) >> np.uint64(22)
    milliseconds = np.uint64(time.time_ns() // 1_000_000)
    words = np.empty((count, 2), dtype=">u8")
    words[:, 0] = milliseconds << np.uint64(16) | np.uint64(0x7000) | counter >> np.uint64(20)
    low = counter & np.uint64(0xFFFFF)
    words[:, 1] = np.uint64(1 << 63) | low << np.uint64(42) | random
    digits = words.tobytes().hex()
    return [digits[start : start + 32] for start in range(0, len(digits), 32)]


def now_us() -> int:
    """UTC in microseconds since 1970."""
    return time.time_ns() // 1_000


_WORDS = """
acorn amber apple aspen bamboo basil beech birch brook canyon cedar cherry clover cloud cobalt comet
copper coral cove crystal daisy delta dune ember fern field fjord flint forest garnet ginger glade
granite grove harbor hazel heath hickory indigo iris island ivory jade jasper juniper lagoon larch
lark laurel lemon lichen lilac linden lotus maple marble meadow mesa mint moss nectar oak ochre
olive onyx opal orchid pebble pepper pine planet plum pollen poplar prairie quartz quince rain reed
ridge river robin rowan ruby saffron sage sand shell sierra silver slate spruce star stone summit
tide timber topaz tulip tundra valley violet walnut willow
"""


def pseudonym(number: int) -> str:
    """``larch-017`` for rater 17: easy to say over the phone, and never given twice in a study."""
    words = _WORDS.split()
    # A multiplier coprime to the list's length walks through all words before one comes again.
    return f"{words[number * 37 % len(words)]}-{number:03d}"


def number_of(name: str) -> int | None:
    """The rater number in ``R17``, ``17`` or exactly the pseudonym of 17; None otherwise."""
    word, dash, digits = name.strip().rpartition("-")
    if not dash:
        digits = digits[1:] if digits[:1] in ("R", "r") else digits
    if not (digits.isascii() and digits.isdecimal()):
        return None
    number = int(digits)
    return number if not dash or pseudonym(number) == f"{word}-{digits}" else None


Rows = list[dict[str, Any]]


def stimulus_id(study_id: uuid.UUID, cell: Cell) -> uuid.UUID:
    """The row of a stimulus, from what it is made of."""
    code = f"{cell.pool}|{cell.reference}|{cell.system or ''}"
    return definition_id(study_id, "stimulus", code)


_OF_A_STIMULUS = {"pool", "token", "sha256", "pixel_sha256", "width", "height"}


def definition_rows(manifest: Manifest) -> list[tuple[sa.Table, Rows]]:
    """All definition rows of a study, parents first."""
    study = manifest.study_id

    def of(kind: str, code: str) -> uuid.UUID:
        return definition_id(study, kind, code)

    def row(kind: str, code: str, item: object, *own: str) -> dict[str, Any]:
        values = {name: getattr(item, name) for name in own}
        return {"id": of(kind, code), "study_id": study, "code": code, **values}

    studies: Rows = [
        {
            "id": study,
            "manifest_json": manifest.to_json(),
            "manifest_sha256": manifest.sha256,
            "plan_sha256": manifest.plan_sha256,
            "built_us": manifest.built_us,
            "built_with": manifest.built_with,
        }
    ]
    references = [
        row("reference", one.code, one, "width", "height", "pixel_sha256") | {"set_name": one.set}
        for one in manifest.references
    ]
    systems = [row("system", one.code, one, "role", "category") for one in manifest.systems]
    stimuli: Rows = [
        {
            "id": stimulus_id(study, Cell(item.reference, item.system, item.pool)),
            "study_id": study,
            "reference_id": of("reference", item.reference),
            "system_id": of("system", item.system) if item.system else None,
            **item.model_dump(include=_OF_A_STIMULUS),
        }
        for item in manifest.stimuli
    ]
    sites = [row("site", one.id, one, "first_number", "last_number") for one in manifest.sites]
    tables = (Study, StudyReference, StudySystem, Stimulus, Site)
    rows = (studies, references, systems, stimuli, sites)
    return [(table_of(model), made) for model, made in zip(tables, rows, strict=True)]


def check_definition(connection: Connection, manifest: Manifest, where: str) -> None:
    """Compare the definition rows with the manifest.

    Raises:
        StudyDatabaseError: A row was edited, removed or added behind the program's back.
    """
    for table, expected in definition_rows(manifest):
        column = table.c.id if table.name == "studies" else table.c.study_id
        stored = {
            row.id: dict(row._mapping)
            for row in connection.execute(sa.select(table).where(column == manifest.study_id))
        }
        wanted = {row["id"]: row for row in expected}
        if stored != wanted:
            changed = [key for key in stored | wanted if stored.get(key) != wanted.get(key)]
            raise StudyDatabaseError(
                f"{len(changed)} row(s) of {table.name} differ from the manifest"
                f" (the first is {changed[0]}), so the database was edited",
                where=where,
                remedy="Restore it from the study's backups folder.",
            )
