"""Downloads over a real connection: whole, resumed, checked, and every way to go wrong."""

from __future__ import annotations

import gzip
import hashlib
import re
import socket
from pathlib import Path

import pytest

from sr_studio.errors import StudioError
from sr_studio.hub.errors import NetworkError
from sr_studio.hub.fetching import Fetcher, Patience, Wanted
from sr_studio.progress import Progress
from tests.support import web
from tests.support.web import Server

DATA = bytes(range(256)) * 4000
SHA = hashlib.sha256(DATA).hexdigest()
HASTE = Patience(connect=2, silence=0.3, window=0.3, least=10_000, tries=2)


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "file.part"


def fetch(url: str, part: Path, size: int | None = len(DATA), sha256: str = SHA) -> None:
    Fetcher(HASTE).download(Wanted(url, size, sha256), part)


def test_a_file_arrives_with_its_progress(server: Server, part: Path) -> None:
    server.answers["/a"] = web.whole(DATA)
    told: list[Progress] = []
    Fetcher(HASTE).download(Wanted(server.url("/a"), len(DATA), SHA), part, told.append)
    assert part.read_bytes() == DATA
    assert told[-1].fraction == 1
    assert [each.done for each in told] == sorted(each.done for each in told)


def test_redirects_are_followed(server: Server, part: Path) -> None:
    server.answers |= {"/a": web.redirect("/b"), "/b": web.whole(DATA)}
    fetch(server.url("/a"), part)
    assert part.read_bytes() == DATA


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "data:,x"])
def test_a_redirect_to_another_scheme_is_refused(server: Server, part: Path, target: str) -> None:
    server.answers["/a"] = web.redirect(target)
    with pytest.raises(NetworkError, match=r"not http or https.*not followed"):
        fetch(server.url("/a"), part)
    assert not part.exists()


@pytest.mark.parametrize("target", ["http://[", "//[x]/", "http://a..b/", f"http://{'a' * 70}.b/"])
def test_an_address_that_is_none_is_a_sentence(server: Server, part: Path, target: str) -> None:
    server.answers["/a"] = web.redirect(target)
    with pytest.raises(NetworkError, match=r"cannot be (read|asked)"):
        fetch(server.url("/a"), part)


def test_redirects_in_circles_end(server: Server, part: Path) -> None:
    server.answers["/a"] = web.redirect("/a")
    with pytest.raises(NetworkError, match="circles"):
        fetch(server.url("/a"), part)


def test_other_addresses_are_not_asked(part: Path) -> None:
    for url in ("file:///etc/passwd", "/etc/passwd", "gopher://host/x", "http://"):
        with pytest.raises(NetworkError, match="only addresses of http"):
            fetch(url, part)


def test_a_cut_download_is_taken_up_where_it_ended(server: Server, part: Path) -> None:
    server.answers["/a"] = web.cut(DATA, 300_000)
    fetch(server.url("/a"), part)
    assert part.read_bytes() == DATA
    assert [headers.get("Range") for _, headers in server.asked][1] == "bytes=300000-"


def test_what_arrived_is_kept_for_the_next_time(server: Server, part: Path) -> None:
    server.answers["/a"] = lambda handler: (
        web.cut(DATA, 300_000) if len(server.asked) == 1 else web.cut(DATA, 0)
    )(handler)
    with pytest.raises(NetworkError, match=r"cut before all had arrived.*goes on from there"):
        fetch(server.url("/a"), part)
    assert part.stat().st_size == 300_000
    server.answers["/a"] = web.whole(DATA)
    fetch(server.url("/a"), part)
    assert part.read_bytes() == DATA
    assert server.asked[-1][1]["Range"] == "bytes=300000-"


@pytest.mark.parametrize("ranges", [True, False])
def test_a_file_shorter_than_announced_is_another_one(
    server: Server, part: Path, ranges: bool
) -> None:
    short = DATA[:-1000]

    def answer(handler: web.Handler) -> None:
        if ranges and "Range" in handler.headers:
            handler.begin(416, Content_Range=f"bytes */{len(short)}", Content_Length=0)
        else:
            web.whole(short)(handler)

    server.answers["/a"] = answer
    sha = hashlib.sha256(short).hexdigest()
    with pytest.raises(NetworkError, match=r"its size is another.*removed"):
        fetch(server.url("/a"), part, sha256=sha)
    assert not part.exists()
    assert len(server.asked) == 1


def test_who_begins_anew_again_and_again_is_given_up(server: Server, part: Path) -> None:
    def answer(handler: web.Handler) -> None:
        if "Range" in handler.headers:
            handler.begin(416, Content_Length=0)
        else:
            web.cut(DATA, 300_000)(handler)

    server.answers["/a"] = answer
    with pytest.raises(NetworkError, match="cut before"):
        fetch(server.url("/a"), part)
    assert len(server.asked) <= 2 * HASTE.tries


