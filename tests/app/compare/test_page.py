"""The Compare page: one picture a comparison, comparisons as tabs, versions that can be closed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from sr_studio.app.compare.page import ComparePage
from sr_studio.app.viewer.content import Mode
from sr_studio.app.viewer.exporting import ExportTool
from sr_studio.app.window import MainWindow
from sr_studio.comparison.registration import Registration
from tests.app.conftest import LONG_MS, drop, save_picture
from tests.app.viewer.test_viewer import flat


@pytest.fixture
def page(window: MainWindow) -> ComparePage:
    made = window.go("compare")
    assert isinstance(made, ComparePage)
    return made


def names(page: ComparePage) -> list[str]:
    return [page.tabs.tabText(index) for index in range(page.tabs.count())]


def test_each_picture_of_the_queue_has_a_comparison_of_its_own(page: ComparePage) -> None:
    dog, cat = flat((200, 0, 0)), flat((0, 100, 0))
    page.add_versions([dog, flat((190, 0, 0))], title="dog", source="1")
    page.viewer.state.zoom_to(3.0, (200, 200))
    page.viewer.set_mode(Mode.SPLIT)
    page.add_versions([cat], title="cat", source="2")
    assert page.viewer.versions == [cat]
    assert page.viewer.state.fitted
    assert names(page) == ["dog", "cat"]
    # One more version of the first picture goes to the first comparison, which is as it was left.
    page.add_versions([dog, flat((180, 0, 0))], title="dog", source="1")
    assert len(page.viewer.versions) == 3
    assert page.viewer.mode is Mode.SPLIT
    assert page.viewer.state.zoom == 3.0
    page.tabs.setCurrentIndex(1)
    assert page.viewer.versions == [cat]


def test_a_picture_read_again_takes_its_place_and_one_more_version_turns_nothing(
    page: ComparePage,
) -> None:
    first = [flat((200, 0, 0)), flat((190, 0, 0)), flat((180, 0, 0))]
    for number, version in enumerate(first):
        version.origin = "dog", str(number)
    page.add_versions(first[:2], title="dog", source="dog")
    page.viewer.set_mode(Mode.SPLIT)
    page.viewer.state.zoom_to(3.0, (200, 200))
    again = [flat((200, 0, 0)), flat((190, 0, 0))]
    for number, version in enumerate(again):
        version.origin = "dog", str(number)
    page.add_versions([*again, first[2]], title="dog", source="dog")
    assert page.viewer.versions == [*again, first[2]]
    assert page.viewer.mode is Mode.SPLIT and page.viewer.state.zoom == 3.0
    assert page.viewer.before is again[0]


def test_two_versions_can_be_compared_whichever_is_read_first(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    slow = save_picture(tmp_path / "slow.png", 2400, 1800)
    quick = save_picture(tmp_path / "quick.png", 40, 30)
    assert drop(window, [slow, quick])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=LONG_MS)
    assert [version.name for version in page.viewer.versions] == ["slow.png", "quick.png"]
    assert (page.viewer.before, page.viewer.after) == tuple(page.viewer.versions)


def test_all_are_held_against_the_first_however_long_it_takes_to_read(
    page: ComparePage, tmp_path: Path, qtbot: QtBot
) -> None:
    sizes = {"a": 2400, "b": 400, "c": 400, "d": 400}
    files = [save_picture(tmp_path / f"{name}.png", s, s * 3 // 4) for name, s in sizes.items()]
    page.open_paths(files)
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 4, timeout=LONG_MS)
    before, after = page.viewer.before, page.viewer.after
    assert before is not None and after is not None
    assert (before.name, after.name) == ("a.png", "d.png")
    page.viewer.choose(page.viewer.versions[1], as_before=True)  # what one chooses stays
    page.open_paths([save_picture(tmp_path / "e.png", 400, 300)])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 5, timeout=LONG_MS)
    assert page.viewer.before is page.viewer.versions[1]


def test_a_picture_of_another_shape_is_not_laid_on_the_first(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    small = save_picture(tmp_path / "small.png", 40, 30)
    large = save_picture(tmp_path / "large.png", 161, 120)
    other = save_picture(tmp_path / "other.png", 30, 40)
    assert drop(window, [small, large])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=LONG_MS)
    assert drop(window, [other])
    qtbot.waitUntil(lambda: names(page) == ["small.png", "other.png"], timeout=LONG_MS)
    assert [version.name for version in page.viewer.versions] == ["other.png"]


def test_a_pasted_picture_of_another_shape_is_not_laid_on_the_first_either(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.open_paths([save_picture(tmp_path / "a.png", 40, 30)])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 1, timeout=LONG_MS)
    first = page.current
    page.take_pasted(np.zeros((30, 90, 3), np.uint8), "pasted")
    assert "another shape" in window.status.currentMessage()
    assert page.current is not first and len(first.shown()) == 1
    assert [version.name for version in page.current.shown()] == ["pasted"]


def test_versions_and_comparisons_are_closed(
    page: ComparePage, window: MainWindow, qtbot: QtBot
) -> None:
    page.add_versions([flat((1, 0, 0)), flat((2, 0, 0))], title="one", source="1")
    page.add_versions([flat((3, 0, 0))], title="two", source="2")
    qtbot.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert names(page) == ["one"]
    button = page.bar.versions.tabButton(0, QTabBar.ButtonPosition.RightSide)
    assert isinstance(button, QToolButton)
    assert "Close" in button.accessibleName()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(page.viewer.versions) == 1
    page.add_versions([flat((3, 0, 0))], title="two", source="2")
    window.perform("compare.clear")
    assert page.viewer.versions == []
    assert not page.can("compare.clear")
    assert page._stack.currentWidget() is page._empty


def test_what_is_read_when_all_are_closed_does_not_come_back(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.add_versions([flat((1, 0, 0), 40, 30)], title="one", source="1")
    page.open_paths([save_picture(tmp_path / "upright.png", 30, 40)])
    window.perform("compare.clear")
    qtbot.waitUntil(lambda: not window.tasks.open_count, timeout=LONG_MS)
    assert page.viewer.versions == []
    assert not page.can("compare.clear")


def test_a_new_comparison_begins_empty(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page.add_versions([flat((1, 0, 0))], title="one", source="1")
    window.perform("compare.new")
    assert page.viewer.versions == []
    assert drop(window, [save_picture(tmp_path / "a.png", 40, 30)])
    qtbot.waitUntil(lambda: names(page) == ["one", "a.png"], timeout=LONG_MS)
    window.perform("compare.close")
    assert names(page) == ["one"]


def test_versions_never_make_the_window_wider(page: ComparePage, window: MainWindow) -> None:
    page.add_versions([flat((1, 0, 0))], title="one", source="1")
    before = window.minimumSizeHint().width()
    more = [flat((index, 0, 0)) for index in range(12)]
    for version in more:
        version.name = f"a long name of a version {version.number}"
    page.add_versions(more, title="one", source="1")
    assert window.minimumSizeHint().width() == before
    assert page.bar.versions.width() <= page.width()


def test_the_versions_come_before_the_zoom_in_the_order_of_tab(page: ComparePage) -> None:
    page.add_versions([flat((1, 0, 0)), flat((2, 0, 0))], title="one", source="1")
    order: list[QWidget] = []
    widget: QWidget = page.bar
    while (widget := widget.nextInFocusChain()) is not page.bar:
        order.append(widget)
    last = page.bar.findChildren(QToolButton)[-1]
    assert order.index(page.bar.versions) < order.index(last)


def test_arrows_choose_among_the_versions(page: ComparePage, qtbot: QtBot) -> None:
    versions = [flat((1, 0, 0)), flat((2, 0, 0))]
    page.add_versions(versions, title="one", source="1")
    assert page.viewer.after is versions[1]
    page.bar.versions.setFocus()
    qtbot.keyClick(page.bar.versions, Qt.Key.Key_Left)
    assert page.viewer.after is versions[0]


def test_a_picture_of_a_session_is_read_again_in_its_place(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    files = [save_picture(tmp_path / f"{name}.png", 40, 30) for name in "ab"]
    page.open_paths(files)
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=LONG_MS)
    session = tmp_path / "ab.srcompare"
    next(tool for tool in page.viewer.tools if isinstance(tool, ExportTool)).export_to(session)
    qtbot.waitUntil(session.exists, timeout=LONG_MS)
    page.clear()
    page.open_paths([session])
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 2, timeout=LONG_MS)
    changed = page.viewer.versions[1]
    save_picture(files[1], 40, 30, seed=7)
    assert drop(window, files[1:2])
    qtbot.waitUntil(lambda: changed not in page.viewer.versions, timeout=LONG_MS)
    assert [version.name for version in page.viewer.versions] == ["a.png", "b.png"]


def test_a_file_that_is_dropped_again_is_read_again_in_its_place(
    page: ComparePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    files = [save_picture(tmp_path / f"{name}.png", 40, 30) for name in "abc"]
    page.open_paths(files)
    qtbot.waitUntil(lambda: len(page.viewer.versions) == 3, timeout=LONG_MS)
    before, changed, _ = page.viewer.versions
    page.viewer.choose(changed)
    page.viewer.set_mode(Mode.SPLIT)
    page.viewer.state.zoom_to(3.0, (200, 200))
    changed.registration = Registration(right=0.1)
    save_picture(files[1], 40, 30, seed=7)
    assert drop(window, files[1:2])
    qtbot.waitUntil(lambda: page.viewer.versions[1] is not changed, timeout=LONG_MS)
    again = page.viewer.versions[1]
    assert [version.name for version in page.viewer.versions] == ["a.png", "b.png", "c.png"]
    assert not np.array_equal(again.pyramid.array(), changed.pyramid.array())
    assert (page.viewer.before, page.viewer.after) == (before, again)
    assert page.viewer.mode is Mode.SPLIT and page.viewer.state.zoom == 3.0
    assert again.registration == Registration(right=0.1)

    files[1].write_bytes(b"no picture any more")
    assert drop(window, files[1:2])
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=LONG_MS)
    assert page.viewer.versions[1] is again, "it stays what it was"
