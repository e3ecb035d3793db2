"""sgrvinod/a-PyTorch-Tutorial-to-Super-Resolution, where the weights come as a plain state dict."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import NORM, WB, Layout, Reading
from sr_studio.zoo.layouts.srresnet import read_srresnet
from sr_studio.zoo.weights import State

_FIRST_HALF = {"0": "conv1", "1": "norm1", "2": "activation"}
_SECOND_HALF = {"0": "conv2", "1": "norm2"}
_BLOCK = r"residual_blocks\.(\d+)"


def _read(state: State) -> Reading:
    card = {"input_normalisation": "imagenet", "output_range": (-1.0, 1.0)}
    return read_srresnet(state, card, output="tanh")


SGRVINOD = Layout(
    "sgrvinod SRResNet",
    [
        (rf"conv_block1\.conv_block\.([01])\.{WB}", r"stem.\1.\2"),
        (
            rf"{_BLOCK}\.conv_block1\.conv_block\.([0-2])\.{NORM}",
            lambda match: f"body.{match[1]}.{_FIRST_HALF[match[2]]}.{match[3]}",
        ),
        (
            rf"{_BLOCK}\.conv_block2\.conv_block\.([01])\.{NORM}",
            lambda match: f"body.{match[1]}.{_SECOND_HALF[match[2]]}.{match[3]}",
        ),
        (rf"conv_block2\.conv_block\.([01])\.{NORM}", r"after_body.\1.\2"),
        (
            rf"subpixel_convolutional_blocks\.(\d+)\.conv\.{WB}",
            r"upsampler.\1.conv.\2",
        ),
        (
            r"subpixel_convolutional_blocks\.(\d+)\.prelu\.weight",
            r"upsampler.\1.activation.weight",
        ),
        (rf"conv_block3\.conv_block\.0\.{WB}", r"last.\1"),
    ],
    _read,
)
