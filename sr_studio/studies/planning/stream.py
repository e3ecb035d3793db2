"""A rater's main stream: ordered within the constraints, with the hidden repeats put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sr_studio.sentences import Sentence
from sr_studio.studies.planning.basis import (
    MAIN_BLOCK,
    Cell,
    Keys,
    PlanBasis,
    PlanError,
    PlannedPresentation,
    Side,
)
from sr_studio.studies.planning.items import (
    Item,
    Share,
    assigned_references,
    golden_cells,
    items_by_reference,
)

Codes = NDArray[np.int64]

#: A golden showing is not among the first five: the rater still looks around.
GOLDEN_FROM = 6
MOST_TRIES = 1000


def sorted_items(
    basis: PlanBasis, items: Mapping[tuple[str, str], Sequence[Item]], keys: Keys
) -> list[Item]:
    """All items before the constraints are looked at."""
    if basis.order.mode == "free":
        everything = [item for own in items.values() for item in own]
        return keys.shuffled(everything, "free")
    return _in_rounds(items, keys)


def _in_rounds(items: Mapping[tuple[str, str], Sequence[Item]], keys: Keys) -> list[Item]:
    """Each reference at most once a round, every system spread evenly over the rounds."""
    count = max((len(own) for own in items.values()), default=0)
    rounds: list[list[Item]] = [[] for _ in range(count)]
    for name in dict.fromkeys(name for name, _ in items):
        references = keys.shuffled(
            [reference for own, reference in items if own == name], "references", name
        )
        whole = len(references)
        for place, reference in enumerate(references):
            own = items[name, reference]
            size = len(own)
            offset = _offset(place, size, whole)
            turn = keys.number(count, "round", name, reference)
            for showing in range(size):
                at = (showing * count + turn) // size % count
                rounds[at].append(own[(offset + showing) % size])
    return [
        item for number, one in enumerate(rounds) for item in keys.shuffled(one, "in-round", number)
    ]


def _offset(place: int, size: int, references: int) -> int:
    """With which of ``size`` systems the reference at ``place`` begins: evenly over all of them."""
    full = size * (references // size)
    return place % size if place < full else (place - full) * size // (references - full)


def constrained(items: Sequence[Item], longest_run: int) -> list[Item] | None:
    """The items so that no reference comes twice running, no system too often running, and no
    golden item among the first five; as near as possible to the order given.

    Returns:
        None when an item is left that fits nowhere.
    """
    waiting = list(items)
    placed: list[Item] = []
    while waiting:
        fitting = next(
            (n for n, item in enumerate(waiting) if _fits_end(placed, item, longest_run)), None
        )
        if fitting is None:
            break
        placed.append(waiting.pop(fitting))
    for item in waiting:
        for place in range(len(placed) + 1):
            if fits(placed, place, item, longest_run):
                placed.insert(place, item)
                break
        else:
            return None
    return placed


def _fits_end(placed: Sequence[Item], item: Item, longest_run: int) -> bool:
    if placed and placed[-1].reference == item.reference:
        return False
    if item.golden and len(placed) + 1 < GOLDEN_FROM:
        return False
    last = placed[-longest_run:]
    return len(last) < longest_run or any(one.group != item.group for one in last)


def fits(placed: Sequence[Item], place: int, item: Item, longest_run: int) -> bool:
    """Whether ``item`` may be put in front of ``placed[place]``."""
    before = placed[max(0, place - longest_run) : place]
    after = placed[place : place + longest_run]
    if before and before[-1].reference == item.reference:
        return False
    if after and after[0].reference == item.reference:
        return False
    if item.golden and place + 1 < GOLDEN_FROM:
        return False
    run = 1
    for one in reversed(before):
        if one.group != item.group:
            break
        run += 1
    for one in after:
        if one.group != item.group:
            break
        run += 1
    return run <= longest_run


@dataclass(frozen=True)
class EnrolmentContext:
    """What a plan may depend on, read in the transaction that writes it.

    Attributes:
        number: The new rater's number.
        site: Code of the site.
        taken: Gives, for each enrolled rater of the site who has not withdrawn, the references of
            that rater's test presentations; read only when called.
    """

    number: int
    site: str
    taken: Callable[[], Sequence[frozenset[str]]]


Planner = Callable[[EnrolmentContext], Sequence[PlannedPresentation]]


def planner(basis: PlanBasis) -> Planner:
    """What :meth:`Store.enrol` calls to make a rater's rows."""

    def plan(context: EnrolmentContext) -> list[PlannedPresentation]:
        share = assigned_references(basis, context.site, context.taken)
        return main_stream(basis, context.number, share)

    return plan


