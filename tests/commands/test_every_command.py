"""What all commands have in common."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from sr_studio.cli import COMMANDS
from sr_studio.commands.evaluate import _with_json_value


def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """A command, or all those it is made of."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for word, one in inner.items():
        yield from leaves(one, f"{name} {word}")


def test_every_command_answers_programs() -> None:
    for name, (module, _) in COMMANDS.items():
        if name == "app":
            continue  # the window itself
        found = importlib.import_module(f"sr_studio.commands.{module}")
        for words, command in leaves(typer.main.get_command(found.app), name):
            options = {word for option in command.params for word in option.opts}
            assert "--json" in options, words


def test_json_alone_prints_when_measuring_too() -> None:
    assert _with_json_value(["--json"]) == ["--json", "-"]
    assert _with_json_value(["--json", "--data", "x"]) == ["--json", "-", "--data", "x"]
    for words in (["--json", "-"], ["--json", "a.json", "--data", "x"], ["--model", "x"]):
        assert _with_json_value(words) == words


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays of Linux")
@pytest.mark.parametrize(
    "display",
    [{"DISPLAY": ":4091"}, {"WAYLAND_DISPLAY": "nowhere-1"}, {}, {"DISPLAY": "no.such.host:0"}],
    ids=["no such X server", "no such Wayland", "nothing", "no such host"],
)
def test_a_display_that_does_not_answer_is_one_sentence(
    display: dict[str, str], tmp_path: Path
) -> None:
    known = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    around = {name: text for name, text in os.environ.items() if name not in known}
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio"],
        env={**around, **display, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "there is no display here" in done.stderr


def test_a_disk_without_room_for_what_is_printed_is_one_sentence() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("/dev/full stands for a full disk")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sr_studio", "study", "plans"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "No space left" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="desktops of Linux")
@pytest.mark.parametrize("encoding", ["utf-8:strict", "latin-1:strict"])
def test_any_name_is_printed_in_any_encoding(encoding: str, tmp_path: Path) -> None:
    share = tmp_path / os.fsdecode(b"caf\xff \xe2\x86\x92")
    done = subprocess.run(
        [sys.executable, "-m", "sr_studio", "desktop", "install", "--json"],
        env={**os.environ, "XDG_DATA_HOME": str(share), "PYTHONIOENCODING": encoding},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (entry, *_) = json.loads(done.stdout)["files"]
    assert Path(entry).is_file() and Path(entry).is_relative_to(share), "escapes are JSON's own"
