"""The Upscaler on real pictures: depth, grey, alpha, colours, tiles, cancel, scale."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import ImageCms

from sr_studio.errors import Cancelled
from sr_studio.imaging.colour_management import from_srgb
from sr_studio.imaging.picture import Picture
from sr_studio.progress import CancelToken, Progress
from sr_studio.upscaling.backends import TorchBackend, make_backend
from sr_studio.upscaling.devices import Choice
from sr_studio.upscaling.parts import FinishedPart
from sr_studio.upscaling.request import Region, UpscaleError, UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.super_resolver import SuperResolver
from tests.upscaling.conftest import TORCH, MakeModel, levels, make_photo, request_for

INTERPOLATIONS = ["nearest", "bilinear", "bicubic", "lanczos"]


@pytest.mark.parametrize("method", INTERPOLATIONS)
@pytest.mark.parametrize("scale", [0.5, 1, 2.5, 4])
def test_interpolations_at_any_scale(upscaler: Upscaler, method: str, scale: float) -> None:
    picture = Picture(make_photo(21, 30))
    result = upscaler.upscale(picture, UpscaleRequest(method, scale=scale))
    assert result.picture.pixels.shape == (round(21 * scale), round(30 * scale), 3)
    assert result.report.backend == "interpolation" and result.report.scale == scale
    assert abs(result.picture.pixels.mean() - picture.pixels.mean()) < 2
    if scale == 1:
        assert levels(result.picture.pixels, picture.pixels) == 0


def test_interpolations_load_no_torch() -> None:
    code = (
        "import sys, numpy as np\n"
        "from sr_studio.upscaling.upscaler import Upscaler\n"
        "from sr_studio.upscaling.request import UpscaleRequest\n"
        "from sr_studio.imaging.picture import Picture\n"
        "p = Picture(np.zeros((4, 4, 3), np.uint8))\n"
        "Upscaler().upscale(p, UpscaleRequest('lanczos'))\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_depth_and_channels_are_kept(upscaler: Upscaler, make_model: MakeModel) -> None:
    request = request_for(make_model())
    colour = make_photo(20, 24)
    deep = colour.astype(np.uint16) * 257 + 19
    for pixels in (colour, deep, colour[..., :1], deep[..., :1]):
        result = upscaler.upscale(Picture(pixels), request).picture
        assert result.pixels.dtype == pixels.dtype
        assert result.pixels.shape == (40, 48, pixels.shape[2])
    shallow = upscaler.upscale(Picture(colour), request).picture.pixels
    fine = upscaler.upscale(Picture(colour.astype(np.uint16) * 257), request).picture.pixels
    assert np.abs(fine / 257 - shallow).max() <= 0.51, "8 bits are the 16 bits, rounded"


def test_grey_is_what_the_same_picture_in_rgb_gives(
    upscaler: Upscaler, make_model: MakeModel
) -> None:
    request = request_for(make_model())
    grey = make_photo(20, 24)[..., :1]
    alone = upscaler.upscale(Picture(grey), request).picture
    in_rgb = upscaler.upscale(Picture(np.repeat(grey, 3, axis=2)), request).picture
    assert alone.is_grey
    luma = in_rgb.pixels @ np.array([0.299, 0.587, 0.114])
    assert np.abs(alone.pixels[..., 0] - luma).max() < 1.6


@pytest.mark.parametrize("method", ["bicubic", "lanczos", "model"])
def test_a_cut_out_has_no_fringe(upscaler: Upscaler, make_model: MakeModel, method: str) -> None:
    """A red disc on transparent green comes back red to its very edge."""
    y, x = np.mgrid[0:48, 0:48]
    distance = np.hypot(y - 23.5, x - 23.5)
    alpha = (np.clip(16 - distance, 0, 1) * 255).astype(np.uint8)
    pixels = np.zeros((48, 48, 3), np.uint8)
    pixels[..., 1] = 255
    pixels[alpha > 0] = (200, 30, 30)

    def run(picture: Picture) -> Picture:
        wish = request_for(make_model(scale=4)) if method == "model" else UpscaleRequest(method)
        return upscaler.upscale(picture, wish).picture

    result = run(Picture(pixels, alpha=alpha))
    assert result.alpha is not None and result.alpha.shape == (192, 192)
    seen = result.alpha > 0
    evenly_red = run(Picture(np.full((48, 48, 3), (200, 30, 30), np.uint8))).pixels
    assert levels(result.pixels[seen], evenly_red[seen]) <= 1
    assert (result.alpha[80:112, 80:112] == 255).all() and (result.alpha[:20] == 0).all()


def test_wide_gamut_comes_back_as_it_was(upscaler: Upscaler, make_model: MakeModel) -> None:
    """A model that adds nothing must not shift colours, inside or outside of sRGB."""

    def silent(network: Any) -> None:
        network.conv_last.weight.data[:] = 0

    wide = wide_profile()
    patches = np.zeros((12, 12, 3), np.uint8)
    patches[:, :6] = (40, 230, 60)  # more saturated than sRGB can say
    patches[:, 6:] = (120, 110, 100)
    picture = Picture(patches, icc=wide)
    result = upscaler.upscale(picture, request_for(make_model(change=silent)))
    assert result.picture.icc == wide
    assert any("sRGB" in note for note in result.report.notes)
    inner = result.picture.pixels[4:-4]
    assert levels(inner[:, 2:6], np.broadcast_to(patches[0, 0], (16, 4, 3)).copy()) <= 1
    assert levels(inner[:, -6:-2], np.broadcast_to(patches[0, -1], (16, 4, 3)).copy()) <= 1


def wide_profile() -> bytes:
    """Adobe RGB (1998)-like: made by libvips' own wide profile, whatever it calls itself."""
    import pyvips

    image = pyvips.Image.black(1, 1, bands=3).copy(interpretation="srgb")
    return bytes(image.icc_transform("p3", input_profile="srgb").get("icc-profile-data"))


