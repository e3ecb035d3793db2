"""ESRGAN's RRDBNet: the old names, those of mmsr (ESRGAN's releases, BSRGAN), and BasicSR's."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import (
    WB,
    DoesNotFitError,
    Layout,
    Reading,
    Rule,
    count,
    whole_root,
)
from sr_studio.zoo.weights import State


def read_rrdbnet(state: State) -> Reading:
    """Hyper-parameters from BasicSR's names, which are ours."""
    first = state["conv_first.weight"]
    out_channels = state["conv_last.weight"].shape[0]
    unshuffle = whole_root(first.shape[1] / out_channels, "input by output channels")
    if unshuffle not in (1, 2, 4):
        raise DoesNotFitError(f"{first.shape[1]} input channels for {out_channels} output channels")
    parameters = {
        "scale": 4 // unshuffle,
        "in_channels": out_channels,
        "out_channels": out_channels,
        "features": first.shape[0],
        "blocks": count(state, "body"),
        "growth": state["body.0.rdb1.conv1.weight"].shape[0],
    }
    return Reading("rrdbnet", parameters, state, {"scale": parameters["scale"]})


BASICSR = Layout(
    "ESRGAN (BasicSR, Real-ESRGAN)",
    [
        (rf"(conv_first|conv_body|conv_up[12]|conv_hr|conv_last)\.{WB}", r"\g<0>"),
        (rf"body\.\d+\.rdb[123]\.conv[1-5]\.{WB}", r"\g<0>"),
    ],
    read_rrdbnet,
)

MMSR = Layout(
    "ESRGAN (mmsr, BSRGAN)",
    [
        (rf"(conv_first|conv_last)\.{WB}", r"\1.\2"),
        (rf"RRDB_trunk\.(\d+)\.RDB([123])\.conv([1-5])\.{WB}", r"body.\1.rdb\2.conv\3.\4"),
        (rf"trunk_conv\.{WB}", r"conv_body.\1"),
        (rf"upconv([12])\.{WB}", r"conv_up\1.\2"),
        (rf"HRconv\.{WB}", r"conv_hr.\1"),
    ],
    read_rrdbnet,
)

_OLD_RULES: list[Rule] = [
    (rf"model\.0\.{WB}", r"conv_first.\1"),
    (rf"model\.1\.sub\.(\d+)\.RDB([123])\.conv([1-5])\.0\.{WB}", r"body.\1.rdb\2.conv\3.\4"),
    # The convolution after the blocks has the number after the last block's.
    (rf"model\.1\.sub\.\d+\.{WB}", r"conv_body.\1"),
    (rf"model\.3\.{WB}", r"conv_up1.\1"),
    (rf"model\.6\.{WB}", r"conv_up2.\1"),
    (rf"model\.8\.{WB}", r"conv_hr.\1"),
    (rf"model\.10\.{WB}", r"conv_last.\1"),
]
OLD = Layout("ESRGAN (old names)", _OLD_RULES, read_rrdbnet)
