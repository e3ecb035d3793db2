"""What the experimenter may see while the study runs: people, minutes, flags; nothing by system."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sr_studio.sentences import Sentence
from sr_studio.studies.planning.preview import mean_positions
from sr_studio.studies.rating.backup import waiting
from sr_studio.studies.rating.enrolment import excluded_raters
from sr_studio.studies.statistics.conduct import (
    GOLDEN_CHANCE,
    golden_misses,
    haste,
    longest_runs,
)
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.records import (
    BACKUP_FAILED,
    NUMBER_SKIPPED,
    RaterInfo,
    SessionInfo,
    StudyState,
)
from sr_studio.studies.store.store import Store


@dataclass(frozen=True)
class RaterStatus:
    """One rater.

    Attributes:
        excluded: Whether the newest decision leaves the rater out of the analysis.
        rated, planned: Presentations of the main stream.
        minutes: From the start of each session to its end, or to its last rating.
        last_us: When the last rating was given (UTC microseconds), None before the first.
        flags: Sentences about behaviour; a flag excludes nobody.
    """

    pseudonym: str
    number: int
    site: str
    withdrawn: bool
    excluded: bool
    rated: int
    planned: int
    sessions: int
    minutes: float
    last_us: int | None
    flags: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything is rated."""
        return self.planned > 0 and self.rated == self.planned


@dataclass(frozen=True)
class StudyStatus:
    """The study as a whole, still blind.

    Attributes:
        skipped_numbers: Rater numbers that were passed over because no legal order exists for them.
        reference_counts: Least and most raters a reference was given to.
        mean_position: Smallest and largest mean place of a system in the plans, 0 first … 1 last;
            without saying which. 0.5 is balanced.
        not_copied: When and why no copy of the database was made at the end of a session.
    """

    title: str
    state: StudyState
    raters: tuple[RaterStatus, ...]
    raters_planned: int
    ratings: int
    minutes: float
    skipped_numbers: tuple[int, ...]
    reference_counts: tuple[int, int]
    mean_position: tuple[float, float]
    not_copied: tuple[str, ...] = ()

    @property
    def complete(self) -> int:
        """Raters who rated everything and did not withdraw."""
        return sum(rater.complete and not rater.withdrawn for rater in self.raters)


def study_status(store: Store, folder: Path | None = None) -> StudyStatus:
    """Look at a study without writing to it and without looking at a system.

    Args:
        folder: The study's, where ratings may wait that the database once refused.
    """
    raters = store.raters()
    excluded = excluded_raters(store)
    table = load_ratings(store, roles=None, analysed_only=False)
    planned = store.planned_counts()
    sittings = _sittings(store, table)
    flags = _flags(store, table)
    for pseudonym, count in (waiting(folder) if folder else {}).items():
        text = "kept in files until the rater comes again or the study is closed: %1 ratings"
        flags[pseudonym].append(Sentence(text, count))
    last = table.groupby("rater", observed=True)["rated_us"].max().to_dict()
    main = table[table["block"] == 0]
    rated = main.groupby("rater", observed=True).size().to_dict()
    found = tuple(
        RaterStatus(
            pseudonym=rater.pseudonym,
            number=rater.number,
            site=rater.site,
            withdrawn=rater.withdrawn,
            excluded=rater.pseudonym in excluded,
            rated=int(rated.get(rater.pseudonym, 0)),
            planned=planned.get(rater.id, 0),
            sessions=len(sittings[rater.id]),
            minutes=sum(sittings[rater.id]),
            last_us=int(last[rater.pseudonym]) if rater.pseudonym in last else None,
            flags=tuple(flags[rater.pseudonym]),
        )
        for rater in raters
    )
    counts, positions = _balance(store, raters)
    return StudyStatus(
        title=store.manifest.study.title,
        state=store.state,
        raters=found,
        raters_planned=store.manifest.assignment.raters_planned,
        ratings=len(main),
        minutes=sum(rater.minutes for rater in found),
        skipped_numbers=skipped_numbers(store),
        reference_counts=counts,
        mean_position=positions,
        not_copied=tuple(store.notes(BACKUP_FAILED)),
    )


def skipped_numbers(store: Store) -> tuple[int, ...]:
    """Rater numbers that no legal order is known for, of the build and found since."""
    later = {int(detail) for detail in store.notes(NUMBER_SKIPPED)}
    return tuple(sorted(later | set(store.manifest.skipped_numbers)))


def _sittings(store: Store, table: pd.DataFrame) -> dict[uuid.UUID, list[float]]:
    """Rater to the minutes of each session."""
    names = {rater.id: rater.pseudonym for rater in store.raters()}
    minutes: dict[uuid.UUID, list[float]] = defaultdict(list)
    for one, length in session_lengths(store.sessions(), table, names):
        minutes[one.rater_id].append(length)
    return minutes


