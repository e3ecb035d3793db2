"""``perceptual_index``: made of the NIQE of a row and a Ma score from outside."""

from __future__ import annotations

from sr_studio.metrics.metric import Metric, register_metric

register_metric(
    Metric(
        "perceptual_index",
        "PI",
        3,
        False,
        "((10 - Ma) + NIQE)/2 as in the PIRM challenge, with the Ma score that was supplied.",
        order=70,
    )
)
