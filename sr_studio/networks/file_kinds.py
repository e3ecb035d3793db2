"""What kind a file of weights is, by its first bytes; no torch."""

from __future__ import annotations


def looks_like_safetensors(start: bytes) -> bool:
    """Whether a file that begins with these (at least 9) bytes could be safetensors."""
    return len(start) > 8 and start[8:9] == b"{" and int.from_bytes(start[:8], "little") > 1
