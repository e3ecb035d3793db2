"""The declared actions as Qt's actions: in menus and bars, with their keys and icons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QColor, QKeySequence

from sr_studio.app.action_spec import VIEWER, WINDOW, ActionSpec
from sr_studio.app.icons import icon

if TYPE_CHECKING:
    from sr_studio.app.settings import Settings

#: The setting with the keys a person chose: action -> key sequences in Qt's portable spelling.
OWN_KEYS = "keys.own"


def translated(text: str) -> str:
    """A text of an action in the person's language."""
    return QCoreApplication.translate("Actions", text)


class Actions(QObject):
    """The QActions of one window; ``triggered`` carries the id of the one that was chosen.

    Their keys are the declared ones, or the person's own.
    """

    triggered = Signal(str)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._declared: dict[str, tuple[str, ...]] = {}
        self._specs: dict[str, ActionSpec] = {}
        self._actions: dict[str, QAction] = {}

    def add(self, spec: ActionSpec) -> QAction:
        """Take one more action in; its id must be new."""
        if spec.id in self._specs:
            raise ValueError(f"the action {spec.id!r} is declared twice")
        number = spec.id.rpartition("_")[2]
        action = QAction(translated(spec.text).replace("%1", number), self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.checkable)
        action.setStatusTip(translated(spec.help).replace("%1", number) if spec.help else "")
        action.triggered.connect(lambda _=False, name=spec.id: self.triggered.emit(name))
        self._declared[spec.id] = spec.keys
        self._specs[spec.id] = spec
        self._actions[spec.id] = action
        self._give_keys(spec.id)
        return action

    def bind(self, name: str, keys: Sequence[str] | None) -> None:
        """Give an action these keys from now on; None gives it the declared ones again."""
        own = dict(self._settings.get(OWN_KEYS))
        own.pop(name, None)
        if keys is not None and tuple(keys) != self._declared[name]:
            own[name] = list(keys)
        self._settings.set(OWN_KEYS, own)
        self._give_keys(name)

    def is_own(self, name: str) -> bool:
        """Whether the keys of an action are the person's own."""
        return self._specs[name].keys != self._declared[name]

    def with_key(self, sequence: QKeySequence, besides: str) -> list[str]:
        """The other actions that a key sequence means already."""
        return [
            spec.id
            for spec in self
            if spec.id != besides and any(QKeySequence(keys) == sequence for keys in spec.keys)
        ]

    def _give_keys(self, name: str) -> None:
        own = self._settings.get(OWN_KEYS).get(name)
        known = isinstance(own, list) and all(
            isinstance(keys, str) and QKeySequence(keys).toString() for keys in own
        )
        spec = replace(self._specs[name], keys=tuple(own) if known else self._declared[name])
        self._specs[name] = spec
        action = self._actions[name]
        if spec.scope == WINDOW:
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
        action.setToolTip(_tooltip(action.text(), spec, action.statusTip()))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __iter__(self) -> Iterator[ActionSpec]:
        return iter(self._specs.values())

    def spec(self, name: str) -> ActionSpec:
        """How the action was declared."""
        return self._specs[name]

    def in_menu(self, menu: str) -> list[ActionSpec]:
        """The actions of one menu in the order of their groups."""
        return sorted((s for s in self if s.menu == menu), key=lambda spec: spec.group)

    def for_viewer_key(self, sequence: QKeySequence) -> str | None:
        """The viewer-scoped action this key means, if any."""
        for spec in self:
            if spec.scope == VIEWER and any(QKeySequence(k) == sequence for k in spec.keys):
                return spec.id
        return None

    def tint(self, colour: QColor, disabled: QColor) -> None:
        """Give all actions their icons in these colours."""
        for spec in self:
            if spec.icon:
                self._actions[spec.id].setIcon(icon(spec.icon, colour, disabled))


def shown_keys(spec: ActionSpec) -> str:
    """The keys of an action as this system writes them, the first two."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(QKeySequence(keys).toString(native) for keys in spec.keys[:2])


def _tooltip(text: str, spec: ActionSpec, help_text: str) -> str:
    plain = text.rstrip("…")
    first = f"{plain} ({shown_keys(spec)})" if spec.keys else plain
    return f"{first}\n{help_text}" if help_text else first
