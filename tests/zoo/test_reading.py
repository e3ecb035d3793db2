"""Weights are found wherever projects put them; nothing in a file is ever run."""

from __future__ import annotations

import argparse
import os
import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from sr_studio.zoo.errors import LayoutError, ModelFileError
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.reading import read_foreign
from sr_studio.zoo.unwrapping import unwrap
from tests.zoo.conftest import make_model

State = dict[str, Tensor]


@pytest.fixture
def state() -> State:
    return dict(make_model("rrdbnet").module.state_dict())


def _prefixed(state: State, prefix: str) -> State:
    return {prefix + name: value for name, value in state.items()}


def _averaged(state: State) -> State:
    return {"n_averaged": torch.tensor(3), **_prefixed(state, "module.")}


OTHER = {"conv_first.weight": torch.zeros(1)}

WRAPPED = {
    "flat": lambda s: s,
    "ordered": OrderedDict,
    "params": lambda s: {"params": s},
    "averaged before plain": lambda s: {"params": OTHER, "params_ema": s},
    "state_dict": lambda s: {"epoch": 3, "state_dict": s, "optimizer": {"lr": 1e-4}},
    "ema_state_dict": lambda s: {"state_dict": OTHER, "ema_state_dict": _averaged(s)},
    "model_state_dict": lambda s: {"model_state_dict": s, "loss": 0.1},
    "nested": lambda s: {"model": {"state_dict": s}},
    "single unknown name": lambda s: {"whatever": s},
    "module": lambda s: _prefixed(s, "module."),
    "_orig_mod": lambda s: _prefixed(s, "_orig_mod."),
    "generator": lambda s: _prefixed(s, "generator."),
    "netG": lambda s: _prefixed(s, "netG."),
    "compiled and parallel": lambda s: _prefixed(s, "module._orig_mod."),
    "beside a discriminator": lambda s: {
        "state_dict": {**_prefixed(s, "generator."), "discriminator.conv.weight": torch.zeros(2)}
    },
    "numbers of numpy": lambda s: {"params": s, "best": np.float64(3.5), "it": np.int64(3)},
    "arguments": lambda s: {"state_dict": s, "opt": argparse.Namespace(scale=4)},
    "parameters": lambda s: {name: nn.Parameter(value) for name, value in s.items()},
}


@pytest.mark.parametrize("case", list(WRAPPED))
def test_weights_are_found_inside_their_wrappers(case: str, state: State, tmp_path: Path) -> None:
    torch.save(WRAPPED[case](state), tmp_path / "a.pth")
    _, found = read_foreign(tmp_path / "a.pth")
    assert found.keys() == state.keys()
    assert all(torch.equal(found[name], value) for name, value in state.items())


def test_old_files_without_zip_and_half_precision(state: State, tmp_path: Path) -> None:
    half = {name: value.half() for name, value in state.items()}
    torch.save(half, tmp_path / "a.pth", _use_new_zipfile_serialization=False)
    _, found = read_foreign(tmp_path / "a.pth")
    assert found["conv_first.weight"].dtype == torch.float32
    assert torch.equal(found["conv_first.weight"], half["conv_first.weight"].float())


