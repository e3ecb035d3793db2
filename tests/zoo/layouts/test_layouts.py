"""Files of other projects: a network of ours under their names comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from torch import Tensor

from sr_studio.zoo.errors import LayoutError
from sr_studio.zoo.foreign import model_from_weights
from tests.zoo.conftest import random_network

State = dict[str, Tensor]
Rules = list[tuple[str, str | Callable[[re.Match[str]], str]]]


def renamed(state: Mapping[str, Tensor], rules: Rules) -> State:
    """Our names turned into theirs; every name must be covered by a rule."""
    result = {}
    for name, value in state.items():
        for pattern, theirs in rules:
            if match := re.fullmatch(pattern, name):
                result[match.expand(theirs) if isinstance(theirs, str) else theirs(match)] = value
                break
        else:
            raise AssertionError(f"{name} is not covered")
    return result


SRRESNET = {"scale": 4, "blocks": 3, "features": 4}
FIVE = {"scale": 4, "blocks": 5, "features": 4, "output": "tanh"}
RRDB = {"blocks": 2, "features": 6, "growth": 3}
MSR = {"blocks": 2, "features": 4}

_LORNATANG: Rules = [
    (r"stem\.([01])\.(.*)", r"conv1.\1.\2"),
    (r"body\.(\d)\.conv1\.(.*)", r"trunk.\1.rcb.0.\2"),
    (r"body\.(\d)\.norm1\.(.*)", r"trunk.\1.rcb.1.\2"),
    (r"body\.(\d)\.activation\.(.*)", r"trunk.\1.rcb.2.\2"),
    (r"body\.(\d)\.conv2\.(.*)", r"trunk.\1.rcb.3.\2"),
    (r"body\.(\d)\.norm2\.(.*)", r"trunk.\1.rcb.4.\2"),
    (r"after_body\.([01])\.(.*)", r"conv2.\1.\2"),
    (r"upsampler\.(\d)\.conv\.(.*)", r"upsampling.\1.upsample_block.0.\2"),
    (r"upsampler\.(\d)\.activation\.(.*)", r"upsampling.\1.upsample_block.2.\2"),
    (r"last\.(.*)", r"conv3.\1"),
]


def _leftthomas(steps: int) -> Rules:
    return [
        (r"stem\.([01])\.(.*)", r"block1.\1.\2"),
        (
            r"body\.(\d)\.(.*)",
            lambda m: (
                f"block{int(m[1]) + 2}." + m[2].replace("norm", "bn").replace("activation", "prelu")
            ),
        ),
        (r"after_body\.([01])\.(.*)", r"block7.\1.\2"),
        (r"upsampler\.(\d)\.conv\.(.*)", r"block8.\1.conv.\2"),
        (r"upsampler\.(\d)\.activation\.(.*)", r"block8.\1.prelu.\2"),
        (r"last\.(.*)", rf"block8.{steps}.\1"),
    ]


_FAST_SRGAN: Rules = [
    (r"stem\.([01])\.(.*)", r"neck.\1.\2"),
    (r"body\.(\d)\.conv([12])\.(.*)", r"stem.\1.conv\2.\3"),
    (r"body\.(\d)\.activation\.(.*)", r"stem.\1.relu1.\2"),
    (r"after_body\.0\.(.*)", r"bottleneck.0.\1"),
    (r"upsampler\.(\d)\.conv\.(.*)", r"upsampling.\1.conv.\2"),
    (r"upsampler\.(\d)\.activation\.(.*)", r"upsampling.\1.relu.\2"),
    (r"last\.(.*)", r"head.0.\1"),
]
_MMSR_RRDB: Rules = [
    (r"(conv_first|conv_last)\.(.*)", r"\1.\2"),
    (r"body\.(\d)\.rdb(\d)\.(.*)", r"RRDB_trunk.\1.RDB\2.\3"),
    (r"conv_body\.(.*)", r"trunk_conv.\1"),
    (r"conv_up(\d)\.(.*)", r"upconv\1.\2"),
    (r"conv_hr\.(.*)", r"HRconv.\1"),
]
_OLD_RRDB: Rules = [
    (r"conv_first\.(.*)", r"model.0.\1"),
    (r"body\.(\d)\.rdb(\d)\.conv(\d)\.(.*)", r"model.1.sub.\1.RDB\2.conv\3.0.\4"),
    (r"conv_body\.(.*)", r"model.1.sub.2.\1"),
    (r"conv_up1\.(.*)", r"model.3.\1"),
    (r"conv_up2\.(.*)", r"model.6.\1"),
    (r"conv_hr\.(.*)", r"model.8.\1"),
    (r"conv_last\.(.*)", r"model.10.\1"),
]
_MMSR: Rules = [
    (r"body\.(.*)", r"recon_trunk.\1"),
    (r"conv_hr\.(.*)", r"HRconv.\1"),
    (r"(.*)", r"\1"),
]
_MMAGIC: Rules = [
    (r"body\.(.*)", r"trunk_net.\1"),
    (r"upconv(\d)\.(.*)", r"upsample\1.upsample_conv.\2"),
    (r"(.*)", r"\1"),
]


def _kair(steps: int) -> Rules:
    return [
        (r"conv_first\.(.*)", r"model.0.\1"),
        (r"body\.(\d)\.conv1\.(.*)", r"model.1.sub.\1.res.0.\2"),
        (r"body\.(\d)\.conv2\.(.*)", r"model.1.sub.\1.res.2.\2"),
        (r"conv_body\.(.*)", r"model.1.sub.2.\1"),
        (r"upconvs\.(\d)\.(.*)", lambda m: f"model.{3 * int(m[1]) + 3}.{m[2]}"),
        (r"conv_hr\.(.*)", rf"model.{3 * steps + 2}.\1"),
        (r"conv_last\.(.*)", rf"model.{3 * steps + 4}.\1"),
    ]


_SAME: Rules = [(r"(.*)", r"\1")]
_ESPCN_NUMBERED: Rules = [(r"convolutions\.(\d)\.(.*)", lambda m: f"conv{int(m[1]) + 1}.{m[2]}")]
_ESPCN_PARTS: Rules = [
    (r"convolutions\.2\.(.*)", r"sub_pixel.0.\1"),
    (r"convolutions\.(\d)\.(.*)", lambda m: f"feature_maps.{2 * int(m[1])}.{m[2]}"),
]
_ESPCN_YJN: Rules = [
    (r"convolutions\.2\.(.*)", r"last_part.0.\1"),
    (r"convolutions\.(\d)\.(.*)", lambda m: f"first_part.{2 * int(m[1])}.{m[2]}"),
]
_KHANU: Rules = [
    (r"conv1\.(.*)", r"patch_ex.\1"),
    (r"conv2\.(.*)", r"nl_mapping.\1"),
    (r"conv3\.(.*)", r"reconstruction.\1"),
]
#: name -> (architecture, parameters, their names, card fields that must come out)
CASES: dict[str, tuple[str, dict[str, Any], Rules, dict[str, Any]]] = {
    "own SRResNet": ("srresnet", SRRESNET, _SAME, {"output_range": (-1, 1)}),
    "own SRResNet x3": ("srresnet", {**SRRESNET, "scale": 3}, _SAME, {"scale": 3}),
    "own SRResNet without norm": ("srresnet", {**SRRESNET, "norm": "none"}, _SAME, {}),
    "Lornatang": ("srresnet", SRRESNET, _LORNATANG, {"output_range": (0, 1)}),
    "Lornatang x8": ("srresnet", {**SRRESNET, "scale": 8}, _LORNATANG, {"scale": 8}),
    "leftthomas 2019": ("srresnet", FIVE, _leftthomas(2), {"output_range": (-1, 1)}),
    "leftthomas 2017": (
        "srresnet",
        {**FIVE, "scale": 2, "after_body": "prelu"},
        _leftthomas(1),
        {"scale": 2, "output_range": (-1, 1)},
    ),
    "Fast-SRGAN": (
        "srresnet",
        {**SRRESNET, "norm": "instance", "outer_kernel": 3, "output": "tanh"},
        _FAST_SRGAN,
        {"input_range": (-1, 1), "output_range": (-1, 1)},
    ),
    "BasicSR MSRResNet": ("msrresnet", MSR, _SAME, {"scale": 4, "output_range": (0, 1)}),
    "BasicSR MSRResNet x2": ("msrresnet", {**MSR, "scale": 2}, _SAME, {"scale": 2}),
    "BasicSR MSRResNet x3": ("msrresnet", {**MSR, "scale": 3}, _SAME, {"scale": 3}),
    "mmsr MSRResNet": ("msrresnet", MSR, _MMSR, {}),
    "mmagic MSRResNet": ("msrresnet", {**MSR, "shuffle_activation": False}, _MMAGIC, {}),
    "KAIR MSRResNet0": ("upconvresnet", MSR, _kair(2), {"scale": 4}),
    "KAIR MSRResNet0 x2": ("upconvresnet", {**MSR, "scale": 2}, _kair(1), {"scale": 2}),
    "ESRGAN new": ("rrdbnet", RRDB, _SAME, {"scale": 4}),
    "ESRGAN new x2": ("rrdbnet", {**RRDB, "scale": 2}, _SAME, {"scale": 2}),
    "ESRGAN new x1": ("rrdbnet", {**RRDB, "scale": 1}, _SAME, {"scale": 1}),
    "ESRGAN mmsr": ("rrdbnet", RRDB, _MMSR_RRDB, {}),
    "ESRGAN old": ("rrdbnet", RRDB, _OLD_RRDB, {}),
    "SRCNN Y": ("srcnn", {"features": [4, 3]}, _SAME, {"colour": "y", "luma": "studio"}),
    "SRCNN RGB": ("srcnn", {"features": [4, 3], "channels": 3}, _SAME, {"colour": "rgb"}),
    "SRCNN khanu263": (
        "srcnn",
        {"features": [4, 3], "kernel_sizes": [9, 1, 5]},
        _KHANU,
        {"colour": "y", "luma": "full"},
    ),
    "own ESPCN": ("espcn", {"scale": 2, "features": [5, 4]}, _SAME, {"scale": 2}),
    "ESPCN numbered": ("espcn", {"scale": 3, "features": [5, 4]}, _ESPCN_NUMBERED, {"scale": 3}),
    "ESPCN of four layers": (
        "espcn",
        {"scale": 4, "features": [5, 5, 4], "kernel_sizes": [5, 3, 3, 3]},
        _ESPCN_NUMBERED,
        {"scale": 4, "colour": "y"},
    ),
    "ESPCN Lornatang": ("espcn", {"scale": 4, "features": [5, 4]}, _ESPCN_PARTS, {}),
    "ESPCN yjn870": ("espcn", {"scale": 4, "features": [5, 4]}, _ESPCN_YJN, {}),
}


@pytest.mark.parametrize("case", list(CASES))
def test_their_names_give_our_network(case: str) -> None:
    architecture, parameters, rules, fields = CASES[case]
    network = random_network(architecture, parameters)
    theirs = renamed(network.state_dict(), rules)
    model = model_from_weights(theirs, name="a", source="a.pth")
    assert model.card.architecture == architecture
    for name, value in fields.items():
        assert getattr(model.card, name) == value, name
    small = torch.rand(2, network.channels, 8, 12)
    with torch.inference_mode():
        assert torch.equal(model.module(small), network(small))


@pytest.mark.parametrize("case", list(CASES))
def test_one_strange_name_is_enough_to_refuse(case: str) -> None:
    architecture, parameters, rules, _ = CASES[case]
    theirs = renamed(random_network(architecture, parameters).state_dict(), rules)
    with pytest.raises(LayoutError, match=r"attention\.gate") as caught:
        model_from_weights({**theirs, "attention.gate": torch.ones(5, 7)}, name="a", source="a")
    assert "nearest known layout" in str(caught.value)


@pytest.mark.parametrize("case", list(CASES))
def test_one_missing_weight_is_enough_to_refuse(case: str) -> None:
    architecture, parameters, rules, _ = CASES[case]
    theirs = renamed(random_network(architecture, parameters).state_dict(), rules)
    gone = next(name for name in theirs if name.endswith("bias"))
    del theirs[gone]
    with pytest.raises(LayoutError):
        model_from_weights(theirs, name="a", source="a")


def test_networks_nobody_knows_are_told_as_such() -> None:
    state = {"encoder.q": torch.ones(2), "encoder.k": torch.ones(2)}
    with pytest.raises(LayoutError, match=r"does not know \(encoder\.q, encoder\.k\)"):
        model_from_weights(state, name="a", source="a")


@pytest.mark.parametrize(
    ("file", "scale"),
    [("x3.pth", 3), ("srcnn_x2.pth", 2), ("4x-fine.pth", 4), ("7000_z3.pth", 4), ("x31.pth", 4)],
)
def test_srcnn_takes_its_scale_from_the_file_name(file: str, scale: int) -> None:
    state = random_network("srcnn", {"features": [4, 3]}).state_dict()
    assert model_from_weights(state, name="a", source=file).card.scale == scale
