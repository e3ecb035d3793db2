"""The list at the door is on the disk, and knows secrets only by their digests."""

from __future__ import annotations

from pathlib import Path

import pytest

from sr_studio.serving.access import FILE, FOLDER, Access, AccessError
from sr_studio.studies.errors import StudyError

BROWSER, OTHER = "a" * 32, "b" * 32


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def test_it_is_the_same_after_a_restart_and_holds_no_secret(tmp_path: Path) -> None:
    access = Access(tmp_path)
    secret, code = access.invite(3, 1.0), access.open_room(1.0)
    cookie = access.come_in(secret, BROWSER)
    again = Access(tmp_path)
    assert again.veil == access.veil and again.room == code
    seat = again.seat(cookie)
    assert seat is not None and seat.number == 3
    file = tmp_path / FOLDER / FILE
    assert file.stat().st_mode & 0o077 == 0
    assert not any(word in file.read_text() for word in (secret, cookie, BROWSER))
    with pytest.raises(AccessError, match="another browser"):
        again.come_in(secret, OTHER)


def test_time_ends_links_rooms_and_seats(tmp_path: Path) -> None:
    clock = Clock()
    access = Access(tmp_path, clock)
    secret, code = access.invite(3, 1.0), access.open_room(1.0)
    cookie = access.come_in_by_room(code)
    clock.now += 3601
    with pytest.raises(AccessError, match="expired"):
        access.come_in(secret, BROWSER)
    with pytest.raises(AccessError, match="no room code is open"):
        access.come_in_by_room(code)
    assert access.seat(cookie) is not None
    clock.now += 15 * 86_400
    assert access.seat(cookie) is None


def test_a_new_link_ends_the_one_before_and_the_seat_it_gave(tmp_path: Path) -> None:
    access = Access(tmp_path)
    first = access.invite(3, 1.0)
    cookie = access.come_in(first, BROWSER)
    second = access.invite(3, 1.0)
    assert access.seat(cookie) is None
    with pytest.raises(AccessError, match="not known"):
        access.come_in(first, BROWSER)
    assert access.come_in(second, OTHER)
    access.revoke(3)
    with pytest.raises(AccessError, match="withdrawn"):
        access.come_in(second, OTHER)


def test_a_list_that_cannot_be_read_is_said_so(tmp_path: Path) -> None:
    Access(tmp_path)
    (tmp_path / FOLDER / FILE).write_text('{"secret": 3}')
    with pytest.raises(StudyError, match="cannot be read"):
        Access(tmp_path)
