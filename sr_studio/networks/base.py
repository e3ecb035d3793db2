"""What every super-resolution network of the program tells about itself."""

from __future__ import annotations

from torch import nn


class Network(nn.Module):
    """A network that maps N×C×H×W to N×C×(scale·H)×(scale·W).

    Attributes:
        scale: Enlargement per side; 1 where the picture is enlarged before the network (SRCNN).
        channels: Colour channels in and out (3 = RGB, 1 = luminance).
        margin: Input pixels around a pixel that its output can depend on, on each side; a tile cut
            with this much context gives the same pixels as the whole picture. None where the
            network looks at the whole picture (instance normalisation).
        alignment: Tiles must start at multiples of this many input pixels, and the input must be
            padded to a multiple of it.
        minimum: Smallest input side.
        margin_is_exact: Whether ``margin`` was computed and not guessed.
    """

    scale: int
    channels: int
    margin: int | None
    alignment: int = 1
    minimum: int = 1
    margin_is_exact: bool = True

    def begin_as_identity(self) -> None:
        """Set weights that hand the input through; what is to learn is the difference.

        Raises:
            NotImplementedError: This network has no such weights.
        """
        raise NotImplementedError


def parameter_count(module: nn.Module) -> int:
    """Number of trainable values, as the papers count them (running statistics are not)."""
    return sum(parameter.numel() for parameter in module.parameters())
