"""A hand on a keyboard, and an ear for a screen reader: the window without a mouse and a screen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import PySide6
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

WAIT_MS = 150_000
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
#: More controls than any page has.
_MANY = 400


class Hand:
    """Presses keys where the focus is; it knows no other way to a control than Tab."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def press(self, key: Qt.Key, *, ctrl: bool = False, shift: bool = False) -> None:
        """One key, perhaps with others held."""
        held = (_CTRL if ctrl else _NONE) | (_SHIFT if shift else _NONE)
        QTest.keyClick(_before_it(), key, held)

    def type(self, text: str) -> None:
        """Letters, into what has the focus; Hangul comes from an input method, as for people."""
        if text.isascii():
            QTest.keyClicks(_before_it(), text)
            return
        written = QInputMethodEvent()
        written.setCommitString(text)
        QApplication.sendEvent(_before_it(), written)

    def go_to(self, widget: QWidget) -> None:
        """Tab until the widget has the focus."""
        for _ in range(_MANY):
            focus = QApplication.focusWidget()
            if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to {widget!r}")

    def push(self, button: QWidget) -> str:
        """Go to a button and press it; what a screen reader calls it."""
        self._qtbot.waitUntil(button.isEnabled, timeout=WAIT_MS)
        self.go_to(button)
        spoken = spoken_name(button)
        self.press(Qt.Key.Key_Space)
        return spoken

    def choose(self, box: QComboBox, wanted: object) -> None:
        """Go to a box and press the arrows until it has this text or value."""
        self.go_to(box)
        self.press(Qt.Key.Key_Home)
        for _ in range(box.count()):
            if wanted in (box.currentText(), box.currentData()):
                return
            self.press(Qt.Key.Key_Down)
        raise AssertionError(f"{wanted!r} is not offered")

    def name_files(self, *paths: Path) -> None:
        """Answer the dialog that asks for files or a folder."""
        dialog = self._dialog()
        owner = dialog.parentWidget()
        assert owner is not None
        self.type(" ".join(f'"{path}"' for path in paths) if len(paths) > 1 else str(paths[0]))
        if QApplication.activePopupWidget() is not None:  # names that fit what was typed
            self.press(Qt.Key.Key_Escape)
        self.press(Qt.Key.Key_Return)
        self._qtbot.waitUntil(
            lambda: not shiboken6.isValid(dialog) or not dialog.isVisible(), timeout=WAIT_MS
        )
        self.come_back(owner)

    def come_back(self, window: QWidget) -> None:
        """To a window, when another one has closed: what a window manager does by itself."""
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)

    def _dialog(self) -> QFileDialog:
        def open_dialog() -> QFileDialog | None:
            found = QApplication.activeWindow()
            return found if isinstance(found, QFileDialog) else None

        self._qtbot.waitUntil(lambda: open_dialog() is not None, timeout=WAIT_MS)
        dialog = open_dialog()
        assert dialog is not None
        return dialog


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    return str(QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name))


def _before_it() -> QWidget:
    """What a key goes to: an open list or menu, else what has the focus."""
    found = (
        QApplication.activePopupWidget()
        or QApplication.focusWidget()
        or QApplication.activeWindow()
    )
    assert found is not None, "no window is active"
    return found


@contextmanager
def listening() -> Iterator[list[str]]:
    """What a screen reader is told to say meanwhile, by the hook Qt has for one."""
    said: list[str] = []
    library = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Gui.so.6"
    install = ctypes.CDLL(
        str(library)
    )._ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE
    install.restype = ctypes.c_void_p
    kind = ctypes.CFUNCTYPE(None, ctypes.c_void_p)

    def heard(address: int) -> None:
        event: Any = shiboken6.wrapInstance(address, QAccessibleEvent)
        if event.type() == QAccessible.Event.Announcement:
            event = shiboken6.wrapInstance(address, QAccessibleAnnouncementEvent)
            said.append(event.message())

    handler = kind(heard)
    install.argtypes = [kind]
    install(handler)
    yield said
    install.argtypes = [ctypes.c_void_p]
    install(None)
