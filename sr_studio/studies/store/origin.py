"""What an import noted about ratings that were made elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Lies in the study folder of imported ratings: their source, and the names of their stimuli.
ORIGIN_FILE = "import.json"


def origin_of(folder: Path) -> dict[str, Any]:
    """The note of an imported study; empty for a study made here."""
    path = folder / ORIGIN_FILE
    if not path.is_file():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    return content if isinstance(content, dict) else {}
