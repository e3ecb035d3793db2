"""What was dropped, opened, pasted or named as an argument goes to the page it belongs to."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QCoreApplication, QMimeData, QUrl
from PySide6.QtGui import QImage

from sr_studio.app.context import Context
from sr_studio.app.pages import Page
from sr_studio.app.trouble import Trouble
from sr_studio.files import is_there

if TYPE_CHECKING:
    import numpy as np

translate = QCoreApplication.translate

#: A file of this suffix is a model, whichever page is shown.
MODEL_SUFFIXES = (".safetensors", ".pth", ".pt", ".ckpt", ".onnx", ".param")


def is_picture(path: Path) -> bool:
    """Whether a file is a picture by its name, or by how it begins.

    Cameras' raw files are taken for pictures, too: who reads them says what to do.
    """
    from sr_studio.imaging.formats import RAW_SUFFIXES, SNIFF_LENGTH, picture_suffixes, sniff

    if not path.is_file():
        return False
    if path.suffix.lower() in (*picture_suffixes(), *RAW_SUFFIXES):
        return True
    try:
        with path.open("rb") as file:
            return sniff(file.read(SNIFF_LENGTH)) is not None
    except OSError:
        return False


def droppable(data: QMimeData) -> bool:
    """Whether the window can do anything with what hangs under the pointer."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def local_paths(data: QMimeData) -> list[Path]:
    """The files and folders in it."""
    return [_local_path(url) for url in data.urls() if url.isLocalFile()]


def _local_path(url: QUrl) -> Path:
    """The file of an address. On POSIX names may be any bytes, which Qt's own text loses."""
    if os.name != "posix":
        return Path(url.toLocalFile())
    encoded = url.path(QUrl.ComponentFormattingOption.FullyEncoded)
    return Path(os.fsdecode(unquote_to_bytes(encoded)))


def pasted_pixels(context: Context, data: QMimeData) -> np.ndarray | None:
    """The picture on the clipboard, H×W×3 or 4, 8 bit; None, which is said, if there is none."""
    from sr_studio.app.viewer.pyramid import array_of

    image = QImage(data.imageData()) if data.hasImage() else QImage()
    if image.isNull():
        context.say(translate("Intake", "There is no picture on the clipboard."))
        return None
    return array_of(image)


def assign(
    paths: Sequence[Path], pages: Iterable[Page]
) -> tuple[dict[Page, list[Path]], list[Path]]:
    """Which page takes which file, the first page that wants it first; and what nobody wants.

    No more pages are asked for than are needed: a page that is made for nothing costs time.
    """
    taken: dict[Page, list[Path]] = {}
    left = [path for path in paths if is_there(path)]
    for page in pages:
        wanted = [path for path in left if page.accepts(path)]
        if wanted:
            taken[page] = wanted
            left = [path for path in left if path not in wanted]
        if not left:
            break
    return taken, [path for path in paths if path in left or not is_there(path)]


def _not_there(path: Path) -> Trouble:
    what, why = translate("Intake", "There is no file %1.").replace("%1", str(path)), ""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:  # nobody may look there, or the disk does not answer
        why = str(error)
        what = translate("Intake", "%1 cannot be looked at.").replace("%1", str(path))
    return Trouble(what, "", translate("Intake", "Check the name and the folder."), why)


def refusal(paths: Sequence[Path]) -> Trouble:
    """What to say about files that are of no use here."""
    if len(paths) == 1 and not is_there(paths[0]):
        return _not_there(paths[0])
    if len(paths) == 1:
        what = translate("Intake", "%1 is neither a picture nor a model this program can read.")
        what = what.replace("%1", paths[0].name)
    else:
        what = translate("Intake", "%1 of the files are neither pictures nor models, or not there.")
        what = what.replace("%1", str(len(paths)))
    remedy = translate("Intake", "Pictures are PNG, JPEG, WebP, TIFF, BMP, AVIF or HEIC files.")
    return Trouble(what, "", remedy, "\n".join(str(path) for path in paths))
