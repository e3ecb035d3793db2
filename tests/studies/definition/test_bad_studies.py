"""Bad studies: one clear sentence each, with its code and line, and nothing changed."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from sr_studio.studies.definition.problems import InvalidStudyError
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.reading import examine
from sr_studio.studies.stimuli.builder import build_study

ID = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
GOOD = f'''
[study]
id = "{ID}"
title = "A good study"
seed = "{"ab" * 32}"
consent_waived = "a test"

[[reference]]
id = "one"
set = "S"
file = "refs/one.png"

[[reference]]
id = "two"
set = "S"
file = "refs/two.png"

[[reference]]
id = "three"
set = "S"
file = "refs/three.png"

[[system]]
id = "plain"
name = "Plain"
files = "plain/{{reference}}.png"

[[system]]
id = "fancy"
name = "Fancy"
files = "fancy/{{reference}}.png"

[[system]]
id = "HR"
name = "Original"
role = "hidden_reference"

[repeats]
share = 0.0

[analysis]
primary = [["fancy", "plain", "S"]]
'''


def _picture(seed: int, height: int = 24, width: int = 32) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    for place, system in enumerate(("refs", "plain", "fancy")):
        (folder / system).mkdir(parents=True)
        for number, name in enumerate(("one", "two", "three")):
            Image.fromarray(_picture(10 * place + number)).save(folder / system / f"{name}.png")
    (folder / "study.toml").write_text(GOOD)
    return folder


def _state(folder: Path) -> dict[str, str]:
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _no_sr(*_: object) -> np.ndarray:
    raise AssertionError("nothing is to be made")


def test_the_good_study_builds(study: Path) -> None:
    report = build_study(study, _no_sr)
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
    before = _state(study)
    with pytest.raises(InvalidStudyError) as caught:
        build_study(study, _no_sr)
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
    assert _state(study) == before


def test_all_mistakes_are_found_at_once(study: Path) -> None:
    text = GOOD.replace("A good study", "").replace("share = 0.0", "share = 2.0")
    (study / "study.toml").write_text(text + "\n[display]\ngap_ms = -1\n")
    _, problems = examine(study / "study.toml")
    assert [problem.code for problem in problems] == ["E02", "E24", "E19"]
    lines = (study / "study.toml").read_text().splitlines()
    wrong = ['title = ""', "share = 2.0", "gap_ms = -1"]
    assert [problem.line for problem in problems] == [lines.index(one) + 1 for one in wrong]


# -- pictures --------------------------------------------------------------------------------


def _saved(
    folder: Path, image: Image.Image, name: str = "plain/one.png", **options: object
) -> None:
    image.save(folder / name, **options)  # type: ignore[arg-type]


def _rgb() -> Image.Image:
    return Image.fromarray(_picture(99))


def _sixteen_bit(folder: Path) -> None:
    values = np.random.default_rng(1).integers(0, 65536, (24, 32), dtype=np.uint16)
    _saved(folder, Image.fromarray(values))


def _with_alpha(folder: Path) -> None:
    _saved(folder, _rgb().convert("RGBA"))


def _palette(folder: Path) -> None:
    _saved(folder, _rgb().convert("P"))


def _transparent_colour(folder: Path) -> None:
    _saved(folder, _rgb(), transparency=(1, 2, 3))


def _other_profile(folder: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Red and green change places.
    swapped = srgb.replace(b"rXYZ", b"xXYZ").replace(b"gXYZ", b"rXYZ").replace(b"xXYZ", b"gXYZ")
    _saved(folder, _rgb(), icc_profile=swapped)


def _turned(folder: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    _saved(folder, _rgb(), exif=exif)


def _wrong_size(folder: Path) -> None:
    _saved(folder, Image.fromarray(_picture(5, 24, 31)))


def _animated(folder: Path) -> None:
    frames = [Image.fromarray(_picture(n)) for n in (1, 2)]
    _saved(folder, frames[0], save_all=True, append_images=frames[1:])


def _cut_off(folder: Path) -> None:
    file = folder / "plain/one.png"
    file.write_bytes(file.read_bytes()[:300])


def _not_a_picture(folder: Path) -> None:
    (folder / "plain/one.png").write_text("hello")


def _same_pixels(folder: Path) -> None:
    shutil.copyfile(folder / "fancy/one.png", folder / "plain/one.png")


def _nothing_left(folder: Path) -> None:
    (folder / "study.toml").write_text(GOOD + "\n[geometry]\ncrop_border = 12\n")


def _too_large(folder: Path) -> None:
    zoomed = "\n[geometry]\nzoom = 4\n[display]\nmin_width = 320\nmin_height = 240\n"
    for place, system in enumerate(("refs", "plain", "fancy")):
        _saved(folder, Image.fromarray(_picture(place, 64, 32)), f"{system}/one.png")
    (folder / "study.toml").write_text(GOOD + zoomed)


def _training_on_the_test(folder: Path) -> None:
    Image.open(folder / "refs/one.png").save(folder / "copy.bmp")
    (folder / "study.toml").write_text(GOOD + '\n[[training.item]]\nfiles = ["copy.bmp"]\n')


def _no_contrast(folder: Path) -> None:
    (folder / "study.toml").write_text(GOOD.replace('primary = [["fancy", "plain", "S"]]', ""))


BAD_PICTURES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "16 bit": (_sixteen_bit, "E40", "one.png"),
    "palette": (_palette, "E40", "not 8-bit grey or RGB"),
    "alpha": (_with_alpha, "E41", "transparency"),
    "transparent colour": (_transparent_colour, "E41", "transparency"),
    "profile": (_other_profile, "E42", "not sRGB"),
    "rotation": (_turned, "E43", "orientation 6"),
    "size": (_wrong_size, "E44", "31 x 24 pixels, its reference 32 x 24"),
    "animated": (_animated, "E45", "2 frames"),
    "cut off": (_cut_off, "E46", "one.png"),
    "not a picture": (_not_a_picture, "E46", "cannot be read"),
    "same pixels": (_same_pixels, "E16", "fancy and plain show the same pixels"),
    "nothing left": (_nothing_left, "E17", "nothing is left of 32 x 24"),
    "too large": (_too_large, "E18", "with its keys, pictures of"),
    "training in the test": (_training_on_the_test, "E21", "pixels of a picture of the test (one"),
    "no contrast": (_no_contrast, "E30", "none is declared"),
}


@pytest.mark.parametrize("case", BAD_PICTURES)
def test_a_bad_picture_is_named_and_nothing_is_built(study: Path, case: str) -> None:
    spoil, code, sentence = BAD_PICTURES[case]
    spoil(study)
    before = _state(study)
    with pytest.raises(InvalidStudyError) as caught:
        build_study(study, _no_sr)
    errors = [problem for problem in caught.value.problems if problem.is_error]
    assert {problem.code for problem in errors} == {code}
    assert any(sentence in str(problem) for problem in errors), errors
    assert _state(study) == before


def test_all_bad_pictures_are_found_at_once(study: Path) -> None:
    _with_alpha(study)
    _saved(study, Image.fromarray(_picture(5, 20, 32)), "fancy/three.png")
    with pytest.raises(InvalidStudyError) as caught:
        build_study(study, _no_sr)
    assert {problem.code for problem in caught.value.problems if problem.is_error} == {"E41", "E44"}


# -- building --------------------------------------------------------------------------------


def test_a_built_study_is_not_built_again(study: Path) -> None:
    build_study(study, _no_sr)
    before = _state(study)
    with pytest.raises(StudyError, match="built already"):
        build_study(study, _no_sr)
    assert _state(study) == before


def test_double_blinding_needs_a_custodian_outside(study: Path, tmp_path: Path) -> None:
    (study / "study.toml").write_text(GOOD.replace("seed", 'blinding = "double"\nseed'))
    before = _state(study)
    with pytest.raises(StudyError, match="somebody else keeps the key"):
        build_study(study, _no_sr)
    inside = study / "refs"
    with pytest.raises(StudyError, match="outside the study"):
        build_study(study, _no_sr, custodian=inside)
    assert _state(study) == before
    safe = tmp_path / "safe"
    safe.mkdir()
    build_study(study, _no_sr, custodian=safe)
    assert sorted(file.name for file in safe.iterdir()) == ["key.json", "study.toml"]
    assert not (study / "key.json").exists() and not (study / "study.toml").exists()


def test_a_method_of_another_scale_is_refused(study: Path) -> None:
    text = GOOD.replace('files = "fancy/{reference}.png"', 'method = "twice"')
    (study / "study.toml").write_text(text)
    before = _state(study)

    def twice(lr: np.ndarray, *_: object) -> np.ndarray:
        return np.repeat(np.repeat(lr, 2, 0), 2, 1)

    with pytest.raises(StudyError, match="enlarges 4 times"):
        build_study(study, twice)
    assert _state(study) == before


def test_a_stop_leaves_nothing(study: Path) -> None:
    from sr_studio.errors import Cancelled
    from sr_studio.progress import CancelToken

    before = _state(study)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        build_study(study, _no_sr, cancel=cancel)
    assert _state(study) == before
