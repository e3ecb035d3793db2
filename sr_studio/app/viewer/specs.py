"""The viewer's finer actions: dividing lines, manners of difference, links, nudges, marks."""

from __future__ import annotations

from sr_studio.app.action_spec import VIEWER, ActionSpec
from sr_studio.app.text import QT_TRANSLATE_NOOP

#: Device pixels a pixel of the version takes, with Alt and this digit.
TIMES = (1, 2, 3, 4, 8)
_SIDES = ("left", "right", "up", "down")
_ARROWS = ("Left", "Right", "Up", "Down")
_LINE = (
    QT_TRANSLATE_NOOP("Actions", "Line or lens left"),
    QT_TRANSLATE_NOOP("Actions", "Line or lens right"),
    QT_TRANSLATE_NOOP("Actions", "Line or lens up"),
    QT_TRANSLATE_NOOP("Actions", "Line or lens down"),
)
_NUDGE = (
    QT_TRANSLATE_NOOP("Actions", "Nudge version left"),
    QT_TRANSLATE_NOOP("Actions", "Nudge version right"),
    QT_TRANSLATE_NOOP("Actions", "Nudge version up"),
    QT_TRANSLATE_NOOP("Actions", "Nudge version down"),
)


def _view(
    name: str, text: str, keys: tuple[str, ...], help_text: str, *, checkable: bool = False
) -> ActionSpec:
    return ActionSpec(f"view.{name}", text, keys, "", help_text, "view", checkable, group=3)


VIEW_SPECS: tuple[ActionSpec, ...] = (
    _view(
        "quartered",
        QT_TRANSLATE_NOOP("Actions", "Quartered split"),
        ("Q",),
        QT_TRANSLATE_NOOP("Actions", "Two lines that cross, with a version in each quarter."),
        checkable=True,
    ),
    _view(
        "turn_line_left",
        QT_TRANSLATE_NOOP("Actions", "Turn the dividing line left"),
        ("[",),
        QT_TRANSLATE_NOOP("Actions", "By 15 degrees; with Alt the pointer turns it freely."),
    ),
    _view(
        "turn_line_right",
        QT_TRANSLATE_NOOP("Actions", "Turn the dividing line right"),
        ("]",),
        QT_TRANSLATE_NOOP("Actions", "By 15 degrees; with Alt the pointer turns it freely."),
    ),
    _view(
        "manner",
        QT_TRANSLATE_NOOP("Actions", "Next manner of difference"),
        ("M",),
        QT_TRANSLATE_NOOP(
            "Actions", "Absolute, signed, one channel, luma, beyond a tolerance, heat map."
        ),
    ),
    _view(
        "less",
        QT_TRANSLATE_NOOP("Actions", "Difference smaller"),
        (",",),
        QT_TRANSLATE_NOOP("Actions", "Halve the gain, or lower the tolerance."),
    ),
    _view(
        "more",
        QT_TRANSLATE_NOOP("Actions", "Difference larger"),
        (".",),
        QT_TRANSLATE_NOOP("Actions", "Double the gain, or raise the tolerance."),
    ),
    _view(
        "compare_next",
        QT_TRANSLATE_NOOP("Actions", "Compare with the next version"),
        ("C",),
        QT_TRANSLATE_NOOP("Actions", "Put the next version in the place of the one before."),
    ),
    _view(
        "unlinked",
        QT_TRANSLATE_NOOP("Actions", "Unlink the panes"),
        ("U",),
        QT_TRANSLATE_NOOP("Actions", "Each pane moves alone, until they are linked again."),
        checkable=True,
    ),
    _view(
        "unlinked_one",
        QT_TRANSLATE_NOOP("Actions", "Unlink this pane"),
        ("Shift+U",),
        QT_TRANSLATE_NOOP("Actions", "The pane that was pressed last moves alone."),
        checkable=True,
    ),
    _view(
        "values",
        QT_TRANSLATE_NOOP("Actions", "Pixel values"),
        ("I",),
        QT_TRANSLATE_NOOP("Actions", "Values of every version under the pointer."),
        checkable=True,
    ),
    _view(
        "map",
        QT_TRANSLATE_NOOP("Actions", "Overview map"),
        ("N",),
        QT_TRANSLATE_NOOP("Actions", "A small picture that shows where you are."),
        checkable=True,
    ),
    _view(
        "mark",
        QT_TRANSLATE_NOOP("Actions", "Mark a region"),
        ("R",),
        QT_TRANSLATE_NOOP("Actions", "Draw a rectangle: it is measured, magnified and saved."),
        checkable=True,
    ),
    _view(
        "measure",
        QT_TRANSLATE_NOOP("Actions", "Scores"),
        ("E",),
        QT_TRANSLATE_NOOP(
            "Actions", "PSNR and SSIM against the version before, of the whole and of the region."
        ),
        checkable=True,
    ),
    _view(
        "graph",
        QT_TRANSLATE_NOOP("Actions", "Graph across the region"),
        ("K",),
        QT_TRANSLATE_NOOP("Actions", "Luma along the middle of the region, a curve a version."),
        checkable=True,
    ),
    _view(
        "try",
        QT_TRANSLATE_NOOP("Actions", "Try methods here"),
        ("T",),
        QT_TRANSLATE_NOOP("Actions", "What is in sight by several methods; a click takes one."),
        checkable=True,
    ),
    ActionSpec(
        "view.take", QT_TRANSLATE_NOOP("Actions", "Take this method"), ("Return",), scope=VIEWER
    ),
    _view(
        "export",
        QT_TRANSLATE_NOOP("Actions", "Save the comparison…"),
        ("Ctrl+Shift+E",),
        QT_TRANSLATE_NOOP(
            "Actions", "As a figure, an animated flip, a page with a slider, or to open again."
        ),
    ),
    *(
        _view(
            f"times_{count}",
            QT_TRANSLATE_NOOP("Actions", "Exactly %1 times"),
            (f"Alt+{count}",),
            QT_TRANSLATE_NOOP("Actions", "A pixel takes %1 by %1 pixels of the screen."),
        )
        for count in TIMES
    ),
    *(
        ActionSpec(f"view.line_{side}", text, (f"Shift+{arrow}",), scope=VIEWER)
        for side, arrow, text in zip(_SIDES, _ARROWS, _LINE, strict=True)
    ),
    *(
        ActionSpec(f"view.nudge_{side}", text, (f"Alt+{arrow}",), scope=VIEWER)
        for side, arrow, text in zip(_SIDES, _ARROWS, _NUDGE, strict=True)
    ),
    _view(
        "turn_version_left",
        QT_TRANSLATE_NOOP("Actions", "Turn version left"),
        ("Alt+[",),
        QT_TRANSLATE_NOOP("Actions", "By a quarter of a degree, if it lies askew."),
    ),
    _view(
        "turn_version_right",
        QT_TRANSLATE_NOOP("Actions", "Turn version right"),
        ("Alt+]",),
        QT_TRANSLATE_NOOP("Actions", "By a quarter of a degree, if it lies askew."),
    ),
    _view(
        "unmoved",
        QT_TRANSLATE_NOOP("Actions", "Put the version back"),
        ("Alt+0",),
        QT_TRANSLATE_NOOP("Actions", "Undo all nudges and turns of this version."),
    ),
)
