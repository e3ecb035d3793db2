"""The index: read whatever strangers wrote into it, searched, and licences understood."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sr_studio.errors import StudioError
from sr_studio.hub.errors import NetworkError
from sr_studio.hub.hosts import direct_address
from sr_studio.hub.index import IndexModel, parse_index
from sr_studio.hub.licences import Commerce, commerce
from sr_studio.hub.recommended import RECOMMENDED
from sr_studio.hub.search import find_in_index, recommended, search
from tests.hub.conftest import entry


def parsed(**entries: Any) -> list[IndexModel]:
    return parse_index(json.dumps(entries).encode(), where="here")


@pytest.fixture
def models() -> list[IndexModel]:
    return parsed(
        one=entry("https://a.org/1.pth", b"1", name="Alpha", tags=["photo"]),
        two=entry("https://a.org/2.pth", b"2", name="Beta", scale=2, architecture="Compact"),
        three=entry("https://a.org/3.pth", b"3", name="Gamma", license=None, tags=None),
        odd={"name": "no scale"},
        worse=[1, 2],
    )


def test_entries_that_fit_are_read_and_others_left_out(models: list[IndexModel]) -> None:
    assert [model.name for model in models] == ["Alpha", "Beta", "Gamma"]
    first = models[0]
    assert (first.id, first.author, first.scale) == ("one", "one, two", 4)
    assert first.size == 1
    assert first.description == "For holidays.]0;evil", "nothing that moves a terminal's cursor"
    assert first.licence_line == "CC-BY-NC-4.0 (not for commercial use)"
    assert models[2].licence_line == "no licence stated (commercial use not clear)"
    assert first.pictures[0].addresses == ("/lr.png", "/sr.png")


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"a": {"b": 1}}', b'{"models": [1]}', b"3"])
def test_another_shape_is_a_sentence(data: bytes) -> None:
    with pytest.raises(NetworkError, match="shape that this version does not know"):
        parse_index(data, where="here")


@pytest.mark.parametrize("data", [b"<html>", b"", b"\xff\xfe", b"[" * 100_000])
def test_no_json_is_a_sentence(data: bytes) -> None:
    with pytest.raises(NetworkError, match="no JSON"):
        parse_index(data, where="here")


def test_search_by_words_scale_architecture_and_tag(models: list[IndexModel]) -> None:
    def names(*words: str, **wish: Any) -> list[str]:
        return [model.name for model in search(models, " ".join(words), **wish)]

    assert names() == ["Alpha", "Beta", "Gamma"]
    assert names("two") == ["Beta", "Alpha", "Gamma"], "the name counts most"
    assert names("HOLIDAYS", "alp") == ["Alpha"]
    assert names(scale=2) == ["Beta"]
    assert names(architecture="compact") == ["Beta"]
    assert names(tag="PHOTO") == ["Alpha", "Beta"]
    assert names("nothing-like-it") == []
    assert find_in_index(models, "gamma").id == "three"
    with pytest.raises(StudioError, match=r"no such model\. There are three"):
        find_in_index(models, "thre")


def test_the_short_list_is_in_its_own_order() -> None:
    ids = [each.id for each in reversed(RECOMMENDED)]
    models = parsed(**{name: entry("https://a.org/1.pth", b"1") for name in [*ids, "other"]})
    assert [model.id for model in recommended(models)] == ids[::-1]


def test_the_file_to_fetch_is_one_that_can_be_opened_and_checked() -> None:
    good = entry("https://a.org/1.pth", b"1")["resources"][0]
    onnx = good | {"type": "onnx"}
    unchecked = good | {"type": "safetensors", "sha256": None}
    page = good | {"urls": ["https://mega.nz/file/x#y"]}

    def model(*files: Any) -> IndexModel:
        return parsed(one=entry("", b"1") | {"resources": list(files)})[0]

    assert model(onnx, unchecked, page, good).file == model(good).file
    assert model(good).obstacle == ""
    assert "no file of it" in model(onnx).obstacle
    assert "no SHA-256" in model(unchecked).obstacle
    assert "only a browser" in model(page).obstacle


def test_links_to_pages_become_links_to_files() -> None:
    drive = "https://drive.usercontent.google.com/download?id=a_B-1&export=download&confirm=t"
    for url, wanted in {
        "https://drive.google.com/file/d/a_B-1/view?usp=sharing": drive,
        "https://drive.google.com/open?id=a_B-1": drive,
        "https://github.com/a/b/blob/main/x.pth": "https://github.com/a/b/raw/main/x.pth",
        "https://huggingface.co/a/b/blob/main/x.pth": "https://huggingface.co/a/b/resolve/main/x.pth",
        "https://www.mediafire.com/file/x": None,
        "https://a.org/x.pth": "https://a.org/x.pth",
        "": None,
        "http://[": None,
    }.items():
        assert direct_address(url) == wanted


@pytest.mark.parametrize(
    ("licence", "meaning"),
    [
        ("MIT", Commerce.ALLOWED),
        ("CC-BY-4.0", Commerce.ALLOWED),
        ("CC-BY-SA-4.0", Commerce.ALLOWED),
        ("GPL-3.0-only", Commerce.ALLOWED),
        ("BSD-3-Clause AND Apache-2.0", Commerce.ALLOWED),
        ("CC-BY-NC-SA-4.0", Commerce.FORBIDDEN),
        ("MIT AND CC-BY-NC-4.0", Commerce.FORBIDDEN),
        ("", Commerce.UNKNOWN),
        ("LicenseRef-mine", Commerce.UNKNOWN),
        ("MIT AND LicenseRef-mine", Commerce.UNKNOWN),
    ],
)
def test_licences(licence: str, meaning: Commerce) -> None:
    assert commerce(licence) is meaning
