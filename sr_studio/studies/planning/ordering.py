"""The order of a rater's stream: by chance alone, or in rounds, within the constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sr_studio.studies.planning.basis import PlanBasis
from sr_studio.studies.planning.items import Item
from sr_studio.studies.planning.keys import Keys

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
