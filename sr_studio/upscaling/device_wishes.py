"""What a person writes for devices (one, several, all cards), as names for requests."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sr_studio.upscaling.request import AUTO

#: The wish for all graphics cards there are.
ALL = "all"


def devices_of(wish: str, cards: Callable[[], Sequence[str]]) -> list[str]:
    """``cuda:0,cuda:1`` as a list; ``all`` as all graphics cards, or ``auto`` without any.

    Args:
        wish: What was written.
        cards: Names the graphics cards of this computer; asked only where it matters.
    """
    if wish.strip() == ALL:
        return list(cards()) or [AUTO]
    return [one.strip() for one in wish.split(",") if one.strip()] or [AUTO]
