"""Makes the application and the window, and shows it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from sr_studio import paths
from sr_studio.app.settings import Settings
from sr_studio.app.window import MainWindow

#: Qt reads it when the application is made.
_SCALE = "QT_SCALE_FACTOR"
#: How often Python gets a look at Ctrl+C in the terminal while Qt runs.
_SIGNAL_MS = 250


def open_window(files: Sequence[Path]) -> int:
    """Open the window with these files and stay until it is closed; give Qt's exit code back."""
    settings = Settings()
    application = make_application(settings.get("window.text"))
    install_translations(application, settings.get("window.language"))
    window = MainWindow(settings)
    window.completed.connect(gc.enable)
    window.completed.connect(lambda: application.setWindowIcon(_program_icon()))
    window.completed.connect(lambda: _open_door(application, window))
    window.completed.connect(lambda: _offer_last_crash(application, window))
    window.open_paths(files)
    window.show()
    _tell_unforeseen(window)
    _stop_on_interrupt(application, window)
    return application.exec()


def make_application(percent: int = 100) -> QApplication:
    """The one QApplication, named as files and desktops know the program.

    Args:
        percent: How large text and controls are; pictures keep to the pixels of the screen.
    """
    wished = os.environ.get(_SCALE)
    if percent != 100:
        os.environ[_SCALE] = str(float(wished or 1) * percent / 100)
    application = QApplication(sys.argv[:1])
    # Not for the programs this one starts: a rater's window is to be the same on every computer.
    if percent != 100:
        os.environ.pop(_SCALE)
        if wished is not None:
            os.environ[_SCALE] = wished
    application.setApplicationName("sr-studio")
    application.setApplicationDisplayName("SR Studio")
    application.setDesktopFileName("sr-studio")
    application.setStyle("Fusion")
    return application


def _program_icon() -> QIcon:
    """The icon of windows where the desktop does not know the program by its name."""
    return QIcon(str(paths.resources_dir() / "app" / "sr-studio.svg"))


def install_translations(application: QApplication, language: str) -> list[QTranslator]:
    """Load the program's and Qt's own texts in ``language`` (``system`` or a code like ``ko``)."""
    found = []
    locale = QLocale.system() if language == "system" else QLocale(language)
    own = str(paths.resources_dir() / "translations")
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt), ("sr_studio", own), ("studies", own)):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)
            found.append(translator)
    return found


def _open_door(application: QApplication, window: MainWindow) -> None:
    """From now on a further start of the program hands its files to this window."""
    from sr_studio.app.door import Door

    def knocked(files: list[Path]) -> None:
        window.open_paths(files)
        window.come_to_the_front()

    door = Door(application)
    door.knocked.connect(knocked)
    if door.open():
        application.aboutToQuit.connect(door.close)


def _offer_last_crash(application: QApplication, window: MainWindow) -> None:
    """Show what the program said when it died; write down what it would say this time."""
    from sr_studio.app import last_crash
    from sr_studio.app.trouble import Trouble
    from sr_studio.version import version_and_commit

    if words := last_crash.untold():
        told = QCoreApplication.translate
        window.desk.trouble(
            Trouble(
                told("Start", "SR Studio ended unexpectedly the last time."),
                told("Start", "Pictures, results and the list are as they were."),
                told("Start", "If it happens again, send the details to the makers."),
                f"SR Studio {version_and_commit()}\n{words}",
            )
        )
    own = last_crash.LastWords()
    # A function of its own: Qt for Python would let go of an object it knows a method of only.
    application.aboutToQuit.connect(lambda: own.close())


def _tell_unforeseen(window: MainWindow) -> None:
    """An error nobody caught opens the dialog, and still goes to the terminal."""
    from sr_studio.app.trouble import Trouble

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            window.desk.trouble(Trouble.of(error.with_traceback(trace)))

    sys.excepthook = tell


def _stop_on_interrupt(application: QApplication, window: MainWindow) -> None:
    signal.signal(signal.SIGINT, lambda *_: window.close_anyway())
    signal.signal(signal.SIGTERM, lambda *_: window.close_anyway())
    timer = QTimer(application)
    timer.timeout.connect(lambda: None)  # lets Python look at its signals
    timer.start(_SIGNAL_MS)
