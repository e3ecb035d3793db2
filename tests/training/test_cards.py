"""The card of a run's model says what it was made of, the model it started from included."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sr_studio.training.arguments import TrainingArguments
from sr_studio.training.cards import model_of_run, with_licence
from sr_studio.training.session import run_training
from sr_studio.zoo.card import TrainingSource
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.saving import save_model

_SMALL = (
    "network.parameters.blocks=1",
    "network.parameters.features=8",
    "data.crop=32",
    "data.batch=2",
    "schedule.iterations=2",
    "schedule.milestones=[]",
    "validation.held_out=2",
    "validation.every=100",
)
_THEIRS = TrainingSource(name="DIV2K", licence="for research", research=True)


@pytest.mark.parametrize("gives_network", [False, True])
def test_pictures_and_licence_of_the_start_stay_on_the_card_when_its_file_is_gone(
    gives_network: bool, start_model: Path, picture_folder: Path, tmp_path: Path
) -> None:
    plain = load_model(start_model)
    facts = {"licence": "CC-BY-NC-4.0", "data": "DIV2K", "data_sources": (_THEIRS,)}
    start = tmp_path / "theirs.safetensors"
    save_model(start, plain.module, plain.card.model_copy(update=facts))
    recipe, settings = "srresnet-mse", _SMALL
    if gives_network:
        recipe, settings = str(tmp_path / "fine.toml"), (*_SMALL[2:], f"network.start={start}")
        Path(recipe).write_text('name = "fine"\n[network]\nstart = "theirs"\n')
    own = tmp_path / "pictures"
    shutil.copytree(picture_folder, own)
    (own / "SOURCES.tsv").write_text("file\tlicence\n1.png\tCC0\n")
    run = tmp_path / "run"
    order = TrainingArguments(
        recipe,
        own,
        run=run,
        settings=settings,
        start=None if gives_network else str(start),
        device="cpu",
    )
    run_training(order, lambda sentence: None)
    start.unlink()
    model = with_licence(model_of_run(run, checkpoint="last"), run, None)
    assert model.card.data == "DIV2K; pictures"
    assert [source.name for source in model.card.data_sources] == ["DIV2K", "pictures"]
    assert "DIV2K (for research)" in model.card.research_note
    assert model.card.notes == "Started from theirs (CC-BY-NC-4.0)."
