"""LPIPS against its published example and against torchmetrics with the same backbone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from torchmetrics.functional.image.lpips import _LPIPS

from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.lpips import Lpips, load_lpips, lpips_distance
from sr_studio.metrics.lpips_weights import BACKBONES
from sr_studio.metrics.perceptual_index import perceptual_index, read_ma_scores
from sr_studio.paths import user_data_dir
from tests.metrics.pictures import load, noisy_pair


@pytest.fixture(autouse=True)
def _empty_torch_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))


@pytest.mark.parametrize(
    ("network", "distances"), [("alex", (0.7219, 0.1376)), ("squeeze", (0.7110, 0.1479))]
)
def test_published_examples(
    network: str, distances: tuple[float, float], shared_data: Path
) -> None:
    weights = shared_data / "weights"
    model = load_lpips(network, weights / f"lpips_{network}_fp16.safetensors")
    reference, first, second = (
        load(weights / "lpips_linear_v0.1" / f"{name}.png") for name in ("ex_ref", "ex_p0", "ex_p1")
    )
    assert lpips_distance(model, reference, first, shave=0) == pytest.approx(distances[0], abs=1e-4)
    assert lpips_distance(model, reference, second, shave=0) == pytest.approx(
        distances[1], abs=1e-4
    )


def random_backbone(network: str) -> torch.nn.Module:
    torch.manual_seed(4)
    return getattr(torchvision.models, BACKBONES[network].factory)(weights=None).eval()


@pytest.mark.parametrize("network", BACKBONES)
def test_torchmetrics_agrees_with_the_same_backbone(network: str) -> None:
    """Random weights: only the wiring is compared, which needs no file at all."""
    whole = random_backbone(network)
    ours = Lpips(network, whole.state_dict())
    theirs = _LPIPS(pretrained=True, net=network, pnet_rand=True, use_dropout=True).eval()
    wanted = theirs.net.state_dict()
    # Their slices name the layers otherwise but keep their order.
    ours_in_order = [v for k, v in whole.state_dict().items() if k.startswith("features.")]
    renamed = dict(zip(wanted, ours_in_order, strict=False))
    assert [v.shape for v in renamed.values()] == [v.shape for v in wanted.values()]
    theirs.net.load_state_dict(renamed)
    first, second = torch.rand(2, 2, 3, 70, 83).mul(2).sub(1)
    with torch.no_grad():
        expected = theirs(first, second).flatten()
    assert torch.allclose(ours(first, second), expected, rtol=1e-4, atol=1e-6)


def test_identical_pictures_have_no_distance_and_order_does_not_matter() -> None:
    model = Lpips("squeeze", random_backbone("squeeze").state_dict())
    hr, sr = noisy_pair()
    assert lpips_distance(model, hr, hr, shave=4) == 0
    assert lpips_distance(model, hr, sr, shave=4) == pytest.approx(
        lpips_distance(model, sr, hr, shave=4), rel=1e-5
    )


def test_grey_is_repeated() -> None:
    model = Lpips("squeeze", random_backbone("squeeze").state_dict())
    hr, sr = (p[:, :, 0] for p in noisy_pair())
    thrice = [np.repeat(p[:, :, None], 3, axis=2) for p in (hr, sr)]
    assert lpips_distance(model, hr, sr, shave=4) == pytest.approx(
        lpips_distance(model, *thrice, shave=4), rel=1e-6
    )


@pytest.mark.parametrize("network", BACKBONES)
def test_an_absent_backbone_is_a_sentence(network: str) -> None:
    with pytest.raises(MetricError, match=rf"{BACKBONES[network].title}.*not on this computer"):
        load_lpips(network)


def test_torchvisions_cache_is_used(tmp_path: Path) -> None:
    cache = tmp_path / "torch" / "hub" / "checkpoints"
    cache.mkdir(parents=True)
    torch.save(random_backbone("squeeze").state_dict(), cache / BACKBONES["squeeze"].file)
    hr, sr = noisy_pair()
    assert lpips_distance(load_lpips("squeeze"), hr, sr, shave=4) > 0


def test_the_persons_folder_is_used(shared_data: Path) -> None:
    folder = user_data_dir() / "weights"
    folder.mkdir(parents=True)
    file = shared_data / "weights/lpips_alex_fp16.safetensors"
    (folder / file.name).write_bytes(file.read_bytes())
    assert isinstance(load_lpips("alex"), Lpips)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights.pth"
    torch.save(random_backbone("squeeze").state_dict(), file)
    with pytest.raises(MetricError, match="not the weights of AlexNet"):
        load_lpips("alex", file)
    file.write_bytes(b"nothing")
    with pytest.raises(MetricError, match="cannot be read"):
        load_lpips("alex", file)


def test_a_small_picture_is_refused() -> None:
    model = Lpips("squeeze", random_backbone("squeeze").state_dict())
    hr, sr = (p[:38, :38] for p in noisy_pair())
    with pytest.raises(MetricError, match="32×32"):
        lpips_distance(model, hr, sr, shave=4)


def test_perceptual_index_of_the_formula() -> None:
    assert perceptual_index(ma=8.5, niqe=2.5) == 2.0


def test_ma_scores_are_read_from_a_table(tmp_path: Path) -> None:
    file = tmp_path / "ma.csv"
    file.write_text("model,dataset,image,ma\nsrgan,Set5,baby,8.25\n")
    assert read_ma_scores(file) == {("srgan", "Set5", "baby"): 8.25}
    file.write_text("model,dataset,image,ma\nsrgan,Set5,baby,much\n")
    with pytest.raises(MetricError, match="line 2"):
        read_ma_scores(file)
    with pytest.raises(MetricError, match="cannot be read"):
        read_ma_scores(tmp_path / "missing.csv")
