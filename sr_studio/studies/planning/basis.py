"""What a plan is made from: its rows, its basis, and chance that can be recomputed in ten years."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, NamedTuple, Protocol, TypeVar

from sr_studio.studies.definition.manifest import Manifest, Pool, canonical_sha256
from sr_studio.studies.definition.sections import (
    Assignment,
    DegradationRating,
    Design,
    Golden,
    Method,
    Order,
    PairComparison,
    Repeats,
    Sessions,
    Stabilising,
    SystemRole,
)
from sr_studio.studies.errors import StudyError


class Named(Protocol):
    """Something a plan orders."""

    @property
    def ids(self) -> tuple[str, ...]:
        """What tells it from all others."""
        ...


T = TypeVar("T", bound="str | tuple[str | None, ...] | Named")


class Keys:
    """Keys of one rater (or, with number 0, of the study): HMAC-SHA256 under the study's seed.

    Args:
        seed: 64 hexadecimal digits.
        number: The rater's number.
        salt: Raised when an order does not come out, see :func:`.stream.constrained`.
    """

    def __init__(self, seed: str, number: int, salt: int = 0) -> None:
        self._seed, self._number, self._salt = seed, number, salt
        # Copied for each key: making one takes longer than using it, and a plan needs thousands.
        self._hmac = hmac.new(bytes.fromhex(seed), digestmod="sha256")

    def key(self, purpose: str, *ids: str | int) -> bytes:
        """32 bytes that look random and follow from the seed, rater, purpose, salt and ids."""
        text = "|".join((f"{self._number}|{purpose}|{self._salt}", *map(str, ids)))
        keyed = self._hmac.copy()
        keyed.update(text.encode("utf-8"))
        return keyed.digest()

    def number(self, below: int, purpose: str, *ids: str | int) -> int:
        """A whole number from 0 to ``below`` - 1."""
        return int.from_bytes(self.key(purpose, *ids), "big") % below

    def shuffled(self, items: Iterable[T], purpose: str, *ids: str | int) -> list[T]:
        """The items sorted by key; each is named by ``ids`` and by itself."""
        return sorted(items, key=lambda item: self.key(purpose, *ids, *_names(item)))

    def salted(self, salt: int) -> Keys:
        """The same keys with another salt."""
        return Keys(self._seed, self._number, salt)


def _names(item: str | tuple[str | None, ...] | Named) -> tuple[str, ...]:
    if isinstance(item, str):
        return (item,)
    return tuple(part or "" for part in item) if isinstance(item, tuple) else item.ids


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
        told_score: For calibration, the grade that is announced.
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
    # Not `astuple`, which copies every value deeply: half the time of an enrolment.
    return canonical_sha256([tuple(vars(row).values()) for row in rows])


class PlanError(StudyError):
    """No legal plan exists for this design; ``code`` is E24 or E27."""

    def __init__(self, code: str, what: str, remedy: str) -> None:
        self.code = code
        #: The section of ``study.toml`` that asks for too much.
        self.section = {"E24": "repeats", "E27": "order"}[code]
        super().__init__(what, where=code, remedy=remedy)


@dataclass(frozen=True)
class PlanBasis:
    """A study as far as its plan depends on it.

    Attributes:
        references: Set name to reference codes.
        systems: Set name to the codes of the systems shown in it.
        roles: System code to role.
        training: Training stimuli; ``calibration``: calibration stimuli with their told grades.
        originals: Of training and calibration contents, where degradations are judged.
    """

    seed: str
    method: Method
    references: Mapping[str, tuple[str, ...]]
    systems: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, SystemRole]
    order: Order = field(default_factory=Order)
    repeats: Repeats = field(default_factory=Repeats)
    golden: Golden = field(default_factory=Golden)
    assignment: Assignment = field(default_factory=Assignment)
    sessions: Sessions = field(default_factory=Sessions)
    stabilising: Stabilising = field(default_factory=Stabilising)
    pc: PairComparison = field(default_factory=PairComparison)
    dcr: DegradationRating = field(default_factory=DegradationRating)
    training: tuple[Cell, ...] = ()
    calibration: tuple[tuple[Cell, int], ...] = ()
    calibration_later: int = 4
    originals: frozenset[Cell] = frozenset()

    @property
    def hidden_reference(self) -> str | None:
        """Code of the hidden reference, None if there is none."""
        return next((code for code, role in self.roles.items() if role == "hidden_reference"), None)


def planned_sections(design: Design) -> dict[str, Any]:
    """What a plan depends on of a draft's or a frozen study's sections."""
    own = {one.name for one in fields(PlanBasis)}
    return {name: section for name, section in design.decided.items() if name in own}


def basis_of(manifest: Manifest) -> PlanBasis:
    """The basis of a built study."""
    references = {
        name: tuple(r.code for r in manifest.references if r.set == name) for name in manifest.sets
    }
    systems = {
        name: tuple(s.code for s in manifest.systems if not s.sets or name in s.sets)
        for name in manifest.sets
    }

    def cells(pool: str) -> list[tuple[Cell, int | None]]:
        return [
            (Cell(s.reference, s.system, s.pool), s.told)
            for s in manifest.stimuli
            if s.pool == pool and not s.beside_only
        ]

    hidden = {system.code for system in manifest.systems if system.role == "hidden_reference"}

    return PlanBasis(
        seed=manifest.study.seed,
        method=manifest.study.method,
        references=references,
        systems=systems,
        roles={system.code: system.role for system in manifest.systems},
        **planned_sections(manifest),
        training=tuple(cell for cell, _ in cells("training")),
        calibration=tuple((cell, told) for cell, told in cells("calibration") if told),
        calibration_later=manifest.calibration_later,
        originals=frozenset(
            Cell(s.reference, s.system, s.pool)
            for s in manifest.stimuli
            if s.pool != "test" and s.system in hidden
        ),
    )
