"""Who may come in: invitations bound to a rater number, a room code, and the seats they gave."""

from __future__ import annotations

import hmac
import json
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from sr_studio.files import made_folder, write_text
from sr_studio.serving.secrets_of import Veil, digest_of
from sr_studio.studies.errors import StudyError
from sr_studio.studies.store.definition import observation_id

FOLDER, FILE = "serving", "access.json"
#: A seat is forgotten after so long; the rater needs a new invitation then.
SEAT_HOURS = 14 * 24
#: Without letters and digits that are taken for one another.
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE = 8
#: People who came in by the room code and have not agreed to anything yet.
_MOST_WAITING = 500


class AccessError(StudyError):
    """Somebody may not come in."""


@dataclass(frozen=True)
class Invitation:
    """A link for one rater.

    Attributes:
        browser: Digest of the one it was used in, empty before.
        rater: The id that its number is enrolled under; nobody else's who got the number.
    """

    id: str
    digest: str
    number: int
    expires: float
    revoked: bool = False
    browser: str = ""
    rater: str = ""


@dataclass(frozen=True)
class Seat:
    """A browser that was let in; ``number`` is None until the rater has one.

    Attributes:
        rater: The id that whoever agrees here is enrolled under. It is on the disk before the
            rater is, so nobody is enrolled twice, whenever the server dies.
    """

    digest: str
    expires: float
    number: int | None = None
    invitation: str = ""
    rater: str = ""


@dataclass(frozen=True)
class _Kept:
    """What stands in the file."""

    secret: str
    port: int = 0
    room: str = ""
    room_expires: float = 0.0
    invitations: tuple[Invitation, ...] = ()
    seats: dict[str, Seat] = field(default_factory=dict)


def cookie_name(what: str, study_id: uuid.UUID) -> str:
    """The name of a study's own cookie: browsers keep cookies by host, whatever the port, and
    another study may be served at another."""
    return f"{what}-{study_id.hex[:12]}"


