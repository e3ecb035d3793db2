"""The addresses of the server and what is behind each of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sr_studio.errors import StudioError
from sr_studio.serving.access import AccessError, Seat, cookie_name
from sr_studio.serving.desk import Desk
from sr_studio.serving.documents import about, padded
from sr_studio.serving.guard import Application, Guard, Guesses, host_of
from sr_studio.serving.house import House, SittingGoneError
from sr_studio.serving.page import Pages
from sr_studio.serving.sitting import NotInChargeError
from sr_studio.serving.wishes import (
    Act,
    Answer,
    BadWishError,
    Consent,
    Enter,
    Hello,
    Room,
    SelfReport,
    Tested,
    read_wish,
)
from sr_studio.studies.errors import StudyDatabaseError
from sr_studio.studies.rating.answering import spoken

COOKIE = "seat"
_SWEEP_SECONDS = 60.0
_VERBS: dict[str, type[Act]] = {
    "consent": Consent,
    "self_report": SelfReport,
    "room": Room,
    "screen": Tested,
    "answer": Answer,
    **dict.fromkeys(("read", "undo", "pause", "resume", "rested", "stop"), Act),
}


class Door:
    """The raters' requests.

    Args:
        prefix: Path under which the pages are reached.
        secure: Whether cookies travel by TLS only.
        completion: Whether who comes to the end gets a code to show.
    """

    def __init__(self, house: House, *, prefix: str, secure: bool, completion: bool) -> None:
        self._house, self._prefix, self._secure = house, prefix, secure
        self._completion = completion
        self._cookie = cookie_name(COOKIE, house.manifest.study_id)
        self._guesses = Guesses()

    async def about(self, _: Request) -> Response:
        """What holds for the whole study."""
        return _json(padded(about(self._house.manifest)))

    async def enter(self, request: Request) -> Response:
        """Come in by a link or by the room code."""
        host = host_of(request.scope)
        if not self._guesses.may(host):
            return refused("Too many wrong codes. Wait a minute.", 429)
        wish = read_wish(Enter, await _plain_json(request))
        access = self._house.access
        try:
            if wish.invitation:
                cookie = await asyncio.to_thread(access.come_in, wish.invitation, wish.browser)
            else:
                cookie = access.come_in_by_room(wish.room)
        except AccessError:
            self._guesses.was_wrong(host)
            raise
        answer = _json(padded({"entered": True}))
        self.set_cookie(answer, cookie)
        return answer

    def set_cookie(self, answer: Response, cookie: str) -> None:
        """Give the browser its seat."""
        answer.set_cookie(
            self._cookie,
            cookie,
            max_age=14 * 86_400,
            path=f"{self._prefix}/",
            secure=self._secure,
            httponly=True,
            samesite="strict",
        )

    async def hello(self, request: Request) -> Response:
        """A page is there, or its screen has changed."""
        wish = read_wish(Hello, await _plain_json(request))
        agent = request.headers.get("user-agent", "")[:400]
        return await self._told(await self._house.hello(self._seat(request), wish, agent), request)

    async def act(self, request: Request) -> Response:
        """Something a rater did."""
        verb = request.path_params["verb"]
        if verb not in _VERBS:
            raise HTTPException(404)
        wish = read_wish(_VERBS[verb], await _plain_json(request))
        return await self._told(await self._house.act(self._seat(request), verb, wish), request)

    async def picture(self, request: Request) -> Response:
        """One of the pictures of this rater's showing, or of the next."""
        data = await self._house.picture(self._seat(request), request.path_params["address"])
        return Response(data, media_type="image/png")

    async def _told(self, document: bytes, request: Request) -> Response:
        if not self._completion or b'"reason":"done"' not in document:
            return _json(document)
        sitting = self._house.sittings.get(self._seat(request).digest)
        rater = None if sitting is None else sitting.conductor.rater
        if rater is None:
            return _json(document)
        code = self._house.veil.completion(rater.id)
        return _json(document.rstrip()[:-1] + f',"completion":"{code}"}}'.encode())

    def _seat(self, request: Request) -> Seat:
        given = request.cookies
        # Earlier versions of the program had one name for all studies.
        seat = self._house.access.seat(given.get(self._cookie) or given.get(COOKIE, ""))
        if seat is None:
            raise HTTPException(401)
        return seat


def make_application(
    house: House,
    *,
    password: str,
    address: str,
    prefix: str = "",
    secure: bool = False,
    completion: bool = False,
) -> Application:
    """The whole server as one ASGI application; closing it closes the house.

    Args:
        password: The experimenter's.
        address: How raters reach the server, for links.
    """
    door = Door(house, prefix=prefix, secure=secure, completion=completion)
    desk = Desk(house, password=password, address=address, prefix=prefix, secure=secure)
    pages = Pages(house.manifest.study.language, prefix)

    @contextlib.asynccontextmanager
    async def alive(_: Starlette) -> AsyncIterator[None]:
        sweeper = asyncio.create_task(_sweep(house))
        try:
            yield
        finally:
            sweeper.cancel()
            await house.close()

    inner = Starlette(
        routes=[
            Route("/", pages.page),
            Route("/i/{secret}", pages.page),
            Route("/r/{code}", pages.page),
            Route("/files/{name}", pages.file),
            Route("/api/about", door.about),
            Route("/api/enter", door.enter, methods=["POST"]),
            Route("/api/hello", door.hello, methods=["POST"]),
            Route("/api/{verb}", door.act, methods=["POST"]),
            Route("/p/{address}", door.picture),
            Route("/desk", pages.desk),
            *desk.routes(),
        ],
        exception_handlers={
            HTTPException: _no_such,
            StudioError: _in_a_sentence,
            Exception: _unforeseen,
        },
        lifespan=alive,
    )
    return Guard(inner, prefix=prefix, secure=secure)


def refused(sentence: str, status: int) -> Response:
    """A refusal in a sentence."""
    return JSONResponse({"error": sentence}, status)


def _json(document: bytes) -> Response:
    return Response(document, media_type="application/json")


async def _plain_json(request: Request) -> bytes:
    # A form of another page cannot send this type without asking first, and is never answered.
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise BadWishError("a request here is JSON")
    return await request.body()


async def _sweep(house: House) -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        with contextlib.suppress(StudioError):
            await house.leave_idle()


def _no_such(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {
        401: "This browser has not come in yet.",
        404: "There is nothing here.",
        405: "This cannot be done here.",
    }
    return refused(words.get(status, "This does not work."), status)


def _in_a_sentence(_: Request, error: Exception) -> Response:
    status = 409
    if isinstance(error, BadWishError):
        status = 400
    elif isinstance(error, SittingGoneError):
        status = 410
    elif isinstance(error, NotInChargeError):
        status = 423
    elif isinstance(error, AccessError):
        status = 403
    elif isinstance(error, StudyDatabaseError):
        status = 503
    return refused(spoken(error), status)


def _unforeseen(_: Request, error: Exception) -> Response:
    return refused(f"The server met something unforeseen ({type(error).__name__}).", 500)
