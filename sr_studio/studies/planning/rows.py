"""One planned showing, as the plan makes it and the database keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal, NamedTuple

from sr_studio.studies.definition.canonical import canonical_sha256
from sr_studio.studies.definition.manifest import Pool

Role = Literal["test", "repeat", "golden", "training", "calibration", "stabilising"]
Side = Literal["left", "right"]

MAIN_BLOCK = 0


class Cell(NamedTuple):
    """A stimulus by what it is made of: the reference, and the system's code where it has one."""

    reference: str
    system: str | None
    pool: Pool = "test"


@dataclass(frozen=True)
class PlannedPresentation:
    """One row of a rater's plan.

    Attributes:
        block: 0 for the main stream, n for the prelude of session n.
        seq: Place within the block, from 1.
        shown: What is shown; in a pair, stimulus "a".
        beside: The other of a pair, or the reference a DCR picture is judged against.
        side: Where ``shown`` stands when two pictures are side by side.
        repeat_of: For a hidden repeat, the ``seq`` of its original in the same block.
        golden: Whether the score is expected in the range of its system's role.
        told_score: For calibration, the score that is announced.
    """

    block: int
    seq: int
    role: Role
    shown: Cell
    beside: Cell | None = None
    side: Side | None = None
    repeat_of: int | None = None
    golden: bool = False
    told_score: int | None = None


def plan_digest(rows: Iterable[PlannedPresentation]) -> str:
    """SHA-256 over the rows of a plan in order: equal plans, equal digest."""
    return canonical_sha256([astuple(row) for row in rows])
