"""Networks by name, as recipes and model cards name them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sr_studio.errors import StudioError
from sr_studio.networks.base import Network
from sr_studio.networks.compact import Compact
from sr_studio.networks.espcn import ESPCN
from sr_studio.networks.msrresnet import MSRResNet
from sr_studio.networks.rrdbnet import RRDBNet
from sr_studio.networks.srcnn import SRCNN
from sr_studio.networks.srresnet import SRResNet
from sr_studio.networks.upconvresnet import UpconvResNet

ARCHITECTURES: dict[str, type[Network]] = {
    "srcnn": SRCNN,
    "espcn": ESPCN,
    "srresnet": SRResNet,
    "msrresnet": MSRResNet,
    "rrdbnet": RRDBNet,
    "upconvresnet": UpconvResNet,
    "compact": Compact,
}


class ArchitectureError(StudioError):
    """No network of that name, or not with those parameters."""


def build(architecture: str, parameters: Mapping[str, Any] | None = None) -> Network:
    """Make a network with fresh weights.

    Args:
        architecture: A name of :data:`ARCHITECTURES`.
        parameters: Keyword arguments of the network's class.

    Raises:
        ArchitectureError: The name or a parameter is unknown, or a value is out of range.
    """
    if architecture not in ARCHITECTURES:
        raise ArchitectureError(
            f"there is no network {architecture!r}",
            remedy=f"Known are {', '.join(ARCHITECTURES)}.",
        )
    try:
        return ARCHITECTURES[architecture](**(parameters or {}))
    except (TypeError, ValueError, RuntimeError) as error:
        raise ArchitectureError(
            f"cannot be built with these parameters ({error})", where=architecture
        ) from error


def receptive_field(network: Network) -> int | None:
    """Side, in input pixels, of the square an input pixel's outputs depend on; None = all."""
    return None if network.margin is None else 2 * network.margin + 1
