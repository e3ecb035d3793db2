"""PSNR and SSIM of a version against the HR picture, of the whole and of a marked region."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.comparison.parts import Box, Bytes, on_white
from sr_studio.imaging.colour import one_channel
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.metric import METRICS
from sr_studio.metrics.planes import luma_pair, require_same_size
from sr_studio.metrics.psnr import psnr_of, squared_error
from sr_studio.metrics.ssim import WINDOW, ssim_map
from sr_studio.progress import CancelToken
from sr_studio.sentences import Sentence

#: Rows that are measured at a time.
_BAND = 512


@dataclass(frozen=True)
class Scores:
    """What was measured; None where it cannot be.

    Attributes:
        psnr_y: In dB on Y, infinite for equal pictures.
        ssim_y: Standard SSIM on Y; a region less high or wide than its window has none.
        lpips: LPIPS with AlexNet, where somebody with its weights has measured it.
    """

    psnr_y: float
    ssim_y: float | None
    lpips: float | None = None

    def text(self) -> str:
        """``31.30 dB / 0.8811``, as papers print it."""
        parts = [f"{self.psnr_y:.{METRICS['psnr_y'].decimals}f} dB"]
        if self.ssim_y is not None:
            parts.append(f"{self.ssim_y:.{METRICS['ssim_y'].decimals}f}")
        if self.lpips is not None:
            parts.append(f"{self.lpips:.{METRICS['lpips_alex'].decimals}f}")
        return " / ".join(parts)


def measure(
    hr: Bytes,
    sr: Bytes,
    *,
    shave: int = 0,
    region: Box | None = None,
    grey: bool = False,
    cancel: CancelToken | None = None,
) -> Scores:
    """Measure one version against the original, band by band: it may be larger than memory.

    Args:
        hr: The original, H×W×(1..4), uint8.
        sr: The version, of the same height and width.
        shave: Pixels left out at each border of the whole picture; the scale in every paper.
        region: Measure only this part; its own border is not left out, that of the picture is.
        grey: Whether the original is a grey picture, whose values are their own luma.
        cancel: Ends it.

    Raises:
        MetricError: The sizes differ, or nothing is left.
        Cancelled: ``cancel`` was set.
    """
    cancel = cancel or CancelToken()
    require_same_size(hr, sr)
    rows, columns = span(hr.shape[0], hr.shape[1], shave, region)
    height, width = rows.stop - rows.start, columns.stop - columns.start
    error = similarity = 0.0
    for top in range(rows.start, rows.stop, _BAND):
        cancel.check()
        # SSIM looks a window ahead: a band has those that begin in it.
        band = slice(top, min(rows.stop, top + _BAND + WINDOW - 1))
        original, version = on_white(hr[band, columns]), on_white(sr[band, columns])
        if grey:
            original, version = one_channel(original), one_channel(version)
        y, of_version = luma_pair(original, version, shave=0, rounded=False)
        error += squared_error(y[:_BAND], of_version[:_BAND])
        if min(y.shape) >= WINDOW:
            similarity += float(ssim_map(y, of_version).sum())
    windows = max(0, height - WINDOW + 1) * max(0, width - WINDOW + 1)
    return Scores(psnr_of(error / (height * width)), similarity / windows if windows else None)


def usual_shave(hr: tuple[int, int], lr: tuple[int, int] | None) -> int:
    """The border papers leave out: the scale between HR and LR, 0 where there is no LR."""
    if lr is None or lr[0] < 1:
        return 0
    return max(0, round(hr[0] / lr[0])) if hr[0] > lr[0] else 0


def span(height: int, width: int, shave: int, region: Box | None) -> tuple[slice, slice]:
    """Rows and columns that are measured.

    Raises:
        MetricError: Nothing is left.
    """
    left, top, right, bottom = (region or Box()).pixels((width, height))
    left, top = max(left, shave), max(top, shave)
    right, bottom = min(right, width - shave), min(bottom, height - shave)
    if right <= left or bottom <= top:
        raise MetricError(Sentence("nothing of the picture is left to be measured"))
    return slice(top, bottom), slice(left, right)
