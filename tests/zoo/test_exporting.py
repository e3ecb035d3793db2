"""Files for other programs are opened by other programs, and give the same pictures there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.exporting import export_model
from sr_studio.zoo.loading import load_model
from sr_studio.zoo.model import Model
from tests.zoo.conftest import SMALL, make_model, random_network


def _model(architecture: str, change: dict[str, Any], card: dict[str, Any]) -> Model:
    parameters = {**SMALL[architecture], **change}
    described = ModelCard(
        **{"name": "a", "architecture": architecture, "parameters": parameters, "scale": 4, **card}
    )
    return Model(described, random_network(architecture, parameters))


#: Other programs take the 32 growth channels of all published files for granted.
RRDB = {"blocks": 1, "growth": 32}


def _check_onnx(model: Model, path: Path) -> None:
    export_model(model, "onnx", path)
    proto = onnx.load(path)
    onnx.checker.check_model(proto, full_check=True)
    assert proto.opset_import[0].version >= 17
    (given,), (made,) = proto.graph.input, proto.graph.output
    assert (given.name, made.name) == ("input", "output")
    names = [dimension.dim_param for dimension in given.type.tensor_type.shape.dim]
    assert names == ["batch", "", "height", "width"]
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    resolver = model.super_resolver()
    for shape in ((1, 3, 24, 20), (3, 3, 11, 33)):
        small = torch.rand(*shape)
        with torch.inference_mode():
            expected = resolver(small).numpy()
        (result,) = session.run(None, {"input": small.numpy()})
        assert result.dtype == np.float32
        np.testing.assert_allclose(result, expected, atol=2e-6)


@pytest.mark.parametrize(
    ("architecture", "change", "card"),
    [
        ("srresnet", {"blocks": 1}, {"output_range": (-1, 1)}),
        ("rrdbnet", {"blocks": 1}, {}),
        ("espcn", {"scale": 2}, {"scale": 2, "colour": "y"}),
    ],
)
def test_onnx_gives_the_same_pictures_at_any_size(
    architecture: str, change: dict[str, Any], card: dict[str, Any], tmp_path: Path
) -> None:
    _check_onnx(_model(architecture, change, card), tmp_path / "a.onnx")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("architecture", "change", "card"),
    [
        ("srcnn", {}, {"colour": "y"}),
        ("srcnn", {"channels": 3}, {"scale": 3}),
        ("msrresnet", {}, {}),
        ("rrdbnet", {"scale": 2}, {"scale": 2}),
        ("rrdbnet", {"scale": 1}, {"scale": 1}),
        (
            "srresnet",
            {"norm": "instance", "outer_kernel": 3, "output": "tanh"},
            {"input_range": (-1, 1), "output_range": (-1, 1)},
        ),
        (
            "srresnet",
            {"output": "tanh"},
            {"input_normalisation": "imagenet", "output_normalisation": "imagenet"},
        ),
    ],
)
def test_onnx_of_the_others(
    architecture: str, change: dict[str, Any], card: dict[str, Any], tmp_path: Path
) -> None:
    _check_onnx(_model(architecture, change, card), tmp_path / "a.onnx")


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_rrdbnet_pth_opens_in_spandrel_unchanged(scale: int, tmp_path: Path) -> None:
    from spandrel import ImageModelDescriptor, ModelLoader

    model = _model("rrdbnet", {**RRDB, "scale": scale}, {"scale": scale})
    export_model(model, "pth", tmp_path / "a.pth")
    stored = torch.load(tmp_path / "a.pth", weights_only=True)
    assert list(stored) == ["params_ema", "sr_studio_card"]
    theirs = ModelLoader().load_from_file(tmp_path / "a.pth")
    assert isinstance(theirs, ImageModelDescriptor)
    assert (theirs.architecture.id, theirs.scale) == ("ESRGAN", scale)
    small = torch.rand(1, 3, 8, 12)
    with torch.inference_mode():
        torch.testing.assert_close(theirs.model.eval()(small), model.module(small))


def test_our_safetensors_of_rrdbnet_open_in_spandrel_too(tmp_path: Path) -> None:
    from spandrel import ModelLoader

    export_model(_model("rrdbnet", RRDB, {}), "safetensors", tmp_path / "a.safetensors")
    assert ModelLoader().load_from_file(tmp_path / "a.safetensors").architecture.id == "ESRGAN"


@pytest.mark.parametrize("architecture", ["srresnet", "msrresnet", "rrdbnet", "espcn", "srcnn"])
def test_our_own_pth_opens_again(architecture: str, tmp_path: Path) -> None:
    model = make_model(architecture)
    export_model(model, "pth", tmp_path / "a.pth")
    opened = load_model(tmp_path / "a.pth")
    small = torch.rand(1, 3, 9, 8)
    with torch.inference_mode():
        assert torch.equal(opened.super_resolver()(small), model.super_resolver()(small))


def test_unknown_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="no file kind 'gguf'"):
        export_model(make_model("espcn"), "gguf", tmp_path / "a")  # type: ignore[arg-type]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="folder does not exist"):
        export_model(make_model("espcn"), "pth", tmp_path / "none" / "a.pth")


@pytest.mark.parametrize("name", ["espcn-x4", "srcnn-x4", "srresnet-x4", "esrgan6-x4", "photo-x4"])
def test_a_pth_of_ours_comes_back_as_the_model_it_was(name: str, tmp_path: Path) -> None:
    """Paddings, ranges and functions at the end do not stand in the weights."""
    model = load_model(name)
    path = tmp_path / f"{name}.pth"
    export_model(model, "pth", path)
    again = load_model(path)
    assert again.card == model.card
    planes = 1 if model.card.colour == "y" else 3
    lr = torch.rand(1, planes, 20, 24, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        assert torch.equal(again.module(lr), model.module(lr))
    stored = torch.load(path, weights_only=True)
    assert list(stored) == ["params_ema", "sr_studio_card"]
