"""The input of every analysis: one rating a row in integer codes, and dense views of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.errors import RatingsError

if TYPE_CHECKING:
    import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DEFAULT_SET = "all"
#: Raters × stimuli that are analysed together: several tables of this size are in memory.
MOST_CELLS = 30_000_000


@dataclass(frozen=True)
class SetBlock:
    """All ratings of one set as a box with holes.

    Attributes:
        name: The set.
        raters: I codes into ``RatingTable.raters``: those with a rating in this set.
        references: J codes into ``RatingTable.references``.
        systems: S codes into ``RatingTable.systems``.
        scores: I × J × S, NaN where nothing was rated.
    """

    name: str
    raters: Ints
    references: Ints
    systems: Ints
    scores: Floats

    @property
    def complete(self) -> bool:
        """Whether every rater rated every cell."""
        return not bool(np.isnan(self.scores).any())


@dataclass(frozen=True)
class StimulusMatrix:
    """Raters × stimuli over all sets, the shape that screening works on.

    Attributes:
        scores: I × K, NaN where nothing was rated; stimuli ordered by set, system, reference.
        names: K stimulus names.
        sets, references, systems: K codes.
    """

    scores: Floats
    names: tuple[str, ...]
    sets: Ints
    references: Ints
    systems: Ints


@dataclass(frozen=True)
class RatingTable:
    """The ratings that count: role ``test``, latest revision, one for each rater and stimulus.

    Attributes:
        raters, sets, references, systems: Names; a code is a place in them. References of two
            sets are two references even when they share a name.
        reference_set: For each reference the code of its set.
        rater, reference, system: N codes, one for each rating.
        score: N scores of the study's scale.
        hidden_reference: Code of the system that shows the original, or None.
        stimulus_names: (reference, system) codes to a name that came with imported data.
    """

    raters: tuple[str, ...]
    sets: tuple[str, ...]
    references: tuple[str, ...]
    reference_set: Ints
    systems: tuple[str, ...]
    rater: Ints
    reference: Ints
    system: Ints
    score: Floats
    hidden_reference: int | None = None
    stimulus_names: tuple[tuple[tuple[int, int], str], ...] = ()

    def __len__(self) -> int:
        return len(self.score)

    @cached_property
    def blocks(self) -> tuple[SetBlock, ...]:
        """One dense block for each set that has ratings, in the order of ``sets``."""
        made = (self._block(code) for code in range(len(self.sets)))
        return tuple(block for block in made if block.scores.size)

    def block(self, name: str) -> SetBlock:
        """The block of the set called ``name``."""
        for block in self.blocks:
            if block.name == name:
                return block
        raise RatingsError("there are no ratings of this set", where=name)

    def _block(self, code: int) -> SetBlock:
        inside = self.reference_set[self.reference] == code
        raters, i = _present(self.rater[inside], len(self.raters))
        references, j = _present(self.reference[inside], len(self.references))
        systems, s = _present(self.system[inside], len(self.systems))
        scores = np.full((len(raters), len(references), len(systems)), np.nan)
        scores[i, j, s] = self.score[inside]
        return SetBlock(self.sets[code], raters, references, systems, scores)

    @cached_property
    def stimuli(self) -> StimulusMatrix:
        """Every rater against every stimulus that was rated at least once."""
        sets = self.reference_set[self.reference]
        radix_r, radix_s = len(self.references), len(self.systems)
        key = (sets * radix_s + self.system) * radix_r + self.reference
        keys, column = _present(key, len(self.sets) * radix_s * radix_r)
        scores = np.full((len(self.raters), len(keys)), np.nan)
        scores[self.rater, column] = self.score
        references = keys % radix_r
        systems = keys // radix_r % radix_s
        given = dict(self.stimulus_names)
        names = tuple(
            given.get((r, s)) or f"{self.references[r]}/{self.systems[s]}"
            for r, s in zip(references.tolist(), systems.tolist(), strict=True)
        )
        if len(set(names)) < len(names):  # two sets use the same reference name
            names = tuple(
                f"{self.sets[self.reference_set[r]]}/{name}"
                for r, name in zip(references.tolist(), names, strict=True)
            )
        return StimulusMatrix(scores, names, self.reference_set[references], references, systems)

    @classmethod
    def from_frame(
        cls,
        frame: pd.DataFrame,
        *,
        systems: Sequence[str] | None = None,
        sets: Sequence[str] | None = None,
        references: Sequence[str] | None = None,
        hidden_reference: str | None = None,
        scale: Scale = FIVE_POINTS,
    ) -> RatingTable:
        """Code a tidy table: columns ``rater, reference, system, score`` and, if there, ``set``
        and ``stimulus``.

        Args:
            frame: One rating a row; only the ratings that are to be analysed.
            systems: Their order; those not named follow in order of appearance.
            sets, references: The same for them.
            hidden_reference: Name of the system that shows the original.
            scale: What the scores may be.

        Raises:
            RatingsError: No rows, a missing column, a score not of the scale, or two ratings of
                one stimulus by one rater.
        """
        missing = {"rater", "reference", "system", "score"} - set(frame.columns)
        if missing:
            raise RatingsError(f"the table of ratings has no column {', '.join(sorted(missing))}")
        if not len(frame):
            raise RatingsError("there are no ratings to analyse")
        score = np.asarray(frame["score"], dtype=np.float64)
        bad = ~np.isin(score, scale.scores)
        if bad.any():
            raise RatingsError(f"a score is {score[bad][0]:g} and not {scale.one}")
        set_column = frame["set"] if "set" in frame.columns else None
        rater, rater_names = _coded(frame["rater"])
        system, system_names = _coded(frame["system"], systems)
        reference, reference_names = _coded(frame["reference"], references)
        if set_column is None:
            set_code: Ints = np.zeros(len(frame), dtype=np.int64)
            set_names: tuple[str, ...] = (DEFAULT_SET,)
        else:
            set_code, set_names = _coded(set_column, sets)
        both = set_code * len(reference_names) + reference
        # Codes are given in order of appearance, so a sorted key keeps sets together in that order.
        pairs, reference = _present(both, len(set_names) * len(reference_names))
        names = tuple(reference_names[k] for k in (pairs % len(reference_names)).tolist())
        hidden = None
        if hidden_reference is not None and hidden_reference in system_names:
            hidden = system_names.index(hidden_reference)
        table = cls(
            raters=rater_names,
            sets=set_names,
            references=names,
            reference_set=pairs // len(reference_names),
            systems=system_names,
            rater=rater,
            reference=reference,
            system=system,
            score=score,
            hidden_reference=hidden,
            stimulus_names=_stimulus_names(frame, reference, system),
        )
        table._refuse_duplicates()
        refuse_too_large(len(rater_names), set_code, reference, system)
        return table

    def _refuse_duplicates(self) -> None:
        key = (self.rater * len(self.references) + self.reference) * len(self.systems)
        key = np.sort(key + self.system)
        twice = np.flatnonzero(key[1:] == key[:-1])
        if len(twice):
            rest, system = divmod(int(key[twice[0]]), len(self.systems))
            rater, reference = divmod(rest, len(self.references))
            raise RatingsError(
                f"rater {self.raters[rater]} rated {self.references[reference]} / "
                f"{self.systems[system]} more than once",
                remedy="Mark the second rating as a repeat, or remove it.",
            )


def ratio(above: npt.ArrayLike, below: npt.ArrayLike) -> Floats:
    """Quotients of two arrays of one shape; NaN where the lower one is not positive."""
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    return np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)


def means(scores: Floats, axis: int) -> Floats:
    """Means along an axis of what is not NaN; NaN where there is nothing."""
    return ratio(np.nansum(scores, axis=axis), (~np.isnan(scores)).sum(axis=axis))


def refuse_too_large(raters: int, sets: Ints, references: Ints, systems: Ints) -> None:
    """Say beforehand what would not fit into memory.

    Args:
        raters: How many.
        sets, references, systems: N codes, one for each rating.

    Raises:
        RatingsError: More than :data:`MOST_CELLS`.
    """
    stimuli = 0
    for code in np.flatnonzero(np.bincount(sets)):
        inside = sets == code
        shown = (np.count_nonzero(np.bincount(of[inside])) for of in (references, systems))
        stimuli += int(np.prod([*shown], dtype=np.int64))
    if raters * stimuli > MOST_CELLS:
        raise RatingsError(
            f"{raters:,} raters × {stimuli:,} stimuli (references × systems of every set) are "
            f"{raters * stimuli:,} cells, and at most "
            f"{MOST_CELLS:,} are analysed together",
            remedy="Take fewer stimuli, or one set at a time.",
        )


def _present(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """(codes that occur, place of each row among them), by counting instead of sorting."""
    occurs = np.bincount(codes, minlength=size) > 0
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[codes]


def _coded(column: pd.Series, order: Sequence[str] | None = None) -> tuple[Ints, tuple[str, ...]]:
    """Codes in order of appearance, or those of ``order`` first; names as text."""
    import pandas as pd

    codes, uniques = pd.factorize(column)
    if (codes < 0).any():
        raise RatingsError(f"column {column.name} has an empty cell")
    names = [str(name) for name in uniques]
    codes = codes.astype(np.int64)
    if order is None:
        return codes, tuple(names)
    present = set(names)
    wanted = list(dict.fromkeys([*(name for name in order if name in present), *names]))
    where = {name: number for number, name in enumerate(wanted)}
    place = np.array([where[name] for name in names], dtype=np.int64)
    return place[codes], tuple(wanted)


def _stimulus_names(
    frame: pd.DataFrame, reference: Ints, system: Ints
) -> tuple[tuple[tuple[int, int], str], ...]:
    if "stimulus" not in frame.columns:
        return ()
    key = reference * (int(system.max()) + 1) + system
    first = np.full(int(key.max()) + 1, -1, dtype=np.int64)
    first[key[::-1]] = np.arange(len(key) - 1, -1, -1)
    first = first[first >= 0]
    named = frame["stimulus"].iloc[first]
    return tuple(
        ((int(reference[row]), int(system[row])), str(name))
        for row, name in zip(first.tolist(), named, strict=True)
        if str(name)
    )
