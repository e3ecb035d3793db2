"""``niqe``: NIQE of the SR picture alone."""

from __future__ import annotations

from sr_studio.metrics.metric import Measure, Metric, MetricSetup, register_metric


def _build(setup: MetricSetup) -> Measure:
    from sr_studio.metrics.niqe import niqe
    from sr_studio.metrics.niqe_model import default_model, read_model

    named = setup.files.get("niqe")
    model = read_model(named) if named else default_model()
    setup.detail(f"Compared with {model.source}.")
    return lambda pair: niqe(pair.rounded_luma[1], model)


register_metric(
    Metric(
        "niqe",
        "NIQE",
        3,
        False,
        "NIQE of the SR picture alone on Y of BT.601 rounded to integers; {shave} px left out at "
        "each border; whole 96x96 blocks from the top left, no overlap.",
        _build,
        order=50,
        usual=True,
        in_every_row=True,
    )
)
