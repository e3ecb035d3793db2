"""Dialogs that ask for files; opened, not executed, so that nothing waits for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from sr_studio.app.context import Context
from sr_studio.app.intake import MODEL_SUFFIXES
from sr_studio.files import is_folder
from sr_studio.imaging.formats import picture_suffixes


def ask_for_files(
    context: Context,
    parent: QWidget,
    take: Callable[[list[Path]], None],
    *,
    models: bool = True,
    more: Sequence[str] = (),
) -> QFileDialog:
    """Ask for pictures (and models, and files of ``more`` suffixes) to open."""
    translate = QCoreApplication.translate
    pictures = " ".join(f"*{suffix}" for suffix in (*picture_suffixes(), *more))
    weights = " ".join(f"*{suffix}" for suffix in MODEL_SUFFIXES)
    words = translate("Files", "Pictures"), translate("Files", "Models")
    filters = [f"{words[0]} ({pictures})", f"{words[1]} ({weights})"][: 2 if models else 1]
    filters.append(translate("Files", "All files") + " (*)")
    dialog = _dialog(context, parent, translate("Files", "Open"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(filters)
    return _open(context, dialog, take)


def ask_for_folder(
    context: Context, parent: QWidget, take: Callable[[list[Path]], None]
) -> QFileDialog:
    """Ask for a folder to open."""
    dialog = _dialog(context, parent, QCoreApplication.translate("Files", "Open folder"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _open(context, dialog, take)


def ask_where_to_save(
    context: Context,
    parent: QWidget,
    title: str,
    name: str,
    kinds: Mapping[str, str],
    take: Callable[[Path], None],
    *,
    also: Sequence[str] = (),
    folder: Path | None = None,
) -> QFileDialog:
    """Ask for a file to write.

    Args:
        context: Knows the last folder, and asks before a file is replaced that was not named.
        parent: Any widget of the window.
        title: Of the dialog.
        name: Proposed, without a suffix.
        kinds: Suffix → what such a file is; the first is proposed.
        take: Told the file. It ends in one of the suffixes: where the person's does not, that of
            the kind chosen is added, whatever dots the name has.
        also: Further suffixes that stay as the person writes them, such as ``.jpeg``.
        folder: Proposed as long as none was used lately; else the person's own.
    """
    known = {*kinds, *also}
    suffixes = {f"{text} (*{suffix})": suffix for suffix, text in kinds.items()}
    dialog = _dialog(context, parent, title, folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(list(suffixes))

    def propose(kind: str) -> None:
        suffix = suffixes[kind]
        dialog.setDefaultSuffix(suffix.lstrip("."))
        written = Path(dialog.selectedFiles()[0])
        if written.suffix.lower() in known:  # the one proposed, or of the kind chosen before
            dialog.selectFile(f"{written.stem}{suffix}")

    def chosen(text: str) -> None:
        path = Path(text)
        context.settings.set("files.last_folder", str(path.parent))
        if path.suffix.lower() in known:
            take(path)
            return
        path = path.with_name(path.name + suffixes[dialog.selectedNameFilter()])
        if not path.exists():
            take(path)
            return
        translate = QCoreApplication.translate
        there = translate("Files", "%1 is there already.").replace("%1", str(path))
        context.ask(title, there, translate("Files", "Replace"), lambda: take(path))

    first = next(iter(kinds))
    dialog.setDefaultSuffix(first.lstrip("."))
    dialog.selectFile(f"{name}{first}")
    dialog.filterSelected.connect(propose)
    dialog.fileSelected.connect(chosen)
    dialog.open()
    return dialog


def _dialog(
    context: Context, parent: QWidget, title: str, folder: Path | None = None
) -> QFileDialog:
    dialog = QFileDialog(parent.window(), title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    last = context.settings.get("files.last_folder")
    usual = str(folder or Path.home())
    dialog.setDirectory(last if last and is_folder(Path(last)) else usual)
    return dialog


def _open(context: Context, dialog: QFileDialog, take: Callable[[list[Path]], None]) -> QFileDialog:
    def chosen(names: list[str]) -> None:
        paths = [Path(name) for name in names]
        context.settings.set("files.last_folder", str(paths[0].parent))
        take(paths)

    dialog.filesSelected.connect(chosen)
    dialog.open()
    return dialog
