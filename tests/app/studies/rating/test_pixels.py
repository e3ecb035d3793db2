"""One pixel of a picture is one pixel of the screen, at every scale factor."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sr_studio.app.studies.rating.decoding import image_of, pixels_of
from sr_studio.studies.definition.screen_layout import ScreenTooSmallError, Size, lay_out

SCALES = ("1", "1.25", "1.5", "1.75", "2")
ON_A_SCREEN = ("1", "1.25", "1.5", "2")

Found = dict[str, Any]


def probe(root: Path, scales: Sequence[str], platform: str, **more: str) -> dict[str, Found]:
    """Scale factor to what was seen at it."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.studies.rating.pixel_probe", *scales],
        cwd=root,
        env={**os.environ, "QT_QPA_PLATFORM": platform, **more},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [found["ratio"] for found in seen] == [float(scale) for scale in scales]
    return dict(zip(scales, seen, strict=True))


@pytest.fixture(scope="module")
def offscreen(root: Path) -> dict[str, Found]:
    """Every scale on a screen that is none."""
    return probe(root, SCALES, "offscreen")


@pytest.mark.parametrize("scale", SCALES)
def test_grabbed_pixels_equal_the_file_or_the_program_refuses(
    offscreen: dict[str, Found], scale: str
) -> None:
    found = offscreen[scale]
    assert found["selftest"] == "window"
    for picture in found["pictures"]:
        assert picture == {"window": True, "screen": True, "inside": True}


@pytest.fixture(scope="module")
def x_server() -> Iterator[str]:
    """A real X server with a window manager, on a screen of an awkward width."""
    if shutil.which("Xvfb") is None or shutil.which("openbox") is None:
        pytest.skip("Xvfb and openbox are not installed here")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-noreset", "-screen", "0", "1366x768x24"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as said:  # a whole line: a server whose reader has left is killed
        number = said.readline().strip()
    display = f":{number}"
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL
    )
    time.sleep(1)
    yield display
    for process in (manager, server):
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def on_a_screen(root: Path, x_server: str) -> dict[str, Found]:
    """Scales on a screen of an X server."""
    return probe(root, ON_A_SCREEN, "xcb", DISPLAY=x_server)


@pytest.mark.parametrize("scale", ON_A_SCREEN)
def test_a_real_screen_shows_the_file(on_a_screen: dict[str, Found], scale: str) -> None:
    found = on_a_screen[scale]
    assert found["screen"] == [1366, 768]
    assert found["selftest"] == "screen"
    assert all(picture["screen"] for picture in found["pictures"])


def test_images_keep_their_pixels() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    assert (pixels_of(image_of(pixels)) == pixels).all()
    assert (pixels_of(image_of(pixels, 3))[1::3, 1::3] == pixels).all()
    assert pixels_of(image_of(pixels, 3)).shape == (15, 21, 3)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
@pytest.mark.parametrize("screen", [(1280, 720), (1366, 768), (1920, 1080), (3840, 2160)])
def test_nothing_overlaps_and_nothing_moves(screen: tuple[int, int], ratio: float) -> None:
    layout = lay_out(Size(*screen), ratio, 5)
    for left, right in zip(layout.keys, layout.keys[1:], strict=False):
        assert left.x + left.width < right.x
        assert (left.width, left.height, left.y) == (right.width, right.height, right.y)
    assert layout.keys[0].x >= 0
    assert layout.room.bottom < layout.keys[0].y < layout.keys[0].bottom <= layout.counter.y
    assert layout.counter.bottom <= screen[1]
    largest = Size(layout.room.width, layout.room.height)
    (box,) = layout.places([largest])
    assert (box.x, box.y) == (0, 0)
    with pytest.raises(ScreenTooSmallError, match="do not fit"):
        layout.places([Size(largest.width, largest.height + 1)])
    one, two = layout.places([Size(100, 80), Size(100, 80)])
    assert one.x + one.width < two.x and one.y == two.y
