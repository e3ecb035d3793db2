"""``ssim_y``: the usual SSIM, on luma."""

from __future__ import annotations

from sr_studio.metrics.metric import LUMA, Measure, Metric, MetricSetup, register_metric


def _build(setup: MetricSetup) -> Measure:
    from sr_studio.metrics.ssim import ssim

    return lambda pair: ssim(*setup.planes(pair))


register_metric(
    Metric(
        "ssim_y",
        "SSIM",
        4,
        True,
        f"Standard SSIM: 11x11 Gaussian of sigma 1.5, K 0.01 and 0.03, L 255, population "
        f"covariance, valid region only, on {LUMA}; {{shave}} px left out at each border.",
        _build,
        order=30,
        usual=True,
        in_every_row=True,
        published=True,
        panel="SSIM",
    )
)
