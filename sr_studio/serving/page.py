"""The files of the page: a list of names, so that there is no folder to walk through."""

from __future__ import annotations

import html
import json
import xml.etree.ElementTree as ElementTree

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from sr_studio import paths

_KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html"}
#: Contexts of the window's translations whose words the page shows, too.
_CONTEXTS = ("Rating", "RaterPages", "RaterForms", "RatingWindow", "ScreenCheck")


class Pages:
    """The two pages and what they load.

    Args:
        language: Of the study.
        prefix: Path under which the pages are reached.
    """

    def __init__(self, language: str, prefix: str) -> None:
        folder = paths.resources_dir() / "rating_page"
        self._files = {
            file.name: (file.read_bytes(), _KINDS[file.suffix])
            for file in sorted(folder.iterdir())
            if file.suffix in (".js", ".css")
        }
        words = json.dumps(translated_words(language), ensure_ascii=False)
        self._files["words.js"] = (f"export const words = {words};\n".encode(), _KINDS[".js"])
        base = html.escape(f"{prefix}/")
        self._pages = {
            name: (folder / f"{name}.html")
            .read_text("utf-8")
            .replace("{base}", base)
            .replace("{language}", html.escape(language))
            .encode()
            for name in ("rate", "desk")
        }

    async def page(self, _: Request) -> Response:
        """The rater's page, the same for everybody."""
        return Response(self._pages["rate"], media_type="text/html")

    async def desk(self, _: Request) -> Response:
        """The experimenter's page; what it shows needs the password."""
        return Response(self._pages["desk"], media_type="text/html")

    async def file(self, request: Request) -> Response:
        """A script or a style sheet."""
        found = self._files.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        return Response(found[0], media_type=found[1])


def translated_words(language: str) -> dict[str, str]:
    """English words to those of a language: the window's own, and those only the page has.

    Empty for English, and where there is no translation.
    """
    own = paths.resources_dir() / "rating_page" / f"{language}.json"
    window = paths.resources_dir() / "translations" / f"studies_{language}.ts"
    words: dict[str, str] = {}
    if window.is_file():
        for context in ElementTree.parse(window).iter("context"):
            if context.findtext("name") in _CONTEXTS:
                for message in context.iter("message"):
                    words[message.findtext("source") or ""] = message.findtext("translation") or ""
    if own.is_file():
        words |= json.loads(own.read_text("utf-8"))
    return {source: text for source, text in words.items() if text}
