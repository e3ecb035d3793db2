"""The comparison leaves the window: figure, animated flip, page with a slider, session."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from sr_studio.app.context import Context
from sr_studio.app.files_dialog import ask_where_to_save
from sr_studio.app.pictures import look, picture_of
from sr_studio.app.text import QT_TRANSLATE_NOOP
from sr_studio.app.trouble import Trouble
from sr_studio.app.viewer.pyramid import Pyramid
from sr_studio.app.viewer.session_of import session_of
from sr_studio.app.viewer.tool import Tool
from sr_studio.app.viewer.version import Version
from sr_studio.app.viewer.viewer import Viewer
from sr_studio.comparison.parts import Box, NamedPicture
from sr_studio.comparison.session import SUFFIX, Session, pictures_folder, write_session
from sr_studio.errors import StudioError, on_one_line
from sr_studio.files import made_folder
from sr_studio.progress import CancelToken

#: Suffix → what the file is, in the order of the dialog.
KINDS = {
    ".png": QT_TRANSLATE_NOOP("Export", "Figure with magnified boxes"),
    ".html": QT_TRANSLATE_NOOP("Export", "Page with a slider"),
    ".webp": QT_TRANSLATE_NOOP("Export", "Animated flip, WebP"),
    ".apng": QT_TRANSLATE_NOOP("Export", "Animated flip, PNG"),
    ".gif": QT_TRANSLATE_NOOP("Export", "Animated flip, GIF"),
    SUFFIX: QT_TRANSLATE_NOOP("Export", "Comparison to open again"),
}
#: The words of the page, by their key there.
_PAGE_WORDS = {
    "left": QT_TRANSLATE_NOOP("Export", "Left"),
    "right": QT_TRANSLATE_NOOP("Export", "Right"),
    "line": QT_TRANSLATE_NOOP("Export", "Where the line stands"),
    "zoom": QT_TRANSLATE_NOOP("Export", "Zoom"),
    "fit": QT_TRANSLATE_NOOP("Export", "Fit"),
    "keys": QT_TRANSLATE_NOOP("Export", "Drag the line, or use the arrow keys on the slider."),
}


class ExportTool(Tool):
    """Saves what is compared under a name that says in which form.

    Args:
        viewer: Whose versions.
        context: For tasks and words.

    Attributes:
        dialog: The one that asks for a name, while it is open.
    """

    def __init__(self, viewer: Viewer, context: Context) -> None:
        super().__init__(viewer)
        self._context = context
        self.dialog: QFileDialog | None = None
        self.actions = {"view.export": self._ask}

    def _ask(self) -> None:
        assert self.viewer.after is not None
        self.dialog = ask_where_to_save(
            self._context,
            self.viewer,
            QCoreApplication.translate("Export", "Save the comparison"),
            f"{Path(self.viewer.after.name).stem} comparison",
            {suffix: _said(text) for suffix, text in KINDS.items()},
            self.export_to,
        )

    def export_to(self, path: Path) -> None:
        """Write the form the suffix names, off the window's thread, and say where it is."""
        viewer = self.viewer
        whole = [version for version in viewer.versions if version.under is None]
        captions = [viewer.captions.get(version.number, "") for version in whole]
        box = viewer.region or self._seen()
        work = partial(_write, path, whole, captions, box, viewer.region, self._chosen(whole))
        if path.suffix.lower() == SUFFIX:
            work = partial(_write_session, path, session_of(viewer), whole)

        def done(_: object) -> None:
            viewer.say(QCoreApplication.translate("Export", "Saved as %1").replace("%1", str(path)))

        def failed(error: Exception) -> None:
            kept = QCoreApplication.translate("Export", "The comparison is as it was.")
            self._context.show_trouble(Trouble.of(error, kept=kept))

        self._context.tasks.start(work, done, failed, writes=True)

    def _chosen(self, versions: list[Version]) -> tuple[int, int]:
        """Which of the versions are before and after."""
        numbers = {version.number: index for index, version in enumerate(versions)}
        before, after = self.viewer.before, self.viewer.after
        return (
            numbers.get(before.number, 0) if before is not None else 0,
            numbers.get(after.number, -1) if after is not None else -1,
        )

    def _seen(self) -> Box:
        """The part of the scene in the active pane; its middle where all of it is seen."""
        state, view = self.viewer.active_state, self.viewer.active_view()
        if state.fitted:
            return Box(0.4, 0.4, 0.6, 0.6)
        return Box(*state.to_scene((0, 0), view), *state.to_scene(view, view)).within()


def _write(
    path: Path,
    versions: list[Version],
    captions: list[str],
    box: Box,
    region: Box | None,
    chosen: tuple[int, int],
    token: CancelToken,
) -> None:
    pictures = [
        NamedPicture(
            on_one_line(version.name), version.pyramid.array(), version.registration, caption
        )
        for version, caption in zip(versions, captions, strict=True)
    ]
    token.check()
    suffix = path.suffix.lower()
    if suffix == ".png":
        from sr_studio import files
        from sr_studio.comparison.figure import figure

        sheet = figure(pictures, [box], overview=chosen[1])
        with files.replacing(path) as beside:
            sheet.save(beside, "PNG")
    elif suffix == ".html":
        from sr_studio.comparison.page import write_page

        words = {key: _said(text) for key, text in _PAGE_WORDS.items()}
        write_page(
            pictures,
            path,
            title=on_one_line(path.stem),
            box=region,
            before=chosen[0],
            after=chosen[1],
            words=words,
        )
    elif suffix in KINDS:
        from sr_studio.comparison.flip import write_flip

        write_flip(pictures, path, box=region)
    else:
        raise StudioError(
            f"a comparison cannot be saved as {suffix or 'a file without a suffix'}",
            where=path,
            remedy=f"Choose one of {', '.join(KINDS)}.",
        )


def _write_session(
    path: Path, session: Session, versions: list[Version], token: CancelToken
) -> None:
    """Pictures without a file are written beside the session first."""
    folder = pictures_folder(path)
    taken = {Path(entry.path).resolve() for entry in session.versions if entry.path}
    entries = []
    for index, (entry, version) in enumerate(zip(session.versions, versions, strict=True)):
        token.check()
        if not entry.path:
            made_folder(folder)
            names = (folder / f"{number}.png" for number in itertools.count(index + 1))
            free = (name for name in names if name.resolve() not in taken)
            kept = _written(version.pyramid, free, token)
            entry = entry.model_copy(update={"path": str(kept)})
        entries.append(entry)
    write_session(path, session.model_copy(update={"versions": tuple(entries)}))


def _written(pyramid: Pyramid, names: Iterable[Path], token: CancelToken) -> Path:
    """The first of the names that is this picture's: it was written there before, or is now.

    A file of other pixels may be the only one of another comparison's picture, or somebody else's.
    """
    from sr_studio.imaging.writing import write_picture

    pixels = pyramid.true()
    kept = next(name for name in names if not name.exists() or _holds(name, pixels, token))
    if not kept.exists():
        write_picture(picture_of(pixels), kept)
    return kept


def _holds(file: Path, pixels: np.ndarray, token: CancelToken) -> bool:
    """Whether a file shows these very pixels."""
    try:
        return np.array_equal(look(file, token).true(), pixels)
    except StudioError:
        return False


def _said(text: str) -> str:
    return QCoreApplication.translate("Export", text)
