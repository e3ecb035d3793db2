"""The scale that raters score on: equal steps from its lowest to its highest score."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import pairwise

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.sections import Section

#: The database keeps the number of a grade in 16 bits.
MOST_GRADES = 30_000
#: More grades than this are counted and drawn in ten groups.
MOST_BINS = 11
_GROUPS = 10
_WRITTEN = re.compile(r"\s*(-?[\d.]+)\s*(?:-|–|\.\.)\s*(-?[\d.]+)\s*(?:[:/]\s*([\d.]+))?\s*")


class Scale(Section):
    """Scores from ``lowest`` to ``highest`` in equal steps; grade 1 is the lowest score.

    Thresholds of the program are stated for five points, and stretch with the range.
    """

    lowest: float = Field(1.0, ge=-1e6, le=1e6)
    highest: float = Field(5.0, ge=-1e6, le=1e6)
    step: float = Field(1.0, gt=0, le=1e6)

    @model_validator(mode="after")
    def _whole_steps(self) -> Scale:
        low, high, step = self._exact
        if low >= high:
            raise PydanticCustomError("scale", "the highest score must lie above the lowest")
        if (high - low) % step:
            raise PydanticCustomError("scale", "the range is no whole number of steps")
        if (high - low) / step >= MOST_GRADES:
            raise PydanticCustomError("scale", f"there are more than {MOST_GRADES:,} grades")
        return self

    @classmethod
    def parsed(cls, text: str) -> Scale:
        """``1-9``, ``0-100`` or, with a step, ``1-5:0.5``.

        Raises:
            ValueError: It is none of these, or impossible.
        """
        found = _WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is not a scale; write 0-100, or 1-5:0.5 for half points")
        low, high, step = (float(part) for part in (*found.groups()[:2], found[3] or "1"))
        return cls(lowest=low, highest=high, step=step)

    @property
    def _exact(self) -> tuple[Decimal, Decimal, Decimal]:
        return Decimal(str(self.lowest)), Decimal(str(self.highest)), Decimal(str(self.step))

    @cached_property
    def scores(self) -> tuple[float, ...]:
        """All scores, lowest first; equal scores are equal floats everywhere."""
        low, high, step = self._exact
        return tuple(float(low + k * step) for k in range(int((high - low) / step) + 1))

    @property
    def grades(self) -> int:
        """How many scores there are."""
        return len(self.scores)

    def grade(self, text: str) -> int | None:
        """The grade (from 1) of a score as written, None where it is none of the scale."""
        low, high, step = self._exact
        try:
            value = Decimal(text)
        except InvalidOperation:
            return None
        if not value.is_finite() or not low <= value <= high or (value - low) % step:
            return None
        return int((value - low) / step) + 1

    @property
    def whole(self) -> bool:
        """All scores are whole numbers."""
        return self.lowest.is_integer() and self.step.is_integer()

    @property
    def stretch(self) -> float:
        """The range as a multiple of the five-point scale's."""
        return (self.highest - self.lowest) / 4

    @property
    def spoken(self) -> str:
        """What scores are, in words."""
        ends = (f"{self.lowest:g}", f"{self.highest:g}")
        if self._units:
            return Sentence("whole numbers from %1 to %2", *ends)
        return Sentence("numbers from %1 to %2 in steps of %3", *ends, f"{self.step:g}")

    @property
    def one(self) -> str:
        """What one score is, in words."""
        return f"a {'whole number' if self._units else 'number'} {self._ends}"

    @property
    def _units(self) -> bool:
        return self.whole and self.step == 1

    @property
    def _ends(self) -> str:
        steps = "" if self._units else f" in steps of {self.step:g}"
        return f"from {self.lowest:g} to {self.highest:g}{steps}"

    @property
    def bins(self) -> tuple[tuple[float, float], ...]:
        """(lowest, highest) score of each group in which scores are counted: every score by
        itself, or ten groups where there are many."""
        if self.grades <= MOST_BINS:
            return tuple((score, score) for score in self.scores)
        starts = [-(-k * self.grades // _GROUPS) for k in range(_GROUPS + 1)]
        return tuple(
            (self.scores[first], self.scores[after - 1]) for first, after in pairwise(starts)
        )

    @property
    def bin_names(self) -> tuple[str, ...]:
        """The groups as printed."""
        return tuple(f"{a:g}" if a == b else f"{a:g}–{b:g}" for a, b in self.bins)

    @property
    def ticks(self) -> tuple[float, ...]:
        """Scores that stand at an axis."""
        if self.grades <= MOST_BINS:
            return self.scores
        return tuple(self.lowest + (self.highest - self.lowest) * k / 5 for k in range(6))

    @property
    def limits(self) -> tuple[float, float]:
        """Ends of an axis: the scale and a twentieth of it on both sides."""
        margin = 0.2 * self.stretch
        return self.lowest - margin, self.highest + margin


FIVE_POINTS = Scale()
