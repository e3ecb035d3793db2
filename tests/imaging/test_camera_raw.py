"""Cameras' raw files are refused; TIFF files that look a little like them are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import pyvips
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.imaging.reading import read_picture, read_size, thumbnail
from sr_studio.imaging.row_reader import RowReader

_BYTE, _SHORT, _LONG = 1, 3, 4
_SUBFILE_TYPE, _PHOTOMETRIC, _SUB_DIRECTORIES, _DNG_VERSION = 0xFE, 0x106, 0x14A, 0xC612
#: What the first directory of each says, beside the preview.
_FIRST: dict[str, dict[int, tuple[int, Any]]] = {
    "dng": {_DNG_VERSION: (_BYTE, b"\1\4\0\0")},
    "nef": {_SUBFILE_TYPE: (_LONG, 1), _SUB_DIRECTORIES: (_LONG, (8, 8))},
}

#: How files begin that are raw by their names only.
_STRANGE = {
    "x.CR3": b"\0\0\0\x18ftypcrx \0\0\0\1crx isom",
    "x.raf": b"FUJIFILMCCD-RAW 0201",
    "x.rw2": b"IIU\0\x18\0\0\0",
    "x.orf": b"IIRO\x08\0\0\0",
    "x.srw": b"II*\0\x08\0\0\0",
}


def tiff(path: Path, entries: dict[int, tuple[int, Any]], mode: str = "RGB") -> Path:
    """A TIFF file of 160 × 120 pixels with more entries."""
    directory = ImageFileDirectory_v2()
    for tag, (kind, value) in entries.items():
        directory.tagtype[tag] = kind
        directory[tag] = value
    Image.new(mode, (160, 120)).save(path, "TIFF", tiffinfo=directory)
    return path


def check_refused(path: Path) -> None:
    for look in (read_picture, read_size, RowReader, lambda path: thumbnail(path, 20)):
        with pytest.raises(PictureError) as caught:
            look(path)
        assert str(caught.value) == (
            f"{path}: this is a camera's raw file. Develop it, and export it as TIFF or JPEG first."
        )


@pytest.mark.parametrize(("mode", "byte_order"), [("RGB", b"II"), ("I;16B", b"MM")])
@pytest.mark.parametrize("kind", _FIRST)
def test_the_preview_is_not_taken_for_the_photograph(
    tmp_path: Path, kind: str, mode: str, byte_order: bytes
) -> None:
    """Whatever the file is called."""
    for name in (f"x.{kind}", "x.tif", "x"):
        path = tiff(tmp_path / name, _FIRST[kind], mode)
        assert path.read_bytes()[:2] == byte_order
        check_refused(path)


def test_what_a_sensor_measured_is_not_taken_for_grey(tmp_path: Path) -> None:
    path = tmp_path / "x.tif"
    Image.fromarray(np.zeros((20, 30), np.uint8)).save(path)
    data = bytearray(path.read_bytes())
    entry = data.index(_PHOTOMETRIC.to_bytes(2, "little") + b"\3\0\1\0\0\0")
    data[entry + 8 : entry + 10] = (32803).to_bytes(2, "little")
    path.write_bytes(data)
    check_refused(path)


def test_canons_mark(tmp_path: Path) -> None:
    """It stands between the byte order and the first directory."""
    data = tiff(tmp_path / "x.tif", {}).read_bytes()
    assert data[4:8] == b"\x08\0\0\0"
    (tmp_path / "x").write_bytes(data[:4] + b"\x10\0\0\0CR\2\0\0\0\0\0" + data[8:])
    check_refused(tmp_path / "x")


@pytest.mark.parametrize("name", _STRANGE)
def test_others_are_known_by_their_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_STRANGE[name] + bytes(100))
    check_refused(tmp_path / name)


def test_a_folder_is_searched_for_pictures_only(tmp_path: Path) -> None:
    for name in ("a.nef", "a.jpg", "b.CR3", "b.tif"):
        (tmp_path / name).touch()
    assert [one.name for one in expand_inputs([tmp_path])] == ["a.jpg", "b.tif"]


def test_a_jpeg_is_one_whatever_its_name_says(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20)).save(tmp_path / "x.nef", "JPEG")
    assert read_picture(tmp_path / "x.nef").width == 30


def test_ordinary_tiff_files_are_read(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    pixels = generator.integers(0, 256, (600, 800, 3), dtype=np.uint8)
    pixels[0, :2] = np.frombuffer(b"CR\2\0\0\0", np.uint8).reshape(2, 3)
    image = pyvips.Image.new_from_array(pixels)
    image.tiffsave(tmp_path / "plain.tif")
    assert (tmp_path / "plain.tif").read_bytes()[8:10] == b"CR", "pixels, and no mark of Canon's"
    image.tiffsave(tmp_path / "large.tif", bigtiff=True)
    image.tiffsave(tmp_path / "pages.tif", pyramid=True, tile=True)
    image.tiffsave(tmp_path / "below.tif", pyramid=True, tile=True, subifd=True)
    whole = Image.fromarray(pixels)
    whole.save(tmp_path / "several.tif", save_all=True, append_images=[whole.resize((80, 60))])
    tiff(tmp_path / "reduced.tif", {_SUBFILE_TYPE: (_LONG, 1)})
    for path in tmp_path.iterdir():
        expected = (160, 120) if path.name == "reduced.tif" else (800, 600)
        picture = read_picture(path)
        assert (picture.width, picture.height) == expected == read_size(path), path.name
        assert RowReader(path).width == expected[0]
        if path.name != "reduced.tif":
            assert np.array_equal(picture.pixels, pixels)
