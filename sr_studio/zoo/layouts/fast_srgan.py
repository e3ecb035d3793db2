"""HasnainRaz/Fast-SRGAN: 3×3 ends, instance normalisation, values in [-1, 1] in and out."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import WB, Layout, Reading
from sr_studio.zoo.layouts.srresnet import read_srresnet
from sr_studio.zoo.weights import State


def _read(state: State) -> Reading:
    card = {"input_range": (-1.0, 1.0), "output_range": (-1.0, 1.0)}
    return read_srresnet(state, card, output="tanh", norm="instance")


FAST_SRGAN = Layout(
    "Fast-SRGAN",
    [
        (rf"neck\.([01])\.{WB}", r"stem.\1.\2"),
        (rf"stem\.(\d+)\.conv([12])\.{WB}", r"body.\1.conv\2.\3"),
        (r"stem\.(\d+)\.relu1\.weight", r"body.\1.activation.weight"),
        (rf"bottleneck\.0\.{WB}", r"after_body.0.\1"),
        (rf"upsampling\.(\d+)\.conv\.{WB}", r"upsampler.\1.conv.\2"),
        (r"upsampling\.(\d+)\.relu\.weight", r"upsampler.\1.activation.weight"),
        (rf"head\.0\.{WB}", r"last.\1"),
    ],
    _read,
)
