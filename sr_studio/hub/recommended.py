"""A short list of models from the index for the person who does not want to search 600."""

from __future__ import annotations

from dataclasses import dataclass

from sr_studio.zoo.card import Purpose


@dataclass(frozen=True)
class Recommendation:
    """A model worth a try.

    Attributes:
        id: In the index.
        purpose: What for.
        why: In a sentence.
    """

    id: str
    purpose: Purpose
    why: str


#: All of them may be used commercially and are opened by this program.
RECOMMENDED: tuple[Recommendation, ...] = (
    Recommendation(
        "4x-realesr-general-x4v3",
        "photograph",
        "Small and quick; takes noise and JPEG blocks away, smooths a little.",
    ),
    Recommendation(
        "4x-NomosWebPhoto-RealPLKSR",
        "photograph",
        "Photographs from the web: noise, lens blur, recompression.",
    ),
    Recommendation(
        "4x-realesrgan-x4plus",
        "photograph",
        "The classic for damaged photographs; strong, large and slow.",
    ),
    Recommendation(
        "4x-realesrgan-x4plus-anime-6b", "drawing", "Drawings and animation: clean lines."
    ),
    Recommendation("2x-Text2HD-v-1", "text", "Scans and photographs of text, twice as large."),
)
_BY_ID = {each.id: each for each in RECOMMENDED}


def recommendation(name: str) -> Recommendation | None:
    """The recommendation of the model with this id, if there is one."""
    return _BY_ID.get(name)
