"""The study as a whole: its state, its log, decisions and names; and the transactions beneath."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.errors import StudyError
from sr_studio.studies.store import connection as link
from sr_studio.studies.store.definition import definition_id, now_us, observation_id
from sr_studio.studies.store.models import (
    Base,
    Decision,
    LocalNote,
    Site,
    StudyEvent,
    StudySystem,
    SystemName,
    table_of,
)
from sr_studio.studies.store.records import DecisionInfo, StudyEventInfo, StudyState

_sites, _systems, _names = table_of(Site), table_of(StudySystem), table_of(SystemName)
_decisions, _events, _notes = table_of(Decision), table_of(StudyEvent), table_of(LocalNote)


class StudyPart:
    """The part of :class:`Store` that is about the study as a whole.

    What a method of the store needs within its own transaction takes the open connection first.
    """

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
        return link.place_of(self.engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that reads one state of the database: ``with store.reading() as c``."""
        return link.reading(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; database errors leave it as :class:`StudyDatabaseError`."""
        with link.explained(self.engine), link.writing(self.engine) as connection:
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
            return self.state_in(connection)

    def state_in(self, connection: Connection) -> StudyState:
        """The state that follows from the study's events."""
        kinds = set(
            connection.execute(
                sa.select(_events.c.kind).where(_events.c.study_id == self.study_id)
            ).scalars()
        )
        for kind, name in (("unblinded", "unblinded"), ("closed", "closed"), ("opened", "open")):
            if kind in kinds:
                return name  # type: ignore[return-value]  # mypy widens the tuple's strings
        return "draft"

    def log(self, kind: str, *, by_role: str, reason: str = "", detail: str = "") -> None:
        """Record a study event: interim_look, analysed, exported, closed ..."""
        with self.writing() as connection:
            self._log(connection, kind, by_role, reason, None, detail)

    def study_events(self) -> list[StudyEventInfo]:
        """What happened to the study, oldest first."""
        query = (
            sa.select(_events, _sites.c.code)
            .outerjoin(_sites, _sites.c.id == _events.c.site_id)
            .where(_events.c.study_id == self.study_id)
            .order_by(_events.c.at_us, _events.c.id)
        )
        with self.reading() as connection:
            return [
                StudyEventInfo(row.kind, row.at_us, row.by_role, row.reason, row.detail, row.code)
                for row in connection.execute(query)
            ]

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
            stored = self.system_names_in(connection)
            if any(names[code] != name for code, name in stored.items()):
                raise StudyError("the key contradicts the names in the database")
            rows = [
                {"system_id": definition_id(self.study_id, "system", code), "name": name}
                for code, name in sorted(names.items())
                if code not in stored
            ]
            if rows:
                connection.execute(sa.insert(_names), rows)
            self._log(connection, "unblinded", by_role, reason)

    @property
    def system_names(self) -> dict[str, str]:
        """Code to name, empty before the unblinding."""
        with self.reading() as connection:
            return self.system_names_in(connection)

    def system_names_in(self, connection: Connection) -> dict[str, str]:
        """Code to name as far as the study is unblinded."""
        query = (
            sa.select(_systems.c.code, _names.c.name)
            .join(_names, _names.c.system_id == _systems.c.id)
            .where(_systems.c.study_id == self.study_id)
        )
        return {row.code: row.name for row in connection.execute(query)}

    def decide(self, decision: DecisionInfo) -> None:
        """Record a person's decision to exclude or include something."""
        self._insert_one(Decision, study_id=self.study_id, **vars(decision))

    def decisions(self) -> list[DecisionInfo]:
        """All decisions, oldest first; the newest about a subject counts."""
        with self.reading() as connection:
            return self.decisions_in(connection)

    def decisions_in(self, connection: Connection) -> list[DecisionInfo]:
        """All decisions, oldest first."""
        columns = [_decisions.c[one.name] for one in fields(DecisionInfo)]
        query = sa.select(*columns).where(_decisions.c.study_id == self.study_id)
        found = connection.execute(query.order_by(_decisions.c.at_us, _decisions.c.id))
        return [DecisionInfo(*row) for row in found]

    def note(self, kind: str, detail: str) -> None:
        """Write into the local log, which no merge carries over and no digest counts."""
        with self.writing() as connection:
            self._note(connection, kind, detail)

    def notes(self, kind: str) -> list[str]:
        """What the local log says of one kind, oldest first, each once."""
        query = sa.select(_notes.c.detail).where(_notes.c.kind == kind)
        with self.reading() as connection:
            found = connection.execute(query.order_by(_notes.c.at_us, _notes.c.id)).scalars()
            return list(dict.fromkeys(found))

    def _note(self, connection: Connection, kind: str, detail: str) -> None:
        row = {"id": observation_id(), "at_us": self.now(), "kind": kind, "detail": detail}
        connection.execute(sa.insert(_notes), [row])

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
        connection.execute(sa.insert(_events), [row])
