"""Cards survive the trip through a file, are read without torch, and damage is told."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from sr_studio.zoo.card import CARD_KEY, ModelCard, parse_card, tidy_name
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.header import read_card
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.saving import save_model
from tests.zoo.conftest import SMALL, make_model


@pytest.mark.parametrize("architecture", list(SMALL))
def test_a_saved_model_comes_back_bit_for_bit(architecture: str, tmp_path: Path) -> None:
    model = make_model(
        architecture,
        scores={"Set5": {"psnr_y": 30.5}},
        trained={"iterations": 10, "seconds": 2.5, "device": "cpu"},
        overrides={"budget": 0.1},
        recipe="srresnet-mse",
        licence="Apache-2.0",
        pair="other",
        role="faithful",
    )
    path = tmp_path / "model.safetensors"
    save_model(path, model.module, model.card)
    opened = load_model(path)
    assert opened.card == model.card == read_card(path)
    for name, value in model.module.state_dict().items():
        assert torch.equal(value, opened.module.state_dict()[name]), name
    assert not opened.module.training


def test_files_are_flat_and_readable_by_others(tmp_path: Path) -> None:
    model = make_model("rrdbnet")
    path = tmp_path / "model.safetensors"
    save_model(path, model.module, model.card)
    with safe_open(path, framework="numpy") as file:
        assert "body.0.rdb1.conv1.weight" in file.keys()  # noqa: SIM118 - no mapping
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask


def test_half_precision_files_are_half_the_size_and_load_as_float32(tmp_path: Path) -> None:
    model = make_model("rrdbnet")
    full, half = tmp_path / "full.safetensors", tmp_path / "half.safetensors"
    save_model(full, model.module, model.card)
    save_model(half, model.module, model.card, half=True)
    tensors = sum(value.numel() for value in model.module.state_dict().values())
    assert full.stat().st_size - half.stat().st_size == pytest.approx(2 * tensors, rel=0.05)
    opened = load_model(half).module.conv_first.weight
    assert opened.dtype == torch.float32
    assert torch.allclose(opened, model.module.conv_first.weight, rtol=1e-3)


def test_weights_that_are_not_the_cards_are_not_saved(tmp_path: Path) -> None:
    model, other = make_model("rrdbnet"), make_model("msrresnet")
    with pytest.raises(ModelFileError, match="not those of the card's rrdbnet"):
        save_model(tmp_path / "m.safetensors", other.module, model.card)
    assert not list(tmp_path.iterdir())


def test_a_card_is_read_without_torch(tmp_path: Path, root: Path) -> None:
    model = make_model("espcn")
    path = tmp_path / "model.safetensors"
    save_model(path, model.module, model.card)
    code = (
        "import sys; from sr_studio.zoo.catalogue import find, list_models; list_models();"
        f"print(find({str(path)!r}).card.scale, 'torch' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.split() == ["3", "False"]


def test_a_model_is_opened_without_torchs_compiler(root: Path) -> None:
    code = (
        "import sys; from sr_studio.zoo.catalogue import list_models;"
        "from sr_studio.zoo.loading import load_model;"
        "[load_model(entry.path) for entry in list_models()];"
        "print('torch._dynamo' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root
    )
    assert done.stdout.split() == ["False"]


def test_files_of_others_have_no_card(tmp_path: Path) -> None:
    save_file({"a": torch.zeros(2, 3)}, tmp_path / "a.safetensors")
    assert read_card(tmp_path / "a.safetensors") is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:100],
        lambda data: data[:-10],
        lambda data: b"",
        lambda data: data[:5],
        lambda data: (2**60).to_bytes(8, "little") + data[8:],
        lambda data: data[:8] + b"{" + b"\xff" * 50 + data[59:],
        lambda data: data[:8] + data[8:].replace(b"data_offsets", b"date_offsets"),
        lambda data: data.replace(b'"F32"', b'"F99"'),
    ],
)
def test_damaged_files_are_told_and_not_loaded(spoil, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    model = make_model("espcn")
    path = tmp_path / "model.safetensors"
    save_model(path, model.module, model.card)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ModelFileError) as caught:
        load_model(path)
    assert str(path) in str(caught.value)
    assert "Traceback" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"scale": 0}, "scale"),
        ({"scale": "four"}, "scale"),
        ({"name": "../../etc/passwd"}, "name"),
        ({"name": ""}, "name"),
        ({"colour": "cmyk"}, "colour"),
        ({"output_range": [1, -1]}, "output_range"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], word: str) -> None:
    fields = {"name": "a", "architecture": "espcn", "scale": 4, **change}
    with pytest.raises(ModelFileError, match=word):
        parse_card(json.dumps(fields), where="a.safetensors")


def test_cards_of_later_versions_open() -> None:
    text = json.dumps({"name": "a", "architecture": "espcn", "scale": 4, "smell": "rosy"})
    assert parse_card(text, where="x").scale == 4


def test_a_card_whose_weights_are_missing_is_refused(tmp_path: Path) -> None:
    card = ModelCard(name="a", architecture="espcn", scale=4, parameters={"scale": 4})
    save_file(
        {"convolutions.0.weight": torch.zeros(64, 1, 5, 5)},
        tmp_path / "a.safetensors",
        metadata={CARD_KEY: card.to_json()},
    )
    with pytest.raises(ModelFileError, match=r"missing: convolutions\.0\.bias"):
        load_model(tmp_path / "a.safetensors")


@pytest.mark.parametrize(
    ("text", "name"),
    [("4x My Model (v2)", "4x-My-Model-v2"), ("..", "model"), ("übel", "bel"), ("a.b", "a.b")],
)
def test_tidy_names_are_valid(text: str, name: str) -> None:
    assert tidy_name(text) == name
    ModelCard(name=tidy_name(text), architecture="espcn", scale=2)


def test_a_card_names_training_pictures_that_are_for_research() -> None:
    card = make_model(
        "espcn",
        data_sources=(
            {"name": "BSDS400", "licence": "research only", "research": True},
            {"name": "mine", "licence": "CC0-1.0"},
        ),
    ).card
    card = parse_card(card.to_json(), where="here")
    assert card.research_note.endswith("are for research: BSDS400 (research only).")
    assert make_model("espcn").card.research_note == ""


def test_a_purpose_of_a_later_version_is_no_error() -> None:
    card = make_model("espcn").card.model_dump(mode="json") | {"purpose": "moving pictures"}
    assert parse_card(json.dumps(card), where="here").purpose == ""
