"""At which site of a study this computer stands: asked once, and kept with the settings."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from sr_studio import paths
from sr_studio.files import write_text


def site_of_this_computer(study_id: uuid.UUID) -> str | None:
    """The site that was chosen here for a study, None if nobody has chosen yet."""
    return _kept().get(str(study_id))


def keep_site(study_id: uuid.UUID, site: str) -> None:
    """Remember the site of a study on this computer.

    Raises:
        OSError: The settings cannot be written.
    """
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    sites = _kept() | {str(study_id): site}
    write_text(file, json.dumps(sites, indent=1, sort_keys=True) + "\n")


def _file() -> Path:
    # Not in the study's folder: that is copied from one computer to the next.
    return paths.user_config_dir() / "study-sites.json"


def _kept() -> dict[str, str]:
    try:
        found = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
