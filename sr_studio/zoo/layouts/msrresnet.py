"""MSRResNet: BasicSR's names (ours), those of mmsr and KAIR's MSRResNet1, and mmagic's."""

from __future__ import annotations

from dataclasses import replace

from sr_studio.zoo.layouts.layout import WB, Layout, Reading, count, whole_root
from sr_studio.zoo.weights import State


def read_msrresnet(state: State) -> Reading:
    """Hyper-parameters from BasicSR's names, which are ours."""
    features = state["conv_first.weight"].shape[0]
    factor = whole_root(state["upconv1.weight"].shape[0] / features, "upconv1 by features")
    scale = 4 if "upconv2.weight" in state else factor
    parameters = {
        "scale": scale,
        "blocks": count(state, "body"),
        "features": features,
        "channels": state["conv_first.weight"].shape[1],
    }
    return Reading("msrresnet", parameters, state, {"scale": scale})


def _read_mmagic(state: State) -> Reading:
    reading = read_msrresnet(state)
    return replace(reading, parameters={**reading.parameters, "shuffle_activation": False})


BASICSR = Layout(
    "BasicSR MSRResNet",
    [
        (rf"(conv_first|upconv[12]|conv_hr|conv_last)\.{WB}", r"\g<0>"),
        (rf"body\.\d+\.conv[12]\.{WB}", r"\g<0>"),
    ],
    read_msrresnet,
)

MMSR = Layout(
    "mmsr MSRResNet, KAIR MSRResNet1",
    [
        (rf"(conv_first|upconv[12]|conv_last)\.{WB}", r"\1.\2"),
        (rf"recon_trunk\.(\d+)\.conv([12])\.{WB}", r"body.\1.conv\2.\3"),
        (rf"HRconv\.{WB}", r"conv_hr.\1"),
    ],
    read_msrresnet,
)

MMAGIC = Layout(
    "mmagic MSRResNet",
    [
        (rf"(conv_first|conv_hr|conv_last)\.{WB}", r"\1.\2"),
        (rf"trunk_net\.(\d+)\.conv([12])\.{WB}", r"body.\1.conv\2.\3"),
        (rf"upsample([12])\.upsample_conv\.{WB}", r"upconv\1.\2"),
    ],
    _read_mmagic,
)
