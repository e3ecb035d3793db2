"""Pictures of a set have names as people give them; each becomes a reference of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sr_studio.studies.definition.key import read_key
from sr_studio.studies.definition.problems import InvalidStudyError
from sr_studio.studies.stimuli.builder import build_study
from tests.studies.stimuli.drafts import make_draft, make_sr, scene

_LONG = "long " * 20
NAMES = ("풍경", "사진", "a b", "a-b", f"{_LONG}1", f"{_LONG}2", os.fsdecode(b"caf\xe9"))


def test_any_names(tmp_path: Path) -> None:
    folder = make_draft(tmp_path / "study")
    text = (folder / "study.toml").read_text("utf-8")
    for number, name in enumerate(NAMES):
        scene(100 + number).save(folder / "originals" / f"{name}.png")
    text = text.replace('"Landscapes"', '"풍경"')
    (folder / "study.toml").write_text(text, "utf-8")
    report = build_study(folder, make_sr)
    sources = read_key(report.key, report.manifest).references
    assert len(sources) == 4 + len(NAMES)
    assert {"mountain-0", "a-b", "a-b-2", "picture", "picture-2", "caf"} <= set(sources)
    assert sources["caf"].endswith("caf\\udce9.png")


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    folder = make_draft(tmp_path / "study")
    scene(100).save(folder / "originals" / "Mountain 0.bmp")
    with pytest.raises(InvalidStudyError, match="landscapes-mountain-0 is there 2 times"):
        build_study(folder, make_sr)
