"""The server as it is started: TLS, the network, a proxy before it, and how it is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import shutil
import socket
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sr_studio.serving import run
from sr_studio.serving.run import listen, own_address, qr_text
from sr_studio.studies.errors import StudyError
from tests.serving.chromium import Seated, chromium
from tests.serving.conftest import Served, scores
from tests.serving.page_rater import PageRater
from tests.serving.processes import ServerProcess

Make = Callable[..., Path]
Serve = Callable[..., Served]


def test_answers_do_not_wait_for_acknowledgements() -> None:
    async def of_a_connection() -> int:
        heard: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()
        server = await asyncio.start_server(
            lambda _, writer: heard.set_result(writer.get_extra_info("socket")),
            sock=listen("127.0.0.1", 0),
        )
        async with server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            delay = (await heard).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            writer.close()
        return delay

    assert asyncio.run(of_a_connection())


def test_tls_by_certificate_and_key(make_study: Make, root: Path, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl is installed here to make a certificate with")
    certificate, key = tmp_path / "lab.pem", tmp_path / "lab.key"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    made += ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", *made, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    server = ServerProcess(make_study(), root, "--certificate", str(certificate), "--key", str(key))
    try:
        assert server.told["room_link"].startswith(f"https://127.0.0.1:{server.port}/r/")
        trust = ssl.create_default_context(cafile=str(certificate))
        with urllib.request.urlopen(server.told["room_link"], context=trust) as answer:
            assert answer.headers["strict-transport-security"] == "max-age=86400"
        rater = PageRater(server.told["address"])
        rater.connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=trust)
        rater.come_in(room=server.told["room"])
        cookie = next(v for _, found, *_ in rater.heard for k, v in found if k == "set-cookie")
        assert "Secure" in cookie and rater.doc["step"] == "consent"
        with pytest.raises((urllib.error.URLError, OSError)):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/")  # not in the clear
        rater.connection.close()  # for one that stays open the server waits some seconds
    finally:
        assert server.stop() == 0


def test_the_network_is_opened_by_wish_only(make_study: Make, root: Path) -> None:
    folder = make_study()
    host = own_address()
    server = ServerProcess(folder, root, "--lan", "--invitations", "1", spoken=True)
    try:
        room = next(line for line in server.said.splitlines() if line.startswith("Room code"))
        link = room.partition("(")[2].rstrip(")")
        assert link.startswith(f"http://{host}:{server.port}/r/")
        assert "Everybody on this network can reach it." in server.said
        assert qr_text(link) in server.said
        assert f"Rater 1: http://{host}:{server.port}/i/" in server.said
        with urllib.request.urlopen(link) as answer:
            assert b"files/rate.js" in answer.read()
    finally:
        assert server.stop() == 0
    if host == "127.0.0.1":
        pytest.skip("this computer is on no network")
    server = ServerProcess(folder, root, spoken=True)
    try:
        assert f"http://127.0.0.1:{server.port}/" in server.said and "network" not in server.said
        with pytest.raises(OSError):
            socket.create_connection((host, server.port), timeout=20)
        # Who has the code from before can still use it.
        assert link.rpartition("/")[2] in server.said
    finally:
        assert server.stop() == 0


def test_a_study_is_served_at_the_port_it_had(make_study: Make, root: Path) -> None:
    """The window takes any free port: its links and its code held until it was closed."""
    folder, links = make_study(), []
    for _ in range(2):
        server = ServerProcess(folder, root, "--port", "0")
        links.append(server.told["room_link"])
        assert server.stop() == 0
    assert links[0] == links[1]
    port = int(links[0].split(":")[2].partition("/")[0])
    with contextlib.closing(listen("127.0.0.1", port)):  # somebody else has it now
        server = ServerProcess(folder, root, "--port", "0")
        assert f":{port}/" not in server.told["room_link"]
        assert server.stop() == 0


def test_half_of_what_tls_needs_is_refused(tmp_path: Path) -> None:
    certificate = tmp_path / "lab.pem"
    with pytest.raises(StudyError, match="needs both --certificate and --key"):
        run.require_certificate(certificate, None)
    with pytest.raises(StudyError, match="there is no such file"):
        run.require_certificate(certificate, certificate)
    certificate.write_text("no certificate")
    with pytest.raises(StudyError, match="not a certificate and its private key"):
        run.require_certificate(certificate, certificate)


def test_an_address_that_no_link_can_begin_with_is_refused(tmp_path: Path) -> None:
    """Phones took what the QR code held for a word, not for a link."""
    with pytest.raises(StudyError, match=r"lab\.example: .* does not begin with https://"):
        run.serve(tmp_path, public="lab.example")


@contextmanager
def proxy(port: int, prefix: str) -> Iterator[str]:
    """A reverse proxy that takes the prefix away and says whom it speaks for; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            if not self.path.startswith(f"{prefix}/"):
                self.send_error(404)
                return
            length = int(self.headers.get("content-length", "0"))
            inner = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            headers = {**dict(self.headers), "x-forwarded-for": "192.0.2.7"}
            body = self.rfile.read(length) if length else None
            inner.request(self.command, self.path[len(prefix) :], body, headers)
            answer = inner.getresponse()
            data = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name not in ("content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
            inner.close()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
    finally:
        server.shutdown()
        server.server_close()


def test_a_session_through_a_reverse_proxy_with_a_path(make_study: Make, serve: Serve) -> None:
    served = serve(make_study(gap_ms=30, min_view_ms=30), prefix="/study")
    port = int(served.address.rpartition(":")[2])
    with proxy(port, "/study") as outside, chromium() as browser:
        seat = Seated(browser, outside, served.room)
        seat.come_to_pictures()
        assert seat.page.url == f"{outside}/"
        pressed: list[int] = []
        while True:
            number = seat.wait_for_picture()
            key, place = seat.key, 1 + number % 5
            seat.page.keyboard.press(str(place))
            pressed.append(place)
            if seat.wait_for_next(key) != "show":
                break
            if number == 4:
                seat.page.reload()  # the cookie holds for the path alone, and the seat with it
        assert seat.faults == [] and len(pressed) == 9
        (cookie,) = seat.context.cookies()
        assert cookie["path"] == "/study/" and cookie["httpOnly"]
    with served.store() as store:
        assert list(scores(store).values()) == [pressed]


def test_wrong_guesses_through_a_proxy_count_for_who_made_them(
    make_study: Make, serve: Serve
) -> None:
    served = serve(make_study())
    guess = json.dumps({"browser": "0" * 32, "room": "AAAAAAAA"}).encode()
    rater = PageRater(served.address)
    statuses = [
        rater.send("POST", "/api/enter", guess, x_forwarded_for="192.0.2.7")[0] for _ in range(12)
    ]
    assert statuses == [403] * 10 + [429] * 2
    assert rater.send("POST", "/api/enter", guess, x_forwarded_for="192.0.2.8")[0] == 403
