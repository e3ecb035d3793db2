"""Which server a study's folder may lead this computer to: the one that a person has named."""

from __future__ import annotations

import uuid

from sr_studio.studies.errors import UnknownServerError
from sr_studio.studies.store.connection import database_url, sqlite_file, without_password
from sr_studio.studies.store.remembered import remember, remembered

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
