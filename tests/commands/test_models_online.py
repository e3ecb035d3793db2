"""``sr-studio models find``, ``get``, ``examples`` and ``get-weights`` against a local server."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from PIL import Image

from sr_studio import paths
from sr_studio.hub import weights
from sr_studio.zoo import catalogue
from tests.commands.test_models import _models
from tests.hub.conftest import model_bytes, offer, server
from tests.support import web
from tests.support.web import Server

__all__ = ["model_bytes", "server"]  # fixtures


@pytest.fixture(autouse=True)
def _nothing_half_done() -> Iterator[None]:
    """Whatever happens, the folder of models holds whole models only."""
    yield
    folder = paths.user_models_dir()
    left = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    assert left == [entry.path.name for entry in catalogue.list_models() if entry.origin == "own"]


def own() -> list[str]:
    return [entry.name for entry in catalogue.list_models() if entry.origin == "own"]


def kept_index_file() -> Path:
    (file,) = (paths.user_cache_dir() / "index").iterdir()
    return file


def leftovers() -> list[Path]:
    folder = paths.user_cache_dir() / "downloads"
    return list(folder.iterdir()) if folder.is_dir() else []


def test_find_shows_what_is_needed_to_choose(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(server, model_bytes)
    assert _models("find", "web", "--scale", 4, "--tag", "jpeg") == 0
    line = capsys.readouterr().out.splitlines()[1]
    assert line.split()[:3] == ["4x-tiny", "x4", "esrgan"]
    assert "CC-BY-NC-4.0 (not for commercial use)" in line
    assert line.endswith("one, two")
    assert _models("find", "nothing-like-it", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert server.paths() == ["/models.json"], "asked once a day"


def test_find_without_words_is_the_short_list(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(server, model_bytes)
    index = {"2x-Text2HD-v-1": _entry(server)}
    server.answers["/models.json"] = web.whole(json.dumps(index).encode())
    assert _models("find") == 0
    out = capsys.readouterr().out
    assert out.startswith("Text:\n  2x-Text2HD-v-1  (x4, ")


def _entry(server: Server) -> dict[str, object]:
    from tests.hub.conftest import entry

    return entry(server.url("/tiny.pth"), b"x")


def test_get_adds_a_checked_model_with_its_licence(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(server, model_bytes)
    assert _models("get", "4X-TINY") == 0
    told = capsys.readouterr()
    assert told.out == "4x-tiny\n"
    assert "licence:  CC-BY-NC-4.0 (not for commercial use)" in told.err
    assert "author:   one, two" in told.err
    card = catalogue.find("4x-tiny").card
    assert card is not None
    assert card.licence == "CC-BY-NC-4.0 (not for commercial use)"
    assert card.source == "https://openmodeldb.info/models/4x-tiny"
    assert card.title == "Tiny Web"
    assert leftovers() == []


def test_get_takes_the_model_out_of_an_archive(server: Server, model_bytes: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("../../tiny.pth", model_bytes)
    offer(server, model_bytes, file={"urls": [server.url("/tiny.zip")]})
    server.answers["/tiny.zip"] = web.whole(buffer.getvalue())
    assert _models("get", "4x-tiny") == 0
    assert own() == ["4x-tiny"]
    assert leftovers() == []


def test_an_archive_that_grows_without_end_is_given_up(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tiny.pth", bytes(30 << 20))
    bomb = buffer.getvalue()
    # The directory claims the announced size: only counting while unpacking tells.
    claimed = bomb.replace((30 << 20).to_bytes(4, "little"), len(model_bytes).to_bytes(4, "little"))
    for data in (bomb, claimed):
        offer(server, model_bytes, file={"urls": [server.url("/tiny.zip")]})
        server.answers["/tiny.zip"] = web.whole(data)
        assert _models("get", "4x-tiny") == 1
        (line,) = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
        assert "archive" in line
        assert own() == leftovers() == []


def test_a_wrong_hash_an_absent_one_and_a_file_with_code(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    def error_of(*words: object) -> str:
        assert _models("get", "4x-tiny", *words) == 1
        (line,) = [line for line in capsys.readouterr().err.splitlines() if "error: " in line]
        assert own() == leftovers() == []
        server.answers.pop("/tiny.pth")
        kept_index_file().unlink()
        return line

    offer(server, model_bytes)
    server.answers["/tiny.pth"] = web.whole(model_bytes[::-1])
    assert "its SHA-256 is another" in error_of()
    offer(server, model_bytes, file={"sha256": None})
    assert "--unchecked fetches it all the same" in error_of()
    offer(server, b"nothing that is a model")
    assert error_of().startswith("error: 4x-tiny: this is neither")
    evil = io.BytesIO()
    torch.save(_Evil(), evil)
    offer(server, evil.getvalue())
    assert "needs code to be run" in error_of()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/evil",)


def test_unchecked_fetches_without_a_hash_and_asks_like_all_others(
    server: Server, model_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(server, model_bytes, file={"sha256": None, "size": None})
    monkeypatch.setattr("sys.stdin", _Terminal("n\n"))
    monkeypatch.setattr("sys.stderr", _Terminal())
    assert _models("get", "4x-tiny", "--unchecked") == 130
    assert server.paths() == ["/models.json"]
    monkeypatch.undo()
    monkeypatch.setenv("SR_STUDIO_MODEL_INDEX", server.url("/models.json"))
    assert _models("get", "4x-tiny", "--unchecked") == 0
    assert own() == ["4x-tiny"]


def test_an_index_of_another_shape_and_no_network(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers["/models.json"] = web.whole(b'{"version": 2, "models": []}')
    assert _models("find", "x") == 1
    assert "shape that this version does not know" in capsys.readouterr().err
    offer(server, model_bytes)
    assert _models("find", "x") == 0
    os.utime(kept_index_file(), (0, 0))
    capsys.readouterr()
    del server.answers["/models.json"]
    assert _models("find", "tiny") == 0, "an old copy is better than none"
    told = capsys.readouterr()
    assert "4x-tiny" in told.out
    assert "note: " in told.err
    assert "This is the copy of 1970-01-01." in told.err


def test_nothing_is_contacted_where_settings_forbid_it(
    server: Server, model_bytes: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    offer(server, model_bytes)
    settings = paths.user_config_dir() / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[network]\nmodels = false\n")
    for words in (["find", "x"], ["get", "4x-tiny"], ["get-weights", "vgg16"]):
        assert _models(*words) == 1
        assert "switched off in Settings" in capsys.readouterr().err
    assert server.asked == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no polite end there")
def test_a_get_that_is_ended_goes_on_the_next_time(server: Server, model_bytes: bytes) -> None:
    def half(handler: web.Handler) -> None:
        handler.begin(Content_Length=len(model_bytes))
        handler.wfile.write(model_bytes[:5000])
        handler.wfile.flush()
        handler.server.over.wait(60)

    offer(server, model_bytes)
    server.answers["/tiny.pth"] = half
    command = [sys.executable, "-m", "sr_studio", "models", "get", "4x-tiny", "--progress-json"]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    for line in child.stderr:
        if line.startswith('{"event": "progress"'):
            break
    child.send_signal(signal.SIGTERM)
    assert "stopped; what had arrived is kept" in child.stderr.read()
    child.stderr.close()
    assert child.wait(60) == 130
    assert own() == []
    (part,) = leftovers()
    assert 0 < part.stat().st_size <= 5000
    server.answers["/tiny.pth"] = web.whole(model_bytes)
    assert _models("get", "4x-tiny") == 0
    assert server.asked[-1][1]["Range"].startswith("bytes=")
    assert leftovers() == []


def test_examples_are_pictures(
    server: Server, model_bytes: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (3, 2)).save(buffer, "PNG")
    offer(server, model_bytes)
    server.answers["/lr.png"] = web.whole(buffer.getvalue())
    server.answers["/sr.png"] = web.whole(b"MZ this is a program")
    assert _models("examples", "4x-tiny", "-o", tmp_path / "shown") == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [str(tmp_path / "shown" / "4x-tiny-1-lr.png")]
    assert "not a picture" in told.err
    assert [path.name for path in (tmp_path / "shown").iterdir()] == ["4x-tiny-1-lr.png"]
    (tmp_path / "file").touch()
    assert _models("examples", "4x-tiny", "-o", tmp_path / "file") == 1
    assert "a file is in the way of this folder" in capsys.readouterr().err


def test_weights_are_fetched_with_their_hash(
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    data = b"weights" * 1000
    right = hashlib.sha256(data).hexdigest()[:8]
    file = f"squeezenet1_1-{right}.pth"
    monkeypatch.setitem(weights.WEIGHTS, "squeezenet", weights.Weights(file, 0.01, "tests"))
    server.answers[f"/weights/{file}"] = web.whole(data)
    for _ in range(2):
        assert _models("get-weights", "squeezenet") == 0
        assert capsys.readouterr().out.strip() == str(paths.user_weights_dir() / file)
    assert len(server.asked) == 1, "the second time they are here"
    server.answers[f"/weights/{weights.WEIGHTS['vgg16'].file}"] = web.whole(data)
    assert _models("get-weights", "vgg16") == 1
    assert "its SHA-256 is another" in capsys.readouterr().err
    assert [path.name for path in paths.user_weights_dir().iterdir()] == [file]
    assert leftovers() == []


def test_no_network_for_the_first_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        monkeypatch.setenv("SR_STUDIO_MODEL_INDEX", f"http://127.0.0.1:{port}/models.json")
        started = time.monotonic()
        assert _models("find", "x") == 1
    assert time.monotonic() - started < 60
    assert "no connection could be made" in capsys.readouterr().err
