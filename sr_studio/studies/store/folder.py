"""The folder of a built study, and what this computer keeps about a study apart from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sr_studio import paths
from sr_studio.errors import on_one_line
from sr_studio.files import made_folder, write_text
from sr_studio.studies.definition.filenames import (
    DATABASE_FILE,
    DATABASE_NOTE,
    MANIFEST_FILE,
    ORIGIN_FILE,
    STIMULI,
    STUDY_FILE,
)
from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import RatingsError, StudyError, UnknownServerError
from sr_studio.studies.store.connection import (
    copied_aside,
    database_url,
    sqlite_file,
    without_password,
)
from sr_studio.studies.store.merging import Source
from sr_studio.studies.store.store import Store


def is_draft(folder: Path) -> bool:
    """Whether a folder holds a study that is not built yet."""
    return (folder / STUDY_FILE).is_file() and not (folder / MANIFEST_FILE).exists()


def refuse_used(folder: Path) -> None:
    """Nothing is made where something lies already.

    Raises:
        RatingsError: It is a file, or a folder that is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RatingsError(
            "there is something here already", where=folder, remedy="Choose a new folder."
        )


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """Give a folder beside ``folder`` to fill, which becomes ``folder`` when the block succeeds and
    is removed when it does not."""
    beside = made_folder(folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.part"))
    try:
        yield beside
        if folder.exists():
            folder.rmdir()
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def database_of(folder: Path) -> str | Path:
    """Where the ratings of a study are: what ``database.txt`` says, else ``study.sqlite``.

    Raises:
        StudyError: The note cannot be read or says nothing.
    """
    note = folder / DATABASE_NOTE
    if not note.is_file():
        return folder / DATABASE_FILE
    try:
        url = note.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StudyError("it cannot be read where the database is", where=note) from error
    if not url:
        raise StudyError(
            "it should say where the database is and is empty",
            where=note,
            remedy="Write the URL of the database into it, without the password.",
        )
    return url


def trusted_database_of(folder: Path, study_id: uuid.UUID) -> str | Path:
    """Where the ratings of a study are, if the folder may say so.

    Raises:
        UnknownServerError: It names a server that nobody has named on this computer.
        StudyError: See :func:`database_of`.
    """
    found = database_of(folder)
    if isinstance(found, str):
        require_trusted(study_id, found, str(folder))
    return found


def open_study(where: Path, database: str | None = None, *, check: bool = True) -> Store:
    """The store of a study folder, or of a database file: a merged one, or a backup.

    Args:
        where: The folder or the file.
        database: URL or file of the database; else what the folder says.
        check: See :meth:`Store.open`.

    Raises:
        StudyError: There is no study, or the folder's manifest is not the database's.
    """
    if where.is_dir() and (database is not None or (where / MANIFEST_FILE).is_file()):
        return StudyFolder(where).open_store(database, check=check)
    # What was imported has a database and no manifest beside it.
    file = where / DATABASE_FILE if where.is_dir() else where
    if not file.is_file():
        raise StudyError(
            "there is no study here",
            where=where,
            remedy="Name a folder made by sr-studio study build, import or simulate.",
        )
    return Store.open(file if database is None else database, check=check)


@contextmanager
def study_to_read(
    where: Path, database: str | None = None, *, check: bool = True
) -> Iterator[Store]:
    """The store of a study that is only read, see :func:`open_study`.

    SQLite writes beside a file even to read it: what cannot be written to is read from a copy.
    """
    file = unwritable(where, database)
    if file is None:
        with open_study(where, database, check=check) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="sr-studio-read-") as folder:
        copy = copied_aside(file, Path(folder))
        with open_study(where, str(copy), check=check) as store:
            yield store


def unwritable(where: Path, database: str | None = None) -> Path | None:
    """The database file of a study if this person cannot write to it or beside it, else None."""
    if database is None and where.is_dir():
        found: str | Path = database_of(where)
    else:
        found = database or where
    file = sqlite_file(database_url(found))
    if file is None or not file.is_file():
        return None
    return None if os.access(file, os.W_OK) and os.access(file.parent, os.W_OK) else file


def folder_of(where: Path) -> Path:
    """The folder of a study that was named by its folder or by its database file."""
    return where if where.is_dir() else where.parent


def source_of(where: Path) -> Source:
    """What a study folder or a database file brings to a merge.

    Raises:
        StudyError: A folder without a study.
    """
    # As it was named: copies of one folder have one name, and ``.`` has none.
    name = on_one_line(str(where))
    if not where.is_dir():
        return Source(name, where)
    if (where / MANIFEST_FILE).is_file():
        study_id = StudyFolder(where).manifest.study_id
        return Source(name, trusted_database_of(where, study_id), study_id)
    return Source(name, where / DATABASE_FILE)


