"""The viewer's finer tools by keys, in the real window: lines, manners, nudges, links, marks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio.app.compare.page import ComparePage
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.line_graph import LineGraph
from sr_studio.app.viewer.mini_map import MiniMap
from sr_studio.app.viewer.pyramid import build
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.app.window import MainWindow
from sr_studio.comparison.differences import BEYOND, Manner
from sr_studio.comparison.parts import Box
from tests.app.viewer.test_viewer import at, flat

Key = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def viewer(window: MainWindow) -> Iterator[Viewer]:
    page = window.go("compare")
    assert isinstance(page, ComparePage)
    page.add_versions([flat((200, 0, 0)), flat((0, 100, 0)), flat((0, 0, 50))])
    page.viewer.setFocus()
    QApplication.processEvents()
    yield page.viewer
    page.viewer.set_mode(Mode.SINGLE)


def test_the_line_turns_and_crosses_by_keys(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.choose(viewer.versions[1])
    qtbot.keyClick(window, Key.Key_X)
    for _ in range(6):
        qtbot.keyClick(window, Key.Key_BracketLeft)
    assert viewer.how.split.angle == 0
    assert at(viewer.panes[0], 0.5, 0.3) == (200, 0, 0)
    assert at(viewer.panes[0], 0.5, 0.7) == (0, 100, 0)
    qtbot.keyClick(viewer, Key.Key_Down, SHIFT)
    assert viewer.how.split.y > 0.5
    qtbot.keyClick(window, Key.Key_Q)
    assert window.commands["view.quartered"].isChecked()
    for _ in range(6):
        qtbot.keyClick(window, Key.Key_BracketRight)
    corners = [(0.4, 0.3), (0.6, 0.3), (0.4, 0.7), (0.6, 0.7)]
    assert [at(viewer.panes[0], *corner) for corner in corners] == [
        (200, 0, 0),
        (0, 100, 0),
        (0, 0, 50),
        (0, 100, 0),
    ]


def test_the_line_is_dragged_at_any_angle(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.set_mode(Mode.SPLIT)
    pane = viewer.panes[0]
    middle = QPoint(pane.width() // 2, pane.height() // 2)
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    to = QPointF(middle + QPoint(120, -120))
    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(QEvent.Type.MouseMove, to, pane.mapToGlobal(to), held, held, ALT)
    QApplication.sendEvent(pane, event)
    assert viewer.how.split.angle == 45
    assert at(pane, 0.4, 0.5) == (200, 0, 0)
    assert at(pane, 0.6, 0.5) == (0, 0, 50)
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=middle)


def test_manners_of_difference_by_keys(viewer: Viewer, window: MainWindow, qtbot: QtBot) -> None:
    viewer.choose(viewer.versions[1])
    seen = {}
    qtbot.keyClick(window, Key.Key_M)
    assert viewer.mode is Mode.DIFFERENCE
    for _ in range(2):
        qtbot.keyClick(window, Key.Key_Comma)
    assert viewer.how.doublings == 0
    for _ in Manner:
        seen[viewer.how.manner] = at(viewer.panes[0], 0.5, 0.5)
        qtbot.keyClick(window, Key.Key_M)
    assert seen[Manner.ABSOLUTE] == (200, 100, 0)
    assert seen[Manner.SIGNED] == (0, 228, 128)
    assert seen[Manner.RED] == (200, 200, 200)
    assert seen[Manner.TOLERANCE] == BEYOND
    assert len(set(seen.values())) == len(Manner)


def test_a_version_is_nudged_turned_and_put_back(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    board = np.zeros((100, 100, 3), np.uint8)
    board[:, 50:] = 255
    viewer.show_versions([flat((9, 9, 9), 100, 100), Version("board", build(board))])
    viewer.set_mode(Mode.SINGLE)
    viewer.state.zoom_to(1.0, viewer.panes[0].view_size())
    pane, middle = viewer.panes[0], 0.5
    step = 1 / pane.width()
    assert at(pane, middle + 3 * step, 0.5) == (255, 255, 255)
    for _ in range(8):
        qtbot.keyClick(viewer, Key.Key_Right, ALT)
    assert viewer.versions[1].registration.pixels((100, 100)) == (pytest.approx(8), 0)
    assert at(pane, middle + 3 * step, 0.5) == (0, 0, 0)
    assert at(pane, middle + 12 * step, 0.5) == (255, 255, 255)
    for _ in range(4):
        window.perform("view.turn_version_right")
    assert viewer.versions[1].registration.angle == 1
    window.perform("view.unmoved")
    assert viewer.versions[1].registration.is_identity
    assert not window.commands["view.unmoved"].isEnabled()


def place_of_the_middle(version: Version, viewer: Viewer) -> tuple[float, float]:
    scene = viewer.state.scene_width, viewer.state.scene_height
    return version.registration.to_scene((0.5, 0.5), scene)


def test_a_nudge_is_as_far_when_a_larger_version_joins_and_leaves(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = window.go("compare")
    assert isinstance(page, ComparePage)
    viewer = page.viewer
    nudged, large = flat((9, 9, 9), 60, 60), flat((1, 1, 1), 240, 240)
    page.add_versions([flat((0, 0, 0), 60, 60), nudged])
    viewer.state.zoom_to(1.0, viewer.active_view())
    for _ in range(6):
        window.perform("view.nudge_right")
    assert place_of_the_middle(nudged, viewer) == (pytest.approx(0.6), 0.5)
    page.add_versions([large])
    assert viewer.state.scene_width == 240
    assert place_of_the_middle(nudged, viewer) == (pytest.approx(0.6), 0.5)
    viewer.close_wanted.emit(large)
    assert viewer.state.scene_width == 60
    assert place_of_the_middle(nudged, viewer) == (pytest.approx(0.6), 0.5)
    viewer.choose(nudged)
    for _ in range(6):
        window.perform("view.nudge_left")
    assert nudged.registration.is_identity


def test_unlinked_panes_move_alone_until_they_are_linked(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.set_mode(Mode.SIDE_BY_SIDE)
    first, second, third = viewer.panes
    qtbot.keyClick(window, Key.Key_U)
    assert window.commands["view.unlinked"].isChecked()
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    qtbot.keyClick(window, Key.Key_4, ALT)
    assert second.state.zoom == 4.0
    assert first.state.fitted and third.state.fitted
    qtbot.keyClick(window, Key.Key_U)
    assert first.state is second.state is third.state is viewer.state
    assert viewer.state.zoom == 4.0


def test_one_pane_is_unlinked_alone(viewer: Viewer, window: MainWindow, qtbot: QtBot) -> None:
    viewer.set_mode(Mode.SIDE_BY_SIDE)
    first, second, third = viewer.panes
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    qtbot.keyClick(window, Key.Key_U, SHIFT)
    assert window.commands["view.unlinked_one"].isChecked()
    qtbot.keyClick(window, Key.Key_4, ALT)
    assert second.state.zoom == 4.0 and first.state is third.state and first.state.fitted
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    qtbot.keyClick(window, Key.Key_8, ALT)
    assert third.state.zoom == 8.0 and second.state.zoom == 4.0
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    qtbot.keyClick(window, Key.Key_U, SHIFT)
    assert second.state is first.state


def test_a_region_is_marked_by_key_and_by_pointer(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.set_mode(Mode.SINGLE)
    qtbot.keyClick(window, Key.Key_R)
    assert viewer.region is not None
    assert 0.1 < viewer.region.right - viewer.region.left < 0.9
    pane = viewer.panes[0]
    place = viewer.state.placement(pane.view_size())
    corner = QPoint(round(place.left), round(place.top))
    far = corner + QPoint(round(place.width / 2), round(place.height / 4))
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.mouseMove(pane, far)
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=far)
    region = viewer.region
    assert isinstance(region, Box)
    assert (region.left, region.top) == (0, 0)
    assert region.right == pytest.approx(0.5, abs=0.01)
    assert region.bottom == pytest.approx(0.25, abs=0.01)
    qtbot.keyClick(window, Key.Key_R)
    assert viewer.region is None


def test_the_version_compared_with_changes_by_key(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.choose(viewer.versions[2])
    viewer.choose(viewer.versions[0], as_before=True)
    qtbot.keyClick(window, Key.Key_C)
    assert viewer.before is viewer.versions[1]
    qtbot.keyClick(window, Key.Key_C)
    assert viewer.before is viewer.versions[0]


def test_the_graph_says_how_wide_an_edge_is(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    sharp = np.zeros((40, 40, 3), np.uint8)
    sharp[:, 20:] = 255
    soft = sharp.copy()
    soft[:, 16:24] = np.linspace(0, 255, 8, dtype=np.uint8)[:, None]
    viewer.show_versions([Version("sharp", build(sharp)), Version("soft", build(soft))])
    viewer.set_region(Box(0.1, 0.4, 0.9, 0.6))
    qtbot.keyClick(window, Key.Key_K)
    graph = viewer.findChild(LineGraph)
    said = dict(part.split(": ") for part in graph.accessibleDescription().split("; "))
    assert float(said["sharp"].split()[0]) <= 1 < 4 < float(said["soft"].split()[0])
    assert not graph.grab().isNull()
    viewer.show_versions([Version("another picture", build(soft))])
    assert graph.accessibleDescription().startswith("another picture:")
    qtbot.keyClick(window, Key.Key_K)
    assert not graph.isVisible()


def test_the_map_shows_and_moves_what_is_in_sight(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.set_mode(Mode.SINGLE)
    qtbot.keyClick(window, Key.Key_N)
    small = viewer.findChild(MiniMap)
    assert small.isVisible() and window.commands["view.map"].isChecked()
    qtbot.keyClick(window, Key.Key_8, ALT)
    qtbot.mouseClick(small, Qt.MouseButton.LeftButton, pos=small.rect().center() / 2)
    assert viewer.state.x < 0.45 and viewer.state.y < 0.45
    # By keys: it is the next stop after the picture, and its frame follows.
    viewer.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
    assert QApplication.focusWidget() is small
    before = viewer.state.x
    qtbot.keyClick(small, Key.Key_Right)
    assert viewer.state.x > before
    zoom = viewer.state.zoom
    qtbot.keyClick(small, Key.Key_Minus)
    assert viewer.state.zoom < zoom and "%" in small.accessibleDescription()
    qtbot.keyClick(small, Key.Key_Home)
    assert viewer.state.fitted
    qtbot.keyClick(small, Key.Key_Escape)
    assert viewer.hasFocus()
    qtbot.keyClick(window, Key.Key_N)
    assert not small.isVisible()
