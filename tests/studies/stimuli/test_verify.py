"""Verification finds what was changed, and a broken folder is refused."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError, StudyError
from sr_studio.studies.stimuli.png import encode_png
from sr_studio.studies.stimuli.verify import verify_study
from sr_studio.studies.store.folder import StudyFolder


def _verify(folder: Path) -> tuple[str, ...]:
    study = StudyFolder(folder)
    with study.open_store() as store:
        return verify_study(study, store).problems


def test_an_untouched_study_verifies(enrolled: Path) -> None:
    assert _verify(enrolled) == ()


def _first(folder: Path) -> Path:
    return sorted((folder / "stimuli").iterdir())[0]


def _sql(folder: Path, *statements: str) -> None:
    import sqlite3

    with sqlite3.connect(folder / "study.sqlite") as plain:
        for statement in statements:
            plain.execute(statement)
    plain.close()


def _manifest_edit(old: str, new: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        file = folder / "manifest.json"
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def _duplicate_token(folder: Path) -> None:
    """Somebody edits manifest and database alike, but a token stands for two pictures."""
    file = folder / "manifest.json"
    manifest = Manifest.from_json(file.read_text("utf-8"))
    one, two, *rest = manifest.stimuli
    twice = two.model_copy(update={"token": one.token})
    edited = manifest.model_copy(update={"stimuli": (one, twice, *rest)})
    file.write_text(edited.to_json(), "utf-8")


CHANGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a stimulus is missing": (lambda f: _first(f).unlink(), "cannot be read"),
    "a stimulus was changed": (
        lambda f: _first(f).write_bytes(encode_png(np.zeros((38, 40, 3), np.uint8))),
        "was changed since",
    ),
    "two stimuli were exchanged": (
        lambda f: shutil.copyfile(sorted((f / "stimuli").iterdir())[1], _first(f)),
        "was changed since",
    ),
    "a stranger": (lambda f: (f / "stimuli" / "notes.txt").write_text("x"), "does not belong"),
    "presentations were exchanged": (
        lambda f: _sql(
            f,
            "DROP TRIGGER presentations_no_update",
            "UPDATE presentations SET stimulus_id = (SELECT stimulus_id FROM presentations"
            " WHERE block = 0 AND seq = 5 LIMIT 1) WHERE block = 0 AND seq = 3",
        ),
        "do not fit the plan's digest",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_verification_finds(enrolled: Path, change: str) -> None:
    spoil, sentence = CHANGES[change]
    spoil(enrolled)
    problems = _verify(enrolled)
    assert problems and all(sentence in problem for problem in problems)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda f: (f / "manifest.json").unlink(), "no built study"),
    "not UTF-8": (lambda f: (f / "manifest.json").write_bytes(b"\xff\xfe"), "not UTF-8"),
    "not JSON": (lambda f: (f / "manifest.json").write_text("{"), "cannot be used"),
    "unknown field": (_manifest_edit('{"analysis"', '{"x":1,"analysis"'), "cannot be used: x"),
    "other title": (_manifest_edit("Blind", "Blond"), "differs from the manifest in the database"),
    "wrong score": (_manifest_edit('"told":5', '"told":6'), "cannot be used"),
    "duplicate token": (_duplicate_token, "differs from the manifest in the database"),
    "no database": (lambda f: (f / "study.sqlite").unlink(), "no study database"),
    "other study": (
        _manifest_edit("6f2f0f7e-3a44", "6f2f0f7e-3a45"),
        "not in this database",
    ),
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_broken_folder_is_refused_in_one_sentence(enrolled: Path, change: str) -> None:
    spoil, sentence = REFUSED[change]
    spoil(enrolled)
    before = {
        file: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in enrolled.rglob("*")
        if file.is_file() and "study.sqlite-" not in file.name
    }
    with pytest.raises((StudyError, StudyDatabaseError), match=sentence) as caught:
        _verify(enrolled)
    assert "\n" not in caught.value.what
    for file, digest in before.items():
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
