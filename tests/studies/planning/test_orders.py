"""Every stream keeps the rules, is balanced, and can be recomputed."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sr_studio.studies.definition.manifest import ManifestSystem
from sr_studio.studies.definition.sections import (
    Assignment,
    Golden,
    Order,
    PairComparison,
    Repeats,
    Stabilising,
)
from sr_studio.studies.planning.basis import (
    PlanBasis,
    PlanError,
    PlannedPresentation,
    basis_of,
    plan_digest,
)
from sr_studio.studies.planning.constraints import violations
from sr_studio.studies.planning.items import assigned_references, blocks
from sr_studio.studies.planning.prelude import prelude
from sr_studio.studies.planning.stream import main_stream
from sr_studio.studies.simulation.synthetic import synthetic_manifest

SEED = "0123456789abcdef" * 4
NONE = Repeats(share=0.0)


def basis(
    sets: dict[str, int] | None = None, systems: int = 5, method: str = "acr_hr", **sections: object
) -> PlanBasis:
    codes = [ManifestSystem(code=f"S{n}") for n in range(systems - 2)]
    anchors = [
        ManifestSystem(code="LOW", role="low_anchor"),
        ManifestSystem(code="HR", role="hidden_reference"),
    ]
    manifest = synthetic_manifest(
        {"A": 8} if sets is None else sets,
        [*codes, *anchors],
        head={"id": "6f2f0f7e-3a44-4c3c-9f0a-0c2a3c1f8a11", "seed": SEED, "method": method},
        **sections,
    )
    return basis_of(manifest)


@settings(max_examples=60, deadline=None)
@given(
    sets=st.lists(st.integers(2, 15), min_size=1, max_size=3),
    systems=st.integers(2, 12),
    mode=st.sampled_from(["rounds", "free"]),
    run=st.integers(1, 3),
    number=st.integers(1, 9999),
)
def test_random_designs_keep_every_rule(
    sets: list[int], systems: int, mode: str, run: int, number: int
) -> None:
    whole = sum(sets) * systems
    design = basis(
        {f"set{n}": size for n, size in enumerate(sets)},
        systems,
        order=Order(mode=mode, max_system_run=run),  # type: ignore[arg-type]
        repeats=Repeats(share=0.05, min_count=0, min_gap=min(20, whole // 2)),
    )
    if systems == 2 and run == 1:
        return  # two systems can only alternate: whether an order exists hangs on the set sizes
    rows = main_stream(design, number)
    assert violations(design, rows) == []
    assert sum(row.role == "test" for row in rows) == whole


@settings(max_examples=30, deadline=None)
@given(
    references=st.integers(2, 8),
    systems=st.integers(3, 8),
    pairs=st.sampled_from(["all", "anchored", "sampled"]),
    mode=st.sampled_from(["rounds", "free"]),
    number=st.integers(1, 9999),
)
def test_pairs_keep_every_rule_and_balance_their_sides(
    references: int, systems: int, pairs: str, mode: str, number: int
) -> None:
    design = basis(
        {"A": references},
        systems,
        "pc",
        order=Order(mode=mode),  # type: ignore[arg-type]
        pc=PairComparison(pairs=pairs),  # type: ignore[arg-type]
        repeats=NONE,
    )
    rows = main_stream(design, number)
    assert violations(design, rows) == []
    shown = [(row.shown, row.beside) for row in rows]
    assert len(set(shown)) == len(shown)
    if pairs == "all":
        assert len(rows) == references * systems * (systems - 1) // 2
    # Every reference's pairs connect all its systems.
    for reference in {row.shown.reference for row in rows}:
        joined: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row.shown.reference == reference and row.beside is not None:
                joined[str(row.shown.system)].add(str(row.beside.system))
                joined[str(row.beside.system)].add(str(row.shown.system))
        reached, edge = set(), {next(iter(joined))}
        while edge:
            reached |= edge
            edge = {two for one in edge for two in joined[one]} - reached
        assert len(reached) == systems


def _raters(design: PlanBasis, count: int) -> list[list[PlannedPresentation]]:
    return [main_stream(design, number) for number in range(1, count + 1)]


@pytest.mark.parametrize("mode", ["rounds", "free"])
def test_hundreds_of_raters_keep_the_rules_and_positions_are_balanced(mode: str) -> None:
    """Chi-square of system against quarter of the stream, over all raters."""
    design = basis(
        {"A": 4},
        5,
        order=Order(mode=mode),  # type: ignore[arg-type]
        repeats=Repeats(share=0.05, min_count=1, min_gap=8),
    )
    table: dict[str, Counter[int]] = defaultdict(Counter)
    for rows in _raters(design, 300):
        assert violations(design, rows) == []
        tested = [row for row in rows if row.role == "test" and not row.golden]
        for place, row in enumerate(tested):
            table[str(row.shown.system)][4 * place // len(tested)] += 1
    plain = [system for system in table if system not in ("LOW", "HR")]
    counts = np.array([[table[system][quarter] for quarter in range(4)] for system in plain])
    assert stats.chi2_contingency(counts).pvalue > 1e-4


def test_first_positions_are_balanced_over_references() -> None:
    """Without golden items every cell is as likely to come first as any other."""
    design = basis({"A": 4}, 5, repeats=NONE, golden=Golden(items="none"))
    first = Counter(rows[0].shown for rows in _raters(design, 300))
    assert len(first) == 20
    assert stats.chisquare(list(first.values())).pvalue > 1e-4


def test_rounds_show_a_reference_about_once_a_round() -> None:
    design = basis({"A": 10}, 6, repeats=NONE, golden=Golden(items="none"))
    for rows in _raters(design, 50):
        for begin in range(0, 60, 10):
            shown = Counter(row.shown.reference for row in rows[begin : begin + 10])
            # The rule "never twice running" may move single showings over a border.
            assert max(shown.values()) <= 2 and len(shown) >= 8


@pytest.mark.slow
def test_a_thousand_raters_of_the_papers_study_keep_the_rules() -> None:
    design = _paper()
    for rows in _raters(design, 1000):
        assert violations(design, rows) == []


def _paper() -> PlanBasis:
    systems = [ManifestSystem(code=f"S{n}") for n in range(7)]
    systems += [ManifestSystem(code=f"L{n}", sets=("Set5", "Set14")) for n in range(3)]
    systems += [
        ManifestSystem(code="LOW", role="low_anchor"),
        ManifestSystem(code="HR", role="hidden_reference"),
    ]
    manifest = synthetic_manifest(
        {"Set5": 5, "Set14": 14, "BSD100": 100},
        systems,
        head={"seed": SEED},
        order=Order(mode="free"),
    )
    return basis_of(manifest)


def test_the_papers_study_has_1128_presentations() -> None:
    rows = main_stream(_paper(), 1)
    roles = Counter(row.role for row in rows)
    assert roles == {"test": 1128, "repeat": 56}
    golden = [row for row in rows if row.golden]
    assert len(golden) == 94 and all(row.shown.system in ("LOW", "HR") for row in golden)


def test_the_plan_is_the_same_in_ten_years() -> None:
    """These digests never change: a study that is running must keep its order."""
    digests = [
        plan_digest(main_stream(basis(), 1))[:16],
        plan_digest(main_stream(basis(order=Order(mode="free")), 1))[:16],
        plan_digest(main_stream(basis({"A": 4}, 4, "pc", repeats=NONE), 1))[:16],
    ]
    assert digests == ["41c81a761fb9e29f", "5f20a5230ba52c1d", "0fd1fbfa4819ef0f"]


def test_different_raters_get_different_orders() -> None:
    assert len({plan_digest(rows) for rows in _raters(basis(), 50)}) == 50


def test_impossible_orders_are_refused() -> None:
    with pytest.raises(PlanError, match="E27"):
        main_stream(basis({"A": 1}, 4, repeats=NONE), 1)
    with pytest.raises(PlanError, match="E24"):
        main_stream(basis({"A": 2}, 4), 1)


def test_degradation_shows_the_reference_beside_each_picture() -> None:
    design = basis(method="dcr")
    for row in main_stream(design, 3):
        assert row.beside is not None
        assert (row.beside.reference, row.beside.system) == (row.shown.reference, "HR")


# -- blocks ----------------------------------------------------------------------------------


def _block_design(size: int, share: int) -> PlanBasis:
    return basis(
        {"A": size},
        4,
        assignment=Assignment(mode="blocks", references_per_rater={"A": share}),
        repeats=NONE,
    )


@settings(max_examples=40, deadline=None)
@given(size=st.integers(2, 25), data=st.data())
def test_blocks_give_every_reference_equally_often(size: int, data: st.DataObject) -> None:
    share = data.draw(st.integers(2, size))
    design = _block_design(size, share)
    times = dict.fromkeys(design.references["A"], 0)
    for block in islice(blocks(design, "main", "A"), 60):
        assert len(set(block)) == share
        for reference in block:
            times[reference] += 1
        assert max(times.values()) - min(times.values()) <= 1


def test_the_block_of_who_withdrew_is_given_out_again() -> None:
    design = _block_design(12, 4)
    taken: list[frozenset[str]] = []
    shares = []
    for _ in range(5):
        share = assigned_references(design, "main", lambda: taken)["A"]
        shares.append(share)
        taken.append(frozenset(share))
    assert len({frozenset(share) for share in shares[:3]}) == 3
    gone = taken.pop(1)
    assert frozenset(assigned_references(design, "main", lambda: taken)["A"]) == gone


def test_sites_have_blocks_of_their_own() -> None:
    design = _block_design(12, 4)
    here = list(islice(blocks(design, "here", "A"), 3))
    assert here != list(islice(blocks(design, "there", "A"), 3))


# -- prelude ---------------------------------------------------------------------------------


def test_stabilising_comes_from_what_the_rater_meets_last() -> None:
    design = basis({"A": 20}, 5, stabilising=Stabilising(first=5, next=3))
    main = main_stream(design, 1)
    first = prelude(design, 1, 1, main, first=True)
    later = prelude(design, 1, 2, main[40:], first=False)
    assert [row.role for row in first] == ["stabilising"] * 5
    assert [(row.block, row.seq) for row in later] == [(2, 1), (2, 2), (2, 3)]
    half = {row.shown for row in main[len(main) // 2 :]}
    assert all(row.shown in half and not row.golden for row in [*first, *later])
    references = [row.shown.reference for row in first]
    assert all(a != b for a, b in pairwise(references))
    assert len({row.shown.system for row in first}) == 5
