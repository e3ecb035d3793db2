"""What a study's database says about the study as a whole, and the transactions beneath it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyDatabaseError, StudyError
from sr_studio.studies.store import connection as link
from sr_studio.studies.store import study_queries
from sr_studio.studies.store.identity import definition_id, now_us, observation_id
from sr_studio.studies.store.models import (
    Base,
    Decision,
    LocalNote,
    StudyEvent,
    SystemName,
    table_of,
)
from sr_studio.studies.store.records import DecisionInfo, StudyEventInfo, StudyState


class StudyRecord:
    """The study in an open database: its state, its log, decisions, names; and how to write."""

    def __init__(self, engine: Engine, manifest: Manifest) -> None:
        self.engine = engine
        self.manifest = manifest
        self.study_id = manifest.study_id
        #: UTC microseconds; tests set their own.
        self.now: Callable[[], int] = now_us

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def where(self) -> str:
        """The file or the URL without its password, for messages."""
        file = link.sqlite_file(self.engine.url)
        return str(file) if file else self.engine.url.render_as_string(hide_password=True)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads one state of the database: ``with store.reading() as c``."""
        return link.reading(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; database errors leave it as :class:`StudyDatabaseError`."""
        with explained(self.engine), link.writing(self.engine) as connection:
            yield connection

    def insert(self, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert many ready-made rows in one transaction (simulated studies)."""
        if rows:
            with self.writing() as connection:
                connection.execute(sa.insert(table_of(model)), list(rows))

    # -- the study as a whole -----------------------------------------------------------------

    @property
    def state(self) -> StudyState:
        """draft, open (somebody enrolled), closed, or unblinded."""
        with self.reading() as connection:
            return study_queries.state(connection, self.study_id)

    def log(self, kind: str, *, by_role: str, reason: str = "", detail: str = "") -> None:
        """Record a study event: interim_look, analysed, exported, closed ..."""
        with self.writing() as connection:
            self._log(connection, kind, by_role, reason, None, detail)

    def study_events(self) -> list[StudyEventInfo]:
        """What happened to the study, oldest first."""
        with self.reading() as connection:
            return study_queries.study_events(connection, self.study_id)

    def close_study(self, *, by_role: str, reason: str) -> None:
        """End the rating; nobody can be enrolled or rate any more.

        Raises:
            StudyError: It is closed already.
        """
        if self.state in ("closed", "unblinded"):
            raise StudyError("the study is closed already", where=self.manifest.study.title)
        self.log("closed", by_role=by_role, reason=reason)

    def unblind(self, names: Mapping[str, str], *, by_role: str, reason: str) -> None:
        """Write down what the codes stand for, and that they were looked at.

        Args:
            names: System code to name, for every system of the study.

        Raises:
            StudyError: The names do not cover the study's systems, or contradict stored ones.
        """
        codes = {system.code for system in self.manifest.systems}
        if set(names) != codes:
            raise StudyError(
                "the key does not name exactly the systems of this study",
                remedy="Choose the key.json that was written when this study was built.",
            )
        with self.writing() as connection:
            stored = study_queries.system_names(connection, self.study_id)
            if any(names[code] != name for code, name in stored.items()):
                raise StudyError("the key contradicts the names in the database")
            rows = [
                {"system_id": definition_id(self.study_id, "system", code), "name": name}
                for code, name in sorted(names.items())
                if code not in stored
            ]
            if rows:
                connection.execute(sa.insert(table_of(SystemName)), rows)
            self._log(connection, "unblinded", by_role, reason)

    @property
    def system_names(self) -> dict[str, str]:
        """Code to name, empty before the unblinding."""
        with self.reading() as connection:
            return study_queries.system_names(connection, self.study_id)

    def decide(self, decision: DecisionInfo) -> None:
        """Record a person's decision to exclude or include something."""
        self._insert_one(Decision, study_id=self.study_id, **vars(decision))

    def decisions(self) -> list[DecisionInfo]:
        """All decisions, oldest first; the newest about a subject counts."""
        with self.reading() as connection:
            return study_queries.decisions(connection, self.study_id)

    def note(self, kind: str, detail: str) -> None:
        """Write into the local log, which no merge carries over and no digest counts."""
        with self.writing() as connection:
            self._note(connection, kind, detail)

    def notes(self, kind: str) -> list[str]:
        """What the local log says of one kind, oldest first, each once."""
        table = table_of(LocalNote)
        query = sa.select(table.c.detail).where(table.c.kind == kind)
        with self.reading() as connection:
            found = connection.execute(query.order_by(table.c.at_us, table.c.id)).scalars()
            return list(dict.fromkeys(found))

    def _note(self, connection: Connection, kind: str, detail: str) -> None:
        row = {"id": observation_id(), "at_us": self.now(), "kind": kind, "detail": detail}
        connection.execute(sa.insert(table_of(LocalNote)), [row])

    def _insert_one(self, model: type[Base], **values: Any) -> None:
        with self.writing() as connection:
            connection.execute(sa.insert(table_of(model)), [{"id": observation_id(), **values}])

    def _log(
        self,
        connection: Connection,
        kind: str,
        by_role: str,
        reason: str,
        site: str | None = None,
        detail: str = "",
    ) -> None:
        row = {
            "id": observation_id(),
            "study_id": self.study_id,
            "site_id": definition_id(self.study_id, "site", site) if site else None,
            "kind": kind,
            "at_us": self.now(),
            "by_role": by_role,
            "reason": reason,
            "detail": detail,
        }
        connection.execute(sa.insert(table_of(StudyEvent)), [row])


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn a database error into one sentence; what the store refuses itself passes through."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        file = link.sqlite_file(engine.url)
        where = str(file) if file else engine.url.render_as_string(hide_password=True)
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StudyDatabaseError(
            f"the database refused ({cause}); nothing was changed",
            where=where,
            remedy="Check that the disk has room and the database can be reached, then try again.",
        ) from error
