"""What leaves the program: figure, flip, page and session, read back from the disk."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence

from sr_studio.comparison.differences import Manner
from sr_studio.comparison.figure import FRAMES, FigureStyle, figure
from sr_studio.comparison.flip import write_flip
from sr_studio.comparison.page import write_page
from sr_studio.comparison.parts import Box, NamedPicture, part
from sr_studio.comparison.registration import Registration
from sr_studio.comparison.session import (
    Look,
    Region,
    Session,
    VersionEntry,
    left_of,
    read_session,
    write_session,
)
from sr_studio.errors import StudioError


def gradient(width: int, height: int) -> np.ndarray:
    rows, columns = np.mgrid[0:height, 0:width]
    planes = [columns * 255 // width, rows * 255 // height, np.full((height, width), 60)]
    return np.stack(planes, axis=2).astype(np.uint8)


@pytest.fixture
def pictures() -> list[NamedPicture]:
    return [
        NamedPicture("LR & <bicubic>", gradient(40, 30)),
        NamedPicture("한국어 SRGAN ×4", gradient(160, 120), caption="31.30 dB / 0.8811"),
    ]


def test_a_part_is_the_same_spot_of_every_version(pictures: list[NamedPicture]) -> None:
    box = Box(0.25, 0.5, 0.5, 0.75)
    small, large = (part(p, box, (40, 30)) for p in pictures)
    assert np.abs(small.astype(int) - large).max() <= 8  # the LR one is interpolated
    assert np.array_equal(large, pictures[1].pixels[60:90, 40:80])


def test_a_nudged_version_lies_where_it_was_nudged(pictures: list[NamedPicture]) -> None:
    moved = NamedPicture("moved", pictures[1].pixels, Registration(10 / 160, -5 / 120))
    shown = part(moved, Box(0.25, 0.25, 0.5, 0.5), (40, 30))
    assert np.array_equal(shown, pictures[1].pixels[35:65, 30:70])
    beyond = part(moved, Box(0, 0, 0.25, 0.25), (40, 30))
    assert tuple(beyond[10, 4]) == (119, 119, 119)
    assert np.array_equal(beyond[:, 10:], pictures[1].pixels[5:35, 0:30])


def test_a_figure_magnifies_whole_pixels(pictures: list[NamedPicture]) -> None:
    style = FigureStyle(crop=240, gap=8, columns=1)
    sheet = np.asarray(figure(pictures, [Box(0.25, 0.5, 0.375, 0.625)], overview=1, style=style))
    reds = np.argwhere((sheet == FRAMES[0]).all(axis=2))
    assert len(reds) > 500
    # 20 × 15 pixels of the scene twelve times as large; the second version is the lower one.
    left = sheet.shape[1] - 8 - 240
    top = 8 + (180 + 2 * style.letters + 6) + 8
    inside = sheet[top + 6 : top + 174 : 12, left + 6 : left + 234 : 12]
    assert np.array_equal(inside[1:], pictures[1].pixels[61:74, 40:59])
    assert (sheet[-30:, left:] < 200).any()  # its scores are written beneath


def test_a_flat_box_leaves_room_for_the_whole_picture_and_is_seen_whole() -> None:
    pictures = [NamedPicture(name, gradient(512, 512)) for name in ("a", "b")]
    sheet = np.asarray(figure(pictures, [Box(64 / 512, 256 / 512, 448 / 512, 266 / 512)]))
    look = FigureStyle()
    assert sheet.shape[0] == look.crop // 2 + 2 * look.letters + 6 + 2 * look.gap
    crop = pictures[0].pixels[256:266, 64:448]
    left = look.gap + look.crop // 2 + look.gap
    assert np.array_equal(sheet[8 : 8 + len(crop), left : left + crop.shape[1]], crop)
    assert tuple(sheet[5, left]) == FRAMES[0]


def test_a_figure_without_a_box_says_so(pictures: list[NamedPicture]) -> None:
    with pytest.raises(StudioError, match="Mark a region first"):
        figure(pictures, [])


@pytest.mark.parametrize(("suffix", "form"), [(".webp", "WEBP"), (".png", "PNG"), (".gif", "GIF")])
def test_a_flip_shows_each_version_in_turn(
    pictures: list[NamedPicture], tmp_path: Path, suffix: str, form: str
) -> None:
    path = tmp_path / f"flip{suffix}"
    write_flip(pictures, path, box=Box(0, 0, 0.5, 0.5), milliseconds=400)
    with Image.open(path) as image:
        assert image.format == form
        assert (image.width, image.height) == (240, 180 + 26)
        frames = [np.asarray(f.convert("RGB")).astype(int) for f in ImageSequence.Iterator(image)]
        assert image.info["duration"] == 400
    assert len(frames) == 2
    wanted = pictures[1].pixels[:60, :80].repeat(3, axis=0).repeat(3, axis=1)
    allowed = 0 if form != "GIF" else 60
    assert np.abs(frames[1][:180] - wanted).max() <= allowed
    assert (frames[0][182:] > 200).any()


def test_a_flip_of_another_kind_is_refused(pictures: list[NamedPicture], tmp_path: Path) -> None:
    with pytest.raises(StudioError, match=r"Choose \.webp"):
        write_flip(pictures, tmp_path / "flip.mp4")
    with pytest.raises(StudioError, match="needs two versions"):
        write_flip(pictures[:1], tmp_path / "flip.webp")
    assert list(tmp_path.iterdir()) == []


def test_the_page_holds_everything_itself(pictures: list[NamedPicture], tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_page(pictures, path, title="Garden </title><script>")
    text = path.read_text(encoding="utf-8")
    assert "Garden &lt;/title&gt;&lt;script&gt;" in text
    assert "LR &amp; &lt;bicubic&gt;" in text
    assert re.findall(r'(?:src|href)="(?!data:)', text) == []
    assert "http" not in text.replace("http-equiv", "")


@pytest.mark.slow
def test_the_page_works_in_a_browser(pictures: list[NamedPicture], tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("there is no Chromium here")
    red = NamedPicture("red", np.full((100, 200, 3), (250, 0, 0), np.uint8))
    blue = NamedPicture("blue", np.full((100, 200, 3), (0, 0, 250), np.uint8))
    path, shot = tmp_path / "page.html", tmp_path / "shot.png"
    write_page([red, blue], path, title="Two colours")
    words = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    words += ["--window-size=800,400", f"--user-data-dir={tmp_path / 'profile'}"]
    subprocess.run(
        [*words, f"--screenshot={shot}", path.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with Image.open(shot) as image:
        seen = np.asarray(image.convert("RGB"))
    reds = np.argwhere((seen == (250, 0, 0)).all(axis=2))
    blues = np.argwhere((seen == (0, 0, 250)).all(axis=2))
    assert len(reds) == len(blues) > 9000
    assert reds[:, 1].max() < blues[:, 1].min()


def test_a_session_opens_again(tmp_path: Path) -> None:
    inside, outside = tmp_path / "here" / "a.png", tmp_path / "there" / "b.png"
    look = Look(
        mode="split",
        before=1,
        after=0,
        fitted=False,
        x=0.3,
        zoom=4.0,
        split_angle=30.0,
        quartered=True,
        manner=Manner.HEAT,
        region=Region(left=0.1, top=0.2, right=0.3, bottom=0.4),
    )
    session = Session(
        versions=(
            VersionEntry(name="a", path=str(inside), dx=1.5, angle=-2),
            VersionEntry(name="b", path=str(outside)),
        ),
        look=look,
    )
    inside.parent.mkdir()
    path = inside.parent / "one.srcompare"
    write_session(path, session)
    assert '"a.png"' in path.read_text()
    assert read_session(path) == session
    moved = tmp_path / "moved"
    inside.parent.rename(moved)
    assert read_session(moved / path.name).versions[0].path == str(moved / "a.png")


@pytest.mark.parametrize(
    ("chosen", "kept", "wanted"),
    [
        ((1, 2), [1, 2], (0, 1)),
        ((1, 2), [0, 2], (0, 1)),
        ((1, 2), [0, 1], (1, 0)),
        ((1, 0), [0, 2], (1, 0)),
        ((0, 1), [2], (0, 0)),
        ((0, 9), [0, 1, 2], (0, 2)),  # written by hand
    ],
)
def test_what_was_chosen_stays_chosen_when_others_are_lost(
    chosen: tuple[int, int], kept: list[int], wanted: tuple[int, int]
) -> None:
    entries = tuple(VersionEntry(name=name, path=f"{name}.png") for name in "abc")
    session = Session(versions=entries, look=Look(before=chosen[0], after=chosen[1]))
    left = left_of(session, kept)
    assert [entry.name for entry in left.versions] == ["abc"[index] for index in kept]
    assert (left.look.before, left.look.after) == wanted


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not JSON", "no comparison of this program"),
        ('{"version": 99, "versions": []}', "newer version"),
        ('{"versions": [{"name": "a"}]}', r"damaged at versions\.0\.path"),
        ("[]", "damaged at the file"),
    ],
)
def test_what_is_no_session_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "x.srcompare"
    path.write_text(text)
    with pytest.raises(StudioError, match=sentence):
        read_session(path)
