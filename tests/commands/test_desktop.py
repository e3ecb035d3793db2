"""``sr-studio desktop``: entry, icon and MIME types appear where a desktop looks, and go again."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sr_studio.commands.desktop import MIME_TYPES, _quoted
from sr_studio.comparison.session import SUFFIX
from sr_studio.imaging.formats import FORMATS
from tests.support.commands import run
from tests.support.places import lock, mounted

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="for Linux desktops")


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "share"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


def _desktop(word: str) -> None:
    assert run("desktop", word) == 0


def _files(share: Path) -> set[str]:
    ours = (path for path in share.rglob("sr-studio.*") if path.is_file())
    return {str(path.relative_to(share)) for path in ours}


def test_it_is_installed_and_removed(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _desktop("install")
    assert _files(share) == {
        "applications/sr-studio.desktop",
        "icons/hicolor/scalable/apps/sr-studio.svg",
        "mime/packages/sr-studio.xml",
    }
    entry = share / "applications" / "sr-studio.desktop"
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(entry, encoding="utf-8")
    words = parser["Desktop Entry"]
    assert words["exec"].endswith("app %F")
    assert set(words["mimetype"].rstrip(";").split(";")) >= set(MIME_TYPES.values())
    mime = ElementTree.parse(share / "mime" / "packages" / "sr-studio.xml")
    patterns = [node.get("pattern") for node in mime.iter() if node.tag.endswith("glob")]
    assert patterns == [f"*{SUFFIX}"]
    if shutil.which("desktop-file-validate"):
        told = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True)
        assert told.returncode == 0 and not told.stdout, told.stdout
    _desktop("remove")
    assert _files(share) == set()
    _desktop("remove")
    assert capsys.readouterr().out.endswith("It was not there.\n")


def test_every_kind_of_picture_has_its_mime_type() -> None:
    assert set(MIME_TYPES) == set(FORMATS)


def test_a_program_in_a_folder_of_any_name_is_found() -> None:
    assert _quoted(["/home/a b/$x%"]) == '"/home/a b/\\\\$x%%"'


def test_a_folder_that_cannot_be_made_is_a_sentence(
    share: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    share.write_text("in the way", encoding="utf-8")
    assert run("desktop", "install") == 1
    assert capsys.readouterr().err.startswith("error: ")


def test_what_cannot_be_removed_is_told(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with mounted(share, "size=1m"):
        _desktop("install")
        lock(share)
        assert run("desktop", "remove") == 1
        assert "the folder may not be written to" in capsys.readouterr().err
