"""Pyramids: true averages, large pictures in parts, colours that come out as they went in."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from sr_studio.app.viewer import pyramid
from sr_studio.app.viewer.painting import Look, draw_pyramid
from sr_studio.app.viewer.pyramid import Pyramid, array_of, build
from sr_studio.app.viewer.tiles import MARGIN, TILE_SIDE, image_of
from sr_studio.comparison.view_state import ViewState
from sr_studio.errors import Cancelled
from sr_studio.progress import CancelToken


def noise(height: int, width: int, channels: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), dtype=np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
def test_an_image_holds_the_very_pixels(channels: int) -> None:
    pixels = noise(5, 7, channels)
    assert np.array_equal(array_of(image_of(pixels)), np.broadcast_to(pixels, (5, 7, 3)))


def test_alpha_survives() -> None:
    pixels = noise(5, 7, 4)
    pixels[:, :, 3] = 255
    pixels[2, 3] = 0
    assert np.array_equal(array_of(image_of(pixels)), pixels)


def test_each_level_is_the_mean_of_four() -> None:
    pixels = noise(600, 1000, 3)
    levels = build(pixels).images
    assert [(i.width(), i.height()) for i in levels if i] == [(1000, 600), (500, 300), (250, 150)]
    half = array_of(levels[1]).astype(int)  # type: ignore[arg-type]
    mean = pixels.reshape(300, 2, 500, 2, 3).astype(float).mean(axis=(1, 3))
    assert np.abs(half - mean).max() <= 0.5


def test_odd_sides_keep_their_last_row() -> None:
    pixels = np.zeros((301, 513, 3), np.uint8)
    pixels[-1] = 200
    half = array_of(build(pixels).images[1])  # type: ignore[arg-type]
    assert half.shape == (151, 257, 3)
    assert (half[-1] == 200).all()


def test_hidden_colours_do_not_bleed() -> None:
    pixels = np.zeros((300, 300, 4), np.uint8)
    pixels[:, 0::2] = (255, 0, 0, 255)
    pixels[:, 1::2] = (0, 255, 0, 0)
    half = array_of(build(pixels).images[1])  # type: ignore[arg-type]
    assert (half[:, :, :2] == (255, 0)).all()
    assert (np.abs(half[:, :, 3].astype(int) - 128) <= 1).all()


def test_large_pictures_are_turned_into_images_tile_by_tile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pyramid, "WHOLE_LIMIT", 100_000)
    pixels = noise(1400, 1600, 3)
    made = build(pixels)
    assert made.images[0] is None
    wanted = QRect(1000, 1000, 50, 40)
    parts = made.parts(0, wanted)
    assert len(parts) == 4
    covered = QRect()
    for part in parts:
        place = part.place
        assert max(place.width(), place.height()) <= TILE_SIDE + 2 * MARGIN
        rows, columns = slice(place.top(), place.bottom() + 1), slice(place.left(), None)
        assert np.array_equal(array_of(part.image), pixels[rows, columns][:, : place.width()])
        covered = covered.united(part.own)
    assert covered.contains(wanted)
    assert np.array_equal(array_of(made.whole()), pixels)
    # What is looked at again, and what a pan leaves in sight, is not made again.
    again = made.parts(0, wanted.translated(3, 3))
    assert all(one.image is other.image for one, other in zip(parts, again, strict=True))


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("zoom", [0.55, 0.8, 1.0, 1.3, 3.0, 64.0])
def test_tiles_show_what_the_whole_would(
    channels: int, zoom: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = noise(1300, 1500, channels)
    whole = build(pixels)
    monkeypatch.setattr(pyramid, "WHOLE_LIMIT", 100_000)
    tiled = build(pixels)
    state = ViewState(1500, 1300, 1024 / 1500, 1024 / 1300, zoom, fitted=False)
    one, other = drawn(whole, state).astype(int), drawn(tiled, state).astype(int)
    # At the edge of the view there is nothing to be smooth with.
    assert np.abs(one - other)[1:-1, 1:-1].max() <= (0 if zoom in (1.0, 3.0, 64.0) else 2)


def drawn(picture: Pyramid, state: ViewState) -> np.ndarray:
    """What a pane of 640 × 400 shows."""
    grey = QColor(119, 119, 119)
    image = QImage(640, 400, QImage.Format.Format_RGB32)
    image.fill(grey)
    painter = QPainter(image)
    draw_pyramid(painter, (640, 400), picture, state, Look(grey, grey, grey, grey))
    painter.end()
    return array_of(image)


def test_cancel_stops_it() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        build(noise(600, 600, 3), token)


def test_only_eight_bit_pixels_are_shown() -> None:
    with pytest.raises(TypeError):
        build(np.zeros((4, 4, 3), np.uint16))


def test_rows_that_are_padded_are_read_right() -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB888)  # 15 bytes a row, padded to 16
    image.fill(0x204060)
    assert (array_of(image) == (0x20, 0x40, 0x60)).all()
