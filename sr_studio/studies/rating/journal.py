"""Ratings the database refused: kept in a file each, and taken in when the rater comes again."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict
from pathlib import Path

from sr_studio.files import write_text
from sr_studio.studies.errors import RatingRefusedError
from sr_studio.studies.store.records import Answer, RaterInfo
from sr_studio.studies.store.store import Store

JOURNAL = "journal"
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
    place = folder / JOURNAL
    place.mkdir(exist_ok=True)
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