def main_stream(
    basis: PlanBasis, number: int, share: Share | None = None
) -> list[PlannedPresentation]:
    """The main stream of rater ``number``: the same arguments always give the same rows.

    Args:
        share: The references the rater sees; all of them if left out.

    Raises:
        PlanError: E27, no legal order was found; E24, the repeats do not fit.
    """
    plain = Keys(basis.seed, number)
    own = basis.references if share is None else share
    # In the order of the study, so that the rows depend on which references these are alone.
    ordered = {
        name: tuple(reference for reference in references if reference in own.get(name, ()))
        for name, references in basis.references.items()
    }
    items = items_by_reference(basis, ordered, plain)
    everything = [item for own in items.values() for item in own]
    golden = golden_cells(basis, everything, plain)
    items = {
        place: [replace(item, golden=item.ids in golden) for item in own]
        for place, own in items.items()
    }
    wanted = repeat_count(basis, len(everything))
    if wanted and len(everything) < basis.repeats.min_gap:
        # The last repeat has all repeats and the gap before it: no salt can help.
        raise _repeats_do_not_fit(basis, 0, wanted, len(everything))
    best: int | None = None
    for salt in range(MOST_TRIES):
        keys = plain.salted(salt)
        order = constrained(sorted_items(basis, items, keys), basis.order.max_system_run)
        if order is None:
            continue
        stream, repeats = _with_repeats(basis, order, keys, wanted)
        if len(repeats) == wanted:
            return _rows(basis, stream, repeats)
        best = max(best or 0, len(repeats))
    if best is not None:
        raise _repeats_do_not_fit(basis, best, wanted, len(everything))
    raise PlanError(
        "E27",
        Sentence("no legal order was found for rater %1 in %2 tries", number, MOST_TRIES),
        Sentence("Add references, or raise order.max_system_run."),
    )


def cell_count(basis: PlanBasis) -> int:
    """How many presentations a rater has before the repeats."""
    count = 0
    for name, systems in basis.systems.items():
        references = len(basis.references[name])
        if basis.assignment.mode == "blocks":
            references = min(references, basis.assignment.references_per_rater[name])
        size = len(systems)
        pairs = {"all": size * (size - 1) // 2, "anchored": size - 1, "sampled": size + size // 2}
        count += references * (pairs[basis.pc.pairs] if basis.method == "pc" else size)
    return count


def repeat_count(basis: PlanBasis, cells: int) -> int:
    """How many hidden repeats a rater with so many presentations gets; none for a share of 0."""
    share = basis.repeats.share
    return max(basis.repeats.min_count, round(share * cells)) if share > 0 else 0


def _repeats_do_not_fit(basis: PlanBasis, best: int, wanted: int, cells: int) -> PlanError:
    return PlanError(
        "E24",
        Sentence(
            "only %1 of %2 repeats fit %3 presentations after their originals in a stream of %4",
            best,
            wanted,
            basis.repeats.min_gap,
            cells,
        ),
        Sentence("Lower repeats.share, repeats.min_count or repeats.min_gap."),
    )


def _with_repeats(
    basis: PlanBasis, order: list[Item], keys: Keys, wanted: int
) -> tuple[list[Item], dict[int, Item]]:
    """The stream with as many of the hidden repeats put in as fit; which of its items are repeats,
    by identity."""
    stream = list(order)
    repeats: dict[int, Item] = {}
    coded = _coded(order)
    for original in keys.shuffled(order, "repeat") if wanted else []:
        if len(repeats) == wanted:
            break
        # A copy of its own, so that it can be told from the original by identity.
        again = replace(original, golden=False)
        first = next(n for n, item in enumerate(stream) if item is original)
        own, begin = coded[:, first], first + basis.repeats.min_gap
        places = _places(stream, coded, begin, again, own, basis.order.max_system_run)
        if len(places):
            chosen = int(places[keys.number(len(places), "repeat-place", *original.ids)])
            stream.insert(chosen, again)
            coded = np.insert(coded, chosen, own, axis=1)
            repeats[id(again)] = original
    return stream, repeats


def _coded(order: Sequence[Item]) -> Codes:
    """Numbers of the reference (first row) and the group (second) of each item, and -1 behind the
    last: long streams have thousands of places to look at for each repeat."""
    return np.array(
        [
            [*np.unique([name(item) for item in order], return_inverse=True)[1], -1]
            for name in (lambda item: item.reference, lambda item: "|".join(item.group))
        ]
    )


def _places(
    stream: list[Item], coded: Codes, begin: int, again: Item, own: Codes, longest_run: int
) -> Codes:
    """Where a repeat may be put in, from ``begin`` on; ``own`` are its numbers.

    :func:`fits` is asked only where a neighbour is of its group; elsewhere the references beside
    the place decide.
    """
    last = len(stream)
    same = (coded[:, begin - 1 : last] == own[:, None]) | (
        coded[:, begin : last + 1] == own[:, None]
    )
    beside_itself, beside_group = same
    allowed = ~beside_itself
    for place in np.flatnonzero(allowed & beside_group):
        allowed[place] = fits(stream, begin + int(place), again, longest_run)
    return begin + np.flatnonzero(allowed)


def _rows(
    basis: PlanBasis, stream: list[Item], repeats: dict[int, Item]
) -> list[PlannedPresentation]:
    place_of = {id(item): seq for seq, item in enumerate(stream, 1)}
    rows = []
    for seq, item in enumerate(stream, 1):
        original = repeats.get(id(item))
        beside, side = _beside(basis, item)
        rows.append(
            PlannedPresentation(
                block=MAIN_BLOCK,
                seq=seq,
                role="test" if original is None else "repeat",
                shown=Cell(item.reference, item.systems[0]),
                beside=beside,
                side=side,
                repeat_of=None if original is None else place_of[id(original)],
                golden=item.golden,
            )
        )
    return rows


def _beside(basis: PlanBasis, item: Item) -> tuple[Cell | None, Side | None]:
    if basis.method == "pc":
        return Cell(item.reference, item.systems[1]), item.side
    if basis.method == "dcr":
        # The reference is declared to stand on the left when the two are side by side.
        side: Side | None = "right" if basis.dcr.layout == "side_by_side" else None
        return Cell(item.reference, basis.hidden_reference), side
    return None, None
