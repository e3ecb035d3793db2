"""What each metric measures, on which pixels and in which direction it is better: the one place."""

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


@dataclass(frozen=True)
class Metric:
    """One column of a table.

    Attributes:
        key: Its name in JSON and CSV.
        title: Its heading in a printed table, with the unit.
        decimals: Printed digits after the point.
        higher_is_better: The direction; None where there is none.
        sentence: The convention; ``{shave}`` stands for the border in pixels and ``{y}`` for how Y
            is rounded.
    """

    key: str
    title: str
    decimals: int
    higher_is_better: bool | None
    sentence: str

    def convention(self, *, shave: int, rounded_y: bool) -> str:
        """The convention in one sentence, for one measurement."""
        y = "Y rounded to integers" if rounded_y else "Y not rounded"
        return self.sentence.format(shave=shave, y=y)


_Y = "Y of BT.601 in studio range (16 to 235), {y}, grey files as they are"

_ALL = (
    Metric(
        "psnr_y",
        "PSNR [dB]",
        2,
        True,
        f"10 log10(255²/MSE) on {_Y}; {{shave}} px left out at each border; mean over pictures.",
    ),
    Metric(
        "psnr_rgb",
        "PSNR RGB [dB]",
        2,
        True,
        "10 log10(255²/MSE) over R, G and B together; {shave} px left out at each border; about "
        "1.9 dB below Y on Set5, never to be compared with it.",
    ),
    Metric(
        "ssim_y",
        "SSIM",
        4,
        True,
        f"Standard SSIM: 11x11 Gaussian of sigma 1.5, K 0.01 and 0.03, L 255, population "
        f"covariance, valid region only, on {_Y}; {{shave}} px left out at each border.",
    ),
    Metric(
        "ssim_daala",
        "SSIM (daala)",
        4,
        True,
        "SSIM of daala's dump_ssim, the one the SRGAN paper prints: window that grows with the "
        "picture's height H (sigma 1.5·H/256), integer taps, border pixels weighted by the window "
        "inside; on "
        "Y of BT.601 (16 to 235) rounded to integers, grey files as they are; {shave} px left out "
        "at each border. Not to be compared with the standard SSIM.",
    ),
    Metric(
        "niqe",
        "NIQE",
        3,
        False,
        "NIQE of the SR picture alone on Y of BT.601 rounded to integers; {shave} px left out at "
        "each border; whole 96x96 blocks from the top left, no overlap.",
    ),
    Metric(
        "lpips_alex",
        "LPIPS (AlexNet)",
        4,
        False,
        "LPIPS v0.1 with AlexNet on RGB in [-1, 1]; {shave} px left out at each border.",
    ),
    Metric(
        "lpips_vgg",
        "LPIPS (VGG16)",
        4,
        False,
        "LPIPS v0.1 with VGG16 on RGB in [-1, 1]; {shave} px left out at each border.",
    ),
    Metric(
        "lpips_squeeze",
        "LPIPS (SqueezeNet)",
        4,
        False,
        "LPIPS v0.1 with SqueezeNet 1.1 on RGB in [-1, 1]; {shave} px left out at each border.",
    ),
    Metric(
        "perceptual_index",
        "PI",
        3,
        False,
        "((10 - Ma) + NIQE)/2 as in the PIRM challenge, with the Ma score that was supplied.",
    ),
    Metric(
        "seconds",
        "time [s]",
        3,
        False,
        "Wall time of one picture from LR pixels to SR pixels, decoding and measuring left out; "
        "the first picture is done once beforehand to warm up.",
    ),
    Metric(
        "megapixels_per_second",
        "MP/s",
        2,
        True,
        "Megapixels of SR made in a second; the mean is all megapixels by all seconds.",
    ),
)

#: Every metric by its key, in the order of the columns of a table.
METRICS: dict[str, Metric] = {metric.key: metric for metric in _ALL}
