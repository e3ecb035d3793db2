"""Which rater numbers have a plan: looked up before a study is frozen, not when somebody rates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sr_studio.progress import CancelToken, ProgressCallback, ProgressClock
from sr_studio.studies.definition.sections import SiteRange
from sr_studio.studies.planning.assignment import assigned_references
from sr_studio.studies.planning.basis import PlanBasis, PlanError
from sr_studio.studies.planning.rows import PlannedPresentation
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