class StudyFolder:
    """A study that was built.

    Raises:
        StudyError: There is no manifest, or it cannot be used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        file = path / MANIFEST_FILE
        if not file.is_file():
            raise StudyError(
                "there is no built study in this folder",
                where=path,
                remedy="Build it first: sr-studio study build FOLDER.",
            )
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise StudyError(
                "the manifest is not UTF-8",
                where=file,
                remedy="Restore manifest.json as it was built.",
            ) from error
        self.manifest = Manifest.from_json(text, str(file))
        self._sha256 = {item.token: item.sha256 for item in self.manifest.stimuli}

    @property
    def stimuli(self) -> Path:
        """Where the pictures are."""
        return self.path / STIMULI

    def stimulus(self, token: str) -> Path:
        """The file of a stimulus."""
        return self.stimuli / f"{token}.png"

    def open_store(self, database: str | Path | None = None, *, check: bool = True) -> Store:
        """Open the study's database and hold it against the manifest of the folder.

        Args:
            database: A file or URL, and the server is known from now on; that of
                :func:`trusted_database_of` if left out.
            check: See :meth:`Store.open`.

        Raises:
            StudyError: The manifest differs from that in the database.
            UnknownServerError: See :func:`trusted_database_of`.
            StudyDatabaseError: See :meth:`Store.open`.
        """
        if database is None:
            found = trusted_database_of(self.path, self.manifest.study_id)
        else:
            trust_server(self.manifest.study_id, str(database))
            found = database
        store = Store.open(
            found,
            self.manifest.study_id,
            check=check,
        )
        if store.manifest.sha256 != self.manifest.sha256:
            store.close()
            raise StudyError(
                "manifest.json differs from the manifest in the database; one of them was edited",
                where=self.path,
                remedy="Restore manifest.json as it was built.",
            )
        return store

    def read_stimulus(self, token: str) -> bytes:
        """A stimulus file as it was built.

        Raises:
            StudyError: It is missing or was changed.
        """
        try:
            data = self.stimulus(token).read_bytes()
        except OSError as error:
            raise self._unreadable(token) from error
        if file_sha256(data) != self._sha256.get(token):
            raise StudyError(
                f"the stimulus {token} was changed since the study was built",
                where=self.stimuli,
                remedy="Copy the stimuli folder again from where the study was built.",
            )
        return data

    def longest_stimulus(self) -> int:
        """Bytes of the longest stimulus file.

        Raises:
            StudyError: One is missing.
        """
        longest = 0
        for token in self._sha256:
            try:
                longest = max(longest, self.stimulus(token).stat().st_size)
            except OSError as error:
                raise self._unreadable(token) from error
        return longest

    def _unreadable(self, token: str) -> StudyError:
        return StudyError(
            f"the stimulus {token} cannot be read",
            where=self.stimuli,
            remedy="Copy the stimuli folder again from where the study was built.",
        )

    def check_stimuli(self, tokens: Iterable[str]) -> None:
        """Refuse to show files that are missing or changed; every session start calls it."""
        for token in dict.fromkeys(tokens):
            self.read_stimulus(token)


def file_sha256(data: bytes) -> str:
    """Hash of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


_SERVERS = "servers"


def trust_server(study_id: uuid.UUID, url: str) -> None:
    """A person named this server for the study; its folder may lead there from now on."""
    if sqlite_file(database_url(url)) is None:
        remember(_SERVERS, study_id, without_password(url))


def require_trusted(study_id: uuid.UUID, url: str, where: str) -> None:
    """Refuse a server that only a folder names: folders come from other people.

    Raises:
        UnknownServerError: Nobody has named the server on this computer.
    """
    if sqlite_file(database_url(url)) is not None:
        return
    named = without_password(url)
    if remembered(_SERVERS, study_id) != named:
        host = database_url(url).host or "this computer"
        raise UnknownServerError(
            f"the folder keeps its ratings on the server {host}, which was not named here yet",
            where=where,
            remedy=f"If you know this server, name it once: --database {named}",
            study_id=study_id,
            url=named,
        )


def remembered(what: str, study_id: uuid.UUID) -> str | None:
    """What was kept here about a study, None if nothing was.

    Args:
        what: ``sites`` or ``servers``.
    """
    return _kept(what).get(str(study_id))


def remember(what: str, study_id: uuid.UUID, value: str) -> None:
    """Keep something about a study on this computer.

    Raises:
        StudioError: The settings cannot be written.
    """
    folder = made_folder(paths.user_config_dir())
    kept = _kept(what) | {str(study_id): value}
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    write_text(folder / f"study-{what}.json", text)


def _kept(what: str) -> dict[str, str]:
    try:
        found = json.loads((paths.user_config_dir() / f"study-{what}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def origin_of(folder: Path) -> dict[str, Any]:
    """The note of an imported study; empty for a study made here."""
    path = folder / ORIGIN_FILE
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StudyError(
            "the note about the imported ratings cannot be read",
            where=path,
            remedy="Import the ratings anew.",
        ) from error
    return content if isinstance(content, dict) else {}