def session_lengths(
    sessions: Sequence[SessionInfo], table: pd.DataFrame, names: Mapping[uuid.UUID, str]
) -> list[tuple[SessionInfo, float]]:
    """Each session with its minutes, from its start to its end; where nobody ended it, to the last
    rating, and 0 where there is none.

    Args:
        table: All ratings, as :func:`sr_studio.studies.store.loading.load_ratings` gives them.
        names: Rater to pseudonym.
    """
    last = table.groupby(["rater", "session"], observed=True)["rated_us"].max().to_dict()
    found = []
    for one in sessions:
        until = one.ended_us
        # A crash is found at the next start, perhaps days later.
        if until is None or one.end_reason == "crash_found":
            until = last.get((names[one.rater_id], one.ordinal), one.started_us)
        found.append((one, max(0.0, (until - one.started_us) / 60e6)))
    return found


def _flags(store: Store, table: pd.DataFrame) -> dict[str, list[str]]:
    """Pseudonym to sentences: too fast, straight-lining, golden items missed."""
    manifest, rules = store.manifest, store.manifest.screening
    found: dict[str, list[str]] = defaultdict(list)
    judged = table[table["role"].isin(["test", "repeat"]) & table["score"].notna()]
    if judged.empty:
        return found
    names = list(judged["rater"].cat.categories)
    rater = np.asarray(judged["rater"].cat.codes, dtype=np.int64)
    score = judged["score"].to_numpy(np.float64)
    soonest = manifest.display.min_view_ms + rules.fast_ms
    fast = haste(rater, judged["rt_ms"].to_numpy(np.float64), soonest, len(names))
    runs = longest_runs(rater, judged["position"].to_numpy(np.int64), score, len(names))
    spread = judged.assign(score=score).groupby("rater", observed=False)["score"].std()
    watched, missed, chance = _golden(store, judged, rater, len(names))
    for number, name in enumerate(names):
        if fast[number] > rules.fast_share:
            found[name].append(
                Sentence(
                    "too fast: %1 of the answers within %2 ms (flagged over %3)",
                    f"{fast[number]:.0%}",
                    soonest,
                    f"{rules.fast_share:.0%}",
                )
            )
        if runs[number] > rules.equal_run:
            found[name].append(
                Sentence(
                    "the same score %1 times running (flagged over %2)",
                    runs[number],
                    rules.equal_run,
                )
            )
        # A few ratings may well be equal; the spread says something from twenty on.
        if (rater == number).sum() >= rules.equal_run and spread[name] < rules.score_sd:
            found[name].append(
                Sentence(
                    "nearly always the same score: standard deviation %1 (flagged under %2)",
                    f"{spread[name]:.2f}",
                    rules.score_sd,
                )
            )
        if chance[number] < GOLDEN_CHANCE:
            found[name].append(
                Sentence(
                    "%1 of %2 watched showings outside the expected scores (a chance of %3 for "
                    "who misses %4; flagged under %5)",
                    missed[number],
                    watched[number],
                    f"{chance[number]:.1%}",
                    f"{rules.golden_misses:.0%}",
                    f"{GOLDEN_CHANCE:.0%}",
                )
            )
    return found


def _golden(
    store: Store, judged: pd.DataFrame, rater: np.ndarray, raters: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Watched showings of each rater, those with an unexpected first score, and its chance."""
    accept = store.manifest.golden.accept
    names = store.system_names
    ranges = {
        names.get(system.code, system.code): accept[system.role]
        for system in store.manifest.systems
        if system.role in accept
    }
    watched = judged["golden"].to_numpy(bool)
    low, high = (
        judged["system"].map(lambda s, end=end: ranges.get(s, (1, 5))[end]).to_numpy(np.float64)
        for end in (0, 1)
    )
    first = judged["first_score"].to_numpy(np.float64)
    hit = (first >= low) & (first <= high)
    accepted = store.manifest.screening.golden_misses
    return golden_misses(rater[watched], hit[watched], raters, accepted)


def _balance(store: Store, raters: list[RaterInfo]) -> tuple[tuple[int, int], tuple[float, float]]:
    streams = [store.planned_rows(rater.id) for rater in raters if not rater.withdrawn]
    if not streams:
        return (0, 0), (0.5, 0.5)
    given: dict[str, int] = dict.fromkeys(
        (
            reference.code
            for reference in store.manifest.references
            if reference.set in store.manifest.sets
        ),
        0,
    )
    for stream in streams:
        for reference in {row.shown.reference for row in stream}:
            given[reference] += 1
    positions = mean_positions(streams).values()
    return (min(given.values()), max(given.values())), (min(positions), max(positions))
