"""Keeps resources/translations in step with the window's texts.

    python tools/translations.py            collect the texts, then compile
    python tools/translations.py --check    fail if a text of the code is missing or not translated

``sr_studio_en`` holds plurals only; other languages hold everything, the Study page and the screens
of raters in a file of their own, ``studies_LANGUAGE``. A text without a translation is shown in
English.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
FILES = ("sr_studio_en", "sr_studio_ko", "studies_ko")
PLURALS_ONLY = ("en",)

Text = tuple[str, str]


def main() -> int:
    """Collect and compile, or check."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        return check()
    FOLDER.mkdir(exist_ok=True)
    for name in FILES:
        path = FOLDER / f"{name}.ts"
        collect(path, name)
        tool("lrelease", "-silent", str(path), "-qm", str(path.with_suffix(".qm")))
        print(f"{path.name}: {unfinished(path)} of {len(texts(path))} texts not translated")
    return 0


def check() -> int:
    """Whether every text of the code is in every file, and no other, and none untranslated."""
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in FILES:
            path = FOLDER / f"{name}.ts"
            copy = Path(folder) / path.name
            shutil.copy(path, copy)
            collect(copy, name)
            differing = set(texts(path)) ^ set(texts(copy))
            for context, text in sorted(differing):
                print(f"{path.name}: {context}: {text!r} is out of step", file=sys.stderr)
            left = unfinished(path)
            if left:
                print(f"{path.name}: {left} texts are not translated", file=sys.stderr)
            wrong += len(differing) + left
    return 1 if wrong else 0


def collect(path: Path, name: str) -> None:
    """Bring a .ts file of this name up to date with the code, keeping its translations."""
    part, language = name.rsplit("_", 1)
    app = ROOT / "sr_studio" / "app"
    of_studies = part == "studies"
    sources = sorted(
        str(path) for path in app.rglob("*.py") if (app / "studies" in path.parents) == of_studies
    )
    plurals = ["-pluralonly"] if language in PLURALS_ONLY else []
    tool(
        *("lupdate", "-silent", "-no-obsolete", "-locations", "none", *plurals, *sources),
        *("-source-language", "en", "-target-language", language, "-ts", str(path)),
    )


def tool(name: str, *arguments: str) -> None:
    """Run one of Qt's language tools, which come with PySide6."""
    program = Path(sys.executable).with_name(f"pyside6-{name}")
    subprocess.run([str(program), *arguments], check=True)


def texts(path: Path) -> list[Text]:
    """Context and source of every text in a .ts file."""
    return [
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ElementTree.parse(path).getroot().iter("context")
        for message in context.iter("message")
    ]


def unfinished(path: Path) -> int:
    """Texts that have no translation yet."""
    root = ElementTree.parse(path).getroot()
    return sum(found.get("type") == "unfinished" for found in root.iter("translation"))


if __name__ == "__main__":
    raise SystemExit(main())
