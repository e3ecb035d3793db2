"""A web server on this computer that behaves as well or as badly as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with what the test registered for the path."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer is None:
            self.send_error(404)
            return
        answer(self)
        self.close_connection = True

    def begin(self, code: int = 200, **headers: object) -> None:
        """Send status and headers (underscores become hyphens)."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """The server; ``answers`` is path -> what to do, ``asked`` what was asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        #: Set when the test is over, for answers that wait.
        self.over = threading.Event()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving() -> Iterator[Server]:
    """A running server."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()


def whole(data: bytes, kind: str = "application/octet-stream") -> Answer:
    """The data; a part of it where a range is asked for."""

    def answer(handler: Handler) -> None:
        start = _start(handler)
        if start:
            span = f"bytes {start}-{len(data) - 1}/{len(data)}"
            handler.begin(206, Content_Length=len(data) - start, Content_Range=span)
        else:
            handler.begin(Content_Length=len(data), Content_Type=kind)
        handler.wfile.write(data[start:])

    return answer


def cut(data: bytes, after: int) -> Answer:
    """No more than ``after`` bytes a time, although all are announced."""

    def answer(handler: Handler) -> None:
        start = _start(handler)
        left = len(data) - start
        span = f"bytes {start}-{len(data) - 1}/{len(data)}"
        handler.begin(206 if start else 200, Content_Length=left, Content_Range=span)
        handler.wfile.write(data[start : start + after])

    return answer


def redirect(target: str) -> Answer:
    """A redirect."""
    return lambda handler: handler.begin(302, Location=target, Content_Length=0)


def silent(handler: Handler) -> None:
    """Headers, and then nothing."""
    handler.begin(Content_Length=1000)
    handler.server.over.wait(30)


def dripping(handler: Handler) -> None:
    """A byte now and then."""
    handler.begin(Content_Length=100_000)
    while not handler.server.over.wait(0.02):
        try:
            handler.wfile.write(b"x")
        except OSError:
            return


def endless(handler: Handler) -> None:
    """Data that never ends, in a length nobody was told."""
    handler.begin()
    while not handler.server.over.is_set():
        try:
            handler.wfile.write(b"x" * 65536)
        except OSError:
            return


def _start(handler: Handler) -> int:
    wish = handler.headers.get("Range", "")
    return int(wish.removeprefix("bytes=").partition("-")[0]) if wish else 0
