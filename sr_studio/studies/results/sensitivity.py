"""What changes when other raters are left out, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class VerdictChange:
    """A pair whose verdict changes when other raters are left out.

    Attributes:
        primary: It is a declared contrast, corrected over those alone; else one of all pairs.
        p_before, p_after: After Holm's correction; NaN where it cannot be computed.
    """

    set: str
    first: str
    second: str
    primary: bool
    p_before: float
    p_after: float


@dataclass(frozen=True)
class Trial:
    """The declared test when other raters are left out.

    Attributes:
        label: Which ones.
        raters: How many more, or how many less.
        changes: The verdicts that change, of primary contrasts first.
    """

    label: str
    raters: int
    changes: tuple[VerdictChange, ...]


@dataclass(frozen=True)
class Sensitivity:
    """The headline table, and the primary contrasts, when other raters are left out.

    Attributes:
        excluded: With what a decision leaves out; None where it leaves out nothing.
        without: Without flagged raters: each, those of a rule, all of them.
        rater_changes: Rater code to verdicts that change without that rater alone.
    """

    excluded: Trial | None = None
    without: tuple[Trial, ...] = ()
    rater_changes: Mapping[int, int] = field(default_factory=dict)

    @property
    def trials(self) -> tuple[Trial, ...]:
        """All of them, that with the excluded raters first."""
        return self.without if self.excluded is None else (self.excluded, *self.without)
