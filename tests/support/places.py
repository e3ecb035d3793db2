"""Places that files cannot go to: small and locked disks, folders of somebody else's."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(place: Path, options: str) -> Iterator[None]:
    """A file system of its own at a new folder; skips where the test may not mount one."""
    place.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if mount is None or unmount is None:
        pytest.skip("there is no mount command")
    command = [mount, "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        yield
    finally:
        subprocess.run([unmount, str(place)], check=True)


def lock(place: Path) -> None:
    """From now on a file system of :func:`mounted` is read-only."""
    subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)


@contextmanager
def powerless() -> Iterator[None]:
    """Root may do everything, so it becomes the user nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
