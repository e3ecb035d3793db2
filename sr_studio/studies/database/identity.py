"""Identifiers: equal at all sites for what the manifest defines, unique for what is observed."""

from __future__ import annotations

import secrets
import time
import uuid


def definition_id(study_id: uuid.UUID, kind: str, code: str) -> uuid.UUID:
    """UUIDv5 of a row that follows from the manifest, equal at all sites of the study."""
    return uuid.uuid5(study_id, f"{kind}:{code}")


def observation_id() -> uuid.UUID:
    """UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    Rows made one after the other lie close together in the index, which keeps inserts fast.
    """
    milliseconds = time.time_ns() // 1_000_000
    bits = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | 7 << 76  # version
    bits = bits & ~(0b11 << 62) | 0b10 << 62  # variant
    return uuid.UUID(int=bits)


def now_us() -> int:
    """UTC in microseconds since 1970."""
    return time.time_ns() // 1_000
