"""eriklindernoren/PyTorch-GAN: SRGAN, BN in the upsampler too, ImageNet-normalised values."""

from __future__ import annotations

from sr_studio.zoo.layouts.layout import NORM, WB, DoesNotFitError, Layout, Reading, count
from sr_studio.zoo.layouts.srresnet import (
    change_epsilon,
    fold_normalisation,
    read_srresnet,
)
from sr_studio.zoo.weights import State

#: The project passed its 0.8 in the place of eps, so files are made for it but do not say it.
_EPSILON = 0.8
_PLACES = {"0": "conv1", "1": "norm1", "2": "activation", "3": "conv2", "4": "norm2"}
_STEP = {"0": "conv", "1": "norm", "3": "activation"}
_LAYERS_A_STEP = 4


def _read(state: State) -> Reading:
    adapted = dict(state)
    for block in range(count(state, "body")):
        if f"body.{block}.activation.weight" not in state:
            raise DoesNotFitError("its blocks have ReLU; only the files with PReLU are known")
        change_epsilon(adapted, f"body.{block}.norm1", _EPSILON)
        change_epsilon(adapted, f"body.{block}.norm2", _EPSILON)
    change_epsilon(adapted, "after_body.1", _EPSILON)
    for step in range(count(state, "upsampler")):
        fold_normalisation(adapted, f"upsampler.{step}.norm", f"upsampler.{step}.conv")
    card = {"input_normalisation": "imagenet", "output_normalisation": "imagenet"}
    return read_srresnet(adapted, card, output="tanh")


def _upsampler(index: str, rest: str) -> str:
    step, layer = divmod(int(index), _LAYERS_A_STEP)
    return f"upsampler.{step}.{_STEP.get(str(layer), 'shuffle')}.{rest}"


PYTORCH_GAN = Layout(
    "PyTorch-GAN SRGAN",
    [
        (rf"conv1\.([01])\.{WB}", r"stem.\1.\2"),
        (
            rf"res_blocks\.(\d+)\.conv_block\.([0-4])\.{NORM}",
            lambda match: f"body.{match[1]}.{_PLACES[match[2]]}.{match[3]}",
        ),
        (rf"conv2\.([01])\.{NORM}", r"after_body.\1.\2"),
        (rf"upsampling\.(\d+)\.{NORM}", lambda match: _upsampler(match[1], match[2])),
        (rf"conv3\.0\.{WB}", r"last.\1"),
    ],
    _read,
)
