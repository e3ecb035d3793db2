"""What there is to show for a rater: which references, as cells or as pairs with balanced sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sr_studio.studies.planning.basis import Keys, PlanBasis, Side

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


Pair = tuple[str, str]


@dataclass(frozen=True)
class Item:
    """One thing to show: a reference with a system, or with a pair of them.

    Attributes:
        group: What must not come more than ``max_system_run`` times running: the system, or the
            two systems of a pair.
        side: Where the first system of a pair stands.
    """

    set: str
    reference: str
    systems: tuple[str, ...]
    golden: bool = False
    side: Side | None = None

    @property
    def group(self) -> tuple[str, ...]:
        """See the class."""
        return self.systems

    @property
    def ids(self) -> tuple[str, ...]:
        """What names the item in keys."""
        return (self.set, self.reference, *self.systems)


def items_by_reference(
    basis: PlanBasis, share: Share, keys: Keys
) -> dict[tuple[str, str], list[Item]]:
    """(set, reference) to its items, in the order in which rounds take them."""
    if basis.method == "pc":
        return _pairs(basis, share, keys)
    made: dict[tuple[str, str], list[Item]] = {}
    for name, references in share.items():
        systems = keys.shuffled(basis.systems[name], "systems", name)
        for reference in references:
            made[name, reference] = [Item(name, reference, (system,)) for system in systems]
    return made


def golden_cells(basis: PlanBasis, items: Sequence[Item], keys: Keys) -> frozenset[tuple[str, ...]]:
    """The rater's own anchor cells that are watched, by key, up to the allowed share."""
    if basis.golden.items == "none" or basis.method == "pc":
        return frozenset()
    anchors = [item for item in items if basis.roles[item.systems[0]] in basis.golden.accept]
    count = int(basis.golden.max_share * len(items) + 1e-9)
    return frozenset(item.ids for item in keys.shuffled(anchors, "golden")[:count])


def _pairs(basis: PlanBasis, share: Share, keys: Keys) -> dict[tuple[str, str], list[Item]]:
    chosen: dict[tuple[str, str], list[Pair]] = {}
    shown: Counter[Pair] = Counter()
    for name, references in share.items():
        for reference in references:
            chosen[name, reference] = _pairs_of(basis, keys, name, reference, shown)
    edges = [(place, pair) for place, pairs in chosen.items() for pair in pairs]
    left_first = _balanced(edges, keys)
    made: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for (place, pair), first in zip(edges, left_first, strict=True):
        made[place].append(Item(*place, pair, side="left" if first else "right"))
    return {
        place: sorted(items, key=lambda item: keys.key("pairs", item.set, *item.systems))
        for place, items in made.items()
    }


def _pairs_of(
    basis: PlanBasis, keys: Keys, name: str, reference: str, shown: Counter[Pair]
) -> list[Pair]:
    """The pairs of one reference. ``shown`` counts what the rater has so far."""
    systems = sorted(basis.systems[name])
    if basis.pc.pairs == "all":
        return list(combinations(systems, 2))
    if basis.pc.pairs == "anchored":
        baseline = [s for s in systems if basis.roles[s] in ("hidden_reference", "baseline")]
        anchor = basis.hidden_reference if basis.hidden_reference in systems else None
        anchor = anchor or (baseline or systems)[0]
        return [_sorted(anchor, system) for system in systems if system != anchor]
    ring = keys.shuffled(systems, "ring", name, reference)
    around = zip(ring, [*ring[1:], ring[0]], strict=True)
    pairs = list(dict.fromkeys(_sorted(a, b) for a, b in around))
    shown.update(pairs)
    rest = [pair for pair in combinations(systems, 2) if pair not in pairs]
    rest = keys.shuffled(rest, "sampled", name, reference)
    fewest = sorted(rest, key=lambda pair: shown[pair])[: len(systems) // 2]
    shown.update(fewest)
    return pairs + fewest


def _sorted(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _balanced(edges: Sequence[tuple[tuple[str, str], Pair]], keys: Keys) -> list[bool]:
    """For each pair whether its first system stands on the left, so that every system stands there
    as often as on the right, give or take one.

    The pairs are edges of a graph over the systems. Joining the systems with an odd number of pairs
    to a further node makes every number even; walking each closed way through all edges then
    leaves every system as often as it is entered, and "leaves" is "stands on the left".
    """
    order = sorted(range(len(edges)), key=lambda e: keys.key("side", *edges[e][0], *edges[e][1]))
    ends: list[tuple[str, str]] = [pair for _, pair in edges]
    degree = Counter(system for pair in ends for system in pair)
    odd = sorted(system for system, count in degree.items() if count % 2)
    ends += [("", system) for system in odd]
    order += range(len(edges), len(ends))
    touching: dict[str, list[int]] = defaultdict(list)
    for edge in order:
        for system in ends[edge]:
            touching[system].append(edge)
    left_first = [False] * len(ends)
    used = [False] * len(ends)
    for begin in sorted(touching, key=lambda system: keys.key("walk", system)):
        at = begin
        while True:
            while touching[at] and used[touching[at][-1]]:
                touching[at].pop()
            if not touching[at]:
                break
            edge = touching[at].pop()
            used[edge] = True
            left_first[edge] = ends[edge][0] == at
            at = ends[edge][1] if left_first[edge] else ends[edge][0]
    return left_first[: len(edges)]
