"""Which pictures are meant by files and folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_studio.errors import Cancelled
from sr_studio.imaging.inputs import expand_inputs, find_pictures, natural_key
from sr_studio.progress import CancelToken


def test_folders_in_natural_order_without_what_is_no_picture(tmp_path: Path) -> None:
    names = ["b10.png", "b9.PNG", "a.jpg", "notes.txt", ".hidden.png", "x.part.png", "ä.webp"]
    for name in names:
        (tmp_path / name).touch()
    (tmp_path / "deep10").mkdir()
    (tmp_path / "deep10" / "z.tif").touch()
    (tmp_path / "deep2").mkdir()
    (tmp_path / "deep2" / "y.bmp").touch()
    (tmp_path / ".thumbnails").mkdir()
    (tmp_path / ".thumbnails" / "t.png").touch()
    flat = ["a.jpg", "b9.PNG", "b10.png", "ä.webp"]
    assert [one.name for one in expand_inputs([tmp_path])] == flat
    deep = [*flat, "y.bmp", "z.tif"]
    assert [one.name for one in expand_inputs([tmp_path], recursive=True)] == deep


def test_files_are_kept_as_named_and_once(tmp_path: Path) -> None:
    (tmp_path / "a.png").touch()
    odd, missing = tmp_path / "letter.txt", tmp_path / "missing.png"
    odd.touch()
    found = expand_inputs([missing, odd, tmp_path, str(tmp_path / "a.png"), odd])
    assert found == [missing, odd, tmp_path / "a.png"]
    assert expand_inputs([]) == []


@given(st.lists(st.text()))
def test_any_names_can_be_ordered(names: list[str]) -> None:
    once = sorted(names, key=natural_key)
    assert sorted(once, key=natural_key) == once
    assert sorted(["p10", "p9", "P1"], key=natural_key) == ["P1", "p9", "p10"]


def test_patterns_and_the_folder_a_picture_was_found_in(tmp_path: Path) -> None:
    for name in ("a.png", "b.jpg", "2024/c.png", "2024/may/d.png", "2023/e.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    def found(*patterns: str) -> list[str]:
        pictures = find_pictures([tmp_path], recursive=True, patterns=patterns)
        assert all(one.root == tmp_path for one in pictures)
        return [one.path.name for one in pictures]

    assert found("*.png") == ["a.png", "e.png", "c.png", "d.png"]
    assert found("2024/*") == ["c.png", "d.png"]
    assert found("*.JPG", "*.jpg") == ["b.jpg"]
    (named,) = find_pictures([tmp_path / "a.png"], patterns=["*.jpg"])
    assert named.path.name == "a.png" and named.root is None, "what is named itself is meant"
    globbed = find_pictures([f"{tmp_path}/*/*.png"])
    assert [one.path.name for one in globbed] == ["e.png", "c.png"]
    assert [one.path.name for one in find_pictures([tmp_path / "no*.png"])] == ["no*.png"]


def test_a_search_is_ended_between_two_folders(tmp_path: Path) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        find_pictures([tmp_path], recursive=True, token=token)
