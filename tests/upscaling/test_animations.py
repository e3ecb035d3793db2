"""Animated GIF, WebP and PNG: every frame as it looks, when it is shown, how often."""

from __future__ import annotations

import json
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from sr_studio.errors import Cancelled, StudioError
from sr_studio.imaging.animation import frames_in, read_animation
from sr_studio.imaging.animation_writer import animation_writer, convert_animation
from sr_studio.imaging.encoding import Timing, in_hundredths, png_chunk
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_xmp
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from sr_studio.progress import CancelToken
from sr_studio.upscaling.animating import animate
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.to_file import ToFile
from sr_studio.upscaling.upscaler import Upscaler
from tests.commands.test_upscale import upscale
from tests.upscaling.conftest import MakeModel, make_photo

#: Milliseconds; hundredths of a second, so that a GIF can say them.
DURATIONS = (40, 100, 70, 250)


def drawn(alpha: bool) -> list[Image.Image]:
    """A square that moves and a corner that comes and goes, on a ground or on nothing."""
    frames = []
    for number in range(4):
        planes = np.zeros((12, 17, 4), np.uint8)
        planes[...] = (0, 0, 0, 0) if alpha else (30, 90, 60, 255)
        planes[2:6, number * 3 : number * 3 + 5] = (250, 200, 10, 255)
        if number == 2:
            planes[9:, :4] = (10, 20, 240, 255)
        frames.append(Image.fromarray(planes if alpha else planes[..., :3]))
    return frames


def written(path: Path, *, alpha: bool = False, plays: int = 0, **options: Any) -> Path:
    first, *rest = drawn(alpha)
    # Pillow says of a GIF how often it is repeated.
    loop = {"loop": plays} if path.suffix != ".gif" or plays == 0 else {"loop": plays - 1}
    if path.suffix == ".gif" and plays == 1:
        loop = {}
    first.save(path, save_all=True, append_images=rest, duration=list(DURATIONS), **loop, **options)
    return path


def looks(path: Path) -> list[np.ndarray]:
    """The frames as a viewer shows them, transparent black where nothing is seen."""
    found = []
    for frame in read_animation(path).frames():
        planes = frame
        if planes.shape[2] == 3:
            planes = np.dstack([planes, np.full(planes.shape[:2], 255, np.uint8)])
        found.append(np.where(planes[..., 3:] > 127, planes, 0))
    return found


@pytest.mark.parametrize("target", ["png", "webp", "gif"])
@pytest.mark.parametrize("source", ["png", "webp", "gif"])
@pytest.mark.parametrize("alpha", [False, True], ids=["opaque", "on nothing"])
def test_every_frame_is_enlarged_and_timing_and_repetitions_stay(
    tmp_path: Path, source: str, target: str, alpha: bool
) -> None:
    options: dict[str, Any] = {"lossless": True, "exact": True} if source == "webp" else {}
    options |= {"disposal": 2} if source == "gif" else {}
    path = written(tmp_path / f"a.{source}", alpha=alpha, plays=3, **options)
    output = tmp_path / f"out.{target}"
    words = ["-m", "nearest", "-s", "3", "-o", output, "--quality", "100"]
    assert upscale(path, *words) == 0
    before, after = read_animation(path), read_animation(output)
    assert before.timing.durations == DURATIONS
    assert after.timing == before.timing and after.timing.plays == 3
    assert frames_in(output) == 4
    for small, large in zip(looks(path), looks(output), strict=True):
        # The middle of what a pixel became has its very opacity, too.
        assert np.abs(large[1::3, 1::3].astype(int) - small).max() <= 2 * (target == "gif")
    assert properties_of(read_xmp(output))["Method"] == "nearest"


@pytest.mark.parametrize("plays", [0, 1, 2])
@pytest.mark.parametrize("target", ["png", "webp", "gif"])
def test_how_often_it_is_played(tmp_path: Path, target: str, plays: int) -> None:
    path = written(tmp_path / "a.gif", plays=plays)
    assert read_animation(path).timing.plays == plays
    assert upscale(path, "-m", "nearest", "-s", "2", "-o", tmp_path / f"out.{target}") == 0
    assert read_animation(tmp_path / f"out.{target}").timing.plays == plays


