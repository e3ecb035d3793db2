"""Whether a licence, as the index names it, allows commercial use; never more than a hint."""

from __future__ import annotations

import re
from enum import StrEnum

#: SPDX identifiers of families that allow commercial use (with conditions such as naming).
_FREE = re.compile(
    r"(0BSD|AFL|AGPL|Apache|Artistic|BSD|BSL|CC0|CC-BY-\d|CC-BY-SA|CC-PDDC|EPL|EUPL|GPL|ISC|LGPL"
    r"|MIT|MPL|MS-PL|MS-RL|PostgreSQL|Unlicense|WTFPL|Zlib)",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(r"(-NC\b|-NC-|non-?commercial|research|academic)", re.IGNORECASE)


class Commerce(StrEnum):
    """What a licence says about use for money."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"

    @property
    def mark(self) -> str:
        """What lists put beside the licence; empty where it is free for commercial use."""
        return {
            Commerce.ALLOWED: "",
            Commerce.FORBIDDEN: "not for commercial use",
            Commerce.UNKNOWN: "commercial use not clear",
        }[self]


def commerce(licence: str) -> Commerce:
    """What a licence (an SPDX identifier or expression) says about commercial use."""
    if _RESTRICTED.search(licence):
        return Commerce.FORBIDDEN
    parts = [part.strip("() ") for part in re.split(r"\b(?:AND|OR|WITH)\b", licence)]
    if licence and all(_FREE.match(part) for part in parts):
        return Commerce.ALLOWED
    return Commerce.UNKNOWN
