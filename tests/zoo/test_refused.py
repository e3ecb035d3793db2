"""Model files that claim what they are not: told in a sentence, before anything large is built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from sr_studio import paths
from sr_studio.errors import StudioError
from sr_studio.zoo.card import CARD_KEY
from sr_studio.zoo.catalogue import list_models, problems
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.importing import import_model
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.saving import save_model
from tests.zoo.conftest import make_model


def with_card(path: Path, architecture: str = "rrdbnet", **changes: Any) -> Path:
    """A model file whose card says something else than its weights."""
    model = make_model(architecture)
    card = model.card.model_dump(mode="json") | changes
    save_file(model.module.state_dict(), path, metadata={CARD_KEY: json.dumps(card)})
    return path


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"scale": 2}, "scale 2, and the network has 4"),
        ({"colour": "y"}, "colour y, and the network has rgb"),
    ],
)
def test_a_card_that_contradicts_its_network(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ModelFileError, match=words):
        load_model(with_card(tmp_path / "m.safetensors", **changes))


def test_a_deeply_nested_header_is_one_damaged_file(tmp_path: Path) -> None:
    folder = paths.user_models_dir()
    folder.mkdir(parents=True)
    header = b'{"__metadata__":' + b'{"a":' * 200_000 + b"1" + b"}" * 200_001
    data = len(header).to_bytes(8, "little") + header
    (folder / "deep.safetensors").write_bytes(data)
    assert list_models(), "the others are still there"
    assert any("deep.safetensors" in problem for problem in problems())
    card = '{"a":' * 100_000 + "1" + "}" * 100_000
    save_file({"a": torch.zeros(1)}, folder / "card.safetensors", metadata={CARD_KEY: card})
    assert any("card.safetensors" in problem for problem in problems())


@pytest.mark.timeout(60)  # to build them takes minutes
@pytest.mark.parametrize("foreign", [False, True])
def test_millions_of_blocks_are_not_built(tmp_path: Path, foreign: bool) -> None:
    path = tmp_path / "many.safetensors"
    if foreign:
        state = {
            name.replace("body.0", "body.2999999"): value
            for name, value in make_model("rrdbnet").module.state_dict().items()
        }
        save_file(state, path)
    else:
        parameters = make_model("rrdbnet").card.parameters | {"blocks": 3_000_000}
        with_card(path, parameters=parameters)
    with pytest.raises(ModelFileError):
        load_model(path)


@pytest.mark.parametrize(
    ("value", "words"), [(float("nan"), "not numbers"), (float("inf"), "not numbers"), (0, "zero")]
)
@pytest.mark.parametrize("carded", [True, False])
def test_weights_that_cannot_work(tmp_path: Path, value: float, words: str, carded: bool) -> None:
    model = make_model("rrdbnet")
    for weight in model.module.parameters():
        weight.data[:] = value
    path = tmp_path / "m.safetensors"
    if carded:
        save_model(path, model.module, model.card)
    else:
        save_file(model.module.state_dict(), path)
    with pytest.raises(ModelFileError, match=words):
        load_model(path)


def test_a_tensor_that_repeats_one_number_is_refused(tmp_path: Path) -> None:
    endless = torch.zeros(1).as_strided((10**6, 10**6), (0, 0))
    torch.save({"a": endless, "b": torch.zeros(2, 2)}, tmp_path / "a.pth")
    with pytest.raises(ModelFileError, match="damaged"):
        load_model(tmp_path / "a.pth")


def test_a_corrected_card_is_taken_over(tmp_path: Path) -> None:
    model = make_model("srcnn", name="mine", scale=4, licence="unknown")
    path = tmp_path / "mine.safetensors"
    save_model(path, model.module, model.card)
    import_model(path)
    right = model.card.model_copy(update={"scale": 3, "licence": "CC0-1.0"})
    save_model(path, model.module, right)
    entry = import_model(path)
    assert entry.card == right and entry.name == "mine"
    assert len(list(paths.user_models_dir().iterdir())) == 1
    torch.save(model.module.state_dict(), tmp_path / "mine.pth")
    assert import_model(tmp_path / "mine.pth").card == right, "a bare file corrects nothing"


@pytest.mark.parametrize("at", [6, 30])
def test_an_archive_that_zip_does_not_know_is_a_sentence(tmp_path: Path, at: int) -> None:
    """Found by fuzzing: a version beyond all others, and a name that is no text."""
    path = tmp_path / "m.pth"
    torch.save({"params": {"a": torch.zeros(1)}}, path)
    content = bytearray(path.read_bytes())
    directory = content.index(b"PK\x01\x02")
    if at == 30:
        content[directory + 9] |= 0x08  # names are UTF-8 ...
        content[directory + 46] = 0xFF  # ... and this one is not
    else:
        content[directory + at] = 0xFF
    path.write_bytes(content)
    with pytest.raises(StudioError, match="damaged"):
        load_model(path)
