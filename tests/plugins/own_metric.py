"""A metric: the mean absolute error of luma."""

import numpy as np

from sr_studio.metrics.metric import LUMA, Measure, Metric, MetricSetup, register_metric


def _build(setup: MetricSetup) -> Measure:
    def error(pair):
        hr, sr = setup.planes(pair)
        return float(np.abs(hr - sr).mean())

    return error


register_metric(
    Metric(
        "mae_y", "MAE", 3, False, f"Mean absolute error on {LUMA}; {{shave}} px left out.", _build
    )
)
