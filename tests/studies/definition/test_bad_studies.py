"""Bad studies: one clear sentence each, with its code and line, and nothing changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.studies.definition.problems import InvalidStudyError
from sr_studio.studies.planning.reading import examine
from sr_studio.studies.stimuli.builder import build_study
from tests.studies.definition.good_study import GOOD, ID, no_sr, state


def test_the_good_study_builds(study: Path) -> None:
    report = build_study(study, no_sr)
    assert len(report.manifest.stimuli) == 9


Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def added(section: str) -> Edit:
    return lambda text: text + "\n" + section + "\n"


#: name -> (edit of study.toml, code, field, part of the sentence)
BAD_FIELDS: dict[str, tuple[Edit, str, str, str]] = {
    "not TOML": (replaced('title = "A good study"', "title = A good study"), "E00", "", "line 4"),
    "unknown field": (
        replaced("[repeats]", "[repeats]\nshrae = 0.1"),
        "E08",
        "repeats.shrae",
        "unk",
    ),
    "unknown section": (added("[repeat]\nshare = 0.1"), "E08", "repeat", "unknown"),
    "id": (replaced(ID, "17"), "E01", "study.id", "UUID"),
    "title empty": (replaced("A good study", "  "), "E02", "study.title", "at least 1"),
    "title long": (replaced("A good study", "x" * 121), "E02", "study.title", "at most 120"),
    "title a number": (replaced('"A good study"', "17"), "E02", "study.title", "string"),
    "title missing": (replaced('title = "A good study"\n', ""), "E02", "study.title", "missing"),
    "version": (replaced("seed", "version = 0\nseed"), "E02", "study.version", "1"),
    "preset": (replaced("seed", 'preset = "best"\nseed'), "E03", "study.preset", "srgan-2017"),
    "method": (replaced("seed", 'method = "mos"\nseed'), "E04", "study.method", "acr"),
    "no hidden reference": (
        replaced('role = "hidden_reference"', 'files = "refs/{reference}.png"'),
        "E04",
        "study.method",
        "there are 0",
    ),
    "seed short": (replaced("ab" * 32, "ab"), "E05", "study.seed", "pattern"),
    "seed not hex": (replaced("ab" * 32, "xy" * 32), "E05", "study.seed", "pattern"),
    "labels four": (added('[scale]\nen = ["a", "b", "c", "d"]'), "E06", "scale.en", "5"),
    "labels same": (added('[scale]\nen = ["a", "b", "b", "c", "d"]'), "E06", "scale.en", "same"),
    "label empty": (added('[scale]\nen = ["a", "b", "", "c", "d"]'), "E06", "scale.en[3]", "1"),
    "instructions missing": (
        replaced("seed", 'instructions = "no.txt"\nseed'),
        "E07",
        "study.instructions",
        "cannot be read",
    ),
    "no consent": (
        replaced('consent_waived = "a test"\n', ""),
        "E07",
        "study.consent",
        "no consent text",
    ),
    "reference id": (replaced('id = "one"', 'id = "One!"'), "E10", "reference[1].id", "pattern"),
    "reference twice": (replaced('id = "two"', 'id = "one"'), "E10", "reference[2]", "2 times"),
    "reserved set": (
        lambda text: text.replace('set = "S"', 'set = "training"'),
        "E10",
        "reference[1]",
        "cannot be called",
    ),
    "reference file": (
        replaced("refs/one.png", "refs/none.png"),
        "E11",
        "reference[1].file",
        "no file refs/none.png",
    ),
    "system id twice": (
        replaced('id = "fancy"', 'id = "plain"'),
        "E12",
        "system[2].id",
        "more than",
    ),
    "system name twice": (replaced("Fancy", "Plain"), "E12", "system[2].name", "more than once"),
    "one system": (
        replaced('[[system]]\nid = "fancy"\nname = "Fancy"\nfiles = "fancy/{reference}.png"\n', ""),
        "E13",
        "system",
        "fewer than two",
    ),
    "two hidden references": (
        replaced('name = "Fancy"', 'name = "Fancy"\nrole = "hidden_reference"'),
        "E14",
        "system[3].role",
        "second",
    ),
    "unknown role": (
        replaced('name = "Fancy"', 'name = "Fancy"\nrole = "best"'),
        "E14",
        "system[2].role",
        "baseline",
    ),
    "missing cells": (
        replaced("fancy/{reference}", "fancier/{reference}"),
        "E15",
        "system[2].files",
        "3 of 3 pictures are missing: fancier/one.png, fancier/two.png, fancier/three.png",
    ),
    "unknown set": (
        replaced('name = "Fancy"', 'name = "Fancy"\nsets = ["T"]'),
        "E15",
        "system[2].sets",
        "no set T",
    ),
    "files and method": (
        replaced('name = "Fancy"', 'name = "Fancy"\nmethod = "bicubic"'),
        "E15",
        "system[2]",
        "both",
    ),
    "neither files nor method": (
        replaced('files = "fancy/{reference}.png"', ""),
        "E15",
        "system[2]",
        "neither",
    ),
    "duplicate of nothing": (
        replaced('name = "Fancy"', 'name = "Fancy"\nduplicate_of = "gone"'),
        "E16",
        "system[2].duplicate_of",
        "no other system",
    ),
    "border": (added("[geometry]\ncrop_border = -1"), "E17", "geometry.crop_border", "0"),
    "zoom": (added("[geometry]\nzoom = 5"), "E17", "geometry.zoom", "1, 2, 3 or 4"),
    "screen": (added("[display]\nmin_width = 10"), "E18", "display.min_width", "320"),
    "grey": (added("[display]\nbackground = 256"), "E19", "display.background", "255"),
    "gap": (added("[display]\ngap_ms = 6000"), "E19", "display.gap_ms", "5000"),
    "exposure": (added("[display]\nexposure_ms = 500"), "E19", "display", "shorter"),
    "told score": (
        added('[[calibration.item]]\nreference_file = "refs/one.png"\nsystem = "HR"\nscore = 6'),
        "E20",
        "calibration.item[1].score",
        "5",
    ),
    "told scores the same": (
        added('[[calibration.item]]\nreference_file = "refs/one.png"\nsystem = "HR"\nscore = 5'),
        "E20",
        "calibration.item",
        "the same",
    ),
    "training missing": (
        added('[[training.item]]\nfiles = ["none.png"]'),
        "E21",
        "training.item[1].files",
        "no file",
    ),
    "stabilising": (added("[stabilising]\nfirst = 21"), "E22", "stabilising.first", "20"),
    "golden range": (
        added("[golden]\naccept = { low_anchor = [2, 1] }"),
        "E23",
        "golden",
        "ends before it begins",
    ),
    "golden role": (
        added("[golden]\naccept = { baseline = [1, 2] }"),
        "E23",
        "golden.accept",
        "no anchor",
    ),
    "repeat share": (replaced("share = 0.0", "share = 0.6"), "E24", "repeats.share", "0.5"),
    "repeats do not fit": (
        replaced("share = 0.0", "share = 0.5"),
        "E24",
        "repeats",
        "only 0 of 10",
    ),
    "blocks without counts": (
        added('[assignment]\nmode = "blocks"'),
        "E25",
        "assignment.references_per_rater",
        "S is missing",
    ),
    "blocks too large": (
        added('[assignment]\nmode = "blocks"\nreferences_per_rater = { S = 4 }'),
        "E25",
        "assignment.references_per_rater.S",
        "not between 2 and its 3",
    ),
    "raters": (added("[assignment]\nraters_planned = 1"), "E25", "assignment.raters_planned", "2"),
    "minutes": (added("[sessions]\nmax_minutes = 45"), "E26", "sessions.max_minutes", "30"),
    "run": (added("[order]\nmax_system_run = 0"), "E27", "order.max_system_run", "1"),
    "site ranges": (
        added(
            '[[site]]\nid = "a"\nfirst_number = 1\nlast_number = 20\n'
            '[[site]]\nid = "b"\nfirst_number = 20\nlast_number = 40'
        ),
        "E28",
        "site[2]",
        "overlap",
    ),
    "self report": (
        added('[self_report]\nfields = ["name"]'),
        "E29",
        "self_report.fields[1]",
        "age_band",
    ),
    "contrast of nothing": (
        replaced('"fancy", "plain", "S"', '"fancy", "gone", "S"'),
        "E31",
        "analysis.primary[1]",
        "no system gone",
    ),
    "contrast elsewhere": (
        replaced('"fancy", "plain", "S"', '"fancy", "plain", "T"'),
        "E31",
        "analysis.primary[1]",
        "no set T",
    ),
    "alpha": (replaced("[analysis]", "[analysis]\nalpha = 0.5"), "E32", "analysis.alpha", "0.5"),
    "bootstrap": (
        replaced("[analysis]", "[analysis]\nbootstrap = 10"),
        "E32",
        "analysis.bootstrap",
        "1000",
    ),
    "stop at p": (
        replaced("[analysis]", "[analysis]\nstop = { p = 0.05 }"),
        "E33",
        "analysis.stop.p",
        "raters",
    ),
    "threshold": (
        added("[screening]\ncorrelation = 1.5"),
        "E34",
        "screening.correlation",
        "less than 1",
    ),
    "scale": (added("[making]\nscale = 1"), "E36", "making.scale", "2"),
    "empty folder": (
        added('[[set]]\nname = "T"\nfolder = "nowhere"'),
        "E37",
        "set[1].folder",
        "no pictures",
    ),
}


@pytest.mark.parametrize("case", BAD_FIELDS)
def test_a_mistake_is_named_with_code_field_and_line(study: Path, case: str) -> None:
    edit, code, field, sentence = BAD_FIELDS[case]
    file = study / "study.toml"
    file.write_text(edit(GOOD))
    before = state(study)
    with pytest.raises(InvalidStudyError) as caught:
        build_study(study, no_sr)
    errors = [problem for problem in caught.value.problems if problem.is_error]
    assert (code, field) in {(problem.code, problem.field) for problem in errors}
    problem = next(p for p in errors if (p.code, p.field) == (code, field))
    assert sentence in problem.what
    assert problem.remedy.endswith((".", "]].")) and "\n" not in str(problem)
    if code != "E00":
        assert problem.line is not None
        named = re.split(r"[.\[]", field)
        lines = file.read_text().splitlines()
        near = "\n".join(lines[max(0, problem.line - 1) : problem.line])
        assert any(part.rstrip("]") in near for part in named), (problem.line, near)
    assert state(study) == before


def test_all_mistakes_are_found_at_once(study: Path) -> None:
    text = GOOD.replace("A good study", "").replace("share = 0.0", "share = 2.0")
    (study / "study.toml").write_text(text + "\n[display]\ngap_ms = -1\n")
    _, problems = examine(study / "study.toml")
    assert [problem.code for problem in problems] == ["E02", "E24", "E19"]
    lines = (study / "study.toml").read_text().splitlines()
    wrong = ['title = ""', "share = 2.0", "gap_ms = -1"]
    assert [problem.line for problem in problems] == [lines.index(one) + 1 for one in wrong]


def test_pictures_that_change_places_are_not_shown_for_a_limited_time(study: Path) -> None:
    text = GOOD.replace("seed", 'method = "pc"\nseed')
    text += '\n[pc]\nlayout = "toggle"\n[display]\nexposure_ms = 2000\n'
    (study / "study.toml").write_text(text)
    _, problems = examine(study / "study.toml")
    (found,) = [problem for problem in problems if problem.code == "E19"]
    assert found.field == "display.exposure_ms" and "within one exposure" in found.what


def test_sites_with_fewer_numbers_than_raters_are_told(study: Path) -> None:
    sites = '[[site]]\nid = "a"\nlast_number = 9\n'
    sites += '[[site]]\nid = "b"\nfirst_number = 10\nlast_number = 20'
    (study / "study.toml").write_text(added(sites)(GOOD))
    _, problems = examine(study / "study.toml")
    (found,) = [problem for problem in problems if problem.code == "W08"]
    assert found.field == "site" and not found.is_error
    assert found.what == "26 raters are planned, and there are 20 numbers for them"
