"""Whoever does not behave gets a sentence; nothing is stored, and others do not notice."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sr_studio.serving import guard
from tests.serving.conftest import PASSWORD, Served
from tests.serving.page_rater import PageRater, Refusal

Make = Callable[..., Path]
Serve = Callable[..., Served]


def stored(served: Served) -> int:
    with served.store() as store, store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one())


def test_answers_that_are_none(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater, other = served.rater(), served.rater()
    rater.make_way()
    other.make_way()
    key_of_the_other = other.doc["key"]
    following = rater.answer(3)
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"place": 0}, 400, "place: "),
        ({"place": 6}, 409, "There are 5 answers"),
        ({"place": "five"}, 400, "place: "),
        ({"place": True}, 400, "place: "),
        ({"place": 3.0}, 400, "place: "),
        ({"place": None}, 400, "place: "),
        ({"key": key_of_the_other}, 409, "no picture of this rater"),
        ({"key": "../../key.json"}, 400, "key: "),
        ({"shown": 1e300}, 400, "shown: "),
        ({"answered": 500.0}, 409, "run backwards"),
        ({"answered": 1040.0}, 409, "before the picture was shown"),
        ({"sent": -1}, 400, "sent: "),
        ({"input": "telepathy"}, 400, "input: "),
        ({"noticed": {"my name": 1}}, 400, "noticed"),
        ({"score": 5}, 400, "score: "),
        ({"page": "d" * 32}, 423, "another tab"),
    ]
    for changes, status, sentence in wrong:
        with pytest.raises(Refusal) as refused:
            rater.ask("/api/answer", **rater.answer(3, **changes))
        assert refused.value.status == status, changes
        assert sentence.lower() in refused.value.sentence.lower(), refused.value.sentence
    assert stored(served) == 0
    rater.ask("/api/answer", **following)
    assert stored(served) == 1
    other.rate(5)
    assert stored(served) == 2


def test_a_clock_of_another_day(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    day = 86_400_000.0
    rater.ask("/api/answer", **rater.answer(3, shown=day, answered=day + 2000, sent=day + 2500))
    with served.store() as store, store.reading() as connection:
        ((shown_us, rt_ms),) = connection.exec_driver_sql("SELECT shown_us, rt_ms FROM ratings")
        assert rt_ms == 2000
        # When it was, this computer's clock says: two seconds and a half before it was heard.
        assert 2.4e6 < store.now() - shown_us < 60e6


def test_a_trial_out_of_order(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    (only,) = [one.conductor.rater for one in served.house.sittings.values()]
    assert only is not None
    later = served.house.store.presentations(only.id)[4]
    key = served.house.veil.showing(later.id, 1)
    with pytest.raises(Refusal, match="not the one that is rated now"):
        rater.ask("/api/answer", **rater.answer(3, key=key))
    address = served.house.veil.picture(later.id, 0, 0)
    with pytest.raises(Refusal, match="no such picture for this rater now"):
        rater.picture(address)
    assert stored(served) == 0


def test_another_raters_picture(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater, other = served.rater(), served.rater()
    rater.make_way()
    other.make_way()
    with pytest.raises(Refusal, match="403"):
        rater.picture(other.doc["pictures"][0]["address"])


def test_paths_lead_nowhere(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    token = served.house.manifest.stimuli[0].token
    for path in (
        "/p/../key.json",
        "/p/..%2f..%2fkey.json",
        "/files/../rate.html",
        "/files/..%2f..%2f..%2fpyproject.toml",
        "/files/",
        "/files/ko.json",
        "/stimuli/",
        f"/p/{token}",
        f"/stimuli/{token}.png",
        "/api/../../etc/passwd",
        "//etc/passwd",
        "/desk/../study.sqlite",
    ):
        status, data = rater.send("GET", path)
        assert status in (403, 404, 405), (path, status)
        assert list(json.loads(data)) == ["error"]
    for path in ("/desk/status", "/desk/invite"):
        method = "GET" if path.endswith("status") else "POST"
        status, _ = rater.send(method, path, b"{}" if method == "POST" else None)
        assert status == 401


def test_bodies_of_a_hundred_megabytes(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    host, port = rater.connection.host, rater.connection.port
    asked = http.client.HTTPConnection(host, port, timeout=20)
    asked.putrequest("POST", "/api/answer")
    asked.putheader("content-type", "application/json")
    asked.putheader("content-length", str(100 * 1024**2))
    asked.endheaders()
    assert asked.getresponse().status == 413  # before a byte of it was sent
    with socket.create_connection((host, port), timeout=20) as raw:
        raw.sendall(
            b"POST /api/answer HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            b"transfer-encoding: chunked\r\n\r\n"
        )
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        with contextlib.suppress(OSError):
            for _ in range(100):
                raw.sendall(chunk)
        assert raw.recv(100).startswith(b"HTTP/1.1 413")
    rater.rate(4)
    assert stored(served) == 1


def test_a_flood_is_held_back_and_others_go_on(
    make_study: Make, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "BURST", 40.0)
    monkeypatch.setattr(guard, "RATE", 0.01)
    monkeypatch.setattr(guard, "host_of", _by_agent)
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    flood = PageRater(served.address)
    answers = [flood.send("GET", "/api/about", user_agent="flood")[0] for _ in range(300)]
    assert answers[:40] == [200] * 40 and set(answers[40:]) == {429}
    rater.rate(4)
    assert stored(served) == 1


def _by_agent(scope: Any) -> str:
    # All requests of a test come from one address; the flood says that it is one.
    return str(dict(scope["headers"]).get(b"user-agent"))


def test_guessing_is_slow(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    guesser = PageRater(served.address)
    statuses = []
    for number in range(14):
        with pytest.raises(Refusal) as refused:
            guesser.ask("/api/enter", browser="0" * 32, room=f"AAAAAA{number:02d}")
        statuses.append(refused.value.status)
    assert statuses == [403] * 10 + [429] * 4
    statuses = []
    for _ in range(12):
        status, _ = guesser.send("POST", "/desk/login", b'{"password": "please"}')
        statuses.append(status)
    assert statuses == [403] * 10 + [429] * 2


def test_another_site_cannot_ask(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    body = json.dumps(rater.answer(3)).encode()
    status, _ = rater.send("POST", "/api/answer", body, sec_fetch_site="cross-site")
    assert status == 403
    status, _ = rater.send("POST", "/api/answer", body, content_type="text/plain")
    assert status == 400
    assert stored(served) == 0
    headers = dict(rater.heard[0][1])
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    cookie = next(v for _, found, *_ in rater.heard for k, v in found if k == "set-cookie")
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie


def test_the_dashboard_needs_its_password(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    rater.rate(4)
    desk = PageRater(served.address)
    status, _ = desk.send("POST", "/desk/login", json.dumps({"password": PASSWORD}).encode())
    assert status == 200
    found = next(v for k, v in desk.heard[-1][1] if k == "set-cookie")
    assert "Path=/desk" in found
    desk.cookie = found.partition(";")[0]
    told = json.loads(desk.send("GET", "/desk/status")[1])
    assert told["raters"][0]["rated"] == 1
    assert told["raters"][0]["here"]["browser"] == "Chrome 156"
    made = desk.ask("/desk/invite")
    assert made["number"] == 2 and "/i/" in made["link"]
    assert desk.ask("/desk/revoke", number=2) == {"revoked": 2}
    assert desk.ask("/desk/room", open=False) == {"room": ""}
    with pytest.raises(Refusal, match="gives out no number"):
        desk.ask("/desk/invite", number=999_999)
    words = json.dumps({**told, "title": ""}).lower()
    assert not any(system in words for system in ("bicubic", "srgan"))
