"""Real files of other projects: each opens, or is refused; the known figures are reproduced."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sr_studio.imaging.colour import rgb_to_y
from sr_studio.imaging.degrade import bicubic_lr, crop_to_multiple
from sr_studio.zoo.errors import ModelFileError
from sr_studio.zoo.loading import load_model

FILES = {
    "fast_srgan_hasnainraz_model.pt": ("srresnet", 4),
    "realesr-animevideov3.pth": ("spandrel:Compact", 4),
    "srcnn_khanu263_7000_z3_state_dict.pth": ("srcnn", 4),
    "srcnn_khanu263_7000_z4_state_dict.pth": ("srcnn", 4),
    "srcnn_rgb_prajapatisarvesh_mse.pth": ("srcnn", 4),
    "srgan_leftthomas_netG_epoch_2_100.pth": ("srresnet", 2),
    "srgan_leftthomas_netG_epoch_4_100.pth": ("srresnet", 4),
}
#: PSNR on Y, Set5, scale border removed, LR by bicubic (double, mirrored).
FIGURES = {
    "srgan_leftthomas_netG_epoch_4_100.pth": 30.70,
    "srgan_leftthomas_netG_epoch_2_100.pth": 35.33,
    "fast_srgan_hasnainraz_model.pt": 29.38,
    "realesr-animevideov3.pth": 28.23,
}


@pytest.mark.parametrize("file", list(FILES))
def test_it_opens_and_enlarges(file: str, shared_data: Path) -> None:
    architecture, scale = FILES[file]
    model = load_model(shared_data / "checkpoints" / file)
    assert (model.card.architecture, model.card.scale) == (architecture, scale)
    small = torch.linspace(0.2, 0.8, 3 * 17 * 13).reshape(1, 3, 17, 13)
    with torch.inference_mode():
        large = model.super_resolver()(small)
    assert large.shape == (1, 3, 17 * scale, 13 * scale)
    assert large.isfinite().all()
    # Whatever it invents, the picture's brightness is the one it was given.
    assert large.mean().item() == pytest.approx(small.mean().item(), abs=0.05)


def test_the_whole_module_is_refused(shared_data: Path) -> None:
    path = shared_data / "checkpoints" / "srcnn_khanu263_7000_z3_whole_module.pt"
    with pytest.raises(ModelFileError, match=r"needs code to be run \(model\.SRCNN\)"):
        load_model(path)


def test_compact_knows_its_reach(shared_data: Path) -> None:
    resolver = load_model(shared_data / "checkpoints/realesr-animevideov3.pth").super_resolver()
    assert resolver.margin == 18
    assert resolver.margin_is_exact
    rgb = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        whole, tile = resolver(rgb), resolver(rgb[..., 10:54, 10:54])
    inner, expected = tile[..., 72:104, 72:104], whole[..., 112:144, 112:144]
    torch.testing.assert_close(inner, expected, atol=1e-5, rtol=0)


@pytest.mark.slow
@pytest.mark.parametrize("file", list(FIGURES))
def test_set5_figure_is_reproduced(file: str, shared_data: Path) -> None:
    model = load_model(shared_data / "checkpoints" / file)
    resolver, scale = model.super_resolver(), model.card.scale
    figures = []
    for path in sorted((shared_data / "benchmark" / "Set5").glob("*.png")):
        hr = crop_to_multiple(np.asarray(Image.open(path).convert("RGB")), scale)
        lr = bicubic_lr(hr, scale, variant="double")
        with torch.inference_mode():
            sr = resolver(torch.from_numpy(lr / 255).float().permute(2, 0, 1)[None])
        pixels = (sr[0].permute(1, 2, 0) * 255).round().clamp(0, 255).numpy().astype(np.uint8)
        error = (rgb_to_y(hr) - rgb_to_y(pixels))[scale:-scale, scale:-scale]
        figures.append(10 * np.log10(255**2 / np.mean(error**2)))
    assert np.mean(figures) == pytest.approx(FIGURES[file], abs=0.05)