class Access:
    """The list at the door, on the disk whenever a method returns.

    Args:
        study: The study's folder.
        now: Seconds since 1970.

    Raises:
        StudyError: The file cannot be read.
    """

    def __init__(self, study: Path, now: Callable[[], float] = time.time) -> None:
        self._file = made_folder(study / FOLDER) / FILE
        self._now = now
        self._lock = threading.Lock()
        self._waiting: dict[str, Seat] = {}
        self._kept = self._read() or _Kept(secret=secrets.token_hex(32))
        self._keep(self._kept)
        self.veil = Veil(bytes.fromhex(self._kept.secret))

    # -- the experimenter's side -------------------------------------------------------------

    def invite(self, number: int, hours: float, rater: uuid.UUID | None = None) -> str:
        """A new invitation for a number; gives what the link carries, which is kept nowhere.

        Earlier invitations for the number, and the seats they gave, are no longer good.

        Args:
            rater: Who has the number; whoever will be enrolled by this invitation if left out.
        """
        secret = secrets.token_urlsafe(18)
        made = Invitation(
            secrets.token_hex(4),
            digest_of(secret),
            number,
            self._now() + 3600 * hours,
            rater=str(rater or observation_id()),
        )
        with self._lock:
            old = {one.id for one in self._kept.invitations if one.number == number}
            seats = {
                key: seat
                for key, seat in self._kept.seats.items()
                if seat.invitation not in old and seat.number != number
            }
            left = tuple(one for one in self._kept.invitations if one.number != number)
            self._keep(replace(self._kept, invitations=(*left, made), seats=seats))
        return secret

    def revoke(self, number: int) -> None:
        """The invitation for a number is no longer good, nor is the seat it gave.

        Raises:
            AccessError: There is none.
        """
        with self._lock:
            if all(one.number != number for one in self._kept.invitations):
                raise AccessError(f"there is no invitation for number {number}")
            invitations = tuple(
                replace(one, revoked=True) if one.number == number else one
                for one in self._kept.invitations
            )
            seats = {k: s for k, s in self._kept.seats.items() if s.number != number}
            self._keep(replace(self._kept, invitations=invitations, seats=seats))

    def open_room(self, hours: float) -> str:
        """A new room code; the one before is no longer good."""
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
        with self._lock:
            self._keep(replace(self._kept, room=code, room_expires=self._now() + 3600 * hours))
        return code

    def close_room(self) -> None:
        """Nobody comes in by a code any more; who is in stays."""
        with self._lock:
            self._keep(replace(self._kept, room="", room_expires=0.0))

    @property
    def room(self) -> str:
        """The room code, empty where there is none or it has expired."""
        return self._kept.room if self._now() < self._kept.room_expires else ""

    @property
    def port(self) -> int:
        """The port at which the study was served last, which links name; 0 before the first."""
        return self._kept.port

    def remember_port(self, port: int) -> None:
        """The study is served at this port now."""
        with self._lock:
            self._keep(replace(self._kept, port=port))

    @property
    def invitations(self) -> tuple[Invitation, ...]:
        """All of them, one a number."""
        return self._kept.invitations

    # -- the raters' side --------------------------------------------------------------------

    def come_in(self, secret: str, browser: str) -> str:
        """Use an invitation; gives what the browser keeps as its cookie.

        The same browser may use it again: an answer can be lost on its way.

        Raises:
            AccessError: The link is wrong, used, revoked or expired.
        """
        cookie = secrets.token_urlsafe(24)
        with self._lock:
            found = self._invitation(secret, browser)
            until = self._now() + 3600 * SEAT_HOURS
            seat = Seat(digest_of(cookie), until, found.number, found.id, found.rater)
            used = replace(found, browser=digest_of(browser))
            invitations = tuple(
                used if one.id == found.id else one for one in self._kept.invitations
            )
            left = {k: s for k, s in self._kept.seats.items() if s.invitation != found.id}
            seats = {**left, seat.digest: seat}
            self._keep(replace(self._kept, invitations=invitations, seats=seats))
        return cookie

    def come_in_by_room(self, code: str) -> str:
        """Use the room code; gives what the browser keeps as its cookie.

        Raises:
            AccessError: The code is wrong, or the room is closed.
        """
        given = "".join(code.upper().split())
        if not self.room:
            raise AccessError("no room code is open", remedy=_ASK)
        if not hmac.compare_digest(given.encode(), self.room.encode()):
            raise AccessError("this is not the code of the room", remedy="Type it again.")
        cookie = secrets.token_urlsafe(24)
        rater = str(observation_id())
        seat = Seat(digest_of(cookie), self._now() + 3600 * SEAT_HOURS, rater=rater)
        with self._lock:
            self._waiting[seat.digest] = seat
            while len(self._waiting) > _MOST_WAITING:
                del self._waiting[next(iter(self._waiting))]
        return cookie

    def seat(self, cookie: str) -> Seat | None:
        """The seat of a cookie, None where it is not known or has expired."""
        key = digest_of(cookie)
        found = self._kept.seats.get(key) or self._waiting.get(key)
        return found if found is not None and self._now() < found.expires else None

    def settle(self, seat: Seat, number: int | None = None) -> None:
        """Keep a seat: somebody agrees there, and has this number as soon as it is known."""
        known = replace(seat, number=number)
        with self._lock:
            self._waiting.pop(seat.digest, None)
            self._keep(replace(self._kept, seats={**self._kept.seats, seat.digest: known}))

    # -- inside ------------------------------------------------------------------------------

    def _invitation(self, secret: str, browser: str) -> Invitation:
        digest = digest_of(secret)
        found = next((one for one in self._kept.invitations if one.digest == digest), None)
        if found is None:
            raise AccessError("this link is not known here", remedy=_ASK)
        if found.revoked:
            raise AccessError("this link was withdrawn", remedy=_ASK)
        if self._now() >= found.expires:
            raise AccessError("this link has expired", remedy=_ASK)
        if found.browser not in ("", digest_of(browser)):
            raise AccessError(
                "this link was used in another browser already",
                remedy="Go on there, or ask the person who runs the study for a new one.",
            )
        return found

    def _read(self) -> _Kept | None:
        if not self._file.is_file():
            return None
        try:
            plain = json.loads(self._file.read_text("utf-8"))
            return _Kept(
                secret=bytes.fromhex(plain["secret"]).hex(),
                port=int(plain.get("port", 0)),
                room=plain["room"],
                room_expires=float(plain["room_expires"]),
                invitations=tuple(Invitation(**one) for one in plain["invitations"]),
                seats={key: Seat(**one) for key, one in plain["seats"].items()},
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StudyError(
                "the list of invitations cannot be read",
                where=self._file,
                remedy="Delete it and invite the raters anew; ratings are not in it.",
            ) from error

    def _keep(self, kept: _Kept) -> None:
        now = self._now()
        seats = {key: seat for key, seat in kept.seats.items() if seat.expires > now}
        self._kept = replace(kept, seats=seats)
        text = json.dumps(asdict(self._kept), indent=1, sort_keys=True) + "\n"
        write_text(self._file, text, durable=True)
        self._file.chmod(0o600)


_ASK = "Ask the person who runs the study for a new one."
