"""Where a running session stands: what is shown, what is left, what comes next to it."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.studies.rating.clock import SittingClock
from sr_studio.studies.rating.steps import Phase, Text
from sr_studio.studies.store.records import PresentationInfo, SessionInfo


@dataclass
class Running:
    """A session that has begun.

    Attributes:
        shows: Its prelude and what is left of the main stream.
        done_before, total: Of what raters are told: the rated part of the test, and all of it.
        tell_task: Whether the instructions come first.
        interrupted: Whether a crash took away a picture that was on the screen.
        place: The index of what is shown now in ``shows``.
        rated: Ratings of this session.
        undoable: Whether the last rating may be taken back; ``undoing``: it is being.
    """

    info: SessionInfo
    shows: list[PresentationInfo]
    done_before: int
    total: int
    clock: SittingClock
    tell_task: bool
    interrupted: bool
    place: int = 0
    rated: int = 0
    undoable: bool = False
    undoing: bool = False

    def counted(self) -> tuple[Phase, int, int]:
        """The phase at ``place``, and the showing's number and the total a rater is told."""
        phase = _phase(self.shows[self.place])
        alike = [place for place, row in enumerate(self.shows) if _phase(row) == phase]
        number = alike.index(self.place) + 1
        if phase == "test":
            return phase, self.done_before + number, self.total
        return phase, number, len(alike)

    def text_before(self) -> Text | None:
        """The text a new phase begins with; the test needs one only after another phase."""
        phase = _phase(self.shows[self.place])
        before = _phase(self.shows[self.place - 1]) if self.place else None
        return None if phase == before or (before is None and phase == "test") else phase


def _phase(row: PresentationInfo) -> Phase:
    if row.role == "training" or row.role == "calibration":
        return row.role
    return "test"
