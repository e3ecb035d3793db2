"""``sr-studio doctor`` tells what is there, and how to get what is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sr_studio.commands import doctor, qt_libraries
from tests.support.commands import run as run_command
from tests.upscaling.conftest import make_model

__all__ = ["make_model"]


def run(*words: object) -> int:
    return run_command("doctor", *words)


def test_as_json(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qt_libraries, "missing_libraries", list)
    assert run("--json") == 0
    document = json.loads(capsys.readouterr().out)
    found = {finding["name"]: finding for finding in document["findings"]}
    assert document["ok"] is True
    assert {"Python", "torch", "cpu", "OpenVINO", "would be used", "memory", "cache"} <= set(found)
    for finding in document["findings"]:
        assert finding["said"]
        assert finding["remedy"] or finding["state"] == "ok" or finding["name"] == "OpenVINO"


def test_what_backends_showed_is_listed(
    capsys: pytest.CaptureFixture[str], make_model: Callable[..., Path]
) -> None:
    from sr_studio.upscaling.request import UpscaleRequest
    from sr_studio.upscaling.upscaler import Upscaler

    run()
    assert "the first use of a model tries what there is" in capsys.readouterr().out
    Upscaler().prepare(UpscaleRequest(str(make_model(name="tried")), device="cpu"))
    run("--json")
    findings = json.loads(capsys.readouterr().out)["findings"]
    (said,) = [one["said"] for one in findings if one["name"] == "tried"]
    assert "torch fp32" in said and "0.0 levels off fp32" in said


def test_missing_libraries_of_qt_bring_their_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = ["libxcb-cursor.so.0", "libEGL.so.1"]
    monkeypatch.setattr(qt_libraries, "missing_libraries", lambda: lacking)
    assert run() == 0, "the command line needs none of them"
    told = capsys.readouterr().out
    assert "sudo apt-get install libegl1 libxcb-cursor0" in told
    assert "libEGL.so.1; needed for the window" in told


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libEGL.so.1", "libegl1"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libpng16.so.16", "libpng16-16"),
    ],
)
def test_packages_of_libraries(library: str, package: str) -> None:
    assert qt_libraries.debian_package(library) == package


def test_own_models_are_listed(
    make_model: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sr_studio.paths import user_models_dir

    path: Path = make_model(name="mine")  # type: ignore[operator]
    user_models_dir().mkdir(parents=True)
    path.rename(user_models_dir() / path.name)
    (user_models_dir() / "bad.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{broken")
    findings = {finding.name: finding for finding in doctor._safely(doctor._models)}
    assert findings["mine"].said.startswith("×2")
    assert "bad.safetensors" in findings["damaged"].said


def test_a_look_that_fails_does_not_hide_the_others() -> None:
    def _broken() -> object:
        raise OSError("no such device")

    (finding,) = doctor._safely(_broken)  # type: ignore[arg-type]
    assert finding.state == "optional" and "no such device" in finding.said


def test_only_what_every_use_needs_makes_the_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_LIBRARIES", {"no-such-library": "some models"})
    assert run() == 0
    assert "not installed; needed for some models" in capsys.readouterr().out
    monkeypatch.setattr(doctor, "_LIBRARIES", {"no-such-library": ""})
    assert run() == 1
    assert "Missing: no-such-library." in capsys.readouterr().out