def test_a_gif_that_disposes_and_blends_looks_the_same(tmp_path: Path) -> None:
    """Frames that draw over the last one, put back what was there, or clear their place."""
    for disposal in (0, 1, 2, 3):
        path = written(tmp_path / f"{disposal}.gif", alpha=True, disposal=disposal)
        output = tmp_path / f"{disposal}.png"
        assert upscale(path, "-m", "nearest", "-s", "3", "-o", output) == 0
        for small, large in zip(looks(path), looks(output), strict=True):
            assert np.array_equal(large[1::3, 1::3], small)


def test_the_picture_for_others_is_no_frame(tmp_path: Path) -> None:
    path = written(tmp_path / "a.png", default_image=True)
    assert frames_in(path) == 3
    assert upscale(path, "-m", "nearest", "-s", "2", "-o", tmp_path / "o.webp") == 0
    assert frames_in(tmp_path / "o.webp") == 3


def test_a_format_without_movement_is_a_sentence_and_the_first_frame(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in ("gif", "png", "webp"):
        path = written(tmp_path / f"a.{suffix}")
        capsys.readouterr()
        words = ["-m", "nearest", "-s", "2", "-o", tmp_path / "o", "-f", "jpeg", "--json"]
        assert upscale(path, *words) == 0
        (row,) = json.loads(capsys.readouterr().out)["pictures"]
        (note,) = (note for note in row["notes"] if "frames" in note)
        assert note.startswith("JPEG files are written without movement: of 4 frames the first")


def test_a_still_picture_becomes_no_gif(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_picture(Picture(make_photo(8, 9)), tmp_path / "still.png")
    written(tmp_path / "a.gif")
    capsys.readouterr()
    words = ["-m", "nearest", "-o", tmp_path / "out", "-f", "gif", "--json"]
    assert upscale(tmp_path / "still.png", tmp_path / "a.gif", *words) == 1
    still, moving = json.loads(capsys.readouterr().out)["pictures"]
    assert "GIF files are written for animations only" in still["error"]
    assert moving["status"] == "done" and moving["output"].endswith(".gif")
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".gif"]


def test_a_network_and_the_same_again(
    tmp_path: Path, make_model: MakeModel, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path / "a.gif")
    words = ["-m", make_model(), "--device", "cpu", "--backend", "torch", "--json"]
    for format in ("png", "webp", "gif"):
        for expected in ("done", "skipped"):
            capsys.readouterr()
            assert upscale(path, *words, "-o", tmp_path / "out", "-f", format) == 0
            (row,) = json.loads(capsys.readouterr().out)["pictures"]
            assert row["status"] == expected
        assert frames_in(Path(row["output"])) == 4


@pytest.mark.parametrize("target", ["png", "webp", "gif"])
def test_stopped_or_damaged_leaves_what_was_there(tmp_path: Path, target: str) -> None:
    path, output = written(tmp_path / "a.gif"), tmp_path / f"out.{target}"
    output.write_bytes(b"before")
    cancel = CancelToken()
    request = UpscaleRequest("nearest", scale=2)

    def run(source: Path, stop: Callable[[object], None] = lambda _: None) -> None:
        animate(
            ToFile(
                Upscaler(), source, output, request, WriteOptions(), progress=stop, cancel=cancel
            )
        )

    cut = tmp_path / "cut.gif"
    cut.write_bytes(path.read_bytes()[:-80])
    with pytest.raises(StudioError, match="damaged or cut off"):
        run(cut)
    with pytest.raises(Cancelled):
        run(path, lambda progress: cancel.cancel())
    assert output.read_bytes() == b"before"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.gif", "cut.gif", output.name]


def test_times_that_a_gif_cannot_say_take_as_long_together() -> None:
    assert in_hundredths((33, 33, 33, 1)) == [30, 40, 30, 0]
    assert in_hundredths((40, 100)) == [40, 100]


def test_a_result_is_saved_in_another_format_with_all_its_frames(tmp_path: Path) -> None:
    path = written(tmp_path / "a.png", alpha=True, plays=2)
    for suffix in ("webp", "gif"):
        convert_animation(path, tmp_path / f"b.{suffix}", 100)
        assert read_animation(tmp_path / f"b.{suffix}").timing == read_animation(path).timing


def test_more_rows_than_a_png_may_have(tmp_path: Path) -> None:
    """Frames go to the encoder as one long picture, whose height is not that of a file."""
    frames = [np.full((400, 1, 3), number % 7 * 30, np.uint8) for number in range(2600)]
    timing = Timing(tuple([20] * len(frames)))
    with animation_writer(tmp_path / "a.gif", (1, 400), timing) as writer:
        for frame in frames:
            writer.write(Picture(frame))
    assert frames_in(tmp_path / "a.gif") == len(frames)


def deep_animation(path: Path, colour_type: int, value: bytes, extra: tuple[Any, ...] = ()) -> Path:
    """An animated PNG of 16 bits a channel: two frames of 5 × 6 pixels, all alike."""
    data = zlib.compress((b"\0" + value * 5) * 6)
    control = struct.pack(">IIIIHHBB", 5, 6, 0, 0, 1, 10, 0, 0)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 5, 6, 16, colour_type, 0, 0, 0)),
        (b"acTL", struct.pack(">II", 2, 0)),
        *extra,
        (b"fcTL", struct.pack(">I", 0) + control),
        (b"IDAT", data),
        (b"fcTL", struct.pack(">I", 1) + control),
        (b"fdAT", struct.pack(">I", 2) + data),
        (b"IEND", b""),
    ]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*one) for one in chunks))
    return path


