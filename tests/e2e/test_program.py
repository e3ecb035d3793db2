"""The real program in a process of its own: no torch in it, arguments, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import save_picture

_SCRIPT = """
import json, sys
from PySide6.QtCore import QTimer
from sr_studio.app import window

HEAVY = ("numpy", "pandas", "pyvips", "pydantic", "scipy", "PIL", "torch")
told = {}
complete = window.MainWindow._complete

def watched(self):
    told["after_paint"] = [name for name in HEAVY if name in sys.modules]
    complete(self)
    self.completed.connect(lambda: begin(self))

def begin(self):
    page = self.page
    def look():
        entries = page.worklist.entries
        if entries and entries[0].size is not None and entries[0].state == "ready":
            page.perform("job.start")
        if entries and entries[0].state in ("done", "failed"):
            told["state"], told["error"] = entries[0].state, entries[0].error
            told["torch"] = any(name.split(".")[0] in ("torch", "openvino") for name in sys.modules)
            timer.stop()
            self.close_anyway()
    timer = QTimer(self)
    timer.timeout.connect(look)
    timer.start(50)

window.MainWindow._complete = watched
from sr_studio.cli import main
try:
    main(["app", *sys.argv[1:]])
except SystemExit as leave:
    told["code"] = leave.code
print(json.dumps(told))
"""

#: Says when it listens, and which pictures it has when there are so many; then closes.
_OPENED = """
import json, sys
from sr_studio.app import window
from PySide6.QtCore import QTimer

complete = window.MainWindow._complete

def watched(self):
    complete(self)
    self.completed.connect(lambda: QTimer.singleShot(0, lambda: print("open", flush=True)))
    def look():
        entries = self.page.worklist.entries if self.page else []
        if len(entries) == int(sys.argv[1]):
            timer.stop()
            print(json.dumps([str(entry.path) for entry in entries]), flush=True)
            self.close_anyway()
    timer = QTimer(self)
    timer.timeout.connect(look)
    timer.start(50)

window.MainWindow._complete = watched
from sr_studio.cli import main
main(sys.argv[2:])
"""


def _run(arguments: list[str], home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SR_STUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        arguments, capture_output=True, text=True, timeout=240, env=environment, check=False
    )


def test_the_window_upscales_without_torch_in_its_process(tmp_path: Path, root: Path) -> None:
    sample = root / "resources" / "samples" / "dog.webp"
    done = _run([sys.executable, "-c", _SCRIPT, str(sample)], tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["state"] == "done", told
    assert told["torch"] is False
    assert told["after_paint"] == []
    assert told["code"] == 0
    assert list((tmp_path / "cache" / "engine").iterdir()) == []


def test_an_unknown_option_is_wrong_usage(tmp_path: Path) -> None:
    done = _run([sys.executable, "-m", "sr_studio", "app", "--colour"], tmp_path)
    assert done.returncode == 2
    assert "--colour" in done.stderr


def test_help_needs_no_window(tmp_path: Path) -> None:
    done = _run([sys.executable, "-m", "sr_studio", "app", "--help"], tmp_path)
    assert done.returncode == 0
    assert "FILE" in done.stdout


def test_without_a_display_the_window_is_one_sentence(tmp_path: Path, root: Path) -> None:
    sample = str(root / "resources" / "samples" / "dog.webp")
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    if not sys.platform.startswith("linux"):
        pytest.skip("other systems always have one")
    for words in ([], [sample], ["app", sample]):
        done = subprocess.run(
            [sys.executable, "-m", "sr_studio", *words],
            capture_output=True,
            text=True,
            timeout=60,
            env={**environment, "SR_STUDIO_HOME": str(tmp_path)},
            check=False,
        )
        assert done.returncode == 1 and done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line.startswith("error: there is no display here")


def test_without_the_libraries_of_qt_the_window_is_one_sentence(tmp_path: Path) -> None:
    """A bare system: Qt's loader says so with an exception of this form."""
    qt = tmp_path / "PySide6"
    qt.mkdir()
    missing = "libglib-2.0.so.0: cannot open shared object file: No such file or directory"
    (qt / "__init__.py").write_text(f"raise ImportError({missing!r})\n")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio"],
        capture_output=True,
        text=True,
        timeout=60,
        env={
            **os.environ,
            "SR_STUDIO_HOME": str(tmp_path),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}",
        },
        check=False,
    )
    assert done.returncode == 1 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: the system lacks libglib-2.0.so.0, which a window needs")
    assert "sr-studio doctor" in line


def test_a_picture_as_the_only_word_opens_the_window_with_it(tmp_path: Path, root: Path) -> None:
    sample = root / "resources" / "samples" / "dog.webp"
    done = _run([sys.executable, "-c", _OPENED, "1", str(sample)], tmp_path)
    # A quick reader has the picture before the window says that it is open.
    told = [line for line in done.stdout.splitlines() if line != "open"]
    assert json.loads(told[-1]) == [str(sample)], done.stderr
    assert list((tmp_path / "cache" / "last-words").iterdir()) == []  # it ended in order


def test_relative_names_a_folder_and_a_second_start_come_into_one_window(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    names = ["a.png", "b.png", "more/c.png", "later.png"]
    for name in names:
        save_picture(folder / name, 12, 8)
    environment = {**os.environ, "SR_STUDIO_HOME": str(tmp_path / "home")}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    first = subprocess.Popen(
        [sys.executable, "-c", _OPENED, "4", "a.png", "./b.png", "more"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "open\n"
    second = subprocess.run(
        [sys.executable, "-m", "sr_studio", "later.png"],
        timeout=240,
        cwd=folder,
        env=environment,
        check=False,
    )
    told, _ = first.communicate(timeout=240)
    assert second.returncode == 0 and first.returncode == 0
    assert set(json.loads(told.splitlines()[-1])) == {str(folder / name) for name in names}


def test_a_picture_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    for word in ("gone.jpg", "folder/gone"):
        done = _run([sys.executable, "-m", "sr_studio", word], tmp_path)
        assert done.returncode == 2 and done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line == f"error: there is no file '{word}', and no command of that name."


def test_no_help_calls_a_flag_a_value(tmp_path: Path) -> None:
    for words in (["upscale"], ["models", "list"], ["doctor"], ["study"]):
        done = _run([sys.executable, "-m", "sr_studio", *words, "--help"], tmp_path)
        assert done.returncode == 0 and "--help" in done.stdout
        assert "<bool>" not in done.stdout
