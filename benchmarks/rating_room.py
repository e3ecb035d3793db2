"""How long a rating takes to be acknowledged when a whole room rates in browsers at once.

    python benchmarks/rating_room.py STUDY [--clients 50] [--ratings 20] [--pace 2.0]
        [--database URL]

STUDY is a built study; it is copied, so nothing is written into it. The server is the very
``sr-studio study serve`` in a process of its own; the clients speak what the page speaks: they
fetch and keep the next picture, look for ``--pace`` seconds, and rate. Prints the load of the
machine before and after, the quantiles of answer to acknowledgement as parts of the goal of 150 ms,
and how often the next picture was there before it was wanted. With ``--database`` the study is made
in that PostgreSQL database, which must be empty.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from sr_studio.studies.store.folder import StudyFolder
from sr_studio.studies.store.store import Store

#: Answer to acknowledgement, 99 of 100.
GOAL_MS = 150

SCREEN = {
    "width": 2560,
    "height": 1440,
    "ratio": 1.0,
    "screen_width": 2560,
    "screen_height": 1440,
    "zoom": 1.0,
    "touch": False,
}


class Client(threading.Thread):
    """One browser."""

    def __init__(
        self, address: str, code: str, ratings: int, pace: float, begin: threading.Barrier
    ):
        super().__init__()
        parts = urlsplit(address)
        self._http = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=120)
        self._code, self._ratings, self._pace, self._begin = code, ratings, pace, begin
        self._cookie, self._page = "", secrets.token_hex(16)
        self._doc: dict[str, Any] = {}
        self.waits: list[float] = []
        self.in_time: list[bool] = []

    def run(self) -> None:
        """Come in, wait for all others, and rate."""
        self._ask("/api/enter", browser=secrets.token_hex(16), room=self._code)
        self._doc = self._ask("/api/hello", page=self._page, screen=SCREEN)
        self._make_way()
        self._begin.wait(600)
        time.sleep(self._pace * int(self._page[:4], 16) / 0xFFFF)
        for _ in range(self._ratings):
            self._make_way()
            if self._doc["step"] != "show":
                return
            shown = time.monotonic()
            for address in self._doc["following"]:
                self._send("GET", f"/p/{address}")
            took = time.monotonic() - shown
            self.in_time.append(took < self._pace)
            time.sleep(max(0.0, self._pace - took))
            self._rate()

    def _rate(self) -> None:
        now = 1000.0 * time.monotonic() % 1e9 + 1e6
        begun = time.perf_counter()
        self._doc = self._ask(
            "/api/answer",
            page=self._page,
            at=self._doc["at"],
            key=self._doc["key"],
            place=self._doc["told"] or 3,
            input="key",
            shown=now - 1000 * self._pace - 60_000,
            answered=now,
            sent=now,
            attempt=self._doc["attempt"],
        )
        self.waits.append(time.perf_counter() - begun)

    def _make_way(self) -> None:
        given: dict[str, dict[str, Any]] = {
            "consent": {"agreed": True},
            "room": {
                "light": "dim",
                "distance_cm": 60,
                "luminance_cd_m2": None,
                "night_light_off": True,
            },
            "screen": {"even": True, "steps_seen": True, "read_back": True},
            "read": {},
        }
        while (step := self._doc["step"]) in (*given, "self_report"):
            said = given.get(step)
            if said is None:
                asked = self._doc["questions"]
                said = {"answers": {q["name"]: q["undated"] or q["answers"][0] for q in asked}}
            self._doc = self._ask(f"/api/{step}", page=self._page, at=self._doc["at"], **said)

    def _ask(self, path: str, **body: Any) -> dict[str, Any]:
        found = json.loads(self._send("POST", path, json.dumps(body).encode()))
        if "error" in found:
            raise RuntimeError(found["error"])
        return dict(found)

    def _send(self, method: str, path: str, body: bytes | None = None) -> bytes:
        self._http.request(
            method, path, body, {"content-type": "application/json", "cookie": self._cookie}
        )
        answer = self._http.getresponse()
        cookie = answer.getheader("set-cookie")
        if cookie:
            self._cookie = cookie.partition(";")[0]
        return answer.read()


def main() -> None:
    """Measure."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("study", type=Path)
    arguments.add_argument("--clients", type=int, default=50)
    arguments.add_argument("--ratings", type=int, default=20)
    arguments.add_argument("--pace", type=float, default=2.0)
    arguments.add_argument("--database")
    wish = arguments.parse_args()
    with tempfile.TemporaryDirectory() as place:
        study = Path(shutil.copytree(wish.study, Path(place) / "study"))
        words = ["study", "serve", str(study), "--port", "0", "--json"]
        if wish.database:
            Store.create(wish.database, StudyFolder(study).manifest).close()
            words += ["--database", wish.database]
        server = subprocess.Popen(
            [sys.executable, "-m", "sr_studio", *words], stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        before = os.getloadavg()[0]
        begin = threading.Barrier(wish.clients)
        clients = [
            Client(told["address"], told["room"], wish.ratings, wish.pace, begin)
            for _ in range(wish.clients)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        after = os.getloadavg()[0]
        with StudyFolder(study).open_store(wish.database) as store:
            ratings = store.reading()
            with ratings as connection:
                stored = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
        server.send_signal(signal.SIGINT)
        server.wait(60)
    waits = 1000 * np.concatenate([client.waits for client in clients])
    there = np.concatenate([client.in_time for client in clients])
    print(f"{'PostgreSQL' if wish.database else 'SQLite'}, {wish.clients} clients")
    print(f"load of {os.cpu_count()} cores: {before:.1f} before, {after:.1f} after")
    print(f"ratings: {len(waits)} acknowledged, {stored} in the database")
    quantiles = np.percentile(waits, [50, 90, 99])
    print(
        f"answer to acknowledgement, parts of {GOAL_MS} ms: "
        + ", ".join(
            f"{name} {value / GOAL_MS:.2f}"
            for name, value in zip(("p50", "p90", "p99"), quantiles, strict=True)
        )
    )
    print(f"next picture there before it was wanted: {there.mean():.1%} of {len(there)}")


if __name__ == "__main__":
    main()
