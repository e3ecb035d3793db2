"""One study at several sites: each computer knows where it stands, and merged files are a study."""

from __future__ import annotations

import itertools
import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sr_studio import paths
from sr_studio.cli import main
from sr_studio.errors import StudioError
from sr_studio.studies.definition.filenames import DATABASE_NOTE
from sr_studio.studies.definition.key import KeyedSystem, StudyKey
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.sections import Repeats, SiteRange
from sr_studio.studies.errors import EnrolmentError
from sr_studio.studies.planning.basis import basis_of
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import AskConsent, AskSite
from sr_studio.studies.simulation.synthetic import synthetic_manifest
from sr_studio.studies.store.folder import trust_server
from sr_studio.studies.store.records import Consent
from sr_studio.studies.store.store import Store
from tests.studies.conftest import SITTING, answer, small_manifest

SITES = (
    SiteRange(id="north", name="Laboratory north", first_number=1, last_number=99),
    SiteRange(id="south", first_number=101, last_number=199),
    SiteRange(id="server", first_number=201, last_number=299),
)
NAMES = {"A": "bicubic", "B": "SRGAN", "C": "ESPCN", "HR": "original"}


def built(folder: Path, images: int = 6, **head: object) -> Path:
    """A study folder without pictures, which nothing here looks at."""
    folder.mkdir(parents=True)
    identity = "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"
    key = StudyKey(
        study_id=identity,
        salt="0" * 64,
        systems={code: KeyedSystem(id=name, name=name) for code, name in NAMES.items()},
    )
    manifest = synthetic_manifest(
        {"S": images},
        list(NAMES),
        head={"id": identity, "consent_waived": "a test", **head},
        sites=SITES,
        repeats=Repeats(share=0.0),
        key_commitment=key.commitment,
    )
    (folder / "manifest.json").write_text(manifest.to_json())
    key.write(folder / "key.json")
    Store.create(folder / "study.sqlite", manifest).close()
    return folder


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["study", *map(str, words)])
    return int(left.value.code or 0)


def another_computer(monkeypatch: pytest.MonkeyPatch, home: Path, name: str) -> None:
    """What makes a computer another one: its settings and its name."""
    import platform

    monkeypatch.setenv("SR_STUDIO_HOME", str(home / name))
    monkeypatch.setattr(platform, "node", lambda: name)


def test_the_site_is_asked_once_and_kept(tmp_path: Path) -> None:
    study = built(tmp_path / "study")
    conductor = open_conductor(study)
    assert conductor.step == AskSite(
        (("north", "Laboratory north"), ("south", "south"), ("server", "server"))
    )
    assert conductor.store.raters() == []
    conductor.choose_site("south")
    assert conductor.step == AskConsent(waived=True)
    conductor.consent(True)
    assert conductor.rater is not None and conductor.rater.number == 101
    conductor.close()
    kept = json.loads((paths.user_config_dir() / "study-sites.json").read_text())
    assert list(kept.values()) == ["south"]
    again = open_conductor(shutil.copytree(study, tmp_path / "another copy"))
    assert again.step == AskConsent(waived=True)
    again.consent(True)
    assert again.rater is not None and again.rater.number == 102
    again.close()
    known = open_conductor(study, "R101")  # who is enrolled needs no site
    known.close()


def test_a_site_may_be_named_and_must_be_one(tmp_path: Path) -> None:
    study = built(tmp_path / "study")
    with pytest.raises(EnrolmentError, match="there is no site west"):
        open_conductor(study, site="west")
    conductor = open_conductor(study, site="north")
    assert conductor.step == AskConsent(waived=True)
    conductor.close()
    with pytest.raises(EnrolmentError, match=r"stands at the site north.*150 is none of them"):
        open_conductor(study, "R150")
    conductor = open_conductor(study, "R150", site="south")
    conductor.consent(True)
    assert conductor.pseudonym.endswith("-150")
    conductor.close()


def test_a_site_that_cannot_be_kept_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = built(tmp_path / "study")
    (tmp_path / "home").write_text("in the way")
    monkeypatch.setenv("SR_STUDIO_HOME", str(tmp_path / "home"))
    with pytest.raises(StudioError, match="a file is in the way"):
        open_conductor(study, site="north")


