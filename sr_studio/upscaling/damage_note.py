"""One quiet sentence where a method will make more of a picture's damage."""

from __future__ import annotations

from pathlib import Path

from sr_studio.imaging.damage import Damage, damage_in
from sr_studio.imaging.picture import Picture
from sr_studio.sentences import Sentence, joined
from sr_studio.upscaling.methods import (
    amplifies,
    find_method,
    is_interpolation,
    list_methods,
    method_for_photographs,
)


def damage_notes(path: Path, picture: Picture | None, name: str, scale: float) -> list[str]:
    """The sentence, or nothing.

    Args:
        path: The picture's file.
        picture: What is in it; None where it is too large to be looked at.
        name: Of the method.
        scale: What is wanted; another method is named for it.
    """
    if is_interpolation(name):
        return []
    method = find_method(name)
    if not amplifies(method, Damage(jpeg_quality=1)):  # a method that no damage troubles
        return []
    damage = damage_in(path, picture)
    if not amplifies(method, damage):
        return []
    text = "The picture is noisy: %2 makes texture of noise."
    if damage.strong_jpeg:
        text = "The picture is a JPEG of quality %1: %2 makes texture of blocks."
    if damage.strong_jpeg and damage.noisy:
        text = (
            "The picture is a JPEG of quality %1 and noisy: %2 makes texture of blocks and noise."
        )
    said = [Sentence(text, damage.jpeg_quality, method.title)]
    if (better := method_for_photographs(list_methods(), scale)) is not None:
        said.append(Sentence("%1 was made for such pictures.", better.name))
    return [joined(" ", said)]
