"""The colours of the screen, as the person names them: Qt does not know its profile everywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColorSpace

from sr_studio.app.settings import Settings
from sr_studio.errors import StudioError

_NAMED = {
    "p3": QColorSpace.NamedColorSpace.DisplayP3,
    "adobe": QColorSpace.NamedColorSpace.AdobeRgb,
}


_profile: bytes | None = None


def profile() -> bytes | None:
    """The ICC profile pictures are shown through; None is sRGB, in which they are kept."""
    return _profile


def show_through(settings: Settings) -> None:
    """Show pictures that are opened from now on in the screen's colours, as the settings say.

    Raises:
        StudioError: The chosen file is no profile of a screen; sRGB is used.
    """
    global _profile  # a program has one screen to show pictures on
    _profile = None
    chosen, file = settings.get("viewer.screen"), settings.get("viewer.screen_file")
    if chosen in _NAMED:
        _profile = bytes(QColorSpace(_NAMED[chosen]).iccProfile().data())
    elif chosen == "file" and file:
        _profile = _from_file(Path(file))


def _from_file(path: Path) -> bytes:
    from sr_studio.imaging.colour_management import profile_channels

    remedy = "Choose another profile file of the screen in the settings, or sRGB."
    try:
        icc = path.read_bytes()
    except OSError as error:
        what = f"the profile of the screen cannot be read ({error.strerror})"
        raise StudioError(what, where=path, remedy=remedy) from error
    if profile_channels(icc) != 3:
        raise StudioError("this is no colour profile of a screen", where=path, remedy=remedy)
    return icc
