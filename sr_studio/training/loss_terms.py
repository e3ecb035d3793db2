"""What a term of the loss is: a section of the recipe that can build what computes it. No torch.

Each term stands in one module of ``sr_studio.training.losses``, or in one plug-in: a pydantic model
whose fields are the keys of its section ``[loss.NAME]``, registered with
``@LOSSES.register("NAME")``. What needs torch is imported inside ``build``, because the window
reads recipes too and never imports it.

Every term is a mean over the batch, so that its value does not depend on the batch size.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from sr_studio.plugins import Registry
from sr_studio.training.sections import Section

#: A ``torch.Tensor``, ``torch.nn.Module`` and ``torch.device``; the window may not see torch.
Tensor = Any
Module = Any
Device = Any

#: Distance of SR and HR, both N×C×H×W in the network's output range: a scalar.
PictureDistance = Callable[[Tensor, Tensor], Tensor]
#: What a discriminator is held to, from itself, HR and SR (without gradient): a scalar.
Penalty = Callable[[Module, Tensor, Tensor], Tensor]
#: A scalar from the logits on HR and on SR.
OfLogits = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class LossSetup:
    """What a term may need to be built.

    Attributes:
        device: Where its own networks are to lie.
        output_range: The range of SR and HR, (0, 1) or (-1, 1).
        colour: ``rgb`` or ``y``.
        files: Files of weights that the person named, by what they are of (``vgg``, ``lpips``).
        say: Takes a sentence that the person should read.
        autocast: The type that heavy products are computed in (a ``torch.dtype``), or None for
            fp32. Networks that do not learn are kept in it: they need not be cast each time.
    """

    device: Device
    output_range: tuple[float, float] = (0.0, 1.0)
    colour: str = "rgb"
    files: Mapping[str, Path | None] = field(default_factory=dict)
    say: Callable[[str], None] = lambda sentence: None
    autocast: Any = None

    def unit(self, pictures: Tensor) -> Tensor:
        """Pictures of the output range in [0, 1]."""
        low, high = self.output_range
        return (pictures - low) / (high - low)


class LossTerm(Section):
    """A section ``[loss.NAME]``; the term it builds is multiplied by its weight."""

    #: What files of weights it can take (``vgg``, ``lpips``).
    files: ClassVar[tuple[str, ...]] = ()
    #: Whether it only smooths or restrains, so that it is rightly far smaller than the others.
    restrains: ClassVar[bool] = False

    weight: float = Field(ge=0, description="Of the term; 0 leaves it out.")


class PictureLoss(LossTerm, ABC):
    """A term that compares SR with HR."""

    @abstractmethod
    def build(self, setup: LossSetup) -> PictureDistance:
        """What computes the term, without its weight."""


@dataclass(frozen=True)
class Adversary:
    """What an adversarial term computes from logits, each a scalar.

    Attributes:
        generator: What the generator minimises.
        discriminator: What the discriminator minimises.
        realness: How surely the discriminator takes HR for real, 0 to 1.
    """

    generator: OfLogits
    discriminator: OfLogits
    realness: OfLogits


class AdversarialLoss(LossTerm, ABC):
    """The term for which a recipe needs a discriminator."""

    @abstractmethod
    def build(self, setup: LossSetup) -> Adversary:
        """What computes it, without its weight."""


class DiscriminatorLoss(LossTerm, ABC):
    """A further term of the discriminator's own loss."""

    every: int = Field(
        1, ge=1, description="Updates from one use to the next; its weight grows as many times."
    )

    @abstractmethod
    def build(self, setup: LossSetup) -> Penalty:
        """What computes the term, without its weight."""


class UnknownTerm(LossTerm):
    """The section of a plug-in's term, read where plug-ins are not imported (the window)."""

    model_config = ConfigDict(extra="allow", frozen=True, allow_inf_nan=False)


#: The terms by the names of their sections.
LOSSES: Registry[type[LossTerm]] = Registry("sr_studio.training.losses")


def known_losses() -> dict[str, type[LossTerm]]:
    """Every term that is known now, by name."""
    found: dict[str, Any] = {name: LOSSES.find(name) for name in LOSSES.names()}
    return dict(sorted(found.items()))
