"""Opening a built study for raters: plan, files and database put together."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from pathlib import Path

from sr_studio.studies.planning.basis import PlannedPresentation, basis_of
from sr_studio.studies.planning.prelude import prelude
from sr_studio.studies.planning.stream import planner
from sr_studio.studies.rating.backup import back_up_if_possible
from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.rating.enrolment import Newcomer
from sr_studio.studies.rating.session import CheckFiles
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.records import COMPUTER, RaterInfo
from sr_studio.studies.store.store import Store


class OpenStudy:
    """A study that is open for any number of raters; ``close`` it in the end.

    Attributes:
        study: Its folder.
        store: Its database, which all its conductors share.

    Raises:
        StudyError: The study, its database or its files are not as they must be.
    """

    def __init__(self, folder: Path, *, database: str | None = None) -> None:
        self.study = StudyFolder(folder)
        self.store = self.study.open_store(database)
        computer = platform.node()
        # A local note, which no merge takes along: a merge that finds a conflict says where it
        # arose.
        if computer and computer not in self.store.notes(COMPUTER):
            self.store.note(COMPUTER, computer)
        self._basis = basis_of(self.study.manifest)
        self.planner = planner(self._basis)

    def conductor(
        self,
        rater: str | None,
        *,
        site: str | None = None,
        newcomer: Newcomer = Newcomer(),  # noqa: B008 (frozen)
        check_files: CheckFiles | None = None,
        backup: Callable[[Store, Path], object] = back_up_if_possible,
        owns_store: bool = False,
    ) -> StudyConductor:
        """Conduct one rater (see :class:`StudyConductor`)."""
        return StudyConductor(
            self.store,
            self.study.path,
            rater,
            self.planner,
            self._before,
            check_files=check_files or self.study.check_stimuli,
            site=site,
            newcomer=newcomer,
            backup=backup,
            owns_store=owns_store,
        )

    def close(self) -> None:
        """Let go of the database."""
        self.store.close()

    def _before(self, rater: RaterInfo, ordinal: int, first: bool) -> Sequence[PlannedPresentation]:
        rated = {row.seq for row in self.store.presentations(rater.id) if row.rated}
        left = [row for row in self.store.planned_rows(rater.id) if row.seq not in rated]
        return prelude(self._basis, rater.number, ordinal, left, first=first)


def open_conductor(
    folder: Path,
    rater: str | None = None,
    *,
    database: str | None = None,
    site: str | None = None,
) -> StudyConductor:
    """Open a study for one rater (see :class:`StudyConductor`); ``close`` it in the end.

    Raises:
        StudyError: The study, its database or its files are not as they must be.
    """
    opened = OpenStudy(folder, database=database)
    try:
        return opened.conductor(rater, site=site, owns_store=True)
    except BaseException:
        opened.close()
        raise
