"""``seconds`` and ``megapixels_per_second``: how long the method took."""

from __future__ import annotations

from sr_studio.metrics.metric import Metric, register_metric

register_metric(
    Metric(
        "seconds",
        "time [s]",
        3,
        False,
        "Wall time of one picture from LR pixels to SR pixels, decoding and measuring left out; "
        "the first picture is done once beforehand to warm up.",
        order=900,
        in_every_row=True,
    )
)
register_metric(
    Metric(
        "megapixels_per_second",
        "MP/s",
        2,
        True,
        "Megapixels of SR made in a second; the mean is all megapixels by all seconds.",
        order=910,
        in_every_row=True,
    )
)
