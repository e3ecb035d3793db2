"""What ``make run`` does: open the window with a sample, or do without where no display is."""

from __future__ import annotations

from pathlib import Path

from sr_studio.app.display import has_display
from sr_studio.cli import main
from sr_studio.paths import resources_dir


def sample_picture() -> Path:
    """The picture a new person sees first."""
    return resources_dir() / "samples" / "dog.webp"


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
