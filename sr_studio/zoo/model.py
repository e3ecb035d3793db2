"""A model in memory: a network with weights and a card."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.networks.base import Network
from sr_studio.zoo.card import ModelCard
from sr_studio.zoo.super_resolver import SuperResolver


@dataclass(frozen=True)
class Model:
    """A network with weights, and what is known about it.

    Attributes:
        card: What the network is, its ranges, source, licence and scores.
        module: The network in evaluation mode, with its own value ranges.
    """

    card: ModelCard
    module: Network

    def super_resolver(self) -> SuperResolver:
        """The network as RGB [0, 1] in, RGB [0, 1] out; shares its weights with ``module``."""
        return SuperResolver(self.module, self.card)
