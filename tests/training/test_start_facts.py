"""What is known of the model a run started from, also of runs that did not keep it."""

from __future__ import annotations

import json
from pathlib import Path

from sr_studio.training.start_facts import StartFacts, facts_of_start
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.saving import save_model
from tests.support.runs import write_run


def test_a_run_from_fresh_weights_has_no_start(tmp_path: Path) -> None:
    assert facts_of_start(write_run(tmp_path / "run")) is None


def test_what_run_json_keeps_goes_before_what_the_file_says_now(tmp_path: Path) -> None:
    run = write_run(tmp_path / "run", starts_from="srresnet-x4")
    origin = run.origin() | {"start": {"licence": "CC-BY-NC-4.0"}}
    run.origin_file.write_text(json.dumps(origin))
    assert facts_of_start(run) == StartFacts(licence="CC-BY-NC-4.0")
    run.origin_file.write_text(json.dumps(origin | {"start": 7}))
    assert facts_of_start(run) == StartFacts()


def test_of_an_older_run_its_copy_or_the_models_name_tells(
    tmp_path: Path, start_model: Path
) -> None:
    named = facts_of_start(write_run(tmp_path / "named", starts_from="srcnn-x4"))
    assert named is not None and named.licence == "Apache-2.0"
    assert "BSDS400" in [source.name for source in named.data_sources]
    assert facts_of_start(write_run(tmp_path / "gone", starts_from="no-such")) == StartFacts()
    kept = write_run(tmp_path / "kept", starts_from="no-such")
    model = load_model(start_model)
    save_model(kept.start_file, model.module, model.card.model_copy(update={"licence": "MIT"}))
    assert facts_of_start(kept) == StartFacts(licence="MIT")
