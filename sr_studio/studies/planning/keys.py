"""Chance that can be recomputed in ten years: sorting by keyed hashes, no library's generator."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    """Something a plan orders."""

    @property
    def ids(self) -> tuple[str, ...]:
        """What tells it from all others."""
        ...


T = TypeVar("T", bound="str | tuple[str | None, ...] | Named")


class Keys:
    """Keys of one rater (or, with number 0, of the study): HMAC-SHA256 under the study's seed.

    Args:
        seed: 64 hexadecimal digits.
        number: The rater's number.
        salt: Raised when an order does not come out, see :func:`.ordering.constrained`.
    """

    def __init__(self, seed: str, number: int, salt: int = 0) -> None:
        self._seed = bytes.fromhex(seed)
        self._number = number
        self._salt = salt

    def key(self, purpose: str, *ids: str | int) -> bytes:
        """32 bytes that look random and follow from the seed, rater, purpose, salt and ids."""
        text = "|".join(map(str, (self._number, purpose, self._salt, *ids)))
        return hmac.digest(self._seed, text.encode("utf-8"), "sha256")

    def number(self, below: int, purpose: str, *ids: str | int) -> int:
        """A whole number from 0 to ``below`` - 1."""
        return int.from_bytes(self.key(purpose, *ids), "big") % below

    def shuffled(self, items: Iterable[T], purpose: str, *ids: str | int) -> list[T]:
        """The items sorted by key; each is named by ``ids`` and by itself."""
        return sorted(items, key=lambda item: self.key(purpose, *ids, *_names(item)))

    def salted(self, salt: int) -> Keys:
        """The same keys with another salt."""
        made = Keys.__new__(Keys)
        made._seed, made._number, made._salt = self._seed, self._number, salt
        return made


def _names(item: str | tuple[str | None, ...] | Named) -> tuple[str, ...]:
    if isinstance(item, str):
        return (item,)
    return tuple(part or "" for part in item) if isinstance(item, tuple) else item.ids
