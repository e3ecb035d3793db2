"""The ``sr-studio`` program: opens the window, or runs one command.

Commands are listed by name here and imported only when they are asked for, so that the window and
``--help`` do not wait for libraries they do not need.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_WRONG_USAGE = 2

#: command -> (module under sr_studio.commands, one line of help)
COMMANDS: dict[str, tuple[str, str]] = {
    "app": ("app", "Open the window, with pictures if some are named."),
    "upscale": ("upscale", "Make pictures larger."),
    "queue": ("queue", "Show, hold and clear what is still to be made larger."),
    "models": ("models", "List, show, import, export and interpolate models."),
    "train": ("train", "Train a network from a recipe."),
    "depths": ("depths", "Train SRResNet at several depths and draw the depth figure."),
    "degrade": ("degrade", "Make damaged LR pictures of a folder, to measure on."),
    "evaluate": ("evaluate", "Measure models as the papers do."),
    "study": ("study", "Make, rate and analyse blind rating studies."),
    "desktop": ("desktop", "Put the program among a Linux desktop's applications."),
    "doctor": ("doctor", "Say what this computer has, what would be used and what is missing."),
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    0: done; 1: some inputs failed, or what was asked for could not be done; 2: wrong usage; 130:
    stopped.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] == "app" or _is_file(words[0]):
        # The window is the commonest start; it pays for no command-line library.
        from sr_studio.app.main import run

        raise SystemExit(run(words[1:] if words[:1] == ["app"] else words))
    _let_any_name_be_printed()
    try:
        code = _run_command(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output (`| head`) has enough; Python must not write the rest at its end.
        _print_no_more()
        code = EXIT_DONE
    except OSError as error:
        # Of files a StudioError tells; what has no file's name and no room is what is printed.
        if error.errno not in (errno.ENOSPC, errno.EDQUOT) or error.filename is not None:
            raise
        print(f"error: what was to be printed: {os.strerror(error.errno)}.", file=sys.stderr)
        _print_no_more()
        code = EXIT_SOME_FAILED
    raise SystemExit(code)


def _let_any_name_be_printed() -> None:
    """A file's name may be any bytes, and a pipe's encoding may lack ``×``: told as ``\\udce9``."""
    if isinstance(sys.stdout, io.TextIOWrapper) and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")


def _print_no_more() -> None:
    """Let what is still to be written on standard output go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run_command(words: list[str]) -> int:
    import importlib

    import typer

    from sr_studio.errors import Cancelled, StudioError

    if words[0] in ("--version", "-V"):
        from sr_studio.version import version_and_commit

        print(f"sr-studio {version_and_commit()}")
        return EXIT_DONE
    if words[0] in ("-h", "--help"):
        print(_overview())
        return EXIT_DONE
    if words[0] not in COMMANDS and any(mark in words[0] for mark in "./\\"):
        said = f"error: there is no file {words[0]!r}, and no command of that name."
        print(said, file=sys.stderr)
        return EXIT_WRONG_USAGE
    if words[0] not in COMMANDS:
        print(f"error: there is no command {words[0]!r}.\n\n{_overview()}", file=sys.stderr)
        return EXIT_WRONG_USAGE
    module = importlib.import_module(f"sr_studio.commands.{COMMANDS[words[0]][0]}")
    command = typer.main.get_command(module.app)
    _without_types_of_flags(command)
    try:
        code = command.main(
            args=words[1:], prog_name=f"sr-studio {words[0]}", standalone_mode=False
        )
    except StudioError as error:
        print(f"error: {error}", file=sys.stderr)
        return EXIT_SOME_FAILED
    except (KeyboardInterrupt, Cancelled) as stopped:
        print(f"stopped; {stopped or 'nothing half-made was left behind.'}", file=sys.stderr)
        return 130
    except Exception as error:
        if _is_usage_error(error):
            error.show()  # type: ignore[attr-defined]
            return EXIT_WRONG_USAGE
        if type(error).__name__ == "Abort":
            return 130
        raise
    return int(code or EXIT_DONE)


def _is_file(word: str) -> bool:
    """Whether the first word is no command but something to be opened."""
    return word not in COMMANDS and not word.startswith("-") and os.path.lexists(word)


def _without_types_of_flags(command: Any) -> None:
    """Leave ``<bool>`` out of the help of options that take no value."""
    import typer

    for option in [*command.params, command.get_help_option(typer.Context(command))]:
        if getattr(option, "is_flag", False):
            option.metavar = ""
    for one in getattr(command, "commands", {}).values():
        _without_types_of_flags(one)


def _is_usage_error(error: Exception) -> bool:
    """Whether the command-line library raised it; it brings its own copy of click along."""
    return any(base.__name__ == "ClickException" for base in type(error).__mro__)


def _overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {text}" for name, (_, text) in COMMANDS.items()]
    usage = ["Usage: sr-studio [COMMAND]", "       sr-studio [PICTURE]..."]
    head = [*usage, "", "Without a command the window opens, with the pictures named.", ""]
    return "\n".join([*head, *lines, "", "sr-studio COMMAND --help says more."])
