"""Which system libraries Qt does not find on Linux, and the Debian packages that have them."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

#: What a window (X11, Wayland) and work without a screen open, besides Qt's own libraries.
_PLUGINS = ("libqxcb.so", "libqwayland.so", "libqoffscreen.so")
#: The one family whose package is not called after the library (Debian Policy, chapter 8.1).
_GLIB = re.compile(r"lib(glib|gobject|gthread|gio)-2\.0\.so\.0")


def missing_libraries() -> list[str]:
    """Names like ``libxcb-cursor.so.0`` that Qt's platform plugins need and the system lacks.

    Empty where it cannot be told: on systems other than Linux, without PySide6 or without ``ldd``.
    """
    spec = importlib.util.find_spec("PySide6")
    if not sys.platform.startswith("linux") or spec is None or shutil.which("ldd") is None:
        return []
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "Qt" / "plugins" / "platforms"
    missing: dict[str, None] = {}
    for plugin in _PLUGINS:
        if (folder / plugin).is_file():
            told = subprocess.run(
                ["ldd", str(folder / plugin)], capture_output=True, text=True, check=False
            ).stdout
            missing.update(dict.fromkeys(re.findall(r"(\S+) => not found", told)))
    return list(missing)


def debian_package(library: str) -> str:
    """The package of a library by Debian's naming rule: ``libxcb-cursor.so.0`` → libxcb-cursor0."""
    if _GLIB.fullmatch(library):
        return "libglib2.0-0"
    name, _, version = library.lower().partition(".so.")
    return f"{name}-{version}" if name[-1].isdigit() else f"{name}{version}"


def install_command(libraries: list[str]) -> str:
    """What to type to install them."""
    packages = sorted({debian_package(library) for library in libraries})
    return f"sudo apt-get install {' '.join(packages)}"
