"""One quiet sentence where the chosen method would amplify a picture's damage, and a way out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from sr_studio.app.boxes import vbox
from sr_studio.app.context import Context
from sr_studio.app.method_words import said
from sr_studio.imaging.damage import Damage, damage_of
from sr_studio.upscaling.methods import amplifies, method_for_photographs

if TYPE_CHECKING:
    from sr_studio.app.tasks import Task
    from sr_studio.upscaling.methods import Method

#: Pictures whose damage is remembered while one goes from row to row.
_REMEMBERED = 200


class DamageLine(QWidget):
    """Looks at a picture beside the window's work and says what the method would do to it.

    Signals:
        found: The picture shown was looked at; a :class:`Damage`.
        method_wanted: Name of the method to change to.
        more_wanted: No method here was made for such pictures.
    """

    found = Signal(object)
    method_wanted = Signal(str)
    more_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path: Path | None = None
        self._task: Task | None = None
        self._known: dict[Path, Damage] = {}
        self._better: Method | None = None
        self._said = QLabel(self)
        self._said.setProperty("role", "small")
        self._said.setWordWrap(True)
        self._change = QPushButton(self)
        self._change.clicked.connect(self._clicked)
        vbox(self._said, self._change, on=self, spacing=4)
        self.hide()

    @property
    def damage(self) -> Damage | None:
        """What was found in the picture shown; None while nothing is known."""
        return self._known.get(self._path) if self._path is not None else None

    @property
    def text(self) -> str:
        """The sentence; empty while there is none to say."""
        return self._said.text()

    def look_at(self, path: Path | None) -> None:
        """The picture that is shown now."""
        if path == self._path:
            return
        self._path = path
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if path is None:
            return
        if path in self._known:
            self.found.emit(self._known[path])
            return

        def looked(damage: Damage) -> None:
            self._task = None
            while len(self._known) >= _REMEMBERED:
                del self._known[next(iter(self._known))]
            self._known[path] = damage
            self.found.emit(damage)

        # One that cannot be read is told where it is opened.
        self._task = self._context.tasks.start(
            lambda _: damage_of(path), looked, lambda _: None, priority=-1
        )

    def judge(self, method: Method | None, methods: Sequence[Method], scale: float) -> None:
        """Say what this method would do to the picture, or nothing.

        Args:
            method: The chosen one.
            methods: Those to choose from.
            scale: What is wanted; another method is offered for it.
        """
        damage = self.damage
        if method is None or damage is None or not amplifies(method, damage):
            self._said.clear()
            self.hide()
            return
        self._better = method_for_photographs(methods, scale)
        self._said.setText(self._sentence(damage).replace("%2", said(method.title)))
        if self._better is not None:
            self._change.setText(self.tr("Use %1").replace("%1", said(self._better.title)))
        else:
            self._change.setText(self.tr("More models…"))
        self.show()

    def _sentence(self, damage: Damage) -> str:
        if not damage.strong_jpeg:
            return self.tr("The picture is noisy, and %2 makes texture of noise.")
        quality = str(damage.jpeg_quality)
        if damage.noisy:
            said = self.tr("A noisy JPEG of quality %1: %2 makes texture of noise and blocks.")
        else:
            said = self.tr("A JPEG of quality %1: %2 makes texture of its blocks.")
        return said.replace("%1", quality)

    def _clicked(self) -> None:
        if self._better is not None:
            self.method_wanted.emit(self._better.name)
        else:
            self.more_wanted.emit()
