"""What is known about the screen, for the record of a session."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication, QScreen

from sr_studio.studies.definition.screen_layout import Size


def describe_screen(screen: QScreen, window: Size, ratio: float) -> dict[str, Any]:
    """Make, size in mm and pixels, ratio, refresh, depth; never a serial number."""
    size = screen.physicalSize()
    geometry = screen.geometry()
    return {
        "model": " ".join(part for part in (screen.manufacturer(), screen.model()) if part),
        "width_mm": round(size.width()),
        "height_mm": round(size.height()),
        "width_px": round(geometry.width() * ratio),
        "height_px": round(geometry.height() * ratio),
        "window_px": [window.width, window.height],
        "ratio": ratio,
        "refresh_hz": round(screen.refreshRate()),
        "depth_bits": screen.depth(),
        "platform": QGuiApplication.platformName(),
        "qt": qVersion(),
    }
