"""The example pictures of a model of the index, fetched when asked."""

from __future__ import annotations

from pathlib import Path

from sr_studio import files
from sr_studio.errors import StudioError
from sr_studio.hub.errors import NetworkError
from sr_studio.hub.fetching import Fetcher
from sr_studio.hub.hosts import host_of, joined_address
from sr_studio.hub.index import IndexModel
from sr_studio.hub.permission import require_network
from sr_studio.hub.store import index_url
from sr_studio.imaging.formats import FORMATS, SNIFF_LENGTH, sniff
from sr_studio.zoo.card import tidy_name

_LARGEST_PICTURE = 32 << 20
#: So many are enough to judge by.
_MOST = 4


def get_examples(
    model: IndexModel, fetcher: Fetcher, folder: Path
) -> tuple[list[Path], list[StudioError]]:
    """Fetch example pictures into a folder, as ``ID-1-lr.png``, ``ID-1-sr.png`` …

    Returns:
        The files, and what went wrong with the others.

    Raises:
        NetworkError: The net is switched off in Settings.
        StudioError: A file cannot be written.
    """
    require_network()
    if not model.pictures:
        raise StudioError("the index has no example pictures of this model", where=model.id)
    made: list[Path] = []
    problems: list[StudioError] = []
    files.made_folder(folder)
    for number, picture in enumerate(model.pictures[:_MOST], 1):
        for part, address in zip(("lr", "sr"), picture.addresses, strict=False):
            stem = f"{tidy_name(model.id)}-{number}-{part}"
            try:
                url = joined_address(index_url(), address)
                made.append(_fetched(url, fetcher, folder / stem))
            except NetworkError as error:
                problems.append(error)
    return made, problems


def _fetched(url: str, fetcher: Fetcher, stem: Path) -> Path:
    data = fetcher.get(url, limit=_LARGEST_PICTURE)
    kind = sniff(data[:SNIFF_LENGTH])
    if kind is None:
        raise NetworkError("what the server sent is not a picture", where=host_of(url))
    path = stem.with_name(stem.name + FORMATS[kind].suffixes[0])
    files.write_bytes(path, data)
    return path
