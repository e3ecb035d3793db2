"""Where pictures lie: odd names, missing folders, full disks, permissions, pipes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sr_studio.errors import StudioError
from sr_studio.imaging.errors import PictureError
from sr_studio.imaging.inputs import expand_inputs
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_size, thumbnail
from sr_studio.imaging.writing import write_picture
from tests.support.places import powerless


@pytest.mark.parametrize(
    "name", ["größe 그림 日本.png", "a[page=1].png", "x'\"; $(y) %s.png", "[n=2]"]
)
def test_odd_names(tmp_path: Path, picture: Picture, name: str) -> None:
    path = tmp_path / name
    write_picture(picture, path, format="png")
    assert np.array_equal(read_picture(path).pixels, picture.pixels)
    assert read_size(path) == (53, 37)
    assert thumbnail(path, 20).shape == (14, 20, 3)


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    for value in (10, 200):
        write_picture(Picture(np.full((9, 9, 1), value, np.uint8)), path)
        assert (read_picture(path).pixels == value).all()
        assert (thumbnail(path, 4) == value).all()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full device of Linux")
def test_missing_folder_and_full_disk(
    tmp_path: Path, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StudioError, match="folder does not exist"):
        write_picture(picture, tmp_path / "none" / "x.png")
    opened = Path.open

    def full(path: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        """Files are made as they are asked for, and take nothing: their device is full."""
        if not set(mode) & set("wa+"):
            return opened(path, mode, *arguments, **options)
        path.touch()
        return opened(Path("/dev/full"), "r+b", buffering=0)

    for suffix in ("png", "tif", "jpg", "webp", "avif"):
        target = tmp_path / f"x.{suffix}"
        target.write_bytes(b"before")
        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", full)
            with pytest.raises(StudioError, match="disk is full"):
                write_picture(picture, target)
        assert target.read_bytes() == b"before"
    assert len(list(tmp_path.iterdir())) == 5, "no half file is left"


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_files_and_folders_without_permission(picture: Picture) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write_picture(picture, folder / "x.png")
        (folder / "x.png").chmod(0)
        folder.chmod(0o555)
        with powerless():
            with pytest.raises(PictureError, match=r"x\.png: the file may not be read"):
                read_picture(folder / "x.png")
            with pytest.raises(StudioError, match="the folder may not be written to"):
                write_picture(picture, folder / "y.png")
        folder.chmod(0)
        with powerless():
            assert expand_inputs([folder / "x.png"]) == [folder / "x.png"]
            with pytest.raises(PictureError, match=r"x\.png: the file may not be read"):
                read_picture(folder / "x.png")
        folder.chmod(0o755)
        assert [one.name for one in folder.iterdir()] == ["x.png"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX systems")
@pytest.mark.timeout(20)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    for look in (read_picture, read_size, lambda path: thumbnail(path, 9)):
        with pytest.raises(PictureError, match="a pipe"):
            look(tmp_path / "pipe.png")


def test_a_name_with_a_line_end_is_told_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.png"
    path.write_bytes(b"no picture")
    with pytest.raises(PictureError) as told:
        read_picture(path)
    assert "a\\nb.png: this is not a picture" in str(told.value) and "\n" not in str(told.value)
