"""A batch and an evaluation over a cluster of this computer's own, one of whose workers dies."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from sr_studio.cluster.batch import ClusterRunner
from sr_studio.cluster.connection import check_address, connected
from sr_studio.cluster.evaluation import Part, evaluate_on, evaluate_there
from sr_studio.errors import StudioError
from sr_studio.evaluation.request import EvaluationRequest
from sr_studio.evaluation.results import Note
from sr_studio.evaluation.runner import Silent, evaluate
from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture, read_xmp
from sr_studio.imaging.writing import write_picture
from sr_studio.imaging.xmp import properties_of
from sr_studio.upscaling.interpolations import interpolate
from sr_studio.upscaling.output import Existing, WriteOptions
from sr_studio.upscaling.queue import MOST_ATTEMPTS, UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem, QueueItem
from sr_studio.upscaling.request import UpscaleRequest
from tests.support.places import lock, mounted
from tests.upscaling.conftest import make_photo

_PICTURES = 6


def workers() -> list[psutil.Process]:
    """Processes of this test's cluster that make a picture right now."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "make_there" in " ".join(process.cmdline()):
                found.append(process)
        except psutil.Error:
            continue
    return found


def batch_of(queue: UpscaleQueue, folder: Path, *, height: int = 500) -> str:
    items = []
    for number in range(_PICTURES):
        source = folder / f"{number}.png"
        write_picture(Picture(make_photo(height, 400) + number), source)
        request = UpscaleRequest("lanczos", scale=4)
        options = WriteOptions(Existing.NUMBER)
        items.append(NewItem(source, folder / "out" / f"{number}.png", request, options))
    return queue.add(items)


@pytest.mark.slow
def test_a_worker_dies_and_nothing_is_lost_or_made_twice(ray: Any, tmp_path: Path) -> None:
    told: list[QueueItem] = []
    killed = threading.Event()

    def kill_one() -> None:
        while not killed.is_set():
            for process in workers()[:1]:
                process.kill()
                killed.set()
            time.sleep(0.01)

    with UpscaleQueue(tmp_path / "queue.sqlite") as queue:
        batch = batch_of(queue, tmp_path)
        # One that is no picture, and one that is there already.
        (tmp_path / "bad.png").write_bytes(b"no picture")
        bad = NewItem(tmp_path / "bad.png", tmp_path / "out" / "bad.png", UpscaleRequest())
        other = queue.add([bad])
        hunter = threading.Thread(target=kill_one, daemon=True)
        hunter.start()
        runner = ClusterRunner(ray, queue, on_outcome=told.append)
        runner.run(batch)
        runner.run(other)
        assert killed.is_set(), "a worker was killed in mid-picture"
        hunter.join()
        assert [item.state for item in queue.items(batch)] == [ItemState.DONE] * _PICTURES
        (failed,) = queue.items(other)
    assert failed.state is ItemState.FAILED and "not a picture" in failed.error
    assert len(told) == _PICTURES + 1, "each is told once"
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == [f"{number}.png" for number in range(_PICTURES)], "no half file, none twice"
    for number in (0, 3):
        pixels = read_picture(tmp_path / "out" / f"{number}.png").pixels
        expected = interpolate(make_photo(500, 400) + number, 2000, 1600, "lanczos")
        assert (pixels == expected).all()
    assert properties_of(read_xmp(tmp_path / "out" / "0.png"))["Method"] == "lanczos"
    report = told[0].report
    assert report is not None and report.size_out == (1600, 2000)


