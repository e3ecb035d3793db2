"""What the doctor finds is said in the person's language, all of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from sr_studio.app.doctor.words import OFFERED, spoken
from sr_studio.commands import doctor
from sr_studio.commands.doctor import Finding
from sr_studio.sentences import Sentence

#: Names of programs and techniques, and of tables of the command line.
_PROPER = {"SR Studio", "Python", "OpenVINO", "CUDA", "ncnn, Vulkan"}


class _Capitals(QTranslator):
    """A language that is easy to check."""

    def translate(self, context: str, text: str, *_: object) -> str | None:  # type: ignore[override]
        return text.upper() if context == "Doctor" and text in OFFERED else None


@pytest.fixture
def capitals(qapp: QApplication) -> Iterator[None]:
    language = _Capitals()
    qapp.installTranslator(language)
    yield
    qapp.removeTranslator(language)


def _texts(tree: ast.Module) -> set[str]:
    """Sections, names and sentences of all findings, as they stand in the code."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            wanted = {"Finding": node.args[:2], "Sentence": node.args[:1]}.get(node.func.id, [])
            found |= {str(arg.value) for arg in wanted if isinstance(arg, ast.Constant)}
        elif (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "text"
        ):
            found.add(str(node.value.value))
    return found


def test_everything_the_doctor_says_is_offered_to_translators() -> None:
    tree = ast.parse(Path(doctor.__file__).read_text(encoding="utf-8"))
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    said = _texts(tree) | {use for use in doctor._LIBRARIES.values() if use}
    assert said - _PROPER - {"%1"} - set(OFFERED) == set()
    assert set(OFFERED) - constants == set()


@pytest.mark.usefixtures("capitals")
def test_words_are_translated_and_what_the_system_says_is_not() -> None:
    found = Finding(
        "Room",
        "cache",
        (Sentence("%1, %2 GB free", "/home/person/cache", "3.1"), Sentence("not here")),
        "optional",
        Sentence("Install it with: %1", "pip install torch"),
    )
    assert found.said == "/home/person/cache, 3.1 GB free; not here"
    assert spoken(found.document()) == {
        "section": "ROOM",
        "name": "CACHE",
        "said": "/home/person/cache, 3.1 GB FREE; NOT HERE",
        "remedy": "INSTALL IT WITH: pip install torch",
    }
