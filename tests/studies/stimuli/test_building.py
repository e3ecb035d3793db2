"""A built study gives nothing away, holds together, and verification finds what was changed."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from sr_studio.app.studies.work import watch
from sr_studio.imaging.resize import imresize, nearest
from sr_studio.progress import CancelToken
from sr_studio.studies.definition.key import read_key
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError, StudyError, UnknownServerError
from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.results.source import load_for_export, load_study
from sr_studio.studies.stimuli.builder import BuildReport, build_study
from sr_studio.studies.stimuli.png import encode_png, pixel_sha256
from sr_studio.studies.stimuli.verify import verify_study
from sr_studio.studies.store.folder import StudyFolder, source_of
from tests.studies.conftest import CONSENT, SITTING, answer

DRAFT = """
[study]
id = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
title = "Blind"
seed = "%s"
language = "ko"
consent = "consent.txt"
blinding = "%s"

[making]
scale = 2

[geometry]
crop_border = 1
max_width = 40

[[set]]
name = "Landscapes"
folder = "originals"

[[system]]
id = "squirrel"
name = "SquirrelNet"
role = "low_anchor"
method = "squirrel-x2"

[[system]]
id = "walrus"
name = "WalrusGAN"
category = "Walrus family"
method = "walrus-x2"
detail = 0.5

[[system]]
id = "HR"
name = "Untouched"
role = "hidden_reference"

[[training.item]]
reference_file = "more/a.png"
systems = ["squirrel", "HR"]

[[calibration.item]]
reference_file = "more/b.png"
system = "squirrel"
score = 1

[[calibration.item]]
reference_file = "more/b.png"
system = "HR"
score = 5

[repeats]
share = 0.05
min_count = 1
min_gap = 5

[analysis]
primary = [["walrus", "squirrel", "Landscapes"]]
"""
NAMES = ("squirrel", "walrus", "untouched", "mountain", "originals")


def _scene(seed: int, height: int = 41, width: int = 53) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(noise).filter(ImageFilter.GaussianBlur(1 + seed % 3))


def make_sr(lr: np.ndarray, system: object, scale: int) -> np.ndarray:
    """Nearest neighbour for the one, bicubic for the other."""
    if system.method == "squirrel-x2":  # type: ignore[attr-defined]
        return nearest(lr, scale)
    assert system.method == "walrus-x2" and system.detail == 0.5  # type: ignore[attr-defined]
    return imresize(lr, scale, variant="uint8")


def make_draft(folder: Path, blinding: str = "rater") -> Path:
    (folder / "originals").mkdir(parents=True)
    (folder / "more").mkdir()
    for number in range(4):
        _scene(number).save(folder / "originals" / f"Mountain {number}.png", dpi=(72, 72))
    for number, name in enumerate("ab"):
        _scene(50 + number).save(folder / "more" / f"{name}.png")
    (folder / "consent.txt").write_text("동의하십니까?", "utf-8")
    (folder / "study.toml").write_text(DRAFT % ("cd" * 32, blinding))
    return folder


@pytest.fixture
def built(tmp_path: Path) -> BuildReport:
    return build_study(make_draft(tmp_path / "study"), make_sr)


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
    picture = np.asarray(_scene(3))
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


def _verify(folder: Path) -> tuple[str, ...]:
    study = StudyFolder(folder)
    with study.open_store() as store:
        return verify_study(study, store).problems


@pytest.fixture
def enrolled(built: BuildReport) -> Path:
    with StudyFolder(built.folder).open_store() as store:
        for _ in range(3):
            store.enrol(planner(basis_of(store.manifest)), CONSENT)
    return built.folder


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


def test_building_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    report = build_study(make_draft(tmp_path / "study"), make_sr, database=postgresql)
    study = StudyFolder(report.folder)
    assert not (report.folder / "study.sqlite").exists()
    with study.open_store() as store:
        assert store.engine.dialect.name == "postgresql"
        rater = store.enrol(planner(basis_of(store.manifest)), CONSENT)
        assert verify_study(study, store).problems == ()
        session = store.start_session(rater.id, SITTING)
        for number, shown in enumerate(store.presentations(rater.id)):
            store.rate(session.id, shown.id, answer(1 + number % 5))
    data = load_study(report.folder)
    assert data.table is not None and data.facts.enrolled == 1
    frame, facts = load_for_export(report.folder)
    assert len(frame) > 0 and facts["systems"].startswith("codes")
    shown_in_window = watch(report.folder, CancelToken())
    assert shown_in_window.status.state == "open"


def test_the_note_of_where_the_ratings_are_keeps_no_password(
    tmp_path: Path, postgresql: str
) -> None:
    with_password = postgresql.replace("rater@", "rater:secret@")
    folder = build_study(make_draft(tmp_path / "study"), make_sr, database=with_password).folder
    note = folder / "database.txt"
    assert "secret" not in note.read_text() and "rater@127.0.0.1" in note.read_text()
    note.write_text("\n")
    with pytest.raises(StudyError, match="should say where the database is and is empty"):
        StudyFolder(folder).open_store()


def test_a_received_folder_leads_to_no_server_by_itself(
    tmp_path: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even a connection is tried; naming the server once is enough."""
    folder = build_study(make_draft(tmp_path / "study"), make_sr, database=postgresql).folder
    StudyFolder(folder).open_store().close()  # it was built here
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path / "another computer"))
    note = (folder / "database.txt").read_text()
    for there in (note, "postgresql://rater@does-not-exist.invalid/mos"):
        (folder / "database.txt").write_text(there)
        with pytest.raises(UnknownServerError, match="which was not named here yet"):
            StudyFolder(folder).open_store()
        with pytest.raises(UnknownServerError):
            source_of(folder)
    (folder / "database.txt").write_text(note)
    StudyFolder(folder).open_store(postgresql).close()
    StudyFolder(folder).open_store().close()
