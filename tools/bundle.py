"""Makes a folder that runs where there is no Python: dist/sr-studio, by PyInstaller.

    python -m pip install pyinstaller
    python tools/bundle.py [--output dist]

It holds the libraries of the Python this runs in. Where nobody has an NVIDIA GPU, run it in an
environment with the CPU build of PyTorch; docs/installing.md says how and what it saves.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sr_studio.version import commit  # noqa: E402 (the checkout this script lies in)


def main() -> int:
    """Build and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    output = parser.parse_args().output.absolute()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "COMMIT"
        told.write_text(commit() + "\n", encoding="utf-8")
        places = ["--distpath", str(output), "--workpath", str(Path(folder) / "work")]
        subprocess.run(
            [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places,
             str(ROOT / "tools" / "bundle.spec")],
            check=True,
            env={**os.environ, "BUNDLE_ROOT": str(ROOT), "BUNDLE_COMMIT": str(told)},
        )  # fmt: skip
    made = output / "sr-studio"
    size = sum(path.lstat().st_size for path in made.rglob("*") if path.is_file())
    print(f"{made}: {size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
