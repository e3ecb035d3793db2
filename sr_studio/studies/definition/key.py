"""The key: which code is which system. Whoever holds it is not blind."""

from __future__ import annotations

import hashlib
import secrets
import string
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field, ValidationError

from sr_studio.files import write_text
from sr_studio.studies.definition.manifest import Manifest, canonical_json
from sr_studio.studies.definition.sections import Section
from sr_studio.studies.errors import StudyError


class KeyedSystem(Section):
    """What a code stands for."""

    id: str
    name: str
    category: str = ""
    method: str = ""
    detail: float | None = None
    files: str = ""


class StudyKey(Section):
    """``key.json``. ``references`` are the source files by reference code, as they are printed."""

    format: int = 1
    study_id: str
    salt: str = Field(pattern=r"^[0-9a-f]{64}$")
    systems: dict[str, KeyedSystem]
    references: dict[str, str] = Field(default_factory=dict)

    @property
    def names(self) -> dict[str, str]:
        """Code to name."""
        return {code: system.name for code, system in self.systems.items()}

    @property
    def commitment(self) -> str:
        """SHA-256 of salt and canonical key: fixes the key without telling anything about it."""
        content = canonical_json(self.model_dump(mode="json", exclude={"salt"}))
        return hashlib.sha256(self.salt.encode() + content.encode()).hexdigest()

    def write(self, file: Path) -> None:
        """Write the key, readable by its owner only where the system knows owners."""
        write_text(file, canonical_json(self.model_dump(mode="json")) + "\n", durable=True)
        file.chmod(0o600)


def read_key(file: Path, manifest: Manifest) -> StudyKey:
    """Read a key and hold it against the study.

    Raises:
        StudyError: It is missing, broken, another study's, or not the one committed to.
    """
    remedy = "Choose the key.json that was written when this study was built."
    try:
        key = StudyKey.model_validate_json(file.read_bytes())
    except FileNotFoundError as error:
        raise StudyError("there is no key", where=file, remedy=remedy) from error
    except (ValidationError, UnicodeDecodeError) as error:
        raise StudyError("the file is not a key of a study", where=file, remedy=remedy) from error
    if key.study_id != manifest.study.id:
        raise StudyError("the key belongs to another study", where=file, remedy=remedy)
    if key.commitment != manifest.key_commitment:
        raise StudyError(
            "the key is not the one this study was built with; it was edited or exchanged",
            where=file,
            remedy=remedy,
        )
    return key


def letter_code(number: int) -> str:
    """The code of a system by its number from 0: A … Z, AA, AB …"""
    before, last = divmod(number, 26)
    return (letter_code(before - 1) if before else "") + string.ascii_uppercase[last]


def random_codes(ids: Sequence[str]) -> dict[str, str]:
    """A random letter code for each system id; not from the seed, which others may know."""
    codes = [letter_code(number) for number in range(len(ids))]
    secrets.SystemRandom().shuffle(codes)
    return dict(zip(ids, codes, strict=True))
