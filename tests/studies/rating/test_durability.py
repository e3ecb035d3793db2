"""No acknowledged rating is lost, none is there twice, whatever kills the program."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from sr_studio.studies.rating.opening import open_conductor
from sr_studio.studies.rating.steps import Show
from sr_studio.studies.stimuli.verify import verify_study
from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.loading import load_ratings
from sr_studio.studies.store.store import Store
from tests.studies.conftest import next_shown
from tests.studies.rating.scripted_rater import answer_to, make_way, score_of

STRACE = ["strace", "-f", "-y", "-s", "80", "-e", "trace=write,fsync,fdatasync", "-o"]
RATER = [sys.executable, "-m", "tests.studies.rating.scripted_rater"]


def _start(study: Path, log: Path, root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*RATER, str(study), "R1", str(log)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _acknowledged(log: Path) -> dict[str, int]:
    """Presentation to score, of every rating whose commit had returned."""
    text = log.read_text() if log.exists() else ""
    return {
        words[1]: int(words[2])
        for words in (line.split() for line in text.splitlines())
        if words[0] == "rated" and len(words) == 3
    }


def _check(study: Path, log: Path) -> tuple[int, set[str]]:
    """What is in the database against what was acknowledged; gives the unacknowledged rest."""
    acknowledged = _acknowledged(log)
    with StudyFolder(study).open_store() as store:
        rater = store.find_rater("R1")
        if rater is None:
            assert not acknowledged
            return 0, set()
        stored: dict[str, int] = {}
        for block in range(len(store.sessions(rater.id)) + 1):
            for row in store.presentations(rater.id, block):
                if row.rated:
                    assert row.revision == 1
                    assert row.score is not None
                    stored[str(row.id)] = row.score
        with store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
    assert rows == len(stored)
    assert {key: stored[key] for key in acknowledged} == acknowledged
    return rows, set(stored) - set(acknowledged)


def _killed_again_and_again(study: Path, tmp_path: Path, root: Path, kills: int) -> None:
    moments = random.Random(17)
    log = tmp_path / "log"
    unheard: set[str] = set()
    for _ in range(kills):
        if _finished(study):
            # Everything is rated: the next rater of the same test begins in a fresh copy.
            shutil.rmtree(study)
            shutil.copytree(tmp_path / "fresh", study)
            log.unlink()
            unheard = set()
        before, _ = _check(study, log)
        process = _start(study, log, root)
        _wait_for_life(process, log)
        time.sleep(moments.uniform(0, 0.35))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        after, unacknowledged = _check(study, log)
        # At most the one rating that was on its way is there without having been acknowledged.
        assert after >= before and len(unacknowledged - unheard) <= 1
        unheard = unacknowledged
    last = _start(study, log, root)
    output, errors = last.communicate(timeout=120)
    assert last.returncode == 0 and b"end" in output, errors.decode()
    rows, _ = _check(study, log)
    with StudyFolder(study).open_store() as store:
        assert verify_study(StudyFolder(study), store).problems == ()
        main = load_ratings(store, roles=("test", "repeat"))
        assert main["position"].tolist() == list(range(1, len(main) + 1))
        assert main["score"].tolist() == [score_of(seq) for seq in main["position"]]
    _went_on_at_the_right_place(log)
    assert rows > len(main)


def _finished(study: Path) -> bool:
    with StudyFolder(study).open_store() as store:
        rater = store.find_rater("R1")
        return rater is not None and next_shown(store, rater.id) is None


def _wait_for_life(process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it shows something, so that the moments lie in the rating and not in the imports."""
    size = log.stat().st_size if log.exists() else 0
    while process.poll() is None and (log.stat().st_size if log.exists() else 0) == size:
        time.sleep(0.002)


def _went_on_at_the_right_place(log: Path) -> None:
    """Nothing is shown again after its rating was acknowledged, and nothing is rated unshown."""
    rated: set[str] = set()
    shown: set[str] = set()
    for line in log.read_text().splitlines():
        kind, presentation, *_ = line.split()
        if kind == "shown":
            assert presentation not in rated
            shown.add(presentation)
        else:
            assert presentation in shown
            rated.add(presentation)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_at_random_moments(study: Path, tmp_path: Path, root: Path) -> None:
    shutil.copytree(study, tmp_path / "fresh")
    _killed_again_and_again(study, tmp_path, root, kills=4)


@pytest.mark.slow
@pytest.mark.timeout(1200)  # two hundred programs are started
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_killed_at_two_hundred_random_moments(study: Path, tmp_path: Path, root: Path) -> None:
    shutil.copytree(study, tmp_path / "fresh")
    _killed_again_and_again(study, tmp_path, root, kills=200)


