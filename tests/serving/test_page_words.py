"""The pages speak Korean: every word they use is translated, and no translation is left over."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sr_studio import paths
from sr_studio.serving.access import Access, AccessError
from sr_studio.serving.documents import keys_of, unfit
from sr_studio.serving.page import translated_words
from sr_studio.serving.wishes import Screen
from sr_studio.studies.errors import StudyError
from sr_studio.studies.rating.answering import spoken
from sr_studio.studies.store.folder import StudyFolder

Make = Callable[..., Path]

_TEXT = r'"((?:[^"\\]|\\.)*)"'
#: Tables whose values (not their keys) are words.
_TABLES = ("LABELS", "ANSWERS", "LIGHT", "READ", "STATES", "titles")


def scripts() -> str:
    folder = paths.resources_dir() / "rating_page"
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.glob("*.js")))


def used(script: str) -> set[str]:
    """The words in calls of ``tr``, and those in the tables it is called with."""
    found = set(re.findall(rf"\btr\(\s*{_TEXT}", script))
    found |= set(re.findall(rf"\? tr\({_TEXT}\) : ", script))
    for name in _TABLES:
        (table,) = re.findall(rf"const {name} = (\{{.*?\}});\n", script, re.DOTALL)
        found |= {text for text, key in re.findall(rf"{_TEXT}(\s*:)?", table) if not key}
    return {word for word in found if re.search("[A-Za-z]{2,}", word)}


def in_template(sentence: str) -> str:
    """A sentence of the server's as the page looks it up: its numbers are places."""
    numbers = iter(range(1, 100))
    return re.sub(r"\d+(?:\.\d+)?", lambda _: f"%{next(numbers)}", sentence)


def test_every_word_of_the_pages_is_translated(make_study: Make) -> None:
    words = translated_words("ko")
    wanted = used(scripts()) | {"computer", "tablet", "phone"}
    for layout in ("side_by_side", "toggle"):
        folder = make_study(method="pc", more=f'[pc]\nlayout = "{layout}"\ntie = true\n')
        wanted |= {key["words"] for key in keys_of(StudyFolder(folder).manifest)}
    assert len(wanted) > 100
    assert sorted(word for word in wanted if word not in words) == []


def test_what_the_server_says_to_raters_is_translated(make_study: Make, tmp_path: Path) -> None:
    words = translated_words("ko")
    said = ["The study is closed.", "This rater has withdrawn."]
    damaged = StudyFolder(make_study())
    token = damaged.manifest.stimuli[0].token
    damaged.stimulus(token).write_bytes(b"no picture")
    for _ in range(2):
        with pytest.raises(StudyError) as unread:
            damaged.read_stimulus(token)
        said.append(spoken(unread.value))
        damaged.stimulus(token).unlink(missing_ok=True)
    access = Access(tmp_path)
    good, used_up = access.invite(1, 1.0), access.invite(2, 1.0)
    late, back = access.invite(3, -1.0), access.invite(4, 1.0)
    access.revoke(4)
    access.come_in(used_up, "a" * 32)
    for secret in ("no such link", used_up, late, back):
        with pytest.raises(AccessError) as refused:
            access.come_in(secret, "b" * 32)
        said.append(spoken(refused.value))
    assert access.come_in(good, "b" * 32)
    for _ in range(2):
        with pytest.raises(AccessError) as refused:
            access.come_in_by_room("AAAAAAAA")
        said.append(spoken(refused.value))
        access.open_room(1.0)
    manifest = StudyFolder(make_study()).manifest
    fits: dict[str, Any] = {"width": 1280, "height": 720, "ratio": 1.0, "screen_width": 1280}
    for change in (
        {"screen_width": 375},
        {"zoom": 2.0},
        {"width": 90, "height": 300},
        {"width": 300, "touch": True, "ratio": 1.5},
    ):
        error = unfit(Screen(**{**fits, "screen_height": 720, **change}), manifest)
        assert error is not None, change
        said.append(spoken(error))
    assert sorted(one for one in map(in_template, said) if one not in words) == []
    assert len({*said}) == len(said) == 14


def test_no_translation_is_left_over() -> None:
    own = paths.resources_dir() / "rating_page" / "ko.json"
    script = scripts() + "".join(
        file.read_text("utf-8")
        for file in sorted((Path(__file__).parents[2] / "sr_studio").rglob("*.py"))
        if "serving" in file.parts or "studies" in file.parts
    )
    # Python breaks sentences over lines, and fills numbers in where the page has places.
    plain = re.sub(r'"\s*\n\s*f?"', "", script).lower()

    def stands(sentence: str) -> bool:
        parts = re.split(r"%\d%?|…|\. ", sentence.lower())
        return all(part.strip(" .") in plain for part in parts)

    left_over = [
        sentence for sentence in json.loads(own.read_text("utf-8")) if not stands(sentence)
    ]
    assert left_over == []
