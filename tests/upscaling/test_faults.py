"""What goes wrong around a batch: disks, files that change, models that are replaced, clocks."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sr_studio
from sr_studio.errors import StudioError
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_xmp
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from sr_studio.progress import Progress
from sr_studio.upscaling.batch import BatchRunner
from sr_studio.upscaling.output import WriteOptions
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem, QueueItem
from sr_studio.upscaling.record import file_digest
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.upscaler import Upscaler
from tests.support.places import lock, mounted, powerless
from tests.upscaling.conftest import MakeModel, make_photo

#: Runs a command of the program with files no larger than so many bytes.
LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from sr_studio.cli import main
main()
"""
#: Runs a command of the program as somebody who is not root.
AS_NOBODY = """
import os, sys
os.setgid(65534); os.setuid(65534)
from sr_studio.cli import main
main()
"""


def photo(path: Path, height: int = 12, width: int = 15, tone: int = 0) -> Path:
    write_picture(Picture(make_photo(height, width) + np.uint8(tone)), path)
    return path


def run(queue: UpscaleQueue, items: list[NewItem], **callbacks: Any) -> list[QueueItem]:
    batch = queue.add(items)
    BatchRunner(Upscaler(), queue, **callbacks).run(batch)
    return queue.items(batch)


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[UpscaleQueue]:
    with UpscaleQueue(tmp_path / "queue.sqlite") as opened:
        yield opened


def noisy(path: Path) -> Path:
    """A picture whose result no encoder makes small."""
    generator = np.random.default_rng(4)
    pixels = generator.integers(0, 256, (300, 300, 3)).astype(np.uint8)
    write_picture(Picture(pixels), path)
    return path


def program(script: str, *words: object) -> Any:
    """The report of a command that ran in a process of its own."""
    command = [sys.executable, "-c", script, *map(str, words), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout)["pictures"]


