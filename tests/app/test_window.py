"""The frame around the pages: menus, palette, keys, settings, areas, geometry, accessibility."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from sr_studio.app.dialogs.command_palette import CommandPalette, match
from sr_studio.app.dialogs.keys_sheet import KeysSheet
from sr_studio.app.dialogs.settings_dialog import SettingsDialog
from sr_studio.app.intake import local_paths
from sr_studio.app.trouble import Trouble
from sr_studio.app.window import MainWindow
from tests.app.conftest import LONG_MS, save_picture


def test_every_action_of_a_menu_is_in_it(window: MainWindow) -> None:
    shown = {
        action.objectName()
        for title in window.menuBar().actions()
        for action in cast(QMenu, title.menu()).actions()
    }
    for spec in window.commands:
        assert (spec.id in shown) == bool(spec.menu), spec.id


def test_the_palette_finds_and_does(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.desk.shown
    assert isinstance(palette, CommandPalette)
    palette._line.setText("compare")
    assert palette.shown()[0] == "go.compare"
    qtbot.keyClick(palette._line, Qt.Key.Key_Return)
    assert window.page is not None
    assert type(window.page).__name__ == "ComparePage"


@pytest.mark.parametrize(
    ("query", "text", "fits"),
    [
        ("spl", "Split", True),
        ("sbs", "Side by side", True),
        ("zzz", "Split", False),
        ("", "a", True),
    ],
)
def test_matching(query: str, text: str, fits: bool) -> None:
    assert (match(query, text) is not None) == fits


def test_a_part_of_the_name_fits_better_than_scattered_letters() -> None:
    better, worse = match("it", "Split"), match("it", "Find a command to do")
    assert better is not None
    assert worse is None or better < worse


def test_f1_shows_every_key(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.desk.shown
    assert isinstance(sheet, KeysSheet)
    words = {label.text() for label in sheet.findChildren(QLabel)}
    for text in ("Split", "Space", "Ctrl+K", "1 – 9", "Fold panels"):
        assert text in words


def test_a_theme_takes_effect_at_once(window: MainWindow) -> None:
    window.desk.settings()
    dialog = window.desk.shown
    assert isinstance(dialog, SettingsDialog)
    box = dialog.editors["window.theme"]
    box.setCurrentIndex(box.findData("light"))  # type: ignore[attr-defined]
    assert window.context.theme.name == "light"
    background = window.palette().window().color()
    assert background.lightness() > 200
    box.setCurrentIndex(box.findData("contrast"))  # type: ignore[attr-defined]
    assert window.palette().window().color().lightness() == 0


def test_full_screen_leaves_the_picture_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.perform("window.full_screen")
    assert window.isFullScreen()
    assert not window.rail.isVisible()
    assert not window.status.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.rail.isVisible()


def test_leaving_full_screen_brings_back_what_was(window: MainWindow) -> None:
    window.showMaximized()
    window.perform("window.panels")
    window.perform("window.full_screen")
    assert window.isFullScreen()
    window.perform("window.full_screen")
    assert window.isMaximized()
    assert not window.rail.isVisible()  # they were folded before
    window.perform("window.panels")
    assert window.rail.isVisible()


def test_f6_goes_round_the_areas(window: MainWindow, qtbot: QtBot) -> None:
    seen = []
    for _ in range(4):
        window.perform("window.next_area")
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
    assert len(set(map(id, seen))) >= 2


def test_geometry_is_remembered(make_window: Callable[..., MainWindow]) -> None:
    first = make_window()
    first.resize(first.width(), 713)
    assert first.height() == 713
    first.close()
    second = MainWindow(first.context.settings)
    # Its width is cut to the 800 pixels of the offscreen platform's screen.
    assert second.height() == 713
    second.deleteLater()


def test_a_damaged_settings_file_is_told(
    make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from sr_studio import paths

    folder = paths.user_config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "settings.toml").write_text("[[[", encoding="utf-8")
    window = make_window()
    assert window.desk.shown is not None
    assert "settings" in window.desk.shown.trouble.what  # type: ignore[attr-defined]


def test_the_error_dialog_says_four_things(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.trouble(Trouble("It broke.", "Your file is there.", "Try again.", "line 7"))
    dialog = window.desk.shown
    assert dialog is not None
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"It broke.", "Your file is there.", "Try again."} <= words
    button = next(b for b in dialog.findChildren(QWidget) if _text(b) == "Copy details")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "line 7" in QApplication.clipboard().text()


def test_an_unforeseen_error_brings_its_traceback() -> None:
    try:
        {}["missing"]
    except KeyError as error:
        trouble = Trouble.of(error)
    assert "KeyError" in trouble.what
    assert "Traceback" in trouble.details


def test_what_cannot_be_looked_at_is_told_and_the_rest_taken(
    window: MainWindow, picture: Path, tmp_path: Path
) -> None:
    # Too long a name is refused by the system before it looks, as a folder that is not ours is.
    unseen = tmp_path / ("x" * 300)
    window.open_paths([unseen, picture])
    assert "cannot be looked at" in window.desk.shown.trouble.what  # type: ignore[union-attr]
    entries = window.page.worklist.entries  # type: ignore[union-attr]
    assert [entry.path for entry in entries] == [picture]
    window.desk.shown.close()  # type: ignore[union-attr]
    window.open_paths([tmp_path / "none.png"])
    assert "There is no file" in window.desk.shown.trouble.what  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_files_of_any_name_can_be_dropped(window: MainWindow, tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9 100%25 #1?.png")
    save_picture(tmp_path / name, 40, 30)
    data = QMimeData()
    data.setData("text/uri-list", (tmp_path / name).as_uri().encode())
    assert local_paths(data) == [tmp_path / name]
    assert window.page is not None
    window.page.take_mime(data)
    entries = window.page.worklist.entries  # type: ignore[attr-defined]
    assert [entry.path for entry in entries] == [tmp_path / name]


def test_who_wants_nothing_remembered_has_it_forgotten(window: MainWindow, picture: Path) -> None:
    window.recent.add("upscale", [picture])
    assert [one.path for one in window.recent.entries()] == [picture]
    window.context.settings.set("files.recent", False)
    assert window.recent.entries() == [] and not window.recent.path.exists()


def test_a_task_nobody_watched_opens_the_dialog(window: MainWindow, qtbot: QtBot) -> None:
    window.tasks.start(lambda _: 1 // 0)
    qtbot.waitUntil(lambda: window.desk.shown is not None, timeout=LONG_MS)
    assert "ZeroDivisionError" in window.desk.shown.trouble.what  # type: ignore[union-attr]


@pytest.mark.parametrize("page", ["upscale", "compare"])
def test_whatever_takes_the_focus_has_a_name(
    window: MainWindow, qtbot: QtBot, root: Path, page: str
) -> None:
    made = window.go(page)
    made.open_paths([root / "resources" / "samples" / "dog.webp"])
    viewer = made.areas()[0]
    qtbot.waitUntil(lambda: bool(viewer.versions), timeout=LONG_MS)  # type: ignore[attr-defined]
    nameless = [_described(widget) for widget in _focusable(window) if not _spoken(widget)]
    assert nameless == []


@pytest.mark.parametrize("page", ["upscale", "compare", "train", "evaluate", "study"])
def test_every_page_fits_the_smallest_window_and_names_its_fields(
    window: MainWindow, page: str
) -> None:
    made = window.go(page)
    window.resize(960, 600)
    assert (window.width(), window.height()) == (960, 600)
    room = 960 - window.rail.width()
    assert made.minimumSizeHint().width() <= room
    kinds = (QLineEdit, QAbstractSpinBox, QComboBox, QAbstractButton, QTabBar)
    fields = [w for kind in kinds for w in made.findChildren(kind) if w.isVisibleTo(made)]
    # What takes the keys inside a box or a spin box is spoken of as well.
    assert [_described(field) for field in fields if not _spoken(field)] == []


def test_the_window_fits_the_screen_at_first(make_window: Callable[..., MainWindow]) -> None:
    window = MainWindow(make_window().context.settings)
    room = window.screen().availableGeometry()
    assert window.height() <= max(room.height(), 600)
    assert window.width() <= max(room.width(), 960)
    window.deleteLater()


@pytest.mark.parametrize("name", ["settings", "keys"])
def test_dialogs_have_names_for_everything(window: MainWindow, name: str) -> None:
    getattr(window.desk, name)()
    dialog = window.desk.shown
    assert dialog is not None
    assert [_described(w) for w in _focusable(dialog) if not _spoken(w)] == []


def test_tab_reaches_everything_once_and_comes_back(window: MainWindow) -> None:
    wanted = {id(widget) for widget in _focusable(window) if widget.isVisible()}
    found: set[int] = set()
    widget: QWidget = window
    for _ in range(2000):
        widget = widget.nextInFocusChain()
        if widget is window:
            break
        found.add(id(widget))
    assert wanted <= found


def _focusable(top: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in top.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisibleTo(top)
        and widget.focusProxy() is None
        and not isinstance(widget, QScrollBar)
        and not (isinstance(widget.parent(), QAbstractScrollArea) and not widget.accessibleName())
    ]


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return text() if callable(text) else ""
