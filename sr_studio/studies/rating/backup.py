"""Copies of the database at each session end, and taking a rater out of them again."""

from __future__ import annotations

import time
import uuid
from contextlib import closing
from pathlib import Path

from sr_studio.files import replacing
from sr_studio.studies.rating.journal import forget
from sr_studio.studies.store.connection import outside_transaction, sqlite_file
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.store import Store

KEPT = 10
BACKUPS = "backups"


def back_up(store: Store, folder: Path, *, kept: int = KEPT) -> Path | None:
    """Copy the database into the study's ``backups`` folder and drop the oldest copies.

    Returns:
        The copy; None on PostgreSQL, whose backups are its administrator's.
    """
    file = sqlite_file(store.engine.url)
    if file is None:
        return None
    place = folder / BACKUPS
    place.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(store.now() / 1e6))
    copy = place / f"{file.stem}-{stamp}-{uuid.uuid4().hex[:6]}.sqlite"
    with replacing(copy, durable=True) as beside:
        outside_transaction(store.engine, "VACUUM INTO ?", str(beside))
    for old in sorted(place.glob(f"{file.stem}-*T*-*.sqlite"))[:-kept]:
        if "before-migration" not in old.name:
            old.unlink()
    return copy


def erase_everywhere(store: Store, folder: Path, rater_id: uuid.UUID) -> list[Path]:
    """Erase a rater from the database, its backups and the side journals.

    Returns:
        Backups that could not be opened and may still hold the rater.
    """
    names = {rater.pseudonym for rater in store.raters() if rater.id == rater_id}
    erase_rater(store, rater_id)
    forget(folder, names)
    untouched = []
    for copy in sorted((folder / BACKUPS).glob("*.sqlite")):
        try:
            with closing(Store.open(copy)) as old:
                erase_rater(old, rater_id)
        except Exception:  # whatever is wrong with a copy, the person must learn of it
            untouched.append(copy)
    return untouched
