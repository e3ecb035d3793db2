"""What a pressed key means to a rater, by its character or by its place on the keyboard."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

#: Scan codes of the keys 1 to 9 and 0 above the letters, whatever is printed on them.
_ROW_LINUX = {10 + n: (n + 1) % 10 for n in range(10)}
_ROW_WINDOWS = {2 + n: (n + 1) % 10 for n in range(10)}
_ROW_MAC = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0}

#: The keypad without Num Lock sends these.
_KEYPAD = {
    Qt.Key.Key_End: 1,
    Qt.Key.Key_Down: 2,
    Qt.Key.Key_PageDown: 3,
    Qt.Key.Key_Left: 4,
    Qt.Key.Key_Clear: 5,
    Qt.Key.Key_Right: 6,
    Qt.Key.Key_Home: 7,
    Qt.Key.Key_Up: 8,
    Qt.Key.Key_PageUp: 9,
    Qt.Key.Key_Insert: 0,
}
_ARROWS = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: 2, Qt.Key.Key_Down: 3}
_FORBIDDEN = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


@dataclass(frozen=True)
class Press:
    """A key that was pressed.

    Attributes:
        number: The digit of a pressed key (or of what stands for it in a pair), the place of a
            clicked one from 1; None where it means neither.
        input: ``key`` or ``keypad``.
        ignored: Why it must not count: ``auto_repeat`` or ``modifier``; empty if it may.
    """

    number: int | None
    input: str
    ignored: str = ""


def read_press(event: QKeyEvent, *, arrows: bool = False) -> Press:
    """What a key event means; ``arrows``: left, right and down choose in a pair."""
    keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
    kind = "keypad" if keypad else "key"
    number = _number(event, keypad, arrows)
    if event.isAutoRepeat():
        return Press(number, kind, "auto_repeat")
    if event.modifiers() & _FORBIDDEN:
        return Press(number, kind, "modifier")
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    if shifted and _digit(event.text()) is None:  # on AZERTY the digits themselves need Shift
        return Press(number, kind, "" if number is None else "modifier")
    return Press(number, kind)


def _number(event: QKeyEvent, keypad: bool, arrows: bool) -> int | None:
    if (found := _digit(event.text())) is not None:
        return found
    key = Qt.Key(event.key())
    if arrows and not keypad and key in _ARROWS:
        return _ARROWS[key]
    if keypad:
        return _KEYPAD.get(key)
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return key - Qt.Key.Key_0
    return _by_place(event)


def _digit(text: str) -> int | None:
    return int(text) if len(text) == 1 and text in "0123456789" else None


def _by_place(event: QKeyEvent) -> int | None:
    if sys.platform == "darwin":
        return _ROW_MAC.get(event.nativeVirtualKey())
    if sys.platform == "win32":
        return _ROW_WINDOWS.get(event.nativeScanCode())
    if QGuiApplication.platformName() in ("xcb", "wayland", "offscreen"):
        return _ROW_LINUX.get(event.nativeScanCode())
    return None