def test_metadata_stays_with_the_picture(upscaler: Upscaler) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Picture(make_photo(8, 9), icc=srgb, exif=b"II*\0\x08\0\0\0\0\0", xmp=b"<x/>")
    result = upscaler.upscale(picture, UpscaleRequest("bicubic")).picture
    assert (result.icc, result.exif, result.xmp) == (srgb, picture.exif, picture.xmp)


def test_openvino_and_torch_agree(upscaler: Upscaler, make_model: MakeModel) -> None:
    path = make_model()
    picture = Picture(make_photo(31, 43))
    by_torch = upscaler.upscale(picture, request_for(path))
    by_openvino = upscaler.upscale(picture, request_for(path, backend="openvino"))
    assert by_openvino.report.backend == "openvino" and not by_openvino.report.notes
    assert levels(by_torch.picture.pixels, by_openvino.picture.pixels) <= 1
    again = Upscaler().upscale(picture, request_for(path, backend="openvino"))  # from the cache
    assert levels(again.picture.pixels, by_openvino.picture.pixels) == 0


def test_what_openvino_cannot_convert_runs_in_torch_with_a_note(make_model: MakeModel) -> None:
    def awkward(resolver: SuperResolver, choice: Choice) -> Any:
        original = resolver.network.forward
        # Which branch is taken depends on the size: a trace freezes the one it saw.
        resolver.network.forward = lambda x: original(x) * (1 if x.shape[-1] > 20 else 0.5)  # type: ignore[method-assign]
        return make_backend(resolver, choice)

    result = Upscaler(make_backend=awkward).upscale(
        Picture(make_photo(30, 30)), request_for(make_model(), backend="openvino")
    )
    assert result.report.backend == "torch"
    assert any("OpenVINO could not take this model" in note for note in result.report.notes)


def test_cancel_and_progress(upscaler: Upscaler, make_model: MakeModel) -> None:
    token = CancelToken()
    seen: list[Progress] = []

    def look(progress: Progress) -> None:
        seen.append(progress)
        if progress.done >= 48 * 32:
            token.cancel()

    picture = Picture(make_photo(64, 48))
    request = request_for(make_model(), tile=16)
    with pytest.raises(Cancelled):
        upscaler.upscale(picture, request, progress=look, cancel=token)
    assert 48 * 32 <= seen[-1].done < 48 * 64
    seen.clear()
    upscaler.upscale(picture, request, progress=seen.append)
    done = [progress.done for progress in seen]
    assert done == sorted(done) and done[0] == 0 and done[-1] == seen[-1].total == 48 * 64
    assert seen[-2].rate and seen[-2].seconds_left


