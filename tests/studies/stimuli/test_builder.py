"""A built study gives nothing away and holds together."""

from __future__ import annotations

import json
import shutil
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.imaging.resize import imresize, nearest
from sr_studio.studies.definition.key import read_key
from sr_studio.studies.errors import StudyError
from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.stimuli.builder import BuildReport, build_study
from sr_studio.studies.stimuli.png import encode_png, pixel_sha256
from sr_studio.studies.store.folder import StudyFolder
from tests.studies.conftest import CONSENT
from tests.studies.stimuli.drafts import NAMES, make_draft, make_sr, scene


def test_what_is_built(built: BuildReport) -> None:
    manifest = built.manifest
    pools = [stimulus.pool for stimulus in manifest.stimuli]
    assert (pools.count("test"), pools.count("training"), pools.count("calibration")) == (12, 2, 2)
    assert {(s.width, s.height) for s in manifest.stimuli} == {(40, 38)}
    assert sorted(s.told for s in manifest.stimuli if s.told) == [1, 5]
    assert manifest.study.labels["ko"][4] == "매우 좋음"
    assert manifest.study.consent == "동의하십니까?"
    assert manifest.sets == ("Landscapes",)
    folder = StudyFolder(built.folder)
    assert folder.manifest == manifest
    with folder.open_store() as store:
        assert store.manifest == manifest and store.state == "draft"
        assert store.system_names == {}
    assert not list(built.folder.glob(".building*"))


def test_pixels_are_what_the_methods_made(built: BuildReport) -> None:
    key = read_key(built.key, built.manifest)
    original = np.asarray(Image.open(key.references["landscapes-mountain-0"]))[:40, :52]
    from sr_studio.imaging.degrade import bicubic_lr

    lr = bicubic_lr(original, 2, "double")
    expected = {
        "HR": original,
        "squirrel": nearest(lr, 2),
        "walrus": imresize(lr, 2, variant="uint8"),
    }
    for stimulus in built.manifest.stimuli:
        if stimulus.reference == "landscapes-mountain-0":
            shown = np.asarray(Image.open(built.folder / "stimuli" / f"{stimulus.token}.png"))
            whole = expected[key.systems[str(stimulus.system)].id]
            np.testing.assert_array_equal(shown, whole[1:39, 1 + 5 : 1 + 5 + 40])
            assert pixel_sha256(shown) == stimulus.pixel_sha256


def test_the_key_fits_and_names_everything(built: BuildReport) -> None:
    key = read_key(built.key, built.manifest)
    assert sorted(key.names.values()) == ["SquirrelNet", "Untouched", "WalrusGAN"]
    assert built.key.stat().st_mode & 0o077 == 0
    (a, b, name), *_ = built.manifest.analysis.primary
    assert (key.systems[a].id, key.systems[b].id, name) == ("walrus", "squirrel", "Landscapes")


@pytest.mark.parametrize("edit", ["WalrusGAN", "salt", "missing", "not JSON", "other study"])
def test_a_key_that_is_not_the_committed_one_is_refused(built: BuildReport, edit: str) -> None:
    text = built.key.read_text()
    if edit == "missing":
        built.key.unlink()
    elif edit == "not JSON":
        built.key.write_text("{")
    elif edit == "salt":
        built.key.write_text(text.replace(json.loads(text)["salt"], "0" * 64))
    elif edit == "other study":
        built.key.write_text(text.replace("6f2f0f7e", "7f2f0f7e"))
    else:
        built.key.write_text(text.replace(edit, "OtterGAN"))
    with pytest.raises(StudyError, match="key"):
        read_key(built.key, built.manifest)


# -- blindness -------------------------------------------------------------------------------


def test_nothing_but_the_key_and_the_draft_names_a_system(tmp_path: Path) -> None:
    safe = tmp_path / "custodian"
    safe.mkdir()
    report = build_study(make_draft(tmp_path / "study", "double"), make_sr, custodian=safe)
    shutil.rmtree(report.folder / "originals")
    shutil.rmtree(report.folder / "more")
    with StudyFolder(report.folder).open_store() as store:
        store.enrol(planner(basis_of(store.manifest)), CONSENT)
    for file in report.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes().lower()
            told = [name for name in NAMES if name.encode() in content or name in file.name]
            # The id of a reference is made of its file's name and is no secret.
            assert [name for name in told if name != "mountain"] == [], file


def test_codes_and_tokens_are_random_at_every_build(tmp_path: Path) -> None:
    codes, tokens = set(), set()
    for number in range(12):
        report = build_study(make_draft(tmp_path / str(number)), make_sr)
        key = read_key(report.key, report.manifest)
        codes.add(next(code for code, system in key.systems.items() if system.id == "walrus"))
        tokens |= {stimulus.token for stimulus in report.manifest.stimuli}
        order = [stimulus.token for stimulus in report.manifest.stimuli]
        assert order == sorted(order)  # the order of the manifest tells nothing either
    assert len(codes) > 1 and len(tokens) == 12 * 16


def test_files_have_one_length_one_set_of_chunks_and_no_times(built: BuildReport) -> None:
    lengths, chunks = set(), set()
    for file in (built.folder / "stimuli").iterdir():
        data = file.read_bytes()
        lengths.add(len(data))
        names, at = [], 8
        while at < len(data):
            (size,) = struct.unpack(">I", data[at : at + 4])
            names.append(data[at + 4 : at + 8])
            at += 12 + size
        chunks.add(tuple(names))
        assert file.stem == file.stem.lower() and len(file.stem) == 32
    assert len(lengths) == 1
    assert chunks == {(b"IHDR", b"IDAT", b"IEND")}


def test_rows_are_stored_without_filter_or_compression() -> None:
    picture = np.asarray(scene(3))
    data = encode_png(picture)
    at = data.index(b"IDAT") + 4
    (size,) = struct.unpack(">I", data[at - 8 : at - 4])
    raw = zlib.decompress(data[at : at + size])
    rows = np.frombuffer(raw, np.uint8).reshape(41, 1 + 53 * 3)
    assert not rows[:, 0].any() and size > len(raw)
    flat = np.zeros((41, 53, 3), np.uint8)
    assert len(encode_png(flat)) == len(data)


@pytest.mark.slow
def test_decode_time_does_not_tell_the_systems_apart(tmp_path: Path) -> None:
    """A classifier by decode time does no better than chance on large smooth and noisy pictures."""
    rng = np.random.default_rng(5)
    noisy = rng.integers(0, 256, (480, 480, 3), dtype=np.uint8)
    smooth = np.full_like(noisy, 128)
    files = []
    for number in range(40):
        file = tmp_path / f"{number}.png"
        file.write_bytes(encode_png(noisy if number % 2 else smooth))
        files.append(file)
    times: list[list[float]] = [[], []]
    for _ in range(15):
        for number in rng.permutation(40):
            begin = time.perf_counter()
            with Image.open(files[number]) as image:
                image.load()
            times[number % 2].append(time.perf_counter() - begin)
    a, b = np.array(times[0]), np.array(times[1])
    wins = (a[:, None] < b[None, :]).mean()  # area under the curve: 0.5 is chance
    assert abs(wins - 0.5) < 0.1


# -- verification ----------------------------------------------------------------------------
