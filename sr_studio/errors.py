"""Expected failures, told to a person in one sentence: what was wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path

from sr_studio.sentences import Sentence, joined


class StudioError(Exception):
    """A failure the program foresaw. Its text is shown without a traceback; where it is made of
    :class:`Sentence`, in the person's language.

    Args:
        what: What was wrong, as the beginning of a sentence without a full stop.
        where: The file, field or value at fault; printed in front of ``what``.
        remedy: What the person can do about it, a whole sentence; may be empty.
    """

    def __init__(self, what: str, *, where: str | Path | None = None, remedy: str = "") -> None:
        self.what = what
        self.where = None if where is None else on_one_line(str(where))
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        # Of sentences, so that who shows it can say it in another language.
        what = self.what if self.where is None else joined(": ", (self.where, self.what))
        return Sentence("%1. %2", what, self.remedy) if self.remedy else Sentence("%1.", what)


def on_one_line(text: str) -> str:
    """A name as it can be printed: line ends and the like as ``\\n``, odd bytes as ``\\udce9``."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


class Cancelled(Exception):  # noqa: N818 (no error: the person wanted it)
    """The person asked for the work to stop; nothing was written, unless the text says so."""