def test_finished_tiles_are_told_in_the_last_pass_and_make_up_the_whole(
    upscaler: Upscaler, make_model: MakeModel
) -> None:
    picture = Picture(make_photo(70, 50))
    parts: list[FinishedPart] = []
    request = UpscaleRequest(str(make_model()), scale=4, tile=16, device="cpu", backend="torch")
    result = upscaler.upscale(picture, request, on_part=parts.append)
    whole = np.zeros_like(result.picture.pixels)
    for part in parts:
        assert (part.whole_width, part.whole_height) == (200, 280)
        height, width = part.pixels.shape[:2]
        whole[part.top : part.top + height, part.left : part.left + width] = part.pixels
    assert len(parts) > 4
    assert np.array_equal(whole, result.picture.pixels)
    parts.clear()
    upscaler.upscale(Picture(make_photo(20, 20)), replace(request, tile=64), on_part=parts.append)
    assert parts == []


def test_cancel_is_noticed_within_a_tile(make_model: MakeModel) -> None:
    token = CancelToken()

    class Cancelling(TorchBackend):
        def run(self, tile: np.ndarray, cancel: CancelToken) -> np.ndarray:
            cancel.cancel()
            return super().run(tile, cancel)

    upscaler = Upscaler(make_backend=lambda resolver, choice: (Cancelling(resolver, choice), []))
    with pytest.raises(Cancelled):
        upscaler.upscale(Picture(make_photo(9, 9)), request_for(make_model()), cancel=token)


@pytest.mark.parametrize(
    ("scale", "size"), [(2, (22, 26)), (3, (33, 39)), (1.5, (16, 20)), (6, (66, 78))]
)
def test_any_scale_from_a_model_of_two(
    upscaler: Upscaler, make_model: MakeModel, scale: float, size: tuple[int, int]
) -> None:
    picture = Picture(make_photo(11, 13))
    result = upscaler.upscale(picture, request_for(make_model(), scale=scale))
    assert result.picture.pixels.shape[:2] == size
    assert bool(result.report.notes) == (scale != 2), "what is not the model's own is said"
    assert abs(result.picture.pixels.mean() - picture.pixels.mean()) < 4


def test_a_region_is_the_same_part_of_the_whole(upscaler: Upscaler, make_model: MakeModel) -> None:
    picture = Picture(make_photo(70, 60), alpha=make_photo(70, 60)[..., 1])
    for request in (request_for(make_model()), UpscaleRequest("lanczos", scale=2)):
        whole = upscaler.upscale(picture, request).picture
        part = upscaler.upscale(picture, request, region=Region(20, 31, 17, 9)).picture
        assert part.alpha is not None and whole.alpha is not None
        assert levels(part.pixels, whole.pixels[62:80, 40:74]) <= 1
        assert levels(part.alpha, whole.alpha[62:80, 40:74]) <= 1
    with pytest.raises(UpscaleError, match="outside the picture"):
        upscaler.upscale(picture, request, region=Region(100, 0, 5, 5))


def test_a_changed_model_file_is_opened_again(upscaler: Upscaler, make_model: MakeModel) -> None:
    picture = Picture(make_photo(12, 12))
    first = upscaler.upscale(picture, request_for(make_model())).picture
    path = make_model(change=lambda network: network.conv_last.bias.data.fill_(0.1))
    second = upscaler.upscale(picture, request_for(path)).picture
    assert levels(first.pixels, second.pixels) > 10


