"""A model in memory: a network with weights and a card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sr_studio.networks.base import Network
from sr_studio.networks.srcnn import SRCNN
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.super_resolver import SuperResolver


@dataclass(frozen=True)
class Model:
    """A network with weights, and what is known about it.

    Attributes:
        card: What the network is, its ranges, source, licence and scores.
        module: The network in evaluation mode, with its own value ranges.

    Raises:
        ModelFileError: The card says another scale or colour than the network has.
    """

    card: ModelCard
    module: Network

    def __post_init__(self) -> None:
        for what, said, true in _facts(self.card, self.module):
            if said != true:
                raise ModelFileError(
                    f"the card says {what} {said}, and the network has {true}",
                    where=self.card.name,
                    remedy="The card and the weights do not belong together.",
                )

    def super_resolver(self) -> SuperResolver:
        """The network as RGB [0, 1] in, RGB [0, 1] out; shares its weights with ``module``."""
        return SuperResolver(self.module, self.card)


def _facts(card: ModelCard, network: Network) -> Iterator[tuple[str, object, object]]:
    """What both know: name, as the card says it, as the network is."""
    # SRCNN gets the picture enlarged already, by whatever the card says.
    if not isinstance(network, SRCNN):
        yield "scale", card.scale, network.scale
    yield "colour", card.colour, {1: "y", 3: "rgb"}.get(network.channels, "neither rgb nor y")
