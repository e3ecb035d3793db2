"""Asking the server for the index, when the copy on this computer is old or not there."""

from __future__ import annotations

from sr_studio.hub.errors import NetworkError
from sr_studio.hub.fetching import Fetcher
from sr_studio.hub.permission import require_network
from sr_studio.hub.store import KeptIndex, index_url, keep_index, kept_index

#: The index of today has about two megabytes.
_LARGEST_INDEX = 64 << 20


def index_at_hand(
    fetcher: Fetcher, *, refresh: bool = False
) -> tuple[KeptIndex, NetworkError | None]:
    """The index: the copy on this computer while it is fresh, else fetched anew.

    Returns:
        The index, and why it is an old copy where its server could not be reached.

    Raises:
        NetworkError: It cannot be had and there is no copy, or the net is switched off in
            Settings.
    """
    require_network()
    kept = kept_index()
    if kept is not None and kept.fresh and not refresh:
        return kept, None
    try:
        return keep_index(fetcher.get(index_url(), limit=_LARGEST_INDEX)), None
    except NetworkError as error:
        if kept is None or refresh:
            raise
        return kept, error
