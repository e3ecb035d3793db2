"""Runs the program's commands in this process, as its entry point does."""

from __future__ import annotations

import pytest

from sr_studio.cli import main


def run(*words: object) -> int:
    """Exit code of ``sr-studio WORDS``; what it prints is pytest's to catch (capsys)."""
    with pytest.raises(SystemExit) as left:
        main([*map(str, words)])
    return int(left.value.code or 0)
