"""Which numbers of raters were given out, and which one is next."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sr_studio.studies.errors import EnrolmentError
from sr_studio.studies.store.models import Erasure, Rater, table_of


def given_numbers(connection: Connection, study_id: uuid.UUID) -> set[int]:
    """Numbers that somebody has, or had before being erased.

    A number makes a rater's pseudonym and order: given again, it would make one of two people.
    """
    found: set[int] = set()
    for table in (table_of(Rater), table_of(Erasure)):
        known = table.c.number.is_not(None)
        query = sa.select(table.c.number).where(table.c.study_id == study_id, known)
        found |= set(connection.execute(query).scalars())
    return found


def free_number(
    site: str,
    first: int,
    last: int,
    given: Collection[int],
    wanted: int | None,
    skipped: Collection[int],
) -> int:
    """The number after the highest given out in the site's range, or ``wanted`` if it is free.

    Args:
        given: Numbers of this and other sites that somebody has or had.
        skipped: Numbers that are not given out, because the plan has no order for them.

    Raises:
        EnrolmentError: The range is used up, or ``wanted`` is taken, skipped or outside it.
    """
    if wanted is None:
        highest = max((n for n in given if first <= n <= last), default=first - 1)
        above = range(highest + 1, last + 1)
        every = itertools.chain(above, range(first, last + 1))
        free = (n for n in every if n not in given and n not in skipped)
        chosen = next(free, last + 1)
        if chosen > last:
            raise EnrolmentError(
                f"all numbers of this site are given out, {first} to {last}",
                where=site,
                remedy="Plan a larger range in a new version of the study.",
            )
        return chosen
    if not first <= wanted <= last:
        raise EnrolmentError(
            f"number {wanted} is outside the range of site {site}, {first} to {last}"
        )
    if wanted in skipped:
        raise EnrolmentError(
            f"number {wanted} cannot rate: there is no legal order for it",
            remedy="Choose another number, or none to get the next one.",
        )
    if wanted in given:
        raise EnrolmentError(f"number {wanted} is given to somebody already")
    return wanted
