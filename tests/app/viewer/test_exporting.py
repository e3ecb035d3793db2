"""Comparisons saved from the window and, where they can be, opened again."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sr_studio.app.compare.page import ComparePage
from sr_studio.app.pictures import look_at_pixels
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.exporting import ExportTool
from sr_studio.app.viewer.version import Version
from sr_studio.app.window import MainWindow
from sr_studio.comparison.parts import Box
from sr_studio.comparison.registration import Registration
from sr_studio.comparison.view_state import Spot
from sr_studio.imaging.reading import read_picture
from sr_studio.progress import CancelToken
from tests.app.conftest import LONG_MS, drop, save_picture
from tests.app.viewer.test_viewer import flat


def export(page: ComparePage, path: Path, qtbot: QtBot) -> None:
    tool = next(tool for tool in page.viewer.tools if isinstance(tool, ExportTool))
    tool.export_to(path)
    qtbot.waitUntil(lambda: page.context.tasks.open_count == 0, timeout=LONG_MS)


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ComparePage:
    page = window.go("compare")
    assert isinstance(page, ComparePage)
    paths = [save_picture(tmp_path / f"{name}.png", 80, 60, seed=len(name)) for name in ("a", "bb")]
    page.open_paths(paths)
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=LONG_MS)
    page.add_versions([flat((9, 90, 200), 20, 15)])  # it has no file
    return page


def test_figure_flip_and_page(page: ComparePage, tmp_path: Path, qtbot: QtBot) -> None:
    page.viewer.set_region(Box(0.25, 0.25, 0.5, 0.5))
    for name in ("figure.png", "flip.webp", "flip.apng", "flip.gif", "page.html"):
        export(page, tmp_path / name, qtbot)
        assert (tmp_path / name).stat().st_size > 500, name
    with Image.open(tmp_path / "flip.webp") as flip:
        assert flip.n_frames == 3  # type: ignore[attr-defined]
        assert flip.width == 60  # a quarter of 80, three times as large
    assert (tmp_path / "page.html").read_text().count("data:image/png") == 3


def test_a_wrong_suffix_is_told_with_what_to_do(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    export(page, tmp_path / "figure.docx", qtbot)
    assert window.desk.shown is not None
    assert not (tmp_path / "figure.docx").exists()


def test_a_file_where_the_pictures_of_a_session_would_lie_is_named(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "garden pictures").write_text("notes")
    export(page, tmp_path / "garden.srcompare", qtbot)
    dialog: Any = window.desk.shown
    assert "garden pictures: a file is in the way" in dialog.text()
    assert not (tmp_path / "garden.srcompare").exists()


def test_the_dialog_is_opened_by_key(page: ComparePage, window: MainWindow) -> None:
    window.perform("view.export")
    tool = next(tool for tool in page.viewer.tools if isinstance(tool, ExportTool))
    assert tool.dialog is not None
    assert len(tool.dialog.nameFilters()) == 6
    tool.dialog.close()
    QApplication.processEvents()


def test_a_name_with_dots_gets_the_suffix_of_its_kind(
    page: ComparePage, tmp_path: Path, qtbot: QtBot
) -> None:
    tool = next(tool for tool in page.viewer.tools if isinstance(tool, ExportTool))
    page.context.settings.set("files.last_folder", str(tmp_path))
    page.open_paths([save_picture(tmp_path / "bird_x1.5_bicubic.png", 80, 60)])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 4, timeout=LONG_MS)
    page.viewer.choose(page.viewer.versions[3])

    def saved_as(name: str | None, kind: int) -> None:
        page.perform("view.export")
        dialog = tool.dialog
        assert dialog is not None
        dialog.selectNameFilter(dialog.nameFilters()[kind])
        dialog.filterSelected.emit(dialog.selectedNameFilter())
        if name is not None:
            dialog.findChild(QLineEdit).setText(name)
        dialog.accept()
        qtbot.waitUntil(lambda: not page.context.tasks.writing, timeout=LONG_MS)

    saved_as(None, 0)
    saved_as(None, 1)
    saved_as("v1.2", 1)
    (tmp_path / "v1.3.html").write_text("mine")
    saved_as("v1.3", 1)
    made = {path.name for path in tmp_path.iterdir()}
    proposed = "bird_x1.5_bicubic comparison"
    assert {f"{proposed}.png", f"{proposed}.html", "v1.2.html"} <= made
    question: Any = page.window().desk.shown  # type: ignore[attr-defined]
    assert "v1.3.html is there already" in question.informativeText()
    assert (tmp_path / "v1.3.html").read_text() == "mine"
    question.close()


def test_the_window_closes_when_what_is_being_written_is_there(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    tool = next(tool for tool in page.viewer.tools if isinstance(tool, ExportTool))
    page.add_versions([flat((9, 90, 200), 2000, 1500)])
    (tmp_path / "file").write_text("in the way")
    tool.export_to(tmp_path / "file" / "page.html")
    assert not window.close() and "being written" in window.status.currentMessage()
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=LONG_MS)
    assert window.isVisible(), "who is told of a failure may try again"
    window.desk.shown.close()  # type: ignore[union-attr]
    tool.export_to(tmp_path / "page.html")
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG_MS)
    assert (tmp_path / "page.html").stat().st_size > 500


def test_a_session_opens_again_as_it_was(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    viewer = page.viewer
    viewer.choose(viewer.versions[2], as_before=True)
    viewer.choose(viewer.versions[1])
    viewer.set_mode(Mode.SPLIT)
    window.perform("view.turn_line_left")
    window.perform("view.nudge_right")
    viewer.set_region(Box(0.1, 0.2, 0.3, 0.4))
    window.perform("view.times_8")
    viewer.state.look_at((0.3, 0.6), viewer.active_view())
    spot, how = viewer.state.spot, viewer.how
    before = viewer.versions[2].pyramid.array()
    path = tmp_path / "garden.srcompare"
    export(page, path, qtbot)
    kept = json.loads(path.read_text())
    assert [entry["path"] for entry in kept["versions"]] == [
        "a.png",
        "bb.png",
        "garden pictures/3.png",
    ]
    page.clear()
    assert drop(window, [path])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 3, timeout=LONG_MS)
    assert page.current.title == "garden"
    assert (viewer.before, viewer.after) == (viewer.versions[2], viewer.versions[1])
    assert (viewer.mode, viewer.state.spot, viewer.how) == (Mode.SPLIT, spot, how)
    assert viewer.region == Box(0.1, 0.2, 0.3, 0.4)
    assert viewer.versions[1].registration.right != 0
    assert np.array_equal(viewer.versions[2].pyramid.array(), before)


def test_what_a_session_keeps_has_the_depth_and_colours_it_had(
    page: ComparePage, tmp_path: Path, qtbot: QtBot
) -> None:
    deep = np.random.default_rng(4).integers(0, 65536, (60, 80, 4), dtype=np.uint16)
    deep[..., 3] = 2000
    page.add_versions([Version("deep", look_at_pixels(deep, CancelToken()))])
    path = tmp_path / "deep.srcompare"
    export(page, path, qtbot)
    place = json.loads(path.read_text())["versions"][-1]["path"]
    kept = read_picture(tmp_path / place)
    assert kept.alpha is not None
    assert np.array_equal(np.dstack([kept.pixels, kept.alpha]), deep)


def test_a_session_that_lost_pictures_shows_the_others_and_names_all_that_are_gone(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.open_paths([save_picture(tmp_path / "cc.png", 80, 60)])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 4, timeout=LONG_MS)
    page.viewer.choose(page.viewer.versions[1], as_before=True)
    page.viewer.choose(page.viewer.versions[2])
    path = tmp_path / "garden.srcompare"
    export(page, path, qtbot)
    (tmp_path / "a.png").unlink()
    (tmp_path / "cc.png").unlink()
    page.clear()
    page.open_paths([path])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=LONG_MS)
    assert (page.viewer.before, page.viewer.after) == tuple(page.viewer.versions)
    assert window.desk.shown is not None
    told = window.desk.shown.trouble.what
    assert "a.png" in told and "cc.png" in told


def test_a_nudge_and_the_zoom_survive_the_largest_picture(
    page: ComparePage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.open_paths([save_picture(tmp_path / "large.png", 320, 240)])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 4, timeout=LONG_MS)
    viewer = page.viewer
    viewer.versions[1].registration = Registration(right=0.125, down=-0.25, angle=3)
    viewer.state.go_to(Spot(0.4, 0.6, zoom=2.0, fitted=False))
    path = tmp_path / "garden.srcompare"
    export(page, path, qtbot)
    (tmp_path / "large.png").unlink()
    page.clear()
    page.open_paths([path])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 3, timeout=LONG_MS)
    assert viewer.state.scene_width == 80
    assert viewer.versions[1].registration == Registration(right=0.125, down=-0.25, angle=3)
    assert viewer.state.spot == Spot(0.4, 0.6, zoom=8.0, fitted=False)


def test_nudges_of_an_older_session_are_in_pixels_of_the_largest_picture(
    page: ComparePage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "older.srcompare"
    entries = [{"name": "a", "path": "a.png", "dx": 10, "dy": -15}, {"name": "b", "path": "bb.png"}]
    path.write_text(json.dumps({"version": 1, "versions": entries}))
    page.open_paths([path])
    qtbot.waitUntil(lambda: page.current.title == "older", timeout=LONG_MS)
    assert page.viewer.versions[0].registration == Registration(right=0.125, down=-0.25)


def test_saving_again_leaves_the_pictures_of_what_was_saved_before(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path, pictures = tmp_path / "garden.srcompare", tmp_path / "garden pictures"
    pictures.mkdir()
    (pictures / "3.png").write_bytes(b"somebody's")
    for _ in range(2):
        export(page, path, qtbot)
        assert sorted(file.name for file in pictures.iterdir()) == ["3.png", "4.png"]
    page.clear()
    page.open_paths([path])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 3, timeout=LONG_MS)
    for version in page.viewer.versions[:2]:
        page.viewer.close_wanted.emit(version)
    page.add_versions([flat((9, 90, 1), 20, 15), flat((9, 1, 1), 20, 15), flat((2, 2, 2), 20, 15)])
    (pictures / "4.png").unlink()  # its place stays its own
    export(page, path, qtbot)
    kept = [entry["path"] for entry in json.loads(path.read_text())["versions"]]
    assert kept == [f"garden pictures/{number}.png" for number in (4, 2, 5, 6)]
    assert (pictures / "3.png").read_bytes() == b"somebody's"
    assert not (pictures / "4.png").exists()
    for file, version in zip(kept[1:], page.viewer.versions[1:], strict=True):
        with Image.open(tmp_path / file) as picture:
            assert np.array_equal(np.asarray(picture), version.pyramid.array())


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes are Linux's")
def test_a_name_that_is_no_text_leaves_the_window(
    page: ComparePage, tmp_path: Path, qtbot: QtBot
) -> None:
    odd = save_picture(tmp_path / "odd.png", 80, 60)
    page.open_paths([odd.rename(tmp_path / os.fsdecode(b"caf\xe9.png"))])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 4, timeout=LONG_MS)
    for suffix in ("png", "webp", "html"):
        export(page, tmp_path / os.fsdecode(b"sheet \xe9." + suffix.encode()), qtbot)
        export(page, tmp_path / f"sheet.{suffix}", qtbot)
    assert len(list(tmp_path.glob("sheet*"))) == 6
    assert r"caf\udce9.png" in (tmp_path / "sheet.html").read_text()
