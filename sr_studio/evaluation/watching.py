"""Telling of an evaluation while it runs: a line on a terminal, or JSON lines for a program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TextIO

from sr_studio.evaluation.results import Note, Row
from sr_studio.metrics.metric import METRICS, TOLD_OF_METRICS, with_plug_ins
from sr_studio.plugins import PluginError
from sr_studio.progress import Progress, spoken_duration


class TerminalWatcher:
    """Notes as they come, and on a terminal one line that says how far the work is."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._shown = 0

    def progress(self, progress: Progress, what: str) -> None:
        """Renew the line."""
        if not self._live:
            return
        left = progress.seconds_left
        time_left = "" if left is None else f", {spoken_duration(left)} left"
        text = f"{progress.fraction:4.0%}{time_left}: {what}"
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown = len(text)

    def conventions(self, sentences: Mapping[str, str]) -> None:
        """They are printed at the end."""

    def row(self, row: Row) -> None:
        """Rows are printed together at the end."""

    def note(self, note: Note) -> None:
        """Print a note on a line of its own."""
        self.clear()
        self._stream.write(f"{'error' if note.failure else 'note'}: {note.sentence()}\n")
        self._stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._shown = 0


class JsonLinesWatcher:
    """One JSON object a line, such as ``{"event": "row", ...}``.

    Events are ``metric``, ``conventions``, ``progress``, ``row`` and ``note``.

    For a program that runs ``sr-studio evaluate --progress-json`` as a child and reads its stderr.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def metrics(self) -> None:
        """How each metric is called and printed: a program that reads this has no plug-ins."""
        try:
            known = with_plug_ins()
        except PluginError as error:
            self.note(Note(str(error)))
            known = METRICS.values()
        for metric in known:
            told = {part: getattr(metric, part) for part in TOLD_OF_METRICS}
            self._say("metric", **told)

    def progress(self, progress: Progress, what: str) -> None:
        """``done``, ``total``, ``fraction``, ``seconds_left`` (null while unknown), ``what``."""
        self._say(
            "progress",
            done=progress.done,
            total=progress.total,
            fraction=progress.fraction,
            seconds_left=progress.seconds_left,
            what=what,
        )

    def conventions(self, sentences: Mapping[str, str]) -> None:
        """``sentences``, as they will stand under ``conventions``."""
        self._say("conventions", sentences=dict(sentences))

    def row(self, row: Row) -> None:
        """A row as it will stand under ``images``."""
        self._say("row", **row.to_dict())

    def note(self, note: Note) -> None:
        """A note as it will stand under ``notes``, and its ``sentence``."""
        self._say("note", sentence=note.sentence(), **note.document())

    def clear(self) -> None:
        """Nothing is left over on the stream."""

    def _say(self, event: str, **values: Any) -> None:
        self._stream.write(json.dumps({"event": event, **values}, allow_nan=False) + "\n")
        self._stream.flush()
