"""``sr-studio desktop``: the program among a Linux desktop's applications, and in "Open with"."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import typer

from sr_studio import files, paths
from sr_studio.commands.answering import AsJson
from sr_studio.errors import StudioError

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Put SR Studio among the applications of a Linux desktop, and take it away again.",
)

ID = "sr-studio"
#: What the kinds of pictures are called in "Open with"; keys of ``imaging.formats.FORMATS``.
MIME_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "tiff": "image/tiff",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "heic": "image/heif",
    "gif": "image/gif",
    "jp2": "image/jp2",
    "ppm": "image/x-portable-anymap",
    "tga": "image/x-tga",
    "ico": "image/vnd.microsoft.icon",
}
COMPARISON = "application/x-sr-studio-comparison"

_ENTRY = """\
[Desktop Entry]
Type=Application
Version=1.5
Name=SR Studio
GenericName=Photo Enlarger
GenericName[ko]=사진 업스케일러
Comment=Enlarge photographs, compare versions, train, measure, and ask people
Comment[ko]=사진을 키우고, 비교하고, 학습하고, 측정하고, 사람에게 묻습니다
Exec={program} app %F
Icon={id}
Terminal=false
StartupNotify=true
StartupWMClass={id}
Categories=Graphics;RasterGraphics;Photography;Qt;
Keywords=upscale;super-resolution;enlarge;compare;
MimeType={types};
"""

_MIME = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{COMPARISON}">
    <sub-class-of type="application/json"/>
    <comment>SR Studio comparison</comment>
    <comment xml:lang="ko">SR Studio 비교</comment>
    <glob pattern="*.srcompare"/>
  </mime-type>
</mime-info>
"""


@app.command()
def install(json_: AsJson = False) -> int:
    """Add the application, its icon and the kinds of files it opens, for this person only.

    Raises:
        StudioError: This is no Linux desktop, or a folder may not be written to.
    """
    entry, icon, mime = _places()
    for path in (entry, icon, mime):
        files.made_folder(path.parent)
    types = ";".join((*MIME_TYPES.values(), COMPARISON))
    files.write_text(entry, _ENTRY.format(program=_quoted(program()), id=ID, types=types))
    files.write_bytes(icon, (paths.resources_dir() / "app" / f"{ID}.svg").read_bytes())
    files.write_text(mime, _MIME)
    _announce()
    _tell([entry, icon, mime], f"SR Studio is among the applications: {entry}", json_)
    return 0


@app.command()
def remove(json_: AsJson = False) -> int:
    """Take away what ``install`` added; pictures, studies and settings stay.

    Raises:
        StudioError: This is no Linux desktop, or a folder may not be written to.
    """
    found = [path for path in _places() if path.is_file()]
    for path in found:
        try:
            path.unlink()
        except OSError as error:
            raise files.explained(error, path) from error
    _announce()
    said = "SR Studio is no longer among the applications." if found else "It was not there."
    _tell(found, said, json_)
    return 0


def program() -> list[str]:
    """The words that start this very installation."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    beside = Path(sys.executable).parent / ID
    found = str(beside) if beside.is_file() else shutil.which(ID)
    return [found] if found else [sys.executable, "-m", "sr_studio"]


def _places() -> tuple[Path, Path, Path]:
    """The desktop entry, the icon, the MIME type."""
    if not sys.platform.startswith("linux"):
        raise StudioError(
            "desktop entries are for Linux",
            remedy="On Windows and macOS, see the build notes in docs/installing.md.",
        )
    share = paths.desktop_share_dir()
    return (
        share / "applications" / f"{ID}.desktop",
        share / "icons" / "hicolor" / "scalable" / "apps" / f"{ID}.svg",
        share / "mime" / "packages" / f"{ID}.xml",
    )


def _quoted(words: list[str]) -> str:
    """Words as the Exec key wants them: in quotes, with the four special signs escaped."""
    quoted = []
    for word in words:
        for sign in ("\\", '"', "`", "$"):
            word = word.replace(sign, f"\\{sign}")
        # The key is a string in which backslashes are escaped once more.
        quoted.append('"' + word.replace("%", "%%").replace("\\", "\\\\") + '"')
    return " ".join(quoted)


def _tell(touched: list[Path], said: str, as_json: bool) -> None:
    document = json.dumps({"files": [str(path) for path in touched]}, ensure_ascii=False)
    print(document if as_json else said)


def _announce() -> None:
    """Tell the desktop at once; where these programs are absent it finds out at the next login."""
    share = paths.desktop_share_dir()
    for words, folder in (
        (["update-desktop-database"], share / "applications"),
        (["update-mime-database"], share / "mime"),
        (["gtk-update-icon-cache", "--ignore-theme-index"], share / "icons" / "hicolor"),
    ):
        if shutil.which(words[0]) and folder.is_dir():
            subprocess.run([*words, str(folder)], capture_output=True, check=False)
