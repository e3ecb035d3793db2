"""``ssim_daala``: the SSIM that the SRGAN paper prints."""

from __future__ import annotations

from sr_studio.metrics.metric import Measure, Metric, MetricSetup, register_metric


def _build(setup: MetricSetup) -> Measure:
    from sr_studio.metrics.daala import ssim_daala

    # Rounded Y in either protocol: the tool reads 8-bit files.
    return lambda pair: ssim_daala(*pair.rounded_luma)


register_metric(
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
        _build,
        order=40,
        usual=True,
        in_every_row=True,
        published=True,
        panel="daala SSIM",
    )
)
