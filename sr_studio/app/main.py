"""Starts the window: what is needed to be seen first, everything else after the first paint."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from sr_studio import paths
from sr_studio.app.settings import Settings
from sr_studio.app.window import MainWindow

_USAGE = """\
Usage: sr-studio app [FILE]...

Opens the window, with the pictures, folders and models that are named.\
"""
#: How often Python gets a look at Ctrl+C in the terminal while Qt runs.
_SIGNAL_MS = 250


def run(arguments: Sequence[str]) -> int:
    """Open the window with the files named and stay until it is closed.

    Returns:
        0, or 2 for an option that does not exist.
    """
    if any(word in ("-h", "--help") for word in arguments):
        print(_USAGE)
        return 0
    unknown = [word for word in arguments if word.startswith("-") and not Path(word).exists()]
    if unknown:
        print(f"error: there is no option {unknown[0]!r}.\n\n{_USAGE}", file=sys.stderr)
        return 2
    application = make_application()
    settings = Settings()
    install_translations(application, settings.get("window.language"))
    window = MainWindow(settings)
    window.open_paths([Path(word).absolute() for word in arguments])
    window.show()
    _tell_unforeseen(window)
    _stop_on_interrupt(application, window)
    return application.exec()


def make_application() -> QApplication:
    """The one QApplication, named as files and desktops know the program."""
    application = QApplication(sys.argv[:1])
    application.setApplicationName("sr-studio")
    application.setApplicationDisplayName("SR Studio")
    application.setDesktopFileName("sr-studio")
    application.setStyle("Fusion")
    return application


def install_translations(application: QApplication, language: str) -> None:
    """Load the program's and Qt's own texts in ``language`` (``system`` or a code like ``ko``)."""
    locale = QLocale.system() if language == "system" else QLocale(language)
    own = str(paths.resources_dir() / "translations")
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", qt), ("sr_studio", own)):
        translator = QTranslator(application)
        if translator.load(locale, name, "_", folder):
            application.installTranslator(translator)


def _tell_unforeseen(window: MainWindow) -> None:
    """An error nobody caught opens the dialog, and still goes to the terminal."""
    from sr_studio.app.dialogs.error_dialog import Trouble

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
