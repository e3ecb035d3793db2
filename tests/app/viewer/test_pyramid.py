"""Pyramids: true averages, large pictures in parts, colours that come out as they went in."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QColorSpace, QImage, QPainter

from sr_studio import paths
from sr_studio.app import pictures
from sr_studio.app.settings import Settings
from sr_studio.app.viewer import pyramid, roomy, screen, tiles
from sr_studio.app.viewer.painting import Look, draw_pyramid
from sr_studio.app.viewer.pyramid import Pyramid, array_of, build
from sr_studio.app.viewer.tiles import MARGIN, TILE_HEIGHT, TILE_WIDTH, image_of
from sr_studio.comparison.view_state import ViewState
from sr_studio.errors import Cancelled, StudioError
from sr_studio.imaging.picture import Picture, to_8_bit
from sr_studio.imaging.writing import write_picture
from sr_studio.progress import CancelToken


def noise(height: int, width: int, channels: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, channels), dtype=np.uint8)


@pytest.mark.parametrize("channels", [1, 3])
def test_an_image_holds_the_very_pixels(channels: int) -> None:
    pixels = noise(5, 7, channels)
    assert np.array_equal(array_of(image_of(pixels)), np.broadcast_to(pixels, (5, 7, 3)))


@pytest.mark.parametrize("channels", [2, 4])
def test_what_nearly_vanishes_has_its_own_colours(tmp_path: Path, channels: int) -> None:
    planes = noise(20, 30, channels)
    planes[..., -1] = 8
    write_picture(Picture(planes[..., :-1], planes[..., -1]), tmp_path / "faint.png")
    shown = pictures.look(tmp_path / "faint.png", CancelToken())
    colours = planes if channels == 4 else planes[..., [0, 0, 0, 1]]
    assert np.array_equal(shown.array(), colours) and np.array_equal(shown.true(), colours)
    assert shown.values(3, 5) == tuple(colours[5, 3])


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
    pixels = noise(TILE_HEIGHT + 300, TILE_WIDTH + 900, 3)
    made = build(pixels)
    assert made.images[0] is None
    wanted = QRect(TILE_WIDTH - 16, TILE_HEIGHT - 16, 50, 40)
    parts = made.parts(0, wanted)
    while made.is_unfinished():
        parts = made.parts(0, wanted)
    assert len(parts) == 4
    covered = QRect()
    for part in parts:
        place = part.place
        assert place.width() <= TILE_WIDTH + 2 * MARGIN
        assert place.height() <= TILE_HEIGHT + 2 * MARGIN
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
    while tiled.is_unfinished():
        other = drawn(tiled, state).astype(int)
    # At the edge of the view there is nothing to be smooth with.
    assert np.abs(one - other)[1:-1, 1:-1].max() <= (0 if zoom in (1.0, 3.0, 64.0) else 2)


def test_many_tiles_come_in_several_looks_over_the_next_level(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pixels = noise(1300, 1500, 3)
    whole = build(pixels)
    monkeypatch.setattr(pyramid, "WHOLE_LIMIT", 100_000)
    monkeypatch.setattr(tiles, "_NEW_AT_ONCE", 1)
    monkeypatch.setattr(tiles, "TILE_HEIGHT", 256)
    tiled = build(pixels)
    state = ViewState(1500, 1300, 0.5, 0.5, 0.55, fitted=False)
    right, looks = drawn(whole, state).astype(int), []
    while not looks or tiled.is_unfinished():
        looks.append(np.abs(drawn(tiled, state).astype(int) - right)[1:-1, 1:-1])
    assert 2 < len(looks) < 8
    # Nothing is left blank meanwhile, only less sharp; in the end it is what it should be.
    assert looks[0].mean() < 40 and looks[0].max() > 2
    assert looks[-1].max() <= 2


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


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("limit", [100_000, 100])
def test_sixteen_bits_are_drawn_rounded_and_kept_true(
    channels: int, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyramid, "WHOLE_LIMIT", limit)
    pixels = np.random.default_rng(4).integers(0, 65536, (30, 40, channels)).astype(np.uint16)
    if channels in (2, 4):
        pixels[:, :, -1] = 65535
    made = build(pixels)
    assert made.values(7, 5) == tuple(pixels[5, 7])
    assert np.array_equal(made.array(), to_8_bit(pixels))
    image = made.parts(0, QRect(0, 0, 40, 30))[0].image
    colour = to_8_bit(pixels[:, :, : 1 if channels < 3 else 3])
    assert np.array_equal(array_of(image)[:, :, :3], np.broadcast_to(colour, (30, 40, 3)))


def test_a_screen_of_ten_bits_shows_more_than_eight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "_screen_is_deep", lambda: True)
    image = image_of(np.array([[[32768 + 64, 0, 65535]]], np.uint16))
    assert image.format() is QImage.Format.Format_RGB30
    assert abs(image.pixelColor(0, 0).rgba64().red() - 32832) <= 48
    assert image.pixelColor(0, 0).blue() == 255


def test_other_numbers_are_refused() -> None:
    with pytest.raises(TypeError):
        build(np.zeros((4, 4, 3), np.float32))


def test_a_picture_larger_than_memory_is_read_from_disk_in_strips(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pixels = (noise(700, 900, 3).astype(np.uint16) * 257) ^ 3
    write_picture(Picture(pixels), tmp_path / "deep.tif")
    monkeypatch.setattr(pictures, "IN_MEMORY", 100_000)
    monkeypatch.setattr(roomy, "IN_MEMORY", 100_000)
    monkeypatch.setattr(pyramid, "WHOLE_LIMIT", 50_000)
    monkeypatch.setattr(pictures, "read_picture", None)  # the whole is never decoded at once
    made = pictures.look(tmp_path / "deep.tif", CancelToken())
    assert isinstance(made.pixels, np.memmap)
    assert np.array_equal(made.pixels, pixels)
    assert made.images[0] is made.images[1] is None and made.images[2] is not None
    state = ViewState(900, 700, 0.5, 0.5, 0.3, fitted=False)
    monkeypatch.setattr(pyramid, "WHOLE_LIMIT", 10**9)
    in_memory = drawn(build(pixels), state).astype(int)
    assert np.abs(drawn(made, state).astype(int) - in_memory)[1:-1, 1:-1].max() <= 2
    assert list((paths.user_cache_dir() / "viewer").iterdir()) == []


def test_a_full_disk_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StudioError, match="no room for"):
        roomy.roomy((10**6, 10**6, 300), np.dtype(np.uint8))


def test_pictures_are_drawn_in_the_colours_of_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings()
    p3 = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())
    red = np.zeros((8, 8, 3), np.uint8)
    red[:, :, 0] = 255
    write_picture(Picture(red), tmp_path / "srgb.png")
    write_picture(Picture(red, icc=p3), tmp_path / "p3.png")

    def seen(name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        made = pictures.look(tmp_path / name, CancelToken())
        image = made.images[0]
        assert image is not None
        return tuple(array_of(image)[4, 4]), made.values(4, 4)

    try:
        assert seen("srgb.png") == ((255, 0, 0), (255, 0, 0))
        settings.set("viewer.screen", "p3")
        screen.show_through(settings)
        drawn_red, true_red = seen("srgb.png")
        assert np.abs(np.array(drawn_red) - (234, 51, 35)).max() <= 2
        assert true_red == (255, 0, 0)
        # Beyond sRGB, within the screen: shown as it is.
        assert np.abs(np.array(seen("p3.png")[0]) - (255, 0, 0)).max() <= 2

        (tmp_path / "screen.icc").write_bytes(p3)
        settings.set("viewer.screen", "file")
        settings.set("viewer.screen_file", str(tmp_path / "screen.icc"))
        screen.show_through(settings)
        assert seen("srgb.png")[0] == drawn_red
        settings.set("viewer.screen_file", str(tmp_path / "srgb.png"))
        with pytest.raises(StudioError, match="no colour profile of a screen"):
            screen.show_through(settings)
        assert screen.profile() is None
        settings.set("viewer.screen_file", str(tmp_path / "missing.icc"))
        with pytest.raises(StudioError, match="cannot be read"):
            screen.show_through(settings)
    finally:
        settings.set("viewer.screen", "srgb")
        screen.show_through(settings)


def test_rows_that_are_padded_are_read_right() -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB888)  # 15 bytes a row, padded to 16
    image.fill(0x204060)
    assert (array_of(image) == (0x20, 0x40, 0x60)).all()


@pytest.mark.parametrize("depth", [8, 16])
def test_a_part_is_that_of_the_whole(depth: int) -> None:
    random = np.random.default_rng(3)
    dtype = np.uint8 if depth == 8 else np.uint16
    pixels = random.integers(0, 2**depth, (40, 30, 3)).astype(dtype)
    pyramid = build(pixels)
    rows, columns = slice(3, 29), slice(10, 30)
    assert np.array_equal(pyramid.part(rows, columns), pyramid.array()[rows, columns])


def test_a_grey_file_is_known_as_grey(tmp_path: Path) -> None:
    for mode, grey in (("L", True), ("RGB", False)):
        Image.new(mode, (20, 10)).save(tmp_path / "a.png")
        assert pictures.look(tmp_path / "a.png", CancelToken()).is_grey is grey
