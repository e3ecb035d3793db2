"""Opening a built study for one rater: plan, files and database put together."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from pathlib import Path

from sr_studio.studies.planning.basis import PlannedPresentation, basis_of
from sr_studio.studies.planning.prelude import prelude
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.records import COMPUTER, RaterInfo


def open_conductor(
    folder: Path,
    rater: str | None = None,
    *,
    database: str | None = None,
    site: str | None = None,
) -> StudyConductor:
    """Open a study for a rater (see :class:`StudyConductor`); ``close`` it in the end.

    Raises:
        StudyError: The study, its database or its files are not as they must be.
    """
    study = StudyFolder(folder)
    store = study.open_store(database)
    computer = platform.node()
    # A local note, which no merge takes along: a merge that finds a conflict says where it arose.
    if computer and computer not in store.notes(COMPUTER):
        store.note(COMPUTER, computer)
    basis = basis_of(study.manifest)

    def before(rater: RaterInfo, ordinal: int, first: bool) -> Sequence[PlannedPresentation]:
        rated = {row.seq for row in store.presentations(rater.id) if row.rated}
        left = [row for row in store.planned_rows(rater.id) if row.seq not in rated]
        return prelude(basis, rater.number, ordinal, left, first=first)

    try:
        return StudyConductor(
            store,
            folder,
            rater,
            planner(basis),
            before,
            check_files=study.check_stimuli,
            site=site,
        )
    except BaseException:
        store.close()
        raise
