"""What a design will ask of its raters, known before a picture is made."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sr_studio.studies.definition.checks import systems_of
from sr_studio.studies.definition.draft import StudyDefinition
from sr_studio.studies.definition.problems import Found
from sr_studio.studies.definition.references import Reference
from sr_studio.studies.planning.basis import PlanBasis, PlanError
from sr_studio.studies.planning.numbers import first_streams
from sr_studio.studies.planning.prelude import prelude
from sr_studio.studies.planning.rows import Cell, PlannedPresentation

MOST_SESSIONS = 8
#: So many raters are planned to see whether a draft can be carried out.
FIRST_RATERS = 20


@dataclass(frozen=True)
class Preview:
    """The size of a study for one rater, and in all.

    Attributes:
        stimuli: Test pictures in the study.
        test, repeats, golden: Presentations of one rater's main stream; golden ones are among test.
        first_prelude, later_prelude: Showings before the test, in the first and later sessions.
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
    later_prelude: int
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
        (Cell(item.reference_file, str(item.score), "calibration"), item.score)
        for item in definition.calibration.item
    ]
    return PlanBasis(
        seed=definition.study.seed,
        method=definition.study.method,
        references={name: tuple(r.id for r in references if r.set == name) for name in sets},
        systems={name: tuple(s.id for s in systems_of(definition, name)) for name in sets},
        roles={system.id: system.role for system in definition.system},
        order=definition.order,
        repeats=definition.repeats,
        golden=definition.golden,
        assignment=definition.assignment,
        sessions=definition.sessions,
        stabilising=definition.stabilising,
        pc=definition.pc,
        dcr=definition.dcr,
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
        later_prelude=later,
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
    section = {"E24": "repeats", "E27": "order"}
    try:
        expected = preview(basis)
    except PlanError as error:
        return [Found(error.code, (section[error.code],), error.what, error.remedy)]
    if expected.sessions > MOST_SESSIONS:
        what = f"a rater needs {expected.sessions} sessions, {expected.minutes:.0f} minutes in all"
        advice = 'Fewer raters would come to the end; mode = "blocks" shares the references out.'
        return [Found("W03", ("assignment",), what, advice)]
    return []
