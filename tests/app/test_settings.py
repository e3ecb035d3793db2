"""Settings: sparse, readable, kept, and never the person's file destroyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio import paths
from sr_studio.app.settings import SETTINGS, Settings
from sr_studio.errors import StudioError


def test_defaults_without_a_file() -> None:
    settings = Settings()
    for setting in SETTINGS:
        assert settings.get(setting.id) == setting.default
    assert not settings.path.exists()


def test_a_change_is_kept_and_announced(qtbot: object) -> None:
    settings = Settings()
    heard: list[str] = []
    settings.changed.connect(heard.append)
    settings.set("window.theme", "light")
    settings.set("window.theme", "light")
    assert heard == ["window.theme"]
    assert Settings().get("window.theme") == "light"
    assert settings.path.is_relative_to(paths.user_config_dir())


def test_the_file_holds_only_what_differs_and_keeps_comments(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\n[window]\ntheme = "light" # bright room\n', encoding="utf-8")
    settings = Settings(path)
    settings.set("upscale.scale", 2.0)
    text = path.read_text(encoding="utf-8")
    assert "# mine" in text
    assert "# bright room" in text
    settings.set("upscale.scale", 4.0)
    assert "upscale" not in path.read_text(encoding="utf-8")


def test_a_damaged_file_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[window\n", encoding="utf-8")
    settings = Settings(path)
    assert settings.problem is not None
    assert settings.get("window.theme") == "system"
    settings.set("window.theme", "dark")
    assert settings.get("window.theme") == "dark"
    assert path.read_text(encoding="utf-8") == "[window\n"


def test_where_the_file_cannot_be_written_a_choice_holds_and_that_is_told_once(
    tmp_path: Path,
) -> None:
    (tmp_path / "home").write_bytes(b"")
    settings = Settings(tmp_path / "home" / "settings.toml")
    heard: list[str] = []
    told: list[StudioError] = []
    settings.changed.connect(heard.append)
    settings.not_kept.connect(told.append)
    settings.set("window.theme", "dark")
    settings.set("upscale.scale", 2.0)
    assert settings.get("window.theme") == "dark" and heard == ["window.theme", "upscale.scale"]
    assert [error.where for error in told] == [str(tmp_path / "home")]


def test_a_file_that_is_being_edited_is_left_alone_and_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    settings = Settings(path)
    told: list[StudioError] = []
    settings.not_kept.connect(told.append)
    path.write_text("[window", encoding="utf-8")
    settings.set("window.theme", "dark")
    assert settings.get("window.theme") == "dark" and path.read_text() == "[window"
    assert ["so this one is not kept" in str(error) for error in told] == [True]


@pytest.mark.parametrize(
    ("name", "value"),
    [("window.theme", "pink"), ("upscale.at_once", "yes"), ("output.quality", 1.5)],
)
def test_values_of_the_wrong_kind_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Settings().set(name, value)


def test_values_of_the_wrong_kind_in_the_file_are_the_default(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[window]\ntheme = "pink"\n[output]\nquality = "x"\n', encoding="utf-8")
    settings = Settings(path)
    assert settings.get("window.theme") == "system"
    assert settings.get("output.quality") == 92


def test_declared_once_and_choices_hold_the_default() -> None:
    names = [setting.id for setting in SETTINGS]
    assert len(names) == len(set(names))
    for setting in SETTINGS:
        assert setting.hidden or setting.label
        if setting.choices:
            assert setting.default in [value for value, _ in setting.choices]
