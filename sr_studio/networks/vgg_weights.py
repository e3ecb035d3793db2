"""Where the weights of VGG19 come from: a file, the person's folder, or what torchvision keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from torch import Tensor

from sr_studio import paths
from sr_studio.errors import StudioError
from sr_studio.networks.vgg import CONVOLUTION_INDEX, VGG19Features
from sr_studio.networks.weight_files import WeightFileError, read_weight_file

#: What torchvision calls its file.
TORCHVISION_FILE = "vgg19-dcbb9e9d.pth"
_REMEDY = (
    "Either name a file that has them (--vgg-weights FILE, a .safetensors or .pth with "
    "features.N.weight and features.N.bias), or fetch torchvision's own once (548 MB): "
    "sr-studio models get-weights vgg19"
)


#: Norms of the weight and bias of conv1_2 in the original weights (Caffe, Oxford), which no other
#: training has.
_CAFFE_NORMS = (7.6988, 2.4749)
#: The original weights give maps far larger than torchvision's. By this factor SRGAN's Eq. 5 with
#: its 1/12.75 is "of a scale comparable to the MSE loss" (Sec. 3.2), as the paper wants it.
CAFFE_SCALE = 1 / 767


class VGGWeightsError(StudioError):
    """The weights of VGG19 are not at hand, or not deep enough."""


def load_vgg19(
    taps: Sequence[str] = ("5,4",),
    before_activation: bool = False,
    weights: Path | None = None,
) -> VGG19Features:
    """Build the feature network with weights.

    Args:
        taps: Names like "2,2" or "5,4".
        before_activation: Take the maps before the ReLU.
        weights: A file with all or some of the convolutions; None looks at the person's
            folder of weights and then at torchvision's cache.

    Raises:
        VGGWeightsError: There is no file, it cannot be read, or a needed convolution is missing.
    """
    path = weights if weights is not None else _found()
    if not path.is_file():
        what = "the weights of VGG19 are not here"
        raise VGGWeightsError(what, where=path, remedy=_REMEDY)
    stored = _read(path)
    network = VGG19Features(taps, before_activation)
    wanted = network.state_dict()
    missing = sorted({int(key.split(".")[1]) for key in wanted if key not in stored})
    if missing:
        names = {index: name for name, index in CONVOLUTION_INDEX.items()}
        listed = ", ".join(f"{names[index]} (features.{index})" for index in missing)
        what = f"VGG19 up to {' and '.join(taps)} needs convolutions this file lacks: {listed}"
        raise VGGWeightsError(what, where=path, remedy=_REMEDY)
    misshapen = [key for key in wanted if stored[key].shape != wanted[key].shape]
    if misshapen:
        what = f"this is not VGG19: {misshapen[0]} has shape {tuple(stored[misshapen[0]].shape)}"
        raise VGGWeightsError(what, where=path, remedy=_REMEDY)
    network.load_state_dict({key: stored[key].float() for key in wanted})
    return network


def is_caffe(network: VGG19Features) -> bool:
    """Whether the weights are the original ones and not those that torchvision trained anew."""
    state = network.state_dict()
    if "features.2.weight" not in state:
        return False
    norms = [state[f"features.2.{name}"].norm().item() for name in ("weight", "bias")]
    return all(
        abs(norm - wanted) < 1e-3 * wanted for norm, wanted in zip(norms, _CAFFE_NORMS, strict=True)
    )


def _found() -> Path:
    """The file that was fetched, else torchvision's own, whether it is there or not."""
    own = paths.user_weights_dir() / TORCHVISION_FILE
    return own if own.is_file() else paths.torchvision_file(TORCHVISION_FILE)


def _read(path: Path) -> Mapping[str, Tensor]:
    try:
        stored = read_weight_file(path)
    except WeightFileError as error:
        what = f"the VGG19 weights cannot be read: {error.what}"
        raise VGGWeightsError(what, where=path, remedy=_REMEDY) from error
    return {key: value for key, value in stored.items() if isinstance(value, Tensor)}
