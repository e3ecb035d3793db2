"""The pages of the window: one line each, made when they are first visited."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QWidget

from sr_studio.app.action_spec import ActionSpec
from sr_studio.app.text import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    import numpy as np

    from sr_studio.app.context import Context


@dataclass(frozen=True)
class PageSpec:
    """One page of the rail.

    Attributes:
        id: Also the end of its action's id, ``go.<id>``.
        title: Under its icon (translated where shown, context ``Pages``).
        icon: Name of an icon in ``resources/icons``.
        factory: ``module:Class`` of a :class:`Page`, imported at the first visit.
        help: One sentence for its tooltip.
        actions: Actions only this page has.
        foot: Whether it stands at the foot of the rail, apart from the work.
    """

    id: str
    title: str
    icon: str
    factory: str
    help: str = ""
    actions: tuple[ActionSpec, ...] = ()
    foot: bool = False

    def load(self) -> ModuleType:
        """Import the page's module, which may take a while, on any thread."""
        return importlib.import_module(self.factory.partition(":")[0])

    def make(self, context: Context) -> Page:
        """Build the page."""
        page: Page = getattr(self.load(), self.factory.partition(":")[2])(context)
        return page


class Page(QWidget):
    """What the window asks of a page. All of it may be left as it is.

    Signals:
        actions_changed: What :meth:`can` answers, or what is checked, is different now.
        status: A sentence about progress for the status bar, ``2 of 14 done``.
    """

    actions_changed = Signal()
    status = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._pasted = 0

    def can(self, action: str) -> bool:
        """Whether the action means something here now."""
        return False

    def checked(self, action: str) -> bool:
        """Whether a checkable action is on."""
        return False

    def perform(self, action: str) -> None:
        """Do an action for which :meth:`can` said yes."""

    def accepts(self, path: Path) -> bool:
        """Whether a dropped file or folder belongs on this page."""
        return False

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Take in files and folders for which :meth:`accepts` said yes."""

    def take_mime(self, data: QMimeData) -> None:
        """Take in what was pasted or dropped: files go to their page, a picture stays here."""
        from sr_studio.app.intake import local_paths, pasted_pixels

        if paths := local_paths(data):
            self.context.open_paths(paths)
        elif (pixels := pasted_pixels(self.context, data)) is not None:
            self._pasted += 1
            name = self.tr("pasted picture %1").replace("%1", str(self._pasted))
            self.take_pasted(pixels, name)

    def take_pasted(self, pixels: np.ndarray, name: str) -> None:
        """Take in a picture that is no file, H×W×3 or 4, 8 bit."""

    def fold_panels(self, folded: bool) -> None:
        """Hide or show everything but the picture."""

    def theme_changed(self) -> None:
        """Draw anew what was drawn in the colours of the former theme."""

    def areas(self) -> list[QWidget]:
        """Widgets that F6 goes through."""
        return []

    def unfinished(self) -> str:
        """A sentence about what would be lost by closing now; empty when nothing would."""
        return ""

    def saver_of_all(self) -> Callable[[Callable[[], None]], None] | None:
        """What saves everything that is not saved and then calls back; None if nothing is."""
        return None

    def shut_down(self) -> None:
        """Let go of files, timers and processes before the window closes."""


EVALUATE_START = ActionSpec(
    "evaluate.start",
    QT_TRANSLATE_NOOP("Actions", "Measure"),
    ("Ctrl+E",),
    "evaluate",
    QT_TRANSLATE_NOOP("Actions", "Measure the chosen methods on the chosen pictures."),
    "edit",
    group=2,
)

COMPARE_ACTIONS = (
    ActionSpec(
        "compare.new",
        QT_TRANSLATE_NOOP("Actions", "New comparison"),
        ("Ctrl+T",),
        "add",
        QT_TRANSLATE_NOOP("Actions", "Begin another comparison; this one stays in its tab."),
        "edit",
        group=4,
    ),
    ActionSpec(
        "compare.close",
        QT_TRANSLATE_NOOP("Actions", "Close this comparison"),
        ("Ctrl+Shift+W",),
        "cancel",
        QT_TRANSLATE_NOOP("Actions", "Close the tab; files stay as they are."),
        "edit",
        group=4,
    ),
    ActionSpec(
        "compare.clear",
        QT_TRANSLATE_NOOP("Actions", "Close all comparisons"),
        (),
        "clear",
        QT_TRANSLATE_NOOP("Actions", "Empty the Compare page; files stay as they are."),
        "edit",
        group=4,
    ),
)

#: In the order of the rail. A new page is one more line.
PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "upscale",
        QT_TRANSLATE_NOOP("Pages", "Upscale"),
        "upscale",
        "sr_studio.app.upscale.page:UpscalePage",
        QT_TRANSLATE_NOOP("Pages", "Make pictures larger."),
    ),
    PageSpec(
        "compare",
        QT_TRANSLATE_NOOP("Pages", "Compare"),
        "compare",
        "sr_studio.app.compare.page:ComparePage",
        QT_TRANSLATE_NOOP("Pages", "Look at versions of one picture."),
        COMPARE_ACTIONS,
    ),
    PageSpec(
        "train",
        QT_TRANSLATE_NOOP("Pages", "Train"),
        "train",
        "sr_studio.app.training.page:TrainingPage",
        QT_TRANSLATE_NOOP("Pages", "Train networks on your own pictures."),
    ),
    PageSpec(
        "evaluate",
        QT_TRANSLATE_NOOP("Pages", "Evaluate"),
        "evaluate",
        "sr_studio.app.evaluate.page:EvaluatePage",
        QT_TRANSLATE_NOOP("Pages", "Measure methods as the papers do."),
        (EVALUATE_START,),
    ),
    PageSpec(
        "study",
        QT_TRANSLATE_NOOP("Pages", "Study"),
        "study",
        "sr_studio.app.studies.page:StudyPage",
        QT_TRANSLATE_NOOP("Pages", "Ask people, blind."),
    ),
    PageSpec(
        "doctor",
        QT_TRANSLATE_NOOP("Pages", "Doctor"),
        "doctor",
        "sr_studio.app.doctor.page:DoctorPage",
        QT_TRANSLATE_NOOP("Pages", "What this computer has and what is missing."),
        foot=True,
    ),
)