@pytest.mark.slow
def test_a_picture_that_kills_every_worker_is_given_up(ray: Any, tmp_path: Path) -> None:
    stop = threading.Event()

    def kill_all() -> None:
        while not stop.is_set():
            for process in workers():
                process.kill()
            time.sleep(0.01)

    with UpscaleQueue(tmp_path / "queue.sqlite") as queue:
        source = tmp_path / "a.png"
        write_picture(Picture(make_photo(900, 900)), source)
        batch = queue.add([NewItem(source, tmp_path / "b.png", UpscaleRequest("lanczos", 8))])
        hunter = threading.Thread(target=kill_all, daemon=True)
        hunter.start()
        ClusterRunner(ray, queue).run(batch)
        stop.set()
        hunter.join()
        (item,) = queue.items(batch)
    assert item.state is ItemState.FAILED and f"{MOST_ATTEMPTS} times" in item.error
    assert not (tmp_path / "b.png").exists()


@pytest.mark.slow
def test_what_could_not_be_written_here_is_not_sent(ray: Any, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    write_picture(Picture(make_photo(12, 15)), source)
    before, begun = source.read_bytes(), list[QueueItem]()
    request, options = UpscaleRequest("nearest"), WriteOptions(Existing.REPLACE)
    with mounted(tmp_path / "card", "size=1m"), UpscaleQueue(tmp_path / "queue.sqlite") as queue:
        lock(tmp_path / "card")
        outputs = (tmp_path / "card" / "b.png", source)
        batch = queue.add(NewItem(source, output, request, options) for output in outputs)
        ClusterRunner(ray, queue, on_start=lambda item, output: begun.append(item)).run(batch)
        locked, itself = queue.items(batch)
    assert "the folder may not be written to" in locked.error
    assert "would replace the picture itself" in itself.error
    assert source.read_bytes() == before and begun == []


class Told(Silent):
    """Keeps the notes an evaluation tells while it runs."""

    def __init__(self) -> None:
        self.notes: list[Note] = []

    def note(self, note: Note) -> None:
        self.notes.append(note)


@pytest.mark.slow
def test_an_evaluation_is_the_same_on_a_cluster(ray: Any, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for number in range(2):
            path = tmp_path / name / f"{number}.png"
            write_picture(Picture(make_photo(48 + number, 60)), path)
    (tmp_path / "two" / "below").mkdir()
    shutil.copy(tmp_path / "two" / "0.png", tmp_path / "two" / "below")
    request = EvaluationRequest(
        methods=("bicubic", "nearest"),
        data=(tmp_path / "one", tmp_path / "two"),
        scale=2,
        metrics=("psnr_y", "ssim_y"),
    )
    told = Told()
    here, there = evaluate(request), evaluate_on(ray, request, watcher=told)
    keys = [(row.model, row.dataset, row.image) for row in here.images]
    assert [(row.model, row.dataset, row.image) for row in there.images] == keys
    for one, other in zip(here.images, there.images, strict=True):
        assert all(one.values[key] == other.values[key] for key in request.metrics)
    assert [facts.model for facts in there.methods] == [facts.model for facts in here.methods]
    assert there.conventions == here.conventions
    assert there.notes == here.notes == told.notes
    assert "folders below" in here.notes[0].reason


def test_a_data_set_has_its_name_on_the_other_machine_too(tmp_path: Path) -> None:
    ready, data = tmp_path / "ready", tmp_path / "Set"
    for folder in (ready / "Set", data):  # one folder a data set
        folder.mkdir(parents=True)
        write_picture(Picture(make_photo(48, 60)), folder / "a.png")
    request = EvaluationRequest((str(ready),), (data,), scale=2, metrics=("ssim_y",))
    result = evaluate_there(
        Part(request, str(ready), "Set"), {"a.png": (data / "a.png").read_bytes()}, None
    )
    (row,) = result.images
    assert row.dataset == "Set" and row.values["ssim_y"] == 1.0


def test_addresses() -> None:
    for good in ("ray", "ray://head", "ray://head:10001"):
        check_address(good)
    for bad in ("", "dask", "ray://", "http://head"):
        with pytest.raises(StudioError, match="is no cluster"):
            check_address(bad)


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_one_sentence() -> None:
    pytest.importorskip("ray", reason="Ray (the extra `cluster`) is not installed")
    with pytest.raises(StudioError, match="cannot be used"), connected("ray://127.0.0.1:9"):
        pass
