"""What a metric is: how it is called, printed and measured. No torch.

Each metric stands in one module of ``sr_studio.metrics.declared``, or in one plug-in, and is
registered with ``register_metric``. What needs torch is imported inside ``build``, because the
window prints results too and never imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sr_studio.metrics.pair import Pair, Planes
from sr_studio.plugins import Registry, import_plugins

Measure = Callable[[Pair], float]


@dataclass(frozen=True)
class MetricSetup:
    """What a metric may need to be built.

    Attributes:
        rounded_y: Whether the protocol rounds Y.
        files: Files that the person named: ``niqe``, or ``lpips_alex`` for its backbone.
        device: Gives the device that networks are to run on.
        detail: Takes a sentence to be added to the convention.
    """

    rounded_y: bool = False
    files: Mapping[str, Path] = field(default_factory=dict)
    device: Callable[[], str] = lambda: "cpu"
    detail: Callable[[str], None] = lambda sentence: None

    def planes(self, pair: Pair) -> Planes:
        """Y of both pictures as the protocol has it."""
        return pair.rounded_luma if self.rounded_y else pair.luma


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
        build: Makes what measures a pair; None where the value comes from elsewhere.
        order: Columns stand by rising order.
        usual: Whether it is measured where nothing is said.
        in_every_row: Whether rows of results have it though it was not measured.
        published: Whether papers print it in this very convention.
        panel: What it is called under the pictures of a panel as SRGAN's Fig. 2; empty for none.
    """

    key: str
    title: str
    decimals: int
    higher_is_better: bool | None
    sentence: str
    build: Callable[[MetricSetup], Measure] | None = None
    order: int = 500
    usual: bool = False
    in_every_row: bool = False
    published: bool = False
    panel: str = ""

    def convention(self, *, shave: int, rounded_y: bool) -> str:
        """The convention in one sentence, for one measurement."""
        y = "Y rounded to integers" if rounded_y else "Y not rounded"
        return self.sentence.format(shave=shave, y=y)


#: What a program that cannot measure a metric has to know of it.
TOLD_OF_METRICS = ("key", "title", "decimals", "higher_is_better", "sentence", "order")

#: Y as most metrics take it, for their sentences.
LUMA = "Y of BT.601 in studio range (16 to 235), {y}, grey files as they are"

_REGISTRY: Registry[Metric] = Registry("sr_studio.metrics.declared")


def register_metric(metric: Metric) -> Metric:
    """Make a metric known by its key."""
    return _REGISTRY.register(metric.key)(metric)


def find_metric(key: str) -> Metric | None:
    """The metric of a key; plug-ins are imported if the program has none of that name."""
    return _REGISTRY.find(key)


def with_plug_ins() -> Iterable[Metric]:
    """Every metric, those of plug-ins too, in the order of columns; imports all plug-ins.

    Raises:
        PluginError: One of them cannot be imported.
    """
    import_plugins()
    return list(METRICS.values())


class _Metrics(Mapping[str, Metric]):
    """Every metric known so far by its key, in the order of the columns of a table."""

    def __getitem__(self, key: str) -> Metric:
        metric = _REGISTRY.find(key, with_plugins=False)
        if metric is None:
            raise KeyError(key)
        return metric

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(_REGISTRY.names(), key=lambda key: self[key].order))

    def __len__(self) -> int:
        return len(_REGISTRY.names())


METRICS = _Metrics()


def keys_where(is_so: Callable[[Metric], bool]) -> tuple[str, ...]:
    """Keys of the metrics that are so, in the order of columns."""
    return tuple(key for key, metric in METRICS.items() if is_so(metric))
