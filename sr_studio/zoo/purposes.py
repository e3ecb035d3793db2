"""What models are for, in plain words and in the order in which lists show them; no torch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sr_studio.zoo.card import Purpose

T = TypeVar("T")


@dataclass(frozen=True)
class PurposeWords:
    """How a purpose is told.

    Attributes:
        purpose: The value in cards.
        title: Heading of the group.
        meant_for: The pictures, as a part of a sentence.
    """

    purpose: Purpose
    title: str
    meant_for: str


PURPOSES: tuple[PurposeWords, ...] = (
    PurposeWords(
        "photograph", "Photographs as they are", "JPEGs, noise and blur of cameras and the web"
    ),
    PurposeWords("clean", "Clean pictures", "sharp pictures without noise or JPEG blocks"),
    PurposeWords("drawing", "Drawings", "drawings, comics and animation"),
    PurposeWords("text", "Text", "scanned or photographed text"),
    PurposeWords("", "Other models", "what their authors say"),
    PurposeWords("study", "The papers' networks, for study", "comparing with the literature"),
)


def grouped(
    things: Iterable[T], purpose_of: Callable[[T], Purpose]
) -> list[tuple[PurposeWords, list[T]]]:
    """Things by purpose, in the order of :data:`PURPOSES`; empty groups are left out."""
    every = list(things)
    groups = [
        (words, [thing for thing in every if purpose_of(thing) == words.purpose])
        for words in PURPOSES
    ]
    return [(words, members) for words, members in groups if members]
