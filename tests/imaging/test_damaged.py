"""Files that are no pictures, or no longer: each gets one sentence, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.formats import FORMATS
from sr_studio.imaging.reading import read_picture, read_size, thumbnail
from sr_studio.imaging.row_reader import RowReader
from tests.imaging.conftest import made_picture
from tests.support.damage import CUTS, damaged_files, whole_files

_HEIC = (Path(__file__).parent / "files" / "gradient.heic").read_bytes()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The bytes of a noisy picture in every format that can be written or is at hand."""
    return whole_files(tmp_path_factory.mktemp("good"))


def test_every_damaged_file_gets_one_sentence(tmp_path: Path, good: dict[str, bytes]) -> None:
    tried = 0
    accepted = []
    for name, data in damaged_files(good):
        path = tmp_path / name
        path.write_bytes(data)
        for action in (read_picture, read_size, lambda path: thumbnail(path, 16)):
            try:
                action(path)
            except PictureError as error:
                _check_sentence(str(error), path)
            else:
                if action is read_picture:
                    accepted.append(name)
        tried += 1
    assert tried >= 60
    assert accepted == []


def _check_sentence(sentence: str, path: Path) -> None:
    assert sentence.startswith(f"{path}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "vips" not in sentence.lower()
    assert len(sentence) < 300 + len(str(path))


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_whatsoever_leads_to_another_error(
    tmp_path_factory: pytest.TempPathFactory, good: dict[str, bytes], data: st.DataObject
) -> None:
    """A few bytes changed anywhere, most often in the header, and perhaps the end cut off."""
    content = bytearray(good[data.draw(st.sampled_from(sorted(good)))])
    for _ in range(data.draw(st.integers(1, 5))):
        end = data.draw(st.sampled_from([160, 160, len(content)]))
        content[data.draw(st.integers(0, end - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    for action in (
        lambda: read_picture(path, pixel_limit=1_000_000),
        lambda: thumbnail(path, 16, pixel_limit=1_000_000),
        lambda: read_size(path),
    ):
        try:
            action()
        except PictureError as error:
            _check_sentence(str(error), path)


def test_what_the_sentences_say(tmp_path: Path, good: dict[str, bytes]) -> None:
    said = {}
    for name, data in damaged_files(good):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(PictureError) as caught:
            read_picture(tmp_path / name)
        said[name] = caught.value.what
    assert said["empty.png"] == "the file is empty"
    assert said["text.png"] == said["video.avif"] == "this is not a picture"
    for name in ("no-width.png", "no-height.png"):
        assert said[name] == "the picture has no pixels"
    for name in ("huge.png", "huge.tif", "huge.bmp", "huge.jpg"):
        assert "more than the limit of 268,435,456" in said[name], name
    assert "2000000000 x 2000000000 pixels, more than can be read" in said["huge-beyond-libpng.png"]
    assert "60000 x 60000" in said["huge.png"]
    assert said["jpeg-cut-0.9.jpg"].startswith("the JPEG data is damaged or cut off (")


def test_cut_heic(tmp_path: Path) -> None:
    for share in CUTS:
        path = tmp_path / "x.heic"
        path.write_bytes(_HEIC[: int(len(_HEIC) * share)])
        with pytest.raises(PictureError, match=r"damaged|not a picture") as caught:
            read_picture(path)
        _check_sentence(str(caught.value), path)


def test_the_pixel_limit_can_be_set(tmp_path: Path, good: dict[str, bytes]) -> None:
    for format, data in good.items():
        path = tmp_path / f"x{FORMATS[format].suffixes[0]}"
        path.write_bytes(data)
        assert read_picture(path, pixel_limit=9600).width == 120
        actions: list[Callable[[], object]] = [
            lambda path=path: read_picture(path, pixel_limit=9599),  # type: ignore[misc]
            lambda path=path: thumbnail(path, 8, pixel_limit=9599),  # type: ignore[misc]
        ]
        for action in actions:
            with pytest.raises(PictureError, match=r"120 x 80 pixels, more than .* 9,599"):
                action()


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
def test_a_jpeg_that_lost_pixels_is_refused_whole_and_by_rows(
    tmp_path: Path, options: dict[str, Any]
) -> None:
    """As from a failing card: the file is whole, and some of it is something else."""
    noise = np.random.default_rng(1).integers(0, 8, (200, 300, 3), dtype=np.uint8)
    path = tmp_path / "x.jpg"
    Image.fromarray(made_picture(size=(200, 300)).pixels // 2 + noise).save(
        path, quality=92, **options
    )
    assert RowReader(path).height == 200
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes(range(255)) + data[middle + 255 :])
    for action in (read_picture, RowReader):
        with pytest.raises(PictureError, match="the JPEG data is damaged or cut off") as caught:
            action(path)
        _check_sentence(str(caught.value), path)


def test_harmless_oddities_of_jpeg_are_read(tmp_path: Path, good: dict[str, bytes]) -> None:
    """Stray bytes between markers and after the end: cameras write them, libjpeg only warns."""
    data = good["jpeg"]
    table = data.index(b"\xff\xdb")
    odd = data[:table] + b"\0\0\0" + data[table:] + b"trailing words of a camera"
    (tmp_path / "x.jpg").write_bytes(odd)
    (tmp_path / "y.jpg").write_bytes(data)
    strange, usual = read_picture(tmp_path / "x.jpg"), read_picture(tmp_path / "y.jpg")
    assert np.array_equal(strange.pixels, usual.pixels)
    by_rows = RowReader(tmp_path / "x.jpg").strip(0, usual.height)
    assert np.array_equal(by_rows.pixels, usual.pixels)


def test_places_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="there is no such file"):
        read_picture(tmp_path / "missing.png")
    with pytest.raises(PictureError, match="this is a folder"):
        read_picture(tmp_path)
    with pytest.raises(PictureError, match="cannot be opened"):
        read_picture(tmp_path / "nul\0byte.png")
