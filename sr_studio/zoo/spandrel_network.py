"""Networks of other projects, through the library spandrel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from sr_studio.networks.base import Network
from sr_studio.networks.receptive_field import Conv, margin
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.weights import listed, no_more_layers_than, unusable

#: Context in LR pixels where the reach of a network is not known.
_GUESSED_MARGIN = 32
#: Architectures that are a plain chain of convolutions, whose reach is the sum of theirs.
_CHAINS = ("Compact",)


class SpandrelNetwork(Network):
    """A network that spandrel recognised. Input and output: N×3×H×W RGB in [0, 1].

    Attributes:
        architecture: spandrel's name of it.
    """

    def __init__(self, descriptor: Any) -> None:
        super().__init__()
        self.inner: nn.Module = descriptor.model
        self.architecture = str(descriptor.architecture.id)
        self.scale = int(descriptor.scale)
        self.channels = int(descriptor.input_channels)
        self.alignment = int(descriptor.size_requirements.multiple_of)
        self.minimum = int(descriptor.size_requirements.minimum)
        self.margin_is_exact = self.architecture in _CHAINS
        if descriptor.tiling.name == "INTERNAL" or descriptor.size_requirements.square:
            self.margin = None
        elif self.margin_is_exact:
            kernels = [m.kernel_size[0] for m in self.inner.modules() if isinstance(m, nn.Conv2d)]
            self.margin = margin(*(Conv(int(kernel)) for kernel in kernels))
        else:
            self.margin = _GUESSED_MARGIN

    def forward(self, small: Tensor) -> Tensor:
        """Enlarge a picture."""
        result: Tensor = self.inner(small)
        return result


def recognise(state: Mapping[str, Tensor]) -> SpandrelNetwork | None:
    """The network these weights belong to; None where spandrel does not know it.

    Raises:
        ModelFileError: spandrel knows it, but the weights do not fit, or it does not enlarge RGB.
    """
    from spandrel import MAIN_REGISTRY, ImageModelDescriptor, UnsupportedModelError

    try:
        with no_more_layers_than(len(state)):
            descriptor = MAIN_REGISTRY.load(dict(state))
    except UnsupportedModelError:
        return None
    except Exception as error:  # every architecture fails in its own way on weights that do not fit
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelFileError(f"the weights do not fit their network ({first})") from error
    if not isinstance(descriptor, ImageModelDescriptor) or (
        descriptor.input_channels,
        descriptor.output_channels,
    ) != (3, 3):
        what = f"this {descriptor.architecture.name} model does not turn an RGB picture into one"
        raise ModelFileError(what)
    if left := _left_out(state, descriptor.model.state_dict()):
        what = f"{descriptor.architecture.name} would leave out {listed(left)}"
        raise ModelFileError(what, remedy="Nothing was loaded.")
    if why := unusable(state):
        raise ModelFileError(f"the weights are not fit for {descriptor.architecture.name} ({why})")
    return SpandrelNetwork(descriptor.eval())


def _left_out(given: Mapping[str, Tensor], taken: Mapping[str, Tensor]) -> list[str]:
    """Weights that did not find their way into the network, told by their shapes.

    spandrel renames some layouts and drops what it does not know on the way. Single numbers and
    whole numbers are flags and counters of projects, not weights.
    """
    places = Counter(value.shape for value in taken.values())
    left = []
    for name, value in given.items():
        if value.is_floating_point() and value.numel() > 1:
            places[value.shape] -= 1
            if places[value.shape] < 0:
                left.append(name)
    return left


def load_spandrel(state: Mapping[str, Tensor], *, where: Path) -> SpandrelNetwork:
    """The network of a file we stored earlier.

    Raises:
        ModelFileError: The weights fit no network spandrel knows.
    """
    network = recognise(state)
    if network is None:
        what = "the weights fit no network the installed spandrel library knows"
        raise ModelFileError(what, where=where)
    return network
