"""Real Firefox: the one of the system, headless, driven by its own remote protocol, Marionette."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

PROGRAMS = ("firefox-esr", "firefox")
_PREFERENCES = {
    "marionette.port": 0,  # any free one, which it writes into its profile
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "gfx.color_management.mode": 0,
}


class Firefox:
    """One browser with one page, told by JSON lists what to do.

    Every message is its length, a colon and a list: 0, a number, a command and its arguments; its
    answer is 1, the same number, an error and a result.
    """

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._stream = self._socket.makefile("rb")
        self._number = 0
        self._read()  # who it is
        self.command("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def command(self, name: str, **arguments: Any) -> Any:
        """Do something; gives its result."""
        self._number += 1
        text = json.dumps([0, self._number, name, arguments]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        _, number, error, result = self._read()
        assert number == self._number and error is None, error
        return result

    def _read(self) -> Any:
        length = b""
        while (one := self._stream.read(1)) != b":":
            assert one, "Firefox has ended"
            length += one
        return json.loads(self._stream.read(int(length)))

    def go(self, address: str) -> None:
        self.command("WebDriver:Navigate", url=address)

    def script(self, script: str) -> Any:
        """What a function's body returns in the page."""
        return self.command("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def until(self, expression: str) -> Any:
        """Wait until an expression is true in the page; gives it."""
        for _ in range(2400):
            if found := self.script(f"return {expression}"):
                return found
            time.sleep(0.05)
        raise AssertionError(
            f"{expression} never came: {self.script('return document.body.innerText')}"
        )

    def press(self, key: str) -> None:
        """A key of the keyboard, down and up."""
        actions = [{"type": kind, "value": key} for kind in ("keyDown", "keyUp")]
        self.command(
            "WebDriver:PerformActions",
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    def pixels(self) -> np.ndarray:
        """What the page shows, H×W×3."""
        data = self.command("WebDriver:TakeScreenshot", full=False, hash=False)["value"]
        return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB"))


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """A headless Firefox; the test is skipped where there is none."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Firefox is installed here")
    lines = [f'user_pref("{name}", {json.dumps(value)});' for name, value in _PREFERENCES.items()]
    profile.mkdir()
    (profile / "user.js").write_text("\n".join(lines))
    program = subprocess.Popen(
        [found, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
        env={
            **os.environ,
            "HOME": str(profile),
            "MOZ_HEADLESS_WIDTH": "1366",
            "MOZ_HEADLESS_HEIGHT": "900",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Firefox(_port_of(program, profile / "MarionetteActivePort"))
    finally:
        program.terminate()
        program.wait(60)


def _port_of(program: subprocess.Popen[bytes], file: Path) -> int:
    for _ in range(2400):
        assert program.poll() is None, "Firefox did not start"
        if file.is_file() and (text := file.read_text().strip()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError("Firefox did not open its port")
