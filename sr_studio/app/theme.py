"""Colours, type and spacing of the window, from one palette file in ``resources/themes``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from sr_studio import paths
from sr_studio.app.icons import tinted_file
from sr_studio.errors import StudioError

SYSTEM = "system"
_TOKEN = re.compile(r"@([a-z_]+)")


@dataclass(frozen=True)
class Theme:
    """One palette: the colour of each role, by name."""

    name: str
    title: str
    colours: dict[str, str]

    def colour(self, role: str) -> QColor:
        """The colour of ``role`` (a key of the theme file)."""
        return QColor(self.colours[role])

    def palette(self) -> QPalette:
        """The same colours as Qt's own widgets want them."""
        roles = QPalette.ColorRole
        palette = QPalette()
        for role, name in {
            roles.Window: "window",
            roles.WindowText: "text",
            roles.Base: "field",
            roles.AlternateBase: "panel",
            roles.Text: "text",
            roles.Button: "raised",
            roles.ButtonText: "text",
            roles.BrightText: "danger",
            roles.ToolTipBase: "raised",
            roles.ToolTipText: "text",
            roles.PlaceholderText: "text_dim",
            roles.Highlight: "accent_strong",
            roles.HighlightedText: "accent_text",
            roles.Link: "accent",
            roles.LinkVisited: "accent",
            roles.Mid: "border",
            roles.Midlight: "border",
            roles.Dark: "border_strong",
            roles.Light: "raised",
            roles.Accent: "accent",
        }.items():
            palette.setColor(role, self.colour(name))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("text_disabled"))
        return palette


def theme_names() -> list[str]:
    """Names of the palettes that came with the program."""
    return sorted(path.stem for path in _folder().glob("*.toml"))


def load_theme(name: str) -> Theme:
    """Read one palette file.

    Raises:
        StudioError: There is no such theme.
    """
    path = _folder() / f"{name}.toml"
    if not path.is_file():
        raise StudioError(
            "there is no such theme", where=name, remedy=f"Choose {', '.join(theme_names())}."
        )
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Theme(name, table["title"], table["colours"])


def resolve(name: str, application: QApplication) -> str:
    """The theme meant by ``name``: the system's wish where the setting says ``system``."""
    if name != SYSTEM:
        return name
    hints = application.styleHints()
    accessibility = getattr(hints, "accessibility", None)
    if accessibility is not None:
        wish = accessibility().contrastPreference()
        if wish == Qt.ContrastPreference.HighContrast:
            return "contrast"
    return "light" if hints.colorScheme() == Qt.ColorScheme.Light else "dark"


def apply_theme(theme: Theme, application: QApplication) -> None:
    """Dress the whole application: Fusion, the palette, and the style sheet made from it."""
    if application.style().objectName() != "fusion":
        application.setStyle("Fusion")
    application.setPalette(theme.palette())
    application.setStyleSheet(style_sheet(theme, application.font()))


def style_sheet(theme: Theme, font: QFont) -> str:
    """The style sheet with colours, the folder of icons and the three sizes of type filled in."""
    size = font.pointSizeF() if font.pointSizeF() > 0 else 10.0
    tokens = {
        **theme.colours,
        "icon_down": _icon("chevron-down", theme.colours["text_dim"]),
        "icon_up": _icon("chevron-up", theme.colours["text_dim"]),
        "icon_check": _icon("check", theme.colours["accent_text"]),
        "size_small": f"{size * 0.9:.1f}pt",
        "size_base": f"{size:.1f}pt",
        "size_title": f"{size * 1.35:.1f}pt",
    }
    text = (_folder() / "window.qss").read_text(encoding="utf-8")
    return _TOKEN.sub(lambda match: tokens[match.group(1)], text)


def _icon(name: str, colour: str) -> str:
    # Arrows and ticks are small: their lines are drawn bolder.
    return tinted_file(name, colour, stroke=2.4).as_posix()


def _folder() -> Path:
    return paths.resources_dir() / "themes"
