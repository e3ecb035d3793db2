"""A study that nobody may write to can be analysed all the same, and its results say so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sr_studio.studies.store.folder import StudyFolder
from tests.studies.rating.test_sites import built, rate


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A study as it lies on a DVD: copied while its newest ratings were still in the log."""
    folder, copy = built(tmp_path / "study"), tmp_path / "copy"
    with StudyFolder(folder).open_store() as store:
        rate(store, "north", 3, np.random.default_rng(2))
        shutil.copytree(folder, copy)
    assert (copy / "study.sqlite-wal").stat().st_size
    for path in [copy, *copy.iterdir()]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield copy
    copy.chmod(0o755)


#: Runs commands of the program one after the other, each as its entry point does.
_COMMANDS = """
import json, sys
from sr_studio.cli import main
for words in json.loads(sys.argv[1]):
    print("$", *words, file=sys.stderr, flush=True)
    try:
        main(words)
    except SystemExit as left:
        assert not left.code, words
"""


def _without_power(*commands: list[str]) -> subprocess.CompletedProcess[str]:
    """Commands of the program, by somebody for whom permissions hold: for root they do not."""
    as_anybody: list[str] = []
    if os.name == "nt":
        pytest.skip("Windows folders have no read-only flag that counts")
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everywhere, and there is no setpriv")
        as_anybody = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    command = [*as_anybody, sys.executable, "-c", _COMMANDS, json.dumps(commands)]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_read_only_study_is_analysed_and_says_that_nothing_was_recorded(
    locked: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in locked.iterdir()}
    study, out, exports = str(locked), tmp_path / "report", tmp_path / "exports"
    done = _without_power(
        ["study", "analyze", study, "--no-bootstrap", "--figures", "svg", "--report", str(out)],
        ["study", "export", study, "--out", str(exports), "--format", "tidy"],
        ["study", "status", study],
    )
    assert done.returncode == 0, done.stderr
    analysed = done.stderr.partition("$ study export")[0]
    assert "its record says nothing of this analysis" in analysed
    text = (out / "report.md").read_text("utf-8")
    assert "its record says nothing of this analysis" in text
    assert "3 raters" in text
    assert any(exports.iterdir())
    assert "3 of 26 raters" in done.stdout, done.stderr
    assert {path.name: path.read_bytes() for path in locked.iterdir()} == before
