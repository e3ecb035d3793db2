"""Themes with enough contrast, icons of one family, actions with ids and keys of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QKeySequence
from PySide6.QtWidgets import QApplication

from sr_studio import paths
from sr_studio.app.action_list import ACTIONS
from sr_studio.app.icons import pixmap
from sr_studio.app.pages import PAGES
from sr_studio.app.theme import load_theme, style_sheet, theme_names
from sr_studio.errors import StudioError


def luminance(colour: QColor) -> float:
    """WCAG 2.1, relative luminance."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_there_are_light_dark_and_high_contrast() -> None:
    assert theme_names() == ["contrast", "dark", "light"]


def test_all_themes_name_the_same_colours() -> None:
    roles = [set(load_theme(name).colours) for name in theme_names()]
    assert roles[0] == roles[1] == roles[2]


@pytest.mark.parametrize("name", ["contrast", "dark", "light"])
@pytest.mark.parametrize("background", ["window", "panel", "raised", "field", "accent_soft"])
@pytest.mark.parametrize("text", ["text", "text_dim"])
def test_text_can_be_read(name: str, background: str, text: str) -> None:
    theme = load_theme(name)
    least = 7.0 if name == "contrast" else 4.5
    assert contrast(theme.colour(text), theme.colour(background)) >= least


@pytest.mark.parametrize("name", ["contrast", "dark", "light"])
def test_the_surround_is_grey(name: str) -> None:
    colour = load_theme(name).colour("surround")
    assert colour.red() == colour.green() == colour.blue()
    assert 90 <= colour.red() <= 140


def test_an_unknown_theme_is_a_sentence() -> None:
    with pytest.raises(StudioError, match="no such theme"):
        load_theme("pink")


def test_the_style_sheet_leaves_no_token(qapp: QApplication) -> None:
    for name in theme_names():
        assert not re.search(r"@[a-z]", style_sheet(load_theme(name), QFont("Sans", 10)))


def test_every_icon_that_is_named_exists_and_is_drawn_at_every_ratio(qapp: QApplication) -> None:
    folder = paths.resources_dir() / "icons"
    named = {spec.icon for spec in ACTIONS if spec.icon} | {page.icon for page in PAGES}
    for name in named:
        assert (folder / f"{name}.svg").is_file(), name
    for path in sorted(folder.glob("*.svg")):
        for ratio in (1.0, 2.0, 3.0):
            made = pixmap(path.stem, QColor("#ff0000"), 20, ratio)
            assert made.width() == round(20 * ratio)
            image = made.toImage()
            drawn = [
                image.pixelColor(x, y)
                for y in range(image.height())
                for x in range(image.width())
                if image.pixelColor(x, y).alpha() > 200
            ]
            assert drawn, path.name
            assert all(colour.red() > 250 and colour.green() < 5 for colour in drawn), path.name


def test_icons_are_one_family() -> None:
    for path in Path(paths.resources_dir() / "icons").glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in text
        assert 'stroke-width="1.6"' in text
        assert "currentColor" in text


def test_actions_have_their_own_ids_and_keys(qapp: QApplication) -> None:
    ids = [spec.id for spec in ACTIONS]
    assert len(ids) == len(set(ids))
    keys = [QKeySequence(key).toString() for spec in ACTIONS for key in spec.keys]
    assert all(keys), "a key sequence Qt does not understand"
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
