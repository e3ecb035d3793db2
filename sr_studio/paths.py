"""Where the program's own files and the person's files are: the one place that knows.

In a checkout ``resources/``, ``models/`` and ``studies/`` lie beside the package; an installed
wheel carries them inside it, under ``_data``.
"""

from __future__ import annotations

import os
import sys
import tempfile
import zlib
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_APP = "sr-studio"


def _shipped(name: str) -> Path:
    beside_package = _PACKAGE.parent / name
    if (_PACKAGE.parent / "pyproject.toml").is_file() and beside_package.is_dir():
        return beside_package
    return _PACKAGE / "_data" / name


def checkout() -> Path | None:
    """The working tree of git this program runs from; None for an installed one."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / ".git").exists() else None


def commit_file() -> Path:
    """Where an installed program says of which commit it was made (see tools/build_hook.py)."""
    return _PACKAGE / "_data" / "COMMIT"


def resources_dir() -> Path:
    """Icons, themes, translations, sample pictures, recipes, published tables."""
    return _shipped("resources")


def shipped_models_dir() -> Path:
    """The trained models that come with the program."""
    return _shipped("models")


def shipped_studies_dir() -> Path:
    """The ready-made study plans that come with the program."""
    return _shipped("studies")


def user_data_dir() -> Path:
    """The person's own data; ``SR_STUDIO_HOME`` moves it (tests, portable installs)."""
    return _own("data", platformdirs.user_data_dir(_APP, appauthor=False))


def user_models_dir() -> Path:
    """Models the person imported or trained."""
    return user_data_dir() / "models"


def user_weights_dir() -> Path:
    """Weights of networks that losses and metrics look through (VGG19, AlexNet ...)."""
    return user_data_dir() / "weights"


def user_runs_dir() -> Path:
    """Training runs started from the window."""
    return user_data_dir() / "runs"


def user_results_dir() -> Path:
    """Results that are not saved yet and pictures that were pasted, until the person lets go."""
    return user_data_dir() / "results"


def user_pictures_dir() -> Path:
    """Where the person keeps pictures; their home where there is no such folder."""
    folder = platformdirs.user_pictures_path()
    return folder if folder.is_dir() else Path.home()


def user_config_dir() -> Path:
    """Settings."""
    return _own("config", platformdirs.user_config_dir(_APP, appauthor=False))


def window_socket() -> Path:
    """Where the open window listens for further starts; one a person and ``SR_STUDIO_HOME``.

    In a folder that only this person may enter, with a short name, as sockets need it. On Windows
    it is the name of a pipe, not a file.
    """
    # Asked before the window is there: hashlib would bring OpenSSL along to tell folders apart.
    name = f"sr-studio-{zlib.crc32(str(user_data_dir()).encode('utf-8', 'surrogateescape')):08x}"
    if sys.platform == "win32":
        return Path(name)
    session = os.environ.get("XDG_RUNTIME_DIR", "")
    if Path(session).is_absolute() and os.access(session, os.W_OK):
        return Path(session) / _APP / name
    return Path(tempfile.gettempdir()) / f"{_APP}-{os.getuid()}" / name


def desktop_share_dir() -> Path:
    """Where a Linux desktop looks for the person's own applications, icons and MIME types."""
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()


def user_cache_dir() -> Path:
    """What can be made again: thumbnails, compiled models, speed measurements."""
    return _own("cache", platformdirs.user_cache_dir(_APP, appauthor=False))


def _own(kind: str, default: str) -> Path:
    home = os.environ.get("SR_STUDIO_HOME")
    return Path(home) / kind if home else Path(default)


def torchvision_file(name: str) -> Path:
    """Where torchvision keeps a file of weights once it has fetched it (known without torch)."""
    usual = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")) / "torch"
    home = Path(os.environ.get("TORCH_HOME", usual)).expanduser()
    return home / "hub" / "checkpoints" / name
