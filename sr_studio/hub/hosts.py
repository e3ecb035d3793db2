"""Which addresses may be asked, and where a link to a page about a file has the file itself."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from sr_studio.hub.errors import NetworkError

SCHEMES = ("https", "http")
#: Hosts that show a page with a button, or hand the file out encrypted: only a browser gets it.
_BROWSER_ONLY = ("mega.nz", "mega.co.nz", "mediafire.com", "1drv.ms", "disk.yandex.ru")
_DRIVE = re.compile(r"(?:/file/d/|[?&]id=)([A-Za-z0-9_-]+)")


def host_of(url: str) -> str:
    """The host in an address, lower case; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def check_address(url: str, *, before: str = "") -> None:
    """Refuse every address but plain http and https, and the step back from https to http.

    Args:
        url: The address that is to be asked.
        before: The address that redirects to it, if one does.

    Raises:
        NetworkError: It may not be asked.
    """
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme in SCHEMES and host_of(url):
        if scheme == "http" and before.lower().startswith("https:"):
            what = "the server redirects from https to http, and nothing was fetched from there"
            raise NetworkError(what, where=host_of(before))
        return
    if before:
        what = f"the server redirects to an address that is not http or https ({scheme or url!r})"
        raise NetworkError(f"{what}, and that was not followed", where=host_of(before))
    raise NetworkError("only addresses of http and https are fetched", where=url[:200])


def joined_address(base: str, address: str) -> str:
    """An address as a page at ``base`` names it, whole.

    Raises:
        NetworkError: It is none.
    """
    try:
        return urljoin(base, address)
    except ValueError as error:
        what = f"an address that is named there cannot be read ({address[:200]!r})"
        raise NetworkError(what, where=host_of(base)) from error


def direct_address(url: str) -> str | None:
    """The address of the file that a link leads to; None where only a browser gets at it."""
    host = host_of(url)
    if not host or any(_is_at(host, other) for other in _BROWSER_ONLY):
        return None
    if _is_at(host, "drive.google.com"):
        found = _DRIVE.search(url)
        if found is None:
            return None
        address = "https://drive.usercontent.google.com/download"
        return f"{address}?id={found.group(1)}&export=download&confirm=t"
    if host == "github.com":
        return url.replace("/blob/", "/raw/", 1)
    if host == "huggingface.co":
        return url.replace("/blob/", "/resolve/", 1)
    return url


def _is_at(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