def test_the_suffix_does_not_matter(state: State, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    save_file(state, tmp_path / "a.pth")
    torch.save(state, tmp_path / "b.bin")
    (_, first), (_, second) = (read_foreign(tmp_path / name) for name in ("a.pth", "b.bin"))
    assert first.keys() == second.keys()


def test_model_names_that_begin_like_a_wrapper_are_kept() -> None:
    old = {"model.0.weight": torch.zeros(2), "model.1.sub.0.weight": torch.zeros(2)}
    assert unwrap(old) == old


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return os.system, (f"touch {self.path}",)


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("suffix", [".pth", ".pt", ".ckpt", ".bin"])
def test_code_in_a_pickle_is_not_run(
    zipped: bool, suffix: str, state: State, tmp_path: Path
) -> None:
    sprung, path = tmp_path / "sprung", tmp_path / f"trap{suffix}"
    content = {"params": state, "extra": Trap(sprung)}
    torch.save(content, path, _use_new_zipfile_serialization=zipped)
    with pytest.raises(ModelFileError, match=r"needs code to be run \((posix|nt)\.system\)"):
        load_model(path)
    assert not sprung.exists()


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
def test_code_in_a_plain_pickle_is_not_run(tmp_path: Path) -> None:
    sprung, path = tmp_path / "sprung", tmp_path / "trap.pth"
    path.write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(ModelFileError):
        load_model(path)
    assert not sprung.exists()


def test_whole_modules_are_refused_with_the_reason(tmp_path: Path) -> None:
    torch.save(make_model("srcnn").module, tmp_path / "whole.pth")
    with pytest.raises(ModelFileError) as caught:
        load_model(tmp_path / "whole.pth")
    text = str(caught.value)
    assert "sr_studio.networks.srcnn.SRCNN" in text
    assert "was not opened" in text
    assert "state dict" in text


def test_torchscript_programs_are_refused(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "script.pt", "w") as archive:
        archive.writestr("script/constants.pkl", b"\x80\x02).")
        archive.writestr("script/data.pkl", b"\x80\x02).")
        archive.writestr("script/code/__torch__.py", "")
    with pytest.raises(ModelFileError, match="TorchScript program"):
        load_model(tmp_path / "script.pt")


@pytest.mark.parametrize("content", [{}, {"epoch": 3}, [1, 2], {"params": {}}, 5])
def test_files_without_weights_are_told(content: object, tmp_path: Path) -> None:
    torch.save(content, tmp_path / "a.pth")
    with pytest.raises(ModelFileError, match="no weights"):
        load_model(tmp_path / "a.pth")


@pytest.mark.parametrize("zipped", [True, False])
def test_damaged_files_give_one_sentence_each(zipped: bool, state: State, tmp_path: Path) -> None:
    torch.save(state, tmp_path / "good.pth", _use_new_zipfile_serialization=zipped)
    good = (tmp_path / "good.pth").read_bytes()
    random = np.random.default_rng(0)
    bad = tmp_path / "bad.pth"
    refused = 0
    for trial in range(20):
        data = bytearray(good)
        if trial % 2:
            data = data[: int(random.integers(1, len(data) - 1))]
        else:
            # The beginning is the program of the pickle or of the archive; pixels of weights
            # that change their value cannot be told from others.
            at = random.integers(0, 400, 12)
            for position in at:
                data[position] = int(random.integers(256))
        bad.write_bytes(data)
        try:
            load_model(bad)
        except ModelFileError as error:
            refused += 1
            assert str(bad) in str(error)
            assert "\n" not in str(error)
    assert refused >= 18


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04rest", b"\x80\x02", b"{}", b"\x89PNG"])
def test_other_files_are_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pth").write_bytes(content)
    with pytest.raises(ModelFileError):
        load_model(tmp_path / "a.pth")


def test_missing_and_forbidden_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no such model file"):
        load_model(tmp_path / "a.pth")
    (tmp_path / "folder.pth").mkdir()
    with pytest.raises(ModelFileError):
        load_model(tmp_path / "folder.pth")


def test_a_part_of_a_network_is_refused(state: State, tmp_path: Path) -> None:
    torch.save({k: v for k, v in state.items() if "body.1" not in k}, tmp_path / "less.pth")
    assert load_model(tmp_path / "less.pth").card.parameters["blocks"] == 1
    torch.save({k: v for k, v in state.items() if "rdb2.conv3" not in k}, tmp_path / "hole.pth")
    with pytest.raises(LayoutError, match=r"missing: body\.0\.rdb2\.conv3\.weight"):
        load_model(tmp_path / "hole.pth")
