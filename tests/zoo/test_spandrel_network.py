"""What our own layouts do not cover goes to spandrel, with the same strictness."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from sr_studio.networks.rrdbnet import RRDBNet
from sr_studio.zoo.errors import LayoutError, ModelFileError
from sr_studio.zoo.foreign import model_from_weights
from sr_studio.zoo.spandrel_network import SpandrelNetwork
from tests.zoo.conftest import random_network
from tests.zoo.layouts.test_layouts import renamed


def test_old_esrgan_of_scale_2_goes_to_spandrel() -> None:
    """It enlarges once, which our RRDBNet does not do; its numbers end at 7."""
    network = random_network("rrdbnet", {"blocks": 1, "features": 6, "growth": 32})
    assert isinstance(network, RRDBNet)
    state = {k: v for k, v in network.state_dict().items() if "conv_up2" not in k}
    theirs = renamed(
        state,
        [
            (r"conv_first\.(.*)", r"model.0.\1"),
            (r"body\.(\d)\.rdb(\d)\.conv(\d)\.(.*)", r"model.1.sub.\1.RDB\2.conv\3.0.\4"),
            (r"conv_body\.(.*)", r"model.1.sub.1.\1"),
            (r"conv_up1\.(.*)", r"model.3.\1"),
            (r"conv_hr\.(.*)", r"model.5.\1"),
            (r"conv_last\.(.*)", r"model.7.\1"),
        ],
    )
    model = model_from_weights(theirs, name="a", source="a.pth")
    assert (model.card.architecture, model.card.scale) == ("spandrel:ESRGAN", 2)
    small = torch.rand(1, 3, 6, 7)
    with torch.inference_mode():
        torch.testing.assert_close(model.super_resolver()(small), _once(network, small))


def _once(network: RRDBNet, small: Tensor) -> Tensor:
    head = network.conv_first(small)
    x = head + network.conv_body(network.body(head))
    x = F.leaky_relu(network.conv_up1(F.interpolate(x, scale_factor=2.0)), 0.2)
    result: Tensor = network.conv_last(F.leaky_relu(network.conv_hr(x), 0.2))
    return result


def _compact(**parameters: int) -> dict[str, Tensor]:
    from spandrel.architectures.Compact import Compact

    return dict(Compact(num_feat=8, num_conv=2, **parameters).state_dict())


def test_the_reach_of_a_chain_is_exact_and_that_of_others_a_guess() -> None:
    from spandrel.architectures.SPAN import SPAN

    chain = model_from_weights(_compact(upscale=2), name="a", source="a").super_resolver()
    assert (chain.margin, chain.margin_is_exact) == (4, True)
    span = SPAN(num_in_ch=3, num_out_ch=3, feature_channels=16, upscale=2).state_dict()
    other = model_from_weights(span, name="a", source="a").super_resolver()
    assert isinstance(other.network, SpandrelNetwork)
    assert (other.margin, other.margin_is_exact) == (32, False)


def test_networks_that_are_not_for_rgb_are_told() -> None:
    state = _compact(num_in_ch=1, num_out_ch=1)
    with pytest.raises(ModelFileError, match="does not turn an RGB picture into one"):
        model_from_weights(state, name="a", source="a")


def test_a_weight_too_many_is_told_and_nothing_loaded() -> None:
    with pytest.raises((LayoutError, ModelFileError)):
        model_from_weights(
            {**_compact(upscale=2), "extra.weight": torch.zeros(3, 4)}, name="a", source="a"
        )
