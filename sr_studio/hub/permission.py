"""Whether the person lets the program go to the net at all."""

from __future__ import annotations

import tomllib

from sr_studio import paths
from sr_studio.hub.errors import NetworkError

#: The setting, ``table.key`` in the file of settings. On where the file says nothing: even so
#: nothing is contacted before the person asks.
SETTING = "network.models"


def network_allowed() -> bool:
    """Whether models and weights may be fetched when the person asks for them."""
    table, key = SETTING.split(".")
    try:
        text = (paths.user_config_dir() / "settings.toml").read_text(encoding="utf-8")
        stored = tomllib.loads(text).get(table, {})
    except (OSError, ValueError):
        return True  # a damaged file is told by the window, which then uses the defaults too
    return not (isinstance(stored, dict) and stored.get(key) is False)


def require_network() -> None:
    """Refuse to go on where the person switched the net off.

    Raises:
        NetworkError: It is switched off.
    """
    if not network_allowed():
        raise NetworkError(
            "fetching models from the net is switched off in Settings, and nothing was contacted",
            remedy='Switch on "Fetch models from the net when asked" there.',
        )