def test_frames_of_16_bits_are_made_of_8_and_it_is_said(tmp_path: Path) -> None:
    source, output = deep_animation(tmp_path / "deep.png", 2, b"\xc8" * 6), tmp_path / "out.png"
    done = animate(ToFile(Upscaler(), source, output, UpscaleRequest("nearest", 2), WriteOptions()))
    assert any("16 bits" in note for note in done.report.notes)
    assert [frame.mean() for frame in looks(output)] == [pytest.approx((200 * 3 + 255) / 4)] * 2


def test_grey_frames_of_16_bits_keep_their_greys(tmp_path: Path) -> None:
    path = deep_animation(tmp_path / "grey.png", 0, b"\x64\x64")
    assert [frame[0, 0].tolist() for frame in read_animation(path).frames()] == [[100] * 3] * 2
    hole = (b"tRNS", b"\x64\x64")
    path = deep_animation(tmp_path / "hole.png", 0, b"\x64\x64", (hole,))
    assert [frame[0, 0, 3] for frame in read_animation(path).frames()] == [0, 0]


@pytest.mark.parametrize("target", ["png", "webp", "gif"])
@pytest.mark.parametrize("source", ["png", "webp"])
@pytest.mark.parametrize("orientation", [3, 6])
def test_frames_that_lie_turned_in_their_file_come_upright(
    tmp_path: Path, source: str, target: str, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"lossless": True} if source == "webp" else {}
    path = written(tmp_path / f"a.{source}", exif=exif.tobytes(), **options)
    output = tmp_path / f"out.{target}"
    done = animate(ToFile(Upscaler(), path, output, UpscaleRequest("nearest", 2), WriteOptions()))
    turns = {3: 2, 6: -1}[orientation]
    for frame, before in zip(looks(output), drawn(False), strict=True):
        assert frame.shape[1::-1] == done.report.size_out
        expected = np.rot90(np.asarray(before), turns).repeat(2, 0).repeat(2, 1)
        assert np.abs(frame[..., :3].astype(int) - expected).mean() < 8


def test_pictures_that_stand_for_minutes(tmp_path: Path) -> None:
    timing = Timing((65_535, 90_010, 700_000, 7_000_000), 1)
    with animation_writer(tmp_path / "a.png", (2, 2), timing) as writer:
        for number in range(4):
            writer.write(Picture(np.full((2, 2, 3), number, np.uint8)))
    assert read_animation(tmp_path / "a.png").timing == timing


@pytest.mark.skipif(sys.platform == "win32", reason="the system limits no files there")
def test_no_room_for_the_last_bytes_of_an_animation(tmp_path: Path) -> None:
    import resource

    path, frame = tmp_path / "a.png", Picture(np.zeros((2, 2, 3), np.uint8))

    def write(padding: int) -> None:
        frame.exif = struct.pack("<4sIHI", b"II*\0", 8, 0, 0) + bytes(padding)
        with animation_writer(path, (2, 2), Timing((100,))) as writer:
            writer.write(frame)

    write(0)
    small = path.stat()
    # All but the end waits in the file object's buffer, a block, which the end is too much for.
    write(padding := small.st_blksize - small.st_size + 6)
    assert path.stat().st_size == small.st_blksize + 6
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    # The first picture alone, which is made in a file of its own, fits.
    resource.setrlimit(resource.RLIMIT_FSIZE, (small.st_blksize - 40, before[1]))
    try:
        with pytest.raises(StudioError, match="writing failed"):
            write(padding)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]
