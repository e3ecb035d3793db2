"""By strips from file to file: the very file that the whole picture gives, in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.errors import Cancelled, StudioError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size
from sr_studio.imaging.writing import write_picture
from sr_studio.networks.registry import build
from sr_studio.progress import CancelToken, Progress
from sr_studio.upscaling import streaming
from sr_studio.upscaling.making import make
from sr_studio.upscaling.output import WriteOptions, check_disk, write_result
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.streaming import stream
from sr_studio.upscaling.to_file import ToFile
from sr_studio.upscaling.upscaler import Upscaler
from sr_studio.zoo.saving import save_model
from tests.imaging.profiles import wide_profile
from tests.upscaling.conftest import card_of, lively, make_photo

HEIGHT, WIDTH = 150, 40


@pytest.fixture(autouse=True)
def _small_strips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "_STRIP", 1)


@pytest.fixture
def upscaler() -> Iterator[Upscaler]:
    made = Upscaler()
    yield made
    made.close()


def both(
    upscaler: Upscaler, source: Path, request: UpscaleRequest, suffix: str
) -> tuple[Picture, Picture]:
    """The file made by strips and that of the whole picture."""
    options = WriteOptions()
    done = stream(ToFile(upscaler, source, source.with_name(f"strips.{suffix}"), request, options))
    whole = upscaler.upscale(read_picture(source), request)
    write_result(whole.picture, source.with_name(f"whole.{suffix}"), options)
    assert done.report.size_out == whole.report.size_out
    assert done.report.size_in == whole.report.size_in and done.report.scale == whole.report.scale
    assert [path.name for path in source.parent.iterdir() if ".part" in path.name] == []
    return (
        read_picture(source.with_name(f"strips.{suffix}")),
        read_picture(source.with_name(f"whole.{suffix}")),
    )


@pytest.mark.parametrize(
    ("method", "scale"),
    [("bicubic", 4), ("bicubic", 1.5), ("lanczos", 0.7), ("lanczos", 3), ("nearest", 2.3)],
)
def test_interpolations_give_the_very_pixels(
    tmp_path: Path, upscaler: Upscaler, method: str, scale: float
) -> None:
    write_picture(Picture(make_photo(HEIGHT, WIDTH)), tmp_path / "a.png")
    strips, whole = both(upscaler, tmp_path / "a.png", UpscaleRequest(method, scale), "png")
    assert np.array_equal(strips.pixels, whole.pixels)


@pytest.mark.parametrize(
    ("method", "scale"), [("nearest", 2.3), ("bilinear", 2.5), ("lanczos", 0.7), ("lanczos", 2.6)]
)
def test_colours_and_transparency_come_in_step_whatever_their_kernels_reach(
    tmp_path: Path, upscaler: Upscaler, method: str, scale: float
) -> None:
    alpha = np.tile(np.linspace(1, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))
    write_picture(Picture(make_photo(HEIGHT, WIDTH), alpha=alpha), tmp_path / "a.png")
    strips, whole = both(upscaler, tmp_path / "a.png", UpscaleRequest(method, scale), "png")
    assert strips.alpha is not None and whole.alpha is not None
    assert np.array_equal(strips.alpha, whole.alpha)
    assert np.array_equal(strips.pixels[whole.alpha > 0], whole.pixels[whole.alpha > 0])


@pytest.mark.parametrize("scale", [1.2, 3])
def test_what_is_large_only_on_the_way_goes_by_strips(
    tmp_path: Path,
    upscaler: Upscaler,
    make_model: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    scale: float,
) -> None:
    """A model makes twice or four times the size first, whatever is left of it."""
    write_picture(Picture(make_photo(HEIGHT, WIDTH)), tmp_path / "a.png")
    request = UpscaleRequest(str(make_model()), scale, backend="torch", device="cpu")
    on_the_way = 3 * HEIGHT * WIDTH * (4 if scale < 2 else 16)
    for limit, by_strips in ((on_the_way, False), (on_the_way - 1, True)):
        monkeypatch.setattr(streaming, "LARGE", limit)
        output = tmp_path / f"{limit}.png"
        made = make(upscaler, tmp_path / "a.png", output, request, WriteOptions())
        assert (made.picture is None) == by_strips == output.exists()


def test_a_network_that_looks_at_the_whole_picture_gets_all_of_it(
    tmp_path: Path, upscaler: Upscaler, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters = {"blocks": 1, "features": 8, "norm": "instance"}
    network = lively(build("srresnet", parameters))
    file = tmp_path / "whole.safetensors"
    save_model(file, network, card_of("srresnet", parameters, name="whole"))
    write_picture(Picture(make_photo(HEIGHT, WIDTH)), tmp_path / "a.png")
    monkeypatch.setattr(streaming, "LARGE", 1)
    request = UpscaleRequest(str(file), backend="torch", device="cpu")
    made = make(upscaler, tmp_path / "a.png", tmp_path / "b.png", request, WriteOptions())
    assert made.picture is not None and made.picture.width == 4 * WIDTH


@pytest.mark.parametrize("scale", [None, 1.5, 3])
def test_a_model_gives_the_very_pixels(
    tmp_path: Path, upscaler: Upscaler, make_model: Callable[..., Path], scale: float | None
) -> None:
    write_picture(Picture(make_photo(HEIGHT, WIDTH)), tmp_path / "a.png")
    request = UpscaleRequest(str(make_model()), scale, backend="torch", device="cpu")
    strips, whole = both(upscaler, tmp_path / "a.png", request, "tif")
    off = np.abs(strips.pixels.astype(int) - whole.pixels)
    assert off.max() <= 1, "tiles elsewhere round elsewhere"


def test_depth_transparency_profile_and_metadata_come_along(
    tmp_path: Path, upscaler: Upscaler
) -> None:
    deep = make_photo(HEIGHT, WIDTH).astype(np.uint16) * 257 + 40
    alpha = np.zeros((HEIGHT, WIDTH), np.uint16)
    alpha[20:120, 5:30] = 65535
    picture = Picture(deep, alpha=alpha, dpi=(300, 300), iptc=b"\x1c\x02\x78\x00\x02hi")
    write_picture(picture, tmp_path / "a.tif")
    for suffix in ("tif", "png", "jpg"):
        request = UpscaleRequest("bicubic", 2)
        strips, whole = both(upscaler, tmp_path / "a.tif", request, suffix)
        assert strips.bit_depth == whole.bit_depth and strips.dpi == whole.dpi
        assert strips.iptc == whole.iptc
        seen = slice(None) if whole.alpha is None else whole.alpha > 0
        assert np.array_equal(strips.pixels[seen], whole.pixels[seen])
        if whole.alpha is not None:
            assert strips.alpha is not None and np.array_equal(strips.alpha, whole.alpha)


@pytest.mark.parametrize("scale", [4, 1.5])
def test_edges_of_what_is_seen_are_those_of_the_whole(
    tmp_path: Path, upscaler: Upscaler, scale: float
) -> None:
    """The colour that goes below an edge may be that of another strip."""
    alpha = np.zeros((HEIGHT, WIDTH), np.uint8)
    for top in range(3, HEIGHT - 4, 11):
        left = top * 7 % (WIDTH - 6)
        alpha[top : top + 4, left : left + 6] = 255
    write_picture(Picture(make_photo(HEIGHT, WIDTH), alpha=alpha), tmp_path / "a.png")
    strips, whole = both(upscaler, tmp_path / "a.png", UpscaleRequest("bicubic", scale), "png")
    assert whole.alpha is not None
    assert np.array_equal(strips.pixels[whole.alpha > 0], whole.pixels[whole.alpha > 0])


def test_colours_beyond_srgb_are_those_of_the_whole(
    tmp_path: Path, upscaler: Upscaler, make_model: Callable[..., Path]
) -> None:
    """A little beyond in one strip, far beyond in another."""
    pixels = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    pixels[:] = (111, 200, 90)
    pixels[-10:] = (0, 255, 0)
    write_picture(Picture(pixels, icc=wide_profile()).with_depth(16), tmp_path / "a.tif")
    request = UpscaleRequest(str(make_model()), backend="torch", device="cpu", precision="fp32")
    strips, whole = both(upscaler, tmp_path / "a.tif", request, "tif")
    assert np.abs(strips.pixels.astype(int) - whole.pixels).max() <= 16


def test_the_name_of_another_format_is_told_of_a_large_picture_too(
    tmp_path: Path, upscaler: Upscaler
) -> None:
    Image.fromarray(make_photo(HEIGHT, WIDTH)).save(tmp_path / "a.png", format="JPEG")
    work = ToFile(
        upscaler, tmp_path / "a.png", tmp_path / "b.png", UpscaleRequest(), WriteOptions()
    )
    assert stream(work).report.notes == tuple(read_picture(tmp_path / "a.png").notes)
    assert "whatever its name says" in stream(work).report.notes[0]


@pytest.mark.parametrize("orientation", [1, 2, 3, 6, 8])
def test_turned_photographs_are_upright(
    tmp_path: Path, upscaler: Upscaler, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Maker"
    Image.fromarray(make_photo(HEIGHT, WIDTH)).save(tmp_path / "a.jpg", exif=exif)
    request = UpscaleRequest("bicubic", 2)
    strips, whole = both(upscaler, tmp_path / "a.jpg", request, "png")
    assert np.array_equal(strips.pixels, whole.pixels)
    assert strips.exif == whole.exif and strips.exif is not None


def test_what_is_damaged_or_stopped_leaves_what_was_there(
    tmp_path: Path, upscaler: Upscaler
) -> None:
    output = tmp_path / "out.png"
    output.write_bytes(b"before")
    for suffix in ("png", "jpg", "tif"):
        source = tmp_path / f"a.{suffix}"
        write_picture(Picture(make_photo(HEIGHT, WIDTH)), source)
        source.write_bytes(source.read_bytes()[: int(source.stat().st_size * 0.6)])
        with pytest.raises(StudioError, match=r"damaged or cut off"):
            stream(ToFile(upscaler, source, output, UpscaleRequest("bicubic", 4), WriteOptions()))
    source, strips = tmp_path / "a.jpg", list[Picture]()
    Image.fromarray(make_photo(HEIGHT, WIDTH)).save(source, restart_marker_rows=1)
    data = source.read_bytes()
    source.write_bytes(data[:1800] + bytes(99) + data[1899:])
    request = UpscaleRequest("bicubic", 4)
    with pytest.raises(StudioError, match=r"damaged or cut off"):
        stream(ToFile(upscaler, source, output, request, WriteOptions(), on_strip=strips.append))
    assert strips == [], "what a card spoilt is found before the first strip is made"
    write_picture(Picture(make_photo(HEIGHT, WIDTH)), tmp_path / "a.png")
    cancel = CancelToken()

    def soon(progress: Progress) -> None:
        if progress.fraction > 0.5:
            cancel.cancel()

    with pytest.raises(Cancelled):
        stream(
            ToFile(
                upscaler,
                tmp_path / "a.png",
                output,
                UpscaleRequest("bicubic", 4),
                WriteOptions(),
                progress=soon,
                cancel=cancel,
            )
        )
    assert output.read_bytes() == b"before"
    assert not [path for path in tmp_path.iterdir() if ".part" in path.name]


def test_no_room_on_the_disk_is_found_before(tmp_path: Path) -> None:
    check_disk(tmp_path, 1000, "png")
    with pytest.raises(StudioError, match="GB of disk"):
        check_disk(tmp_path, 10**18, "png")


_MEASURE = """
import json, sys, threading, time
import psutil
from sr_studio import cli
most, stop = 0, threading.Event()

def look():
    global most
    while not stop.wait(0.02):
        found = psutil.Process().memory_info()
        most = max(most, found.rss - found.shared)

watcher = threading.Thread(target=look, daemon=True)
watcher.start()
try:
    cli.main(sys.argv[1:])
except SystemExit as left:
    code = left.code
stop.set()
print(json.dumps({"code": code, "most": most}))
"""


def peak(*words: object) -> int:
    """The most anonymous memory of a command that succeeded, in bytes."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *map(str, words)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["code"] == 0, done.stderr
    return int(told["most"])


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("suffix", ["tif", "png", "jpg"])
def test_a_hundred_megapixels_four_times_in_less_than_two_gigabytes(
    tmp_path: Path, suffix: str, record_property: Callable[[str, object], None]
) -> None:
    row = np.tile(make_photo(250, 1000), (1, 12, 1))
    write_picture(Picture(np.tile(row, (34, 1, 1))), tmp_path / "large.png")
    output = tmp_path / f"out.{suffix}"
    most = peak("upscale", tmp_path / "large.png", "-o", output, "-m", "bicubic")
    record_property("anonymous_memory", most)  # for --junitxml
    assert most < 2e9
    assert read_size(output) == (48_000, 34_000)
