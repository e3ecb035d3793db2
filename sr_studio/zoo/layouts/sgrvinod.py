"""sgrvinod/a-PyTorch-Tutorial-to-Super-Resolution, where the weights come as a plain state dict."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import Layout, Reading
from sr_studio.zoo.layouts.srresnet import NORM, WB, read_srresnet
from sr_studio.zoo.weights import State

_PLACES = {
    ("1", "0"): "conv1",
    ("1", "1"): "norm1",
    ("1", "2"): "activation",
    ("2", "0"): "conv2",
    ("2", "1"): "norm2",
}


def _read(state: State) -> Reading:
    card = {"input_normalisation": "imagenet", "output_range": (-1.0, 1.0)}
    return read_srresnet(state, card, output="tanh")


SGRVINOD = Layout(
    "sgrvinod SRResNet",
    [
        (rf"conv_block1\.conv_block\.([01])\.{WB}", r"stem.\1.\2"),
        (
            rf"residual_blocks\.(\d+)\.conv_block(1|2)\.conv_block\.([01]|(?<=1\.conv_block\.)2)"
            rf"\.{NORM}",
            lambda match: f"body.{match[1]}.{_PLACES[match[2], match[3]]}.{match[4]}",
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
