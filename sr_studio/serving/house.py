"""The study that is served: its sittings, the threads that write, and the pictures."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, TypeVar

from sr_studio.errors import StudioError
from sr_studio.files import explained, made_folder
from sr_studio.locks import try_lock
from sr_studio.serving.access import FOLDER, Access, AccessError, Seat
from sr_studio.serving.documents import padded
from sr_studio.serving.secrets_of import Veil
from sr_studio.serving.sitting import Sitting
from sr_studio.serving.wishes import Act, Answer, Consent, Hello
from sr_studio.studies.errors import EnrolmentError, StudyError
from sr_studio.studies.rating.backup import back_up_if_possible
from sr_studio.studies.rating.conductor import StudyConductor
from sr_studio.studies.rating.enrolment import Enrolment, Newcomer
from sr_studio.studies.rating.opening import OpenStudy
from sr_studio.studies.rating.status import StudyStatus, skipped_numbers, study_status
from sr_studio.studies.rating.steps import Finished
from sr_studio.studies.store.records import RaterInfo
from sr_studio.studies.store.store import Store

#: A rater nobody has heard of for so long is sent home; the seat stays theirs.
IDLE_SECONDS = 1800.0
INVITATION_HOURS = 7 * 24.0
#: The dashboard reads the whole study: no more often than this.
_STATUS_SECONDS = 2.0
_SIGN = "served.lock"
#: PostgreSQL writes for several at once; an SQLite file has one writer.
_SERVER_WRITERS = 8

Given = TypeVar("Given")


class SittingGoneError(AccessError):
    """The seat is known and nobody sits there: a page that says hello again goes on."""


class House:
    """Everything the requests share.

    Args:
        site: Code of the site of this server, where the study has several; the one kept on this
            computer if left out.

    Raises:
        StudyError: The study cannot be opened or is served already, or it is not said at which
            site this is.
    """

    def __init__(self, folder: Path, *, database: str | None = None, site: str | None = None):
        self.opened = OpenStudy(folder, database=database)
        self._sign: IO[bytes] | None = None
        try:
            self._sign = _only_server(folder)
            place = Enrolment(self.opened.store, self.opened.planner, None, site)
            if place.sites_to_ask:
                names = ", ".join(one.id for one in place.sites_to_ask)
                raise EnrolmentError(
                    "this study has several sites, and it is not said where this server stands",
                    remedy=f"Say --site, one of {names}.",
                )
            self.access = Access(folder)
            self.opened.store.check_durable()
            self._longest = self.opened.study.longest_stimulus()
        except BaseException:
            self._let_go()
            raise
        self.manifest = self.opened.study.manifest
        self.sittings: dict[str, Sitting] = {}
        self._site = next(one for one in self.manifest.sites if one.id == place.site)
        sqlite = self.store.engine.dialect.name == "sqlite"
        self._answers = ThreadPoolExecutor(1 if sqlite else _SERVER_WRITERS, "answers")
        self._chores = ThreadPoolExecutor(2, "chores")
        self._reading = ThreadPoolExecutor(2, "pictures")
        self._opening = asyncio.Lock()
        self._copying: Future[object] | None = None
        self._checked: dict[str, tuple[int, int]] = {}
        self._status: tuple[float, StudyStatus] | None = None

    @property
    def store(self) -> Store:
        """The study's database."""
        return self.opened.store

    @property
    def veil(self) -> Veil:
        """What names showings and pictures."""
        return self.access.veil

    # -- sittings ----------------------------------------------------------------------------

    async def hello(self, seat: Seat, wish: Hello, agent: str) -> bytes:
        """A page is there; gives the step it shows."""
        sitting = await self._sitting(seat)
        async with sitting.lock:
            await self._run(self._answers, lambda: sitting.hello(wish, agent))
            await self._bind(seat, sitting)
            return await self._told(sitting)

    async def act(self, seat: Seat, verb: str, wish: Act) -> bytes:
        """Somebody did something; gives the step that follows.

        Raises:
            StudyError: See :meth:`Sitting.act`.
        """
        sitting = self.sittings.get(seat.digest)
        if sitting is None:
            raise SittingGoneError("the server was started anew")
        async with sitting.lock:
            swift = isinstance(wish, Answer) or verb in ("read", "undo", "pause")
            threads = self._answers if swift else self._chores
            if isinstance(wish, Consent) and wish.agreed and seat.number is None:
                await self._run(self._chores, lambda: self.access.settle(seat))
            await self._run(threads, lambda: sitting.act(wish, verb))
            await self._bind(seat, sitting)
            return await self._told(sitting)

    async def picture(self, seat: Seat, address: str) -> bytes:
        """A picture that is shown now or comes next, as long as the longest of the study.

        Raises:
            AccessError: The address is none of these.
            StudyError: The file is missing or was changed.
        """
        sitting = self.sittings.get(seat.digest)
        token = None if sitting is None else sitting.token_of(address)
        if token is None:
            raise AccessError("there is no such picture for this rater now")
        data = await self._run(self._reading, lambda: self.opened.study.read_stimulus(token))
        # What stands behind a PNG's end is no part of the picture.
        return data + bytes(self._longest - len(data))

    async def leave_idle(self) -> None:
        """Send home whoever has not been heard of for long."""
        for digest, sitting in list(self.sittings.items()):
            if time.monotonic() - sitting.seen > IDLE_SECONDS:
                async with sitting.lock:
                    self.sittings.pop(digest, None)
                    await self._run(self._chores, sitting.conductor.close)

    async def dismiss(self, number: int) -> None:
        """End the sitting of a rater whose invitation was taken back."""
        for digest, sitting in list(self.sittings.items()):
            rater = sitting.conductor.rater
            if rater is not None and rater.number == number:
                async with sitting.lock:
                    self.sittings.pop(digest, None)
                    await self._run(self._chores, sitting.conductor.close)

    async def status(self) -> StudyStatus:
        """How the study stands, as the dashboard of the window has it."""
        if self._status is None or time.monotonic() - self._status[0] > _STATUS_SECONDS:
            found = await self._run(
                self._chores, lambda: study_status(self.store, self.opened.study.path)
            )
            self._status = (time.monotonic(), found)
        return self._status[1]

    def next_numbers(self, count: int = 1) -> list[int]:
        """The first numbers of this site that nobody has or had and nobody is invited for.

        Raises:
            AccessError: There are not so many.
        """
        taken = self.store.given_numbers() | self._promised() | set(skipped_numbers(self.store))
        site = range(self._site.first_number, self._site.last_number + 1)
        found = list(islice((number for number in site if number not in taken), count))
        if not found and count:
            raise AccessError("all numbers are given out")
        if len(found) < count:
            raise AccessError(
                f"only {len(found)} numbers are left to invite for, and not {count}",
                remedy="Ask for fewer, or take back links that nobody will use.",
            )
        return found

    def invite(self, number: int) -> str:
        """An invitation for a number, whoever has it, see :meth:`Access.invite`.

        Raises:
            EnrolmentError: Nobody has it, and this server's site does not give it out, there is no
                order for it, or whoever had it was erased.
        """
        known = next((one.id for one in self.raters() if one.number == number), None)
        own = self._site
        if known is None and not own.first_number <= number <= own.last_number:
            raise EnrolmentError(
                f"this server gives out no number {number}",
                where=own.id,
                remedy=f"Its site has the numbers {own.first_number} to {own.last_number}.",
            )
        if known is None and number in skipped_numbers(self.store):
            raise EnrolmentError(
                f"number {number} cannot rate: there is no legal order for it",
                remedy="Invite for another number.",
            )
        if known is None and number in self.store.given_numbers():
            raise EnrolmentError(
                f"whoever had the number {number} was erased, and nobody else gets it",
                remedy="Invite for another number.",
            )
        return self.access.invite(number, INVITATION_HOURS, known)

    def raters(self) -> list[RaterInfo]:
        """Everybody who is enrolled."""
        return self.store.raters()

    async def close(self) -> None:
        """End every session, wait for what is written, and let go of the database."""
        for sitting in self.sittings.values():
            async with sitting.lock:
                try:
                    await self._run(self._answers, sitting.conductor.close)
                except StudioError:
                    continue  # the next start finds the open session and closes it
        for threads in (self._answers, self._chores, self._reading):
            await asyncio.to_thread(threads.shutdown)
        self._let_go()

    # -- inside ------------------------------------------------------------------------------

    def _let_go(self) -> None:
        self.opened.close()
        if self._sign is not None:
            self._sign.close()

    async def _bind(self, seat: Seat, sitting: Sitting) -> None:
        """Whoever has a number by now has it the next time, too."""
        rater = sitting.conductor.rater
        if seat.number is None and rater is not None:
            await self._run(self._chores, lambda: self.access.settle(seat, rater.number))

    async def _told(self, sitting: Sitting) -> bytes:
        sitting.seen = time.monotonic()
        if isinstance(sitting.conductor.step, Finished):
            # Who is done with the browser may go on at a desk.
            await self._run(self._chores, sitting.conductor.close)
        return padded(sitting.document())

    async def _sitting(self, seat: Seat) -> Sitting:
        async with self._opening:
            found = self.sittings.get(seat.digest) or self._moved(seat)
            if found is None or _is_over(found):
                if found is not None:
                    await self._run(self._chores, found.conductor.close)
                    self.sittings.pop(seat.digest, None)  # who moved meanwhile has it elsewhere
                conductor = await self._run(self._chores, lambda: self._conductor(seat))
                found = self.sittings[seat.digest] = Sitting(conductor, self.veil)
            return found

    def _moved(self, seat: Seat) -> Sitting | None:
        """The sitting of a rater who came in anew, through another link or with a new cookie."""
        for digest, sitting in self.sittings.items():
            rater = sitting.conductor.rater
            if rater is not None and str(rater.id) == seat.rater:
                del self.sittings[digest]
                self.sittings[seat.digest] = sitting
                return sitting
        return None

    def _conductor(self, seat: Seat) -> StudyConductor:
        return self.opened.conductor(
            None if seat.number is None else f"R{seat.number:02d}",
            site=self._site.id,
            check_files=self._check,
            newcomer=Newcomer(uuid.UUID(seat.rater) if seat.rater else None, self._promised),
            backup=self._back_up_later,
        )

    def _back_up_later(self, store: Store, folder: Path) -> None:
        """Copying the database must not keep another rater's answer waiting."""
        if self._copying is None or self._copying.done():
            self._copying = self._chores.submit(partial(back_up_if_possible, store, folder))

    def _check(self, tokens: Iterable[str]) -> None:
        """Refuse files that are missing or changed; one that was read once is looked at only."""
        for token in dict.fromkeys(tokens):
            try:
                state = self.opened.study.stimulus(token).stat()
                seen = (state.st_size, state.st_mtime_ns)
            except OSError:
                seen = (-1, -1)
            if self._checked.get(token) != seen:
                self.opened.study.check_stimuli([token])
                self._checked[token] = seen

    def _promised(self) -> set[int]:
        """Numbers that come with an invitation, which nobody else gets."""
        return {one.number for one in self.access.invitations if not one.revoked}

    async def _run(self, threads: ThreadPoolExecutor, work: Callable[[], Given]) -> Given:
        return await asyncio.get_running_loop().run_in_executor(threads, work)


def _only_server(folder: Path) -> IO[bytes]:
    """The sign that a study is served; a second server would not know who came in at the first,
    and each would write the list at the door without the seats that the other gave."""
    path = made_folder(folder / FOLDER) / _SIGN
    try:
        sign = path.open("ab")
    except OSError as error:
        raise explained(error, path) from error
    if not try_lock(sign):
        sign.close()
        raise StudyError(
            "this study is served already",
            where=folder,
            remedy="Use that server, or stop it first.",
        )
    return sign


def _is_over(sitting: Sitting) -> bool:
    """Whether a rater stopped, so that coming back begins anew."""
    step = sitting.conductor.step
    return isinstance(step, Finished) and step.reason != "done"
