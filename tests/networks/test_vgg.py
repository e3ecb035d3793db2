"""VGG19 taps, activations, normalisation, and where its weights may come from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import nn

from sr_studio.networks.vgg import CONVOLUTION_INDEX, VGG19Features
from sr_studio.networks.vgg_weights import VGGWeightsError, is_caffe, load_vgg19


def test_tap_indices_are_torchvisions() -> None:
    assert [CONVOLUTION_INDEX[tap] for tap in ("2,2", "3,4", "5,4")] == [7, 16, 34]


def test_layers_agree_with_torchvision() -> None:
    torchvision = pytest.importorskip("torchvision")
    with torch.device("meta"):
        theirs = torchvision.models.vgg19().features
        ours = VGG19Features(["5,4"]).features
    for mine, other in zip(ours, theirs, strict=False):
        assert type(mine) is type(other)
        if isinstance(mine, nn.Conv2d):
            assert mine.weight.shape == other.weight.shape


def test_before_and_after_activation() -> None:
    torch.manual_seed(0)
    before = VGG19Features(["1,2", "2,2"], before_activation=True)
    after = VGG19Features(["1,2", "2,2"])
    after.load_state_dict(before.state_dict())
    picture = torch.rand(1, 3, 16, 16)
    raw, rectified = before(picture), after(picture)
    assert len(before.features) == 8
    assert len(after.features) == 9
    assert raw["1,2"].shape == (1, 64, 16, 16)
    assert raw["2,2"].shape == (1, 128, 8, 8)
    for tap in raw:
        assert raw[tap].min() < 0
        assert torch.equal(raw[tap].relu(), rectified[tap])


def test_input_is_normalised_inside() -> None:
    network = VGG19Features(["1,1"], before_activation=True)
    with torch.no_grad():
        network.features[0].bias.zero_()
    mean_colour = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1).expand(1, 3, 8, 8)
    assert network(mean_colour)["1,1"].abs().max() < 1e-5


def test_frozen_but_lets_the_gradient_through() -> None:
    network = VGG19Features(["1,2"]).train()
    assert not network.training
    picture = torch.rand(1, 3, 8, 8, requires_grad=True)
    network(picture)["1,2"].sum().backward()
    assert picture.grad is not None
    assert picture.grad.abs().sum() > 0
    assert all(parameter.grad is None for parameter in network.parameters())


def test_unknown_tap_is_told() -> None:
    with pytest.raises(ValueError, match="no tap '6,1'"):
        VGG19Features(["6,1"])


@pytest.fixture
def partial_file(tmp_path: Path) -> Path:
    """The first four convolutions, as half-precision numbers."""
    source = VGG19Features(["2,2"]).half().state_dict()
    save_file(dict(source), tmp_path / "vgg.safetensors")
    return tmp_path / "vgg.safetensors"


def test_partial_file_gives_the_taps_it_can(partial_file: Path) -> None:
    network = load_vgg19(["2,2"], weights=partial_file)
    assert network.features[7].weight.dtype == torch.float32


def test_missing_convolutions_are_named_with_both_ways_to_get_them(partial_file: Path) -> None:
    with pytest.raises(VGGWeightsError) as caught:
        load_vgg19(["3,2"], weights=partial_file)
    text = str(caught.value)
    assert "3,1 (features.10), 3,2 (features.12)" in text
    assert "--vgg-weights" in text
    assert "sr-studio models get-weights vgg19" in text


def test_torchvision_file_with_its_classifier_is_read(tmp_path: Path) -> None:
    state = VGG19Features(["1,2"]).state_dict() | {"classifier.0.weight": torch.zeros(2, 2)}
    torch.save(state, tmp_path / "vgg19.pth")
    network = load_vgg19(["1,2"], weights=tmp_path / "vgg19.pth")
    assert torch.equal(network.features[0].weight, state["features.0.weight"])


def test_nothing_is_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    with pytest.raises(VGGWeightsError, match="are not here"):
        load_vgg19(["5,4"])
    assert not list(tmp_path.iterdir())


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "noise.pth").write_bytes(b"noise" * 100)
    with pytest.raises(VGGWeightsError, match="cannot be read"):
        load_vgg19(["1,1"], weights=tmp_path / "noise.pth")
    torch.save([1, 2], tmp_path / "list.pth")
    with pytest.raises(VGGWeightsError, match="not a table"):
        load_vgg19(["1,1"], weights=tmp_path / "list.pth")
    torch.save(
        {"features.0.weight": torch.zeros(4, 3, 3, 3), "features.0.bias": torch.zeros(4)},
        tmp_path / "thin.pth",
    )
    with pytest.raises(VGGWeightsError, match="not VGG19"):
        load_vgg19(["1,1"], weights=tmp_path / "thin.pth")


def test_the_shared_weights_reach_3_4(shared_data: Path) -> None:
    path = shared_data / "weights" / "vgg19_conv1_1_to_conv3_4_fp16.safetensors"
    network = load_vgg19(["2,2", "3,4"], weights=path)
    picture = Image.open(shared_data / "benchmark" / "Set5" / "bird.png").convert("RGB")
    pixels = torch.from_numpy(np.asarray(picture) / 255.0).float().permute(2, 0, 1)[None]
    means = {tap: maps.mean().item() for tap, maps in network(pixels).items()}
    # Measured with the original Caffe pipeline (the README beside the weights).
    assert means == pytest.approx({"2,2": 118.6, "3,4": 564.9}, rel=0.01)
    with pytest.raises(VGGWeightsError, match=r"features\.19"):
        load_vgg19(["5,4"], weights=path)


def test_the_original_weights_are_recognised(shared_data: Path) -> None:
    path = shared_data / "weights" / "vgg19_conv1_1_to_conv3_4_fp16.safetensors"
    assert is_caffe(load_vgg19(["2,2"], weights=path))
    assert not is_caffe(VGG19Features(["2,2"]))
