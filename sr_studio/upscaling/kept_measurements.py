"""Measurements of this computer, kept by key in a small file of the person's cache folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from sr_studio.errors import StudioError
from sr_studio.files import write_text

Kept = TypeVar("Kept")

#: Entries kept; the first ones in the file, which are the oldest, go.
_MOST = 1000
_KINDS: dict[str, type] = {"float": float, "str": str}


def read_measurements(path: Path, kind: type[Kept]) -> dict[str, Kept]:
    """What was kept, by key. A file that is missing or damaged is as good as an empty one.

    Args:
        path: The file.
        kind: A dataclass of numbers and texts.
    """
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        stored = json.loads(path.read_text(encoding="utf-8"))
        names = {field.name: _KINDS[str(field.type)] for field in fields(kind)}  # type: ignore[arg-type]
        return {
            str(key): kind(**{name: make(one[name]) for name, make in names.items()})
            for key, one in stored.items()
        }
    return {}


def write_measurements(path: Path, kept: Mapping[str, Any]) -> None:
    """Write what :func:`read_measurements` reads. Where that is not possible, nothing is kept."""
    newest = list(kept.items())[-_MOST:]
    text = json.dumps({key: asdict(one) for key, one in newest}, indent=1)
    with suppress(OSError, StudioError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text + "\n")
