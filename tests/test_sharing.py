"""The lease on a device: held by processes, ended with them."""

from __future__ import annotations

import subprocess
import sys

from sr_studio.sharing import going_first, somebody_goes_first

_HOLDER = """
import sys, time
from sr_studio.sharing import going_first
with going_first():
    print("holds", flush=True)
    sys.stdin.read()
"""


def test_a_lease_is_held_as_long_as_the_block_runs() -> None:
    assert not somebody_goes_first()
    with going_first(), going_first():
        assert somebody_goes_first()
    assert not somebody_goes_first()


def test_a_lease_ends_with_a_process_that_is_killed() -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holds\n"
    assert somebody_goes_first()
    holder.kill()
    holder.wait()
    assert not somebody_goes_first()
