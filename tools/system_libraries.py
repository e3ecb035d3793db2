"""Checks the system libraries that Qt needs on Debian and Ubuntu, and installs them where it may.

Runs before the virtual environment exists, with any Python from 3.11 on: standard library only.
"""

from __future__ import annotations

import ctypes.util
import os
import shutil
import subprocess
import sys

#: library that Qt opens -> Debian package that has it
OFFSCREEN = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "dbus-1": "libdbus-1-3",
    "fontconfig": "libfontconfig1",
    "freetype": "libfreetype6",
    "xkbcommon": "libxkbcommon0",
    "glib-2.0": "libglib2.0-0",
}
WINDOW = {
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "X11-xcb": "libx11-xcb1",
}
_WITHOUT_WHICH_NOTHING_RUNS = set(OFFSCREEN.values())


def missing_packages() -> list[str]:
    """Debian packages of the libraries that are not here."""
    wanted = OFFSCREEN | WINDOW
    return [package for name, package in wanted.items() if ctypes.util.find_library(name) is None]


def install_command(packages: list[str]) -> list[str]:
    """The command that installs them, with as little asking as possible."""
    return ["apt-get", "install", "--yes", "--no-install-recommends", *packages]


def main() -> int:
    """0 when all is there or could be installed, or when only the window's libraries are not."""
    if not sys.platform.startswith("linux"):
        return 0
    missing = missing_packages()
    if not missing:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing system libraries for the window: {' '.join(missing)}")
        quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "--quiet"], env=quiet, stdout=subprocess.DEVNULL)
        subprocess.run(install_command(missing), env=quiet, stdout=subprocess.DEVNULL)
        missing = missing_packages()
        if not missing:
            return 0
    print("These system libraries are missing. On Debian and Ubuntu install them with:")
    print(f"  sudo {' '.join(install_command(missing))}")
    if _WITHOUT_WHICH_NOTHING_RUNS.isdisjoint(missing):
        print("Without them the program runs, but it cannot open a window on an X11 display.")
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
