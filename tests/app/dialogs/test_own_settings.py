"""Settings found by typing, keys of one's own, larger text, and every page by Tab alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from sr_studio.app.dialogs.own_keys import OwnKeys
from sr_studio.app.dialogs.settings_dialog import SettingsDialog
from sr_studio.app.pages import PAGES
from sr_studio.app.settings import SETTINGS, Settings
from sr_studio.app.theme import load_theme, theme_names
from sr_studio.app.window import MainWindow
from tests.app.test_look import contrast
from tests.app.test_window import _described, _focusable, _spoken

#: Text and what it stands on in resources/themes/window.qss, beyond text on plain grounds.
_PAIRS = (
    ("accent_text", "accent_strong"),
    ("accent_text", "accent_hover"),
    ("text", "hover"),
    ("text", "pressed"),
    ("accent", "window"),
    ("accent", "panel"),
    ("danger", "window"),
    ("danger", "panel"),
    ("warning", "window"),
    ("warning", "panel"),
)


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize(("text", "ground"), _PAIRS)
def test_every_pair_of_the_style_sheet_can_be_read(name: str, text: str, ground: str) -> None:
    theme = load_theme(name)
    assert contrast(theme.colour(text), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("ground", ["window", "panel", "raised", "field"])
def test_the_focus_can_be_seen(name: str, ground: str) -> None:
    theme = load_theme(name)
    assert contrast(theme.colour("focus"), theme.colour(ground)) >= 3.0


def test_settings_are_found_by_a_part_of_their_name_or_help(window: MainWindow) -> None:
    window.desk.settings()
    dialog = cast(SettingsDialog, window.desk.shown)
    assert set(dialog.editors) == {setting.id for setting in SETTINGS if not setting.hidden}
    dialog.search.setText("GPU nothing such")
    assert not any(editor.isVisible() for editor in dialog.editors.values())
    assert dialog._nothing.isVisible()
    dialog.search.setText("bf16")
    assert [name for name, one in dialog.editors.items() if one.isVisible()] == ["engine.precision"]
    dialog.search.clear()
    assert all(editor.isVisible() for editor in dialog.editors.values())


def _own_keys(window: MainWindow, qtbot: QtBot) -> OwnKeys:
    window.perform("app.keys")
    assert window.desk.shown is not None
    (change,) = window.desk.shown.findChildren(QPushButton)
    qtbot.mouseClick(change, Qt.MouseButton.LeftButton)
    return cast(OwnKeys, window.desk.shown)


def test_a_key_is_changed_at_once_and_for_good(
    make_window: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    window = make_window()
    dialog = _own_keys(window, qtbot)
    dialog.choose("go.train")
    dialog.edit.setKeySequence(QKeySequence("Ctrl+Alt+T"))
    assert dialog.conflict.text() == ""
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert window.commands["go.train"].shortcuts() == [QKeySequence("Ctrl+Alt+T")]
    assert "Ctrl+Alt+T" in window.commands["go.train"].toolTip()
    dialog.close()
    qtbot.keyClick(
        window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    )
    assert type(window.page).__name__ == "TrainingPage"
    window.close_anyway()
    again = make_window()
    assert again.commands["go.train"].shortcuts() == [QKeySequence("Ctrl+Alt+T")]
    again.commands.bind("go.train", None)
    assert again.commands["go.train"].shortcuts() == [QKeySequence("Ctrl+3")]
    assert Settings().get("keys.own") == {}


def test_a_key_that_is_taken_is_told_before_it_changes_hands(
    window: MainWindow, qtbot: QtBot
) -> None:
    dialog = _own_keys(window, qtbot)
    dialog.choose("window.panels")
    dialog.edit.setKeySequence(QKeySequence("Space"))
    assert "Before" in dialog.conflict.text()
    qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert window.commands.spec("view.before").keys == ()
    assert window.commands.for_viewer_key(QKeySequence("Space")) is None
    assert window.commands.spec("window.panels").keys == ("Space",)
    qtbot.mouseClick(dialog.default, Qt.MouseButton.LeftButton)
    assert window.commands.spec("window.panels").keys == ("P",)
    dialog.search.setText("ctrl+k")
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    assert [item.text(0) for item in items if item and not item.isHidden()] == ["Find a command"]
    assert [_described(w) for w in _focusable(dialog) if not _spoken(w)] == []


@pytest.mark.parametrize("wrong", [{"go.train": "Ctrl+T"}, {"go.train": [7]}, {"gone": ["X"]}])
def test_keys_that_make_no_sense_in_the_file_are_the_declared_ones(
    make_window: Callable[..., MainWindow], wrong: dict[str, object]
) -> None:
    Settings().set("keys.own", wrong)
    window = make_window()
    assert window.commands["go.train"].shortcuts() == [QKeySequence("Ctrl+3")]


@pytest.mark.parametrize("page", [page.id for page in PAGES])
def test_every_page_is_walked_by_tab_alone(window: MainWindow, qtbot: QtBot, page: str) -> None:
    """Every control is named, Tab comes to each, and none holds the focus for good."""
    made = window.go(page)
    controls = [widget for widget in _focusable(made) if widget.isVisible() and widget.isEnabled()]
    assert [_described(widget) for widget in controls if not _spoken(widget)] == []
    window.activateWindow()
    window.rail.setFocus()
    reached: list[object] = []
    for _ in range(400):
        window.focusNextChild()
        focus = window.focusWidget()
        if focus in reached[:1]:
            break
        reached.append(focus)
    missed = [
        _described(one)
        for one in controls
        if not any(one is got or one.isAncestorOf(got) for got in reached if got is not None)
    ]
    assert missed == []


_SCALED = """
import json
from sr_studio.app.settings import Settings
from sr_studio.app.start import make_application
settings = Settings()
settings.set("window.text", 200)
application = make_application(settings.get("window.text"))
from sr_studio.app.window import MainWindow
window = MainWindow(settings)
window.completed.connect(application.quit)
window.show()
application.exec()
import os
print(json.dumps([window.devicePixelRatioF(), window.width(), os.environ.get("QT_SCALE_FACTOR")]))
window.close_anyway()
"""


def test_text_and_controls_are_twice_as_large_at_200_percent() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("QT_SCALE_FACTOR", None)
    done = subprocess.run(
        [sys.executable, "-c", _SCALED], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    ratio, width, left = json.loads(done.stdout.splitlines()[-1])
    assert ratio == 2.0 and width >= 960
    assert left is None  # programs this one starts are not scaled twice


def test_the_window_follows_the_system_while_it_is_open(window: MainWindow) -> None:
    """The offscreen platform has no scheme of its own; only that the word is heard can be shown."""
    settings = window.context.settings
    settings.set("window.theme", "system")
    meant = window.context.theme.name
    window.context.theme = load_theme("contrast")
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert window.context.theme.name == meant
