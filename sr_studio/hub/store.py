"""The copy of the index on this computer, and the folder of downloads that are not whole yet."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sr_studio import files, paths
from sr_studio.errors import StudioError
from sr_studio.hub.hosts import host_of
from sr_studio.hub.index import IndexModel, parse_index

#: The public index; the environment may name a mirror of it.
INDEX_URL = "https://openmodeldb.info/api/v1/models.json"
INDEX_VARIABLE = "SR_STUDIO_MODEL_INDEX"
#: The copy is asked for anew when it is older.
FRESH_SECONDS = 24 * 3600.0
#: What nobody went on with for so long is removed.
_PARTS_KEPT_SECONDS = 7 * 24 * 3600.0


@dataclass(frozen=True)
class KeptIndex:
    """The index as it was fetched last.

    Attributes:
        models: What is in it.
        fetched: When, in seconds since 1970.
    """

    models: list[IndexModel]
    fetched: float

    @property
    def fresh(self) -> bool:
        """Whether it need not be asked for again."""
        return 0 <= time.time() - self.fetched < FRESH_SECONDS


def index_url() -> str:
    """Where the index is."""
    return os.environ.get(INDEX_VARIABLE) or INDEX_URL


def kept_index() -> KeptIndex | None:
    """The copy of the index on this computer; None where there is none that can be read."""
    with suppress(OSError, StudioError):
        path = _index_file()
        return KeptIndex(parse_index(path.read_bytes(), where=str(path)), path.stat().st_mtime)
    return None


def keep_index(data: bytes) -> KeptIndex:
    """Check an index that has just been fetched, and keep it.

    Raises:
        NetworkError: It is none.
        StudioError: It cannot be written.
    """
    models = parse_index(data, where=host_of(index_url()))
    path = _index_file()
    files.made_folder(path.parent)
    files.write_bytes(path, data)
    return KeptIndex(models, time.time())


def part_file(key: str) -> Path:
    """Where a download is kept until it is whole; old ones nobody went on with are removed.

    Raises:
        StudioError: The folder cannot be made.
    """
    folder = files.made_folder(paths.user_cache_dir() / "downloads")
    for old in folder.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _PARTS_KEPT_SECONDS:
                old.unlink()
    return folder / f"{key}{files.PART_SUFFIX}"


def _index_file() -> Path:
    # A mirror's index is another one, and a host may have several.
    url = index_url()
    name = f"{host_of(url) or 'index'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"
    return paths.user_cache_dir() / "index" / f"{name}.json"
