"""The end of the rating: first whatever was kept beside the database goes into it."""

from __future__ import annotations

from pathlib import Path

from sr_studio.studies.rating.backup import take_in, waiting
from sr_studio.studies.rating.lock import RaterLock
from sr_studio.studies.store.store import Store


def close_study(store: Store, folder: Path, *, by_role: str, reason: str) -> None:
    """Let nobody be enrolled or rate any more.

    Ratings that the database once refused are taken in before, for afterwards none can be.

    Raises:
        RatingRefusedError: Whoever has such a rating has a window open.
        StudyError: The study is closed already, or the database cannot be written.
    """
    kept = waiting(folder)
    for rater in store.raters():
        if rater.pseudonym in kept:
            lock = RaterLock(store, folder, rater)
            try:
                take_in(store, folder, rater)
            finally:
                lock.release()
    store.close_study(by_role=by_role, reason=reason)
