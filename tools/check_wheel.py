"""Builds sdist and wheel, installs the wheel into an empty environment and uses it.

    python tools/check_wheel.py [--output dist] [--wheel dist/sr_studio-…whl]

Libraries are those of the Python this runs in, seen through a .pth file, so that nothing is
fetched; the checkout is not among them. What is tried there: ``--version``, the window (offscreen),
one picture made larger, one study built.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

#: Opens the window as the program does, looks where it comes from, and closes it.
_WINDOW = """
import sys
from pathlib import Path
import sr_studio
from sr_studio import paths
from sr_studio.app.settings import Settings
from sr_studio.app.start import make_application
from sr_studio.app.window import MainWindow

assert Path(sr_studio.__file__).is_relative_to(sys.prefix), sr_studio.__file__
for folder in (paths.resources_dir(), paths.shipped_models_dir(), paths.shipped_studies_dir()):
    assert folder.is_relative_to(sys.prefix) and folder.is_dir(), folder
application = make_application()
window = MainWindow(Settings())
window.completed.connect(window.close_anyway)
window.show()
application.exec()
assert window.ready
print("the window opened and closed")
"""


def main() -> int:
    """Build, install, try."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--wheel", type=Path, help="Try this one instead of building.")
    chosen = parser.parse_args()
    wheel = chosen.wheel or build(chosen.output)
    print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        installed = Installed(Path(folder), wheel)
        installed.try_all()
    print("The wheel works.")
    return 0


def build(output: Path) -> Path:
    """Make the sdist, and of it the wheel, as a person would who has the sdist alone."""
    words = ["build", "--no-isolation", "--outdir", str(output), str(ROOT)]
    subprocess.run([sys.executable, "-m", *words], check=True, stdout=subprocess.DEVNULL)
    return max(output.glob("*.whl"), key=lambda path: path.stat().st_mtime)


class Installed:
    """The wheel in an environment of its own."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self._folder = folder
        self._work = folder / "work"
        self._work.mkdir()
        place = folder / "environment"
        venv.create(place, with_pip=False, symlinks=os.name == "posix")
        self._programs = place / ("Scripts" if os.name == "nt" else "bin")
        self._python = self._programs / Path(sys.executable).name
        if not self._python.exists():
            self._python = self._programs / "python"
        words = [sys.executable, "-m", "pip", "--python", str(self._python), "install", "--quiet"]
        subprocess.run([*words, "--no-deps", "--no-index", str(wheel)], check=True)
        # Only the folder itself: .pth files in it, such as that of a checkout, are not followed.
        libraries = sysconfig.get_paths()["purelib"]
        words = [str(self._python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        own = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
        Path(own, "libraries.pth").write_text(libraries + "\n", encoding="utf-8")

    def try_all(self) -> None:
        """Everything named at the head of this file; the first failure ends the script."""
        program = str(self._programs / "sr-studio")
        said = self._run([program, "--version"])
        assert said.startswith("sr-studio ") and "commit" in said, said
        print(said.strip(), flush=True)
        print(self._run([str(self._python), "-c", _WINDOW]).strip(), flush=True)
        sample = ROOT / "resources" / "samples" / "dog.webp"
        self._run([program, "upscale", str(sample), "-o", "large/", "--model", "photo-x4"])
        (result,) = (self._work / "large").iterdir()
        print(f"one picture: {result.name}, {result.stat().st_size / 1e6:.1f} MB", flush=True)
        self._run([program, "study", "new", "--plan", "five-minute-demo", "--out", "demo"])
        self._run([program, "study", "build", "demo"])
        print("one study built", flush=True)

    def _run(self, words: list[str]) -> str:
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "SR_STUDIO_HOME": str(self._folder / "home"),
            "QT_QPA_PLATFORM": "offscreen",
        }
        done = subprocess.run(
            words, cwd=self._work, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"error: {' '.join(words)}\n{done.stdout}{done.stderr}")
        return done.stdout


if __name__ == "__main__":
    raise SystemExit(main())
