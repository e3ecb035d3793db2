"""What is kept beside the database: refused ratings, copies; and taking a rater out of them."""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from contextlib import closing, suppress
from dataclasses import asdict
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import explained, made_folder, replacing, write_text
from sr_studio.studies.definition.filenames import BACKUPS, JOURNAL
from sr_studio.studies.errors import RatingRefusedError
from sr_studio.studies.store.connection import outside_transaction, sqlite_file
from sr_studio.studies.store.erasure import erase_rater
from sr_studio.studies.store.records import BACKUP_FAILED, Answer, RaterInfo
from sr_studio.studies.store.store import Store

#: Appended to the name of a file whose rating is in the database now, or never can be.
TAKEN, REFUSED = ".taken", ".refused"


def keep(
    folder: Path,
    pseudonym: str,
    at_us: int,
    session_id: uuid.UUID,
    presentation_id: uuid.UUID,
    answer: Answer,
    *,
    undo: bool,
) -> Path:
    """Write one rating durably into the study's journal folder."""
    place = made_folder(folder / JOURNAL)
    record = {
        "rater": pseudonym,
        "presentation": str(presentation_id),
        "session": str(session_id),
        "undo": undo,
        **asdict(answer),
    }
    path = place / f"{pseudonym}-{at_us}.json"
    write_text(path, json.dumps(record, sort_keys=True) + "\n", durable=True)
    return path


def take_in(store: Store, folder: Path, rater: RaterInfo) -> int:
    """Put a rater's kept ratings into the database, oldest first; gives how many went in.

    A file is renamed once its rating is in. One that can never go in (the picture was rated in the
    meantime, the file was edited) is renamed too, and the study's local log says why.

    Raises:
        StudyDatabaseError: The database still cannot write; the files stay as they are.
    """
    taken = 0
    for path in sorted((folder / JOURNAL).glob("*.json")):
        if journal_of(path) != rater.pseudonym:
            continue
        try:
            record = json.loads(path.read_text("utf-8"))
            session, presentation = (
                uuid.UUID(record.pop(key)) for key in ("session", "presentation")
            )
            undo = bool(record.pop("undo"))
            del record["rater"]
            store.rate(session, presentation, Answer(**record), undo=undo)
        except (RatingRefusedError, ValueError, KeyError, TypeError) as error:
            store.note("journal_refused", f"{path.name}: {error}")
            path.rename(path.with_name(path.name + REFUSED))
        else:
            taken += 1
            path.rename(path.with_name(path.name + TAKEN))
    return taken


def waiting(folder: Path) -> Counter[str]:
    """Pseudonym to how many of the rater's ratings are kept in files and not in the database."""
    return Counter(journal_of(path) for path in (folder / JOURNAL).glob("*.json"))


def forget(folder: Path, pseudonyms: set[str]) -> None:
    """Delete every journal file of these raters, whatever became of it."""
    for path in (folder / JOURNAL).glob("*.json*"):
        if journal_of(path) in pseudonyms:
            path.unlink()


def journal_of(path: Path) -> str:
    """The pseudonym of the rater a journal file is of."""
    try:
        return str(json.loads(path.read_text("utf-8"))["rater"])
    except (ValueError, KeyError, TypeError, OSError):
        return path.name.partition(".json")[0].rpartition("-")[0]


KEPT = 10


def back_up(store: Store, folder: Path, *, kept: int = KEPT) -> Path | None:
    """Copy the database into the study's ``backups`` folder and drop the oldest copies.

    Returns:
        The copy; None on PostgreSQL, whose backups are its administrator's.

    Raises:
        StudioError: There is no room, or the folder takes no file.
    """
    file = sqlite_file(store.engine.url)
    if file is None:
        return None
    place = made_folder(folder / BACKUPS)
    stamp = time.strftime("%Y%m%dT%H%M%S", time.gmtime(store.now() / 1e6))
    copy = place / f"{file.stem}-{stamp}-{uuid.uuid4().hex[:6]}.sqlite"
    with replacing(copy, durable=True) as beside:
        outside_transaction(store.engine, "VACUUM INTO ?", str(beside))
    for old in sorted(place.glob(f"{file.stem}-*T*-*.sqlite"))[:-kept]:
        if "before-migration" not in old.name:
            try:
                old.unlink()
            except OSError as error:
                raise explained(error, old) from error
    return copy


def back_up_if_possible(store: Store, folder: Path) -> None:
    """Copy the database (see :func:`back_up`); the study's local log says what hindered a copy.

    What was rated is in the database already: a copy that cannot be made keeps nobody from rating.
    """
    try:
        back_up(store, folder)
    except StudioError as error:
        with suppress(StudioError):  # the disk may be full for this line, too
            at = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(store.now() / 1e6))
            store.note(BACKUP_FAILED, f"{at}: {error.what}")


def erase_everywhere(store: Store, folder: Path, rater_id: uuid.UUID) -> list[Path]:
    """Erase a rater from the database, its backups and the side journals.

    Returns:
        Backups that could not be opened and may still hold the rater.
    """
    gone = [rater for rater in store.raters() if rater.id == rater_id]
    # A backup of before the rater was enrolled has to keep the number, too.
    number = gone[0].number if gone else None
    erase_rater(store, rater_id)
    forget(folder, {rater.pseudonym for rater in gone})
    untouched = []
    # Earlier versions of the program copied a backup aside, below the others, to erase in it.
    for copy in sorted((folder / BACKUPS).rglob("*.sqlite")):
        try:
            # A copy made now of an older backup would hold the rater again.
            with closing(Store.open(copy, copy_aside=False)) as old:
                if old.study_id == store.study_id:
                    erase_rater(old, rater_id, number)
        except Exception:  # whatever is wrong with a copy, the person must learn of it
            untouched.append(copy)
    return untouched
