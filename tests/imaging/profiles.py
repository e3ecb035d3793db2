"""Small colour profiles made by hand, after ICC.1:2010 (version 2.1 layout)."""

from __future__ import annotations

import struct

#: XYZ (D50) of the primaries of a wide-gamut space with the green of Adobe RGB (1998).
_WIDE = {
    "r": (0.6097, 0.3111, 0.0195),
    "g": (0.2053, 0.6257, 0.0609),
    "b": (0.1492, 0.0632, 0.7446),
}
_SRGB = {
    "r": (0.4361, 0.2225, 0.0139),
    "g": (0.3851, 0.7169, 0.0971),
    "b": (0.1431, 0.0606, 0.7141),
}
_D50 = (0.9642, 1.0, 0.8249)


def wide_profile() -> bytes:
    """An RGB profile wider than sRGB, gamma 2.2."""
    return _rgb_profile("Wide", _WIDE, 2.2)


def linear_profile() -> bytes:
    """An RGB profile that calls itself sRGB, with its primaries, but is linear."""
    return _rgb_profile("sRGB linear", _SRGB, 1.0)


def grey_profile(gamma: float) -> bytes:
    """A grey profile of one gamma."""
    return _profile(b"GRAY", "Grey", {"kTRC": _curve(gamma)})


def _rgb_profile(
    name: str, primaries: dict[str, tuple[float, float, float]], gamma: float
) -> bytes:
    places = {f"{one}XYZ": _xyz(value) for one, value in primaries.items()}
    return _profile(b"RGB ", name, places | {f"{one}TRC": _curve(gamma) for one in "rgb"})


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(map(_fixed, value))


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def _profile(space: bytes, name: str, tags: dict[str, bytes]) -> bytes:
    text = name.encode() + b"\0"
    description = b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78)
    every = {"desc": description, "cprt": b"text\0\0\0\0none\0", "wtpt": _xyz(_D50), **tags}
    table, body = struct.pack(">I", len(every)), b""
    start = 128 + 4 + 12 * len(every)
    for tag, content in every.items():
        content += bytes(-len(content) % 4)
        table += tag.encode() + struct.pack(">II", start + len(body), len(content))
        body += content
    header = struct.pack(">I4sI4s4s4s", 128 + len(table) + len(body), bytes(4), 0x02100000,
                         b"mntr", space, b"XYZ ")  # fmt: skip
    header += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    header += b"".join(map(_fixed, _D50))
    return header.ljust(128, b"\0") + table + body
