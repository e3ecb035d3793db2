"""What the window needs of an evaluation it did not run itself loads without torch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

WITHOUT_TORCH = (
    "comparison",
    "figures.panel",
    "figures.scatter",
    "published",
    "request",
    "results",
    "saving",
    "tables",
    "watching",
)


def test_reading_and_drawing_results_needs_no_torch(root: Path) -> None:
    names = "\n".join(f"import sr_studio.evaluation.{name}" for name in WITHOUT_TORCH)
    done = subprocess.run(
        [sys.executable, "-c", f"{names}\nimport sys\nprint('torch' in sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
