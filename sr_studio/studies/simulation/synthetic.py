"""A manifest without pictures, for simulated studies: every path after the build runs on it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sr_studio import __version__
from sr_studio.studies.definition.manifest import (
    Head,
    Manifest,
    ManifestReference,
    ManifestStimulus,
    ManifestSystem,
)
from sr_studio.studies.definition.sections import SystemRole


def synthetic_manifest(
    sets: Mapping[str, int],
    systems: Sequence[ManifestSystem | str],
    *,
    head: Mapping[str, Any] | None = None,
    **sections: Any,
) -> Manifest:
    """A manifest of ``sets`` (name to number of references) and systems, with made-up tokens.

    Args:
        systems: Codes, or systems with their role, category and sets. A plain code is a test
            system, but ``HR`` is the hidden reference.
        head: Fields of the manifest's ``study`` section, such as ``id``, ``seed`` or ``method``.
        sections: Whole sections: ``assignment=Assignment(...)``, ``order=Order(...)``.

    The same arguments with the same ``id`` and ``seed`` give the same manifest.
    """
    fields = {
        "id": str(uuid.uuid4()),
        "title": "Simulated study",
        "seed": hashlib.sha256(b"simulated").hexdigest(),
        **(head or {}),
    }
    full = tuple(_system(system) for system in systems)
    references = [
        ManifestReference(
            code=f"{name.lower()}-{number:03d}",
            set=name,
            width=64,
            height=64,
            pixel_sha256=_made_up(fields["id"], name, str(number)),
        )
        for name, count in sets.items()
        for number in range(1, count + 1)
    ]
    stimuli = [
        ManifestStimulus(
            reference=reference.code,
            system=system.code,
            token=_made_up(fields["id"], "token", reference.code, system.code)[:32],
            sha256=_made_up(fields["id"], "file", reference.code, system.code),
            pixel_sha256=_made_up(fields["id"], "pixels", reference.code, system.code),
            width=64,
            height=64,
        )
        for reference in references
        for system in full
        if not system.sets or reference.set in system.sets
    ]
    return Manifest(
        study=Head(**fields),
        references=tuple(references),
        systems=full,
        stimuli=tuple(stimuli),
        built_us=0,
        built_with=f"sr-studio {__version__} (simulated)",
        **sections,
    )


def _system(system: ManifestSystem | str) -> ManifestSystem:
    if isinstance(system, ManifestSystem):
        return system
    role: SystemRole = "hidden_reference" if system == "HR" else "test"
    return ManifestSystem(code=system, role=role)


def _made_up(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()