def test_a_conflict_names_the_two_computers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    study = built(tmp_path / "study")
    copies = [tmp_path / name / "study" for name in ("anteroom", "basement")]
    for copy in copies:
        another_computer(monkeypatch, tmp_path / "homes", copy.parent.name)
        shutil.copytree(study, copy)
        conductor = open_conductor(copy, site="north")
        conductor.consent(True)
        conductor.close()
    code = run("merge", *copies, "-o", tmp_path / "m.sqlite")
    said = capsys.readouterr().err
    assert code == 1 and not (tmp_path / "m.sqlite").exists()
    assert "number 1 (" in said and "was given to two people" in said
    one, other = copies
    assert f"{one} (rated on anteroom) and {other} (rated on basement)" in said


def rate(store: Store, site: str, raters: int, chance: np.random.Generator) -> None:
    """Raters of one site, with every answer at once."""
    plan = planner(basis_of(store.manifest))
    consent = Consent("waived", store.manifest.consent_sha256, store.now())
    for _ in range(raters):
        rater = store.enrol(plan, consent, site=site)
        session = store.start_session(rater.id, SITTING)
        for shown in store.presentations(rater.id):
            store.rate(session.id, shown.id, answer(int(chance.integers(1, 6))))
        store.end_session(session.id, "done")


def tables_of(capsys: pytest.CaptureFixture[str], file: Path) -> Any:
    capsys.readouterr()
    assert run("analyze", file, "--json", "--no-bootstrap") == 0
    return json.loads(capsys.readouterr().out)


def test_two_computers_and_a_server_in_every_order(
    tmp_path: Path, postgresql: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Twenty-six raters at three sites, one of them PostgreSQL: the same tables to the digit."""
    study = built(tmp_path / "study", images=3)
    chance = np.random.default_rng(26)
    for site, raters in (("north", 9), ("south", 9)):
        copy = shutil.copytree(study, tmp_path / site)
        with Store.open(copy / "study.sqlite") as store:
            rate(store, site, raters, chance)
    server = shutil.copytree(study, tmp_path / "server")
    (server / DATABASE_NOTE).write_text(postgresql)
    trust_server(uuid.UUID("6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11"), postgresql)
    (server / "study.sqlite").unlink()
    manifest = Manifest.from_json((study / "manifest.json").read_text())
    # What is not this study's stays there.
    with Store.create(postgresql, small_manifest(6)) as store:
        rate(store, "main", 1, chance)
    with Store.create(postgresql, manifest) as store:
        rate(store, "server", 8, chance)
    found = set()
    merged = tmp_path / "merged"
    merged.mkdir()
    shutil.copy(study / "key.json", merged)
    for number, order in enumerate(itertools.permutations(["north", "south", "server"])):
        out = merged / f"{number}.sqlite"
        assert run("merge", *(tmp_path / name for name in order), "-o", out) == 0
        assert "26 raters, 312 ratings" in capsys.readouterr().out
        found.add(json.dumps(tables_of(capsys, out), sort_keys=True))
    assert len(found) == 1


def test_a_merged_file_is_a_study(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    study = built(tmp_path / "study")
    chance = np.random.default_rng(1)
    for site in ("north", "south"):
        with Store.open(shutil.copytree(study, tmp_path / site) / "study.sqlite") as store:
            rate(store, site, 2, chance)
    out = tmp_path / "all" / "merged.sqlite"
    out.parent.mkdir()
    assert run("merge", tmp_path / "north", tmp_path / "south", "-o", out) == 0
    assert run("status", out) == 0
    assert "4 of 26 raters, 4 complete" in capsys.readouterr().out
    assert run("exclude", out, "R101", "--reason", "used a telephone") == 0
    assert run("close", out) == 0
    assert run("unblind", out, "--reason", "the end", "--key", study / "key.json") == 0
    assert run("export", out) == 0
    exported = (out.parent / "exports" / "ratings.csv").read_text()
    assert "SRGAN" in exported
    assert run("analyze", out, "--no-bootstrap", "--figures", "svg") == 0
    assert "SRGAN" in capsys.readouterr().out
    assert run("withdraw", out, "--rater", "R1") == 0
    assert run("erase", out, "--rater", "R2", "--yes") == 0
    capsys.readouterr()
    assert run("status", out) == 0
    said = capsys.readouterr().out
    assert "unblinded; 3 of 26 raters" in said and "excluded" in said and "withdrawn" in said
