"""A rater who is a program and speaks what the page speaks."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

SCREEN = {
    "width": 1280,
    "height": 720,
    "ratio": 1.0,
    "screen_width": 1280,
    "screen_height": 720,
    "zoom": 1.0,
    "touch": False,
}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36"


class Refusal(Exception):  # noqa: N818 (an answer, no fault)
    """The server said no."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status} {sentence}")
        self.status, self.sentence = status, sentence


class PageRater:
    """One browser: its cookie, its page, and the step it shows."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None
        self.connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
        self.cookie = ""
        self.page, self.browser = secrets.token_hex(16), secrets.token_hex(16)
        self.doc: dict[str, Any] = {}
        #: Every answer: path, headers, body, seconds.
        self.heard: list[tuple[str, list[tuple[str, str]], bytes, float]] = []

    def send(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes]:
        """One request, with what the browser always sends."""
        given = {"user-agent": AGENT, **{k.replace("_", "-"): v for k, v in headers.items()}}
        if self.cookie:
            given["cookie"] = self.cookie
        if body is not None:
            given.setdefault("content-type", "application/json")
        begun = time.perf_counter()
        self.connection.request(method, path, body, given)
        answer = self.connection.getresponse()
        data = answer.read()
        seconds = time.perf_counter() - begun
        for name, value in answer.getheaders():
            if name == "set-cookie" and value.startswith("seat-"):
                self.cookie = value.partition(";")[0]
        self.heard.append((path, answer.getheaders(), data, seconds))
        return answer.status, data

    def ask(self, path: str, **body: Any) -> dict[str, Any]:
        """A request with JSON, its answer."""
        status, data = self.send("POST", path, json.dumps(body).encode())
        found = json.loads(data)
        if status != 200:
            raise Refusal(status, found["error"])
        return dict(found)

    def come_in(self, **secret: str) -> None:
        self.ask("/api/enter", browser=self.browser, **secret)
        self.hello()

    def hello(self, **screen: Any) -> None:
        self.doc = self.ask("/api/hello", page=self.page, screen={**SCREEN, **screen})

    def act(self, verb: str, **more: Any) -> None:
        self.doc = self.ask(f"/api/{verb}", page=self.page, at=self.doc["at"], **more)

    def make_way(self) -> bool:
        """Do what comes before the next picture; False when there is none."""
        while self.doc["step"] != "show":
            step = self.doc["step"]
            if step == "consent":
                self.act("consent", agreed=True)
            elif step == "room":
                self.act(
                    "room",
                    light="dim",
                    distance_cm=60,
                    luminance_cd_m2=None,
                    night_light_off=True,
                )
            elif step == "screen":
                self.act("screen", even=True, steps_seen=True, read_back=True)
            elif step == "read":
                self.act("read")
            else:
                assert step in ("finished", "rest"), step
                return False
        return True

    def answer(self, place: int, /, **changes: Any) -> dict[str, Any]:
        """What a page would send; ``changes`` is what is wrong with it."""
        return {
            "page": self.page,
            "at": self.doc["at"],
            "key": self.doc["key"],
            "place": place,
            "input": "key",
            "shown": 1000.5,
            "answered": 3000.25,
            "sent": 3001.0,
            "attempt": self.doc["attempt"],
            "noticed": {},
            **changes,
        }

    def rate(self, place: int) -> None:
        told = self.doc["told"]
        self.doc = self.ask("/api/answer", **self.answer(told or place))

    def picture(self, address: str) -> bytes:
        status, data = self.send("GET", f"/p/{address}")
        if status != 200:
            raise Refusal(status, json.loads(data)["error"])
        return data

    def close(self) -> None:
        self.connection.close()