def test_killed_inside_the_transaction(study: Path, root: Path) -> None:
    """Killed by itself after the row was written and before the commit: as if never answered."""
    program = """
import os, signal, sys
import sqlalchemy as sa
from pathlib import Path
from sr_studio.studies.rating.opening import open_conductor
from tests.studies.rating.scripted_rater import answer_to, make_way
conductor = open_conductor(Path(sys.argv[1]), "R1")
for number in range(7):
    make_way(conductor)
    if number == 6:
        sa.event.listen(conductor.store.engine, "commit",
                        lambda _: os.kill(os.getpid(), signal.SIGKILL))
    conductor.answer(answer_to(conductor.step))
"""
    process = subprocess.run([sys.executable, "-c", program, str(study)], cwd=root)
    assert process.returncode == -signal.SIGKILL
    with StudyFolder(study).open_store() as store:
        assert len(load_ratings(store, roles=None)) == 6
    conductor = open_conductor(study, "R1")
    assert make_way(conductor)
    step = conductor.step
    assert isinstance(step, Show)
    assert (step.number, step.attempt) == (3, 2)  # that showing was interrupted, and it is known
    conductor.close()


def test_killed_before_the_first_rating(study: Path, root: Path) -> None:
    """Killed while the very first picture is on the screen: the rater goes on all the same."""
    program = """
import os, signal, sys
from pathlib import Path
from sr_studio.studies.rating.opening import open_conductor
from tests.studies.rating.scripted_rater import make_way
conductor = open_conductor(Path(sys.argv[1]), "R1")
make_way(conductor)
os.kill(os.getpid(), signal.SIGKILL)
"""
    process = subprocess.run([sys.executable, "-c", program, str(study)], cwd=root)
    assert process.returncode == -signal.SIGKILL
    conductor = open_conductor(study, "R1")
    assert make_way(conductor)
    step = conductor.step
    assert isinstance(step, Show)
    assert (step.number, step.attempt) == (1, 2)
    conductor.close()


def test_every_rating_waits_for_the_disk(study: Path, tmp_path: Path, root: Path) -> None:
    """Traced: between a showing's log line and the line of its rating lies an fsync of the log."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed here")
    trace, log = tmp_path / "trace", tmp_path / "log"
    process = subprocess.run(
        [*STRACE, str(trace), *RATER, str(study), "R1", str(log)],
        cwd=root,
        capture_output=True,
        text=True,
    )
    if not trace.exists() or "shown" not in trace.read_text():
        pytest.skip(f"strace may not trace here: {process.stderr[-200:]}")
    waiting, synced, ratings = False, False, 0
    for line in trace.read_text().splitlines():
        if re.search(r'write\(\d+<[^>]*/log>, "shown', line):
            waiting, synced = True, False
        elif waiting and re.search(r"f(data)?sync\(\d+<[^>]*study\.sqlite-wal>", line):
            synced = True
        elif waiting and re.search(r'write\(\d+<[^>]*/log>, "rated', line):
            assert synced, f"rating {ratings + 1} was acknowledged before it was on the disk"
            waiting, ratings = False, ratings + 1
    assert ratings == len(_acknowledged(log)) > 20


def test_a_rating_takes_little_time(study: Path) -> None:
    """The median commit stays well inside the grey gap; the tail hangs on the machine's disk."""
    conductor = open_conductor(study, "R1")
    taken = []
    while make_way(conductor):
        step = conductor.step
        assert isinstance(step, Show)
        answer = answer_to(step)
        begin = time.perf_counter()
        conductor.answer(answer)
        taken.append(time.perf_counter() - begin)
    conductor.close()
    assert sorted(taken)[len(taken) // 2] < 0.3


def test_fifty_raters_at_once_on_postgresql(study: Path, postgresql: str) -> None:
    """Fifty sessions, each with its own connections, enrol and rate at the same time."""
    Store.create(postgresql, StudyFolder(study).manifest).close()
    failures: list[BaseException] = []
    together = threading.Barrier(50)

    def rate() -> None:
        try:
            conductor = open_conductor(study, database=postgresql)
            together.wait(60)
            for _ in range(9):
                assert make_way(conductor)
                step = conductor.step
                assert isinstance(step, Show)
                conductor.answer(answer_to(step))
            conductor.close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=rate) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(240)
    assert failures == []
    folder = StudyFolder(study)
    with folder.open_store(postgresql) as store:
        raters = store.raters()
        assert sorted(rater.number for rater in raters) == list(range(1, 51))
        table = load_ratings(store, roles=("test", "repeat"))
        # Six of each were before the test: practice, told scores, stabilising.
        assert Counter(table["rater"]) == {rater.pseudonym: 3 for rater in raters}
        assert table["score"].tolist() == [score_of(seq) for seq in table["position"]]
        assert verify_study(folder, store).problems == ()
