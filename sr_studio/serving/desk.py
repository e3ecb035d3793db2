"""The experimenter's dashboard: who rates, how far, and who may come in; nothing by system."""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from dataclasses import asdict
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sr_studio.serving.access import cookie_name
from sr_studio.serving.guard import Guesses, host_of
from sr_studio.serving.house import House
from sr_studio.serving.wishes import Door, Invite, Password, Revoke, read_wish

COOKIE = "desk"
ROOM_HOURS = 12.0


class Desk:
    """The experimenter's requests, behind a password that is new at each start."""

    def __init__(
        self, house: House, *, password: str, address: str, prefix: str, secure: bool
    ) -> None:
        self._house, self._address = house, address
        self._prefix, self._secure = prefix, secure
        self._password = password
        self._session = secrets.token_urlsafe(24)
        self._cookie = cookie_name(COOKIE, house.manifest.study_id)
        self._guesses = Guesses()

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            Route("/desk/login", self._login, methods=["POST"]),
            Route("/desk/status", self._status),
            Route("/desk/invite", self._invite, methods=["POST"]),
            Route("/desk/revoke", self._revoke, methods=["POST"]),
            Route("/desk/room", self._room, methods=["POST"]),
        ]

    async def _login(self, request: Request) -> Response:
        host = host_of(request.scope)
        if not self._guesses.may(host):
            return JSONResponse({"error": "Too many wrong passwords. Wait a minute."}, 429)
        wish = read_wish(Password, await request.body())
        if not hmac.compare_digest(wish.password.encode(), self._password.encode()):
            self._guesses.was_wrong(host)
            return JSONResponse({"error": "This is not the password."}, 403)
        answer = JSONResponse({"entered": True})
        answer.set_cookie(
            self._cookie,
            self._session,
            path=f"{self._prefix}/desk",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    async def _status(self, request: Request) -> Response:
        self._require(request)
        found = await self._house.status()
        now = time.monotonic()
        here: dict[int, dict[str, Any]] = {}
        for sitting in self._house.sittings.values():
            rater = sitting.conductor.rater
            if rater is not None:
                here[rater.number] = {
                    "seconds": round(now - sitting.seen),
                    "browser": sitting.browser.get("browser", ""),
                    "device": sitting.browser.get("device", ""),
                }
        access = self._house.access
        clock = time.time()
        return JSONResponse(
            {
                "title": found.title,
                "state": found.state,
                "complete": found.complete,
                "raters_planned": found.raters_planned,
                "ratings": found.ratings,
                "minutes": round(found.minutes),
                "raters": [{**asdict(one), "here": here.get(one.number)} for one in found.raters],
                "room": access.room,
                "room_link": f"{self._address}/r/{access.room}" if access.room else "",
                "invitations": [
                    {
                        "number": one.number,
                        "revoked": one.revoked,
                        "used": bool(one.browser),
                        "hours": round((one.expires - clock) / 3600, 1),
                    }
                    for one in access.invitations
                ],
            }
        )

    async def _invite(self, request: Request) -> Response:
        self._require(request)
        number = read_wish(Invite, await request.body()).number
        if number is None:
            (number,) = await asyncio.to_thread(self._house.next_numbers)
        return JSONResponse({"number": number, "link": await self.invite(number)})

    async def invite(self, number: int) -> str:
        """A link for a rater number; what was given out for it before is no longer good.

        Raises:
            EnrolmentError: See :meth:`House.invite`.
        """
        secret = await asyncio.to_thread(self._house.invite, number)
        await self._house.dismiss(number)
        return f"{self._address}/i/{secret}"

    async def _revoke(self, request: Request) -> Response:
        self._require(request)
        wish = read_wish(Revoke, await request.body())
        await asyncio.to_thread(self._house.access.revoke, wish.number)
        await self._house.dismiss(wish.number)
        return JSONResponse({"revoked": wish.number})

    async def _room(self, request: Request) -> Response:
        self._require(request)
        if read_wish(Door, await request.body()).open:
            await asyncio.to_thread(self._house.access.open_room, ROOM_HOURS)
        else:
            await asyncio.to_thread(self._house.access.close_room)
        return JSONResponse({"room": self._house.access.room})

    def _require(self, request: Request) -> None:
        given = request.cookies.get(self._cookie, "")
        if not hmac.compare_digest(given.encode(), self._session.encode()):
            raise HTTPException(401)
