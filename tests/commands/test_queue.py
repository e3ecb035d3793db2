"""``sr-studio queue`` while a window is open."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.upscaling.queue import UpscaleQueue
from sr_studio.upscaling.queue_items import ItemState, NewItem
from sr_studio.upscaling.request import UpscaleRequest
from tests.support.commands import run


def test_what_an_open_window_failed_at_is_left_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with UpscaleQueue() as window:
        wanted = NewItem(tmp_path / "a.png", tmp_path / "b.png", UpscaleRequest("nearest"))
        window.add([wanted], "window")
        item = window.claim()
        assert item is not None
        window.finish(item.id, ItemState.FAILED, error="no memory")
        assert run("queue", "retry") == 0
        told = capsys.readouterr()
        assert told.out == "0 pictures wait again.\n"
        assert told.err == (
            "note: 1 more are those of a window or command that is still open: "
            "try them again there.\n"
        )
        assert window.claim() is None
    assert run("queue", "retry") == 0
    assert capsys.readouterr().out == "1 pictures wait again.\n"
