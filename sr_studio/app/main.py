"""What ``sr-studio`` and ``sr-studio app`` run: reads the arguments and opens the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from sr_studio.app.display import has_display, missing_library
from sr_studio.paths import window_socket

NEW_WINDOW = "--new-window"

_USAGE = """\
Usage: sr-studio app [--new-window] [FILE]...

Opens the window, with the pictures, folders and models that are named. A window that is open
already takes them; --new-window opens one more.\
"""


def run(arguments: Sequence[str]) -> int:
    """Open the window with the files named and stay until it is closed.

    Returns:
        0, 1 where no window can be opened, or 2 for an option that does not exist.
    """
    if any(word in ("-h", "--help") for word in arguments):
        print(_USAGE)
        return 0
    apart = NEW_WINDOW in arguments
    arguments = [word for word in arguments if word != NEW_WINDOW]
    unknown = [word for word in arguments if word.startswith("-") and not Path(word).exists()]
    if unknown:
        print(f"error: there is no option {unknown[0]!r}.\n\n{_USAGE}", file=sys.stderr)
        return 2
    if not has_display():
        said = "error: there is no display here, or it does not answer; "
        said += "`sr-studio upscale` enlarges pictures without one."
        print(said, file=sys.stderr)
        return 1
    # Importing makes much and drops little: looking for garbage meanwhile costs a tenth of the
    # time to the first paint. It is switched on again once the first page is there.
    gc.disable()
    if missing := missing_library():
        said = f"error: the system lacks {missing}, which a window needs; "
        said += "`sr-studio doctor` says how to get it. `sr-studio upscale` needs no window."
        print(said, file=sys.stderr)
        return 1
    files = [Path(word).absolute() for word in arguments]
    # Where there is no socket nobody listens, and nothing is imported to ask.
    if not apart and (sys.platform == "win32" or window_socket().exists()):
        from sr_studio.app.door import hand_over

        if hand_over(files):
            return 0
    from sr_studio.app.start import open_window

    return open_window(files)
