"""Results written again in another format: their size is no reason to refuse them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import pyvips

from sr_studio.imaging.converting import convert
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import DEFAULT_PIXEL_LIMIT, read_iptc, read_picture, read_size
from sr_studio.imaging.writing import write_picture
from tests.imaging.test_metadata import IPTC
from tests.support.pictures import make_picture


@pytest.fixture(scope="module")
def giant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PNG of more pixels than a stranger's file may have."""
    side = round(DEFAULT_PIXEL_LIMIT**0.5) + 1
    path = tmp_path_factory.mktemp("giant") / "giant.png"
    pyvips.Image.black(side, side).pngsave(str(path), compression=1)
    return path


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_a_picture_above_the_limit_for_strangers_is_converted(
    giant: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"a{suffix}"
    convert(giant, target)
    assert read_size(target) == read_size(giant)


def test_what_a_format_cannot_hold_is_said_before_anything_is_read(
    giant: Path, tmp_path: Path
) -> None:
    with pytest.raises(PictureError, match="WebP holds at most 16,383 pixels a side"):
        convert(giant, tmp_path / "a.webp")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [".jpg", ".tif", ".png", ".webp", ".avif"])
def test_the_pixels_are_those_of_writing_it_whole(tmp_path: Path, suffix: str) -> None:
    picture = Picture(np.tile(make_picture(1), (20, 1, 1)))  # several strips
    write_picture(picture, tmp_path / "a.png")
    convert(tmp_path / "a.png", tmp_path / f"b{suffix}", None)
    write_picture(picture, tmp_path / f"c{suffix}")
    one, other = (read_picture(tmp_path / f"{name}{suffix}") for name in "bc")
    assert np.array_equal(one.pixels, other.pixels)


def test_captions_go_where_they_can(tmp_path: Path) -> None:
    write_picture(replace(Picture(make_picture(1)), iptc=IPTC), tmp_path / "camera.jpg")
    assert read_iptc(tmp_path / "camera.jpg") == IPTC
    write_picture(Picture(make_picture(1)), tmp_path / "result.png")
    for name in ("saved.jpg", "saved.tif", "saved.png"):
        lost = convert(
            tmp_path / "result.png", tmp_path / name, changed=partial(replace, iptc=IPTC)
        )
        assert lost == (
            ["PNG holds no IPTC records: they are left out."] if name == "saved.png" else []
        )
    assert read_iptc(tmp_path / "saved.jpg") == read_iptc(tmp_path / "saved.tif") == IPTC
    assert read_iptc(tmp_path / "saved.png") is None
