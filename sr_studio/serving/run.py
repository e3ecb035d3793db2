"""Opens the server: address, TLS, and what the experimenter needs to know, on one screen."""

from __future__ import annotations

import asyncio
import io
import json
import secrets
import socket
import ssl
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import segno
import uvicorn

from sr_studio.serving.access import Access
from sr_studio.serving.application import make_application
from sr_studio.serving.desk import ROOM_HOURS
from sr_studio.serving.house import House
from sr_studio.studies.errors import StudyError

_LOOPBACK, _EVERYWHERE = "127.0.0.1", "0.0.0.0"
PORT = 8765


@dataclass(frozen=True)
class Announcement:
    """What the experimenter must know: addresses, code, password, links."""

    address: str
    desk: str
    password: str
    room: str
    room_link: str
    links: dict[int, str]


class _Server(uvicorn.Server):
    """Says how to reach it once it heeds Ctrl+C: whoever reads that may stop it at once."""

    def __init__(self, config: uvicorn.Config, announcement: str) -> None:
        super().__init__(config)
        self._announcement = announcement

    async def main_loop(self) -> None:
        print(self._announcement, flush=True)
        await super().main_loop()


def serve(
    study: Path,
    *,
    database: str | None = None,
    site: str | None = None,
    lan: bool = False,
    port: int = PORT,
    certificate: Path | None = None,
    key: Path | None = None,
    prefix: str = "",
    public: str = "",
    invitations: int = 0,
    room: bool = True,
    completion: bool = False,
    as_json: bool = False,
) -> None:
    """Serve a study until somebody stops it (Ctrl+C, or the signal to end).

    Args:
        lan: Open it to the network, not to this computer alone.
        port: 0 takes the one the study had last, which links name, or any free one.
        prefix: Path under which a reverse proxy serves it, such as ``/study``.
        public: Address of that proxy as raters type it, ``https://lab.example``.
        invitations: How many links for new raters are made and printed.
        room: Whether a room code is opened.
        as_json: Print the announcement as one JSON line.

    Raises:
        StudyError: The study, the certificate, the address or the port cannot be used.
    """
    require_certificate(certificate, key)
    if public and not public.startswith(("http://", "https://")):
        raise StudyError(
            "the address of the proxy does not begin with https:// or http://",
            where=public,
            remedy="Links and QR codes begin with it: give it as --public https://lab.example.",
        )
    prefix = prefix.rstrip("/")
    if prefix and not prefix.startswith("/"):
        prefix = f"/{prefix}"
    house = House(study, database=database, site=site)
    try:
        listening = _listen(house.access, _EVERYWHERE if lan else _LOOPBACK, port)
        scheme = "https" if certificate else "http"
        host = own_address() if lan else _LOOPBACK
        own = f"{scheme}://{host}:{listening.getsockname()[1]}"
        address = f"{public.rstrip('/') or own}{prefix}"
        told = _announce(house, address, invitations, room)
    except BaseException:
        asyncio.run(house.close())
        raise
    application = make_application(
        house,
        password=told.password,
        address=address,
        prefix=prefix,
        secure=address.startswith("https:"),
        completion=completion,
    )
    config = uvicorn.Config(
        application,  # type: ignore[arg-type]  # it is an ASGI application
        http="h11",
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        lifespan="on",
        limit_concurrency=2000,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=5,
        ssl_certfile=certificate,
        ssl_keyfile=key,
    )
    announcement = json.dumps(asdict(told)) if as_json else _spoken(told, lan)
    try:
        _Server(config, announcement).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # how it is told to stop; every session has been ended by now
    finally:
        listening.close()
    print("stopped; everybody goes on where they were.", file=sys.stderr)


def require_certificate(certificate: Path | None, key: Path | None) -> None:
    """Refuse what TLS cannot be had with.

    Raises:
        StudyError: One of the two is missing, or they are not a certificate and its key.
    """
    if certificate is None and key is None:
        return
    if certificate is None or key is None:
        raise StudyError("TLS needs both --certificate and --key")
    for file in (certificate, key):
        if not file.is_file():
            raise StudyError("there is no such file", where=file)
    try:
        # A password is asked for nowhere: a server may be started where nobody sits.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")
    except (ssl.SSLError, OSError, ValueError) as error:
        raise StudyError(
            "this is not a certificate and its private key",
            where=f"{certificate}, {key}",
            remedy="Give both in PEM format, the key without a password.",
        ) from error


def own_address() -> str:
    """The address of this computer on its network; loopback where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Nothing is sent: the system only says which of its addresses it would use.
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return _LOOPBACK


def qr_text(link: str) -> str:
    """A QR code of half blocks, for a terminal."""
    out = io.StringIO()
    segno.make(link).terminal(out, compact=True)
    return out.getvalue()


def listen(host: str, port: int) -> socket.socket:
    """A socket at which connections wait from now on; port 0 takes any.

    Raises:
        StudyError: The port cannot be opened.
    """
    # asyncio switches Nagle's delay off only for sockets that name their protocol. With it each
    # answer of two packets waits 40 ms for the browser's acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # From here on connections wait in a queue, so what is announced can be used at once.
        listening.listen(1024)
    except OSError as error:
        listening.close()
        raise StudyError(
            f"port {port} cannot be opened ({error.strerror or error})",
            remedy="Another program may have it: choose another one with --port.",
        ) from error
    return listening


def _listen(access: Access, host: str, port: int) -> socket.socket:
    """See :func:`listen`; the port is kept for the next start."""
    try:
        listening = listen(host, port or access.port)
    except StudyError:
        if port or not access.port:
            raise
        listening = listen(host, 0)
    try:
        access.remember_port(int(listening.getsockname()[1]))
    except BaseException:
        listening.close()
        raise
    return listening


def _announce(house: House, address: str, invitations: int, room: bool) -> Announcement:
    access = house.access
    # All numbers first: of links that cannot all be made, none is made and promised to nobody.
    numbers = house.next_numbers(invitations)
    links = {number: f"{address}/i/{house.invite(number)}" for number in numbers}
    if room:
        # Who was given a code before the server was stopped can still use it.
        code = access.room or access.open_room(ROOM_HOURS)
    else:
        access.close_room()
        code = ""
    return Announcement(
        address=f"{address}/",
        desk=f"{address}/desk",
        password=secrets.token_urlsafe(9),
        room=code,
        room_link=f"{address}/r/{code}" if code else "",
        links=links,
    )


def _spoken(told: Announcement, lan: bool) -> str:
    lines = [f"Raters:     {told.address}"]
    if told.room:
        lines += [f"Room code:  {told.room}   ({told.room_link})"]
    lines += [f"Rater {number}: {link}" for number, link in told.links.items()]
    lines += [f"Dashboard:  {told.desk}", f"Password:   {told.password}"]
    if lan:
        lines += ["", "Everybody on this network can reach it.", ""]
        lines += [qr_text(told.room_link or told.address)]
    return "\n".join([*lines, "Ctrl+C stops it; everybody goes on where they were."])