def test_an_estimate_foretells_time_memory_and_disk(
    upscaler: Upscaler, make_model: MakeModel
) -> None:
    request = request_for(make_model())
    blind = upscaler.estimate(300, 200, request, measure=False)
    assert blind.seconds is None and blind.source == "unknown"
    measured = upscaler.estimate(300, 200, request)
    assert measured.seconds is not None and measured.source == "measured"
    assert measured.size_out == (600, 400) and measured.disk == 600 * 400 * 3
    assert measured.memory > measured.disk
    twice = upscaler.estimate(600, 400, request)
    assert twice.seconds is not None and twice.seconds > 2 * measured.seconds
    assert upscaler.estimate(300, 200, UpscaleRequest("bicubic")).seconds is not None
    assert Upscaler().estimate(300, 200, request, measure=False).seconds == measured.seconds


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"scale": -1}, "scale"),
        ({"scale": float("nan")}, "scale"),
        ({"detail": 1.5}, "detail"),
        ({"precision": "int8"}, "precision"),
        ({"backend": "tensorflow"}, "backend"),
        ({"tile": 0}, "tile"),
        ({"device": "cuda:7"}, "device cuda:7"),
    ],
)
def test_impossible_wishes_name_their_field(
    upscaler: Upscaler, make_model: MakeModel, wish: dict[str, Any], words: str
) -> None:
    with pytest.raises(UpscaleError, match=words):
        upscaler.upscale(Picture(make_photo(8, 8)), request_for(make_model(), **wish))


def test_detail_mixes_the_pair(upscaler: Upscaler, monkeypatch: pytest.MonkeyPatch) -> None:
    from sr_studio.networks.registry import build
    from sr_studio.paths import user_models_dir
    from sr_studio.zoo.saving import save_model
    from tests.upscaling.conftest import card_of, lively

    parameters = {"scale": 2, "blocks": 1, "features": 4}
    user_models_dir().mkdir(parents=True)
    for name, pair, role, bias in (
        ("calm", "rich", "faithful", 0.0),
        ("rich", "calm", "detailed", 0.2),
    ):
        network = lively(build("msrresnet", parameters))
        network.conv_last.weight.data *= 0  # type: ignore[operator, union-attr]
        network.conv_last.bias.data[:] = bias  # type: ignore[index, operator, union-attr]
        card = card_of("msrresnet", parameters, name=name, pair=pair, role=role)
        save_model(user_models_dir() / f"{name}.safetensors", network, card)
    picture = Picture(np.full((9, 9, 3), 100, np.uint8))

    def mean(method: str, detail: float | None) -> float:
        wish = UpscaleRequest(method, detail=detail, **TORCH)  # type: ignore[arg-type]
        return float(upscaler.upscale(picture, wish).picture.pixels.mean())

    assert mean("calm", 0) == mean("calm", None) == mean("rich", 0) == pytest.approx(100, abs=1)
    assert mean("calm", 1) == mean("rich", None) == mean("rich", 1) == pytest.approx(151, abs=1)
    assert mean("calm", 0.5) == mean("rich", 0.5) == pytest.approx(125.5, abs=1)


def test_detail_without_a_pair_is_said(upscaler: Upscaler, make_model: MakeModel) -> None:
    result = upscaler.upscale(Picture(make_photo(9, 9)), request_for(make_model(), detail=0.5))
    assert any("no partner" in note for note in result.report.notes)


def test_foreign_checkpoints_give_pictures(upscaler: Upscaler, shared_data: Path) -> None:
    picture = Picture(make_photo(33, 20))
    for name in ("srgan_leftthomas_netG_epoch_4_100.pth", "realesr-animevideov3.pth"):
        path = shared_data / "checkpoints" / name
        result = upscaler.upscale(picture, request_for(path, tile=16))
        assert result.picture.pixels.shape == (132, 80, 3)
        whole = upscaler.upscale(picture, request_for(path))
        assert levels(result.picture.pixels, whole.picture.pixels) <= 1


def test_instance_norm_is_done_in_one_piece(upscaler: Upscaler, shared_data: Path) -> None:
    path = shared_data / "checkpoints" / "fast_srgan_hasnainraz_model.pt"
    result = upscaler.upscale(Picture(make_photo(40, 50)), request_for(path, tile=16))
    assert result.report.tile is None
    assert any("looks at the whole picture" in note for note in result.report.notes)


def test_profile_round_trip_helper_is_really_wide() -> None:
    """The wide profile of these tests says colours that sRGB cannot."""
    red = Picture(np.full((1, 1, 3), (255, 0, 0), np.uint8))
    assert replace(from_srgb(red, wide_profile())).pixels[0, 0, 0] < 240
