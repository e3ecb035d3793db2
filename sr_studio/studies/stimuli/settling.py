"""Stimuli in their place so that no file tells which system was made first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from sr_studio.files import write_bytes
from sr_studio.imaging.inputs import expand_inputs

#: The time of every stimulus: 1 January 2000, 0:00 UTC.
STIMULUS_TIME = 946_684_800


def settle(made: Path, place: Path, tokens: Iterable[str]) -> None:
    """Write the files ``TOKEN.png`` of ``made`` anew into ``place``, in the order of their tokens.

    They were made system by system. Written in random order and with one time for all, neither
    their times nor their inodes, nor their order in a listing or an archive, tell anything.
    Renaming would keep the inodes, so every file is copied. ``made`` is removed.
    """
    for token in sorted(tokens):
        file = place / f"{token}.png"
        write_bytes(file, (made / file.name).read_bytes())
        os.utime(file, (STIMULUS_TIME, STIMULUS_TIME))
    shutil.rmtree(made)


def pictures_beside(folder: Path, stimuli: str) -> list[Path]:
    """Every picture of a study's folder that is no stimulus, by path.

    Under double blinding they give the systems away: pixels can be compared.

    Args:
        stimuli: Name of the folder of stimuli.
    """
    found = expand_inputs([folder], recursive=True)
    return [file for file in found if file.relative_to(folder).parts[0] != stimuli]


def folders_of(files: Sequence[Path], folder: Path) -> list[str]:
    """The topmost names below ``folder`` that hold the files; whole paths of what is elsewhere."""
    names: dict[str, None] = {}
    for file in files:
        inside = file.resolve().is_relative_to(folder.resolve())
        if inside:
            names[file.resolve().relative_to(folder.resolve()).parts[0]] = None
        else:
            names[str(file.parent)] = None
    return sorted(names)
