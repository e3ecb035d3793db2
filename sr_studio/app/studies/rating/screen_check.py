"""The self-test before a session: the pattern on the stage, a look at it, a question if need be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from sr_studio.app.studies.rating.selftest import examine, pattern
from sr_studio.app.studies.rating.stage import Stage
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.screen_layout import (
    ScreenTooSmallError,
    largest_picture,
    require_room,
)
from sr_studio.studies.rating.answering import spoken

#: A screen shows what was painted only after a frame or two, so a first look may come too soon.
_LOOKS, _WAIT_MS = 6, 120


class ScreenCheck(QObject):
    """Tells ``then`` once: ``screen``, ``window``, ``confirmed``, or a sentence about the fault."""

    def __init__(
        self, stage: Stage, manifest: Manifest, then: Callable[[str], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._stage, self._manifest, self._then = stage, manifest, then
        self._asking = False
        self._looks = 0

    def begin(self) -> None:
        """Show the pattern."""
        if fault := self._too_small():
            self._then(fault)
            return
        self._stage.set_keys([])
        self._stage.set_counter("")
        self._stage.setAccessibleName(self.tr("Test of the screen"))
        self._stage.show_pictures([pattern()])
        QTimer.singleShot(_WAIT_MS, self, self._look)

    def answered(self, number: int) -> None:
        """The person who looks pressed 1 (yes) or 2 (no)."""
        if self._asking and number in (1, 2):
            self._asking = False
            self._finish("confirmed" if number == 1 else self._scaled())

    def _look(self) -> None:
        self._looks += 1
        finding = examine(self._stage)
        if finding == "failed" and self._looks < _LOOKS:
            QTimer.singleShot(_WAIT_MS, self, self._look)
        elif finding == "failed":
            self._finish(self._scaled())
        elif finding == "ask":
            self._asking = True
            self._stage.set_keys(
                [(f"1\n{self.tr('yes')}", self.tr("yes")), (f"2\n{self.tr('no')}", self.tr("no"))]
            )
            self._stage.set_counter(
                self.tr("Is the left square one even grey, without stripes or blocks?")
            )
        else:
            self._finish(finding)

    def _finish(self, finding: str) -> None:
        self._stage.clear()
        self._then(finding)

    def _scaled(self) -> str:
        return self.tr(
            "The screen does not show pixels as they are: something scales or changes the picture. "
            "Switch off scaling, magnifiers and colour filters, then start again."
        )

    def _too_small(self) -> str:
        """What to say where the largest pictures of the study do not fit."""
        manifest = self._manifest
        screen, ratio = self._stage.device_size(), self._stage.devicePixelRatioF()
        try:
            require_room(
                screen,
                ratio,
                largest_picture(manifest),
                manifest.study.method,
                manifest.pc,
                manifest.dcr,
            )
        except ScreenTooSmallError as error:
            return spoken(error)
        return ""
