"""How pictures are rounded before they are measured: the two protocols in use."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.imaging.resize import Variant


@dataclass(frozen=True)
class Protocol:
    """How pictures are rounded before they are measured.

    Attributes:
        name: ``float`` or ``uint8``.
        rounded_y: Whether Y is rounded to integers before PSNR and SSIM.
        interpolation: The ``variant`` of :func:`sr_studio.imaging.resize.imresize` that makes the
            SR pictures of the interpolations.
        sentence: The same in words.
    """

    name: str
    rounded_y: bool
    interpolation: Variant
    sentence: str


#: The two protocols in use differ by up to 0.038 dB and 0.0012 SSIM on a set's mean; numbers of
#: one are never to be held against numbers of the other.
PROTOCOLS: dict[str, Protocol] = {
    "float": Protocol(
        "float",
        rounded_y=False,
        interpolation="double",
        sentence="SR rounded once to 8 bits; Y is not rounded (BasicSR and most papers since 2017)",
    ),
    "uint8": Protocol(
        "uint8",
        rounded_y=True,
        interpolation="uint8",
        sentence="MATLAB's uint8 arithmetic throughout: interpolations rounded after each pass, "
        "Y rounded to integers (the per-image tables of SelfExSR)",
    ),
}
