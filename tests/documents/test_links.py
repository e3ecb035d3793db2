"""Every link between documents leads somewhere, and the site knows every document."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
import yaml

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def _documents(root: Path) -> list[Path]:
    return [*root.glob("*.md"), *(root / "docs").rglob("*.md")]


def _anchors(text: str) -> set[str]:
    """As GitHub and mkdocs make them of headings."""
    heads = re.findall(r"^#+ (.*)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.M)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def test_links_between_documents_lead_somewhere(root: Path) -> None:
    broken = []
    for path in _documents(root):
        text = _CODE.sub("", path.read_text(encoding="utf-8"))
        for link in (one or other for one, other in _LINK.findall(text)):
            if re.match(r"[a-z]+:", link):
                continue  # the net is not asked by a test
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.exists():
                broken.append(f"{path.relative_to(root)}: {link}")
            elif anchor and anchor not in _anchors(target.read_text(encoding="utf-8")):
                broken.append(f"{path.relative_to(root)}: {link} (no such heading)")
    assert broken == []


def _site(root: Path) -> dict[str, object]:
    class Loader(yaml.SafeLoader):
        """Reads mkdocs.yml without what its tags import."""

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    return yaml.load(text, Loader)


def _pages(navigation: object) -> list[str]:
    if isinstance(navigation, str):
        return [navigation]
    parts = navigation.values() if isinstance(navigation, dict) else navigation
    return [page for part in parts for page in _pages(part)]  # type: ignore[union-attr]


def test_every_document_is_in_the_sites_navigation(root: Path) -> None:
    docs = root / "docs"
    listed = set(_pages(_site(root)["nav"]))
    there = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    assert listed == there


@pytest.mark.parametrize("part", sorted(Path(__file__).parents[2].glob("docs/api/*.md")))
def test_what_the_api_reference_names_exists(part: Path) -> None:
    names = re.findall(r"^::: (\S+)$", part.read_text(encoding="utf-8"), re.M)
    for name in names:
        module, _, last = name.rpartition(".")
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            assert hasattr(importlib.import_module(module), last), name
