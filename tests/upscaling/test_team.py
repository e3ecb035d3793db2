"""Several devices of one computer, several times the CPU in their place."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from sr_studio.imaging.picture import Picture
from sr_studio.imaging.reading import read_picture
from sr_studio.imaging.writing import write_picture
from sr_studio.progress import CancelToken
from sr_studio.upscaling.device_wishes import devices_of
from sr_studio.upscaling.devices import cards, list_devices
from sr_studio.upscaling.output import Existing, WriteOptions
from sr_studio.upscaling.places import policy_of
from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem, QueueItem
from sr_studio.upscaling.record import record_of
from sr_studio.upscaling.request import UpscaleRequest
from sr_studio.upscaling.sharing_cores import workers_for
from sr_studio.upscaling.team import DeviceTeam
from sr_studio.upscaling.upscaler import Upscaler
from tests.commands.test_upscale import upscale
from tests.upscaling.conftest import MakeModel, make_photo


def batch_of(queue: UpscaleQueue, folder: Path, model: Path, count: int) -> str:
    request = UpscaleRequest(str(model), device="cpu", backend="torch")
    items = []
    for number in range(count):
        source = folder / f"{number}.png"
        write_picture(Picture(make_photo(30 + number, 40)), source)
        # All of them want the same name: numbers must not be given out twice.
        items.append(NewItem(source, folder / "out.png", request, WriteOptions(Existing.NUMBER)))
    return queue.add(items)


def test_every_picture_is_made_once_by_one_of_them(make_model: MakeModel, tmp_path: Path) -> None:
    told: list[QueueItem] = []
    threads: set[str] = set()

    def begun(item: QueueItem, output: Path) -> None:
        threads.add(threading.current_thread().name)

    (tmp_path / "in").mkdir()
    with UpscaleQueue(tmp_path / "queue.sqlite") as queue:
        batch = batch_of(queue, tmp_path / "in", make_model(), 8)
        team = DeviceTeam(["cpu", "cpu"], queue, on_start=begun, on_outcome=told.append)
        team.run(batch)
        items = queue.items(batch)
    assert [item.state for item in items] == [ItemState.DONE] * 8
    assert len({item.output for item in items}) == 8 and len(told) == 8
    made = sorted(path.name for path in (tmp_path / "in").glob("out*"))
    assert made == sorted(["out.png", *(f"out ({number}).png" for number in range(2, 9))])
    assert len(threads) == 2, "both took part"


def test_what_was_written_before_a_process_died_is_not_made_beside_itself(
    make_model: MakeModel, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    with UpscaleQueue(tmp_path / "queue.sqlite") as queue:
        batch = batch_of(queue, tmp_path / "in", make_model(), 1)
        DeviceTeam(["cpu"], queue).run(batch)
        (done,) = queue.items(batch)
    record = record_of(done.source, done.request, done.options)
    assert policy_of(done, record) is Existing.NUMBER
    assert policy_of(replace(done, attempts=1), record) is Existing.REPLACE
    other = record_of(done.source, replace(done.request, scale=2), done.options)
    assert policy_of(replace(done, attempts=1), other) is Existing.NUMBER


def test_stopped_together(make_model: MakeModel, tmp_path: Path) -> None:
    cancel = CancelToken()
    (tmp_path / "in").mkdir()
    with UpscaleQueue(tmp_path / "queue.sqlite") as queue:
        batch = batch_of(queue, tmp_path / "in", make_model(), 6)
        DeviceTeam(
            ["cpu", "cpu"], queue, on_outcome=lambda item: cancel.cancel(), cancel=cancel
        ).run(batch)
        states = {item.state for item in queue.items(batch)}
    assert states == {ItemState.DONE, ItemState.WAITING}


def test_many_small_pictures_share_the_cores(make_model: MakeModel, tmp_path: Path) -> None:
    """Each worker has a part of the threads, and makes the very pixels that all of them make."""
    request = UpscaleRequest(str(make_model()), device="cpu", backend="openvino", precision="fp32")
    (tmp_path / "in").mkdir()
    items = []
    for number in range(40):
        source = tmp_path / "in" / f"{number}.png"
        write_picture(Picture(make_photo(12, 10 + number % 2)), source)
        items.append(NewItem(source, tmp_path / "out" / f"{number}.png", request, WriteOptions()))
    large = tmp_path / "large.png"
    write_picture(Picture(make_photo(300, 300)), large)
    upscaler, threads = Upscaler(), torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        upscaler.prepare(request)
        assert workers_for(items, upscaler) == 2
        assert workers_for(items[:30], upscaler) == 1, "too few"
        other = replace(items[0], source=large)
        assert workers_for([*items, other], upscaler) == 1, "one is large"
        by_torch = replace(request, backend="torch")
        assert workers_for([replace(one, request=by_torch) for one in items], upscaler) == 1
        with UpscaleQueue(tmp_path / "queue.sqlite") as queue:
            batch = queue.add(items)
            DeviceTeam(["auto"], queue, sharing=2, upscaler=upscaler).run(batch)
            assert {item.state for item in queue.items(batch)} == {ItemState.DONE}
    finally:
        torch.set_num_threads(threads)
    for item in (items[0], items[1]):
        expected = upscaler.upscale(read_picture(item.source), request).picture.pixels
        assert (read_picture(item.output).pixels == expected).all()


def test_words_for_devices(
    tmp_path: Path, make_model: MakeModel, capsys: pytest.CaptureFixture[str]
) -> None:
    def two() -> list[str]:
        return ["cuda:0", "cuda:1"]

    assert devices_of("xpu:0, xpu:1", two) == ["xpu:0", "xpu:1"]
    assert devices_of("auto", two) == ["auto"] and devices_of("cpu", two) == ["cpu"]
    assert devices_of("all", two) == two() and devices_of("all", list) == ["auto"]
    assert all(name in dict(list_devices()) for name in cards())
    for number in range(3):
        write_picture(Picture(make_photo(20, 21 + number)), tmp_path / f"{number}.png")
    pictures = [tmp_path / f"{number}.png" for number in range(3)]
    words = ["-m", make_model(), "--device", "cpu,cpu", "--backend", "torch"]
    assert upscale(*pictures, *words, "-o", tmp_path / "out") == 0
    assert len(list((tmp_path / "out").iterdir())) == 3
    assert upscale(*pictures, "-m", "bicubic", "--on", "dask") == 2
    assert "is no cluster" in capsys.readouterr().err
