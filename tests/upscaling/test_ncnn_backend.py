"""ncnn on Vulkan gives the pixels of torch, at sizes it was not converted for; llvmpipe will do."""

from __future__ import annotations

import numpy as np
import pytest

from sr_studio.imaging.picture import Picture
from sr_studio.upscaling.devices import vulkan_devices
from sr_studio.upscaling.request import UpscaleError, UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from tests.upscaling.conftest import MakeModel, make_photo

needs_vulkan = pytest.mark.skipif(
    not vulkan_devices(), reason="there is no ncnn (the extra `ncnn`) or no Vulkan driver here"
)


@needs_vulkan
def test_ncnn_and_torch_agree(make_model: MakeModel) -> None:
    path = str(make_model())
    for size in ((17, 23), (30, 18)):
        picture = Picture(make_photo(*size))
        exact = UpscaleRequest(path, device="cpu", backend="torch", precision="fp32")
        by_torch = Upscaler().upscale(picture, exact).picture.pixels.astype(int)
        result = Upscaler().upscale(picture, UpscaleRequest(path, backend="ncnn"))
        assert result.report.backend == "ncnn"
        assert result.report.levels_off is not None and result.report.levels_off <= 2
        assert np.abs(by_torch - result.picture.pixels).max() <= 1


@needs_vulkan
def test_ncnn_on_another_device_is_refused(make_model: MakeModel) -> None:
    with pytest.raises(UpscaleError, match="device cpu"):
        Upscaler().prepare(UpscaleRequest(str(make_model()), device="cpu", backend="ncnn"))
