"""What lies in a blind folder tells no system from another, by whatever a file has."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from sr_studio.imaging.resize import nearest
from sr_studio.studies.definition.key import read_key
from sr_studio.studies.stimuli.builder import BuildReport, build_study
from sr_studio.studies.stimuli.verify import verify_study
from sr_studio.studies.store.folder import StudyFolder
from tests.support.study_text import HIDDEN_REFERENCE

REFERENCES, METHODS = 12, 5

STUDY = (
    """
[study]
id = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
title = "Blind"
seed = "%s"
blinding = "double"
consent_waived = "a test"

[making]
scale = 2

[[set]]
name = "S"
folder = "refs"
%s"""
    + HIDDEN_REFERENCE
    + """
[repeats]
share = 0.0

[analysis]
primary = [["m1", "m0", "S"]]
"""
)
SYSTEM = '[[system]]\nid = "m%d"\nname = "Method %d"\nmethod = "m%d"\n'


def made(lr: np.ndarray, system: object, scale: int) -> np.ndarray:
    return nearest(lr, scale) ^ np.uint8(1 + int(system.method[1:]))  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def blind(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    folder = tmp_path_factory.mktemp("blind") / "study"
    custodian = folder.parent / "custodian"
    custodian.mkdir()
    (folder / "refs").mkdir(parents=True)
    noise = np.random.default_rng(2)
    for number in range(REFERENCES):
        pixels = noise.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / "refs" / f"p{number:02d}.png")
    systems = "".join(SYSTEM % (n, n, n) for n in range(METHODS))
    (folder / "study.toml").write_text(STUDY % ("ab" * 32, systems))
    return build_study(folder, made, custodian=custodian)


def _archived(folder: Path, names: list[str]) -> dict[str, float]:
    """The place of each file in an archive as people make them."""
    archive = shutil.make_archive(str(folder.parent / "sent"), "zip", folder, "stimuli")
    with zipfile.ZipFile(archive) as content:
        listed = [Path(name).name for name in content.namelist()]
    return {name: float(listed.index(name)) for name in names}


def _traits(folder: Path) -> dict[str, dict[str, float]]:
    place = folder / "stimuli"
    listed = [entry.name for entry in os.scandir(place)]
    known: dict[str, Callable[[str], float]] = {
        "size": lambda name: (place / name).stat().st_size,
        "modified": lambda name: (place / name).stat().st_mtime_ns,
        "changed": lambda name: (place / name).stat().st_ctime_ns,
        "inode": lambda name: (place / name).stat().st_ino,
        "listed": lambda name: listed.index(name),
        "name": lambda name: int(name[:8], 16),
    }
    traits = {what: {name: float(tell(name)) for name in listed} for what, tell in known.items()}
    return {**traits, "archived": _archived(folder, listed)}


def hits_of(trait: dict[str, float], cells: list[tuple[str, str, str]]) -> int:
    """How often the place of a file among those of its picture tells its system, when learnt from
    all other pictures."""
    places: dict[tuple[str, str], int] = {}
    for reference in {reference for reference, _, _ in cells}:
        own = sorted((trait[name], system) for r, system, name in cells if r == reference)
        values = [value for value, _ in own]
        for value, system in own:
            places[reference, system] = values.index(value)  # equal values share a place
    hits = 0
    for (reference, system), place in places.items():
        learnt = Counter(s for (r, s), p in places.items() if r != reference and p == place)
        hits += bool(learnt) and learnt.most_common(1)[0][0] == system
    return hits


def test_no_trait_of_a_file_tells_its_system(blind: BuildReport) -> None:
    cells = [(s.reference, str(s.system), f"{s.token}.png") for s in blind.manifest.stimuli]
    chance = 1 / (METHODS + 1)
    for what, trait in _traits(blind.folder).items():
        hits = hits_of(trait, cells)
        better = stats.binomtest(hits, len(cells), chance, alternative="greater").pvalue
        assert better > 1e-5, f"{what}: {hits} of {len(cells)} systems are told"


def test_every_stimulus_has_one_time(blind: BuildReport) -> None:
    times = {file.stat().st_mtime for file in (blind.folder / "stimuli").iterdir()}
    assert times == {946_684_800.0}


def test_the_manifest_does_not_tell_what_was_made_first(blind: BuildReport) -> None:
    key = read_key(blind.key, blind.manifest)
    shown = {s.pixel_sha256: key.systems[str(s.system)].id for s in blind.manifest.stimuli}
    told = {shown.get(reference.pixel_sha256, "HR") for reference in blind.manifest.references}
    assert told == {"HR"}  # whose role every manifest has


def test_the_custodian_is_told_what_to_take_and_verification_looks(blind: BuildReport) -> None:
    assert blind.to_take_away == ("refs",)
    folder = StudyFolder(blind.folder)
    with folder.open_store() as store:
        (said,) = verify_study(folder, store).problems
    assert said.startswith("refs holds source pictures")
    shutil.move(blind.folder / "refs", blind.key.parent / "refs")
    shutil.copy(blind.key, blind.folder)
    with folder.open_store() as store:
        (said,) = verify_study(folder, store).problems
        assert said.startswith("key.json lies in the blind folder")
        (blind.folder / "key.json").unlink()
        assert verify_study(folder, store).problems == ()
