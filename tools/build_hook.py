"""Bakes the commit into what is built, so that an installed program can say what it was made of.

The wheel is built from a checkout, or from an sdist, which carries the same file at its root.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "COMMIT"


class CommitHook(BuildHookInterface):
    """Adds a file with the commit to the wheel (inside the package) and to the sdist (its root)."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Find the commit and name the file that tells it; without one, nothing is added."""
        if version == "editable":
            return  # A checkout is asked itself, whatever is committed in it later.
        root = Path(self.root)
        carried = root / NAME
        commit = carried.read_text("utf-8").strip() if carried.is_file() else _of_git(root)
        if not commit:
            return
        self._folder = tempfile.TemporaryDirectory()
        told = Path(self._folder.name) / NAME
        told.write_text(commit + "\n", encoding="utf-8")
        place = NAME if self.target_name == "sdist" else f"sr_studio/_data/{NAME}"
        build_data["force_include"][str(told)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the file the builder has copied."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def _of_git(root: Path) -> str:
    if not (root / ".git").exists():
        return ""
    try:
        words = ["git", "-C", str(root), "describe", "--always", "--dirty", "--exclude", "*"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
