"""Makes networks and discriminators from the name and parameters in a recipe or card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from torch import nn

from sr_studio.errors import StudioError
from sr_studio.networks.base import Network
from sr_studio.networks.parameters import checked
from sr_studio.networks.registries import DISCRIMINATORS, NETWORKS
from sr_studio.plugins import Registry

_Net = TypeVar("_Net", bound=nn.Module)


class ArchitectureError(StudioError):
    """No network of that name, or not with those parameters."""


def is_known(architecture: str) -> bool:
    """Whether there is a network of this name, plug-ins included."""
    return NETWORKS.find(architecture) is not None


def build(architecture: str, parameters: Mapping[str, Any] | None = None) -> Network:
    """Make a network with fresh weights.

    Args:
        architecture: The name of a network.
        parameters: What the network's class declares.

    Raises:
        ArchitectureError: The name or a parameter is unknown, or a value is out of range.
    """
    return _built(NETWORKS, "network", architecture, parameters or {})


def build_discriminator(architecture: str, parameters: Mapping[str, Any]) -> nn.Module:
    """Make a discriminator with fresh weights; arguments and errors as :func:`build`."""
    return _built(DISCRIMINATORS, "discriminator", architecture, parameters)


def _built(
    registry: Registry[type[_Net]], kind: str, name: str, parameters: Mapping[str, Any]
) -> _Net:
    network = registry.find(name)
    if network is None:
        raise ArchitectureError(
            f"there is no {kind} {name!r}", remedy=f"Known are {', '.join(registry.names())}."
        )
    try:
        return network(**checked(network, parameters))
    except (TypeError, ValueError, RuntimeError) as error:
        raise ArchitectureError(
            f"cannot be built with these parameters ({error})", where=name
        ) from error
