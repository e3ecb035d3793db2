"""Real studies, served by the real server."""

from __future__ import annotations

import asyncio
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from sr_studio.serving.application import make_application
from sr_studio.serving.house import House
from sr_studio.serving.run import listen
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store
from tests.serving.page_rater import PageRater
from tests.support.small_study import build_small_study

PASSWORD = "open sesame"


@dataclass
class Served:
    """A study that is served from a thread of this process."""

    folder: Path
    address: str
    house: House
    room: str
    server: uvicorn.Server
    thread: threading.Thread

    def stop(self) -> None:
        """What Ctrl+C does."""
        self.server.should_exit = True
        self.thread.join(20)

    def rater(self) -> PageRater:
        """Somebody who came in by the room code."""
        made = PageRater(self.address)
        made.come_in(room=self.room)
        return made

    def store(self, database: str | None = None) -> Store:
        return StudyFolder(self.folder).open_store(database)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Builds each kind of study once; tests get copies."""
    built: dict[str, Path] = {}

    def get(**wishes: object) -> Path:
        name = repr(sorted(wishes.items()))
        if name not in built:
            folder = tmp_path_factory.mktemp("study")
            built[name] = build_small_study(folder, **wishes)  # type: ignore[arg-type]
        return built[name]

    return get


@pytest.fixture
def make_study(tmp_path: Path, built_once: Callable[..., Path]) -> Callable[..., Path]:
    """A built study of 3 references and 3 systems in a folder of its own."""

    def make(**wishes: object) -> Path:
        folder = tmp_path / f"study-{uuid.uuid4().hex[:6]}"
        return Path(shutil.copytree(built_once(**wishes), folder))

    return make


@pytest.fixture
def serve() -> Iterator[Callable[..., Served]]:
    """Serves studies, and stops when the test is over."""
    running: list[Served] = []

    def start(folder: Path, database: str | None = None, **options: object) -> Served:
        house = House(folder, database=database)
        listening = listen("127.0.0.1", 0)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        application = make_application(
            house,
            password=PASSWORD,
            address=address,
            **options,  # type: ignore[arg-type]
        )
        config = uvicorn.Config(
            application,  # type: ignore[arg-type]
            http="h11",
            ws="none",
            log_level="warning",
            server_header=False,
            date_header=False,
            lifespan="on",
            timeout_keep_alive=75,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(
            target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True
        )
        thread.start()
        served = Served(folder, address, house, house.access.open_room(1), server, thread)
        running.append(served)
        return served

    yield start
    for served in running:
        served.stop()


def scores(store: Store) -> dict[str, list[int | None]]:
    """Pseudonym to the scores of the main stream, in order of the showings."""
    return {
        rater.pseudonym: [row.score for row in store.presentations(rater.id)]
        for rater in store.raters()
    }
