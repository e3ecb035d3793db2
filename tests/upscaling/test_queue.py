"""The persistent queue: order, ownership, and what is left after processes were killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sr_studio.errors import StudioError
from sr_studio.sentences import Sentence
from sr_studio.upscaling.output import Existing, WriteOptions
from sr_studio.upscaling.queue import MOST_ATTEMPTS, UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem
from sr_studio.upscaling.request import UpscaleReport, UpscaleRequest
from sr_studio.upscaling.target import Target

REQUEST = UpscaleRequest("lanczos", target=Target(width=640), precision="fp32")
OPTIONS = WriteOptions(Existing.NUMBER, quality=80, keep_metadata=False)
#: Adds what it is told, claims one and waits to be killed.
WORKER = """
import sys
from pathlib import Path
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem
from sr_studio.upscaling.request import UpscaleRequest
queue = UpscaleQueue(Path(sys.argv[1]))
for batch in queue.batches():
    if batch.left_over:
        queue.adopt(batch.id)
queue.add([NewItem(Path(n), Path(n + ".out"), UpscaleRequest()) for n in sys.argv[3:]])
for _ in range(int(sys.argv[2])):
    queue.finish(queue.claim().id, ItemState.DONE)
print(queue.claim().source.name, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[UpscaleQueue]:
    with UpscaleQueue(tmp_path / "queue.sqlite") as opened:
        yield opened


def items(*names: str) -> list[NewItem]:
    return [NewItem(Path(name), Path(f"{name}.out"), REQUEST, OPTIONS) for name in names]


def names(queue: UpscaleQueue, *states: ItemState) -> list[str]:
    return [item.source.name for item in queue.items(states=states)]


def killed_worker(queue: UpscaleQueue, finished: int, *sources: str) -> str:
    """A process that finished some items and was killed at the next one; the name of that one."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(queue.path), str(finished), *sources],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    at_work = process.stdout.readline().strip()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return at_work


def test_an_item_comes_back_as_it_was_put_in(queue: UpscaleQueue, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"12345")
    batch = queue.add([NewItem(source, tmp_path / "b.png", REQUEST, OPTIONS)], "photos")
    item = queue.claim()
    assert item is not None and item.state is ItemState.WORKING and item.batch == batch
    assert (item.request, item.options) == (REQUEST, OPTIONS)
    assert (item.source, item.output) == (source, tmp_path / "b.png")
    assert item.stamp.startswith("5 ")
    report = UpscaleReport("Lanczos", 2.5, "CPU", "exact", "interpolation", None, 0.5, (1, 2))
    report = replace(report, notes=(Sentence("%1 was kept.", "b.png"), "As it was."))
    queue.finish(item.id, ItemState.DONE, output=tmp_path / "b (2).png", report=report)
    (done,) = queue.items(batch)
    assert done.report == report and [type(note) for note in done.report.notes] == [Sentence, str]
    assert done.output.name == "b (2).png"
    assert queue.claim() is None
    (kept,) = queue.batches()
    assert kept.title == "photos" and kept.counts == {ItemState.DONE: 1} and not kept.left_over


def test_order_pause_and_only_this_one(queue: UpscaleQueue) -> None:
    batch = queue.add(items("a", "b", "c", "d"))
    ids = {item.source.name: item.id for item in queue.items()}
    queue.move([ids["d"], ids["c"]], before=ids["a"])
    assert names(queue) == ["d", "c", "a", "b"]
    queue.move([ids["d"]])
    assert names(queue) == ["c", "a", "b", "d"]
    queue.pause(batch)
    assert queue.is_paused(batch) and queue.claim() is None
    only = queue.claim(item=ids["b"])
    assert only is not None and only.source.name == "b", "asked for by name, even when paused"
    assert queue.claim(item=ids["b"]) is None
    queue.pause(batch, False)
    first = queue.claim(batch)
    assert first is not None and first.source.name == "c"


def test_what_is_cancelled_removed_and_tried_again(queue: UpscaleQueue) -> None:
    queue.add(items("a", "b", "c"))
    working = queue.claim()
    assert working is not None
    ids = [item.id for item in queue.items()]
    queue.cancel(ids)
    queue.remove(ids[:2])
    assert names(queue) == ["a", "c"], "what is worked on stays"
    queue.finish(working.id, ItemState.FAILED, error="It broke.")
    queue.retry(ids)
    assert [item.state for item in queue.items()] == [ItemState.WAITING] * 2
    assert queue.items()[0].error == ""


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_a_killed_process_loses_nothing_and_nothing_is_done_twice(queue: UpscaleQueue) -> None:
    assert killed_worker(queue, 1, "a", "b", "c") == "b"
    (batch,) = queue.batches()
    assert batch.left_over and queue.claim() is None, "nobody takes it without being asked"
    assert queue.adopt(batch.id) == 2
    assert names(queue, ItemState.DONE) == ["a"]
    again = queue.claim()
    assert again is not None and (again.source.name, again.attempts) == ("b", 1)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_a_picture_that_kills_is_given_up(queue: UpscaleQueue) -> None:
    killed_worker(queue, 0, "killer", "good")
    for _ in range(MOST_ATTEMPTS - 1):
        assert killed_worker(queue, 0) == "killer"
    queue.recover()
    killer, good = queue.items()
    assert killer.state is ItemState.FAILED and "ended while it worked" in killer.error
    assert good.state is ItemState.WAITING and good.attempts == 0


def test_a_picture_at_which_windows_are_closed_is_not_given_up(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    with UpscaleQueue(path) as queue:
        batch = queue.add(items("large", "next"))
    for _ in range(MOST_ATTEMPTS + 1):
        with UpscaleQueue(path) as queue:
            assert queue.adopt(batch) == 2
            large = queue.claim()
            assert large is not None and large.source.name == "large"
            queue.put_back(large.id)
            assert [item.attempts for item in queue.items()] == [1, 0], "its result may be there"


def test_two_openings_share_the_queue_and_not_their_items(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    with UpscaleQueue(path) as one, UpscaleQueue(path) as two:
        batch = one.add(items("a"))
        assert names(two) == ["a"]
        assert two.claim() is None
        with pytest.raises(StudioError, match="at work on this batch"):
            two.adopt(batch)
        two.pause(batch)
        assert one.claim() is None, "either may pause"


def test_ten_thousand_items(queue: UpscaleQueue) -> None:
    queue.add(items(*(f"{n}.png" for n in range(10_000))))
    for n in range(20):
        item = queue.claim()
        assert item is not None and item.source.name == f"{n}.png"
        queue.finish(item.id, ItemState.DONE)
    assert queue.batches()[0].counts == {ItemState.WAITING: 9980, ItemState.DONE: 20}


def test_old_batches_are_forgotten_but_never_open_ones(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    with UpscaleQueue(path) as queue:
        queue.add(items("open"))
        for n in range(60):
            queue.add(items(f"{n}"))
        ids = [item.id for item in queue.items()]
        queue.cancel(ids[1:])
    with UpscaleQueue(path) as queue:
        assert len(queue.batches()) == 51 and names(queue)[:2] == ["open", "10"]


def test_names_that_are_not_utf8(queue: UpscaleQueue, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"caf\xe9.png")
    queue.add([NewItem(odd, odd, REQUEST)])
    assert queue.items()[0].source == odd


def test_a_file_that_is_no_queue(tmp_path: Path) -> None:
    path = tmp_path / "queue.sqlite"
    path.write_bytes(b"something else" * 100)
    with pytest.raises(StudioError, match="the queue cannot be used"):
        UpscaleQueue(path)
    assert path.read_bytes() == b"something else" * 100
