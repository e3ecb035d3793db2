"""What is wrong with a study: every mistake with its code, field, line and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sr_studio.studies.definition.lines import Location
from sr_studio.studies.definition.rules import REMEDIES
from sr_studio.studies.errors import StudyError


@dataclass(frozen=True)
class Problem:
    """One mistake, or (codes beginning with W) one thing to think about.

    Attributes:
        code: E00..E46 or W01..; stable, for searching and for tests.
        field: Where in ``study.toml``, such as ``system[2].files``; or a file at the build.
        what: What is wrong, without a full stop.
        remedy: What to do about it, a sentence.
        line: Line in ``study.toml`` from 1, None where it has none.
    """

    code: str
    field: str
    what: str
    remedy: str
    line: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether the study cannot be built with it."""
        return self.code.startswith("E")

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        field = f"{self.field}: " if self.field else ""
        return f"{self.code} {place}{field}{self.what}. {self.remedy}".rstrip()


@dataclass(frozen=True)
class Found:
    """A mistake before its line is looked up; without ``remedy`` it has that of its code."""

    code: str
    where: Location
    what: str
    advice: str = ""

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.advice or REMEDIES.get(self.code, "")


class InvalidStudyError(StudyError):
    """A study with mistakes; ``problems`` holds all of them."""

    def __init__(self, problems: Sequence[Problem], where: Path | str) -> None:
        self.problems = tuple(problems)
        errors = [str(problem) for problem in problems if problem.is_error]
        count = "a mistake" if len(errors) == 1 else f"{len(errors)} mistakes"
        super().__init__(
            f"the study has {count}, nothing was changed",
            where=where,
            remedy="\n  " + "\n  ".join(errors),
        )
