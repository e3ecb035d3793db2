"""What this computer keeps about studies, apart from their folders, which are copied around."""

from __future__ import annotations

import json
import uuid

from sr_studio import paths
from sr_studio.files import write_text


def remembered(what: str, study_id: uuid.UUID) -> str | None:
    """What was kept here about a study, None if nothing was.

    Args:
        what: ``sites`` or ``servers``.
    """
    return _kept(what).get(str(study_id))


def remember(what: str, study_id: uuid.UUID, value: str) -> None:
    """Keep something about a study on this computer.

    Raises:
        OSError: The settings cannot be written.
    """
    folder = paths.user_config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    kept = _kept(what) | {str(study_id): value}
    text = json.dumps(kept, indent=1, sort_keys=True) + "\n"
    write_text(folder / f"study-{what}.json", text)


def _kept(what: str) -> dict[str, str]:
    try:
        found = json.loads((paths.user_config_dir() / f"study-{what}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
