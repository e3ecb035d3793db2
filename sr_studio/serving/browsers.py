"""What is kept of a browser: its family, the kind of device, sizes; nothing that names a person."""

from __future__ import annotations

import re
from typing import Any

from sr_studio.serving.wishes import Screen

#: In this order: most browsers also name those they are like.
_FAMILIES = (
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:HeadlessChrome|Chrome|CriOS|Chromium)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* .*Safari/"),
)


def describe_browser(agent: str, screen: Screen) -> dict[str, Any]:
    """The record of a session's display.

    Args:
        agent: What the browser says of itself; only family and version are kept of it.
    """
    family = next(
        (f"{name} {found[1]}" for name, sign in _FAMILIES if (found := re.search(sign, agent))),
        "unknown",
    )
    return {
        "face": "browser",
        "model": "",
        "browser": family,
        "device": _device(agent, screen.touch),
        "width_px": screen.screen_width,
        "height_px": screen.screen_height,
        "window_px": [screen.width, screen.height],
        "ratio": screen.ratio,
        "touch": screen.touch,
    }


def _device(agent: str, touch: bool) -> str:
    # Tablets of one maker say they are computers; no computer of that maker has a touch screen.
    if re.search(r"iPad|Tablet|Android(?!.*Mobile)", agent) or ("Macintosh" in agent and touch):
        return "tablet"
    return "phone" if re.search(r"Mobile|iPhone", agent) else "computer"
