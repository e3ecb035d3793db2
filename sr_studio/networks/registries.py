"""Networks and discriminators by name: where each of them, and each plug-in's, is registered."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from torch import nn

from sr_studio.networks.base import Network
from sr_studio.plugins import Registry

#: Networks that enlarge, by the names that recipes and cards have for them. A class declares its
#: parameters by the annotations of its ``__init__``, such as :data:`Count`.
NETWORKS: Registry[type[Network]] = Registry("sr_studio.networks")
#: Networks that judge, by name; every one takes ``crop``, the side of its input in pixels.
DISCRIMINATORS: Registry[type[nn.Module]] = Registry("sr_studio.networks")


def _odd(side: int) -> int:
    if side % 2 == 0:
        raise ValueError(f"a kernel of side {side} has no middle")
    return side


#: A number of feature maps, channels or blocks.
Count = Annotated[int, Field(ge=1)]
#: A number of layers that may be none.
CountOrNone = Annotated[int, Field(ge=0)]
#: The side of a square kernel: odd.
KernelSide = Annotated[int, Field(ge=1), AfterValidator(_odd)]
