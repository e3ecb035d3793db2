"""Which references a rater sees: all of them, or a block of each set with all its systems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sr_studio.studies.planning.basis import PlanBasis
from sr_studio.studies.planning.keys import Keys

#: Set name to the references a rater sees of it.
Share = dict[str, tuple[str, ...]]


def assigned_references(
    basis: PlanBasis, site: str, taken: Callable[[], Sequence[frozenset[str]]]
) -> Share:
    """The references of the next rater of a site.

    Args:
        taken: The references of each enrolled rater of the site who has not withdrawn. A block
            whose rater withdrew is given out again first, so that the counts stay level.
    """
    if basis.assignment.mode == "complete":
        return dict(basis.references)
    everybody = taken()
    share: Share = {}
    for name, references in basis.references.items():
        own = frozenset(references)
        used = [one & own for one in everybody if one & own]
        for block in blocks(basis, site, name):
            if frozenset(block) in used:
                used.remove(frozenset(block))
            else:
                share[name] = block
                break
    return share


def blocks(basis: PlanBasis, site: str, set_name: str) -> Iterator[tuple[str, ...]]:
    """The endless sequence of blocks of a set at a site.

    Cycle by cycle the references are permuted and cut; a short last block is filled with the first
    references of the next cycle that it does not have, which are then left out of that cycle.
    """
    references = basis.references[set_name]
    size = min(basis.assignment.references_per_rater[set_name], len(references))
    keys = Keys(basis.seed, 0)
    waiting: list[str] = []
    cycle = 0
    while True:
        while len(waiting) < size:
            permuted = keys.shuffled(references, "block", site, set_name, cycle)
            first = [code for code in permuted if code not in waiting][: size - len(waiting)]
            waiting += [*first, *(code for code in permuted if code not in first)]
            cycle += 1
        yield tuple(waiting[:size])
        waiting = waiting[size:]
