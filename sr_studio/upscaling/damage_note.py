"""One quiet sentence where a method will make more of a picture's damage."""

from __future__ import annotations

from pathlib import Path

from sr_studio.imaging.damage import Damage, damage_in
from sr_studio.imaging.picture import Picture
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
    found = [f"a JPEG of quality {damage.jpeg_quality}"] if damage.strong_jpeg else []
    found += ["noisy"] if damage.noisy else []
    made_of = " and ".join((["blocks"] * damage.strong_jpeg) + (["noise"] * damage.noisy))
    better = method_for_photographs(list_methods(), scale)
    way_out = "" if better is None else f" {better.name} was made for such pictures."
    return [
        f"The picture is {' and '.join(found)}: {method.title} makes texture of {made_of}.{way_out}"
    ]
