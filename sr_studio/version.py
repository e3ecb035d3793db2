"""Which version of the program this is, and of which commit it was made."""

from __future__ import annotations

from sr_studio import __version__, paths


def commit() -> str:
    """The commit, abbreviated, with ``-dirty`` where files differ from it; empty if nobody knows.

    An installed program carries it in a file; a checkout is asked, as it stands now.
    """
    baked = paths.commit_file()
    if baked.is_file():
        return baked.read_text(encoding="utf-8").strip()
    checkout = paths.checkout()
    if checkout is None:
        return ""
    import subprocess

    words = ["git", "-C", str(checkout), "describe", "--always", "--dirty", "--exclude", "*"]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return ""  # no git on this computer
    return done.stdout.strip() if done.returncode == 0 else ""


def version_and_commit() -> str:
    """For people: ``0.1.0 (commit f30134b)``, or the version alone."""
    known = commit()
    return f"{__version__} (commit {known})" if known else __version__
