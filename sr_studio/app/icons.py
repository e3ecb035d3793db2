"""The program's own line icons, tinted to the palette and crisp at one to three times the size."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sr_studio import files, paths
from sr_studio.errors import StudioError

SIDE = 20
#: As the icons are drawn.
_STROKE = 1.6
_RATIOS = (1.0, 1.5, 2.0, 3.0)


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return _path(name).read_bytes()


def pixmap(name: str, colour: QColor, side: int = SIDE, ratio: float = 1.0) -> QPixmap:
    """One icon as a pixmap of ``side`` logical pixels at a device pixel ratio.

    Raises:
        FileNotFoundError: There is no icon of this name.
    """
    text = _source(name).replace(b"currentColor", colour.name().encode())
    extent = round(side * ratio)
    image = QPixmap(extent, extent)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text)).render(painter, QRectF(0, 0, extent, extent))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def icon(name: str, colour: QColor, disabled: QColor, side: int = SIDE) -> QIcon:
    """One icon for buttons and menus, in its normal and its disabled colour."""
    return _icon(name, colour.name(), disabled.name(), side)


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str, side: int) -> QIcon:
    made = QIcon()
    for ratio in _ratios():
        made.addPixmap(pixmap(name, QColor(colour), side, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, QColor(disabled), side, ratio), QIcon.Mode.Disabled)
    return made


def tinted_file(name: str, colour: str, stroke: float = _STROKE) -> Path:
    """A file with an icon in one colour: a style sheet can name files only.

    Where none can be made, the disk being full, it is the icon as it was drawn, in black.

    Args:
        name: Of the icon.
        colour: As ``#rrggbb``.
        stroke: Width of its lines on its grid of 24.
    """
    source = _path(name)
    path = paths.user_cache_dir() / "icons" / f"{name}-{colour.lstrip('#')}-{stroke}.svg"
    if not path.is_file():
        text = source.read_text(encoding="utf-8").replace("currentColor", colour)
        text = text.replace(f'stroke-width="{_STROKE}"', f'stroke-width="{stroke}"')
        with suppress(StudioError):
            files.made_folder(path.parent)
            files.write_text(path, text)
    return path if path.is_file() else source


def _path(name: str) -> Path:
    return paths.resources_dir() / "icons" / f"{name}.svg"


def _ratios() -> tuple[float, ...]:
    """Ratios worth drawing: those of the screens that are here, so that start stays short."""
    from PySide6.QtGui import QGuiApplication

    present = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    needed = {min((r for r in _RATIOS if r >= p), default=_RATIOS[-1]) for p in present}
    return tuple(sorted(needed | {1.0}))
