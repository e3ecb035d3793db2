"""Studies that cannot be built: bad pictures are named, and nothing is changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from sr_studio.errors import StudioError
from sr_studio.studies.definition.problems import InvalidStudyError
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.reading import new_study
from sr_studio.studies.stimuli.builder import build_study
from tests.studies.definition.conftest import study, written_once
from tests.studies.definition.good_study import GOOD, no_sr, picture, state
from tests.support.places import lock, mounted

__all__ = ["study", "written_once"]  # fixtures


def _saved(
    folder: Path, image: Image.Image, name: str = "plain/one.png", **options: object
) -> None:
    image.save(folder / name, **options)  # type: ignore[arg-type]


def _rgb() -> Image.Image:
    return Image.fromarray(picture(99))


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
    _saved(folder, Image.fromarray(picture(5, 24, 31)))


def _animated(folder: Path) -> None:
    frames = [Image.fromarray(picture(n)) for n in (1, 2)]
    _saved(folder, frames[0], save_all=True, append_images=frames[1:])


def _cut_off(folder: Path) -> None:
    file = folder / "plain/one.png"
    file.write_bytes(file.read_bytes()[:300])


def _huge(folder: Path) -> None:
    _saved(folder, Image.new("1", (20_000, 20_000)))  # some kilobytes


def _not_a_picture(folder: Path) -> None:
    (folder / "plain/one.png").write_text("hello")


def _same_pixels(folder: Path) -> None:
    shutil.copyfile(folder / "fancy/one.png", folder / "plain/one.png")


def _nothing_left(folder: Path) -> None:
    (folder / "study.toml").write_text(GOOD + "\n[geometry]\ncrop_border = 12\n")


def _too_large(folder: Path) -> None:
    zoomed = "\n[geometry]\nzoom = 4\n[display]\nmin_width = 320\nmin_height = 240\n"
    for place, system in enumerate(("refs", "plain", "fancy")):
        _saved(folder, Image.fromarray(picture(place, 64, 32)), f"{system}/one.png")
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
    "400 megapixels": (_huge, "E46", "exceeds limit"),
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
    before = state(study)
    with pytest.raises(InvalidStudyError) as caught:
        build_study(study, no_sr)
    errors = [problem for problem in caught.value.problems if problem.is_error]
    assert {problem.code for problem in errors} == {code}
    assert any(sentence in str(problem) for problem in errors), errors
    assert state(study) == before


def test_all_bad_pictures_are_found_at_once(study: Path) -> None:
    _with_alpha(study)
    _saved(study, Image.fromarray(picture(5, 20, 32)), "fancy/three.png")
    with pytest.raises(InvalidStudyError) as caught:
        build_study(study, no_sr)
    assert {problem.code for problem in caught.value.problems if problem.is_error} == {"E41", "E44"}


def test_a_built_study_is_not_built_again(study: Path) -> None:
    build_study(study, no_sr)
    before = state(study)
    with pytest.raises(StudyError, match="built already"):
        build_study(study, no_sr)
    assert state(study) == before


def test_double_blinding_needs_a_custodian_outside(study: Path, tmp_path: Path) -> None:
    (study / "study.toml").write_text(GOOD.replace("seed", 'blinding = "double"\nseed'))
    before = state(study)
    with pytest.raises(StudyError, match="somebody else keeps the key"):
        build_study(study, no_sr)
    inside = study / "refs"
    with pytest.raises(StudyError, match="outside the study"):
        build_study(study, no_sr, custodian=inside)
    assert state(study) == before
    safe = tmp_path / "safe"
    safe.mkdir()
    (safe / "study.toml").write_text("a week of work on another study")
    with pytest.raises(StudyError, match="definition of another study"):
        build_study(study, no_sr, custodian=safe)
    assert (safe / "study.toml").read_text() == "a week of work on another study"
    (safe / "study.toml").unlink()
    build_study(study, no_sr, custodian=safe)
    assert sorted(file.name for file in safe.iterdir()) == ["key.json", "study.toml"]
    assert not (study / "key.json").exists() and not (study / "study.toml").exists()


def test_folders_that_take_no_file_are_told_before_the_work(study: Path, tmp_path: Path) -> None:
    (study / "study.toml").write_text(GOOD.replace("seed", 'blinding = "double"\nseed'))
    locked, full = tmp_path / "locked", tmp_path / "full"
    with mounted(locked, "size=1m"):
        lock(locked)
        with pytest.raises(StudioError, match="may not be written to"):
            build_study(study, no_sr, custodian=locked)
        with pytest.raises(StudioError, match="may not be written to"):
            new_study("five-minute-demo", locked / "new")
    with mounted(full, "size=1m,nr_inodes=20"):
        shutil.copytree(study, full / "study")
        with suppress(OSError):
            for number in range(20):
                (full / str(number)).touch()
        with pytest.raises(StudioError, match="disk is full"):
            build_study(full / "study", no_sr, custodian=tmp_path)
    assert not list(tmp_path.glob("key.json"))


def test_a_method_of_another_scale_is_refused(study: Path) -> None:
    text = GOOD.replace('files = "fancy/{reference}.png"', 'method = "twice"')
    (study / "study.toml").write_text(text)
    before = state(study)

    def twice(lr: np.ndarray, *_: object) -> np.ndarray:
        return np.repeat(np.repeat(lr, 2, 0), 2, 1)

    with pytest.raises(StudyError, match="enlarges 4 times"):
        build_study(study, twice)
    assert state(study) == before


def test_a_stop_leaves_nothing(study: Path) -> None:
    from sr_studio.errors import Cancelled
    from sr_studio.progress import CancelToken

    before = state(study)
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        build_study(study, no_sr, cancel=cancel)
    assert state(study) == before