@pytest.mark.skipif(os.name != "posix", reason="limits of POSIX systems")
def test_a_write_that_ends_in_the_middle_costs_one_picture(tmp_path: Path) -> None:
    """Whatever ends it: here no file may grow beyond two megabytes."""
    (tmp_path / "out").mkdir()
    before = photo(tmp_path / "out" / "b_x4_nearest.png").read_bytes()
    pictures = [photo(tmp_path / "a.png"), noisy(tmp_path / "b.png"), photo(tmp_path / "c.png")]
    words = ["upscale", *pictures, "-m", "lanczos", "-o", tmp_path / "out"]
    words += ["--template", "{name}_x4_nearest", "--overwrite"]
    rows = program(LIMITED, 2_000_000, *words)
    assert [row["status"] for row in rows] == ["done", "failed", "done"]
    assert "writing failed" in rows[1]["error"] or "encoding" in rows[1]["error"]
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"{name}_x4_nearest.png" for name in "abc"], "nothing half-made is left"
    assert (tmp_path / "out" / "b_x4_nearest.png").read_bytes() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte; skipped where the test may not mount one."""
    with mounted(tmp_path / "disk", "size=1m"):
        yield tmp_path / "disk"


@pytest.fixture
def locked_disk(tmp_path: Path) -> Iterator[Path]:
    """A read-only file system with a picture on it; skipped where the test may not mount one."""
    with mounted(tmp_path / "card", "size=1m"):
        photo(tmp_path / "card" / "a.png")
        lock(tmp_path / "card")
        yield tmp_path / "card"


@pytest.mark.parametrize("format", ["png", "tiff", "jpeg", "webp", "avif"])
def test_a_disk_that_is_full(
    queue: UpscaleQueue, tmp_path: Path, small_disk: Path, format: str
) -> None:
    items = [
        NewItem(source, small_disk / f"{source.stem}.{format}", UpscaleRequest("lanczos", 4))
        for source in (photo(tmp_path / "a.png"), noisy(tmp_path / "b.png"))
    ]
    items.append(NewItem(tmp_path / "a.png", small_disk / f"c.{format}", UpscaleRequest("nearest")))
    options = WriteOptions(quality=100)
    items = [NewItem(one.source, one.output, one.request, options) for one in items]
    small, large, last = run(queue, items)
    assert (small.state, large.state, last.state) == (
        ItemState.DONE,
        ItemState.FAILED,
        ItemState.DONE,
    )
    assert "disk is full" in large.error
    assert sorted(path.name for path in small_disk.iterdir()) == [f"a.{format}", f"c.{format}"]


def test_a_disk_without_room_is_found_before_the_work(
    queue: UpscaleQueue, tmp_path: Path, small_disk: Path
) -> None:
    source, told = photo(tmp_path / "a.png", 600, 600), list[Progress]()
    wanted = NewItem(source, small_disk / "a.png", UpscaleRequest("lanczos", 4))
    (item,) = run(queue, [wanted], on_progress=told.append)
    assert "needs at least 3.5 MB of disk and 1.0 MB are free" in item.error
    assert told == [] and list(small_disk.iterdir()) == []


def test_a_disk_that_may_only_be_read_is_found_before_the_work(
    queue: UpscaleQueue, locked_disk: Path
) -> None:
    """Beside the originals on a locked card, where most results go."""
    told: list[Progress] = []
    wanted = NewItem(locked_disk / "a.png", locked_disk / "b.png", UpscaleRequest("lanczos", 4))
    (item,) = run(queue, [wanted], on_progress=told.append)
    assert item.state is ItemState.FAILED and "the folder may not be written to" in item.error
    assert told == []


@pytest.mark.skipif(os.name == "nt", reason="permissions are another matter there")
def test_a_folder_of_somebody_else_is_found_before_the_work(queue: UpscaleQueue) -> None:
    with tempfile.TemporaryDirectory() as name:
        place, told = Path(name), list[Progress]()
        source = photo(place / "a.png")
        place.chmod(0o555)
        wanted = NewItem(source, place / "b.png", UpscaleRequest("lanczos", 4))
        batch = queue.add([wanted])
        runner = BatchRunner(Upscaler(), queue, on_progress=told.append)
        with powerless():
            runner.run(batch)
        (item,) = queue.items(batch)
        assert "the folder may not be written to" in item.error and told == []
        assert [one.name for one in place.iterdir()] == ["a.png"]
        place.chmod(0o755)


def fill(disk: Path) -> None:
    """Lay a file on a small disk that takes what is left of it."""
    with contextlib.suppress(OSError), (disk / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(512))


@pytest.mark.parametrize("space_again", [False, True])
def test_a_disk_that_is_full_below_the_queue(
    tmp_path: Path, small_disk: Path, space_again: bool
) -> None:
    """Results go to another disk; the queue is told once there is space again, or says so."""
    request = UpscaleRequest("nearest", 2)
    items = [
        NewItem(photo(tmp_path / f"{number}.png"), tmp_path / f"{number}_out.png", request)
        for number in range(4)
    ]
    said: list[str] = []
    made: list[QueueItem] = []

    def outcome(item: QueueItem) -> None:
        made.append(item)
        if space_again and len(made) == 3:
            (small_disk / "filler").unlink()

    def start(item: QueueItem, output: Path) -> None:
        if not made and item.source.name == "0.png":
            fill(small_disk)

    def trouble(error: StudioError) -> None:
        said.append(str(error))

    told = {"on_start": start, "on_outcome": outcome, "on_trouble": trouble}
    lost = pytest.raises(StudioError, match="disk is full")
    with (
        contextlib.nullcontext() if space_again else lost,
        UpscaleQueue(small_disk / "queue.sqlite") as queue,
    ):
        noted = run(queue, items, **told)
    assert [item.state for item in made] == [ItemState.DONE] * 4
    assert sorted(item.source.name for item in made) == [f"{number}.png" for number in range(4)]
    assert all(item.output.is_file() for item in items)
    assert said and all("disk is full" in sentence for sentence in said)
    assert ([item.state for item in noted] == [ItemState.DONE] * 4) is space_again


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else"
)
def test_a_folder_that_may_only_be_read() -> None:
    needed = (Path(os.__file__), Path(sr_studio.__file__), Path(np.__file__))
    if not all(one.stat().st_mode & 0o001 for path in needed for one in path.resolve().parents):
        pytest.skip("what the program needs may be read by root only here")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        place = Path(name)
        place.chmod(0o755)
        home, closed = place / "home", place / "closed"
        home.mkdir(mode=0o777)
        home.chmod(0o777)
        closed.mkdir(mode=0o555)
        source = photo(place / "a.png")
        source.chmod(0o644)
        command = [sys.executable, "-c", AS_NOBODY, "upscale", str(source), "-m", "nearest"]
        command += ["-o", str(closed), "--json"]
        around = {**os.environ, "SR_STUDIO_HOME": str(home), "HOME": str(home)}
        done = subprocess.run(
            command, env=around, capture_output=True, text=True, timeout=240, check=False
        )
        (row,) = json.loads(done.stdout)["pictures"]
        assert "may not be written to" in row["error"] and "Traceback" not in done.stderr
        assert list(closed.iterdir()) == []


def test_pictures_that_go_or_change_while_they_wait(queue: UpscaleQueue, tmp_path: Path) -> None:
    sources = [photo(tmp_path / f"{name}.png") for name in ("first", "gone", "changed", "broken")]
    items = [
        NewItem(source, tmp_path / "out" / source.name, UpscaleRequest("nearest", 2))
        for source in sources
    ]

    def meanwhile(item: QueueItem, output: Path) -> None:
        if item.source.name == "first.png":
            sources[1].unlink()
            photo(sources[2], tone=60)
            sources[3].write_bytes(sources[3].read_bytes()[:-60])

    first, gone, changed, broken = run(queue, items, on_start=meanwhile)
    assert first.state is ItemState.DONE
    assert gone.state is ItemState.FAILED and "no such file" in gone.error
    assert broken.state is ItemState.FAILED and "damaged" in broken.error
    assert changed.state is ItemState.DONE and changed.report is not None
    assert any("changed while it waited" in note for note in changed.report.notes)
    made = read_picture(changed.output).pixels
    assert np.array_equal(made[::2, ::2], read_picture(sources[2]).pixels)
    assert properties_of(read_xmp(changed.output))["Source"] == file_digest(sources[2])
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "changed.png",
        "first.png",
    ]


def test_a_model_that_is_replaced_between_two_pictures(
    queue: UpscaleQueue, tmp_path: Path, make_model: MakeModel
) -> None:
    model = make_model()
    request = UpscaleRequest(str(model), device="cpu", backend="torch", precision="fp32")
    items = [
        NewItem(photo(tmp_path / f"{number}.png"), tmp_path / f"{number}_out.png", request)
        for number in range(3)
    ]
    digests = [file_digest(model)]

    def meanwhile(item: QueueItem) -> None:
        if item.source.name == "0.png":
            make_model(change=lambda network: network.conv_last.weight.data.mul_(-9))
            digests.append(file_digest(model))
        elif item.source.name == "1.png":
            model.write_bytes(b"no model any more")

    # One after the other: otherwise the next is begun while the last is written.
    outcomes = [run(queue, [item], on_outcome=meanwhile)[0] for item in items]
    assert [item.state for item in outcomes] == [ItemState.DONE, ItemState.DONE, ItemState.FAILED]
    told = [properties_of(read_xmp(item.output))["Model"] for item in outcomes[:2]]
    assert told == digests and digests[0] != digests[1]
    one, other = (read_picture(item.output).pixels.astype(int) for item in outcomes[:2])
    assert np.abs(one - other).max() > 0, "the second was made by the new one"
    assert "random.safetensors" in outcomes[2].error


def test_a_clock_that_jumps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make_model: MakeModel
) -> None:
    """Back by a year and forth by a century: order, ownership and resuming ask no clock."""
    place = tmp_path / "queue.sqlite"
    sources = [photo(tmp_path / f"{number}.png") for number in range(3)]
    os.utime(sources[1], (0, 0))
    os.utime(sources[2], (4_102_444_800, 4_102_444_800))
    request = UpscaleRequest(str(make_model()), device="cpu", backend="torch")
    items = [NewItem(one, tmp_path / "out" / one.name, request) for one in sources]
    now = time.time
    jumps = iter((-3.2e7, 3.2e9, -1.0e6, 0.0))
    with UpscaleQueue(place) as first, UpscaleQueue(place) as second:
        batch = first.add(items)
        for file in tmp_path.rglob("queue.sqlite*"):
            os.utime(file, (0, 0))

        def jump(item: QueueItem) -> None:
            off = next(jumps)
            monkeypatch.setattr(time, "time", lambda: now() + off)

        assert [one.left_over for one in second.batches()] == [False], "its owner lives"
        BatchRunner(Upscaler(), first, on_outcome=jump).run(batch)
        outcomes = first.items(batch)
    assert [item.state for item in outcomes] == [ItemState.DONE] * 3
    for item in outcomes:
        assert item.report is not None and 0 <= item.report.seconds < 600
        assert not any("changed while it waited" in note for note in item.report.notes)


def test_ten_thousand_are_queued_and_taken_at_once(tmp_path: Path, queue: UpscaleQueue) -> None:
    """Ten thousand names of one small picture; the first hundred are made."""
    source = photo(tmp_path / "one.png")
    request = UpscaleRequest("nearest", 2)
    batch = queue.add(
        NewItem(source, tmp_path / "out" / f"{number}.png", request) for number in range(10_000)
    )
    done: list[QueueItem] = []

    def count(item: QueueItem) -> None:
        done.append(item)
        if len(done) == 100:
            queue.cancel(one.id for one in queue.items(batch, states=[ItemState.WAITING]))

    BatchRunner(Upscaler(), queue, on_outcome=count).run(batch)
    assert 100 <= len(done) <= 102 and all(one.state is ItemState.DONE for one in done)
    assert len(list((tmp_path / "out").iterdir())) == len(done)
