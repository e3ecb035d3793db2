"""leftthomas/SRGAN: five blocks, tanh at the end; since 2019 and, with PReLU for BN, of 2017."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import NORM, WB, Layout, Reading
from sr_studio.zoo.layouts.srresnet import read_srresnet
from sr_studio.zoo.weights import State

_FIRST_BLOCK = 2
_PLACES = {
    "conv1": "conv1",
    "bn1": "norm1",
    "prelu": "activation",
    "conv2": "conv2",
    "bn2": "norm2",
}


def _read(state: State) -> Reading:
    # (tanh + 1) / 2 is a network whose output lies in [-1, 1].
    return read_srresnet(state, {"output_range": (-1.0, 1.0)}, output="tanh")


LEFTTHOMAS = Layout(
    "leftthomas SRGAN",
    [
        (rf"block1\.([01])\.{WB}", r"stem.\1.\2"),
        (
            rf"block([2-6])\.(conv[12]|bn[12]|prelu)\.{NORM}",
            lambda match: f"body.{int(match[1]) - _FIRST_BLOCK}.{_PLACES[match[2]]}.{match[3]}",
        ),
        # block7.1 is a PReLU with one slope in the files of 2017 and a batch normalisation since.
        (rf"block7\.([01])\.{NORM}", r"after_body.\1.\2"),
        (rf"block8\.(\d+)\.conv\.{WB}", r"upsampler.\1.conv.\2"),
        (r"block8\.(\d+)\.prelu\.weight", r"upsampler.\1.activation.weight"),
        (rf"block8\.\d+\.{WB}", r"last.\1"),
    ],
    _read,
)
