"""The depth figure: PSNR and time against the number of residual blocks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sr_studio.evaluation.depth import TIMED_SIDE, DepthSweep
from sr_studio.evaluation.figures.style import COLOURS, MARKERS, figure_look, write_figure


def write_depth_figure(sweep: DepthSweep, paths: Sequence[Path]) -> None:
    """Draw PSNR on the left and time on the right, with and without the skip connection.

    After the SRGAN paper, A.1, Fig. 7. Below stands how the points came about.
    """
    with figure_look():
        figure = Figure(figsize=(6.4, 3.0), layout="constrained")
        quality, speed = figure.subplots(1, 2)
        for k, skip in enumerate((True, False)):
            points = sorted((p for p in sweep.points if p.skip == skip), key=lambda p: p.blocks)
            blocks = [point.blocks for point in points]
            look = {
                "color": COLOURS[k],
                "marker": MARKERS[k],
                "linestyle": "-" if skip else "--",
                "label": "with skip connection" if skip else "without",
            }
            quality.plot(blocks, [point.psnr_y for point in points], **look)
            speed.plot(blocks, [point.seconds * 1000 for point in points], **look)
        quality.set_ylabel(f"PSNR on {sweep.dataset} [dB]")
        speed.set_ylabel(f"time of a {TIMED_SIDE}×{TIMED_SIDE} picture [ms]")
        speed.set_ylim(bottom=0)
        for field in (quality, speed):
            field.set_xlabel("residual blocks")
            field.xaxis.set_major_locator(MaxNLocator(integer=True))
        quality.legend()
        figure.supxlabel(
            f"{sweep.recipe}, {sweep.iterations:,} iterations each; time on {sweep.device}, "
            f"mean of {sweep.timed_runs} runs",
            fontsize=7,
        )
        write_figure(figure, paths)
