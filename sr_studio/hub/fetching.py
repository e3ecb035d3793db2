"""Fetching over http and https: bounded in time, size and place; downloads go on where they ended.

Nothing here decides to go to the net; whoever calls it was asked to by a person.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import requests
import urllib3

from sr_studio import __version__, files
from sr_studio.hub.errors import NetworkError
from sr_studio.hub.hosts import check_address, host_of, joined_address
from sr_studio.progress import Progress, ProgressCallback, ProgressClock

#: A file of unknown size is given up beyond this many bytes.
LARGEST_FILE = 4 << 30
_CHUNK = 1 << 18
_REDIRECTS = 8
_MOVED = (301, 302, 303, 307, 308)
#: What the libraries say of an odd address; not all of it passes through requests.
_NO_ADDRESS = (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, ValueError)


@dataclass(frozen=True)
class Patience:
    """How long a server may keep a person waiting.

    Attributes:
        connect: Seconds until a connection stands.
        silence: Seconds without a byte.
        window: Seconds over which the least speed is looked at.
        least: Bytes a second below which a server is too slow to wait for.
        tries: How often a cut download is taken up again before it is told.
    """

    connect: float = 10.0
    silence: float = 30.0
    window: float = 60.0
    least: float = 1024.0
    tries: int = 3


@dataclass(frozen=True)
class Wanted:
    """A file to download.

    Attributes:
        url: Where it is.
        size: Its bytes, where known.
        sha256: Its SHA-256 in hexadecimal, or how that begins; empty where unknown.
    """

    url: str
    size: int | None = None
    sha256: str = ""


class _CutError(Exception):
    """The connection ended too early; what was fetched so far is good."""


class Fetcher:
    """Asks servers, one at a time.

    Args:
        patience: How long to wait.
    """

    def __init__(self, patience: Patience | None = None) -> None:
        self._patience = patience or Patience()

    def get(self, url: str, *, limit: int) -> bytes:
        """The whole answer of a server.

        Raises:
            NetworkError: It cannot be had, or is longer than ``limit`` bytes.
        """
        pieces: list[bytes] = []
        try:
            with self._opened(url, {}) as response:
                self._require_success(response, url)
                total = 0
                for piece in self._pieces(response, url):
                    total += len(piece)
                    if total > limit:
                        what = f"the answer is longer than {limit >> 20} MB and was given up"
                        raise NetworkError(what, where=host_of(url))
                    pieces.append(piece)
        except _CutError as error:
            raise _cut(url) from error
        return b"".join(pieces)

    def download(
        self, wanted: Wanted, part: Path, on_progress: ProgressCallback | None = None
    ) -> None:
        """Download a file to ``part`` and check it.

        What an earlier, cut download left in ``part`` is used where a hash can tell whether the
        whole is right. A cut connection leaves ``part`` for the next time; whatever is wrong
        (hash, size, a full disk) removes it.

        Raises:
            NetworkError: The server cannot be reached, or does not give the wanted file.
            StudioError: The file cannot be written.
        """
        try:
            if not wanted.sha256:  # nothing could tell whether two halves belong together
                part.unlink(missing_ok=True)
            elif _difference(part, wanted) == "":  # it was ended before the file was put to use
                return
            before = _length(part)
            self._download(wanted, part, on_progress)
            if before and _difference(part, wanted):
                part.unlink()
                self._download(wanted, part, on_progress)
            if difference := _difference(part, wanted):
                part.unlink()
                raise NetworkError(
                    f"what arrived is not the file that was announced (its {difference} is "
                    "another), so it was removed",
                    where=wanted.url,
                    remedy="The file was replaced or damaged; ask its author.",
                )
        except BaseException:
            if not wanted.sha256:
                part.unlink(missing_ok=True)
            raise

    def _download(self, wanted: Wanted, part: Path, on_progress: ProgressCallback | None) -> None:
        tries, furthest = 0, _length(part)
        while True:
            try:
                self._download_once(wanted, part, on_progress)
                return
            except _CutError as error:
                if not wanted.sha256:
                    part.unlink(missing_ok=True)
                # Who begins anew again and again gets no further, however much arrives.
                tries = 0 if _length(part) > furthest else tries + 1
                furthest = max(furthest, _length(part))
                if tries >= self._patience.tries:
                    raise _cut(wanted.url, part) from error
            except OSError as error:
                part.unlink(missing_ok=True)
                raise files.explained(error, part) from error

    def _download_once(
        self, wanted: Wanted, part: Path, on_progress: ProgressCallback | None
    ) -> None:
        have = _length(part)
        if wanted.size is not None and have == wanted.size:
            return
        headers = {"Range": f"bytes={have}-"} if have else {}
        with self._opened(wanted.url, headers) as response:
            if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                part.unlink()
                raise _CutError
            self._require_success(response, wanted.url)
            if response.status_code != HTTPStatus.PARTIAL_CONTENT:
                have = 0
            elif not response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
                part.unlink()
                raise _CutError
            _refuse_pages(response, wanted)
            total = wanted.size or _announced(response, have)
            with part.open("ab" if have else "wb") as file:
                clock = ProgressClock(total or 0)
                clock.advance(have)
                for piece in self._pieces(response, wanted.url):
                    have += len(piece)
                    if have > (wanted.size or LARGEST_FILE):
                        part.unlink()
                        what = "the server sends more than the file that was announced has"
                        raise NetworkError(f"{what}, so it was given up", where=wanted.url)
                    file.write(piece)
                    progress = clock.advance(len(piece))
                    if on_progress is not None:
                        on_progress(progress if total else Progress(have, 0))
            # Where the server says how long its file is, a shorter one is whole, and another file.
            if wanted.size is not None and have < wanted.size and not _announced(response, 0):
                raise _CutError

    @contextmanager
    def _opened(self, url: str, headers: dict[str, str]) -> Iterator[requests.Response]:
        """The answer to a request, after every redirect was looked at."""
        session = requests.Session()
        # Not even what a .netrc says may go to a server that a stranger's list names.
        session.auth = _no_credentials
        session.headers["User-Agent"] = f"sr-studio/{__version__}"
        session.headers["Accept-Encoding"] = "identity"
        before = ""
        with session:
            for _ in range(_REDIRECTS):
                check_address(url, before=before)
                with self._asked(session, url, headers) as response:
                    target = response.headers.get("Location", "")
                    if response.status_code not in _MOVED or not target:
                        yield response
                        return
                before, url = url, joined_address(url, target)
        raise NetworkError("the server redirects in circles", where=host_of(url))

    def _asked(
        self, session: requests.Session, url: str, headers: dict[str, str]
    ) -> requests.Response:
        timeout = self._patience.connect, self._patience.silence
        host = host_of(url)
        try:
            return session.get(
                url, headers=headers, stream=True, timeout=timeout, allow_redirects=False
            )
        except requests.exceptions.SSLError as error:
            what = "the server cannot prove that it is the one it says (its certificate is wrong)"
            raise NetworkError(what, where=host) from error
        except requests.exceptions.ReadTimeout as error:
            what = f"the server did not answer within {self._patience.silence:g} seconds"
            raise NetworkError(what, where=host, remedy="Try again later.") from error
        except requests.exceptions.ConnectionError as error:
            raise NetworkError(
                "no connection could be made",
                where=host,
                remedy="Look whether this computer is on the net, and try again.",
            ) from error
        except (
            requests.exceptions.RequestException,
            urllib3.exceptions.HTTPError,
            ValueError,
        ) as e:
            what = f"the address cannot be asked ({e})"
            raise NetworkError(what, where=host) from e

    def _require_success(self, response: requests.Response, url: str) -> None:
        code = response.status_code
        if code in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
            return
        if code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise NetworkError(f"the server has no such file (any more; {code})", where=url)
        raise NetworkError(f"the server refuses to give it ({code})", where=url)

    def _pieces(self, response: requests.Response, url: str) -> Iterator[bytes]:
        """The answer as it comes, whatever came within one moment at a time."""
        patience = self._patience
        raw = response.raw
        announced = _announced(response, 0)
        since, in_window, total = time.monotonic(), 0, 0
        while True:
            try:
                piece = raw.read1(_CHUNK, decode_content=True)
            except urllib3.exceptions.ReadTimeoutError as error:
                raise _too_slow(url, patience.silence) from error
            except (urllib3.exceptions.HTTPError, OSError) as error:
                raise _CutError from error
            if not piece:
                break
            total += len(piece)
            in_window += len(piece)
            yield piece
            elapsed = time.monotonic() - since
            if elapsed >= patience.window:
                if in_window < patience.least * elapsed:
                    raise _too_slow(url, elapsed)
                since, in_window = time.monotonic(), 0
        if announced is not None and total < announced:
            raise _CutError


def _announced(response: requests.Response, have: int) -> int | None:
    """Bytes of the whole file as the server says; None where it does not, or packs them."""
    length = response.headers.get("Content-Length", "")
    if "Content-Encoding" in response.headers or not length.isdigit():
        return None
    return have + int(length)


def _refuse_pages(response: requests.Response, wanted: Wanted) -> None:
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        raise NetworkError(
            "the server sent a page and not the file",
            where=wanted.url,
            remedy="Open the address in a browser, and import the file that it gives.",
        )


def _difference(part: Path, wanted: Wanted) -> str:
    """What tells a file from the wanted one; empty where it is right."""
    if wanted.size is not None and _length(part) != wanted.size:
        return "size"
    if not wanted.sha256:
        return ""
    right = part.is_file() and files.sha256_of(part).startswith(wanted.sha256.lower())
    return "" if right else "SHA-256"


def _length(part: Path) -> int:
    with suppress(OSError):
        return part.stat().st_size
    return 0


def _cut(url: str, part: Path | None = None) -> NetworkError:
    kept = part is not None and _length(part) > 0
    more = "What had arrived is kept: ask again, and it goes on from there."
    return NetworkError(
        "the connection was cut before all had arrived",
        where=host_of(url),
        remedy=more if kept else "Try again.",
    )


def _too_slow(url: str, seconds: float) -> NetworkError:
    return NetworkError(
        f"the server sent almost nothing for {seconds:.3g} seconds, so it was given up",
        where=host_of(url),
        remedy="Try again later.",
    )


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
