"""The frozen manifest: its hash is that of what was frozen, for ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sr_studio.studies.definition.manifest import Manifest, canonical_json, text_sha256
from sr_studio.studies.errors import StudyError
from sr_studio.studies.store.store import Store
from tests.studies.conftest import CONSENT, every_cell, small_manifest


def test_reading_what_was_written_gives_the_same_manifest() -> None:
    manifest = small_manifest()
    again = Manifest.from_json(manifest.to_json())
    assert again == manifest and again.sha256 == manifest.sha256
    assert json.loads(manifest.to_json())["study"]["title"] == "Simulated study"


def test_a_manifest_of_an_older_program_keeps_its_hash(tmp_path: Path) -> None:
    """A field that was added since, with a default, changes nothing about running studies."""
    fields = json.loads(small_manifest().to_json())
    del fields["calibration_later"]
    older = canonical_json(fields)
    manifest = Manifest.from_json(older + "\n")
    assert manifest.sha256 == text_sha256(older) and manifest.calibration_later == 4
    file = tmp_path / "study.sqlite"
    Store.create(file, manifest).close()
    with Store.open(file) as store:
        store.enrol(every_cell(store.manifest), CONSENT)
        assert store.manifest.sha256 == manifest.sha256


def test_another_order_of_fields_is_an_edit() -> None:
    manifest = small_manifest()
    fields = json.loads(manifest.to_json())
    backwards = json.dumps(dict(reversed(fields.items())), separators=(",", ":"))
    assert Manifest.from_json(backwards).sha256 != manifest.sha256


@pytest.mark.parametrize("change", [{"format": 2}, {"references": 3}, {"study": {}}, {"extra": 1}])
def test_what_is_no_manifest_is_refused(change: dict[str, object]) -> None:
    fields = json.loads(small_manifest().to_json()) | change
    with pytest.raises(StudyError, match="cannot be used"):
        Manifest.from_json(json.dumps(fields))


def test_the_plan_hash_is_that_of_the_analysis_alone() -> None:
    one = small_manifest()
    two = one.model_copy(update={"built_with": "another program"})
    assert one.sha256 != two.sha256 and one.plan_sha256 == two.plan_sha256
