"""Which results' pixels stay at hand, and which the engine may let go of."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.app.upscale.entry import Result
from sr_studio.app.upscale.kept_pixels import MOST, KeptPixels
from sr_studio.engine.pixels import PixelFile
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest


def result(job: str, side: int) -> Result:
    pixels = PixelFile(Path(job), side, side, 3)
    return Result(
        UpscaleReport("Bicubic", 4.0, "CPU", "exact", "interpolation", None, 0.1),
        UpscaleRequest(),
        None,
        pixels,
        None,
        job,
    )


@pytest.mark.parametrize(("side", "kept"), [(1000, MOST), (12_000, 2), (40_000, 1)])
def test_the_newest_are_kept_as_far_as_they_take_little_room(side: int, kept: int) -> None:
    released: list[str] = []
    store = KeptPixels(released.append)
    results = [result(str(number), side) for number in range(8)]
    for each in results:
        store.keep(each)
    assert [each.job for each in results if each.pixels] == [each.job for each in results[-kept:]]
    assert released == [each.job for each in results[:-kept]]
