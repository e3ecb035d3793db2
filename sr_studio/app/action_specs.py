"""What the window can do, each thing declared once: menus, bars, keys and the palette follow."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.app.text import QT_TRANSLATE_NOOP

WINDOW, VIEWER = "window", "viewer"


@dataclass(frozen=True)
class ActionSpec:
    """One action.

    Attributes:
        id: ``group.name``.
        text: What menus call it (translated where shown, context ``Actions``).
        keys: Key sequences in Qt's portable spelling, the first one is shown.
        icon: Name of an icon in ``resources/icons``.
        help: One sentence for tooltips, the palette and the status bar.
        menu: ``file``, ``edit``, ``view``, ``go`` or ``help``; empty for none.
        checkable: Whether it is on or off.
        scope: ``window``: the keys work everywhere; ``viewer``: only while a picture has the
            focus, because elsewhere these keys mean something else (Tab, arrows, Space).
        group: Actions of one group in one menu stand together between separators.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    help: str = ""
    menu: str = ""
    checkable: bool = False
    scope: str = WINDOW
    group: int = 0


def _version_actions() -> tuple[ActionSpec, ...]:
    return tuple(
        ActionSpec(
            f"view.version_{number}",
            QT_TRANSLATE_NOOP("Actions", "Version %1"),
            (str(number),),
            help=QT_TRANSLATE_NOOP("Actions", "Show version %1 of the picture."),
            group=4,
        )
        for number in range(1, 10)
    )


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(
        "file.open",
        QT_TRANSLATE_NOOP("Actions", "Open…"),
        ("Ctrl+O", "O"),
        "open",
        QT_TRANSLATE_NOOP("Actions", "Open pictures or models."),
        "file",
        group=1,
    ),
    ActionSpec(
        "file.open_folder",
        QT_TRANSLATE_NOOP("Actions", "Open folder…"),
        ("Ctrl+Shift+O",),
        "folder",
        QT_TRANSLATE_NOOP("Actions", "Open every picture in a folder."),
        "file",
        group=1,
    ),
    ActionSpec(
        "file.save",
        QT_TRANSLATE_NOOP("Actions", "Save"),
        ("Ctrl+S", "S"),
        "save",
        QT_TRANSLATE_NOOP("Actions", "Save the result under the name from the template."),
        "file",
        group=2,
    ),
    ActionSpec(
        "file.save_as",
        QT_TRANSLATE_NOOP("Actions", "Save as…"),
        ("Ctrl+Shift+S",),
        "save-as",
        QT_TRANSLATE_NOOP("Actions", "Save the result under a name of your own."),
        "file",
        group=2,
    ),
    ActionSpec(
        "file.reveal",
        QT_TRANSLATE_NOOP("Actions", "Show in folder"),
        (),
        "reveal",
        QT_TRANSLATE_NOOP("Actions", "Open the folder the file is in."),
        "file",
        group=2,
    ),
    ActionSpec(
        "app.settings",
        QT_TRANSLATE_NOOP("Actions", "Settings…"),
        ("Ctrl+,",),
        "settings",
        QT_TRANSLATE_NOOP("Actions", "Theme, language, device."),
        "file",
        group=3,
    ),
    ActionSpec(
        "app.quit",
        QT_TRANSLATE_NOOP("Actions", "Quit"),
        ("Ctrl+Q",),
        "quit",
        QT_TRANSLATE_NOOP("Actions", "Close the window."),
        "file",
        group=4,
    ),
    ActionSpec(
        "edit.paste",
        QT_TRANSLATE_NOOP("Actions", "Paste picture"),
        ("Ctrl+V",),
        "paste",
        QT_TRANSLATE_NOOP("Actions", "Add the picture or files on the clipboard."),
        "edit",
        group=1,
    ),
    ActionSpec(
        "edit.copy",
        QT_TRANSLATE_NOOP("Actions", "Copy result"),
        ("Ctrl+C",),
        "copy",
        QT_TRANSLATE_NOOP("Actions", "Put the picture that is shown on the clipboard."),
        "edit",
        group=1,
    ),
    ActionSpec(
        "edit.copy_report",
        QT_TRANSLATE_NOOP("Actions", "Copy report"),
        ("Ctrl+Shift+C",),
        "details",
        QT_TRANSLATE_NOOP("Actions", "Copy method, scale, device, precision, tile and seconds."),
        "edit",
        group=1,
    ),
    ActionSpec(
        "job.start",
        QT_TRANSLATE_NOOP("Actions", "Upscale"),
        ("Ctrl+Return",),
        "upscale",
        QT_TRANSLATE_NOOP("Actions", "Make the waiting pictures larger."),
        "edit",
        group=2,
    ),
    ActionSpec(
        "job.cancel",
        QT_TRANSLATE_NOOP("Actions", "Cancel"),
        ("Esc",),
        "cancel",
        QT_TRANSLATE_NOOP("Actions", "Stop the work on the selected picture."),
        "edit",
        group=2,
    ),
    ActionSpec(
        "job.retry",
        QT_TRANSLATE_NOOP("Actions", "Upscale again"),
        ("Ctrl+R",),
        "retry",
        QT_TRANSLATE_NOOP("Actions", "Do the selected picture again as the inspector says."),
        "edit",
        group=2,
    ),
    ActionSpec(
        "job.remove",
        QT_TRANSLATE_NOOP("Actions", "Remove from the list"),
        ("Ctrl+Backspace",),
        "remove",
        QT_TRANSLATE_NOOP("Actions", "Take the picture off the list; no file is removed."),
        "edit",
        group=3,
    ),
    ActionSpec(
        "job.remove_done",
        QT_TRANSLATE_NOOP("Actions", "Remove finished"),
        (),
        "clear",
        QT_TRANSLATE_NOOP("Actions", "Take all finished pictures off the list; files stay."),
        "edit",
        group=3,
    ),
    ActionSpec(
        "job.compare",
        QT_TRANSLATE_NOOP("Actions", "Compare versions"),
        ("Ctrl+D",),
        "compare",
        QT_TRANSLATE_NOOP("Actions", "Put all versions of this picture on the Compare page."),
        "edit",
        group=2,
    ),
    ActionSpec(
        "view.split",
        QT_TRANSLATE_NOOP("Actions", "Split"),
        ("X",),
        "split",
        QT_TRANSLATE_NOOP("Actions", "Before and after on the two sides of a line you can drag."),
        "view",
        True,
        group=1,
    ),
    ActionSpec(
        "view.side_by_side",
        QT_TRANSLATE_NOOP("Actions", "Side by side"),
        ("V",),
        "side-by-side",
        QT_TRANSLATE_NOOP("Actions", "Versions beside each other, always on the same spot."),
        "view",
        True,
        group=1,
    ),
    ActionSpec(
        "view.single",
        QT_TRANSLATE_NOOP("Actions", "Single"),
        ("G",),
        "single",
        QT_TRANSLATE_NOOP("Actions", "One version alone."),
        "view",
        True,
        group=1,
    ),
    ActionSpec(
        "view.lens",
        QT_TRANSLATE_NOOP("Actions", "Lens"),
        ("L",),
        "lens",
        QT_TRANSLATE_NOOP("Actions", "A round window onto the other version under the pointer."),
        "view",
        True,
        group=1,
    ),
    ActionSpec(
        "view.difference",
        QT_TRANSLATE_NOOP("Actions", "Difference"),
        ("D",),
        "difference",
        QT_TRANSLATE_NOOP("Actions", "Where two versions differ, with a gain."),
        "view",
        True,
        group=1,
    ),
    ActionSpec(
        "view.blink",
        QT_TRANSLATE_NOOP("Actions", "Blink"),
        ("B",),
        "blink",
        QT_TRANSLATE_NOOP("Actions", "Show before and after in turn."),
        "view",
        True,
        group=1,
    ),
    ActionSpec(
        "view.before",
        QT_TRANSLATE_NOOP("Actions", "Before"),
        ("Space",),
        "before-after",
        QT_TRANSLATE_NOOP("Actions", "Hold to see the picture as it was."),
        "view",
        scope=VIEWER,
        group=2,
    ),
    ActionSpec(
        "view.fit",
        QT_TRANSLATE_NOOP("Actions", "Fit"),
        ("F",),
        "fit",
        QT_TRANSLATE_NOOP("Actions", "The whole picture in the window."),
        "view",
        group=3,
    ),
    ActionSpec(
        "view.one_to_one",
        QT_TRANSLATE_NOOP("Actions", "Actual pixels"),
        ("Z",),
        "one-to-one",
        QT_TRANSLATE_NOOP("Actions", "One pixel of the result on one pixel of the screen."),
        "view",
        group=3,
    ),
    ActionSpec(
        "view.zoom_in",
        QT_TRANSLATE_NOOP("Actions", "Zoom in"),
        ("+", "="),
        "zoom-in",
        "",
        "view",
        group=3,
    ),
    ActionSpec(
        "view.zoom_out",
        QT_TRANSLATE_NOOP("Actions", "Zoom out"),
        ("-",),
        "zoom-out",
        "",
        "view",
        group=3,
    ),
    ActionSpec("view.pan_left", QT_TRANSLATE_NOOP("Actions", "Pan left"), ("Left",), scope=VIEWER),
    ActionSpec(
        "view.pan_right", QT_TRANSLATE_NOOP("Actions", "Pan right"), ("Right",), scope=VIEWER
    ),
    ActionSpec("view.pan_up", QT_TRANSLATE_NOOP("Actions", "Pan up"), ("Up",), scope=VIEWER),
    ActionSpec("view.pan_down", QT_TRANSLATE_NOOP("Actions", "Pan down"), ("Down",), scope=VIEWER),
    *_version_actions(),
    ActionSpec(
        "window.panels",
        QT_TRANSLATE_NOOP("Actions", "Fold panels"),
        ("Tab",),
        "panels",
        QT_TRANSLATE_NOOP("Actions", "Leave the room to the picture."),
        "view",
        True,
        VIEWER,
        5,
    ),
    ActionSpec(
        "window.full_screen",
        QT_TRANSLATE_NOOP("Actions", "Full screen"),
        ("F11",),
        "fullscreen",
        QT_TRANSLATE_NOOP("Actions", "The picture alone on the screen."),
        "view",
        True,
        group=5,
    ),
    ActionSpec(
        "window.next_area",
        QT_TRANSLATE_NOOP("Actions", "Next area"),
        ("F6",),
        "",
        QT_TRANSLATE_NOOP("Actions", "Move the focus to the next part of the window."),
        "go",
        group=9,
    ),
    ActionSpec(
        "app.palette",
        QT_TRANSLATE_NOOP("Actions", "Find a command…"),
        ("Ctrl+K",),
        "search",
        QT_TRANSLATE_NOOP("Actions", "All commands by name."),
        "help",
        group=1,
    ),
    ActionSpec(
        "app.keys",
        QT_TRANSLATE_NOOP("Actions", "Keys"),
        ("F1",),
        "keys",
        QT_TRANSLATE_NOOP("Actions", "All keys on one sheet."),
        "help",
        group=1,
    ),
    ActionSpec(
        "app.about",
        QT_TRANSLATE_NOOP("Actions", "About SR Studio"),
        (),
        "info",
        "",
        "help",
        group=2,
    ),
)
