"""What went wrong, in the words a person is told: what happened, what was kept, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.app.error_words import said
from sr_studio.errors import StudioError
from sr_studio.sentences import Sentence


@dataclass(frozen=True)
class Trouble:
    """Something that went wrong, in the words the dialog shows.

    Attributes:
        what: What happened, a whole sentence.
        kept: What was not lost, a whole sentence; may be empty.
        remedy: What to do now, a whole sentence; may be empty.
        details: For a report to the makers, in English: the sentence or the traceback, the
            engine's last words.
    """

    what: str
    kept: str = ""
    remedy: str = ""
    details: str = ""

    @classmethod
    def of(cls, error: Exception, *, kept: str = "") -> Trouble:
        """The trouble an exception stands for; one nobody foresaw brings its traceback."""
        if isinstance(error, StudioError):
            where = f"{error.where}: " if error.where else ""
            what = f"{where}{said(error.what)}."
            return cls(what, kept, said(error.remedy), _details(error, False))
        unforeseen = Sentence(
            "Something unforeseen happened (%1).", f"{type(error).__name__}: {error}"
        )
        return cls(said(unforeseen), kept, "", _details(error))


def _details(error: Exception, with_trace: bool = True) -> str:
    import platform
    import traceback

    from sr_studio.version import version_and_commit

    program = f"SR Studio {version_and_commit()}"
    lines = [f"{program}, Python {platform.python_version()}, {platform.platform()}"]
    if with_trace or error.__cause__ is not None:
        lines.append("".join(traceback.format_exception(error)).rstrip())
    else:
        lines.append(str(error))
    return "\n".join(lines)
