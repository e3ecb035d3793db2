"""Expected failures of rating studies."""

from __future__ import annotations

import uuid

from sr_studio.errors import StudioError


class StudyError(StudioError):
    """Something about a study is not as it must be; nothing was changed."""


class StudyDatabaseError(StudyError):
    """The study's database cannot be trusted, read or written."""


class UnknownServerError(StudyDatabaseError):
    """A folder names a database server that nobody has named on this computer."""

    def __init__(
        self, what: str, *, where: str, remedy: str, study_id: uuid.UUID, url: str
    ) -> None:
        self.study_id, self.url = study_id, url
        super().__init__(what, where=where, remedy=remedy)


class NewerSchemaError(StudyDatabaseError):
    """The database was written by a newer version of the program."""


class EnrolmentError(StudyError):
    """A rater cannot be enrolled, or is not known."""


class RatingRefusedError(StudyError):
    """A rating was not stored."""


class LockLostError(RatingRefusedError):
    """The rater's lock is gone and somebody else has it: the session here is over."""


class MergeConflictError(StudyError):
    """Two files of a study contradict each other; nothing was merged."""


class RatingsError(StudioError):
    """The ratings cannot be analysed as they are."""
