"""``psnr_y``: PSNR on luma."""

from __future__ import annotations

from sr_studio.metrics.metric import LUMA, Measure, Metric, MetricSetup, register_metric


def _build(setup: MetricSetup) -> Measure:
    from sr_studio.metrics.psnr import psnr

    return lambda pair: psnr(*setup.planes(pair))


register_metric(
    Metric(
        "psnr_y",
        "PSNR [dB]",
        2,
        True,
        f"10 log10(255²/MSE) on {LUMA}; {{shave}} px left out at each border; mean over pictures.",
        _build,
        order=10,
        usual=True,
        in_every_row=True,
        published=True,
    )
)
