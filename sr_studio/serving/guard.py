"""Stands before every request: floods and long bodies are refused, and every answer is sealed."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.responses import JSONResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

LONGEST_BODY = 16 * 1024
#: Requests a second that go on for ever, and how many may come at once: forty pages that open
#: behind one address are no flood.
RATE, BURST = 100.0, 1500.0
#: Wrong codes, links and passwords: so many at once, then one every six seconds.
_GUESSES, _GUESS_RATE = 10.0, 1 / 6
#: Addresses that are remembered.
_MOST = 10_000

SEALS = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
        " connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


class Buckets:
    """So many at once, then so many a second, for each name by itself."""

    def __init__(self, burst: float, rate: float) -> None:
        self._burst, self._rate = burst, rate
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> bool:
        """Take one; False if there is none left."""
        now = time.monotonic()
        left = self._now(name, now)
        if len(self._left) >= _MOST and name not in self._left:
            self._left.clear()
        self._left[name] = (left - 1 if left >= 1 else left, now)
        return left >= 1

    def has(self, name: str) -> bool:
        """Whether one could be taken."""
        return self._now(name, time.monotonic()) >= 1

    def _now(self, name: str, now: float) -> float:
        left, at = self._left.get(name, (self._burst, now))
        return min(self._burst, left + (now - at) * self._rate)


class Guard:
    """An ASGI application around another.

    Args:
        prefix: Path under which a proxy serves the pages, such as ``/study``; empty for none.
        secure: Pages are reached by TLS only.
    """

    def __init__(self, inner: Application, *, prefix: str = "", secure: bool = False) -> None:
        self._inner, self._prefix = inner, prefix
        self._requests = Buckets(BURST, RATE)
        self._seals = [(name.encode(), value.encode()) for name, value in SEALS.items()]
        if secure:
            self._seals.append((b"strict-transport-security", b"max-age=86400"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._seals]
            await send(message)

        headers = dict(scope["headers"])
        if (refusal := self._refusal(scope, headers)) is not None:
            await refusal(scope, receive, sealed)
            return
        if self._prefix and f"{scope['path']}/".startswith(f"{self._prefix}/"):
            scope = {**scope, "path": scope["path"][len(self._prefix) :] or "/", "raw_path": b""}
        body = await _body(receive)
        if body is None:
            await _too_long(scope, receive, sealed)
            return
        given = [{"type": "http.request", "body": body, "more_body": False}]

        async def received() -> Message:
            return given.pop() if given else await receive()

        await self._inner(scope, received, sealed)

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> JSONResponse | None:
        if not self._requests.take(host_of(scope)):
            return JSONResponse({"error": "Too many requests. Wait a moment."}, 429)
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LONGEST_BODY:
            return _too_long
        ours = headers.get(b"sec-fetch-site", b"none") in (b"same-origin", b"none")
        if not ours and scope["method"] != "GET":
            return JSONResponse({"error": "This request comes from another page."}, 403)
        return None


class Guesses:
    """How often somebody may be wrong about a secret."""

    def __init__(self) -> None:
        self._wrong = Buckets(_GUESSES, _GUESS_RATE)

    def may(self, host: str) -> bool:
        """Whether another guess is heard."""
        return self._wrong.has(host)

    def was_wrong(self, host: str) -> None:
        """One more wrong guess."""
        self._wrong.take(host)


def host_of(scope: Scope) -> str:
    """The address a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else ""


_too_long = JSONResponse(
    {"error": f"A request has at most {LONGEST_BODY // 1024} kB."},
    413,
    headers={"connection": "close"},
)


async def _body(receive: Receive) -> bytes | None:
    """The whole body, None where it is too long; what comes after is not read."""
    parts, length = [], 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > LONGEST_BODY:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)
