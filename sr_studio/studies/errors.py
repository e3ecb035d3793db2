"""Expected failures of rating studies."""

from __future__ import annotations

from sr_studio.errors import StudioError


class StudyError(StudioError):
    """Something about a study is not as it must be; nothing was changed."""


class StudyDatabaseError(StudyError):
    """The study's database cannot be trusted, read or written."""


class NewerSchemaError(StudyDatabaseError):
    """The database was written by a newer version of the program."""


class EnrolmentError(StudyError):
    """A rater cannot be enrolled, or is not known."""


class RatingRefusedError(StudyError):
    """A rating was not stored."""


class MergeConflictError(StudyError):
    """Two files of a study contradict each other; nothing was merged."""


class ResultsWithheldError(StudyError):
    """Results by system were asked for while the study is still blind."""
