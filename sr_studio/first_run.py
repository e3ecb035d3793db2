"""What ``make run`` does: open the window with a sample, or do without where no display is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sr_studio.cli import main
from sr_studio.paths import resources_dir


def sample_picture() -> Path:
    """The picture a new user sees first."""
    return resources_dir() / "samples" / "dog.webp"


def has_display() -> bool:
    """Whether a window could be opened here."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run() -> None:
    """Open the window with the sample; without a display, upscale it and say where it is."""
    if has_display():
        main(["app", str(sample_picture())])
    print("There is no display here, so the sample picture is enlarged from the command line.")
    folder = Path("upscaled")
    folder.mkdir(exist_ok=True)
    main(["upscale", str(sample_picture()), "-o", str(folder), "--overwrite"])


if __name__ == "__main__":
    run()
