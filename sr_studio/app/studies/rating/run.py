"""Opens a study for rating: the kiosk start of a laboratory machine, and the Study page's child."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from sr_studio.app.start import install_translations, make_application
from sr_studio.app.studies.rating.decoding import Decoder
from sr_studio.app.studies.rating.start_window import StartWindow
from sr_studio.app.studies.rating.window import RatingWindow
from sr_studio.errors import StudioError
from sr_studio.studies.definition.filenames import STIMULI
from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.store.folder import StudyFolder


def run(
    study: Path, rater: str | None, *, database: str | None = None, site: str | None = None
) -> int:
    """Let one rater rate, full screen, until the session ends.

    Args:
        study: The study's folder, as it was built.
        rater: ``R07``, a number or a pseudonym; None asks who sits there.
        database: URL of the database, where it is not the folder's own file.
        site: Where this computer stands, from now on; None asks where the study has several sites.

    Returns:
        0; 1 if the session could not go on or a rating lies in the side journal.

    Raises:
        StudyError: The study cannot be opened, or a window is open for this rater.
    """
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = make_application()
    manifest = StudyFolder(study).manifest
    install_translations(application, manifest.study.language)
    loop = QEventLoop()
    codes: list[int] = []

    def left(code: int = 0) -> None:
        codes.append(code)
        loop.quit()

    if rater is not None:
        window: QWidget = open_rating(study, rater, left, database=database, site=site)
        loop.exec()
        window.deleteLater()
        return codes[-1]
    first = StartWindow(manifest.display.background)
    windows: list[QWidget] = [first]

    def begin(name: str) -> None:
        try:
            windows.append(open_rating(study, name or None, left, database=database, site=site))
        except StudioError as error:
            first.refuse(error)
            return
        first.left.disconnect(left)
        first.close()

    first.chosen.connect(begin)
    first.left.connect(left)
    first.showFullScreen()
    loop.exec()
    for window in windows:
        window.deleteLater()
    return codes[-1]


def open_rating(
    study: Path,
    rater: str | None,
    left: Callable[[int], None],
    *,
    database: str | None = None,
    site: str | None = None,
) -> RatingWindow:
    """Open the rating window full screen for one rater; ``left`` hears how it was closed."""
    conductor = open_conductor(study, rater, database=database, site=site)
    manifest = conductor.manifest
    hashes = {stimulus.token: stimulus.sha256 for stimulus in manifest.stimuli}
    decoder = Decoder(study / STIMULI, hashes, manifest.geometry.zoom)
    window = RatingWindow(conductor, decoder)
    window.left.connect(left)
    window.start()
    window.showFullScreen()
    return window
