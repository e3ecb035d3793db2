"""``lpips_alex``, ``lpips_vgg``, ``lpips_squeeze``: LPIPS with each of its backbones."""

from __future__ import annotations

from collections.abc import Callable

from sr_studio.metrics.metric import Measure, Metric, MetricSetup, register_metric


def _measuring(network: str) -> Callable[[MetricSetup], Measure]:
    def build(setup: MetricSetup) -> Measure:
        from sr_studio.metrics.lpips import load_lpips, lpips_distance

        model = load_lpips(network, setup.files.get(f"lpips_{network}"), setup.device())
        return lambda pair: lpips_distance(model, pair.hr, pair.sr, shave=0)

    return build


for _place, (_network, _title, _called) in enumerate(
    (
        ("alex", "AlexNet", "AlexNet"),
        ("vgg", "VGG16", "VGG16"),
        ("squeeze", "SqueezeNet", "SqueezeNet 1.1"),
    )
):
    register_metric(
        Metric(
            f"lpips_{_network}",
            f"LPIPS ({_title})",
            4,
            False,
            f"LPIPS v0.1 with {_called} on RGB in [-1, 1]; {{shave}} px left out at each border.",
            _measuring(_network),
            order=60 + _place,
            usual=_network == "alex",
            in_every_row=_network == "alex",
        )
    )
