"""Whether a window could be opened here, and why not; Qt would end the program there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: What Qt opens for X11 and a desktop without other Qt programs may not have.
_X11_LIBRARIES = ("libxcb.so.1", "libxcb-cursor.so.0")


def has_display() -> bool:
    """Whether there is a display, and it answers."""
    if not sys.platform.startswith("linux"):
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if platform not in ("", "xcb", "wayland"):
        return True
    return (platform != "xcb" and _wayland_answers()) or (platform != "wayland" and _x11_answers())


def missing_library() -> str:
    """What stands in Qt's way of opening a window: the first library it does not find, or nothing.

    The few that a computer with a display may lack; `sr-studio doctor` looks for all.
    """
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY") and not _by_wayland():
        import ctypes

        for name in _X11_LIBRARIES:
            try:
                ctypes.CDLL(name)
            except OSError:
                return name
    try:
        import PySide6.QtWidgets  # noqa: F401  (loads what it needs of the system)
    except ModuleNotFoundError as error:
        return error.name or "PySide6"
    except ImportError as error:  # "libEGL.so.1: cannot open shared object file: ..."
        return str(error).partition(":")[0]
    return ""


def _by_wayland() -> bool:
    return bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    import socket

    place = Path(os.environ.get("XDG_RUNTIME_DIR", "/run/user")) / name
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(2)
        try:
            line.connect(str(place))
        except OSError:
            return False
    return True


def _x11_answers() -> bool:
    """As Qt will find it: by the same library, with the person's permission to use the display."""
    if not os.environ.get("DISPLAY"):
        return False
    import ctypes

    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # Qt needs it, too: what is missing is said before Qt is asked
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return xcb.xcb_connection_has_error(connection) == 0
    finally:
        xcb.xcb_disconnect(connection)
