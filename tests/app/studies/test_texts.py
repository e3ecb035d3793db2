"""Every text of the raters' screens and the Study page is there in Korean, and reads well."""

from __future__ import annotations

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from sr_studio import paths
from sr_studio.studies.definition.texts import flowing


def read(file: Path) -> dict[tuple[str, str], str]:
    """(context, source) to translation; empty where there is none."""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            done = translation.get("type") != "unfinished"
            key = context.findtext("name", ""), message.findtext("source", "")
            found[key] = (translation.text or "") if done else ""
    return found


def test_korean_is_complete_and_in_step(root: Path, tmp_path: Path) -> None:
    shipped = paths.resources_dir() / "translations" / "studies_ko.ts"
    copy = tmp_path / shipped.name
    shutil.copy(shipped, copy)
    sources = sorted((root / "sr_studio" / "app" / "studies").rglob("*.py"))
    lupdate = Path(sys.executable).with_name("pyside6-lupdate")
    if not lupdate.exists():
        pytest.skip("Qt's language tools are not installed beside this Python")
    subprocess.run(
        [lupdate, *sources, "-ts", copy, "-locations", "none", "-no-obsolete", "-silent"],
        check=True,
    )
    in_code, here = read(copy), read(shipped)
    assert set(in_code) == set(here)
    assert [key for key, text in here.items() if not text] == []
    for (_, source), text in here.items():
        numbers = [f"%{n}" for n in range(1, 6)]
        assert {n for n in numbers if n in source} == {n for n in numbers if n in text}, source


def test_texts_from_files_flow_again() -> None:
    text = (
        "What is kept\n"
        "Your scores, when you gave them, and what you tell us about your eyesight, under a\n"
        "made-up name that the program gives you.\n"
        "\n"
        "Contact\n"
        "the laboratory\n"
    )
    assert flowing(text).splitlines() == [
        "What is kept",
        "Your scores, when you gave them, and what you tell us about your eyesight, under a "
        "made-up name that the program gives you.",
        "",
        "Contact",
        "the laboratory",
    ]
