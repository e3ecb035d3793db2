"""Takes a model file into the person's models, in a process of its own: reading one needs torch."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from sr_studio.app.context import Context
from sr_studio.app.trouble import Trouble
from sr_studio.errors import StudioError

_LIMIT_SECONDS = 300


def add_to_methods(context: Context, path: Path, saying: str, words: Sequence[str] = ()) -> None:
    """Import a model file or a run's best weights, and offer it on the Upscale page.

    ``words`` are further ones of ``sr-studio models import``.
    """
    context.say(saying)

    def done(name: str) -> None:
        context.go("upscale").inspector.refresh_methods(name)
        said = QCoreApplication.translate("Importing", "%1 is in the list of methods.")
        context.say(said.replace("%1", name))

    def failed(error: Exception) -> None:
        kept = QCoreApplication.translate("Importing", "The list of methods is as it was.")
        context.show_trouble(Trouble.of(error, kept=kept))

    context.tasks.start(lambda _: import_model(path, words), done, failed, writes=True)


def import_model(path: Path, words: Sequence[str] = ()) -> str:
    """Run ``sr-studio models import`` on a file and give the model's name back.

    Raises:
        StudioError: The file is no model this program can read, with the command's own sentence.
    """
    return _name_in(run_models(["import", str(path), *words, "--json"]), path)


def run_models(words: Sequence[str]) -> str:
    """Run ``sr-studio models`` and give its answer.

    Raises:
        StudioError: It failed, with the command's own sentence.
    """
    command = [sys.executable, "-m", "sr_studio", "models", *words]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise StudioError(f"the model could not be read ({error})", where=words[1]) from error
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        sentence = said[-1].removeprefix("error: ") if said else "no reason was given."
        raise StudioError(sentence.rstrip("."))
    return done.stdout


def _name_in(answer: str, path: Path) -> str:
    try:
        document = json.loads(answer)
    except ValueError:
        document = None
    entries = document if isinstance(document, list) else [document]
    for entry in entries:
        if isinstance(entry, dict):
            card = entry.get("card")
            name = entry.get("name") or (card.get("name") if isinstance(card, dict) else None)
            if isinstance(name, str):
                return name
    return path.stem
