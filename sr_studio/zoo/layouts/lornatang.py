"""Lornatang/SRGAN-PyTorch: SRResNet with batch normalisation, picture in and out in [0, 1]."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import NORM, WB, Layout, Reading
from sr_studio.zoo.layouts.srresnet import read_srresnet
from sr_studio.zoo.weights import State

_PLACES = {"0": "conv1", "1": "norm1", "2": "activation", "3": "conv2", "4": "norm2"}


def _read(state: State) -> Reading:
    return read_srresnet(state, {"output_range": (0.0, 1.0)})


LORNATANG = Layout(
    "Lornatang SRResNet",
    [
        (rf"conv1\.([01])\.{WB}", r"stem.\1.\2"),
        (
            rf"trunk\.(\d+)\.rcb\.([0-4])\.{NORM}",
            lambda match: f"body.{match[1]}.{_PLACES[match[2]]}.{match[3]}",
        ),
        (rf"conv2\.([01])\.{NORM}", r"after_body.\1.\2"),
        (rf"upsampling\.(\d+)\.upsample_block\.0\.{WB}", r"upsampler.\1.conv.\2"),
        (r"upsampling\.(\d+)\.upsample_block\.2\.weight", r"upsampler.\1.activation.weight"),
        (rf"conv3\.{WB}", r"last.\1"),
    ],
    _read,
)
