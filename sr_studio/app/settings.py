"""The person's settings: each declared once, kept as a readable TOML file of what differs.

Window geometry is kept apart (``window.ini``): it is the program's memory, not the person's wish.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from sr_studio import paths
from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.errors import StudioError


@dataclass(frozen=True)
class Setting:
    """One setting.

    Attributes:
        id: ``group.name``, the table and the key in the file.
        default: Its value where the file says nothing; gives the type as well.
        label: What the dialog calls it (translated where it is shown, context ``Settings``).
        help: One sentence more.
        choices: Allowed values and their labels; empty where any value of the type is allowed.
        hidden: Kept, but not in the dialog: the page that uses it shows it itself.
    """

    id: str
    default: Any
    label: str
    help: str = ""
    choices: tuple[tuple[Any, str], ...] = field(default=())
    hidden: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "window.theme",
        "system",
        QT_TRANSLATE_NOOP("Settings", "Theme"),
        QT_TRANSLATE_NOOP("Settings", "Colours of the window."),
        (
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            ("light", QT_TRANSLATE_NOOP("Settings", "Light")),
            ("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
            ("contrast", QT_TRANSLATE_NOOP("Settings", "High contrast")),
        ),
    ),
    Setting(
        "window.text",
        100,
        QT_TRANSLATE_NOOP("Settings", "Size of text and controls"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "Takes effect at the next start; 200 % needs a screen of 1920 × 1280.",
        ),
        tuple((percent, f"{percent} %") for percent in (100, 125, 150, 175, 200)),
    ),
    Setting(
        "window.language",
        "system",
        QT_TRANSLATE_NOOP("Settings", "Language"),
        QT_TRANSLATE_NOOP("Settings", "Takes effect at the next start."),
        (
            ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
            ("en", "English"),
            ("ko", "한국어"),
        ),
    ),
    Setting(
        "viewer.enlarge",
        "pixels",
        QT_TRANSLATE_NOOP("Settings", "Enlarged pixels"),
        QT_TRANSLATE_NOOP("Settings", "How a picture is drawn at twice its size and more."),
        (
            ("pixels", QT_TRANSLATE_NOOP("Settings", "Square pixels")),
            ("smooth", QT_TRANSLATE_NOOP("Settings", "Smooth")),
        ),
    ),
    Setting(
        "viewer.screen",
        "srgb",
        QT_TRANSLATE_NOOP("Settings", "Colours of the screen"),
        QT_TRANSLATE_NOOP("Settings", "Counts for pictures that are opened from now on."),
        (
            ("srgb", "sRGB"),
            ("p3", "Display P3"),
            ("adobe", "Adobe RGB"),
            ("file", QT_TRANSLATE_NOOP("Settings", "A profile file (below)")),
        ),
    ),
    Setting(
        "viewer.screen_file",
        "",
        QT_TRANSLATE_NOOP("Settings", "Profile file of the screen"),
        QT_TRANSLATE_NOOP("Settings", "The .icc or .icm file that was made for this screen."),
    ),
    Setting(
        "viewer.blink_ms",
        400,
        QT_TRANSLATE_NOOP("Settings", "Blink every (ms)"),
        QT_TRANSLATE_NOOP("Settings", "How long each version stays while blinking."),
        ((200, "200"), (400, "400"), (700, "700"), (1000, "1000")),
    ),
    Setting(
        "upscale.at_once",
        False,
        QT_TRANSLATE_NOOP("Settings", "Upscale pictures as soon as they are dropped"),
        QT_TRANSLATE_NOOP("Settings", "Otherwise they wait for the Upscale button."),
    ),
    Setting(
        "upscale.try",
        True,
        QT_TRANSLATE_NOOP("Settings", "Try several methods on every new picture"),
        QT_TRANSLATE_NOOP("Settings", "Shows a telling part by each, before the whole is made."),
    ),
    Setting(
        "upscale.live",
        True,
        QT_TRANSLATE_NOOP("Settings", "Show the detail slider's effect at once"),
        QT_TRANSLATE_NOOP("Settings", "On the part of the picture that is in sight."),
    ),
    Setting(
        "engine.device",
        "auto",
        QT_TRANSLATE_NOOP("Settings", "Device"),
        QT_TRANSLATE_NOOP("Settings", "Where models run."),
        (
            ("auto", QT_TRANSLATE_NOOP("Settings", "Automatic")),
            ("cpu", "CPU"),
            ("cuda", "CUDA"),
            ("mps", "MPS"),
        ),
    ),
    Setting(
        "engine.devices",
        "all",  # as sr_studio.upscaling.device_wishes reads it
        QT_TRANSLATE_NOOP("Settings", "Devices that share a queue"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "all: every graphics card of one kind, an engine each; or names: cuda:0,cuda:1.",
        ),
    ),
    Setting(
        "engine.precision",
        "auto",
        QT_TRANSLATE_NOOP("Settings", "Precision"),
        QT_TRANSLATE_NOOP(
            "Settings", "fp32 is exact; bf16 and fp16 are faster where the device knows them."
        ),
        (
            ("auto", QT_TRANSLATE_NOOP("Settings", "Automatic")),
            ("fp32", "fp32"),
            ("bf16", "bf16"),
            ("fp16", "fp16"),
        ),
    ),
    Setting(
        "engine.ahead",
        True,
        QT_TRANSLATE_NOOP("Settings", "Start the engine as soon as there is a picture"),
        QT_TRANSLATE_NOOP("Settings", "Says how long a job will take; costs memory."),
    ),
    Setting(
        "network.models",  # sr_studio.hub.permission reads it for the command line too
        True,
        QT_TRANSLATE_NOOP("Settings", "Fetch models from the net when asked"),
        QT_TRANSLATE_NOOP("Settings", "Off forbids it; even on, nothing is contacted unasked."),
    ),
    Setting(
        "files.recent",
        True,
        QT_TRANSLATE_NOOP("Settings", "Remember what was opened lately"),
        QT_TRANSLATE_NOOP("Settings", "For the menu File, Open recent."),
    ),
    Setting("upscale.method", "", "", hidden=True),
    Setting("upscale.detail", 1.0, "", hidden=True),  # chosen by measuring: docs/training.md
    Setting("upscale.scale", 4.0, "", hidden=True),
    Setting("output.format", "png", "", hidden=True),
    Setting("output.quality", 92, "", hidden=True),
    Setting("output.place", "auto", "", hidden=True),
    Setting("output.folder", "", "", hidden=True),
    Setting("output.template", "{name}_x{scale}_{method}", "", hidden=True),
    Setting("more.open", False, "", hidden=True),
    Setting("more.size", "scale", "", hidden=True),
    Setting("more.width", 1920, "", hidden=True),
    Setting("more.height", 1080, "", hidden=True),
    Setting("more.megapixels", 24.0, "", hidden=True),
    Setting("more.passes", 0, "", hidden=True),
    Setting("more.ensemble", False, "", hidden=True),
    Setting("more.existing", "number", "", hidden=True),
    Setting("more.mirror", False, "", hidden=True),
    Setting("more.metadata", True, "", hidden=True),
    # What sr_studio.app.actions makes of it: action -> key sequences.
    Setting("keys.own", {}, "", hidden=True),
    Setting("files.last_folder", "", "", hidden=True),
    # Folders of runs elsewhere, which the Train page follows.
    Setting("train.attached", [], "", hidden=True),
)
_BY_ID = {setting.id: setting for setting in SETTINGS}


class Settings(QObject):
    """Values of all settings; a change is written at once and announced once.

    Signals:
        changed: The name of a setting.
        not_kept: A :class:`StudioError`: why a change holds only until the program ends. The first
            of several alone is told.
    """

    changed = Signal(str)
    not_kept = Signal(object)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or paths.user_config_dir() / "settings.toml"
        self.problem: StudioError | None = None
        self._told = False
        self._values = self._read()

    def get(self, name: str) -> Any:
        """The value of one setting (KeyError for one that was never declared)."""
        return self._values.get(name, _BY_ID[name].default)

    def set(self, name: str, value: Any) -> None:
        """Change one setting and write the file; where that fails, see :attr:`not_kept`.

        Raises:
            ValueError: The value is of another type or not among the choices.
        """
        setting = _BY_ID[name]
        if not _fits(setting, value):
            raise ValueError(f"{value!r} is not a value of {name}")
        if self.get(name) == value:
            return
        self._values[name] = value
        try:
            self._write(name, value)
        except StudioError as error:
            if not self._told:
                self._told = True
                self.not_kept.emit(error)
        self.changed.emit(name)

    def _read(self) -> dict[str, Any]:
        if not self.path.is_file():
            return {}
        import tomllib

        try:
            tables = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.problem = StudioError(
                f"the settings cannot be read ({error}); the defaults are used",
                where=self.path,
                remedy="Correct the file, or remove it to start afresh.",
            )
            return {}
        found = {
            f"{group}.{key}": value
            for group, table in tables.items()
            if isinstance(table, dict)
            for key, value in table.items()
        }
        return {
            name: value
            for name, value in found.items()
            if name in _BY_ID and _fits(_BY_ID[name], value)
        }

    def _write(self, name: str, value: Any) -> None:
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        from sr_studio import files

        if self.problem is not None:
            return  # A file we could not read is the person's to mend; it is not overwritten.
        text = self.path.read_text(encoding="utf-8") if self.path.is_file() else ""
        try:
            document = tomlkit.parse(text)
        except TOMLKitError as error:  # somebody is editing it this moment
            raise StudioError(
                f"the settings cannot be read ({error}), so this one is not kept", where=self.path
            ) from error
        group, key = name.split(".")
        table = document.setdefault(group, tomlkit.table())
        if value == _BY_ID[name].default:
            table.pop(key, None)
            if not table:
                del document[group]
        else:
            table[key] = value
        files.made_folder(self.path.parent)
        files.write_text(self.path, tomlkit.dumps(document))


def _fits(setting: Setting, value: Any) -> bool:
    if setting.choices:
        return value in [choice for choice, _ in setting.choices]
    if isinstance(setting.default, float):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return type(value) is type(setting.default)


def geometry_store() -> QSettings:
    """Where size and place of the window and its panels are remembered."""
    return QSettings(str(paths.user_config_dir() / "window.ini"), QSettings.Format.IniFormat)
