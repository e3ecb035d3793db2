"""A real PostgreSQL server for tests that need one, and small studies to put into databases."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.planning.basis import Cell, PlannedPresentation
from sr_studio.studies.planning.stream import EnrolmentContext
from sr_studio.studies.simulation.synthetic import synthetic_manifest
from sr_studio.studies.store import _raters, schema
from sr_studio.studies.store.definition import now_us
from sr_studio.studies.store.models import Rater, table_of
from sr_studio.studies.store.records import Answer, Consent, PresentationInfo, Sitting
from sr_studio.studies.store.store import Store

CONSENT = Consent("1", "0" * 64, 1_700_000_000_000_000)
SITTING = Sitting(
    clock_id="00000000-0000-0000-0000-000000000000", selftest="window", app_version="0"
)


def small_manifest(references: int = 3, systems: int = 4, **head: object) -> Manifest:
    codes = [*"ABCDEFGHIJKLMNOPQRST"[: systems - 1], "HR"]
    return synthetic_manifest({"Set5": references}, codes, head=head)


def every_cell(manifest: Manifest):  # type: ignore[no-untyped-def]
    """A planner that shows every stimulus in the order of the manifest."""

    def plan(_: EnrolmentContext) -> list[PlannedPresentation]:
        return [
            PlannedPresentation(0, seq, "test", Cell(s.reference, s.system))
            for seq, s in enumerate(manifest.stimuli, 1)
        ]

    return plan


def next_shown(store: Store, rater_id: uuid.UUID) -> PresentationInfo | None:
    """The first presentation without a rating, None when all are rated."""
    return next((row for row in store.presentations(rater_id) if not row.rated), None)


def answer(score: int | None = 3, **changes: object) -> Answer:
    values: dict[str, object] = {
        "input": "script",
        "shown_us": now_us(),
        "first_paint_ns": 1_000_000_000,
        "answered_ns": 3_500_000_000,
    }
    return Answer(score=score, **{**values, **changes})  # type: ignore[arg-type]


@contextmanager
def older_program(version: str) -> Iterator[None]:
    """The program as it was: its tables, and what it asks of them when somebody is enrolled."""

    def upgrade(connection: sa.Connection) -> None:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, version)

    def given(connection: sa.Connection, study_id: uuid.UUID) -> set[int]:
        raters = table_of(Rater)
        own = sa.select(raters.c.number).where(raters.c.study_id == study_id)
        return set(connection.execute(own).scalars())

    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "_upgrade", upgrade)
        if version < "0004":
            before.setattr(_raters, "given_numbers", given)
        yield


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL (without a database) of a PostgreSQL server of this test run's own."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/usr/local/pgsql").glob("bin")]
    found = shutil.which("initdb") or next(
        (str(f / "initdb") for f in sorted(folders, reverse=True) if (f / "initdb").exists()), None
    )
    if found is None:
        pytest.skip("no PostgreSQL server programs (initdb, pg_ctl) are installed here")
    binaries = Path(found).parent
    with tempfile.TemporaryDirectory(prefix="srpg", ignore_cleanup_errors=True) as place:
        home = Path(place)
        home.chmod(0o777)
        as_user: list[str] = []
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            if shutil.which("runuser") is None:
                pytest.skip("PostgreSQL refuses to run as root and there is no runuser")
            as_user = ["runuser", "-u", "postgres", "--"]
        data = home / "data"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        made = subprocess.run(
            [
                *as_user,
                binaries / "initdb",
                "-D",
                data,
                "-U",
                "rater",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "-N",
            ],
            capture_output=True,
            text=True,
        )
        if made.returncode:
            pytest.skip(f"PostgreSQL could not make a server here: {made.stderr.strip()[-200:]}")
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{home}'"
        options += " -c max_connections=150 -c fsync=off"  # the server dies with the test run
        control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
        subprocess.run(
            [*control, "-l", home / "log", "-o", options, "start"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        try:
            yield f"postgresql://rater@127.0.0.1:{port}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], stdout=subprocess.DEVNULL)


@pytest.fixture
def postgresql(postgresql_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    import psycopg

    name = f"study_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield f"{postgresql_server}/{name}"
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "study.sqlite")
    return str(request.getfixturevalue("postgresql"))
