"""The session in a browser is the session at the desk, and ratings survive."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sr_studio.serving import house
from sr_studio.serving.access import FILE, FOLDER
from sr_studio.studies.errors import RatingRefusedError
from sr_studio.studies.rating.opening import open_conductor
from tests.serving.conftest import Served, scores
from tests.serving.page_rater import PageRater, Refusal

Make = Callable[..., Path]
Serve = Callable[..., Served]


def test_a_whole_session(make_study: Make, serve: Serve) -> None:
    served = serve(make_study(prelude=True, self_report='fields = ["age_band"]', stabilising=2))
    rater = PageRater(served.address)
    with pytest.raises(Refusal, match="401"):
        rater.hello()
    rater.come_in(room=served.room.lower())
    assert rater.doc["text"] == "You will rate pictures. You may stop at any time."
    rater.act("consent", agreed=True)
    rater.act("self_report", answers={"age_band": "25-34"})
    given: list[tuple[str, int, int]] = []
    taken_back: tuple[str, int, int] | None = None
    while rater.make_way():
        doc = rater.doc
        # Once, and never a score that was told.
        last = given[-1] if given else None
        assert doc["undo"] == (last not in (None, taken_back) and last[0] == "rating")
        data = rater.picture(doc["pictures"][0]["address"])
        assert Image.open(io.BytesIO(data)).size == (96, 72)
        for address in doc["following"]:
            assert len(rater.picture(address)) == len(data)
        place = 1 + doc["number"] % 5
        rater.rate(place)
        if doc["phase"] == "rating" and doc["number"] == 5 and not taken_back:
            rater.act("undo")
            assert rater.doc["number"] == 5 and rater.doc["key"] != doc["key"]
            assert not rater.doc["undo"]
            rater.rate(1)
            place = 1
            taken_back = (doc["phase"], 5, 1)
        given.append((doc["phase"], doc["number"], doc["told"] or place))
    assert rater.doc["reason"] == "done" and taken_back
    with served.store() as store:
        (only,) = store.raters()
        assert rater.doc["pseudonym"] == only.pseudonym
        blocks = [store.presentations(only.id, block) for block in (1, 0)]
        assert [row.score for rows in blocks for row in rows] == [place for *_, place in given]
        assert all(row.rated for rows in blocks for row in rows)
        (session,) = store.sessions(only.id)
        assert session.end_reason == "done"
    conductor = open_conductor(served.folder, "R01")  # the desk knows it all
    assert type(conductor.step).__name__ == "Finished"
    conductor.close()


def test_an_answer_that_comes_twice_is_stored_once(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    answer = rater.answer(4)
    first = rater.ask("/api/answer", **answer)
    again = rater.ask("/api/answer", **{**answer, "place": 2, "sent": 9000.0})
    assert again["key"] == first["key"] != answer["key"]
    with served.store() as store, store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT score, revision FROM ratings").fetchall()
    assert [tuple(row) for row in rows] == [(4, 1)]


def test_what_is_shown_is_the_file(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    files = {Image.open(path).tobytes() for path in (served.folder / "stimuli").iterdir()}
    rater = served.rater()
    while rater.make_way():
        data = rater.picture(rater.doc["pictures"][0]["address"])
        assert np.asarray(Image.open(io.BytesIO(data))).tobytes() in files
        rater.rate(3)


def test_the_desk_and_the_browser_share_the_lock(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    with pytest.raises(RatingRefusedError, match="another window is open"):
        open_conductor(served.folder, "R01")
    rater.act("stop")
    assert rater.doc["step"] == "finished"


def test_another_page_takes_over(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    rater.rate(5)
    before = rater.doc
    old, rater.page = rater.page, "c" * 32
    rater.hello()
    assert (rater.doc["number"], rater.doc["attempt"]) == (before["number"], 2)
    assert rater.doc["key"] == before["key"]
    with pytest.raises(Refusal, match="423 The study is open in another tab"):
        rater.ask("/api/answer", **rater.answer(1, page=old))
    rater.rate(2)
    with served.store() as store:
        assert scores(store)[store.raters()[0].pseudonym][:2] == [5, 2]


def test_links_and_codes(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    secret = served.house.access.invite(7, 1.0)
    rater = PageRater(served.address)
    rater.come_in(invitation=secret)
    rater.act("consent", agreed=True)
    rater.cookie = ""
    rater.come_in(invitation=secret)  # the same browser may: an answer can be lost on its way
    assert rater.doc["step"] == "room"
    other = PageRater(served.address)
    for wrong, sentence in (
        ({"invitation": secret}, "used in another browser"),
        ({"invitation": "no such thing"}, "not known"),
        ({"invitation": served.house.access.invite(8, -1.0)}, "expired"),
        ({"room": "AAAAAAAA"}, "not the code"),
    ):
        with pytest.raises(Refusal, match=sentence) as refused:
            other.come_in(**wrong)
        assert refused.value.status == 403
    taken_back = served.house.access.invite(9, 1.0)
    served.house.access.revoke(9)
    with pytest.raises(Refusal, match="withdrawn"):
        other.come_in(invitation=taken_back)
    with served.store() as store:
        assert [one.number for one in store.raters()] == [7]


def test_a_server_killed_between_enrolment_and_seat_enrols_nobody_twice(
    make_study: Make, serve: Serve
) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.act("consent", agreed=True)
    served.stop()
    # The rater is in the database, and the seat as it was written before that.
    file = served.folder / FOLDER / FILE
    kept = json.loads(file.read_text())
    (seat,) = kept["seats"].values()
    assert seat["number"] == 1
    seat["number"] = None
    file.write_text(json.dumps(kept))
    again = serve(served.folder)
    back = PageRater(again.address)
    back.cookie = rater.cookie
    back.hello()
    assert back.doc["step"] == "room"
    with again.store() as store:
        assert [one.number for one in store.raters()] == [1]
    (seat,) = json.loads(file.read_text())["seats"].values()
    assert seat["number"] == 1


def test_a_promised_number_is_given_to_nobody_else(make_study: Make, serve: Serve) -> None:
    served = serve(make_study())
    first, second = served.house.invite(1), served.house.invite(2)
    rater = served.rater()
    rater.act("consent", agreed=True)  # by the code of the room: neither of the two
    invited = PageRater(served.address)
    invited.come_in(invitation=first)
    invited.act("consent", agreed=True)
    desk = open_conductor(served.folder, "R02")  # somebody at the desk takes it all the same
    desk.consent(True)
    desk.close()
    late = PageRater(served.address)
    late.come_in(invitation=second)
    with pytest.raises(Refusal, match="Number 2 is given to somebody already"):
        late.act("consent", agreed=True)
    with served.store() as store:
        assert [one.number for one in store.raters()] == [1, 2, 3]
    # An invitation that is made for somebody who is there is theirs.
    theirs = PageRater(served.address)
    theirs.come_in(invitation=served.house.invite(2))
    assert theirs.doc["step"] == "room"


def test_a_screen_that_is_too_small_is_refused_as_the_study_says(
    make_study: Make, serve: Serve
) -> None:
    served = serve(make_study())
    rater = served.rater()
    phone = {"width": 375, "height": 667, "screen_width": 375, "screen_height": 667, "touch": True}
    rater.hello(**phone)
    assert rater.doc["step"] == "unfit" and "at least 640 × 480" in rater.doc["words"]
    rater.hello(width=700, height=600, screen_width=750, screen_height=1334, ratio=2.0, touch=True)
    assert rater.doc["step"] == "consent"  # 57 CSS pixels a key: a finger finds them
    rater.hello(zoom=1.5)
    assert rater.doc["step"] == "unfit" and "zoomed" in rater.doc["words"]


def test_breaks_are_kept_and_the_end_gives_a_code(make_study: Make, serve: Serve) -> None:
    limits = "[sessions]\nmax_trials = 4\nmin_break_minutes = 0.005\n"
    served = serve(make_study(more=limits), completion=True)
    rater = served.rater()
    rated, breaks = 0, 0
    while rater.doc["step"] != "finished":
        if rater.make_way():
            rater.rate(3)
            rated += 1
        elif rater.doc["step"] == "rest":
            breaks += 1
            assert rated >= 4 and 0 < rater.doc["seconds"] <= 0.3
            while rater.doc["step"] == "rest":  # who presses early is told to wait
                rater.act("rested")
    with served.store() as store:
        (only,) = store.raters()
        ends = [session.end_reason for session in store.sessions(only.id)]
    assert rated == 9 and ends == ["clock"] * breaks + ["done"] and breaks > 0
    assert rater.doc["completion"] == served.house.veil.completion(only.id)
    assert re.fullmatch("[0-9A-F]{8}", rater.doc["completion"])


def test_whoever_is_not_heard_of_leaves_the_place_to_the_desk(
    make_study: Make, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = serve(make_study())
    rater = served.rater()
    rater.make_way()
    rater.rate(4)
    answer = rater.answer(5)
    monkeypatch.setattr(house, "IDLE_SECONDS", 0.0)
    asyncio.run(served.house.leave_idle())
    desk = open_conductor(served.folder, "R01")
    desk.close()
    with pytest.raises(Refusal) as refused:  # the lid is opened again
        rater.ask("/api/answer", **answer)
    assert refused.value.status == 410
    rater.hello()
    assert rater.doc["step"] == "room" and rater.doc["goes_on"]
    rater.make_way()
    assert rater.doc["key"] == answer["key"] and rater.doc["number"] == 2
    rater.rate(5)
    with served.store() as store:
        assert scores(store)[store.raters()[0].pseudonym][:2] == [4, 5]
    # After a night the page may not answer for the rater what it asked yesterday.
    asyncio.run(served.house.leave_idle())
    now = served.house.store.now
    served.house.store.now = lambda: now() + 13 * 3600 * 1_000_000  # type: ignore[method-assign]
    rater.hello()
    assert rater.doc["step"] == "room" and not rater.doc["goes_on"]


def test_pairs(make_study: Make, serve: Serve) -> None:
    served = serve(make_study(method="pc", more="[pc]\ntie = true\n"))
    rater = served.rater()
    places: list[int] = []
    while rater.make_way():
        left, right = rater.doc["pictures"]
        assert left["x"] < right["x"] and left["y"] == right["y"]
        place = 1 + len(places) % 3
        places.append(place)
        rater.rate(place)
    with served.store() as store:
        (only,) = store.raters()
        method = store.manifest.study.method
        rows = store.presentations(only.id)
        assert method == "pc" and len(rows) == len(places) == 3
        for row, place in zip(rows, places, strict=True):
            left_is_a = row.side != "right"
            expected = "tie" if place == 3 else ("a" if (place == 1) == left_is_a else "b")
            assert row.choice == expected


def test_behind_a_proxy_with_a_path(make_study: Make, serve: Serve) -> None:
    served = serve(make_study(), prefix="/study", secure=True)
    rater = PageRater(served.address)
    for path in ("/study", "/study/", "/"):  # a proxy leaves the prefix or takes it away
        status, page = rater.send("GET", path)
        assert status == 200 and b'<base href="/study/">' in page
    assert rater.send("GET", "/study/files/rate.js")[0] == 200
    rater.ask("/study/api/enter", browser=rater.browser, room=served.room)
    cookie = next(value for name, value in rater.heard[-1][1] if name == "set-cookie")
    assert "Path=/study/" in cookie and "Secure" in cookie
