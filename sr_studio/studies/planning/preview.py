"""What a design will ask of its raters, and which rater numbers have a plan."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.sentences import Sentence
from sr_studio.studies.definition.checks import systems_of
from sr_studio.studies.definition.draft import Reference, StudyDefinition
from sr_studio.studies.definition.problems import Found
from sr_studio.studies.definition.sections import SiteRange
from sr_studio.studies.planning.basis import (
    Cell,
    PlanBasis,
    PlanError,
    PlannedPresentation,
    planned_sections,
)
from sr_studio.studies.planning.items import assigned_references
from sr_studio.studies.planning.prelude import prelude
from sr_studio.studies.planning.stream import cell_count, main_stream

#: At a build this many numbers more are planned than raters, for those who do not come to the end.
RESERVE_SHARE, LEAST_RESERVE = 0.25, 6
#: A design of which more than this share of the numbers has no plan is refused.
MOST_SKIPPED = 0.25
#: A draft is tried on as many raters as give about this many presentations.
TRIED_PRESENTATIONS = 2000


def streams(
    basis: PlanBasis, numbers: Iterable[int], site: str
) -> Iterator[tuple[int, list[PlannedPresentation] | PlanError]]:
    """Each number with its main stream, or with why it has none, as if they enrolled in this order.

    Args:
        site: Whose blocks are given out, one after the other.
    """
    taken: list[frozenset[str]] = []
    for number in numbers:
        share = assigned_references(basis, site, lambda: taken)
        try:
            stream = main_stream(basis, number, share)
        except PlanError as error:
            yield number, error
            continue
        taken.append(frozenset(code for own in share.values() for code in own))
        yield number, stream


def first_streams(
    basis: PlanBasis, most: int, site: str = "preview"
) -> list[list[PlannedPresentation]]:
    """The streams of the first raters, fewer where each is long.

    Args:
        most: At most so many raters are planned.

    Raises:
        PlanError: One of them has none.
    """
    count = max(1, min(most, TRIED_PRESENTATIONS // max(1, cell_count(basis))))
    made: list[list[PlannedPresentation]] = []
    for _, stream in streams(basis, range(1, count + 1), site):
        if isinstance(stream, PlanError):
            raise stream
        made.append(stream)
    return made


def skipped_numbers(
    basis: PlanBasis,
    sites: Sequence[SiteRange],
    *,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> tuple[int, ...]:
    """The numbers that nobody can be given, among those a study is going to give out and a reserve.

    Every site is planned for its share of the raters, and for its own reserve.

    Args:
        progress: Told in raters.
        cancel: Looked at before each rater.

    Raises:
        PlanError: More than :data:`MOST_SKIPPED` of a site's numbers have no plan.
        Cancelled: Somebody asked to stop.
    """
    share = -(-basis.assignment.raters_planned // len(sites))
    wanted = share + max(LEAST_RESERVE, round(RESERVE_SHARE * share))
    clock = ProgressClock(wanted * len(sites))
    skipped: list[int] = []
    for site in sites:
        numbers = range(site.first_number, site.last_number + 1)[:wanted]
        without: list[int] = []
        for number, stream in streams(basis, numbers, site.id):
            if cancel is not None:
                cancel.check()
            if isinstance(stream, PlanError):
                without.append(number)
                if len(without) > MOST_SKIPPED * len(numbers):
                    raise stream
            if progress is not None:
                progress(clock.advance())
        skipped += without
    return tuple(sorted(skipped))


MOST_SESSIONS = 8
#: So many raters are planned to see whether a draft can be carried out.
FIRST_RATERS = 20


@dataclass(frozen=True)
class Preview:
    """The size of a study for one rater, and in all.

    Attributes:
        stimuli: Test pictures in the study.
        test, repeats, golden: Presentations of one rater's main stream; golden ones are among test.
        first_prelude: Showings before the test in the first session.
        sessions: Sittings of one rater.
        minutes: Of one rater in all, breaks left out.
        raters: As planned.
        ratings: Of all raters, role test.
        mean_position: System to its mean place in the stream (0 first … 1 last), the first
            raters.
    """

    stimuli: int
    test: int
    repeats: int
    golden: int
    first_prelude: int
    sessions: int
    minutes: float
    raters: int
    ratings: int
    mean_position: dict[str, float]


def basis_of_draft(definition: StudyDefinition, references: Sequence[Reference]) -> PlanBasis:
    """The basis of a draft, with system ids in the place of codes."""
    sets = dict.fromkeys(reference.set for reference in references)
    training = [
        Cell(f"training-{number}", str(place), "training")
        for number, item in enumerate(definition.training.item)
        for place in range(len(item.files or item.systems))
    ]
    calibration = [
        (Cell(item.reference_file, str(item.score), "calibration"), number)
        for number, item in enumerate(definition.calibration.item, 1)
    ]
    return PlanBasis(
        seed=definition.study.seed,
        method=definition.study.method,
        references={name: tuple(r.id for r in references if r.set == name) for name in sets},
        systems={name: tuple(s.id for s in systems_of(definition, name)) for name in sets},
        roles={system.id: system.role for system in definition.system},
        **planned_sections(definition),
        training=tuple(training),
        calibration=tuple(calibration),
        calibration_later=definition.calibration.later_sessions,
    )


def preview(basis: PlanBasis) -> Preview:
    """Plan the first raters and count.

    Raises:
        PlanError: No legal order exists.
    """
    streams = first_streams(basis, FIRST_RATERS)
    first = streams[0]
    counts = Counter(row.role for row in first)
    before = len(prelude(basis, 1, 1, first, first=True))
    later = len(prelude(basis, 1, 2, first, first=False))
    per_minute = 60 / basis.assignment.seconds_per_trial
    in_session = basis.sessions.max_minutes * per_minute
    if basis.sessions.max_trials:
        in_session = min(in_session, basis.sessions.max_trials)
    # The first sitting has its own prelude; what is left is shared by the later ones.
    left = len(first) - max(0.0, in_session - before)
    sessions = 1 + max(0, math.ceil(left / max(1.0, in_session - later)))
    shown = len(first) + before + later * (sessions - 1)
    return Preview(
        stimuli=sum(
            len(basis.references[name]) * len(basis.systems[name]) for name in basis.systems
        ),
        test=counts["test"],
        repeats=counts["repeat"],
        golden=sum(row.golden for row in first),
        first_prelude=before,
        sessions=sessions,
        minutes=shown / per_minute,
        raters=basis.assignment.raters_planned,
        ratings=counts["test"] * basis.assignment.raters_planned,
        mean_position=mean_positions(streams),
    )


def mean_positions(streams: Sequence[Sequence[PlannedPresentation]]) -> dict[str, float]:
    """System to its mean place over the streams' test rows, 0 first … 1 last; 0.5 is balanced."""
    places: dict[str, list[float]] = defaultdict(list)
    for stream in streams:
        last = max(1, len(stream) - 1)
        for row in stream:
            if row.role == "test" and row.shown.system:
                places[row.shown.system].append((row.seq - 1) / last)
    return {system: sum(at) / len(at) for system, at in sorted(places.items())}


def plan_problems(basis: PlanBasis) -> list[Found]:
    """E24 or E27 where the first raters have no stream; W03 where it is very long."""
    try:
        expected = preview(basis)
    except PlanError as error:
        return [Found(error.code, (error.section,), error.what, error.remedy)]
    if expected.sessions > MOST_SESSIONS:
        what = Sentence(
            "a rater needs %1 sessions, %2 minutes in all",
            expected.sessions,
            f"{expected.minutes:.0f}",
        )
        advice = Sentence(
            'Fewer raters would come to the end; mode = "blocks" shares the references out.'
        )
        return [Found("W03", ("assignment",), what, advice)]
    return []
