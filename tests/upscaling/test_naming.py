"""What results are called: templates, safe and short names, mirrored folders, numbers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sr_studio.errors import StudioError
from sr_studio.files import LONGEST_NAME, remove_parts, write_text
from sr_studio.upscaling.naming import (
    FIELDS,
    NameFacts,
    check_template,
    mirrored,
    numbered,
    result_name,
)


def test_the_usual_name_says_scale_and_method() -> None:
    assert result_name(NameFacts("lenna", 4.0, "srgan"), ".png") == "lenna_x4_srgan.png"
    assert result_name(NameFacts("a.b", 2.5, "/m/my net.pth"), ".webp") == "a.b_x2.5_my-net.webp"


def test_the_detail_is_in_the_name() -> None:
    """Else two results that differ would have one name."""
    facts = NameFacts("lenna", 4, "esrgan6-x4", detail=0.5)
    assert result_name(facts, ".png") == "lenna_x4_esrgan6-x4-d0.5.png"
    assert result_name(facts, ".png", "{name} {detail} {method}") == "lenna 0.5 esrgan6-x4.png"


def test_every_field_can_be_used() -> None:
    template = "-".join(f"{{{field}}}" for field in FIELDS if field != "date")
    facts = NameFacts("a", 3, "m", 1.0, (30, 60), "holiday")
    assert result_name(facts, ".tif", template) == "a-3-m-1-30-60-holiday.tif"


@pytest.mark.parametrize(
    "template", ["{nmae}", "{name", "   ", "{0}", "{name:>99}", "{name!r}", "."]
)
def test_templates_that_cannot_be_filled_in_are_refused(template: str) -> None:
    with pytest.raises(StudioError, match="name"):
        check_template(template)


@given(st.text(max_size=400), st.sampled_from(["{name}", "{name}_{method}", "x{folder}{name}"]))
def test_any_name_makes_a_file_name(name: str, template: str) -> None:
    made = result_name(NameFacts(name, 4, "bicubic", folder=name[:9]), ".png", template)
    assert made.endswith(".png") and Path(made).name == made
    assert not set(made) & set('<>:"/\\|?*\n\r\t\0')
    assert len(made.encode("utf-8", "surrogateescape" if os.name == "posix" else "strict")) <= 255


def test_long_names_keep_method_and_scale_and_can_be_written(tmp_path: Path) -> None:
    for letter in ("n", "é", "漢"):
        long = letter * 240
        path = tmp_path / result_name(NameFacts(long, 4, "bicubic"), ".png")
        assert path.stem.endswith("_x4_bicubic")
        write_text(path, "x")
        second = numbered(path)
        write_text(second, "x")
        assert second.name.endswith(" (2).png")
    assert len(list(tmp_path.iterdir())) == 6


def test_a_name_of_full_length_can_be_written_and_tidied_up_after(tmp_path: Path) -> None:
    path = tmp_path / f"{'n' * (LONGEST_NAME - 4)}.png"
    write_text(path, "whole")
    (left,) = (path.with_name(f".{'n' * (LONGEST_NAME - 19)}.0123abcd.part.png"),)
    left.write_text("half")
    remove_parts(path)
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(StudioError, match="longer than the 255 bytes"):
        write_text(tmp_path / f"{'n' * 300}.png", "x")


def test_folders_are_mirrored(tmp_path: Path) -> None:
    root, out = tmp_path / "photos", tmp_path / "large"
    assert mirrored(root / "2024" / "may" / "a.png", root, out) == out / "2024" / "may"
    assert mirrored(root / "a.png", root, out) == out
    assert mirrored(tmp_path / "elsewhere" / "a.png", root, out) == out
    assert mirrored(root / "sub" / "a.png", None, out) == out


def test_numbers_go_round_files_and_promises(tmp_path: Path) -> None:
    wanted = tmp_path / "a.png"
    assert numbered(wanted) == wanted
    wanted.touch()
    assert numbered(wanted) == tmp_path / "a (2).png"
    assert numbered(wanted, {tmp_path / "a (2).png"}) == tmp_path / "a (3).png"
