"""What is seen before the whole is made: trials, detail live, tiles; with the real engine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QSlider
from pytestqt.qtbot import QtBot

from sr_studio.app.upscale.entry import EntryState
from sr_studio.app.upscale.page import UpscalePage
from sr_studio.app.upscale.trials import Trial
from sr_studio.app.viewer.content import Mode
from sr_studio.app.window import MainWindow
from sr_studio.engine.protocol import JobPart, JobState, JobStatus
from sr_studio.upscaling.interpolations import interpolate
from tests.app.conftest import LONG_MS, drop, save_picture


@pytest.fixture
def window(warm_window: MainWindow) -> MainWindow:
    return warm_window


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Iterator[UpscalePage]:
    page = window.go("upscale")
    assert isinstance(page, UpscalePage)
    page.inspector.methods.choose("bicubic")
    assert drop(window, [save_picture(tmp_path / "garden.png", 24, 16)])
    qtbot.waitUntil(lambda: len(page.stage.versions()) == 1, timeout=LONG_MS)
    QApplication.processEvents()
    yield page
    page.previews.stop()
    page.worklist.remove(list(page.worklist.entries))
    page.stage.viewer.set_mode(Mode.SPLIT)
    qtbot.waitUntil(lambda: page.context.tasks.open_count == 0, timeout=LONG_MS)


def names(page: UpscalePage) -> list[str]:
    return [version.name for version in page.stage.viewer.versions]


def test_methods_are_tried_in_sight_and_a_click_takes_one(
    page: UpscalePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    viewer = page.stage.viewer
    assert window.commands["view.try"].isEnabled()
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert viewer.mode is Mode.SIDE_BY_SIDE
    assert 3 <= len(viewer.panes) <= 7
    assert "Bicubic …" in names(page)
    assert {method.scale for method in page.previews._methods()} == {None, 4}
    # The others are shown when they come; waiting for all of them would take this test long.
    qtbot.waitUntil(lambda: "…" not in "".join(names(page)[1:3]), timeout=LONG_MS)
    assert len(page.worklist.entries[0].results) == 0
    first = viewer.versions[1]
    assert first.name.startswith("Bicubic · ")
    with Image.open(tmp_path / "garden.png") as lr:
        whole = interpolate(np.asarray(lr), 64, 96)
    left, top, right, bottom = first.area.pixels((96, 64))
    assert np.array_equal(first.pyramid.array(), whole[top:bottom, left:right])

    second = page.previews._methods()[1].name
    qtbot.mouseClick(viewer.panes[2], Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    assert not page.previews.trying
    assert page.inspector.method is not None and page.inspector.method.name == second
    assert viewer.mode is Mode.SPLIT
    assert [one.under is None for one in viewer.versions] == [True, False]


def test_keys_alone_take_a_method_and_trying_ends_by_key(
    page: UpscalePage, window: MainWindow, qtbot: QtBot
) -> None:
    viewer = page.stage.viewer
    viewer.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_T)
    third = page.previews._methods()[2].name
    qtbot.keyClick(window, Qt.Key.Key_4)
    qtbot.keyClick(viewer, Qt.Key.Key_Return)
    assert page.inspector.method is not None and page.inspector.method.name == third
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert page.previews.trying
    qtbot.keyClick(window, Qt.Key.Key_T)
    assert not page.previews.trying
    assert viewer.versions == page.stage.versions()


def test_a_moved_slider_shows_its_result_and_the_newest_wish_wins(
    page: UpscalePage, window: MainWindow, qtbot: QtBot
) -> None:
    page.inspector.methods.choose("photo-x4")
    viewer, trials = page.stage.viewer, page.previews.trials
    slider = page.inspector.detail.findChild(QSlider)
    arrived: list[Trial] = []
    ran: dict[str, float | None] = {}

    def note(status: JobStatus) -> None:
        if status.state is JobState.RUNNING:
            ran[status.id] = status.job.request.detail

    page.context.engine.job_changed.connect(note)
    trials.arrived.connect(arrived.append)
    try:
        slider.setFocus()
        qtbot.keyClick(slider, Qt.Key.Key_Home)
        qtbot.waitUntil(lambda: bool(arrived) and not trials.busy, timeout=LONG_MS)
        assert viewer.after is not None and viewer.after.under is viewer.versions[0]
        faithful = viewer.after.pyramid.array().copy()
        ran.clear()
        arrived.clear()
        for _ in range(19):
            qtbot.keyClick(slider, Qt.Key.Key_Right)
        qtbot.keyClick(slider, Qt.Key.Key_End)
        qtbot.waitUntil(
            lambda: bool(arrived) and arrived[-1].wish.request.detail is None and not trials.busy,
            timeout=LONG_MS,
        )
        qtbot.waitUntil(lambda: page.context.tasks.open_count == 0, timeout=LONG_MS)
    finally:
        page.context.engine.job_changed.disconnect(note)
        trials.arrived.disconnect(arrived.append)
    # What the engine had in hand or took while keys were pressed, then the newest: no queue of the
    # twenty places, each of which asks for two parts.
    assert list(ran.values())[-1] is None and len(ran) < 10
    detailed = viewer.after.pyramid.array()
    assert detailed.shape == faithful.shape and not np.array_equal(detailed, faithful)
    assert viewer.after.pyramid is arrived[-1].pyramid
    assert page.worklist.entries[0].results == []


def test_a_new_picture_shows_trials_first_where_the_engine_is_started_ahead(
    page: UpscalePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    settings, viewer = page.context.settings, page.stage.viewer
    settings.set("engine.ahead", True)
    try:
        assert drop(window, [save_picture(tmp_path / "new.png", 20, 14)])
        qtbot.waitUntil(lambda: page.previews.trying, timeout=LONG_MS)
        assert viewer.mode is Mode.SIDE_BY_SIDE
        qtbot.waitUntil(lambda: any("· " in name for name in names(page)), timeout=LONG_MS)
        page.previews.end()
        # Not again when one comes back to it, and not for the one that was there before.
        for index in (0, 1):
            page.queue.make_current(page.worklist.entries[index])
            name = page.worklist.entries[index].name
            qtbot.waitUntil(lambda name=name: window_shows(page, name), timeout=LONG_MS)
            assert not page.previews.trying
        settings.set("upscale.try", False)
        assert drop(window, [save_picture(tmp_path / "newer.png", 20, 14)])
        qtbot.waitUntil(lambda: window_shows(page, "newer.png"), timeout=LONG_MS)
        assert not page.previews.trying
    finally:
        settings.set("upscale.try", True)
        settings.set("engine.ahead", False)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_tiles_are_drawn_over_the_enlarged_original_as_they_come(
    page: UpscalePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert drop(window, [save_picture(tmp_path / "wide.png", 2200, 40)])
    viewer = page.stage.viewer
    qtbot.waitUntil(lambda: window_shows(page, "wide.png"), timeout=LONG_MS)
    page.inspector.methods.choose("espcn-x4")
    asked: list[str] = []

    def stop_at_first(item: int, part: JobPart) -> None:
        """Hold the engine still, so that there is time to look."""
        if not asked:
            os.kill(page.context.engine.client.status.pid or 0, signal.SIGSTOP)
            asked.append(part.id)

    page.worklist.runner.part_arrived.connect(stop_at_first)
    try:
        qtbot.mouseClick(page.inspector.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(asked), timeout=LONG_MS)
        qtbot.waitUntil(lambda: page.context.tasks.open_count == 0, timeout=LONG_MS)
        entry = page.stage.entry
        assert entry is not None and entry.state is EntryState.WORKING and entry.results == []
        assert 0 < entry.timing.fraction() < 1
        assert page.worklist.seconds_left() is not None
        coming = viewer.after
        assert coming is not None and coming.under is viewer.versions[0]
        scene = viewer.state.scene_width, viewer.state.scene_height
        assert scene == (8800, 160)
        there = coming.values_at((0.01, 0.5), scene)
        original = viewer.versions[0]
        assert coming.pyramid.is_there(88, 80) and not coming.pyramid.is_there(8790, 80)
        assert coming.values_at((0.999, 0.5), scene) == original.values_at((0.999, 0.5), scene)
        # What is painted: with the tile in the pane the left end differs from the original's.
        viewer.state.magnify_to(4.0, viewer.active_view())
        viewer.state.look_at((0.0, 0.5), viewer.active_view())
        with_tile = viewer.panes[0].grab().toImage()
        viewer.choose(original)
        assert viewer.panes[0].grab().toImage() != with_tile
        viewer.choose(coming)
    finally:
        page.worklist.runner.part_arrived.disconnect(stop_at_first)
        os.kill(page.context.engine.client.status.pid or 0, signal.SIGCONT)
    qtbot.waitUntil(lambda: len(page.stage.versions()) == 2, timeout=LONG_MS)
    assert viewer.versions == page.stage.versions()
    assert viewer.versions[1].values_at((0.01, 0.5), scene) == there


def window_shows(page: UpscalePage, name: str) -> bool:
    return page.stage.on_screen is not None and page.stage.on_screen.name == name
