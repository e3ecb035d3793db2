"""The viewer painted for real: what is on which pixel, and panes that are always on one spot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from sr_studio.app.compare.page import ComparePage
from sr_studio.app.viewer.bar import ViewerBar
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.painting import Look, draw_split
from sr_studio.app.viewer.pane import Pane
from sr_studio.app.viewer.pyramid import array_of, build
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.app.window import MainWindow
from sr_studio.comparison.splitting import Split
from sr_studio.comparison.view_state import ViewState

SIDE = 400


def flat(colour: tuple[int, ...], width: int = SIDE, height: int = SIDE) -> Version:
    pixels = np.empty((height, width, len(colour)), np.uint8)
    pixels[:] = colour
    return Version(f"flat {colour}", build(pixels))


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> Iterator[Viewer]:
    page = window.go("compare")
    assert isinstance(page, ComparePage)
    page.add_versions([flat((200, 0, 0)), flat((0, 100, 0), SIDE // 4, SIDE // 4)])
    QApplication.processEvents()
    yield page.viewer
    page.viewer.set_mode(Mode.SINGLE)


def seen(pane: Pane) -> np.ndarray:
    """What a pane paints, as H×W×3."""
    return array_of(pane.grab().toImage())[:, :, :3]


def at(pane: Pane, x: float, y: float) -> tuple[int, ...]:
    pixels = seen(pane)
    height, width = pixels.shape[:2]
    return tuple(int(v) for v in pixels[round(y * (height - 1)), round(x * (width - 1))])


def test_side_by_side_has_a_pane_for_every_version(viewer: Viewer) -> None:
    assert len(viewer.panes) == 2
    assert at(viewer.panes[0], 0.5, 0.5) == (200, 0, 0)
    assert at(viewer.panes[1], 0.5, 0.5) == (0, 100, 0)


def test_panes_stay_on_the_same_spot(viewer: Viewer) -> None:
    left, right = viewer.panes
    event = QWheelEvent(
        QPointF(60, 90),
        QPointF(left.mapToGlobal(QPoint(60, 90))),
        QPoint(),
        QPoint(0, 360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    under = left.state.to_scene((60, 90), left.view_size())
    QApplication.sendEvent(left, event)
    assert not left.state.fitted
    after = left.state.to_view(under, left.view_size())
    assert abs(after[0] - 60) < 1 or left.state.x in (0.0, 1.0)
    assert left.state is right.state
    assert left.state.placement(left.view_size()) == right.state.placement(right.view_size())


def test_a_drag_moves_the_picture_with_the_pointer(viewer: Viewer, qtbot: QtBot) -> None:
    pane = viewer.panes[0]
    viewer.state.zoom_to(8.0, pane.view_size())
    before = viewer.state.placement(pane.view_size())
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(pane, QPoint(140, 80))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(140, 80))
    after = viewer.state.placement(pane.view_size())
    assert (after.left - before.left, after.top - before.top) == (40, -20)


def test_split_shows_before_left_and_after_right(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.perform("view.split")
    QApplication.processEvents()
    (pane,) = viewer.panes
    assert at(pane, 0.45, 0.3) == (200, 0, 0)
    assert at(pane, 0.55, 0.3) == (0, 100, 0)
    middle = QPoint(pane.width() // 2, pane.height() // 3)
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(pane, QPoint(round(pane.width() * 0.6), middle.y()))
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=middle)
    assert at(pane, 0.55, 0.3) == (200, 0, 0)


def test_difference_with_gain(viewer: Viewer) -> None:
    viewer.perform("view.difference")
    viewer.arrange(replace(viewer.how, doublings=0))
    assert at(viewer.panes[0], 0.5, 0.5) == (200, 100, 0)
    viewer.arrange(replace(viewer.how, doublings=1))
    assert at(viewer.panes[0], 0.5, 0.5) == (255, 200, 0)
    viewer.choose(viewer.versions[0])
    assert viewer.panes[0].content.before is None


def test_the_lens_shows_the_other_version_under_the_pointer(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.perform("view.lens")
    QApplication.processEvents()
    (pane,) = viewer.panes
    place = QPoint(pane.width() // 2, pane.height() // 2)
    qtbot.mouseMove(pane, place + QPoint(1, 1))
    qtbot.mouseMove(pane, place)
    assert at(pane, 0.5, 0.5) == (0, 100, 0)
    edge = (pane.height() / 2 + 140) / pane.height()
    assert at(pane, 0.5, edge) == (200, 0, 0)


def test_blink_shows_both_in_turn(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.perform("view.blink")
    colours: set[tuple[int, ...]] = set()

    def both() -> bool:
        colours.add(at(viewer.panes[0], 0.5, 0.5))
        return colours == {(200, 0, 0), (0, 100, 0)}

    qtbot.waitUntil(both, timeout=5000)


def test_space_shows_the_picture_as_it_was_while_held(viewer: Viewer, qtbot: QtBot) -> None:
    viewer.perform("view.single")
    viewer.choose(viewer.versions[1])
    viewer.setFocus()
    assert at(viewer.panes[0], 0.5, 0.5) == (0, 100, 0)
    qtbot.keyPress(viewer, Qt.Key.Key_Space)
    assert at(viewer.panes[0], 0.5, 0.5) == (200, 0, 0)
    qtbot.keyRelease(viewer, Qt.Key.Key_Space)
    assert at(viewer.panes[0], 0.5, 0.5) == (0, 100, 0)


@pytest.mark.parametrize(
    ("key", "mode"),
    [
        (Qt.Key.Key_X, Mode.SPLIT),
        (Qt.Key.Key_D, Mode.DIFFERENCE),
        (Qt.Key.Key_B, Mode.BLINK),
        (Qt.Key.Key_L, Mode.LENS),
        (Qt.Key.Key_G, Mode.SINGLE),
        (Qt.Key.Key_V, Mode.SIDE_BY_SIDE),
    ],
)
def test_keys_choose_the_mode(
    viewer: Viewer, window: MainWindow, qtbot: QtBot, key: Qt.Key, mode: Mode
) -> None:
    viewer.set_mode(Mode.SINGLE if mode is not Mode.SINGLE else Mode.SPLIT)
    qtbot.keyClick(window, key)
    assert viewer.mode is mode
    assert window.commands[f"view.{mode.value}"].isChecked()


def test_keys_zoom_and_pan(viewer: Viewer, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z)
    assert viewer.magnification == 1.0
    qtbot.keyClick(window, Qt.Key.Key_Plus)
    qtbot.keyClick(window, Qt.Key.Key_Plus)
    qtbot.keyClick(window, Qt.Key.Key_Plus)
    assert viewer.magnification == 3.0
    before = viewer.state.x
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.state.x > before or viewer.state.x == 0.5
    qtbot.keyClick(window, Qt.Key.Key_F)
    assert viewer.state.fitted


def test_p_folds_the_panels_and_tab_moves_on(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_Tab)
    assert window.rail.isVisible()
    assert QApplication.focusWidget() not in (None, viewer)
    viewer.setFocus()
    qtbot.keyClick(viewer, Qt.Key.Key_P)
    assert not window.rail.isVisible()
    qtbot.keyClick(viewer, Qt.Key.Key_P)
    assert window.rail.isVisible()


@pytest.mark.parametrize("key", ["Space", "J", "Shift+J"])
def test_the_one_before_is_shown_for_as_long_as_its_key_is_held(
    viewer: Viewer, window: MainWindow, qtbot: QtBot, key: str
) -> None:
    window.commands.bind("view.before", [key])
    pressed = QKeySequence(key)[0]
    viewer.set_mode(Mode.SPLIT)
    viewer.setFocus()
    qtbot.keyPress(viewer, pressed.key(), pressed.keyboardModifiers())
    assert viewer.panes[0].content.mode is Mode.SINGLE
    qtbot.keyRelease(viewer, pressed.key())  # Shift was let go first
    assert viewer.panes[0].content.mode is Mode.SPLIT


def test_the_zoom_that_is_said_is_that_of_the_version_on_screen(
    viewer: Viewer, window: MainWindow, qtbot: QtBot
) -> None:
    viewer.set_mode(Mode.SINGLE)
    bar = viewer.parentWidget().findChild(ViewerBar)
    assert bar is not None
    viewer.state.zoom_to(0.5, viewer.panes[0].view_size())
    for key, said in ((Qt.Key.Key_1, "50 %"), (Qt.Key.Key_2, "200 %")):
        place = viewer.state.placement(viewer.panes[0].view_size())
        qtbot.keyClick(window, key)
        assert bar.findChild(QLabel, "Zoom").text() == said
        assert said in viewer.accessibleName()
        assert viewer.state.placement(viewer.panes[0].view_size()) == place
    qtbot.keyClick(window, Qt.Key.Key_Z)
    assert viewer.state.zoom == 0.25  # the small version, one pixel on one


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_handle_of_the_line_is_as_large_on_every_screen(ratio: float) -> None:
    grey, line = QColor(119, 119, 119), QColor(1, 2, 3)
    image = QImage(round(300 * ratio), round(300 * ratio), QImage.Format.Format_RGB32)
    image.fill(grey)
    painter = QPainter(image)
    white = flat((255, 255, 255), 300, 300)
    look = Look(grey, grey, grey, line)
    size = image.width(), image.height()
    state = ViewState(300, 300)
    draw_split(painter, size, [white, white], state, look, Split(), ratio)
    painter.end()
    row = array_of(image)[size[1] // 2 + round(9 * ratio)]
    across = np.count_nonzero((row == (1, 2, 3)).all(axis=1)) / ratio
    assert 16 <= across <= 20


def test_pixels_are_squares_from_twice_their_size(viewer: Viewer) -> None:
    board = np.zeros((8, 8, 3), np.uint8)
    board[0::2, 0::2] = board[1::2, 1::2] = 255
    viewer.show_versions([Version("board", build(board))])
    viewer.set_mode(Mode.SINGLE)
    viewer.state.zoom_to(20.0, viewer.panes[0].view_size())
    pixels = seen(viewer.panes[0])
    middle = pixels[pixels.shape[0] // 2 - 70 : pixels.shape[0] // 2 + 70]
    middle = middle[:, pixels.shape[1] // 2 - 70 : pixels.shape[1] // 2 + 70]
    assert set(np.unique(middle)) == {0, 255}


def test_actual_pixels_are_exact(viewer: Viewer) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (300, 300, 3), dtype=np.uint8)
    viewer.show_versions([Version("noise", build(noise))])
    viewer.set_mode(Mode.SINGLE)
    pane = viewer.panes[0]
    viewer.state.zoom_to(1.0, pane.view_size())
    place = viewer.state.placement(pane.view_size())
    left, top = int(place.left), int(place.top)
    shown = seen(pane)[top : top + 300, left : left + 300]
    assert np.array_equal(shown[60:], noise[60:])  # above lies the plate with the name


def test_the_checkerboard_keeps_its_size(viewer: Viewer) -> None:
    viewer.show_versions([flat((0, 0, 0, 0))])
    viewer.set_mode(Mode.SINGLE)
    pane = viewer.panes[0]
    for zoom in (0.5, 1.0, 3.0):
        viewer.state.zoom_to(zoom, pane.view_size())
        row = seen(pane)[pane.height() // 2, :, 0]
        inside = row[pane.width() // 2 - 64 : pane.width() // 2 + 64].astype(int)
        changes = np.flatnonzero(np.diff(inside))
        assert set(np.diff(changes)) == {8}


def test_a_picture_of_many_pixels_is_drawn_at_once(viewer: Viewer) -> None:
    large = np.zeros((9000, 9000, 1), np.uint8)
    large[:, 4500:] = 255
    viewer.show_versions([Version("large", build(large))])
    viewer.set_mode(Mode.SINGLE)
    assert viewer.after is not None
    assert viewer.after.pyramid.images[0] is None
    assert at(viewer.panes[0], 0.4, 0.5) == (0, 0, 0)
    viewer.perform("view.one_to_one")
    assert at(viewer.panes[0], 0.4, 0.5) == (0, 0, 0)
    assert at(viewer.panes[0], 0.6, 0.5) == (255, 255, 255)