def test_a_whole_file_that_waits_is_not_asked_for(server: Server, part: Path) -> None:
    part.write_bytes(DATA)
    fetch(server.url("/a"), part, size=None, sha256=SHA[:8])
    assert part.read_bytes() == DATA
    assert server.asked == []


def test_a_spoiled_rest_of_an_earlier_download_is_begun_anew(server: Server, part: Path) -> None:
    part.write_bytes(b"spoiled" * 1000)
    server.answers["/a"] = web.whole(DATA)
    fetch(server.url("/a"), part)
    assert part.read_bytes() == DATA


@pytest.mark.parametrize("answer", [web.silent, web.dripping])
def test_without_a_hash_nothing_is_kept(server: Server, part: Path, answer: web.Answer) -> None:
    server.answers["/a"] = answer
    with pytest.raises(NetworkError, match="almost nothing"):
        fetch(server.url("/a"), part, sha256="")
    assert not part.exists()


def test_without_a_hash_nothing_is_put_together(server: Server, part: Path) -> None:
    part.write_bytes(DATA[:1000])
    server.answers["/a"] = web.cut(DATA, 300_000)
    with pytest.raises(NetworkError, match="cut before"):
        fetch(server.url("/a"), part, sha256="")
    assert not part.exists()
    assert all("Range" not in headers for _, headers in server.asked)


def test_a_wrong_hash_is_removed(server: Server, part: Path) -> None:
    server.answers["/a"] = web.whole(DATA[::-1])
    with pytest.raises(NetworkError, match=r"not the file that was announced.*removed"):
        fetch(server.url("/a"), part)
    assert not part.exists()


@pytest.mark.parametrize("answer", [web.silent, web.dripping])
def test_a_slow_server_is_given_up(server: Server, part: Path, answer: web.Answer) -> None:
    server.answers["/a"] = answer
    with pytest.raises(NetworkError, match="almost nothing"):
        fetch(server.url("/a"), part)


def test_a_file_that_grows_without_end_is_given_up(server: Server, part: Path) -> None:
    server.answers["/a"] = web.endless
    with pytest.raises(NetworkError, match="sends more than the file"):
        fetch(server.url("/a"), part)
    assert not part.exists()
    with pytest.raises(NetworkError, match="longer than 1 MB"):
        Fetcher(HASTE).get(server.url("/a"), limit=1 << 20)


def test_a_packed_answer_that_unpacks_without_end_is_given_up(server: Server) -> None:
    bomb = gzip.compress(bytes(50 << 20))

    def answer(handler: web.Handler) -> None:
        handler.begin(Content_Length=len(bomb), Content_Encoding="gzip")
        handler.wfile.write(bomb)

    server.answers["/a"] = answer
    with pytest.raises(NetworkError, match="longer than 1 MB"):
        Fetcher(HASTE).get(server.url("/a"), limit=1 << 20)


def test_a_page_is_no_file(server: Server, part: Path) -> None:
    server.answers["/a"] = web.whole(b"<html>", "text/html; charset=utf-8")
    with pytest.raises(NetworkError, match="a page and not the file"):
        fetch(server.url("/a"), part)


def test_refusals_are_sentences(server: Server, part: Path) -> None:
    with pytest.raises(NetworkError, match=re.escape("no such file (any more; 404)")):
        fetch(server.url("/gone"), part)
    server.answers["/a"] = lambda handler: handler.begin(403, Content_Length=0)
    with pytest.raises(NetworkError, match=re.escape("refuses to give it (403)")):
        fetch(server.url("/a"), part)


def test_no_network_is_a_sentence(part: Path) -> None:
    part.write_bytes(DATA[:1000])
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/a"
        with pytest.raises(NetworkError, match="no connection could be made"):
            fetch(url, part)
    assert part.stat().st_size == 1000, "a later try may need it"
    with pytest.raises(NetworkError, match="no connection could be made"):
        fetch("https://no-such-host.invalid/a", part)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_leaves_nothing(server: Server, part: Path) -> None:
    part.symlink_to("/dev/full")
    server.answers["/a"] = web.whole(DATA)
    with pytest.raises(StudioError, match="the disk is full"):
        fetch(server.url("/a"), part)
    assert not part.is_symlink()


def test_no_credentials_go_out(
    server: Server, part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    server.answers["/a"] = web.whole(DATA)
    fetch(server.url("/a"), part)
    assert "Authorization" not in server.asked[0][1]
